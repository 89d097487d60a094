"""How rare a shared thing is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from contrared.network.convergence import chance_of_overlap, shared_things
from contrared.network.convergence.rarity import holders_of


def test_a_registration_agent_is_busy_and_two_who_share_a_telephone_are_not() -> None:
    held = [(f"c{i}", "1 Agent Street") for i in range(300)] + [("c1", "tel 7"), ("c2", "tel 7"), ("c3", "own")]
    telephone, address = shared_things(held, parties=1000)
    assert (telephone.thing, telephone.holders, telephone.newman, telephone.busy) == ("tel 7", ("c1", "c2"), 1.0, False)
    assert (address.newman, address.busy) == (pytest.approx(1 / 299), True)
    assert address.idf == pytest.approx(0.1743, abs=1e-4)
    assert shared_things([("a", "x"), ("b", "x")], parties=2)[0].idf == 0.0


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(12, 40))
def test_overlap_by_the_hypergeometric_distribution(first: int, second: int, common: int, things: int) -> None:
    expected = float(hypergeom.sf(common - 1, things, first, second))
    assert chance_of_overlap(first, second, common, things) == pytest.approx(expected, abs=1e-9)


def test_more_things_than_there_are() -> None:
    with pytest.raises(ValueError, match="nobody holds 5"):
        chance_of_overlap(5, 1, 1, 4)


@given(st.integers(2, 5000))
def test_holders_back_from_the_weight(k: int) -> None:
    assert holders_of(1 / (k - 1)) == k
