"""The OFAC reader on whole lists of 2021 and 2024, and on broken ones."""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contrared.collect import Draft, Reject, load
from contrared.collect.cleaning import property_of
from contrared.collect.difference import difference
from contrared.collect.draft import Fact
from contrared.collect.original import excerpt
from contrared.collect.readers.ofac import MAIN_FILE_CARRIES, OfacReader
from contrared.collect.readers.ofac_remarks import read
from contrared.collect.readers.ofac_tables import OfacRow, table_of, table_rows
from contrared.collect.readers.ofac_told import Remark
from contrared.govern import Desk
from contrared.model import InputError, Locator

PARTIES = frozenset({"Person", "Organization", "Vessel", "Airplane"})
NUMBERS = frozenset({"idNumber", "passportNumber", "taxNumber", "registrationNumber", "number", "licenseNumber"})
DUAL = {4702, 4711, 4715, 6895, 9758, 12018, 12992, 17003, 17121}

MAIN = """\
36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r
4711,"GROUP, THE",-0- ,"SDNTK] [FTO] [SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"NIT # 800146749-7 (Colombia)."\r
8265,"BARAKAT, Assad Ahmad","individual","SDGT","Minister; of State",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\
"DOB 25 Mar 1967; Passport RL 2325452 (Lebanon); Linked To: GROUP, THE; f.k.a. 'X, Y'."\r
15036,"ARTAVIL","vessel","IRAN",-0- ,"T2EU4","Tanker","99,144","56,068","None Identified","Group, The",\
"Vessel Registration Identification IMO 9187629; Nationality of Registration Iran."\r
15431,"EP-GOM","aircraft","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Aircraft Operator AERO-CARIBBEAN; Gender Male."\r
"""
ALT = """\
36,12,"aka","AERO-CARIBBEAN",-0- \r
8265,13,"fka","BARAKAT, Asad",-0- \r
"""
ADD = """\
36,25,-0- ,"Havana","Cuba",-0- \r
4711,26,-0- ,-0- ,-0- ,-0- \r
8265,27,"Calle 1","Ciudad del Este","undetermined",-0- \r
4711,28,-0- ,"Simferopol","Region: Crimea",-0- \r
"""
CTRL_Z = "\x1a"

Tables = Callable[..., Path]


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    """Write the tables of a small list into a folder of June 2021; a table given as None is left out."""

    def write(
        main: str | None = MAIN,
        alt: str | None = ALT,
        add: str | None = ADD,
        comments: str | None = None,
        *,
        end: str = CTRL_Z,
        folder: str = "flat_2021-06",
    ) -> Path:
        path = tmp_path / folder
        path.mkdir()
        for name, text in (("sdn", main), ("alt", alt), ("add", add), ("sdn_comments", comments)):
            if text is not None:
                (path / f"{name}.csv").write_bytes((text + end).encode("latin-1"))
        return path

    return write


class List:
    """All that was read of a list, and its rows to hold it against."""

    def __init__(self, path: Path) -> None:
        reader = OfacReader()
        self.files = reader.files(path)
        self.items = list(reader.read(self.files))
        self.drafts = [item for item in self.items if isinstance(item, Draft)]
        self.rejects = [item for item in self.items if isinstance(item, Reject)]

    def parties(self) -> dict[str, Draft]:
        return {draft.entity_id: draft for draft in self.drafts if draft.schema in PARTIES}

    def facts(self, entity_id: str, prop: str) -> list[Fact]:
        return [
            fact for draft in self.drafts if draft.entity_id == entity_id for fact in draft.facts if fact.prop == prop
        ]

    def values(self, entity_id: str, prop: str) -> list[str]:
        return [fact.value for fact in self.facts(entity_id, prop)]

    def attached(self, entity_id: str, schema: str) -> list[dict[str, str]]:
        """Entities of a schema that hang on a party, each as its values by property."""
        begins = f"{entity_id}-"
        found = [d for d in self.drafts if d.schema == schema and d.entity_id.startswith(begins)]
        return [{fact.prop: fact.value for fact in draft.facts} for draft in found]

    def rows(self) -> Iterator[tuple[str, OfacRow]]:
        for name, path in self.files.items():
            table = table_of(name)
            assert table is not None
            for row in table_rows(table, name, path):
                yield table, row


@pytest.fixture(scope="module")
def june(ofac_2021: Path) -> List:
    return List(ofac_2021)


@pytest.fixture(scope="module")
def may(ofac_2024: Path) -> List:
    return List(ofac_2024)


@pytest.fixture(scope="module", params=["june", "may"])
def whole(request: pytest.FixtureRequest) -> List:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, List)
    return found


# Whole lists


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ("june", {"Person": 4620, "Organization": 3673, "Vessel": 406, "Airplane": 277}),
        ("may", {"Person": 6854, "Organization": 6884, "Vessel": 851, "Airplane": 376}),
    ],
)
def test_every_party_is_there_once(which: str, expected: dict[str, int], request: pytest.FixtureRequest) -> None:
    parties = [draft for draft in request.getfixturevalue(which).drafts if draft.schema in PARTIES]
    assert Counter(draft.schema for draft in parties) == expected
    assert len({draft.entity_id for draft in parties}) == len(parties)


def test_the_nine_under_both_terror_and_drugs(june: List, may: List) -> None:
    for found, count in ((june, 9), (may, 7)):
        programmes: dict[str, set[str]] = defaultdict(set)
        for draft in found.drafts:
            if draft.schema == "Sanction":
                said = {fact.prop: fact.value for fact in draft.facts}
                programmes[said["entity"]].add(said["programId"])
        dual = {party for party, codes in programmes.items() if codes & {"SDGT", "FTO"} and "SDNTK" in codes}
        assert dual <= {f"ofac-{number}" for number in DUAL}
        assert len(dual) == count


@pytest.mark.parametrize(
    ("party", "prop", "value"),
    [
        ("ofac-21563", "passportNumber", "RL 2325452"),
        ("ofac-11979", "idNumber", "R-19 3649"),
        ("ofac-17809", "idNumber", "5.944.426"),
    ],
)
def test_document_numbers_are_whole(june: List, party: str, prop: str, value: str) -> None:
    assert value in june.values(party, prop)
    kind = "Passport" if prop == "passportNumber" else "Identification"
    assert value in {paper["number"] for paper in june.attached(party, kind)}


def test_no_number_is_a_piece_of_one(whole: List) -> None:
    numbers = {fact.value for draft in whole.drafts for fact in draft.facts if fact.prop in NUMBERS}
    assert not numbers & {"RL", "R-19", "5.944", "AABA", "E", "OR", "No.", "#"}
    letters = re.compile(r"[A-Z]{8}|[A-Z]{11}|[A-Z]{1,2}-[A-Z]{3,4}")  # bank codes, an aircraft's tail
    assert not [number for number in numbers if not any(map(str.isdigit, number)) and not letters.fullmatch(number)]
    assert not [number for number in numbers if re.search(r"\b(?:issued|expires|alt\.|No\.)", number)]
    assert not [number for number in numbers if ";" in number]


def test_every_fact_of_a_remark_stands_where_it_says(whole: List) -> None:
    """The characters a locator names are the value, or what it was derived from; split over two files, a part of it."""
    rows = {(row.file, row.line): row for _, row in whole.rows()}
    continued = {row.cells["ent_num"].strip() for table, row in whole.rows() if table == "comments"}
    checked = 0
    for draft in whole.drafts:
        for fact in draft.facts:
            at = Locator.parse(fact.locator)
            assert at.line is not None
            assert at.field is not None
            row = rows[fact.file, at.line]
            cell = row.cells[at.field]
            if at.field != "remarks" or fact.prop == "notes":
                assert cell.strip()
                continue
            assert at.start is not None, fact
            shown = cell[at.start : at.end]
            said = {fact.value, fact.original or fact.value}
            if row.cells["ent_num"].strip() in continued:
                assert any(shown in one for one in said), (fact, shown)
            else:
                assert shown in said, (fact, shown)
            checked += 1
    assert checked > 50_000


def test_every_fact_has_a_property_of_its_schema(whole: List) -> None:
    unknown = Counter(
        (d.schema, f.prop) for d in whole.drafts for f in d.facts if property_of(d.schema, f.prop) is None
    )
    assert not unknown


def test_hardly_a_segment_is_not_understood(whole: List) -> None:
    comments: dict[str, list[OfacRow]] = defaultdict(list)
    main = []
    for table, row in whole.rows():
        if table == "comments":
            comments[row.cells["ent_num"].strip()].append(row)
        elif table == "main":
            main.append(row)
    kinds: Counter[str] = Counter()
    for row in main:
        remark = Remark.of(row, comments[row.cells["ent_num"].strip()])
        kinds.update(t.kind for t in read(remark.text, person=row.cells["sdn_type"] == "individual", cut=remark.cut))
    assert kinds["text"] < 0.005 * kinds.total()
    assert kinds["noted"] < 0.01 * kinds.total()


def test_nearly_all_links_are_followed_and_none_is_guessed(whole: List) -> None:
    links = [draft for draft in whole.drafts if draft.schema == "UnknownLink"]
    parties = whole.parties()
    for draft in links:
        said = {fact.prop: fact.value for fact in draft.facts}
        assert {said["subject"], said["object"]} <= set(parties)
        assert said["role"] == "Linked To"
    lost = [reject for reject in whole.rejects if reject.reason.startswith("Linked To")]
    assert len(lost) <= 11
    assert {r.raw for r in lost if "several" in r.reason} == {
        "Linked To: MINISTRY OF STATE SECURITY",
        "Linked To: SMILE PROPERTY & TRAVEL LTD",
    }
    assert len(links) > 250 * len(lost)


def test_the_whole_remark_is_kept_verbatim(whole: List) -> None:
    notes = {(fact.file, fact.locator): fact for d in whole.drafts for fact in d.facts if fact.prop == "notes"}
    for table, row in whole.rows():
        if table in {"main", "comments"} and (remark := row.cells["remarks"]).strip():
            fact = notes[row.file, f"line={row.line};field=remarks"]
            assert remark.strip() in fact.value
            assert remark in (fact.original or fact.value) or fact.value == remark.strip()


def test_a_remark_goes_on_in_the_comments_in_the_middle_of_a_word(june: List) -> None:
    facts = [fact for fact in june.facts("ofac-28263", "weakAlias") if fact.value == "snowsjohn"]
    assert [fact.file for fact in facts] == ["sdn.csv.gz", "sdn_comments.csv"]
    lines = {(row.file, row.line): row.cells["remarks"] for table, row in june.rows() if table in {"main", "comments"}}
    shown = ""
    for fact in facts:
        at = Locator.parse(fact.locator)
        assert at.line is not None
        shown += lines[fact.file, at.line][at.start : at.end]
    assert shown == "snowsjohn"
    links = june.attached("ofac-12300", "UnknownLink")
    assert june.values("ofac-12396", "name") == ["PROMO RAIZ S.A.S."]
    assert "ofac-12396" in {link["object"] for link in links}
    wallets = {
        fact.value for d in june.drafts if d.schema == "CryptoWallet" for fact in d.facts if fact.prop == "publicKey"
    }
    assert "1GqChmWqGtsaLrGbHfgdrV5Nkvahtjjuxr" in wallets


def test_a_remark_that_breaks_off_ends_in_no_fact(may: List) -> None:
    cut = [reject for reject in may.rejects if "breaks off" in reject.reason]
    assert len(cut) == 17
    # The file breaks off after 1,000 characters; a blank or full stop at the very end belongs to no segment.
    assert all(reject.locator.endswith(("-998", "-999", "-1000")) for reject in cut)
    wallets = [
        fact.value for d in may.drafts if d.schema == "CryptoWallet" for fact in d.facts if fact.prop == "publicKey"
    ]
    assert len(wallets) == 288
    assert min(map(len, wallets)) > 25, "1Gq, 1B11Ezqg3AXj are beginnings of addresses"
    assert "snowsjo" not in {fact.value for d in may.drafts for fact in d.facts}


def test_what_the_main_file_alone_cannot_say_is_not_among_what_it_carries(
    june: List, may: List, ofac_2024: Path
) -> None:
    about = OfacReader().about(OfacReader().files(ofac_2024))
    assert about.carries == MAIN_FILE_CARRIES
    emitted = {fact.prop for draft in may.drafts for fact in draft.facts}
    assert emitted - MAIN_FILE_CARRIES <= {"alias", "previousName", "country", "operator", "owner"}
    beside = {
        fact.prop
        for draft in june.drafts
        for fact in draft.facts
        if not fact.file.startswith("sdn") and fact.prop != "notes"
    }
    assert beside == {"alias", "previousName", "full", "street", "city", "region", "country", "addressEntity"}
    assert not beside & MAIN_FILE_CARRIES
    assert {fact.prop for d in june.drafts for fact in d.facts} - beside - {"operator", "owner"} <= MAIN_FILE_CARRIES


def test_a_ship_and_an_aircraft(june: List) -> None:
    ship = {fact.prop: fact.value for fact in june.parties()["ofac-15036"].facts}
    expected = {
        "name": "ARTAVIL",
        "callSign": "T2EU4",
        "type": "Crude/Oil Products Tanker",
        "tonnage": "99144",
        "grossRegisteredTonnage": "56068",
        "flag": "Iran",
        "imoNumber": "IMO 9187629",
        "mmsi": "572469210",
        "previousName": "ALPHA",
    }
    assert {prop: ship.get(prop) for prop in expected} == expected
    assert june.values("ofac-15036", "pastFlags") == ["Malta", "Tuvalu", "Tanzania"], "None Identified is no country"
    craft = {fact.prop: fact for fact in june.parties()["ofac-15431"].facts}
    assert (craft["model"].value, craft["buildDate"].value) == ("IL76-TD", "1992")
    assert june.values("ofac-15431", "serialNumber") == ["8401", "1023409321"]
    operator = craft["operator"]
    assert (operator.original, june.values(operator.value, "name") + june.values(operator.value, "alias")) == (
        "YAS AIR",
        ["POUYA AIR", *june.values(operator.value, "alias")],
    )
    assert "YAS AIR" in june.values(operator.value, "alias")


def test_a_persons_names_and_listing(june: List) -> None:
    (name,) = june.facts("ofac-8265", "name")
    assert (name.value, name.original) == ("Assad Ahmad BARAKAT", "BARAKAT, Assad Ahmad")
    assert (june.values("ofac-8265", "lastName"), june.values("ofac-8265", "firstName")) == (
        ["BARAKAT"],
        ["Assad Ahmad"],
    )
    assert june.values("ofac-8265", "birthDate") == ["1967-03-25"]
    assert june.values("ofac-8265", "weakAlias") == ["HAJJ AS'AD AHMAD"]
    (sanction,) = june.attached("ofac-8265", "Sanction")
    assert sanction["programId"] == "SDGT"
    assert sanction["provisions"].startswith("Additional Sanctions Information - Subject to Secondary Sanctions")
    weak = [
        fact for draft in june.drafts if draft.schema == "Person" for fact in draft.facts if fact.prop == "weakAlias"
    ]
    assert not [fact.value for fact in weak if ", " in fact.value and "'" not in fact.value and "," in fact.value[:20]]


def test_why_shows_the_characters(june: List, ofac_2021: Path) -> None:
    (fact,) = [f for f in june.facts("ofac-21563", "passportNumber") if f.value == "RL 2325452"]
    shown = excerpt(june.files[fact.file], Locator.parse(fact.locator), filename=fact.file, value=fact.value)
    assert shown.highlighted == "RL 2325452"
    assert shown.line_from == 5262


def test_lists_of_2024_non_sdn() -> None:
    """Directive dates go to the listing under that order; real rows of August 2024."""
    remark = (
        "Executive Order 14024 Directive Information Subject to Directive 3; SWIFT/BIC SABRRUMM; Website eximbank.ru; "
        "Listing Date (EO 14024 Directive 3): 24 Feb 2022; Effective Date (EO 14024 Directive 3): 26 Mar 2022."
    )
    told = list(read(remark, person=False))
    assert [t.kind for t in told] == ["measure", "fact", "fact", "measure", "measure"] or told[1].kind == "document"
    assert [(t.prop, t.values, t.act) for t in told[3:]] == [
        ("listingDate", ("2022-02-24",), "EO14024"),
        ("startDate", ("2022-03-26",), "EO14024"),
    ]


# Small lists


def test_a_small_list_whole(tables: Tables) -> None:
    found = List(tables())
    assert not found.rejects
    assert set(found.parties()) == {"ofac-36", "ofac-4711", "ofac-8265", "ofac-15036", "ofac-15431"}
    assert [s["programId"] for s in found.attached("ofac-4711", "Sanction")] == ["SDNTK", "FTO", "SDGT"]
    assert found.values("ofac-4711", "name") == ["GROUP, THE"], "only persons have their names turned round"
    assert found.values("ofac-8265", "previousName") == ["Asad BARAKAT", "Y X"]
    assert found.values("ofac-8265", "position") == ["Minister; of State"]
    (link,) = found.attached("ofac-8265", "UnknownLink")
    assert link["object"] == "ofac-4711"
    assert found.values("ofac-15036", "owner") == ["ofac-4711"]
    assert found.values("ofac-15036", "country") == ["Iran"], "where a schema has no jurisdiction"
    assert found.values("ofac-15036", "flag") == []
    assert found.values("ofac-15431", "operator") == ["ofac-36"], "named by an alias"
    assert "Gender Male" in found.values("ofac-15431", "notes")[0], "an aircraft has none; kept in the verbatim remark"
    assert [fact.locator for fact in found.facts("ofac-8265", "passportNumber")] == ["line=3;field=remarks;chars=26-36"]
    addresses = {f.value: d for d in found.drafts if d.schema == "Address" for f in d.facts if f.prop == "full"}
    assert set(addresses) == {"Havana, Cuba", "Calle 1, Ciudad del Este", "Simferopol, Region: Crimea"}
    crimea = {fact.prop: fact.value for fact in addresses["Simferopol, Region: Crimea"].facts}
    assert crimea == {"full": "Simferopol, Region: Crimea", "city": "Simferopol", "region": "Crimea"}
    assert found.values("ofac-8265", "addressEntity") == [addresses["Calle 1, Ciudad del Este"].entity_id]


@pytest.mark.parametrize("end", ["", "\r\n", CTRL_Z, f"{CTRL_Z}\r\n"])
def test_the_end_of_file_mark_may_be_there_or_not(tables: Tables, end: str) -> None:
    assert len(List(tables(end=end)).parties()) == 5


def test_latin_1_is_read_as_such(tables: Tables) -> None:
    found = List(
        tables(
            main='7,"COMPAÑÍA Ñ",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n', alt="", add="", end=CTRL_Z
        )
    )
    assert found.values("ofac-7", "name") == ["COMPAÑÍA Ñ"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Telephone (98)(9121115315)", "+989121115315"),
        ("Telephone 0097282851500", "+97282851500"),
        ("Phone Number 8613314257947", "+8613314257947"),
        ("Telephone +31 10-4360037", "+31 10-4360037"),
        ("Telephone (04) 710043", "(04) 710043"),
    ],
)
def test_a_phone_gets_its_plus_only_where_that_makes_it_a_number(tables: Tables, written: str, expected: str) -> None:
    row = f'7,"X",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{written}."\r\n'
    (fact,) = List(tables(main=row, alt=None, add=None)).facts("ofac-7", "phone")
    assert (fact.value, fact.original) == (expected, written.removeprefix("Telephone ").removeprefix("Phone Number "))


def test_a_lone_file_of_another_date_leaves_aliases_and_addresses_unknown(
    tables: Tables, desk: Desk, tmp_path: Path
) -> None:
    first = load(desk, tables())
    lone = tmp_path / "sdn_2024-05-03.csv.gz"
    lone.write_bytes(gzip.compress((MAIN + CTRL_Z).encode("latin-1")))
    second = load(desk, lone)
    assert (first.version.as_of, second.version.as_of) == ("2021-06", "2024-05-03")
    changes = difference(desk, first.version, second.version)
    assert (changes.added, changes.changed) == ((), ())
    assert changes.removed == (), "an address that the lone file cannot carry is unknown, not removed"
    assert {"alias", "previousName", "full", "addressEntity", "operator"} <= set(changes.unknown_properties)


@pytest.mark.parametrize(
    ("name", "as_of"),
    [
        ("sdn_2024-05-03.csv", "2024-05-03"),
        ("sdn_2024-05.csv", "2024-05"),
        ("sdn_20240503.csv", "2024-05-03"),
        ("sdn_2024.csv", "2024"),
        ("sdn.csv", ""),
    ],
)
def test_the_date_comes_from_the_name(tmp_path: Path, name: str, as_of: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(MAIN.encode("latin-1"))
    reader = OfacReader()
    assert reader.recognise(folder / name)
    about = reader.about(reader.files(folder / name))
    assert (about.dataset, about.as_of, about.grade) == ("us_ofac_sdn", as_of, "A2")


def test_a_main_file_finds_its_tables_beside_it_and_a_folder_gives_the_date(tables: Tables) -> None:
    reader = OfacReader()
    files = reader.files(tables() / "sdn.csv")
    assert set(files) == {"sdn.csv", "alt.csv", "add.csv"}
    assert (reader.about(files).as_of, reader.about(files).carries) == ("2021-06", frozenset())


def test_consolidated_tables_are_another_dataset(tmp_path: Path) -> None:
    folder = tmp_path / "cons_flat_2024-08"
    folder.mkdir()
    for name, text in (("cons_prim", MAIN), ("cons_alt", ALT), ("cons_add", ADD)):
        (folder / f"{name}.csv").write_bytes(text.encode("latin-1"))
    reader = OfacReader()
    about = reader.about(reader.files(folder))
    assert (about.dataset, about.as_of) == ("us_ofac_cons", "2024-08")
    assert reader.recognise(folder)
    assert not reader.recognise(folder / "cons_alt.csv")


# Bad input


@pytest.mark.parametrize(
    ("changed", "where", "says"),
    [
        ({"main": MAIN + '99,"SHORT",-0- \r\n'}, "sdn.csv, line 6", "3 columns where the main table has 12"),
        ({"main": MAIN[: MAIN.rindex("-0- ")]}, "sdn.csv, line 5", "columns where the main table"),
        ({"main": MAIN[:-20]}, "sdn.csv, line 5", "not CSV"),
        ({"alt": ALT + "36,13\r\n"}, "alt.csv, line 3", "2 columns where the alt table has 5"),
        ({"add": ADD + '36,29,"x"\r\n'}, "add.csv, line 5", "3 columns where the add table has 6"),
        ({"comments": "36\r\n"}, "sdn_comments.csv, line 1", "1 columns where the comments table has 2"),
        ({"main": "", "end": ""}, "sdn.csv", "the file is empty"),
    ],
)
def test_a_broken_table_is_refused_by_file_and_line(
    tables: Tables, changed: dict[str, str], where: str, says: str
) -> None:
    path = tables(**changed)
    with pytest.raises(InputError) as caught:
        List(path)
    assert caught.value.where == where
    assert says in str(caught.value)
    assert caught.value.do


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"alt": None}, "the alt table is missing beside sdn.csv"),
        ({"add": None}, "the add table is missing beside sdn.csv"),
        ({"main": None}, "no OFAC main file here"),
    ],
)
def test_a_folder_that_promises_more_than_it_holds(tables: Tables, changed: dict[str, str | None], says: str) -> None:
    with pytest.raises(InputError, match=says):
        OfacReader().files(tables(**changed))


@pytest.mark.parametrize(
    ("added", "says"),
    [
        ("sdn_2024-05-03.csv", "2 main files here: sdn.csv, sdn_2024-05-03.csv"),
        ("cons_prim.csv", "2 main files here: sdn.csv, cons_prim.csv"),
        ("alt.csv.gz", "2 files for the alt table"),
    ],
)
def test_a_folder_with_two_lists_is_not_guessed_at(tables: Tables, added: str, says: str) -> None:
    folder = tables()
    (folder / added).write_bytes(MAIN.encode("latin-1"))
    assert OfacReader().recognise(folder)
    with pytest.raises(InputError, match=says):
        OfacReader().files(folder)


@pytest.mark.parametrize(
    ("changed", "file", "locator", "says"),
    [
        ({"main": MAIN + MAIN.splitlines(keepends=True)[0]}, "sdn.csv", "line=6;field=ent_num", "twice"),
        (
            {"main": MAIN.replace("\r\n36", "") + 'x,"X",-0- ,"C"' + ",-0- " * 8},
            "sdn.csv",
            "line=6;field=ent_num",
            "'x' is not",
        ),
        ({"main": MAIN + '²,"X",-0- ,"C"' + ",-0- " * 8}, "sdn.csv", "line=6;field=ent_num", "is not an entity number"),
        ({"main": MAIN + '9,-0- ,-0- ,"C"' + ",-0- " * 8}, "sdn.csv", "line=6;field=sdn_name", "no name"),
        (
            {"main": MAIN + '9,"X","robot","C"' + ",-0- " * 8},
            "sdn.csv",
            "line=6;field=sdn_type",
            "unknown type 'robot'",
        ),
        (
            {"main": MAIN + '9,"X",-0- ,"C"' + ",-0- " * 7 + ',"Linked To: NOBODY."'},
            "sdn.csv",
            "line=6;field=remarks;chars=11-17",
            "no party",
        ),
        (
            {"alt": ALT + '999,1,"aka","X",-0- \r\n'},
            "alt.csv",
            "line=3;field=ent_num",
            "no party has entity number 999",
        ),
        ({"alt": ALT + '36,1,"aka",-0- ,-0- \r\n'}, "alt.csv", "line=3;field=alt_name", "without a name"),
        ({"alt": ALT + '36,1,"dba","X",-0- \r\n'}, "alt.csv", "line=3;field=alt_type", "taken as an alias"),
        (
            {"add": ADD + '999,1,"x","y","Cuba",-0- \r\n'},
            "add.csv",
            "line=5;field=ent_num",
            "no party has entity number 999",
        ),
        (
            {"comments": '999,"goes on."\r\n'},
            "sdn_comments.csv",
            "line=1;field=ent_num",
            "no party has entity number 999",
        ),
    ],
)
def test_a_bad_row_is_rejected_and_the_rest_is_read(
    tables: Tables, changed: dict[str, str], file: str, locator: str, says: str
) -> None:
    found = List(tables(**changed))
    (reject,) = found.rejects
    assert (reject.file, reject.locator) == (file, locator)
    assert says in reject.reason
    assert reject.raw
    assert {"ofac-36", "ofac-4711", "ofac-8265", "ofac-15036", "ofac-15431"} <= set(found.parties())


def test_what_is_not_ofac_is_not_recognised(tmp_path: Path) -> None:
    reader = OfacReader()
    for name, text in (("sdn.csv", "name;date\r\n"), ("sdn.csv.bak", MAIN), ("list.csv", MAIN), ("empty_sdn.csv", "")):
        path = tmp_path / name
        path.write_bytes(text.encode("latin-1"))
        assert not reader.recognise(path), name
    with pytest.raises(InputError, match="no OFAC main file"):
        reader.files(tmp_path / "list.csv")
