"""Every sentence of the demo's brief is followed to the lines of the originals, and what is marked there says it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest

from contrared.brief import claims
from contrared.case.why import Ground, grounds, why
from contrared.govern import Desk, enter
from contrared.model import InputError

from ..conftest import Demo

Claim = tuple[str, str, str, tuple[str, ...]]


@pytest.fixture(scope="module")
def at_demo(demo: Demo) -> Desk:
    return enter(demo.node, purpose="test")


@pytest.fixture(scope="module")
def every(demo: Demo) -> list[Claim]:
    return claims(demo.run.brief)


@pytest.fixture(scope="module")
def places(at_demo: Desk, every: list[Claim]) -> dict[str, list[Ground]]:
    """All places of all statements that any claim of the brief rests on, each opened once."""
    wanted = sorted({key for _, _, _, statements in every for key in statements})
    found, more = grounds(at_demo, at_demo.statements(versions=at_demo.versions(), statement_ids=wanted))
    assert more == 0
    by_statement: dict[str, list[Ground]] = {}
    for ground in found:
        by_statement.setdefault(ground.statement.id, []).append(ground)
    return by_statement


def words(text: str) -> str:
    """Letters and figures only: cells of a table are joined with other marks than the file has between them."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_every_claim_leads_to_lines(every: list[Claim], places: dict[str, list[Ground]]) -> None:
    assert {kind for _, kind, _, _ in every} == {"judgement", "fact", "counter-evidence", "action", "tie"}
    assert len(every) > 70
    for identity, _, text, statements in every:
        assert statements, f"{identity} rests on nothing: {text}"
        for key in statements:
            assert places.get(key), f"{identity}: statement {key} leads nowhere"


def test_what_is_marked_in_the_line_says_the_value(places: dict[str, list[Ground]]) -> None:
    seen = 0
    for ground in (ground for found in places.values() for ground in found):
        seen += 1
        marked = words(ground.excerpt.highlighted)
        said = words(ground.statement.original or ground.statement.value)
        where = f"{ground.source.filename}, {ground.locator}: {ground.statement.prop}"
        assert marked, where
        assert said in marked or marked in said, f"{where}: {marked!r} is not {said!r}"
        assert words(ground.excerpt.text).count(marked), where
    assert seen > 200


def samples(every: list[Claim]) -> Iterator[Claim]:
    taken = set()
    for claim in every:
        if claim[1] not in taken:
            taken.add(claim[1])
            yield claim


def test_a_claim_of_each_kind_is_found_by_its_id(at_demo: Desk, every: list[Claim]) -> None:
    for identity, kind, text, statements in samples(every):
        found = why(at_demo, identity)
        assert (found.claim, found.kind, found.text, found.more) == (identity, kind, text, 0)
        assert {ground.statement.id for ground in found.grounds} == set(statements)


def test_the_table_of_claims_names_them_all(demo: Demo, every: list[Claim]) -> None:
    with (demo.out / "claims.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["id"], row["kind"], row["text"], tuple(row["statements"].split())) for row in rows] == every


def test_a_statement_and_an_entity_can_be_asked_for_too(at_demo: Desk, every: list[Claim]) -> None:
    (_, _, _, statements), *_ = every
    found = why(at_demo, statements[0])
    assert found.kind == "statement"
    assert {ground.statement.id for ground in found.grounds} == {statements[0]}
    entity = why(at_demo, "ofac-8265", limit=3)
    assert entity.kind == "entity"
    assert len(entity.grounds) == 3
    assert entity.more > 0


@pytest.mark.parametrize("claim", ["J-ffffffffffff", "nobody", ""])
def test_what_nobody_claimed_is_an_error_that_says_what_to_give(at_demo: Desk, claim: str) -> None:
    with pytest.raises(InputError) as refused:
        why(at_demo, claim)
    assert "give an id" in str(refused.value) or "choose one of" in str(refused.value)


def test_a_beginning_that_fits_several_claims_is_told_which(at_demo: Desk) -> None:
    with pytest.raises(InputError, match=r"several claims begin with 'J-'.*J-[0-9a-f]{10}, J-"):
        why(at_demo, "J-")
