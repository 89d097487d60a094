"""Labels of documents and registrations in OFAC remarks: where a label ends, and what its number is in FtM."""

from __future__ import annotations

import re

#: Beginning of a label, and the property of the party that holds the number; the first that fits counts.
PROPERTIES: tuple[tuple[str, str], ...] = (
    ("British National Overseas Passport", "passportNumber"),
    ("Diplomatic Passport", "passportNumber"),
    ("Stateless Person Passport", "passportNumber"),
    ("U.S.A. Passport", "passportNumber"),
    ("Passport", "passportNumber"),
    ("SSN", "socialSecurityNumber"),
    ("SWIFT/BIC", "swiftBic"),
    ("Legal Entity Number", "leiCode"),
    ("D-U-N-S", "dunsCode"),
    ("Unified Social Credit Code", "uscCode"),
    ("United Social Credit Code", "uscCode"),
    ("V.A.T.", "vatCode"),
    ("NIT ", "taxNumber"),
    ("N.I.F.", "taxNumber"),
    ("C.I.F.", "taxNumber"),
    ("RUC ", "taxNumber"),
    ("RIF ", "taxNumber"),
    ("RTN", "taxNumber"),
    ("R.F.C.", "taxNumber"),
    ("RFC", "taxNumber"),
    ("C.U.I.T.", "taxNumber"),
    ("US FEIN", "taxNumber"),
    ("Numero Unico de Identificacao Tributaria", "taxNumber"),
    ("Trade License", "registrationNumber"),
    ("License", "licenseNumber"),
    ("Tourism License", "licenseNumber"),
    ("Afghan Money Service Provider License", "licenseNumber"),
    ("MSB Registration", "licenseNumber"),
    ("Pilot License", "licenseNumber"),
)
#: Labels of things that identify no party, so that two who share one have nothing in common: the telegraph code of a
#: Chinese name, a police file, a trade mark, a former tail number (they are given out again), securities.
NO_IDENTITY = (
    "Chinese Commercial Code",
    "Interpol",
    "Trademark",
    "Previous Aircraft Tail Number",
    "ISIN",
    "Equity Ticker",
    "MICEX Code",
    "Issuer Name",
)
#: A label ends with the last of these words before the first word that carries a digit.
ENDS = frozenset(
    "Passport Booklet Booklet: SSN SWIFT/BIC FEIN RTN R.F.C. RFC C.U.R.P. C.U.I. C.U.I.P. C.U.I.T. D.N.I. N.I.E. "
    "N.I.F. C.I.F. C.I.N. I.F.E. N.R.I.C. C.R. # No No. Nos. Number Number: number ID Card Code Code: Certificate "
    "License Registry Permit Document Identidad Nacional Profesional electoral VisaNumberID Identification (RU) "
    "(CBLS) (USCC) (USCCC) (NUIT) (OGRNIP)".split()
)
#: Words between a label and its number that belong to neither.
LABEL_NOTE = re.compile(r"\((?:also called [^)]*|Personal Numerical Code|[A-Z][a-z]+)\) ")
#: Numbers of a fixed shape that need not carry a digit.
SHAPES = {"SWIFT/BIC": re.compile(r"[A-Z0-9]{8}(?:[A-Z0-9]{3})?")}
_LEI = re.compile(r"[A-Z0-9]{18}\d{2}")


def is_passport(label: str) -> bool:
    """Whether a document is a passport."""
    return property_for(label, "", person=True) == "passportNumber"


def property_for(label: str, number: str, *, person: bool) -> str:
    """The FtM property a number belongs to: by label, else an id number of a person, a registration of others."""
    if label == "Vessel Registration Identification" and is_imo(number):
        return "imoNumber"
    for beginning, prop in PROPERTIES:
        if label.startswith(beginning):
            # OFAC files national register numbers under the same label as the LEI.
            return "registrationNumber" if prop == "leiCode" and not _LEI.fullmatch(number) else prop
    if "tax" in label.lower() or "fiscal" in label.lower():
        return "taxNumber"
    return "idNumber" if person else "registrationNumber"


def is_imo(number: str) -> bool:
    """Whether seven digits are an IMO number: the last is the sum of the others times 7 to 2, modulo 10.

    >>> is_imo("9187629"), is_imo("9187620")
    (True, False)
    """
    if not re.fullmatch("[0-9]{7}", number):
        return False
    return sum(int(digit) * weight for digit, weight in zip(number, range(7, 1, -1), strict=False)) % 10 == int(
        number[-1]
    )
