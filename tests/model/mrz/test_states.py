"""State codes: those of ISO agree with FollowTheMoney, those beyond it are all there and explained."""

from __future__ import annotations

import pytest
from followthemoney.types import registry
from rigour.territories import get_territory

from contrared.model.messages import catalogue
from contrared.model.mrz import country
from contrared.model.mrz.states import BEYOND_ISO, STATES, is_known


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("D", "de"),
        ("DEU", "de"),
        ("GBR", "gb"),
        *[(f"GB{kind}", "gb") for kind in "DNOPS"],
        ("RKS", "xk"),
        ("UNK", "xk"),
        ("UNO", "un"),
        ("UNA", "un"),
        ("EUE", "eu"),
        ("TWN", "tw"),
        ("PSE", "ps"),
        ("XCT", "cy-trnc"),
        *[(code, None) for code in ("XXA", "XXB", "XXC", "XXX", "XOM", "XPO", "UTO", "QQQ", "", "de", "D<<")],
    ],
)
def test_countries(code: str, expected: str | None) -> None:
    assert country(code) == expected


def test_iso_is_whole() -> None:
    assert len(set(STATES) - BEYOND_ISO) == 249


@pytest.mark.parametrize("code", sorted(set(STATES) - BEYOND_ISO))
def test_iso_codes_are_those_of_the_territories(code: str) -> None:
    territory = get_territory(code)
    assert territory is not None
    assert territory.code == STATES[code]


@pytest.mark.parametrize("code", sorted(code for code, found in STATES.items() if found))
def test_every_country_is_one_of_followthemoney(code: str) -> None:
    assert registry.country.clean(STATES[code]) == STATES[code]


@pytest.mark.parametrize("code", sorted(BEYOND_ISO))
def test_codes_beyond_iso_are_explained(code: str) -> None:
    assert is_known(code)
    assert catalogue()[f"mrz.state.{code}"]
