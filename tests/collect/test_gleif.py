"""GLEIF's XML: the published samples, and what each kind of record gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.collect.readers.gleif import GleifReader
from contrared.model import InputError

from ..conftest import SHARED
from .lists import Reading, reading

READER = GleifReader()
SAMPLES = SHARED / "ownership/gleif_sample"
ONE, TWO = "529900T8BM49AURSDO55", "001GPB6A9XPE8XJICC14"


def document(tmp_path: Path, root: str, record: str) -> Reading:
    path = tmp_path / "gleif.xml"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<x:{root} xmlns:x="http://www.gleif.org/data/schema/x">\n'
        f"<x:Header><x:ContentDate>2023-06-05T08:20:51Z</x:ContentDate></x:Header>\n{record}\n</x:{root}>\n",
        encoding="utf-8",
    )
    assert READER.recognise(path)
    return reading(READER, path)


def tagged(text: str) -> str:
    """Every tag with the prefix of the document."""
    return text.replace("</", "<\0").replace("<", "<x:").replace("<x:\0", "</x:")


def relationship(kind: str, *, end: str = TWO, more: str = "") -> str:
    return tagged(
        f"<RelationshipRecord><Relationship><StartNode><NodeID>{ONE}</NodeID></StartNode><EndNode><NodeID>{end}</NodeID>"
        f"</EndNode><RelationshipType>{kind}</RelationshipType><RelationshipPeriods><RelationshipPeriod>"
        "<StartDate>2018-01-02T00:00:00Z</StartDate><PeriodType>ACCOUNTING_PERIOD</PeriodType></RelationshipPeriod>"
        "<RelationshipPeriod><StartDate>2019-03-04T00:00:00Z</StartDate><PeriodType>RELATIONSHIP_PERIOD</PeriodType>"
        f"</RelationshipPeriod></RelationshipPeriods></Relationship>{more}</RelationshipRecord>"
    )


@pytest.mark.parametrize(
    ("name", "dataset", "as_of", "counts", "deleted"),
    [
        ("lei-data.xml", "gleif_lei", "2023-06-05", {"Company": 13}, 0),
        ("lei-updates-data2.xml", "gleif_lei", "2023-11-06", {"Company": 12}, 0),
        ("rr-data.xml", "gleif_rr", "2023-06-05", {"Ownership": 2, "UnknownLink": 8}, 0),
        ("rr-updates-data2-new.xml", "gleif_rr", "2023-11-06", {"Ownership": 4, "UnknownLink": 5}, 1),
        ("repex-data.xml", "gleif_repex", "2023-06-09", {"Company": 10}, 0),
    ],
)
def test_the_published_samples(name: str, dataset: str, as_of: str, counts: dict[str, int], deleted: int) -> None:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip("the samples are not at hand")
    assert READER.recognise(path)
    about = READER.about(READER.files(path))
    assert (about.dataset, about.as_of) == (dataset, as_of)
    read = reading(READER, path)
    assert [item.reason[:16] for item in read.rejects] == ["deleted by GLEIF"] * deleted
    assert {schema: read.schemata[schema] for schema in counts} == counts
    for drafts in read.drafts.values():
        for draft in drafts:
            for fact in draft.facts:
                if fact.prop not in ("full", "addressEntity", "summary"):
                    assert read.shown(fact).replace("&amp;", "&") == (fact.original or fact.value), fact


def test_a_record(tmp_path: Path) -> None:
    read = document(
        tmp_path,
        "LEIData",
        tagged(
            f"<LEIRecord><LEI>{ONE}</LEI><Entity><LegalName>Minera Sur</LegalName><OtherEntityNames>"
            '<OtherEntityName type="PREVIOUS_LEGAL_NAME">Minera Norte</OtherEntityName>'
            '<OtherEntityName type="TRADING_OR_OPERATING_NAME">Sur</OtherEntityName></OtherEntityNames>'
            "<LegalAddress><FirstAddressLine>Main 1</FirstAddressLine><City>Lima</City><Country>PE</Country>"
            "</LegalAddress><LegalJurisdiction>PE-LIM</LegalJurisdiction><LegalForm><EntityLegalFormCode>8888"
            "</EntityLegalFormCode><OtherLegalForm>S.A.</OtherLegalForm></LegalForm><SuccessorEntity><SuccessorLEI>"
            f"{TWO}</SuccessorLEI></SuccessorEntity></Entity></LEIRecord>"
        ),
    )
    said = {
        prop: read.values(f"lei-{ONE}", prop) for prop in ("name", "previousName", "alias", "legalForm", "jurisdiction")
    }
    assert said == {
        "name": ["Minera Sur"], "previousName": ["Minera Norte"], "alias": ["Sur"], "legalForm": ["S.A."],
        "jurisdiction": ["PE"],
    }  # fmt: skip
    (address,) = read.values(f"lei-{ONE}", "addressEntity")
    assert read.values(address, "full") == ["Main 1, Lima, PE"]
    (edge,) = read.edges(f"lei-{ONE}")["Succession"]
    assert read.values(edge.entity_id, "successor") == [f"lei-{TWO}"]


@pytest.mark.parametrize(
    ("kind", "schema", "first", "second"),
    [
        ("IS_DIRECTLY_CONSOLIDATED_BY", "Ownership", "asset", "owner"),
        ("IS_ULTIMATELY_CONSOLIDATED_BY", "Ownership", "asset", "owner"),
        ("IS_FUND-MANAGED_BY", "UnknownLink", "subject", "object"),
    ],
)
def test_relationships(tmp_path: Path, kind: str, schema: str, first: str, second: str) -> None:
    read = document(tmp_path, "RelationshipData", relationship(kind))
    (edge,) = read.edges(f"lei-{ONE}")[schema]
    said = {prop: read.values(edge.entity_id, prop) for prop in (first, second, "role", "startDate")}
    assert said == {first: [f"lei-{ONE}"], second: [f"lei-{TWO}"], "role": [kind], "startDate": ["2019-03-04"]}


def test_what_is_set_aside(tmp_path: Path) -> None:
    (found,) = document(tmp_path, "RelationshipData", relationship("X", end="12")).rejects
    assert (found.locator, found.reason) == ("line=4", "'12' is no LEI")


def test_a_file_without_records(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no record of GLEIF in it"):
        document(tmp_path, "LEIData", "")
