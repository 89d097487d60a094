"""Tests that run over both ledgers, SQLite and PostgreSQL: what was written for one is held against the other.

Each node a test makes then has a database of its own on a real server. What is in the cut rests on order, on one writer
at a time, or on what survives a kill; the rest of the suite never asks which ledger it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contrared.store import Node
from tests.store.postgres.server import Server

CUT: dict[str, tuple[str, ...]] = {
    "tests.govern.accounts.test_login": (
        "test_many_processes_get_no_more_tries_than_one",
        "test_two_that_count_at_the_same_moment_are_both_counted",
    ),
    "tests.govern.accounts.test_own": ("test_an_invitation_is_used_once_and_ends",),
    "tests.govern.accounts.test_sessions": ("test_signing", "test_a_session_signs_no_more_once_its_key_is_replaced"),
    "tests.govern.approvals.test_bound": (
        "test_a_request_taken_out_of_the_ledger_confirms_nothing",
        "test_two_must_confirm_where_the_settings_say_so",
    ),
    "tests.govern.approvals.test_standing": (
        "test_its_last_use_is_taken_by_one_of_two",
        "test_an_emergency_permit_is_for_one_act",
    ),
    "tests.govern.exchange.test_pen": (
        "test_rows_come_back_as_they_were_kept",
        "test_all_of_a_stroke_or_nothing",
        "test_a_budget_ends_and_the_next_day_has_another",
    ),
    "tests.govern.log.test_sequencer": (),
    "tests.govern.rights.test_corrections": (
        "test_everybody_who_received_it_is_told",
        "test_deletion_tells_recipients_and_forgets_them",
    ),
    "tests.govern.rights.test_deletion": (
        "test_the_record_is_erased_only_of_what_went_and_still_verifies",
        "test_a_hold_within_a_half_run_brings_it_back",
    ),
    "tests.govern.rights.test_holds": ("test_one_person_alone_ends_no_hold",),
    "tests.govern.test_group": (),
    "tests.govern.test_memory": (
        "test_a_clearance_is_undone_and_the_hit_returns",
        "test_what_a_second_person_refuses_is_as_it_was",
        "test_who_need_not_see_a_protected_person_sees_a_mask",
        "test_marks_come_with_the_encounter_or_not_at_all",
        "test_encounters_stand_in_the_order_of_time_whatever_their_offset",
    ),
    "tests.share.exchange.test_durable": ("test_killed_at_any_moment",),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both ledgers for each test of the cut; no name after a module means all of it."""
    names = CUT.get(metafunc.module.__name__)
    if names is not None and (not names or metafunc.function.__name__ in names):
        metafunc.parametrize("kind_of_ledger", ["sqlite", "postgresql"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    found = Server.start()
    yield found
    found.stop()


@pytest.fixture(scope="session", autouse=True)
def kind_of_ledger(request: pytest.FixtureRequest) -> Iterator[str]:
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        yield kind
        return
    server: Server = request.getfixturevalue("server")
    plain = Node.init.__func__  # type: ignore[attr-defined]

    def over(cls: type[Node], root: Path, name: str | None = None, **told: Any) -> Node:
        return plain(cls, root, name, **{"ledger": server.migrated(), **told})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Node, "init", classmethod(over))
        yield kind
