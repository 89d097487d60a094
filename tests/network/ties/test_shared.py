"""Vehicles and documents that two have in common, and what may never make a tie."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from contrared.model import text
from contrared.model.protection import PROTECTED_PROPERTIES
from contrared.network import Layer, canonical_json, edges
from contrared.network.edge import DEFAULT_LAYERS
from contrared.network.ties.identifiers import KINDS, normalised
from contrared.network.ties.sensitive import PROTECTED_BODY, PROTECTED_KIND
from tests.network.statements import Said, link, people, table

AGAIN = """
import sys
import pyarrow.parquet as pq
from contrared.network import Layer, canonical_json, edges
sys.stdout.buffer.write(canonical_json(edges(pq.read_table(sys.argv[1]), layers=list(Layer))).encode())
"""
VESSEL: list[Said] = [("v", "Vessel", "name", "V")]


def ownership(key: str, owner: str, asset: str, first: str = "", last: str = "") -> list[Said]:
    said = [(key, "Ownership", "owner", owner), (key, "Ownership", "asset", asset)]
    return said + [(key, "Ownership", p, day) for p, day in (("startDate", first), ("endDate", last)) if day]


def of(said: list[Said], layer: Layer) -> list[tuple[str, str, str]]:
    return [(e.source, e.target, e.kind) for e in edges(table(said), layers=[layer]).edges]


def test_owner_and_operator_of_one_vessel() -> None:
    said = [*people("a", "b"), *VESSEL, ("v", "Vessel", "owner", "b"), ("v", "Vessel", "operator", "a")]
    found = edges(table(said), layers=[Layer.VEHICLE]).edges
    assert [(e.source, e.target, e.kind, e.statement_ids) for e in found] == [
        ("a", "b", "vessel (operator, owner)", ("s3", "s4"))
    ]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("2010", "2015"), ("2012", "2018"), ("2012", "2015")),
        (("2010", ""), ("2012", ""), ("2012", "")),
        (("", ""), ("", ""), ("", "")),
        (("2010", "2011"), ("2012", "2018"), None),
    ],
)
def test_co_owners_had_it_at_the_same_time(
    left: tuple[str, str], right: tuple[str, str], expected: tuple[str, str] | None
) -> None:
    said = [*people("a", "b"), *VESSEL, *ownership("x", "a", "v", *left), *ownership("y", "b", "v", *right)]
    found = edges(table(said), layers=[Layer.VEHICLE])
    assert [(e.first, e.last) for e in found.edges] == ([expected] if expected else [])
    assert [r.reason for r in found.refusals] == ([] if expected else ["had one after the other"])


def test_a_company_that_two_own_is_no_vehicle() -> None:
    said = [*people("a", "b"), ("c", "Company", "name", "C"), *ownership("x", "a", "c"), *ownership("y", "b", "c")]
    assert of(said, Layer.VEHICLE) == []


@pytest.mark.parametrize(("number", "expected"), [(2, 1), (6, 15), (7, 0)])
def test_a_vehicle_of_many_ties_nobody(number: int, expected: int) -> None:
    names = [f"n{i}" for i in range(number)]
    found = edges(table([*people(*names), *VESSEL, *(("v", "Vessel", "owner", n) for n in names)]), layers=["vehicle"])
    assert len(found.edges) == expected
    assert all(edge.weight == pytest.approx(1 / (number - 1)) for edge in found.edges)
    assert bool(found.refusals) is (expected == 0)


REPORT: list[Said] = [
    ("d", "Document", "fileName", "report"),
    ("m", "Mention", "document", "d"),
    ("m", "Mention", "resolved", "a"),
    ("n", "Documentation", "document", "d"),
    ("n", "Documentation", "entity", "b"),
]
PHOTO: list[Said] = [("i", "Image", "pictured", "a"), ("i", "Image", "pictured", "b")]
PROOF: list[Said] = [("a", "Person", "proof", "d"), ("b", "Person", "proof", "d")]


@pytest.mark.parametrize(
    ("said", "kind"),
    [(REPORT, "named in one document"), (PHOTO, "shown in one image"), (PROOF, "named in one document")],
)
def test_documents_are_a_layer_that_must_be_asked_for(said: list[Said], kind: str) -> None:
    statements = [*people("a", "b"), *said]
    assert of(statements, Layer.DOCUMENT) == [("a", "b", kind)]
    assert edges(table(statements)).edges == ()
    assert Layer.DOCUMENT not in DEFAULT_LAYERS
    assert frozenset(Layer) - DEFAULT_LAYERS == {Layer.DOCUMENT}


def test_a_list_of_names_ties_nobody() -> None:
    names = [f"n{i:02}" for i in range(11)]
    found = edges(table([*people(*names), *(("i", "Image", "pictured", n) for n in names)]), layers=[Layer.DOCUMENT])
    assert found.edges == ()
    assert [r.reason for r in found.refusals] == ["names more than 10 parties"]


@pytest.mark.parametrize(
    ("left", "right", "tied"),
    [
        ("https://www.example.org/", "http://EXAMPLE.org", True),
        ("example.org/a", "example.org/b", False),
        ("https://facebook.com", "facebook.com", False),
        ("https://m.facebook.com/shop.1?x=2", "www.facebook.com/shop.1", True),
        ("not a site", "not a site", False),
    ],
)
def test_shared_websites(left: str, right: str, tied: bool) -> None:
    said = [*people("a", "b"), ("a", "Person", "website", left), ("b", "Person", "website", right)]
    assert of(said, Layer.IDENTIFIER) == ([("a", "b", "website")] if tied else [])


def test_a_bare_mail_address_is_no_website() -> None:
    assert normalised("website", "someone@example.org") is None


@pytest.mark.parametrize("prop", sorted(PROTECTED_PROPERTIES))
def test_protected_attributes_in_common_make_no_tie_in_any_layer(prop: str) -> None:
    assert prop not in KINDS
    said = [*people("a", "b"), ("a", "Person", prop, "Same Value 123456"), ("b", "Person", prop, "Same Value 123456")]
    assert edges(table(said), layers=list(Layer)).edges == ()


def membership(*body: tuple[str, str]) -> list[Said]:
    said: list[Said] = [*people("a"), ("o", "Organization", "name", "O")]
    said += [("o", "Organization", prop, value) for prop, value in body]
    return [*said, ("e", "Membership", "member", "a"), ("e", "Membership", "organization", "o")]


@pytest.mark.parametrize(
    ("body", "tied"),
    [
        ([], True),
        ([("topics", "rel")], False),
        ([("topics", "pol.party")], False),
        ([("topics", "pol.union")], False),
        ([("topics", "pol.party"), ("topics", "crime.terror")], True),
        ([("topics", "rel"), ("topics", "sanction")], True),
        ([("topics", "rel"), ("topics", "sanctionless")], False),
        ([("topics", "pol.party"), ("programId", "SDGT")], True),
        ([("topics", "crime")], True),
    ],
)
def test_membership_that_shows_faith_or_opinion_is_none(body: list[tuple[str, str]], tied: bool) -> None:
    found = edges(table(membership(*body)))
    assert [edge.layer for edge in found.edges] == [Layer.MEMBERSHIP] * tied
    assert [r.reason for r in found.refusals] == [PROTECTED_BODY] * (not tied)


@pytest.mark.parametrize(
    ("role", "tied"),
    [
        ("co-religionist", False),
        ("member of the same tribe", False),
        ("share the same political views", False),
        ("political officer of", True),
        ("religious leader of", True),
    ],
)
def test_a_stated_tie_that_is_nothing_but_a_protected_attribute(role: str, tied: bool) -> None:
    found = edges(table([*people("a", "b"), *link("a", "b", role)]))
    assert bool(found.edges) is tied
    assert [r.reason for r in found.refusals] == [PROTECTED_KIND] * (not tied)


def test_neither_the_order_of_the_statements_nor_the_hash_seed_matters(tmp_path: Path) -> None:
    said = [*people("a", "b", "c"), *VESSEL, ("v", "Vessel", "owner", "b"), ("v", "Vessel", "operator", "a")]
    said += [*REPORT, *PHOTO, ("c", "Person", "proof", "d"), *link("a", "b"), *ownership("y", "c", "v", "2010", "2012")]
    for key, person in (("e1", "a"), ("e1", "c"), ("e2", "b")):
        said += [(key, "Event", "involved", person), (key, "Event", "location", "Pier")]
        said += [(key, "Event", "date", f"2020-01-01T10:0{len(said) % 10}:00")]
    for key, payer in (("p1", "a"), ("p2", "a"), ("p3", "c")):
        said += [
            (key, "Payment", "payer", payer),
            (key, "Payment", "beneficiary", "b"),
            (key, "Payment", "date", "2020"),
        ]
    statements = table(said)
    found = edges(statements, layers=list(Layer))
    assert {edge.layer for edge in found.edges} >= {"vehicle", "document", "payment", "encounter", "co-location"}
    assert found == edges(statements.take(list(range(statements.num_rows))[::-1]), layers=list(Layer))
    path = tmp_path / "statements.parquet"
    pq.write_table(statements, path)
    written = {canonical_json(found)}
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", AGAIN, str(path)], env=environment, capture_output=True, check=True)
        written.add(run.stdout.decode())
    assert len(written) == 1


def test_ties_to_oneself_and_with_one_end_are_said() -> None:
    said = [*people("a1", "a2"), *link("a1", "a2"), ("f", "Family", "person", "a1")]
    found = edges(table(said, canonical={"a1": "A", "a2": "A"}))
    assert found.edges == ()
    assert {(r.layer, r.reason, r.number) for r in found.refusals} == {
        (Layer.LINKED_TO, "tie of a party to itself", 1),
        (Layer.FAMILY, "only one end is stated", 1),
    }


def test_a_tie_that_ends_before_it_starts_is_kept_without_dates_and_said() -> None:
    dates: list[Said] = [("x", "Ownership", "startDate", "2015"), ("x", "Ownership", "endDate", "2012")]
    said = [*people("a"), ("c", "Company", "name", "C"), *ownership("x", "a", "c"), *dates]
    found = edges(table(said))
    assert [(e.first, e.last) for e in found.edges] == [("", "")]
    assert [(r.reason, r.what) for r in found.refusals] == [("ends before it starts: taken without dates", "x")]


@pytest.mark.parametrize("layer", list(Layer))
def test_every_layer_has_its_words(layer: Layer) -> None:
    for key in (f"network.layer.{layer}", f"case.layers.{layer}", f"case.paths.says.{layer}"):
        assert text(key, **({"said": "x"} if "says" in key else {}))
