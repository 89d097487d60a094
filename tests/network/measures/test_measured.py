"""Measures written down: undefined is null, tables are in a total order."""

from __future__ import annotations

import json

import pytest

from contrared.network import NetworkError
from contrared.network.finding import canonical_json
from contrared.network.measures import measured
from tests.network.measures.graphs import graph_of

GRAPH = graph_of(5, [(0, 1, 1.0), (1, 2, 3.0), (1, 3, 1.0)])


def test_undefined_is_null_and_last() -> None:
    found = measured(GRAPH, ["constraint", "degree"])
    written = json.loads(canonical_json(found))
    assert written["values"][0] == ["constraint", [1.0, 1 / 3, 1.0, 1.0, None]]
    assert written["method"]["citation"].startswith("constraint: Burt")
    assert found.table().rows[0] == ("n000000", "1", "1")
    assert found.table().rows[-1] == ("n000004", "", "0")


def test_greatest_first_then_by_id() -> None:
    table = measured(GRAPH, ["degree", "strength"]).table("strength", 3)
    assert table.heads == ("id", "degree", "strength")
    assert table.rows == (("n000001", "3", "5"), ("n000002", "1", "3"), ("n000000", "1", "1"))


def test_an_unknown_measure_is_named_with_those_there_are() -> None:
    with pytest.raises(NetworkError, match=r"no measure 'kingpin': there is degree, "):
        measured(GRAPH, ["kingpin"])
    with pytest.raises(NetworkError, match="'core' was not measured: there is degree"):
        measured(GRAPH, ["degree"]).table("core")
