"""The grammar of OFAC remarks, on segments as they stand in the lists of 2021 and 2024."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.collect.readers.ofac_dates import dates, iso
from contrared.collect.readers.ofac_documents import parse_document
from contrared.collect.readers.ofac_identifiers import is_imo, property_for
from contrared.collect.readers.ofac_names import OfacNames, PersonName, person_name
from contrared.collect.readers.ofac_remarks import Segment, Told, read, segments, tell

#: Segment, kind, property (currency of a wallet), values, what its characters are.
TOLD: list[tuple[str, str, str, tuple[str, ...], str]] = [
    ("DOB 25 Mar 1967", "fact", "birthDate", ("1967-03-25",), "25 Mar 1967"),
    ("DOB Jan 1955", "fact", "birthDate", ("1955-01",), "Jan 1955"),
    ("alt. DOB 1936", "fact", "birthDate", ("1936",), "1936"),
    ("DOB circa 1951", "fact", "birthDate", ("1951",), "circa 1951"),
    ("DOB 1951 to 1953", "fact", "birthDate", ("1951", "1952", "1953"), "1951 to 1953"),
    ("DOB circa 1979-1982", "fact", "birthDate", ("1979", "1980", "1981", "1982"), "circa 1979-1982"),
    ("DOB 01 Jan 1957 to 31 Jan 1957", "fact", "birthDate", ("1957-01",), "01 Jan 1957 to 31 Jan 1957"),
    ("DOB 1957 to 1962", "fact", "birthDate", (), "1957 to 1962"),
    (
        "POB Culiacan, Sinaloa, Mexico",
        "fact",
        "birthPlace",
        ("Culiacan, Sinaloa, Mexico",),
        "Culiacan, Sinaloa, Mexico",
    ),
    ("nationality Korea, North", "fact", "nationality", ("Korea, North",), "Korea, North"),
    ("citizen Mexico", "fact", "citizenship", ("Mexico",), "Mexico"),
    ("Gender Male", "fact", "gender", ("Male",), "Male"),
    ("a.k.a. 'HAJJ AS'AD AHMAD'", "fact", "weakAlias", ("HAJJ AS'AD AHMAD",), "HAJJ AS'AD AHMAD"),
    ("a.k.a. ''ABD-AL-'IZ'", "fact", "weakAlias", ("'ABD-AL-'IZ",), "'ABD-AL-'IZ"),
    ("a.k.a. 'LLC 'DSD''", "fact", "weakAlias", ("LLC 'DSD'",), "LLC 'DSD'"),
    ("f.k.a. 'ANA I'", "fact", "previousName", ("ANA I",), "ANA I"),
    ("Linked To: HIZBALLAH", "linked", "", ("HIZBALLAH",), "HIZBALLAH"),
    ("Vessel Registration Identification IMO 9187629", "fact", "imoNumber", ("IMO 9187629",), "IMO 9187629"),
    ("Identification Number IMO 5342883", "fact", "imoNumber", ("IMO 5342883",), "IMO 5342883"),
    ("International Maritime Organization No. (5777731)", "fact", "imoNumber", ("5777731",), "5777731"),
    ("MMSI 572469210", "fact", "mmsi", ("572469210",), "572469210"),
    ("alt. Former Vessel Flag Tuvalu", "fact", "pastFlags", ("Tuvalu",), "Tuvalu"),
    ("Other Vessel Type Roll-on Roll-off", "fact", "type", ("Roll-on Roll-off",), "Roll-on Roll-off"),
    ("Aircraft Tail Number EP-MMH", "fact", "registrationNumber", ("EP-MMH",), "EP-MMH"),
    ("Aircraft Manufacturer's Serial Number (MSN) 031", "fact", "serialNumber", ("031",), "031"),
    ("Aircraft Construction Number (also called L/N or S/N or F/N) 8401", "fact", "serialNumber", ("8401",), "8401"),
    ("Aircraft Model IL76-TD", "fact", "model", ("IL76-TD",), "IL76-TD"),
    ("Aircraft Manufacture Date 28 Aug 2002", "fact", "buildDate", ("2002-08-28",), "28 Aug 2002"),
    ("Aircraft Operator MAHAN AIR", "fact", "operator", ("MAHAN AIR",), "MAHAN AIR"),
    ("Organization Established Date 17 Dec 2016", "fact", "incorporationDate", ("2016-12-17",), "17 Dec 2016"),
    (
        "Organization Established Date 01 Jan 2015 to 31 Dec 2015",
        "fact",
        "incorporationDate",
        ("2015",),
        "01 Jan 2015 to 31 Dec 2015",
    ),
    (
        "Organization Type: Activities of holding companies",
        "fact",
        "classification",
        ("Activities of holding companies",),
        "Activities of holding companies",
    ),
    ("Target Type Private Company", "fact", "legalForm", ("Private Company",), "Private Company"),
    ("Nationality of Registration Korea, North", "fact", "jurisdiction", ("Korea, North",), "Korea, North"),
    ("www.nitc.co.ir", "fact", "website", ("www.nitc.co.ir",), "www.nitc.co.ir"),
    ("Website eximbank.ru", "fact", "website", ("eximbank.ru",), "eximbank.ru"),
    (
        "http://www.sanabel.org.uk (website)",
        "fact",
        "website",
        ("http://www.sanabel.org.uk",),
        "http://www.sanabel.org.uk",
    ),
    (
        "alt. Email Address golfrategrupo@ebonet.net",
        "fact",
        "email",
        ("golfrategrupo@ebonet.net",),
        "golfrategrupo@ebonet.net",
    ),
    ("EMAIL daesong@co.chesin.com", "fact", "email", ("daesong@co.chesin.com",), "daesong@co.chesin.com"),
    ("Telephone (98)(9121115315)", "fact", "phone", ("(98)(9121115315)",), "(98)(9121115315)"),
    ("Telephone No. 009613679153", "fact", "phone", ("009613679153",), "009613679153"),
    ("Alt. Fax: 9221227700019", "fact", "phone", ("9221227700019",), "9221227700019"),
    ("PHONE 850 2 381 8221/8222", "fact", "phone", ("850 2 381 8221",), "850 2 381 8221"),
    (
        "alt. Digital Currency Address - XBT 1Kuf2Rd8mDyAViwBozGTNYnvWL8uYFrkVo",
        "crypto",
        "XBT",
        ("1Kuf2Rd8mDyAViwBozGTNYnvWL8uYFrkVo",),
        "1Kuf2Rd8mDyAViwBozGTNYnvWL8uYFrkVo",
    ),
    ("Minister of Justice", "fact", "position", ("Minister of Justice",), "Minister of Justice"),
    ("Title: Chief of Staff", "fact", "position", ("Chief of Staff",), "Chief of Staff"),
    ("member ETA", "fact", "position", ("member ETA",), "member ETA"),
    ("Maulawi", "fact", "title", ("Maulawi",), "Maulawi"),
    ("wife of Izzat Ibrahim Al-Duri", "noted", "", ("wife of Izzat Ibrahim Al-Duri",), "wife of Izzat Ibrahim Al-Duri"),
    ("ICTY indictee in custody", "noted", "", ("ICTY indictee in custody",), "ICTY indictee in custody"),
    (
        "Chinese Commercial Code 1728 4320",
        "noted",
        "",
        ("Chinese Commercial Code 1728 4320",),
        "Chinese Commercial Code 1728 4320",
    ),
    (
        "Previous Aircraft Tail Number YI-NAE",
        "noted",
        "",
        ("Previous Aircraft Tail Number YI-NAE",),
        "Previous Aircraft Tail Number YI-NAE",
    ),
    ("alt. ISIN XS1432320429", "noted", "", ("ISIN XS1432320429",), "ISIN XS1432320429"),
    ("Kurdish", "text", "", ("Kurdish",), "Kurdish"),
    ("possibly in Yemen", "text", "", ("possibly in Yemen",), "possibly in Yemen"),
    (
        "Secondary sanctions risk: North Korea Sanctions Regulations, sections 510.201 and 510.210",
        "measure",
        "",
        (),
        "Secondary sanctions risk: North Korea Sanctions Regulations, sections 510.201 and 510.210",
    ),
    (
        "alt. Executive Order 13662 Directive Determination - Subject to Directive 4",
        "measure",
        "",
        (),
        "Executive Order 13662 Directive Determination - Subject to Directive 4",
    ),
    (
        "Listing Date (EO 14024 Directive 3): 24 Feb 2022",
        "measure",
        "listingDate",
        ("2022-02-24",),
        "Listing Date (EO 14024 Directive 3): 24 Feb 2022",
    ),
    ("Effective Date (CMIC) 02 Aug 2021", "measure", "startDate", ("2021-08-02",), "Effective Date (CMIC) 02 Aug 2021"),
]

#: Segment, number, country, authority, issued, expires, note.
DOCUMENTS: list[tuple[str, str, str | None, str | None, str | None, str | None, str | None]] = [
    ("Passport RL 2325452 (Lebanon) expires 31 Jul 2017", "RL 2325452", "Lebanon", None, None, "31 Jul 2017", None),
    ("Cedula No. R-19 3649 (Guatemala)", "R-19 3649", "Guatemala", None, None, None, None),
    ("Cedula No. 5.944.426 (Venezuela)", "5.944.426", "Venezuela", None, None, None, None),
    ("Tax ID No. AABA 670850 Y", "AABA 670850 Y", None, None, None, None, None),
    (
        "Identification Number AO 2879097 (Italy) expires 30 Oct 2012",
        "AO 2879097",
        "Italy",
        None,
        None,
        "30 Oct 2012",
        None,
    ),
    (
        "Passport G737411 (Tunisia) issued 24 Oct 1990 expires 20 Sep 1997",
        "G737411",
        "Tunisia",
        None,
        "24 Oct 1990",
        "20 Sep 1997",
        None,
    ),
    (
        "Passport Z3079423 (India) expires 01 Jan 2026 to 31 Dec 2026",
        "Z3079423",
        "India",
        None,
        None,
        "01 Jan 2026 to 31 Dec 2026",
        None,
    ),
    ("Folio Mercantil No. 22839 (Jalisco) (Mexico)", "22839", "Mexico", "Jalisco", None, None, None),
    ("Tax ID No. 32071216470 (Texas) (United States)", "32071216470", "United States", "Texas", None, None, None),
    ("Matricula Mercantil No 181301 (Cali)", "181301", None, "Cali", None, None, None),
    ("Matricula Mercantil No 405885 Bogota (Colombia)", "405885", "Colombia", None, None, None, "Bogota"),
    ("Passport AF465508 Colombia", "AF465508", "Colombia", None, None, None, None),
    ("Passport Booklet: A5199819 (Pakistan)", "A5199819", "Pakistan", None, None, None, None),
    (
        "Unified Social Credit Code (USCC) 9113100033607322XK (China)",
        "9113100033607322XK",
        "China",
        None,
        None,
        None,
        None,
    ),
    (
        "United Social Credit Code Certificate (USCCC) 91420112711981060J (China)",
        "91420112711981060J",
        "China",
        None,
        None,
        None,
        None,
    ),
    ("National ID No. D489833(9) (Hong Kong)", "D489833(9)", "Hong Kong", None, None, None, None),
    ("National ID No. (HWI)040182 (Burma)", "(HWI)040182", "Burma", None, None, None, None),
    ("National ID No. 13/Ta Ta Na (Naing)019077 (Burma)", "13/Ta Ta Na (Naing)019077", "Burma", None, None, None, None),
    ("Registration ID F.5 (29) AR-11/2002 (Pakistan)", "F.5 (29) AR-11/2002", "Pakistan", None, None, None, None),
    ("Identification Number 61 Niha El-Mehfara", "61 Niha El-Mehfara", None, None, None, None, None),
    ("V.A.T. Number BE 454,419,759", "BE 454,419,759", None, None, None, None, None),
    (
        "Public Registration Number 467323, Doc. 694710 (Panama)",
        "467323, Doc. 694710",
        "Panama",
        None,
        None,
        None,
        None,
    ),
    ("Passport D000000483, Diplomatic (Syria)", "D000000483", "Syria", None, None, None, "Diplomatic"),
    (
        "Passport 4117921 issued under the name Dilawar Khan Zain Khan",
        "4117921",
        None,
        None,
        None,
        None,
        "issued under the name Dilawar Khan Zain Khan",
    ),
    (
        "Military Registration Number 172985458137 (Congo, Democratic Republic of the)",
        "172985458137",
        "Congo, Democratic Republic of the",
        None,
        None,
        None,
        None,
    ),
    ("SWIFT/BIC CKLBCNBJ", "CKLBCNBJ", None, None, None, None, None),
    ("Italian Fiscal Code: KMMMHD68D03Z352N", "KMMMHD68D03Z352N", None, None, None, None, None),
    ("C.U.R.P. AIMM67125HCHRRG06 (Mexico) issued 1968", "AIMM67125HCHRRG06", "Mexico", None, "1968", None, None),
]

NO_DOCUMENTS = [
    "U.S.A. Passport issued 21 Jun 1992 in Amman, Jordan",
    "NIT # Provisional (Colombia)",
    "Passport and National ID were issued in Ulm, Germany.  Currently incarcerated at JVA Bruchsal prison.",
    "Holder of a Pakistan passport",
    "Passport",
    "Minister of State",
]

#: Label, number, of a person, of others.
PROPERTIES = [
    ("Passport", "RL 2325452", "passportNumber", "passportNumber"),
    ("Diplomatic Passport", "008827", "passportNumber", "passportNumber"),
    ("Cedula No.", "5.944.426", "idNumber", "registrationNumber"),
    ("NIT #", "800146749-7", "taxNumber", "taxNumber"),
    ("RUC #", "721135-1-473097", "taxNumber", "taxNumber"),
    ("Tax ID No.", "AABA 670850 Y", "taxNumber", "taxNumber"),
    ("Paraguayan tax identification number", "BAHA 6301000", "taxNumber", "taxNumber"),
    ("Legal Entity Number", "253400V1H6ART1UQ0N98", "leiCode", "leiCode"),
    ("Legal Entity Number", "851683897", "registrationNumber", "registrationNumber"),
    ("Driver's License No.", "180839", "idNumber", "registrationNumber"),
    ("License", "2377", "licenseNumber", "licenseNumber"),
    ("SSN", "523-33-8386", "socialSecurityNumber", "socialSecurityNumber"),
    ("Vessel Registration Identification", "8606173", "imoNumber", "imoNumber"),
    ("Vessel Registration Identification", "15411", "idNumber", "registrationNumber"),
]

SEGMENTS = [
    ("DOB 1946; POB Egypt.", ["DOB 1946", "POB Egypt"]),
    ("a.k.a. 'ONE; TWO'; Gender Male.", ["a.k.a. 'ONE; TWO'", "Gender Male"]),
    ("alt. a.k.a. 'ONE; TWO'; Gender Male.", ["alt. a.k.a. 'ONE; TWO'", "Gender Male"]),
    (
        "(data of a passport: Alt. DOB: 1969; Alt. POB: Keren); DOB 1971.",
        ["(data of a passport: Alt. DOB: 1969; Alt. POB: Keren)", "DOB 1971"],
    ),
    ("a.k.a. 'NEVER CLOSED; DOB 1971; POB Egypt.", ["a.k.a. 'NEVER CLOSED", "DOB 1971", "POB Egypt"]),
    ("(never closed; DOB 1971.", ["(never closed", "DOB 1971"]),
    ("Linked To: R D I S.A..", ["Linked To: R D I S.A.."]),
    ("; ;", []),
    ("", []),
]


@pytest.mark.parametrize(("segment", "kind", "prop", "values", "shown"), TOLD)
def test_a_segment_tells(segment: str, kind: str, prop: str, values: tuple[str, ...], shown: str) -> None:
    told = tell(Segment(segment, 0), person=True)
    assert (told.kind, told.prop, told.values) == (kind, prop, values)
    assert segment[told.start : told.end] == shown


@pytest.mark.parametrize("offset", [0, 7])
@pytest.mark.parametrize(("segment", "number", "country", "authority", "issued", "expires", "note"), DOCUMENTS)
def test_a_document_is_read_whole(
    segment: str,
    number: str,
    country: str | None,
    authority: str | None,
    issued: str | None,
    expires: str | None,
    note: str | None,
    offset: int,
) -> None:
    told = tell(Segment(f"alt. {segment}", offset), person=True)
    document = told.document
    assert document is not None
    assert document.number == number
    expected = {"country": country, "authority": authority, "issued": issued, "expires": expires, "note": note}
    assert {name: getattr(document, name) for name in expected} == expected
    line = " " * offset + f"alt. {segment}"
    assert line[told.start : told.end] == number
    for name, (low, high) in told.spans.items():
        assert line[low:high] == getattr(document, name), name


@pytest.mark.parametrize("segment", NO_DOCUMENTS)
def test_what_names_no_number_is_no_document(segment: str) -> None:
    assert parse_document(segment) is None


@pytest.mark.parametrize(("label", "number", "person", "other"), PROPERTIES)
def test_a_number_goes_where_its_label_says(label: str, number: str, person: str, other: str) -> None:
    assert property_for(label, number, person=True) == person
    assert property_for(label, number, person=False) == other


@pytest.mark.parametrize(
    ("number", "valid"), [("9187629", True), ("9187620", False), ("918762", False), ("²187629", False)]
)
def test_imo_numbers_prove_themselves(number: str, valid: bool) -> None:
    assert is_imo(number) is valid


@pytest.mark.parametrize(("remark", "expected"), SEGMENTS)
def test_a_remark_splits_at_semicolons_outside_quotes_and_parentheses(remark: str, expected: list[str]) -> None:
    assert [segment.text for segment in segments(remark)] == expected


@pytest.mark.parametrize(
    ("segment", "kind"),
    [("Minister of Justice", "text"), ("Maulawi", "text"), ("Gender Male", "fact")],
)
def test_only_persons_hold_offices_and_titles(segment: str, kind: str) -> None:
    assert tell(Segment(segment, 0), person=False).kind == kind


@pytest.mark.parametrize(
    ("remark", "kinds"),
    [
        ("DOB 1971; Passport A104", ["fact", "cut"]),
        ("DOB 1971; Passport A104 ", ["fact", "cut"]),
        ("DOB 1971; a.k.a. 'snowsjo", ["fact", "cut"]),
        ("DOB 1971; Linked To: ACME S.A.", ["fact", "cut"]),
        ("DOB 1971; Passport A10472263 (Malaysia);", ["fact", "document"]),
        ("Digital Currency Address - XBT 1Gq", ["cut"]),
    ],
)
def test_the_segment_a_remark_breaks_off_in_tells_nothing(remark: str, kinds: list[str]) -> None:
    assert [told.kind for told in read(remark, person=True, cut=True)] == kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 Jan 1955", "1955-01-15"),
        ("1 Apr 2003", "2003-04-01"),
        ("Jan 1955", "1955-01"),
        ("1955", "1955"),
        ("15 Foo 1955", None),
        ("Foo 1955", None),
        ("55", None),
        ("", None),
    ],
)
def test_a_date(text: str, expected: str | None) -> None:
    assert iso(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("circa 01 Jan 1961", ["1961"]),
        ("01 Jan 1952 to 31 Dec 1952", ["1952"]),
        ("Mar 1955 to Mar 1956", ["1955", "1956"]),
        ("1975 to 1979", ["1975", "1976", "1977", "1978", "1979"]),
        ("1975 to 1980", []),
        ("1980 to 1975", None),
        ("before 1975", None),
    ],
)
def test_a_range_gives_its_years_if_they_are_few(text: str, expected: list[str] | None) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("BARAKAT, Assad Ahmad", PersonName("Assad Ahmad BARAKAT", "Assad Ahmad", "BARAKAT")),
        ("ABU ZUBAYDAH", PersonName("ABU ZUBAYDAH")),
        ("LAVILLA, Ruben Pestano, Jr.", PersonName("Ruben Pestano LAVILLA, Jr.", "Ruben Pestano", "LAVILLA", "Jr.")),
        ("AL-HAQ, Haj 'Abd", PersonName("Haj 'Abd AL-HAQ", "Haj 'Abd", "AL-HAQ")),
    ],
)
def test_a_persons_name_in_natural_order(raw: str, expected: PersonName) -> None:
    assert person_name(raw) == expected


def test_who_bears_a_name_first_as_primary_one_then_as_alias() -> None:
    names = OfacNames()
    names.add("National Iranian Tanker Company", "15117")
    names.add("NATIONAL IRANIAN TANKER COMPANY", "15119", alias=True)
    names.add("NITC", "15117", alias=True)
    names.add("MINISTRY OF STATE SECURITY", "20129")
    names.add("MINISTRY OF  STATE SECURITY", "25437")
    assert names.find("NATIONAL IRANIAN TANKER COMPANY.") == {"15117"}
    assert names.find("nitc") == {"15117"}
    assert names.find("MINISTRY OF STATE SECURITY") == {"20129", "25437"}
    assert names.find("ROSTEC") == frozenset()


# A remark ends with one full stop, also where its last segment has one of its own.
_PIECES = st.sampled_from(
    [text.rstrip(".") for text in [row[0] for row in TOLD] + [row[0] for row in DOCUMENTS] + NO_DOCUMENTS]
)


@given(st.lists(_PIECES, max_size=6))
def test_segments_joined_are_segments_again(pieces: list[str]) -> None:
    remark = "; ".join(pieces) + "."
    assert [segment.text for segment in segments(remark)] == [piece for piece in pieces if piece]


@given(st.text(alphabet="aA1';(). \t", max_size=60) | st.text(max_size=60))
def test_any_text_is_read_and_nothing_of_it_is_lost(remark: str) -> None:
    told: list[Told] = list(read(remark, person=True))
    rest = list(remark)
    for one in told:
        assert remark[one.segment.start : one.segment.end] == one.segment.text
        assert one.segment.start <= one.start <= one.end <= one.segment.end
        rest[one.segment.start : one.segment.end] = "\0" * len(one.segment.text)
    left = "".join(rest).replace("\0", "")
    assert not re.sub(r"[;\s]", "", left).replace(".", "", 1), left
