"""A record that a partner could ask for yesterday and cannot today, and why that is no wonder or one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from contrared.collect import load
from contrared.govern import Desk
from contrared.govern.oversight import left_out
from contrared.model import Protection
from contrared.store.tables import exchange_handles, exchange_manifests, watched

from ...conftest import LinesReader


@pytest.fixture
def published(desk: Desk, lines: Callable[[str, str], Path], lines_reader: LinesReader) -> Callable[..., None]:
    """Load two persons, and publish filters of the records that are named."""
    people = "l-1|Person|name|Ana Reyes\nl-2|Person|name|Bo Cruz\n"
    load(desk, lines("first", people), as_of("2020-01-01"))

    def publish(*filters: str, category: str = "persons") -> None:
        with desk.node.ledger.begin() as connection:
            for sequence, records in enumerate(filters, 1):
                digest = f"{category}-{sequence}"
                row = {"peer": "node-br", "direction": "out", "category": category, "sequence": sequence}
                connection.execute(insert(exchange_manifests).values(**row, digest=digest, body=b"", at=""))
                for record in records.split():
                    values = {"manifest": digest, "handle": f"{digest}-{record}", "record": record}
                    connection.execute(insert(exchange_handles).values(**values))

    return publish


def as_of(day: str) -> object:
    from contrared.collect import LoadOptions

    return LoadOptions(as_of=day)


def told(desk: Desk) -> list[tuple[str, str, str]]:
    return [(each.kind, each.what, each.why) for each in left_out(desk.node)]


def test_a_record_that_is_held_and_left_out_is_found(desk: Desk, published: Callable[..., None]) -> None:
    published("l-1 l-2", "l-1", "l-1")
    why = "was published and is no more; nothing on record says why"
    assert told(desk) == [("withheld", "l-2 for node-br (persons)", why)]


def test_nothing_is_left_out(desk: Desk, published: Callable[..., None]) -> None:
    published("l-1", "l-1 l-2")
    assert told(desk) == []


def test_who_left_the_list_is_no_wonder(
    desk: Desk, published: Callable[..., None], lines: Callable[[str, str], Path]
) -> None:
    load(desk, lines("second", "l-1|Person|name|Ana Reyes\n"), as_of("2020-02-01"))
    published("l-1 l-2", "l-1")
    assert told(desk) == []


def test_who_is_protected_is_no_wonder(desk: Desk, published: Callable[..., None]) -> None:
    published("l-1 l-2", "l-1")
    desk.write().protect("l-2", Protection.WITNESS, "heard by the court")
    assert told(desk) == []


def test_who_was_merged_with_one_that_is_there_is_no_wonder(desk: Desk, published: Callable[..., None]) -> None:
    published("l-1 l-2", "l-1")
    desk.write().resolution({"l-1": "l-1", "l-2": "l-1"}, [])
    assert told(desk) == []


@pytest.mark.parametrize(
    ("second", "why"),
    [("ben", None), (None, "no second person confirmed that: moved away"), ("owner", "no second person confirmed")],
)
def test_who_was_taken_off_a_watchlist(
    desk: Desk, published: Callable[..., None], second: str | None, why: str | None
) -> None:
    (row,) = desk.memory.watch("ruta", [("Cy Diaz", [{"schema": "Person", "properties": {"name": ["Cy Diaz"]}}])])
    desk.memory.unwatch([row["id"]], "moved away")
    with desk.node.ledger.begin() as connection:
        connection.execute(update(watched).values(confirmed_by=second))
    published(f"l-1 {row['id']}", "l-1", category="watched")
    found = told(desk)
    assert [(kind, what) for kind, what, _ in found] == (
        [] if why is None else [("withheld", f"{row['id']} for node-br (watched)")]
    )
    assert why is None or why in found[0][2]
