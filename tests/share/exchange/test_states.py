"""Both machines together, over every order of messages: nothing is released twice, nothing unsaid is a "no"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import pytest

from contrared.share.envelope import Kind
from contrared.share.exchange.states import (
    ASKER,
    AT_ASKER,
    AT_HOLDER,
    DECIDED,
    HOLDER,
    UNDECIDED,
    Asker,
    Holder,
    TransitionError,
    moved,
)


@pytest.mark.parametrize(("table", "states"), [(ASKER, Asker), (HOLDER, Holder)])
def test_no_other_transitions(table: object, states: type[Asker] | type[Holder]) -> None:
    taken = 0
    for present, wanted in product(states, states):
        if wanted in table[present]:  # type: ignore[index]
            assert moved(present, wanted) is wanted
            taken += 1
        else:
            with pytest.raises(TransitionError):
                moved(present, wanted)
    assert taken == (12 if states is Asker else 18)


@dataclass(frozen=True)
class Joint:
    """Both sides, what travels, and what was taken already. Messages are numbered by their place in the chain."""

    asker: Asker = Asker.DRAFTED
    holder: Holder | None = None
    answer: str = ""
    to_holder: tuple[Kind, ...] = ()
    to_asker: tuple[Kind, ...] = ()
    taken_by_holder: int = 0
    taken_by_asker: int = 0
    waits_for_answer: bool = False
    kept: str = ""


def steps(now: Joint) -> Iterator[Joint]:
    """Everything that can happen next: an act, a message that arrives once or again, an end of time."""
    yield from asker_acts(now)
    yield from holder_acts(now)
    yield from arrivals(now)


def asker_acts(now: Joint) -> Iterator[Joint]:
    if now.asker is Asker.DRAFTED:
        yield replace(now, asker=moved(now.asker, Asker.SENT))
    if now.asker is Asker.SENT and not now.answer:
        for said in ("hit", "no_hit", "not_comparable"):
            met = moved(moved(now.asker, Asker.ANSWERED), Asker(said))
            yield replace(now, asker=met, answer=said)
        yield replace(now, answer="invalid")
    if now.asker is Asker.HIT:
        yield replace(now, asker=moved(now.asker, Asker.APPROVED))
    if now.asker in (Asker.APPROVED, Asker.ASKED_BACK) and len(now.to_holder) < 3:
        yield replace(now, asker=moved(now.asker, Asker.OPENED), to_holder=(*now.to_holder, Kind.OPEN))
    if now.asker is Asker.OPENED:
        yield replace(now, asker=moved(now.asker, Asker.EXPIRED))


def holder_acts(now: Joint) -> Iterator[Joint]:
    if now.holder is None:
        return
    for ahead in (Holder.SCORED, Holder.PENDING, Holder.APPROVED_1, Holder.APPROVED_2, Holder.EXPIRED):
        if ahead in HOLDER[now.holder] and not (now.waits_for_answer and ahead is not Holder.EXPIRED):
            yield replace(now, holder=moved(now.holder, ahead))
    for kind in (Kind.RELEASE, Kind.REFUSE, Kind.ASK_BACK, Kind.NARROW, Kind.RECALL):
        then = DECIDED.get((kind, now.holder))
        if then is None or now.waits_for_answer or (kind is Kind.ASK_BACK and len(now.to_asker) >= 2):
            continue
        if then is not now.holder:
            moved(now.holder, then)
        yield replace(now, holder=then, to_asker=(*now.to_asker, kind), waits_for_answer=kind is Kind.ASK_BACK)


def arrivals(now: Joint) -> Iterator[Joint]:
    if now.taken_by_holder < len(now.to_holder):
        then = AT_HOLDER.get(now.holder)
        taken = replace(now, taken_by_holder=now.taken_by_holder + 1)
        again = now.holder is None or now.waits_for_answer
        yield replace(taken, holder=then, waits_for_answer=False) if then is not None and again else taken
    if now.taken_by_asker < len(now.to_asker):
        kind = now.to_asker[now.taken_by_asker]
        taken = replace(now, taken_by_asker=now.taken_by_asker + 1)
        state = AT_ASKER.get((kind, now.asker))
        kept = {Kind.RECALL: "recalled", Kind.NARROW: "narrowed"}.get(kind, now.kept)
        if state is not None:
            assert moved(now.asker, state) is state
            yield replace(taken, asker=state, kept="whole" if kind is Kind.RELEASE else now.kept)
        elif kind in (Kind.RECALL, Kind.NARROW) and now.asker is Asker.RELEASED:
            yield replace(taken, kept=kept)
        else:
            yield taken
    # Whatever was taken arrives again: the stored answer goes back and nothing else happens, so the state is the same.


def reachable() -> set[Joint]:
    found, waiting = {Joint()}, [Joint()]
    while waiting:
        for then in steps(waiting.pop()):
            if then not in found:
                found.add(then)
                waiting.append(then)
    return found


REACHED = reachable()


def test_every_state_and_every_transition_is_reached() -> None:
    assert {joint.asker for joint in REACHED} | {Asker.ANSWERED} == set(Asker)
    assert {joint.holder for joint in REACHED} - {None} == set(Holder)
    ways = {(joint.holder, then.holder) for joint in REACHED for then in steps(joint)}
    for present, wanted in HOLDER.items():
        assert all((present, state) in ways for state in wanted)


def test_nothing_is_released_twice_or_unasked() -> None:
    for joint in REACHED:
        assert joint.to_asker.count(Kind.RELEASE) <= 1
        assert joint.to_asker.count(Kind.REFUSE) <= 1
        assert not {Kind.RELEASE, Kind.REFUSE} <= set(joint.to_asker)
        if joint.asker is Asker.RELEASED:
            assert joint.holder in (Holder.RELEASED, Holder.NARROWED, Holder.RECALLED)
        if Kind.RELEASE in joint.to_asker:
            assert joint.holder not in UNDECIDED | {Holder.REFUSED, Holder.EXPIRED, None}
        if joint.holder is not None:
            assert joint.answer == "hit"
            assert joint.to_holder


def test_an_invalid_answer_is_never_a_no_and_opens_nothing() -> None:
    wrong = [joint for joint in REACHED if joint.answer == "invalid"]
    assert wrong
    assert {(joint.asker, joint.holder, joint.to_holder) for joint in wrong} == {(Asker.SENT, None, ())}
    for joint in REACHED:
        if joint.asker in (Asker.NO_HIT, Asker.NOT_COMPARABLE):
            assert joint.answer == str(joint.asker)
            assert joint.holder is None


def test_a_recall_never_comes_before_its_release() -> None:
    for joint in REACHED:
        told = joint.to_asker
        for after in (Kind.RECALL, Kind.NARROW):
            if after in told:
                assert Kind.RELEASE in told[: told.index(after)]
        if joint.kept:
            assert Kind.RELEASE in told[: joint.taken_by_asker]


def test_what_was_decided_reaches_whoever_still_waits() -> None:
    for joint in REACHED:
        quiet = joint.taken_by_asker == len(joint.to_asker) and joint.taken_by_holder == len(joint.to_holder)
        if quiet and joint.asker is Asker.OPENED:
            assert joint.holder in UNDECIDED | {Holder.EXPIRED}
