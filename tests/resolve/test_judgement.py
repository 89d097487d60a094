"""What people decided, and undid."""

import itertools

import pytest

from contrared.model import InputError
from contrared.resolve import Judgement, Verdict, in_force, judge, undo


def decide(known: list[Judgement], verdict: Verdict, at: str) -> Judgement:
    return judge(known, "b", "a", verdict, by="ana", at=at, why="seen")


def test_the_latest_judgement_not_superseded_is_in_force_in_any_order_of_the_list() -> None:
    first = decide([], Verdict.SAME, "2026-01-01")
    second = decide([first], Verdict.DIFFERENT, "2026-01-02")
    assert second.supersedes == first.id
    for order in itertools.permutations([first, second]):
        assert in_force(order) == {("a", "b"): second}


def test_two_at_once_leave_the_later_one_in_force() -> None:
    one, other = decide([], Verdict.SAME, "2026-01-01"), decide([], Verdict.DIFFERENT, "2026-01-02")
    assert in_force([other, one])["a", "b"] == other


def test_undo_is_on_record_and_can_itself_be_decided_anew() -> None:
    first = decide([], Verdict.DIFFERENT, "2026-01-01")
    gone = undo([first], first.id, by="ben", at="2026-01-02", why="wrong passport page")
    assert in_force([first, gone])["a", "b"].verdict is Verdict.WITHDRAWN
    again = decide([first, gone], Verdict.SAME, "2026-01-03")
    assert in_force([again, gone, first]) == {("a", "b"): again}


def test_what_is_not_in_force_cannot_be_undone() -> None:
    first = decide([], Verdict.DIFFERENT, "2026-01-01")
    gone = undo([first], first.id, by="ben", at="2026-01-02", why="wrong")
    for wanted in (first.id, gone.id, "jdg-0"):
        with pytest.raises(InputError, match="no judgement"):
            undo([first, gone], wanted, by="ben", at="2026-01-03", why="again")


@pytest.mark.parametrize(("left", "right", "why"), [("a", "a", "seen"), ("a", "b", "  ")])
def test_a_judgement_needs_two_parties_and_a_reason(left: str, right: str, why: str) -> None:
    with pytest.raises(InputError):
        judge([], left, right, Verdict.SAME, by="ana", at="2026-01-01", why=why)


def test_a_judgement_goes_to_the_ledger_and_back() -> None:
    made = decide([], Verdict.UNSURE, "2026-01-01")
    assert Judgement.from_row(made.to_row()) == made
