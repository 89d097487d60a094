"""Changes within an epoch: the changed filter finds what a new one would, and shows neither who came nor who went."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.share.filters import Change, FilterError, build, build_holding, changed, new_handle, renew
from contrared.share.filters.change import Records

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
    assert len(received.tags) - len(renewed.dummies) == 3 * len(before | after)


#: Who goes and who comes.
MOVES = {
    "nobody": ((), ()),
    "some go": (HELD[:3], ()),
    "some come": ((), HELD[30:34]),
    "both": (HELD[:3], HELD[30:34]),
    "one corrected": ((HELD[5],), [(new_handle(), HELD[5][1])]),
}


@pytest.mark.parametrize(("gone", "come"), MOVES.values(), ids=MOVES)
def test_whatever_happens_it_looks_the_same(gone: Records, come: Records) -> None:
    _, change = renew(PAIR, HOLDING, gone, come)
    stay = np.intersect1d(change.out, change.tags)
    assert (len(change.out), len(change.tags), len(stay)) == (64, 64, 32)
    before = HOLDING.filter.labels[np.searchsorted(HOLDING.filter.tags, stay)]
    difference = before ^ change.labels[np.searchsorted(change.tags, stay)]
    assert len(set((difference >> np.uint64(4)).tolist())) == 32, "no two labels change alike"
    assert set((difference & np.uint64(0x0F)).tolist()) <= {1, 2, 3, 4}


def test_a_record_corrected_is_found_by_its_new_handle_alone() -> None:
    handle = new_handle()
    renewed, _ = renew(PAIR, HOLDING, (HELD[5],), [(handle, HELD[5][1])])
    again, _ = renew(PAIR, renewed, [(handle, HELD[5][1])], ())
    for asked in HELD[5][1]:
        there = {item.handle for item in found(renewed.filter, asked)}
        assert handle in there
        assert HELD[5][0] not in there
        assert handle not in {item.handle for item in found(again.filter, asked)}


def test_what_finds_no_place_is_counted() -> None:
    asked = keys_of(100)[:1]
    crowd = [(new_handle(), asked) for _ in range(20)]
    renewed, _ = renew(PAIR, HOLDING, (), crowd)
    assert renewed.filter.left_out == 4
    assert len(found(renewed.filter, asked[0])) == 16


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
