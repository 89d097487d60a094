"""Filters: exactly what was put in is found, by whoever evaluated the key and by nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.share import oprf
from contrared.share.filters import Filter, FilterError, Found, build, build_holding, new_handle
from contrared.share.filters.entry import label_of
from contrared.share.filters.sizes import is_size_class, size_class
from contrared.share.keys import Key
from contrared.share.keys.key import key

PAIR = oprf.generate()
HANDLES = [new_handle() for _ in range(40)]


def keys_of(number: int, count: int = 3) -> list[Key]:
    """Keys of which neighbouring records share some."""
    return [key("T1D", f"a{number + step}", "1971", "0312") for step in range(count)]


HELD = [(handle, keys_of(number)) for number, handle in enumerate(HANDLES)]
FILTER = build(PAIR, HELD)
DATA = FILTER.to_bytes()


def found(filter_: Filter, asked: Key, pair: oprf.KeyPair = PAIR) -> set[Found]:
    return set(filter_.find(oprf.outputs(pair, [asked.value])[0], pair.public))


records = st.lists(st.lists(st.integers(0, 12), max_size=6), max_size=25)


@given(records)
@settings(max_examples=15, deadline=None)
def test_what_is_found_is_what_a_plain_table_says(lists: list[list[int]]) -> None:
    held = [(new_handle(), [key("P2Y", "a", str(number)) for number in numbers]) for numbers in lists]
    table: dict[Key, set[Found]] = defaultdict(set)
    for handle, keys in held:
        for one in keys:
            table[one].add(Found(handle, one.kind))
    made = build(PAIR, held)
    again = Filter.from_bytes(made.to_bytes())
    crowded = 0
    for number in range(14):
        asked = key("P2Y", "a", str(number))
        assert found(again, asked) <= table[asked]
        assert len(found(again, asked)) == min(16, len(table[asked]))
        crowded += max(0, len(table[asked]) - 16)
    assert made.left_out == crowded


def test_no_other_key_pair_finds_anything() -> None:
    other = oprf.generate()
    assert all(not found(FILTER, one, other) for _, keys in HELD for one in keys)
    output = oprf.outputs(PAIR, [HELD[0][1][0].value])[0]
    assert FILTER.find(output, PAIR.public)
    assert not FILTER.find(output, other.public)


def test_a_crowded_key_tells_sixteen_records() -> None:
    held = [(handle, [key("P2Y", "a", "b", "1970")]) for handle in HANDLES]
    made = build(PAIR, held)
    assert len(found(made, key("P2Y", "a", "b", "1970"))) == 16
    assert made.left_out == len(HANDLES) - 16


def test_processes_make_the_same_entries() -> None:
    alone, shared = build_holding(PAIR, HELD), build_holding(PAIR, HELD, workers=2)
    real = [np.setdiff1d(holding.filter.tags, holding.dummies) for holding in (alone, shared)]
    assert real[0].tolist() == real[1].tolist()
    assert len(real[0]) == sum(len(keys) for _, keys in HELD)


def test_a_filter_shows_its_class_and_nothing_of_what_it_holds() -> None:
    one, many = build_holding(PAIR, HELD[:1]), build_holding(PAIR, HELD)
    assert one.filter.size_class == many.filter.size_class == 1024
    assert len(one.filter.to_bytes()) == len(many.filter.to_bytes()) == 16 + 16 * 1024
    for numbers in (one.filter.tags, one.dummies, one.filter.labels, many.filter.labels):
        bits = np.unpackbits(np.ascontiguousarray(numbers).view(np.uint8))
        assert abs(float(bits.mean()) - 0.5) < 0.02
    assert abs(float(np.median(one.dummies)) / 2.0**64 - 0.5) < 0.1


def test_two_filters_of_the_same_records_share_nothing() -> None:
    other = build(oprf.generate(), HELD)
    assert not set(other.tags.tolist()) & set(FILTER.tags.tolist())
    assert other.hash != FILTER.hash


def _swapped(data: bytes) -> bytes:
    return data[:16] + data[24:32] + data[16:24] + data[32:]


def _twice(data: bytes) -> bytes:
    return data[:16] + data[24:32] + data[24:]


def _count(count: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:8] + count.to_bytes(8, "little") + data[16:]


BAD: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "head only": lambda data: data[:16],
    "half a head": lambda data: data[:12],
    "cut": lambda data: data[:-1],
    "one byte more": lambda data: data + b"\0",
    "another version": lambda data: b"CTRFLT2\n" + data[8:],
    "says more": _count(1025),
    "says none": _count(0),
    "says far too many": _count(2**64 - 1),
    "no class": lambda data: _count(1000)(data)[: 16 + 16 * 1000],
    "not in order": _swapped,
    "one tag twice": _twice,
}


@pytest.mark.parametrize("damage", BAD.values(), ids=BAD)
def test_damaged(damage: Callable[[bytes], bytes]) -> None:
    assert Filter.from_bytes(DATA).hash == FILTER.hash
    with pytest.raises(FilterError):
        Filter.from_bytes(damage(DATA))


@pytest.mark.parametrize(
    ("handle", "kind"),
    [(b"\1" * 8, "P2D"), (bytes(7), "P2D"), (bytes(9), "P2D"), (bytes(8), "XYZ")],
    ids=["low bits", "short", "long", "kind"],
)
def test_no_handle(handle: bytes, kind: str) -> None:
    with pytest.raises(FilterError):
        label_of(handle, kind)


def test_handles_are_drawn() -> None:
    assert len({new_handle() for _ in range(1000)}) == 1000


@given(st.integers(0, 10**8))
def test_a_class_is_at_most_a_quarter_too_large(entries: int) -> None:
    size = size_class(entries)
    assert is_size_class(size)
    assert entries <= size <= max(1024, entries * 1.25 + 1)
