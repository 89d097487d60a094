"""The last administrator is locked out: keepers together let one in, once, and nobody in silence."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contrared.govern import Desk, enter, record
from contrared.govern.accounts import Accounts, break_glass, sessions
from contrared.govern.accounts.break_glass import make, use
from contrared.govern.accounts.glass_shares import opened_share
from contrared.govern.handover.keepers import Keeper, new_keeper
from contrared.govern.log.keeping import signer_of, tree_of
from contrared.govern.log.sequencer import Sequencer
from contrared.govern.oversight import forced
from contrared.govern.users import Users
from contrared.model import InputError, NodeError, PolicyError
from contrared.store import Node

from .conftest import OTHER, PASSWORD, Clock

Acts = Callable[[], list[tuple[str, str, dict[str, Any]]]]


@pytest.fixture
def keepers(tmp_path: Path) -> list[Keeper]:
    return [new_keeper(name, tmp_path / f"{name}.key") for name in ("court", "ombudsman", "ministry")]


@pytest.fixture
def shares(desk: Desk, keepers: list[Keeper], tmp_path: Path) -> list[bytes]:
    """Of a secret that two of three keepers put together, opened by each."""
    return opened(desk, keepers, tmp_path, "glass")


def opened(desk: Desk, keepers: list[Keeper], tmp_path: Path, out: str) -> list[bytes]:
    made = make(desk, keepers, 2, tmp_path / out)
    return [opened_share(path, tmp_path / f"{path.stem}.key")[1] for path in made.files]


def test_the_last_administrator_is_let_in(
    held: Accounts, shares: list[bytes], node: Node, clock: Clock, acts: Acts
) -> None:
    held.first("owner", PASSWORD)
    begun = held.login("owner", PASSWORD)
    for _ in range(10):
        with pytest.raises(PolicyError):
            held.login("owner", OTHER)
        clock.go(seconds=400)
    with pytest.raises(PolicyError, match="locked"):
        held.login("owner", PASSWORD)
    invitation = use(node, shares[1:], "owner", "locked by a typist", clock=clock)
    with pytest.raises(PolicyError, match="glass was broken"):
        sessions.living(node, begun.token, clock)
    assert held.accept(invitation.word, OTHER) == "owner"
    assert held.login("owner", OTHER)
    told = [(act, what.get("user")) for _, act, what in acts()]
    assert told.index(("break-glass begun", "owner")) < told.index(("break-glass used", "owner"))
    odd = forced(record.entries(node.ledger))
    assert [(each.who, each.kind) for each in odd] == [
        ("break-glass", "break-glass"),
        ("break-glass", "break-glass"),
        ("owner", "locked out"),
    ]
    with pytest.raises(PolicyError, match="used or replaced"):
        use(node, shares[:2], "owner", "once more", clock=clock)
    assert forced(record.entries(node.ledger))[-1].why == "the glass was tried with 2 shares that do not break it"


def test_its_word_ends_after_an_hour(held: Accounts, shares: list[bytes], node: Node, clock: Clock) -> None:
    invitation = use(node, shares, "owner", "lost", clock=clock)
    clock.go(hours=1)
    with pytest.raises(PolicyError, match="ended"):
        held.accept(invitation.word, PASSWORD)


def test_a_new_administrator_is_made(held: Accounts, shares: list[bytes], node: Node, desk: Desk, clock: Clock) -> None:
    with pytest.raises(InputError, match="no user"):
        use(node, shares, "marta", "the administrator died", clock=clock)
    with pytest.raises(InputError, match="no user"):
        use(node, shares, "Marta!", "the administrator died", name="Marta Lobo", clock=clock)
    assert held.accept(use(node, shares, "marta", "she died", name="Marta Lobo", clock=clock).word, PASSWORD) == "marta"
    assert [(row["id"], row["role"]) for row in Users(desk).all()] == [("marta", "administrator"), ("owner", "owner")]


def test_a_locked_administrator_is_unlocked(
    held: Accounts, shares: list[bytes], node: Node, desk: Desk, clock: Clock
) -> None:
    Users(desk).add("marta", "Marta Lobo", "administrator")
    Users(desk).lock("marta", "by an insider")
    held.accept(use(node, shares, "marta", "locked by an insider", clock=clock).word, PASSWORD)
    assert held.login("marta", PASSWORD)


@pytest.mark.parametrize("which", [[], [0], [0, 0], "changed", "another's", "random"])
def test_what_does_not_break_it(
    desk: Desk, shares: list[bytes], node: Node, keepers: list[Keeper], tmp_path: Path, acts: Acts, which: Any
) -> None:
    if which == "another's":
        shown = shares[:2]
        opened(desk, keepers, tmp_path, "newer")
    elif which == "changed":
        shown = [shares[0], shares[1][:-1] + bytes([shares[1][-1] ^ 1])]
    elif which == "random":
        shown = [bytes([1]) + bytes(32), bytes([2]) + bytes(31)]
    else:
        shown = [shares[number] for number in which]
    with pytest.raises(PolicyError, match="do not break the glass"):
        use(node, shown, "owner", "try")
    assert acts()[-1] == ("unknown", "break-glass refused", {"shares": len(shown)})


@pytest.mark.parametrize(("user", "why", "says"), [("owner", " ", "reason"), ("ana", "x", "role analyst")])
def test_not_without_a_reason_nor_for_anybody(
    desk: Desk, shares: list[bytes], node: Node, user: str, why: str, says: str
) -> None:
    Users(desk).add("ana", "Ana Rojas", "analyst")
    with pytest.raises(InputError, match=says):
        use(node, shares, user, why)
    assert use(node, shares, "owner", "lost").user == "owner", "and it is not used up"


def test_nothing_changes_before_the_log_has_it(
    shares: list[bytes], node: Node, acts: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(break_glass, "keep_up", lambda _: None)
    monkeypatch.setattr(break_glass, "WAIT", 0.0)
    with pytest.raises(NodeError, match="log does not take it in"):
        use(node, shares, "owner", "lost")
    assert acts()[-1][1] == "break-glass begun"
    monkeypatch.undo()
    assert use(node, shares, "owner", "lost").user == "owner"


def test_while_another_process_keeps_the_log(shares: list[bytes], node: Node) -> None:
    stop = threading.Event()
    with Sequencer(node.ledger, tree_of(node), signer_of(node)).alone() as log:
        thread = threading.Thread(target=log.run, args=(stop,))
        thread.start()
        try:
            assert use(node, shares, "owner", "lost").user == "owner"
        finally:
            stop.set()
            thread.join()


def test_who_may_make_it_and_where(desk: Desk, keepers: list[Keeper], tmp_path: Path, node: Node) -> None:
    from contrared.govern.cedar import CedarPolicy

    with pytest.raises(InputError, match="cannot be"):
        make(desk, keepers[:1], 2, tmp_path / "one")
    assert not (tmp_path / "one").exists()
    made = make(desk, keepers, 2, tmp_path / "glass")
    assert {path.stat().st_mode & 0o077 for path in made.files} == {0}
    with pytest.raises(InputError, match="something already"):
        make(desk, keepers, 2, tmp_path / "glass")
    with pytest.raises(InputError, match="does not open that share"):
        opened_share(made.files[0], tmp_path / "ministry.key")
    with pytest.raises(InputError, match="no share"):
        opened_share(tmp_path / "ministry.key", tmp_path / "ministry.key")
    Users(desk).add("ana", "Ana Rojas", "analyst")
    other = enter(node, "ana", "work", policy=CedarPolicy.profile("separate-fiu"))
    with pytest.raises(PolicyError, match="may not administer"):
        make(other, keepers, 2, tmp_path / "hers")
