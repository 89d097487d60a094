"""Hand-coded statements: nothing that the document does not say gets in."""

from __future__ import annotations

import hashlib
import re
from importlib import resources
from pathlib import Path

import pytest
from followthemoney import model

from contrared.collect.draft import Draft
from contrared.collect.readers.coded import RELATIONS, CodedReader
from contrared.model import PROTECTED_PROPERTIES, InputError, Locator

SEMINAR = Path(str(resources.files("contrared").joinpath("demo/convergence/seminar")))
TEXT = "Zürich: the North Gang protects the\nSouth Gang, which pays in arms. The North Gang again.\n"
HEADER = """
format = "statements/1"
dataset = "test_coding"
prefix = "t"
document = "report.txt"
sha256 = "{sha}"
publisher = "A court"
licence = "public"
as_of = 2020-01-31
grade = "B2"
handling = "TLP:GREEN"
coder = "A. Coder"
"""
GANGS = """
[[entity]]
id = "north"
schema = "Organization"
properties = [{ prop = "name", quote = "North Gang", span = [12, 22] }]

[[entity]]
id = "south"
schema = "Organization"
"""
LINK = """
[[link]]
subject = "north"
relation = "protects"
object = "south"
quote = "North Gang protects the\\nSouth Gang"
span = [12, 46]
speaker = "First speaker"
note = "Time not stated."
"""
CSV = """# format = statements/1
# dataset = test_coding
# prefix = t
# document = report.txt
# sha256 = {sha}
# publisher = A court
# licence = public
# as_of = 2020-01-31
# grade = B2
# handling = TLP:GREEN
# coder = A. Coder
kind,id,schema,subject,prop,value,relation,object,quote,start,end,speaker,note
entity,north,Organization,,,,,,,,,,
entity,south,Organization,,,,,,,,,,
statement,,,north,name,,,,North Gang,12,22,,
link,,,north,,,protects,south,"North Gang protects the
South Gang",12,46,First speaker,Time not stated.
"""


def coding(
    folder: Path, body: str = GANGS + LINK, *, header: str = HEADER, name: str = "c.toml", text: str = TEXT
) -> Path:
    (folder / "report.txt").write_bytes(text.encode())
    path = folder / name
    path.write_bytes((header + body).replace("{sha}", hashlib.sha256(TEXT.encode()).hexdigest()).encode())
    return path


def load(path: Path) -> list[Draft]:
    reader = CodedReader()
    drafts = list(reader.read(reader.files(path)))
    assert all(isinstance(draft, Draft) for draft in drafts)
    return [draft for draft in drafts if isinstance(draft, Draft)]


def facts(draft: Draft) -> list[tuple[str, str, str, str | None, str]]:
    return [(fact.prop, fact.value, fact.locator, fact.original, fact.file) for fact in draft.facts]


def test_every_fact_carries_its_place_and_words(tmp_path: Path) -> None:
    north, south, link = load(coding(tmp_path))
    assert facts(north) == [("name", "North Gang", "chars=12-22", "North Gang", "report.txt")]
    assert (south.entity_id, south.facts) == ("t-south", [])
    words = "North Gang protects the\nSouth Gang"
    assert link.schema == "UnknownLink"
    assert re.fullmatch(r"t-north-link-[0-9a-f]{12}", link.entity_id)
    assert facts(link) == [
        ("subject", "t-north", "chars=12-46", words, "report.txt"),
        ("object", "t-south", "chars=12-46", words, "report.txt"),
        ("role", "protects", "chars=12-46", words, "report.txt"),
        ("description", "North Gang protects the South Gang", "chars=12-46", words, "report.txt"),
        ("summary", "First speaker", "line=23;field=speaker", "First speaker", "c.toml"),
        ("summary", "Time not stated.", "line=23;field=note", "Time not stated.", "c.toml"),
    ]


def test_csv_form_says_the_same_as_toml(tmp_path: Path) -> None:
    toml = load(coding(tmp_path))
    csv = load(coding(tmp_path, "", header=CSV, name="c.csv"))
    assert [draft.entity_id for draft in csv] == [draft.entity_id for draft in toml]
    for a, b in zip(csv, toml, strict=True):
        assert a.schema == b.schema
        assert [f for f in facts(a) if f[4] == "report.txt"] == [f for f in facts(b) if f[4] == "report.txt"]
    assert [fact.locator for fact in csv[2].facts if fact.file == "c.csv"] == [
        "line=16;field=speaker",
        "line=16;field=note",
    ]


def test_files_about_and_recognition(tmp_path: Path) -> None:
    path = coding(tmp_path)
    reader = CodedReader()
    assert reader.recognise(path)
    assert reader.recognise(tmp_path)
    (tmp_path / "other.toml").write_text('document = "report.txt"\n')
    assert not reader.recognise(tmp_path / "other.toml")
    assert not reader.recognise(tmp_path / "report.txt")
    files = reader.files(tmp_path)
    assert list(files) == ["c.toml", "report.txt"]
    about = reader.about(files)
    assert (about.dataset, about.as_of, about.grade, about.publisher) == ("test_coding", "2020-01-31", "B2", "A court")
    coding(tmp_path, "", header=CSV, name="c.csv")
    assert reader.recognise(tmp_path / "c.csv")
    assert not reader.recognise(tmp_path), "two codings in one folder: the user must say which"


def test_files_of_a_load_may_lie_elsewhere_under_other_names(tmp_path: Path) -> None:
    reader = CodedReader()
    files = reader.files(coding(tmp_path))
    archived = {name: path.rename(tmp_path / f"blob{i}") for i, (name, path) in enumerate(sorted(files.items()))}
    assert len(list(reader.read(dict(reversed(archived.items()))))) == 3


def test_a_corrected_span_keeps_the_id_of_the_link(tmp_path: Path) -> None:
    first = load(coding(tmp_path))[2].entity_id
    twice = TEXT + "North Gang protects the\nSouth Gang."
    sha = hashlib.sha256(twice.encode()).hexdigest()
    moved = LINK.replace("[12, 46]", f"[{len(TEXT)}, {len(TEXT) + 34}]")
    path = coding(tmp_path, GANGS + moved, header=HEADER.replace("{sha}", sha), text=twice)
    assert load(path)[2].entity_id == first


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("span = [12, 46]", "span = [13, 47]", r"line 23, link 1: .* the quoted words stand at \[12, 46\]"),
        ("span = [12, 46]", "span = [12, 4600]", r"link 1: span \[12, 4600\] is outside the document's 90 characters"),
        ("span = [12, 46]", "span = [46, 12]", r"link 1: span \[46, 12\] is outside"),
        ("span = [12, 46]", "span = [-5, 46]", r"link 1: span \[-5, 46\] is outside"),
        ("span = [12, 46]", "span = [12.0, 46]", r"link 1: a span \[start, end\] of two whole numbers"),
        ("span = [12, 46]", "", r"link 1: a span"),
        ("protects the\\n", "protected the\\n", r"link 1: .* copy the words exactly"),
        ("protects the\\n", "protects the ", r"link 1: .* line breaks included"),
        ('relation = "protects"', 'relation = "adores"', r"link 1: unknown relation 'adores' → use one of acts-for"),
        ('relation = "protects"', 'relation = "employed-by"', r"needs a Person as employee, and 'north' is a"),
        ('object = "south"', 'object = "east"', r"link 1: entity 'east' is not declared"),
        ('object = "south"', "", r"link 1: 'object' is missing"),
        ('note = "Time', 'remark = "Time', r"link 1: unknown key 'remark'"),
        ('prop = "name"', 'prop = "colour"', r"line 14, entity 1, property 1: Organization has no property 'colour'"),
        ('prop = "name"', 'prop = "membershipMember"', r"Organization has no property 'membershipMember'"),
        ('prop = "name"', 'prop = "country"', r"'North Gang' is not a valid country"),
        ("span = [12, 22]", "span = [11, 21]", r"entity 1, property 1: at \[11, 21\] the document reads ' North Gan'"),
        ('id = "south"\nschema = "Organization"', 'id = "south"\nschema = "Gang"', r"line 19, entity 2: 'Gang' is not"),
        ('id = "south"\nschema = "Organization"', 'id = "south"\nschema = "Thing"', r"entity 2: 'Thing' is not"),
        (
            'id = "south"\nschema = "Organization"',
            'id = "south"\nschema = "Ownership"',
            r"entity 2: 'Ownership' is not",
        ),
        ('id = "south"', 'id = "north"', r"entity 2: entity 'north' is declared twice"),
        ("[[link]]", LINK + "[[link]]", r"link 2: the same link with the same words is coded twice"),
        ("[[link]]", "[link]", r"cannot tell on which lines the link tables stand"),
        ('sha256 = "', 'sha256 = "0', r"sha256 is not 64"),
        ('format = "statements/1"', "", r"c.toml: not a coding of statements"),
        ('publisher = "A court"', "", r"the header lacks 'publisher'"),
        ('publisher = "A court"', "publisher = 7", r"header key 'publisher' must be a text"),
        ('publisher = "A court"', 'publisher = "A court"\nowner = "me"', r"unknown header key 'owner'"),
        ('grade = "B2"', 'grade = "G9"', r"G9 is not an Admiralty grade"),
        ('handling = "TLP:GREEN"', 'handling = "secret"', r"not a TLP 2.0 label"),
        ('document = "report.txt"', 'document = "../report.txt"', r"is not a plain file name"),
        ('document = "report.txt"', 'document = "gone.txt"', r"the document gone.txt is not there"),
        ('coder = "A. Coder"', 'coder = "A. Coder', r"c.toml, line .*: not TOML"),
    ],
)
def test_what_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    whole = HEADER + GANGS + LINK
    assert old in whole
    with pytest.raises(InputError, match=message):
        load(coding(tmp_path, whole.replace(old, new, 1), header=""))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",12,46,", ",12,x,", r"c.csv, line 16: start, end and page must be whole numbers"),
        (",12,46,", ",13,47,", r"c.csv, line 16, link 1: .* stand at \[12, 46\]"),
        ("link,,,north", "edge,,,north", r"c.csv, line 16, edge 1: kind 'edge' is unknown"),
        ("Time not stated.", "Time not stated.,more", r"c.csv, line 16: 14 cells where the header row has 13"),
        ("speaker,note", "speaker,remark", r"c.csv, line 12: unknown column 'remark'"),
        ("kind,id", "sort,id", r"c.csv, line 12: unknown column 'sort'"),
        (',"North Gang protects', ',x"North Gang protects', r"c.csv"),
    ],
)
def test_what_is_refused_in_csv(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in CSV
    with pytest.raises(InputError, match=message):
        load(coding(tmp_path, "", header=CSV.replace(old, new, 1), name="c.csv"))


def test_a_document_that_changed_is_refused(tmp_path: Path) -> None:
    path = coding(tmp_path, text=TEXT.replace("arms", "cash"))
    with pytest.raises(InputError, match=r"report.txt has sha256 [0-9a-f]{64}, the coding was made on .* restore"):
        load(path)


def test_every_relation_exists_in_followthemoney() -> None:
    for relation in RELATIONS.values():
        schema = model.schemata[relation.schema]
        assert schema.edge
        assert {relation.source, relation.target} == {schema.source_prop.name, schema.target_prop.name}
        assert {relation.label, "description", "summary"} <= set(schema.properties)


class TestSeminar:
    """The coding that ships with the demo case."""

    def test_validates_and_every_quote_stands(self) -> None:
        text = (SEMINAR / "perry-center-proceedings-2018-3.txt").read_bytes().decode()
        drafts = load(SEMINAR)
        links = [draft for draft in drafts if "-link-" in draft.entity_id]
        assert len(links) >= 18
        quoted = 0
        for draft in drafts:
            assert draft.entity_id.startswith("perry-")
            assert draft.facts, draft.entity_id
            for fact in draft.facts:
                if fact.file.endswith(".txt"):
                    at = Locator.parse(fact.locator)
                    assert text[at.start : at.end] == fact.original
                    quoted += 1
        assert quoted > 150

    def test_is_graded_as_one_unnamed_speaker(self) -> None:
        reader = CodedReader()
        about = reader.about(reader.files(SEMINAR))
        assert (about.dataset, about.grade, about.as_of) == ("perry_center_2018", "F3", "2017-09-28")

    def test_has_no_persons_and_nothing_protected(self) -> None:
        drafts = load(SEMINAR)
        assert {draft.schema for draft in drafts} == {
            "Organization",
            "PublicBody",
            "UnknownLink",
            "Membership",
            "Representation",
        }
        stated = {fact.prop for draft in drafts for fact in draft.facts}
        assert not stated & PROTECTED_PROPERTIES
        quotes = " ".join(fact.original or "" for draft in drafts for fact in draft.facts)
        assert not re.search(r"Leban\w+ descend|Shi[ai]|Mapuche|vice president|Uribe|Santos|Trump|Macri", quotes)

    @pytest.mark.parametrize(
        ("subject", "relation", "target"),
        [
            ("pcc", "protects", "hezbollah"),
            ("hezbollah", "arms", "pcc"),
            ("hezbollah", "supplies", "pcc"),
            ("hezbollah-facilitators", "acts-for", "hezbollah"),
            ("venezuela-government", "supports", "epp"),
            ("epp", "linked-with", "pcc"),
            ("farc", "competes-with", "pcc"),
            ("venezuela-armed-forces", "harbours", "farc"),
            ("vraem-traffickers", "finances", "vraem-terrorist-groups"),
            ("vraem-terrorist-groups", "protects", "vraem-traffickers"),
            ("peru-government", "counters", "sendero-luminoso"),
        ],
    )
    def test_says_who_does_what_to_whom(self, subject: str, relation: str, target: str) -> None:
        wanted = {f"perry-{subject}", relation, f"perry-{target}"}
        assert any(wanted <= {fact.value for fact in draft.facts} for draft in load(SEMINAR))

    def test_activities_join_no_parties(self) -> None:
        """Narcotics are a topic of FARC and of Sendero Luminoso; no link may join the two."""
        ends = [
            {fact.value for fact in draft.facts if fact.prop in ("subject", "object")}
            for draft in load(SEMINAR)
            if draft.schema == "UnknownLink"
        ]
        farc = {end for pair in ends if "perry-farc" in pair for end in pair}
        sendero = {end for pair in ends if "perry-sendero-luminoso" in pair for end in pair}
        assert not farc & sendero
