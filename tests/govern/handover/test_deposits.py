"""Deposits: made when due, each naming the one before, on record; their absence is told."""

from __future__ import annotations

import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contrared.govern import Desk, enter, record
from contrared.govern.deposits import absent, due_soon, made
from contrared.govern.handover import deposit, open_share, restore, schedule, verify_archive
from contrared.govern.handover.deposits import keep_depositing
from contrared.govern.handover.keepers import new_keeper
from contrared.govern.oversight import no_deposit
from contrared.govern.verify import verify
from contrared.model import InputError, PolicyError
from contrared.store import Node


def asking_for(node: Node, tmp_path: Path, days: int = 7) -> Node:
    (tmp_path / "deposits").mkdir(exist_ok=True)
    lines = [new_keeper(name, tmp_path / f"{name}.key").line() for name in ("court", "ombudsman")]
    (node.root / "keys" / "keepers").write_text("\n".join(lines) + "\n")
    path = node.root / "node.toml"
    told = f'[handover]\nevery_days = {days}\nkeepers = "keys/keepers"\nto = "{tmp_path}/deposits"\n'
    path.write_text(path.read_text().partition("[handover]")[0] + told)
    return Node.open(node.root)


@pytest.fixture
def due(node: Node, tmp_path: Path) -> Desk:
    enter(node)
    return enter(asking_for(node, tmp_path))


def days(number: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=number)


def test_each_deposit_names_the_one_before_and_opens_to_the_same_node(due: Desk, tmp_path: Path) -> None:
    first, second, third = (deposit(due) for _ in range(3))
    assert first is not None
    assert second is not None
    assert third is not None
    assert (first.before, second.before, third.before) == ("", first.manifest, second.manifest)
    assert verify_archive(Path(second.place), after=Path(first.place)).problems == ()
    (skipped,) = verify_archive(Path(third.place), after=Path(first.place)).problems
    assert "a deposit is missing between them" in skipped
    assert made(due.node) == [first, second, third]
    lines = [entry.what["manifest"] for entry in record.entries(due.node.ledger) if entry.action == "deposit"]
    assert lines == [first.manifest, second.manifest, third.manifest]
    shares = [open_share(Path(third.place), tmp_path / f"{name}.key")[1] for name in ("court", "ombudsman")]
    restore(Path(third.place), shares, tmp_path / "again")
    assert made(Node.open(tmp_path / "again")) == [first, second]


def test_a_changed_link_to_the_one_before_breaks_the_signature(due: Desk) -> None:
    deposit(due)
    second = deposit(due)
    assert second is not None
    path = Path(second.place) / "bag-info.txt"
    path.write_text(path.read_text().replace(second.before, "0" * 64))
    assert any("signature" in problem for problem in verify_archive(Path(second.place)).problems)


def test_the_absence_of_a_deposit_is_told_everywhere(due: Desk) -> None:
    assert absent(due.node, days(6.9)) == ""
    assert absent(due.node, days(9.1)).endswith("was not made (2 days ago): run `contrared archive deposit`")
    assert no_deposit(due.node) == []
    found = deposit(due)
    assert found is not None
    assert absent(due.node, days(6.9)) == ""
    assert "was not made" in absent(due.node, days(7.1))
    shutil.rmtree(found.place)
    assert "is gone from" in absent(due.node)
    assert [(one.kind, "is gone from" in one.why) for one in no_deposit(due.node)] == [("deposit", True)]
    assert [where for where, _ in verify(due.node).problems] == ["handover"]


def test_a_deposit_that_was_changed_afterwards_is_told(due: Desk) -> None:
    found = deposit(due)
    assert found is not None
    with (Path(found.place) / "tagmanifest-sha256.txt").open("a") as manifest:
        manifest.write("x")
    assert "is not what was put there" in absent(due.node)


def test_where_the_place_cannot_be_reached_nothing_is_said_of_what_lies_there(due: Desk, tmp_path: Path) -> None:
    deposit(due)
    (tmp_path / "deposits").rename(tmp_path / "unplugged")
    assert absent(due.node) == ""


def test_switching_deposits_off_is_told(due: Desk, tmp_path: Path) -> None:
    deposit(due)
    off = asking_for(due.node, tmp_path / "x", 0) if (tmp_path / "x").mkdir() is None else due.node
    assert "are switched off in node.toml" in absent(off)


def test_it_is_made_long_before_it_is_missed_and_not_again(due: Desk) -> None:
    assert due_soon(due.node)
    assert deposit(due, if_due=True) is not None
    assert deposit(due, if_due=True) is None
    assert not due_soon(due.node, days(3.4))
    assert due_soon(due.node, days(3.6))


def test_the_service_makes_what_is_due_and_tells_what_hinders_it(due: Desk, tmp_path: Path) -> None:
    stop, told = threading.Event(), []

    def tell(line: str) -> None:
        told.append(line)
        stop.set()

    shutil.rmtree(tmp_path / "deposits")
    (tmp_path / "deposits").write_text("in the way")
    keep_depositing(due.node, stop, tell)
    assert told[0].startswith("the deposit cannot be made: ")
    (tmp_path / "deposits").unlink()
    stop.clear()
    thread = threading.Thread(target=keep_depositing, args=(due.node, stop, tell))
    thread.start()
    while not made(due.node):
        thread.join(0.05)
    stop.set()
    thread.join()
    assert len(made(due.node)) == 1


def test_who_may_not_administer_makes_none(due: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Nobody:
        def may(self, *_: object, **__: object) -> object:
            return type("Decision", (), {"permitted": False, "rule": "none"})()

    monkeypatch.setattr(due, "policy", Nobody())
    with pytest.raises(PolicyError, match="may not pack"):
        deposit(due)
    assert made(due.node) == []


def test_settings_that_do_not_say_where_to_are_told(node: Node) -> None:
    with pytest.raises(InputError, match="for whom and where to"):
        deposit(enter(node))
    with pytest.raises(InputError, match="no deposits are asked for"):
        schedule(node, "contrared")


def test_the_schedule_calls_the_command(due: Desk) -> None:
    told = schedule(due.node, "/usr/bin/contrared")
    call = f"/usr/bin/contrared archive deposit --if-due --node {due.node.root.resolve()}"
    assert f"ExecStart={call}\n" in told
    assert f"17 3 * * * {call}\n" in told
    assert "OnCalendar=daily" in told
