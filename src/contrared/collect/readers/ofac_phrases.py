"""The phrases that begin segments of OFAC remarks, and what each tells; data for :mod:`.ofac_remarks`."""

from __future__ import annotations

import re

#: Beginning of a segment, and the property its rest is; countries and dates are told by the property's type.
PREFIXES: tuple[tuple[str, str], ...] = (
    ("POB ", "birthPlace"),
    ("nationality ", "nationality"),
    ("citizen ", "citizenship"),
    ("Gender ", "gender"),
    ("Nationality of Registration ", "jurisdiction"),
    ("MMSI ", "mmsi"),
    ("Former Vessel Flag ", "pastFlags"),
    ("Vessel Flag ", "flag"),
    ("Other Vessel Flag ", "flag"),
    ("Vessel Type ", "type"),
    ("Other Vessel Type ", "type"),
    ("Vessel Year of Build ", "buildDate"),
    ("Vessel Call Sign ", "callSign"),
    ("Other Vessel Call Sign ", "callSign"),
    ("Aircraft Tail Number ", "registrationNumber"),
    ("Aircraft Manufacturer's Serial Number (MSN) ", "serialNumber"),
    ("Aircraft Construction Number (also called L/N or S/N or F/N) ", "serialNumber"),
    ("Aircraft Serial Identification ", "serialNumber"),
    ("Aircraft Mode S Transponder Code ", "icaoCode"),
    ("Aircraft Model ", "model"),
    ("Aircraft Manufacture Date ", "buildDate"),
    ("Aircraft Operator ", "operator"),
    ("Organization Established Date ", "incorporationDate"),
    ("Organization Type: ", "classification"),
    ("Target Type ", "legalForm"),
    ("Title: ", "position"),
    ("Title ", "position"),
    ("Rank ", "position"),
    ("Position: ", "position"),
    ("Occupation: ", "profession"),
)
#: Properties whose value is a date of the list's own form.
DATED = frozenset({"birthDate", "buildDate", "incorporationDate"})

#: Segments about the sanction rather than the party; they go to the listing.
MEASURES = (
    "Additional Sanctions Information",
    "Secondary sanctions risk",
    "Transactions Prohibited For",
    "Executive Order",
    "CAATSA Section",
    "PEESA Information",
    "For more information",
    "for more information",
    "IFCA Determination",
    "Prohibitions on",
    "Correspondent Account or Payable-Through",
    "United States financial institutions are prohibited",
    "Purchase/Sales For Divestment",
    "Effective Date",
    "Listing Date",
)
#: ``Listing Date (EO 14024 Directive 3): 24 Feb 2022``, ``Effective Date (CMIC) 02 Aug 2021``.
MEASURE_DATE = re.compile(r"(?P<what>Listing|Effective) Date \((?P<act>EO \d+|[A-Z]+)[^)]*\):? (?P<date>.*\d{4})")
MEASURE_DATES = {"Listing": "listingDate", "Effective": "startDate"}

ALIAS = re.compile(r"(?P<kind>a\.k\.a\.|f\.k\.a\.|n\.k\.a\.) '(?P<name>.*)'?", re.DOTALL)
CRYPTO = re.compile(r"Digital Currency Address - (?P<value>(?P<currency>[A-Z0-9]+) (?P<address>\S{20,}))")
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "imoNumber",
        re.compile(
            r"(?:Vessel Registration Identification|(?:Identification|Company|Registration) Number) "
            r"(?P<value>IMO \d{7})"
        ),
    ),
    ("imoNumber", re.compile(r"International Maritime Organization No\. \((?P<value>\d{7})\)")),
    ("website", re.compile(r"(?:Website:? *)?(?P<value>(?:https?://|www\.)\S+)(?: \(website\))?")),
    ("website", re.compile(r"Website (?P<value>[^\s@]+\.[A-Za-z]{2,}(?:/\S*)?)")),
    (
        "email",
        re.compile(
            r"(?:E-?mail(?: Address)?:? ?|EMAIL )?(?P<value>[^\s@:]+@[^\s@:]+\.[A-Za-z]+)(?: \(email\)\.?)?",
            re.IGNORECASE,
        ),
    ),
    (
        "phone",
        re.compile(
            r"(?:Phone|Telephone|Tel|Fax|Cell Phone|Mobile)(?: Number| No)?[.:]* (?P<value>[\d()+ .-]{6,})"
            r"(?:/\d+| ext\. \d+)?",
            re.IGNORECASE,
        ),
    ),
)

#: Persons: forms of address, alone in their segment.
TITLES = frozenset(
    "Ayatollah Doctor Dr Dr. Haji Hajji Hojjatoleslam Maulana Maulawi Moulana Mulawi Mullah Qari Shaykh Sheikh Ustad "
    "Ustadz".split()
)
#: Persons: a segment with one of these words tells an office held, a rank or an occupation.
ROLE = re.compile(
    r"\b(?:ministers?|minster|presidents?|presidential|chair(?:man|woman|person)?|directors?|commander|commanding|head|"
    r"chief|member|governor|secretary|general|colonel|col|brigadier|major|lieutenant|captain|admiral|marshal|officer|"
    r"official|representative|advis[eo]r|aide|speaker|spokes(?:man|woman|person)|magistrate|rector|constituent|judge|"
    r"justice|prosecutor|attorney|ombudsman|ambassador|envoy|diplomat|counsell?or|congressman|senator|mayor|warden|"
    r"commissioner|inspector|superintendent|deputy|manager|ceo|leader|figure|founder|owner|partner|shareholder|"
    r"professor|dean|engineer|accountant|treasurer|coordinator|employee|businessman|mufti|emir|mp|"
    r"second-in-command)\b",
    re.IGNORECASE,
)
_KIN = (
    r"wife|husband|spouse|widow|son|daughter|brother|sister|half-brother|child|father|mother|uncle|cousin|nephew|niece"
)
#: Understood, but no property of ours says it; the verbatim remark in ``notes`` does.
NOTED = re.compile(
    rf"(?:(?:{_KIN})(?:-in-law)? of )|.*'s (?:\w+ )?(?:son|daughter)$|"
    r"(?:and )?all (?:other )?(?:offices|branches)|only locations|.* branch only$|(?:also )?operations in|"
    r"<head office>|"
    r"ICTY indictee|arrested |(?:currently )?(?:incarcerated|in (?:jail|custody|remand))|wanted by |named in UNSCR",
    re.IGNORECASE,
)
