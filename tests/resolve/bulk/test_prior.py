"""The prior that weighed pairs add up to."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from contrared.resolve.bulk.prior import HIGHEST, MOST_RAISED, bounded, reweighed, settled


def weighed(prior: float, evidence: list[float]) -> np.ndarray:
    return np.array(evidence) + np.log2(prior / (1 - prior))


def test_a_prior_that_was_too_low_comes_to_what_there_is() -> None:
    # 400 pairs of one party among a million possible, each with far more evidence than any prior takes away.
    evidence = [40.0] * 400 + [-20.0] * 5000
    assert settled(weighed(1e-4, evidence), 1e-4, 1_000_000) == pytest.approx(4e-4, rel=1e-3)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [([40.0] * 100_000, MOST_RAISED * 1e-4), ([-30.0] * 10, 1e-4), ([], 1e-4)],
    ids=["raised no more than may be", "never lowered", "no pairs"],
)
def test_its_bounds(evidence: list[float], expected: float) -> None:
    assert settled(weighed(1e-4, evidence), 1e-4, 1_000_000) == pytest.approx(expected)


def test_no_prior_is_without_odds() -> None:
    assert bounded(0.0) > 0
    assert bounded(1.0) == HIGHEST
    assert settled(np.array([50.0]), HIGHEST, 1) == HIGHEST


def test_pairs_weighed_anew_are_those_that_are_likely_enough() -> None:
    pairs = pa.table({"left": ["a", "b"], "weight": [0.0, -6.0], "probability": [0.5, 0.015]})
    found = reweighed(pairs, 0.001, 0.01, 0.2)
    assert found["left"].to_pylist() == ["a"]
    assert found["probability"].to_pylist()[0] == pytest.approx(0.9099, abs=1e-3)
    assert reweighed(pairs, 0.001, 0.001, 0.0)["weight"].to_pylist() == [0.0, -6.0]
