"""A model learnt from what people of this node decided: their judgements are the labels."""

from __future__ import annotations

from dataclasses import dataclass, replace

from contrared.govern import Desk
from contrared.match import comparable, compare, profile_of
from contrared.match.commonness import commonness
from contrared.match.entities import entities
from contrared.match.learn import Labelled, best_threshold, learn
from contrared.match.scorer import class_of, score
from contrared.match.weights import Weights, weights
from contrared.model import InputError
from contrared.resolve import Judgement, Verdict, in_force

#: Fewer judgements of either kind teach nothing that could be trusted.
FEWEST = 10
#: Share of the pairs judged different that the threshold may let through.
MOST_FALSE = 0.05


@dataclass(frozen=True, slots=True)
class Taught:
    """A model learnt from judgements.

    Attributes:
        model: The model.
        same: Pairs judged the same.
        different: Pairs judged different.
        right_before: Share of them that the model it started from puts on the right side of its threshold.
        right_after: The same for the new one, on the pairs it was learnt from.
    """

    model: Weights
    same: int
    different: int
    right_before: float
    right_after: float


def teach(desk: Desk, name: str, start: str = "default") -> Taught:
    """Learn weights from the judgements in force; features that no pair shows stay as they are.

    Args:
        desk: The desk.
        name: Name of the new model.
        start: Model to begin with and to stay near.

    Raises:
        InputError: there are too few judgements of either kind.
    """
    judged = [
        judgement
        for judgement in in_force(Judgement.from_row(row) for row in desk.judgements()).values()
        if judgement.verdict in (Verdict.SAME, Verdict.DIFFERENT)
    ]
    ids = {identity for judgement in judged for identity in (judgement.left, judgement.right)}
    profiles = {}
    for version in desk.versions():
        for entity in entities(desk.statements(versions=[version])):
            if entity["id"] in ids:
                profiles[entity["id"]] = profile_of(entity)
    pairs = [
        Labelled(profiles[j.left], profiles[j.right], j.verdict is Verdict.SAME)
        for j in judged
        if j.left in profiles and j.right in profiles and comparable(profiles[j.left], profiles[j.right])
    ]
    same = sum(pair.same for pair in pairs)
    if min(same, len(pairs) - same) < FEWEST:
        raise InputError(
            f"{same} pairs are judged the same and {len(pairs) - same} different: at least {FEWEST} of each are needed",
            do="decide more pairs with `contrared judge`",
        )
    first = weights(start)
    learnt = learn(pairs, first)
    scores = [_score(pair, learnt.model) for pair in pairs]
    threshold = best_threshold(scores, [pair.same for pair in pairs], most_false=MOST_FALSE)
    says = f"Learnt from {same} pairs judged the same and {len(pairs) - same} judged different, from {start}; log-odds."
    model = replace(learnt.model, name=name, threshold=threshold, says=says)
    before = [compare(pair.left, pair.right, start).score for pair in pairs]
    return Taught(
        model,
        same,
        len(pairs) - same,
        _right(before, pairs, first.threshold),
        _right(scores, pairs, threshold),
    )


def _score(pair: Labelled, model: Weights) -> float:
    person = class_of(pair.left, pair.right) == "person"
    return score(pair.left, pair.right, model, commonness(person=person)).score


def _right(scores: list[float], pairs: list[Labelled], threshold: float) -> float:
    return sum((score >= threshold) == pair.same for score, pair in zip(scores, pairs, strict=True)) / len(pairs)
