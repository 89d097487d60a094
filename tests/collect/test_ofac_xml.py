"""OFAC's Advanced XML: the real list against its CSV form, and names, dates, papers and ties in small ones."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from lxml import etree

from contrared.collect.readers.ofac import OfacReader
from contrared.collect.readers.ofac_xml import OfacXmlReader
from contrared.collect.readers.ofac_xml_elements import period
from contrared.model import InputError

from ..conftest import SHARED
from .lists import Reading, original, reading

READER = OfacXmlReader()
_TYPES = {
    "AliasType": {"1": "Name", "2": "A.K.A.", "3": "F.K.A."},
    "NamePartType": {"1": "Last Name", "2": "First Name", "3": "Entity Name", "4": "Vessel Name", "5": "Middle Name"},
    "PartyType": {"1": "Individual", "2": "Entity", "4": "Transport"},
    "FeatureType": {"8": "Birthdate", "9": "Place of Birth", "25": "Location", "3": "VESSEL TYPE", "4": "Shoe Size",
                    "5": "Secondary sanctions risk:", "6": "Digital Currency Address - XBT", "7": "Gender"},
    "DetailReference": {"1": "Female"},
    "Reliability": {"1": "Confirmed", "2": "Doubtful"},
    "Country": {"1": "Peru"},
    "LocPartType": {"1": "ADDRESS1", "2": "CITY", "3": "STATE/PROVINCE", "4": "POSTAL CODE"},
    "IDRegDocType": {"1": "Passport", "2": "Tax ID No."},
    "IDRegDocDateType": {"1": "Issue Date"},
    "Validity": {"1": "Valid", "2": "Fraudulent"},
    "Script": {"215": "Latin", "220": "Cyrillic"},
    "RelationType": {"1": "Family member of", "2": "Leader or official of", "3": "Owned or Controlled By",
                     "4": "Providing support to", "5": "Associate Of"},
    "RelationQuality": {"1": "High"},
    "SanctionsType": {"1": "Program", "2": "Block"},
    "LegalBasis": {"1": "Executive Order 0"},
    "EntryEventType": {"1": "Created"},
    "List": {"1": "SDN List"},
}  # fmt: skip
_SETS = "".join(
    f"<{kind}Values>" + "".join(f'<{kind} ID="{n}">{name}</{kind}>' for n, name in names.items()) + f"</{kind}Values>"
    for kind, names in _TYPES.items()
)
_SUBTYPES = (
    '<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>'
    '<PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>'
    '<PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>'
)
PLACE = """<Location ID="7"><LocationCountry CountryID="1" /><LocationPart LocPartTypeID="2"><LocationPartValue>
<Value>Lima</Value></LocationPartValue></LocationPart><LocationPart LocPartTypeID="4"><LocationPartValue>
<Value>15001</Value></LocationPartValue></LocationPart></Location>"""


def named(kind: int, *parts: tuple[int, str], low: bool = False, primary: bool = True, script: int = 215) -> str:
    """An alias of a kind; its parts are told apart by numbers that stand for their kinds."""
    inner = "".join(
        f'<DocumentedNamePart><NamePartValue NamePartGroupID="{part}" ScriptID="{script}">{text}</NamePartValue>'
        "</DocumentedNamePart>"
        for part, text in parts
    )
    return (
        f'<Alias AliasTypeID="{kind}" Primary="{str(primary).lower()}" LowQuality="{str(low).lower()}">'
        f'<DocumentedName ID="1">{inner}</DocumentedName></Alias>'
    )


def party(number: int, kind: int, names: str, features: str = "") -> str:
    groups = "".join(f'<NamePartGroup ID="{n}" NamePartTypeID="{n}" />' for n in _TYPES["NamePartType"])
    return (
        f'<DistinctParty FixedRef="{number}"><Profile ID="{number}" PartySubTypeID="{kind}">'
        f'<Identity ID="{number}" Primary="true" False="false">{names}<NamePartGroups><MasterNamePartGroup>{groups}'
        f"</MasterNamePartGroup></NamePartGroups></Identity>{features}</Profile></DistinctParty>"
    )


def feature(kind: int, inside: str, reliability: int = 1) -> str:
    return (
        f'<Feature FeatureTypeID="{kind}"><FeatureVersion ReliabilityID="{reliability}">{inside}'
        "</FeatureVersion></Feature>"
    )


def tie(number: int, kind: int, start: int, end: int, more: str = "") -> str:
    return (
        f'<ProfileRelationship ID="{number}" From-ProfileID="{start}" To-ProfileID="{end}" RelationTypeID="{kind}" '
        f'RelationQualityID="1" {more} />'
    )


def entry(profile: int, code: str) -> str:
    return (
        f'<SanctionsEntry ProfileID="{profile}" ListID="1"><EntryEvent EntryEventTypeID="1" LegalBasisID="1"><Date>'
        "<Year>2014</Year><Month>3</Month><Day>9</Day></Date></EntryEvent>"
        f'<SanctionsMeasure SanctionsTypeID="1"><Comment>{code}</Comment></SanctionsMeasure>'
        '<SanctionsMeasure SanctionsTypeID="2" /></SanctionsEntry>'
    )


def document(*sections: str) -> str:
    """A list of these records, one a line."""
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        '<Sanctions xmlns="urn:x">',
        "<DateOfIssue><Year>2020</Year><Month>3</Month><Day>7</Day></DateOfIssue>",
        f"<ReferenceValueSets>{_SETS}{_SUBTYPES}</ReferenceValueSets>",
        *sections,
        "</Sanctions>",
    )
    return "\n".join(lines) + "\n"


def read(tmp_path: Path, *sections: str) -> Reading:
    path = tmp_path / "sdn_advanced.xml"
    path.write_text(document(*sections), encoding="utf-8")
    assert READER.recognise(path)
    return reading(READER, path)


ANA = party(1, 4, named(1, (1, "REYES"), (2, "Ana"), (5, "Pilar")))
BO = party(2, 4, named(1, (1, "SOLIS"), (2, "Bo")))
FIRM = party(3, 3, named(1, (3, "MINERA SUR")))
SHIP = party(4, 1, named(1, (4, "LA NINA")), feature(3, "<VersionDetail>Tug</VersionDetail>"))


@pytest.fixture(scope="module")
def consolidated() -> Reading:
    return reading(READER, original("ofac", "cons_advanced_2020-03-17.xml.gz"))


def test_the_whole_list(consolidated: Reading) -> None:
    about = READER.about(READER.files(consolidated.path))
    assert (about.dataset, about.as_of) == ("us_ofac_cons", "2020-03-17")
    assert consolidated.rejects == []
    counts = consolidated.schemata
    assert counts["Person"] + counts["Organization"] + counts["Company"] == 375
    assert (counts["Ownership"], counts["Identification"] + counts["Passport"]) == (276, 573)
    rosneft = consolidated.values("ofac-17022", "name")
    assert rosneft == ["Open Joint-Stock Company Rosneft Oil Company"]
    owned = [
        key
        for key, drafts in consolidated.drafts.items()
        if drafts[0].schema == "Ownership" and consolidated.values(key, "owner") == ["ofac-17022"]
    ]
    assert len(owned) == 18
    assert consolidated.values(owned[0], "role") == ["Owned or Controlled By"]


def test_a_party_has_the_id_that_the_csv_tables_give_it(consolidated: Reading) -> None:
    """Of a list four years younger: parties, listings and papers of both are the same entities."""
    path = SHARED / "watchlists/ofac/cons_flat_2024-08"
    if not path.exists():
        pytest.skip("the CSV tables are not at hand")
    flat = Reading(path, list(OfacReader().read(OfacReader().files(path))))
    for schema, least in (("Person", 78), ("Organization", 287), ("Sanction", 368), ("Identification", 500)):
        alike = {schema, "Company"} if schema == "Organization" else {schema}
        both = {
            key for key, drafts in consolidated.drafts.items() if drafts[0].schema in alike and key in flat.drafts
        }  # fmt: skip
        assert len(both) == least, schema
    assert consolidated.values("ofac-9639", "name") == flat.values("ofac-9639", "name")
    assert consolidated.values("ofac-9639", "birthDate") == flat.values("ofac-9639", "birthDate") == ["1962"]


def test_facts_at_random_are_found_again(consolidated: Reading) -> None:
    facts = [fact for drafts in consolidated.drafts.values() for draft in drafts for fact in draft.facts]
    for fact in random.Random(1).sample(facts, 60):
        if fact.prop == "full":
            continue
        shown = " ".join(re.sub(r"<[^>]*>", " ", consolidated.shown(fact)).replace("&amp;", "&").split())
        wanted = fact.original or fact.value
        assert shown == " ".join(wanted.split()), fact


@pytest.mark.parametrize(
    ("names", "prop", "expected"),
    [
        (named(1, (1, "REYES"), (2, "Ana"), (5, "Pilar")), "name", ["Ana Pilar REYES"]),
        (named(1, (1, "REYES")) + named(2, (1, "RIOS"), primary=False), "alias", ["RIOS"]),
        (named(1, (1, "REYES")) + named(2, (1, "RIOS"), primary=False, low=True), "weakAlias", ["RIOS"]),
        (named(1, (1, "REYES")) + named(3, (1, "RIOS"), primary=False), "previousName", ["RIOS"]),
        (
            named(1, (1, "REYES")) + named(2, (1, "РЕЙЕС"), primary=False, script=220),
            "notes",
            ["РЕЙЕС: Cyrillic script"],
        ),
    ],
)
def test_names(tmp_path: Path, names: str, prop: str, expected: list[str]) -> None:
    assert read(tmp_path, party(1, 4, names)).values("ofac-1", prop) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("1962 1 1", "1962 12 31", ("1962",)),
        ("1962 2 1", "1962 2 28", ("1962-02",)),
        ("1964 2 1", "1964 2 28", ("1964-02-01", "1964-02-28")),
        ("1962 2 13", "1962 2 13", ("1962-02-13",)),
        ("1962 1 1", "1964 12 31", ("1962", "1964")),
        ("1962", "1962", ("1962",)),
        ("", "", ()),
    ],
)
def test_dates_are_no_more_precise_than_stated(first: str, last: str, expected: tuple[str, ...]) -> None:
    def parts(said: str) -> str:
        return "".join(f"<{t}>{v}</{t}>" for t, v in zip(("Year", "Month", "Day"), said.split(), strict=False))

    span = f"<DatePeriod><Start><From>{parts(first)}</From></Start><End><To>{parts(last)}</To></End></DatePeriod>"
    assert period(etree.fromstring(span)) == expected
    about = span.replace("<Start>", '<Start Approximate="true">')
    assert period(etree.fromstring(about)) == tuple(sorted({day[:4] for day in expected}))


def test_features(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        PLACE,
        party(
            1, 4, named(1, (1, "REYES")),
            feature(25, '<VersionLocation LocationID="7" />')
            + feature(9, "<VersionDetail>Cusco, Peru</VersionDetail>")
            + feature(7, '<VersionDetail DetailReferenceID="1" />')
            + feature(9, "<VersionDetail>Puno</VersionDetail>", reliability=2)
            + feature(4, "<VersionDetail>39</VersionDetail>")
            + feature(5, "<VersionDetail>Section 1</VersionDetail>")
            + feature(6, "<VersionDetail>1BoatSLRHtKNngkdXEeobR76b53LETtpyT</VersionDetail>"),
        ),
        SHIP,
        entry(1, "SDNTK"),
    )  # fmt: skip
    assert found.rejects == []
    assert found.values("ofac-1", "birthPlace") == ["Cusco, Peru"]
    assert found.values("ofac-1", "birthCountry") == ["Peru"]
    assert found.values("ofac-1", "gender") == ["female"]
    assert found.values("ofac-1", "notes") == ["Place of Birth (doubtful): Puno", "Shoe Size: 39"]
    (address,) = found.values("ofac-1", "addressEntity")
    assert found.values(address, "full") == ["Lima, 15001, Peru"]
    assert found.values("ofac-4", "type") == ["Tug"]
    (sanction,) = (key for key, drafts in found.drafts.items() if drafts[0].schema == "Sanction")
    assert found.values(sanction, "listingDate") == ["2014-03-09"]
    assert found.values(sanction, "provisions") == ["Block", "Secondary sanctions risk: Section 1"]
    (wallet,) = (key for key, drafts in found.drafts.items() if drafts[0].schema == "CryptoWallet")
    assert found.values(wallet, "currency") == ["XBT"]
    (country,) = found.facts("ofac-1", "country")
    assert (country.value, country.original, found.shown(country)) == ("Peru", "1", "1")


def test_papers(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '<IDRegDocument IDRegDocTypeID="1" IdentityID="1" IssuedBy-CountryID="1" ValidityID="2"><IDRegistrationNo>X7'
        '</IDRegistrationNo><DocumentDate IDRegDocDateTypeID="1"><DatePeriod><Start><From><Year>2001</Year></From>'
        "</Start></DatePeriod></DocumentDate></IDRegDocument>",
        '<IDRegDocument IDRegDocTypeID="2" IdentityID="9"><IDRegistrationNo>55</IDRegistrationNo></IDRegDocument>',
        ANA,
    )
    assert found.values("ofac-1", "passportNumber") == ["X7"]
    (paper,) = found.edges("ofac-1")["Passport"]
    assert found.values(paper.entity_id, "country") == ["Peru"]
    assert found.values(paper.entity_id, "startDate") == ["2001"]
    assert found.values(paper.entity_id, "summary") == ["Fraudulent"]
    assert [(item.locator, item.reason) for item in found.rejects] == [
        ("line=6;path=@IdentityID", "no party has the identity 9")
    ]


@pytest.mark.parametrize(
    ("kind", "start", "end", "schema", "said"),
    [
        (1, 1, 2, "Family", {"person": "ofac-1", "relative": "ofac-2", "relationship": "Family member of"}),
        (1, 1, 3, "UnknownLink", {"subject": "ofac-1", "object": "ofac-3", "role": "Family member of"}),
        (2, 1, 3, "Directorship", {"director": "ofac-1", "organization": "ofac-3"}),
        (3, 3, 1, "Ownership", {"asset": "ofac-3", "owner": "ofac-1", "role": "Owned or Controlled By"}),
        (3, 4, 3, "Ownership", {"asset": "ofac-4", "owner": "ofac-3"}),
        (3, 2, 1, "UnknownLink", {"subject": "ofac-2", "object": "ofac-1", "role": "Owned or Controlled By"}),
        (4, 1, 3, "UnknownLink", {"subject": "ofac-1", "object": "ofac-3", "role": "Providing support to"}),
        (5, 1, 2, "Associate", {"person": "ofac-1", "associate": "ofac-2"}),
    ],
)
def test_relationships(tmp_path: Path, kind: int, start: int, end: int, schema: str, said: dict[str, str]) -> None:
    found = read(tmp_path, ANA, BO, FIRM, SHIP, tie(5, kind, start, end, 'Former="true"'))
    (link,) = found.drafts["ofac-rel-5"]
    assert link.schema == schema
    assert {prop: found.values("ofac-rel-5", prop) for prop in said} == {prop: [value] for prop, value in said.items()}
    former = "summary" if schema in ("Family", "Associate") else "status"
    assert found.values("ofac-rel-5", former) == ["former"]
    assert found.drafts["ofac-3"][0].schema == ("Company" if (kind, start) == (3, 3) else "Organization")


@pytest.mark.parametrize(
    ("sections", "place", "reason"),
    [
        ((ANA, ANA), "line=6;path=@FixedRef", "party 1 stands there twice"),
        ((ANA, party(2, 9, "")), "line=6;path=Profile/@PartySubTypeID", "no kind of party has the number 9"),
        ((ANA, party(2, 4, named(2, (1, "X"), primary=False))), "line=6;path=@FixedRef", "without a primary name"),
        ((ANA, tie(1, 1, 1, 8)), "line=6;path=@To-ProfileID", "no party of the list has the profile 8"),
        ((ANA, BO, tie(1, 9, 1, 2)), "line=7;path=@RelationTypeID", "no kind of relationship has the number 9"),
        ((ANA, entry(8, "X")), "line=6;path=@ProfileID", "no party of the list has the profile 8"),
        ((ANA, "<SanctionsEntryLink><Comment>x</Comment></SanctionsEntryLink>"), "line=6", "links between listings"),
        ((party(1, 4, named(1, (1, "X")), feature(77, "")),), "line=5;path=Profile/Feature/@FeatureTypeID", "77 is"),
        (
            (party(1, 4, named(1, (1, "X")), feature(25, '<VersionLocation LocationID="8" />')),),
            "line=5;path=Profile/Feature/FeatureVersion/VersionLocation/@LocationID",
            "no Location has the number 8",
        ),
        ((ANA.replace("</Profile>", "<Shoe>9</Shoe></Profile>"),), "line=5;path=Profile/Shoe", "knows no such element"),
    ],
)
def test_what_is_set_aside(tmp_path: Path, sections: tuple[str, ...], place: str, reason: str) -> None:
    (found,) = read(tmp_path, *sections).rejects
    assert found.locator == place
    assert reason in found.reason


def test_a_list_without_parties(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no DistinctParty in it"):
        read(tmp_path, PLACE)
