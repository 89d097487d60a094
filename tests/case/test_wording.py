"""Small pieces of sentences."""

from __future__ import annotations

import pytest

from contrared.case.wording import counted, joined, list_name, role, sentence
from contrared.collect.readers.coded import RELATIONS


@pytest.mark.parametrize(
    ("items", "last", "said"),
    [([], "and", ""), (["a"], "and", "a"), (["a", "b"], "or", "a or b"), (["a", "b", "c"], "and", "a, b and c")],
)
def test_lists_in_words(items: list[str], last: str, said: str) -> None:
    assert joined(items, last=last) == said


def test_one_and_many_differ() -> None:
    assert counted("case.gaps.rejects", 1).startswith("One row")
    assert counted("case.gaps.rejects", 1234).startswith("1,234 rows")


@pytest.mark.parametrize("word", sorted(RELATIONS))
def test_every_relation_of_a_coding_reads_as_words(word: str) -> None:
    assert "-" not in role(word)


def test_a_list_the_catalogue_does_not_know_goes_by_its_own_name() -> None:
    assert list_name("xx_list") == "xx_list"
    assert sentence("the list") == "The list"
    assert sentence("") == ""
