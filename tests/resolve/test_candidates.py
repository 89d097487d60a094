"""Which scored pairs are linked and which are shown."""

from contrared.match import Comparison, Profile, Reason, profile_of
from contrared.resolve.candidates import CANDIDATES, Scored, decide


def someone(entity: str, dataset: str) -> Profile:
    return profile_of({"id": entity, "schema": "Person", "properties": {"name": [entity]}}, dataset=dataset)


def scored(left: int, right: int, log_odds: float, *features: str, score: float = 0.99) -> Scored:
    reasons = tuple(Reason(feature, "x", "x", -3.0 if "differs" in feature else 1.0) for feature in features)
    return left, right, Comparison(score, reasons, log_odds)


ONE, TWO = [someone(f"a{n}", "a") for n in range(6)], [someone(f"b{n}", "b") for n in range(6)]
ALL = [*ONE, *TWO]


def pairs(found: list[Scored]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    automatic, candidates = decide(ALL, found)
    return [link.pair for link in automatic], [link.pair for link in candidates]


def test_the_clear_best_partner_is_linked_and_the_next_is_shown() -> None:
    assert pairs([scored(0, 6, 8.0, "date day"), scored(0, 7, 4.0, "date day")]) == ([("a0", "b0")], [("a0", "b1")])


def test_two_partners_as_good_as_each_other_are_left_to_a_person() -> None:
    assert pairs([scored(0, 6, 8.0, "date day"), scored(0, 7, 7.5, "date day")]) == ([], [("a0", "b0"), ("a0", "b1")])


def test_a_name_alone_or_a_contradiction_is_left_to_a_person() -> None:
    assert pairs([scored(0, 6, 8.0, "name")]) == ([], [("a0", "b0")])
    assert pairs([scored(0, 6, 8.0, "date day", "country differs")]) == ([], [("a0", "b0")])


def test_a_score_below_the_threshold_is_left_to_a_person() -> None:
    assert pairs([scored(0, 6, 2.0, "date day", score=0.88)]) == ([], [("a0", "b0")])


def test_no_party_is_shown_more_than_a_few_candidates() -> None:
    _, candidates = pairs([scored(0, 6 + n, 2.0 - n / 10, "name", score=0.5) for n in range(6)])
    assert candidates == [("a0", f"b{n}") for n in range(CANDIDATES)]


def test_two_entries_of_one_list_are_shown_only_when_as_alike_as_an_automatic_link() -> None:
    assert pairs([scored(0, 1, 8.0, "date day"), scored(2, 3, 2.0, "name", score=0.6)]) == ([], [("a0", "a1")])
    automatic, _ = decide(ALL, [scored(0, 1, 8.0, "date day")], within=frozenset({"a"}))
    assert [link.pair for link in automatic] == [("a0", "a1")]
