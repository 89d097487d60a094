"""Logging in: what is refused, in which words, how often, and what the record says of it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from contrared.govern import Desk
from contrared.govern.accounts import Accounts, passwords, proving, sessions, totp
from contrared.govern.accounts import tries as trying
from contrared.govern.accounts.clock import wall
from contrared.govern.accounts.invitations import invite
from contrared.govern.accounts.passwords import Cost, Stretched
from contrared.govern.users import Users
from contrared.model import InputError, PolicyError
from contrared.store import Node
from contrared.store.tables import tries

from .conftest import CHEAP, OTHER, PASSWORD, Clock

Acts = Callable[[], list[tuple[str, str, dict[str, Any]]]]


def refused(held: Accounts, user: str, password: str, code: str = "") -> str:
    with pytest.raises(PolicyError) as caught:
        held.login(user, password, code)
    return str(caught.value)


def test_a_session_is_begun_and_on_record(held: Accounts, ana: str, acts: Acts, node: Node, clock: Clock) -> None:
    begun = held.login(ana, PASSWORD, client="desk 4")
    assert sessions.living(node, begun.token, clock) == begun.session
    assert acts()[-1] == ("ana", "login", {"session": begun.session.id, "client": "desk 4"})
    assert begun.token not in str(acts())


def test_an_unknown_user_and_a_wrong_password_are_answered_alike(held: Accounts, ana: str, clock: Clock) -> None:
    for _ in range(12):
        told = {
            refused(held, user, password).replace(user, "WHO")
            for user, password in (("ana", OTHER), ("nobody", PASSWORD), ("owner", PASSWORD))
        }
        assert len(told) == 1, "also while waiting, also once locked"
        clock.go(seconds=400)
    assert "locked after 10 failed tries" in told.pop()


def test_as_much_is_computed_for_a_user_nobody_knows(held: Accounts, ana: str, monkeypatch: pytest.MonkeyPatch) -> None:
    costs: list[Cost] = []
    real = passwords.stretch

    def counted(password: str, salt: bytes, cost: Cost) -> Stretched:
        costs.append(cost)
        return real(password, salt, cost)

    monkeypatch.setattr(passwords, "stretch", counted)
    for user, password in (("ana", OTHER), ("nobody", PASSWORD), ("owner", PASSWORD), ("Not An Id", PASSWORD)):
        refused(held, user, password)
    assert costs == [CHEAP] * 4


def test_the_wait_doubles_and_then_the_name_is_locked(
    held: Accounts, ana: str, clock: Clock, desk: Desk, acts: Acts
) -> None:
    for failures in range(1, 11):
        assert "wrong" in refused(held, ana, OTHER)
        assert acts()[-1] == ("ana", "login refused", {"failures": failures, "locked": failures == 10})
        wait = min(2 ** (failures - 1), 300)
        if failures < 10:
            clock.go(seconds=wait - 0.5)
            assert "too soon" in refused(held, ana, PASSWORD)
            clock.go(seconds=0.5)
    clock.go(days=30)
    assert "locked" in refused(held, ana, PASSWORD)
    assert Users(desk).all()[0]["account"] == "password, locked after failed tries"
    Users(desk).unlock(ana, "was her, with the caps lock")
    assert held.login(ana, PASSWORD)


def test_success_strikes_the_failures_off(held: Accounts, ana: str, clock: Clock, node: Node) -> None:
    refused(held, ana, OTHER)
    clock.go(seconds=1)
    held.login(ana, PASSWORD)
    with node.ledger.reading() as connection:
        assert connection.execute(select(tries)).all() == []


def test_what_was_typed_as_a_name_is_nowhere(held: Accounts, node: Node, acts: Acts) -> None:
    refused(held, "hunter2-is-my-secret", "")
    assert acts()[-1] == ("unknown", "login refused", {"failures": 1, "locked": False})
    with node.ledger.reading() as connection:
        assert "hunter2" not in str(connection.execute(select(tries)).all())


def test_a_user_locked_by_an_administrator(held: Accounts, ana: str, desk: Desk, node: Node, clock: Clock) -> None:
    begun = held.login(ana, PASSWORD)
    Users(desk).lock(ana, "left the agency")
    with pytest.raises(PolicyError, match="locked"):
        sessions.living(node, begun.token, clock)
    told = Users(desk).all()[0]
    assert (told["id"], told["account"]) == ("ana", "password")
    assert "left the agency" in refused(held, ana, PASSWORD)
    clock.go(seconds=400)
    assert "left" not in refused(held, ana, OTHER), "only whoever knows the password is told"


def test_a_code_is_asked_for_and_taken_once(held: Accounts, ana: str, clock: Clock, acts: Acts) -> None:
    secret = totp.new_secret()
    now = int(clock.at.timestamp()) // 30
    with pytest.raises(InputError, match="not the one of now"):
        held.enrol(ana, PASSWORD, "", secret, totp.code_at(secret, now + 5))
    held.enrol(ana, PASSWORD, "", secret, totp.code_at(secret, now))
    assert acts()[-1][1] == "second factor enrolled"
    said = [refused(held, ana, PASSWORD, code) for code in ("",)]
    clock.go(seconds=1)
    said.append(refused(held, ana, PASSWORD, totp.code_at(secret, now)))
    clock.go(seconds=30)
    said.append(refused(held, ana, OTHER, totp.code_at(secret, now + 1)))
    assert len(set(said)) == 1
    assert "wrong" in said[0]
    clock.go(seconds=4)
    held.login(ana, PASSWORD, totp.code_at(secret, int(clock.at.timestamp()) // 30))
    assert "wrong" in refused(held, ana, PASSWORD, totp.code_at(secret, int(clock.at.timestamp()) // 30))
    clock.go(seconds=60)
    held.without(ana, PASSWORD, totp.code_at(secret, int(clock.at.timestamp()) // 30))
    held.login(ana, PASSWORD)


def test_two_that_show_the_same_code_at_the_same_moment(
    held: Accounts, ana: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = totp.new_secret()
    held.enrol(ana, PASSWORD, "", secret, totp.code_at(secret, int(clock.at.timestamp()) // 30))
    clock.go(seconds=60)
    code, real, others = totp.code_at(secret, int(clock.at.timestamp()) // 30), proving._take, [True]

    def while_another_shows_it(connection: Any, account: Any, step: int) -> bool:
        if others and others.pop():
            clock.go(seconds=2)
            held.login(ana, PASSWORD, code)
        return real(connection, account, step)

    monkeypatch.setattr(proving, "_take", while_another_shows_it)
    assert "wrong" in refused(held, ana, PASSWORD, code)


def _try(root: str, gate: Any, told: Any, password: str) -> None:
    node = Node.open(Path(root))
    gate.wait()
    try:
        Accounts(node, wall, CHEAP).login("ana", password)
        told.put("in")
    except PolicyError as exc:
        told.put(exc.what.partition(" ")[0])
    finally:
        node.close()


def test_many_processes_get_no_more_tries_than_one(desk: Desk, node: Node) -> None:
    """Four at once: one try is looked at, the others find that it is too soon; even the right password then waits."""
    Users(desk).add("ana", "Ana Rojas", "analyst")
    Accounts(node, wall, CHEAP).accept(invite(desk, "ana", "first").word, PASSWORD)
    spawn = multiprocessing.get_context("spawn")
    gate, told = spawn.Barrier(4), spawn.Queue()
    running = [spawn.Process(target=_try, args=(str(node.root), gate, told, OTHER)) for _ in range(4)]
    for process in running:
        process.start()
    said = sorted(told.get(timeout=60) for _ in running)
    for process in running:
        process.join()
    with node.ledger.reading() as connection:
        counted = connection.execute(select(tries.c.failures)).scalar_one()
    assert said.count("user,") == counted
    assert set(said) <= {"user,", "too"}
    assert "user," in said


def test_two_that_count_at_the_same_moment_are_both_counted(
    node: Node, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = node.settings.accounts
    trying.charge(node.ledger, "ana", clock(), settings)
    clock.go(seconds=5)
    real, others = trying._count, [True]

    def while_another_counts(ledger: Any, who: str, row: Any, at: Any, told: Any) -> int | None:
        if others.pop() if others else False:
            assert real(ledger, who, row, at, told) == 2
        return real(ledger, who, row, at, told)

    monkeypatch.setattr(trying, "_count", while_another_counts)
    with pytest.raises(PolicyError, match="too soon"):
        trying.charge(node.ledger, "ana", clock(), settings)
    with node.ledger.reading() as connection:
        assert connection.execute(select(tries.c.failures)).scalar_one() == 2
