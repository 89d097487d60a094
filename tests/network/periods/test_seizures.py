"""How a network answers to events."""

from __future__ import annotations

import pytest

from contrared.network import NetworkError, canonical_json
from contrared.network.periods import Event, periods, phases, seizures
from tests.network.worlds.graphs import network


def dated(edges: list[tuple[int, int]], start: str, end: str, directed: bool = False) -> list[dict[str, object]]:
    usual = {"start": start, "end": end, "probability": 1.0, "directed": directed}
    return [{"source": a, "target": b} | usual for a, b in edges]


#: A star around 0 until the seizure of June 1994, a ring without 0 after it.
STAR = dated([(0, i) for i in range(1, 7)], "1994-01", "1994-05")
RING = dated([(i, i % 6 + 1) for i in range(1, 7)], "1994-06", "1994-12")
EVENTS = [Event("1994-06", "seizure of hashish"), Event("1994-06-01", "arrest")]


def test_a_star_that_becomes_a_ring() -> None:
    found = seizures(network(7, [*STAR, *RING]), EVENTS, top=1, samples=10)
    before, after = found.phases
    assert (before.name, after.name) == ("before 1994-06-01", "from 1994-06-01")
    assert (before.after, after.after) == ((), ("seizure of hashish", "arrest"))
    assert [c.value for c in before.centralisation] == [1.0, 1.0]
    assert [c.value for c in after.centralisation] == pytest.approx([0.0, 0.0])
    assert (before.node_turnover, before.broker_turnover) == (None, None)
    assert (after.nodes_came, after.nodes_went) == (0, 1)
    assert after.node_turnover == pytest.approx(1 / 7)
    assert after.tie_turnover == 1.0
    assert before.brokers == ("n000",)
    assert after.brokers == tuple(f"n{i:03}" for i in range(1, 7))
    assert after.broker_turnover is not None
    assert (after.broker_turnover.value, after.broker_turnover.low, after.broker_turnover.high) == (1.0, 1.0, 1.0)
    row = found.table({"n000": "Zero"}).rows[0]
    assert row[-1] == "Zero"
    assert found.table().rows[1][1] == "seizure of hashish; arrest"


def test_reciprocity_and_who_lies_on_no_path() -> None:
    pair = dated([(0, 1), (1, 0), (1, 2), (2, 3)], "1994-01", "1994-02", directed=True)
    lone = dated([(0, 1)], "1994-06", "1994-07", directed=True)
    first, second = seizures(network(7, [*pair, *lone]), EVENTS[:1], samples=5).phases
    assert first.shape.reciprocity == pytest.approx(0.5)
    assert second.shape.reciprocity == 0.0
    assert second.brokers == ()
    assert second.centralisation[0].value is None


def test_a_doubtful_record_gives_wide_intervals() -> None:
    doubtful = [tie | {"probability": 0.5} for tie in [*STAR, *RING]]
    found = seizures(network(7, doubtful), EVENTS, top=1, samples=100)
    for phase in found.phases:
        for one in phase.centralisation:
            assert one.low is not None
            assert one.high is not None
            assert one.value is not None
            assert one.low <= one.value <= one.high
            assert one.high - one.low > 0.1
    assert canonical_json(found) == canonical_json(seizures(network(7, doubtful), EVENTS, top=1, samples=100))


def test_ties_without_dates_and_protected_persons() -> None:
    ties = [*STAR, *RING, {"source": 0, "target": 5}, {"source": 2, "target": 4, "start": "1994-03"}]
    found = seizures(network(7, ties), EVENTS, samples=5, protected={"n000"})
    assert "n000" not in canonical_json(found)
    assert "tie without a date" not in {t.what for t in found.treatments}
    assert [str(t) for t in found.treatments] == ["1 x tie with one date: taken as open at the other end"]
    everybody = seizures(network(7, ties), EVENTS, samples=5)
    assert "1 x tie without a date: left out of all periods" in map(str, everybody.treatments)


def test_phases_of_their_own_and_what_is_refused() -> None:
    parts = periods(network(7, [*STAR, *RING]), cuts=["1994-06"]).periods
    own = phases(parts, [(), ("seizure of hashish", "arrest")], top=1, samples=10)
    assert own.phases == seizures(network(7, [*STAR, *RING]), EVENTS, top=1, samples=10).phases
    with pytest.raises(NetworkError, match="no event"):
        seizures(network(7, STAR), [])
    with pytest.raises(NetworkError, match="is no date"):
        seizures(network(7, STAR), [Event("June")])
    with pytest.raises(NetworkError, match="give 1 or more"):
        seizures(network(7, STAR), EVENTS, top=0)
