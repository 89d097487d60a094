"""The log as files, grown in steps, against the tree made of all entries at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contrared.govern.log.merkle import (
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    root_of,
)
from contrared.govern.log.tiles import number_path, tile_path, tiles_of, width_at
from contrared.govern.log.tree import Tree
from contrared.model import NodeError


def entry(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()


@pytest.mark.parametrize(("number", "path"), [(0, "000"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")])
def test_paths_of_tiles(number: int, path: str) -> None:
    assert number_path(number) == path
    assert tile_path(2, number, 7) == f"tile/2/{path}.p/7"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (256, {(0, 0): 256, (1, 0): 1}),
        (70_000, {(0, 272): 256, (0, 273): 112, (1, 0): 256, (1, 1): 17, (2, 0): 1}),
    ],
)
def test_the_tiles_that_the_standard_counts(size: int, expected: dict[tuple[int, int], int]) -> None:
    found = {(level, number): width for level, number, width in tiles_of(size)}
    assert found.items() >= expected.items()
    assert all(width_at(level, number, size) == width for (level, number), width in found.items())


@given(steps=st.lists(st.integers(1, 400), min_size=1, max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_log_grown_in_steps_is_the_tree_of_all_its_entries(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int]
) -> None:
    tree, size, sizes = Tree(tmp_path_factory.mktemp("log")), 0, []
    for step in steps:
        found = tree.extend(size, [entry(number) for number in range(size, size + step)])
        size += step
        sizes.append((size, found))
        assert found == root_of(leaf_hash(entry(number)) for number in range(size))
        assert tree.entries(size - step, size) == [entry(number) for number in range(size - step, size)]
    whole, (last, expected) = tree.subtree(size), sizes[-1]
    for old, earlier in sizes:
        check_consistency(old, last, earlier, expected, consistency_proof(old, last, whole))
    for index in {0, size // 2, size - 1}:
        check_inclusion(index, size, leaf_hash(entry(index)), inclusion_proof(index, size, whole), expected)


def test_a_tree_of_three_levels(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.extend(0, [entry(number) for number in range(65_600)])
    found = tree.extend(65_600, [entry(number) for number in range(65_600, 66_000)])
    assert found == root_of(leaf_hash(entry(number)) for number in range(66_000))
    assert root(65_600, tree.subtree(65_600)) == root_of(leaf_hash(entry(number)) for number in range(65_600))


def test_a_missing_tile_is_named(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.extend(0, [entry(number) for number in range(300)])
    (tmp_path / "tile/0/000").unlink()
    with pytest.raises(NodeError, match="tile/0/000"):
        inclusion_proof(3, 300, tree.subtree(300))
