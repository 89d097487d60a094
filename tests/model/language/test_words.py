"""Words of closed vocabularies are told where a person reads them, and nowhere else."""

from __future__ import annotations

import pytest

from contrared.cli import output
from contrared.match.factual import FACT_FEATURES
from contrared.match.naming import NAME_FEATURES
from contrared.match.reason import NAMES_ALONE
from contrared.match.weights import AROUND_NAMES
from contrared.model.language import said, speaking, word
from contrared.model.messages import catalogue


@pytest.mark.parametrize(
    ("english", "spanish"),
    [("open", "abierto"), ("victim, minor", "víctima, menor"), ("Open Door Ltd", "Open Door Ltd")],
)
def test_a_word_is_told_by_itself_or_among_others(english: str, spanish: str) -> None:
    assert word(english) == english
    assert word(english, "es") == spanish


def test_only_placeholders_that_hold_words_are_told() -> None:
    assert said("jdg-1: open and same judged same by open", "es") == "jdg-1: open y same juzgados el mismo por open"


def test_only_columns_that_hold_words_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    with speaking("es"):
        output.table("Watched", ["party", "state"], [("open", "open")])
    told = capsys.readouterr().out
    assert "open" in told
    assert "abierto" in told


def test_every_feature_of_screening_has_its_word() -> None:
    words = {text for key, text in catalogue().items() if key.startswith("words.")}
    assert {*AROUND_NAMES[1:], *NAME_FEATURES, *FACT_FEATURES, NAMES_ALONE} - words == set()
