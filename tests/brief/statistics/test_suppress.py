"""Nobody works a small number out: every entry that is left out has a range, found here by trying everything."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.brief.statistics import Counted, count, suppress
from contrared.brief.statistics.bounds import intervals
from contrared.brief.statistics.counted import ALL, Cell
from contrared.model import InputError


def table_of(numbers: Mapping[Cell, int]) -> Counted:
    by = ("first", "second", "third")[: len(next(iter(numbers)))]
    rows = [dict(zip(by, cell, strict=True)) for cell, number in numbers.items() for _ in range(number)]
    return count(rows, by)


def feasible(table: Counted, published: Mapping[Cell, int], most: int) -> dict[Cell, set[int]]:
    """Every value each entry may have, by trying all tables: slow, obvious, and without the solver."""
    known = {cell: published[cell] for cell in table.cells if cell in published}
    open_cells = [cell for cell in table.cells if cell not in published]
    supports = {entry: table.support(entry) for entry in table.entries()}
    found: dict[Cell, set[int]] = {entry: set() for entry in supports}
    for tried in product(range(most + 1), repeat=len(open_cells)):
        numbers = {**known, **dict(zip(open_cells, tried, strict=True))}
        sums = {entry: sum(numbers[cell] for cell in cells) for entry, cells in supports.items()}
        if all(sums[entry] == number for entry, number in published.items()):
            for entry, number in sums.items():
                found[entry].add(number)
    return found


def grid(rows: list[list[int]]) -> dict[Cell, int]:
    return {(f"r{i}", f"c{j}"): number for i, row in enumerate(rows) for j, number in enumerate(row)}


def test_counts_and_totals() -> None:
    rows = [{"country": "co", "month": "2026-01"}] * 3 + [{"country": "pa", "month": ""}]
    found = count(rows, ["country", "month"])
    assert found.number(("co", "2026-01")) == 3
    assert found.number(("pa", "unknown")) == 1
    assert found.number(("co", "unknown")) == 0
    assert found.number((ALL, ALL)) == 4


def test_one_small_cell_takes_three_others_with_it() -> None:
    found = suppress(table_of(grid([[2, 20, 30], [20, 40, 50], [30, 50, 60]])))
    assert ("r0", "c0") in found.left_out
    assert len(found.left_out) >= 4
    assert found.numbers["*", "*"] == 302
    for least, most in intervals(table_of(grid([[2, 20, 30], [20, 40, 50], [30, 50, 60]])), found.numbers).values():
        assert most - least >= 5


def test_nothing_small_nothing_left_out() -> None:
    assert suppress(table_of(grid([[10, 0], [7, 9]]))).left_out == frozenset()


def test_few_cases_in_all_say_nothing_but_zero() -> None:
    found = suppress(table_of({("co",): 2, ("pa",): 1}))
    assert found.numbers == {}
    assert found.left_out == {("co",), ("pa",), (ALL,)}


@pytest.mark.parametrize("by", [[], ["a", "a"], ["a", "b", "c", "d"]])
def test_bad_dimensions(by: list[str]) -> None:
    with pytest.raises(InputError, match="one to 3"):
        count([], by)


def test_too_many_cells_and_a_threshold_that_protects_nobody() -> None:
    with pytest.raises(InputError, match="cells are more"):
        count([{"a": str(n), "b": str(n)} for n in range(40)], ["a", "b"])
    with pytest.raises(InputError, match="protects nobody"):
        suppress(count([{"a": "x"}], ["a"]), 1)


SMALL = st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=2, max_size=2)


@settings(max_examples=40, deadline=None)
@given(SMALL)
def test_trying_everything_finds_a_range_for_each(rows: list[list[int]]) -> None:
    numbers = grid(rows)
    table = table_of(numbers)
    if not table.cells:
        return
    found = suppress(table, 2)
    values = feasible(table, found.numbers, most=6)
    for entry in found.left_out:
        assert len(values[entry]) >= 2, (rows, entry)
        assert max(values[entry]) - min(values[entry]) >= 2, (rows, entry)


SIZES = st.tuples(st.integers(1, 4), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 4, 5, 6, 9, 15, 40, 300]), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@settings(max_examples=60, deadline=None)
@given(SIZES, st.integers(3, 10))
def test_the_solver_finds_a_range_of_the_threshold_for_each(rows: list[list[int]], threshold: int) -> None:
    table = table_of(grid(rows)) if any(map(any, rows)) else None
    if table is None:
        return
    found = suppress(table, threshold)
    for entry, (least, most) in intervals(table, found.numbers).items():
        assert most - least >= threshold, (rows, entry)
    assert all(not 0 < number < threshold for number in found.numbers.values())
    assert all(number == table.number(entry) for entry, number in found.numbers.items())


CUBE = st.lists(st.sampled_from([0, 1, 3, 6, 20]), min_size=8, max_size=8)


@settings(max_examples=30, deadline=None)
@given(CUBE)
def test_three_dimensions(numbers: list[int]) -> None:
    cells = dict(zip(product("ab", "cd", "ef"), numbers, strict=True))
    if not any(numbers):
        return
    table = table_of(cells)
    found = suppress(table)
    for least, most in intervals(table, found.numbers).values():
        assert most - least >= 5
