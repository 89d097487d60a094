"""Changes within an epoch: the changed filter finds what a new one would, and shows neither who came nor who went."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.share.filters import Change, FilterError, build, build_holding, changed, new_handle, renew

from .test_filter import HELD, PAIR, found, keys_of

HOLDING = build_holding(PAIR, HELD[:30])
_, CHANGE = renew(PAIR, HOLDING, HELD[:2], HELD[30:33])
numbers = st.sets(st.integers(0, 39))


@given(numbers, numbers)
@settings(max_examples=12, deadline=None)
def test_a_changed_filter_finds_what_a_new_one_would(before: set[int], after: set[int]) -> None:
    holding = build_holding(PAIR, [HELD[number] for number in sorted(before)])
    gone = [HELD[number] for number in sorted(before - after)]
    come = [HELD[number] for number in sorted(after - before)]
    renewed, change = renew(PAIR, holding, gone, come)
    received = changed(holding.filter, Change.from_bytes(change.to_bytes()))
    assert received.hash == renewed.filter.hash
    assert received.size_class == holding.filter.size_class
    whole = build(PAIR, [HELD[number] for number in sorted(after)])
    for number in range(42):
        for asked in keys_of(number):
            assert found(received, asked) == found(whole, asked)
    assert np.isin(renewed.dummies, received.tags).all()
    assert len(received.tags) - len(renewed.dummies) == 3 * len(after)


def test_coming_going_and_nothing_look_the_same() -> None:
    sizes = {
        len(renew(PAIR, HOLDING, gone, come)[1].to_bytes())
        for gone, come in (((), ()), (HELD[:3], ()), ((), HELD[30:34]), (HELD[:3], HELD[30:34]))
    }
    assert len(sizes) == 1


def test_labels_of_dummies_change_under_their_tag_too() -> None:
    _, change = renew(PAIR, HOLDING)
    stay = len(np.intersect1d(change.out, change.tags))
    assert 10 < stay < 54


def test_no_room() -> None:
    many = [(new_handle(), keys_of(100 + 3 * number)) for number in range(400)]
    with pytest.raises(FilterError, match="another epoch"):
        renew(PAIR, HOLDING, (), many)


def test_a_change_is_of_one_filter() -> None:
    with pytest.raises(FilterError, match="another filter"):
        changed(build(PAIR, HELD[:30]), CHANGE)
    after = changed(HOLDING.filter, CHANGE)
    with pytest.raises(FilterError, match="another filter"):
        changed(after, CHANGE)


def test_a_change_takes_out_only_what_is_there() -> None:
    absent = Change(CHANGE.before, np.arange(64, dtype=np.uint64), CHANGE.tags, CHANGE.labels)
    with pytest.raises(FilterError, match="does not have"):
        changed(HOLDING.filter, absent)


def test_a_change_puts_in_only_what_is_not_there() -> None:
    there = np.setdiff1d(HOLDING.filter.tags, CHANGE.out)[:64]
    with pytest.raises(FilterError, match="ascending"):
        changed(HOLDING.filter, Change(CHANGE.before, CHANGE.out, there, CHANGE.labels))


DATA = CHANGE.to_bytes()
BAD: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[:-8],
    "longer": lambda data: data + bytes(24),
    "another version": lambda data: b"CTRCHG2\n" + data[8:],
    "no class": lambda data: data[:40] + (65).to_bytes(8, "little") + data[48:] + bytes(24),
    "none": lambda data: data[:40] + bytes(8),
    "too many": lambda data: data[:40] + b"\xff" * 8 + data[48:],
    "not in order": lambda data: data[:48] + data[56:64] + data[48:56] + data[64:],
}


@pytest.mark.parametrize("damage", BAD.values(), ids=BAD)
def test_damaged(damage: Callable[[bytes], bytes]) -> None:
    assert Change.from_bytes(DATA).before == HOLDING.filter.hash
    with pytest.raises(FilterError):
        Change.from_bytes(damage(DATA))
