"""The door: nothing without a desk, everything on record, policy by class of source."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from contrared.collect import LoadOptions, load
from contrared.govern import Decision, Desk, OwnerPolicy, Person, SourceClass, enter, record
from contrared.govern.verify import verify
from contrared.model import InputError, PolicyError, Protection, Source, Tlp
from contrared.store import Node
from contrared.store.tables import users

from ..conftest import LinesReader

Lines = Callable[[str, str], Path]


class NoRed(OwnerPolicy):
    """Permits everything but TLP:RED."""

    def may(self, person: Person, action: str, purpose: str, about: SourceClass | None = None) -> Decision:
        return Decision(about is None or about.handling.tlp is not Tlp.RED, "no red")


@pytest.fixture
def two_classes(lines_reader: LinesReader, lines: Lines, desk: Desk) -> Desk:
    load(desk, lines("open", "l-1|Person|name|Ana\nl-2|Person|name|Bo\n"), LoadOptions(as_of="2021", dataset="open"))
    load(
        desk,
        lines("closed", "l-1|Person|name|Ana\nl-3|Person|name|Cy\n"),
        LoadOptions(as_of="2021", dataset="closed", handling="TLP:RED"),
    )
    return desk


def test_what_policy_forbids_is_not_there(two_classes: Desk) -> None:
    owner = two_classes
    limited = enter(owner.node, purpose="test", policy=NoRed())
    assert owner.statements().num_rows == 4
    assert set(limited.statements()["entity_id"].to_pylist()) == {"l-1", "l-2"}
    assert [v.dataset for v in limited.versions()] == ["open"]
    assert {s.dataset for s in limited.sources().values()} == {"open"}
    with pytest.raises(InputError, match="no dataset 'closed'"):
        limited.version("closed")
    (red,) = [s for s in owner.sources().values() if s.dataset == "closed"]
    with pytest.raises(PolicyError):
        limited.original(red.sha256)
    all_ids = owner.statements()["id"].to_pylist()
    assert {row["source_id"] for row in limited.evidence(all_ids).to_pylist()} == set(limited.sources())
    every = limited.statements(versions=owner.versions())
    assert set(every["dataset"].to_pylist()) == {"open"}, "asking for a closed version gives nothing of it"


def test_every_read_is_on_record(two_classes: Desk) -> None:
    before = len(list(record.entries(two_classes.node.ledger)))
    two_classes.statements(entity_ids=["l-1"])
    last = list(record.entries(two_classes.node.ledger))[-1]
    assert len(list(record.entries(two_classes.node.ledger))) == before + 1
    assert (last.user, last.purpose, last.action) == ("owner", "test", "read")
    assert last.what["entity_ids"] == ["l-1"]


def test_unknown_and_unentitled_users_do_not_enter(node: Node) -> None:
    with pytest.raises(PolicyError, match="not known"):
        enter(node, "nobody")
    with node.ledger.begin() as connection:
        connection.execute(
            insert(users).values(id="eve", name="Eve", role="clerk", agency="", country="", created_at="2026-01-01")
        )
    with pytest.raises(PolicyError, match="default deny"):
        enter(node, "eve")


def test_protection_marks_need_a_reason_and_can_be_lifted(desk: Desk) -> None:
    pen = desk.write()
    with pytest.raises(InputError, match="reason"):
        pen.protect("l-1", Protection.WITNESS, " ")
    pen.protect("l-1", Protection.WITNESS, "heard in court")
    assert desk.protected() == {"l-1": frozenset({Protection.WITNESS})}
    pen.unprotect("l-1", Protection.WITNESS, "case closed")
    assert desk.protected() == {}
    with pytest.raises(InputError, match="no mark"):
        pen.unprotect("l-1", Protection.WITNESS, "again")
    actions = [entry.action for entry in record.entries(desk.node.ledger)]
    assert actions.count("protect") == 1
    assert actions.count("unprotect") == 1


def test_verify_finds_what_was_touched(two_classes: Desk) -> None:
    node = two_classes.node
    assert verify(node).ok
    version = node.lake.current("open")
    path = node.lake.folder(version) / "statements.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    (original, *_) = node.archive.holdings()
    kept = node.archive.path(original)
    kept.chmod(0o644)
    kept.write_bytes(b"something else")
    (node.root / "keys" / "node.key").unlink()
    wheres = {where.split("/")[0] for where, _ in verify(node).problems}
    assert wheres == {"lake", "archive", "keys"}


def test_statements_that_point_to_an_entity(lines_reader: LinesReader, lines: Lines, desk: Desk) -> None:
    content = "l-1|Person|name|Ann\nl-2|Ownership|owner|l-1\nl-3|Ownership|owner|l-4\nl-4|Person|name|l-1\n"
    load(desk, lines("owned", content), LoadOptions(as_of="2021-06"))
    assert desk.statements(pointing_to=["l-1"])["entity_id"].to_pylist() == ["l-2"]


def test_verify_finds_what_no_version_names(two_classes: Desk, tmp_path: Path) -> None:
    node = two_classes.node
    stray = tmp_path / "stray.csv"
    stray.write_text("not a source of any version", encoding="utf-8")
    sha256, _ = node.archive.put(stray)
    (node.archive.root / ".incoming-0123").write_bytes(b"half")
    (node.lake.root / "open" / "2019.0000000000").mkdir()
    assert [where for where, _ in verify(node).problems] == [
        f"archive/{sha256[:12]}…",
        "archive/.incoming-0123",
        "lake/open/2019.0000000000",
    ]


def test_check_tells_what_may_no_longer_be_held(lines: Lines, lines_reader: LinesReader, desk: Desk) -> None:
    soon = (datetime.now(UTC) + timedelta(days=2)).date()
    load(
        desk, lines("short", "l-1|Person|name|Ana\n"), LoadOptions(as_of="2021", dataset="d", expires=soon.isoformat())
    )
    assert verify(desk.node).ok
    listing = desk.node.lake.root / "d" / "versions.json"
    (version,) = desk.node.lake.versions("d")
    (source,) = (Source.from_dict(item) for item in version.sources.values())
    past = replace(source, expires=soon - timedelta(days=30))
    listing.write_text(json.dumps([replace(version, sources={past.id: past.to_dict()}).to_dict()]))
    said = [what for _, what in verify(desk.node).problems]
    assert any(f"may be held until {past.expires} only" in what for what in said)
