"""Learning the weights of a model from labelled pairs.

Logistic regression by maximum likelihood with a pull towards the weights it starts from, so that a few judgements move
a model a little and many move it far; the sign of each weight is held, so that an agreeing birth date can never come to
speak against a pair. Solver: L-BFGS-B (Byrd, Lu, Nocedal, Zhu 1995) as in SciPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from contrared.match.commonness import commonness
from contrared.match.factual import FACT_FEATURES
from contrared.match.naming import NAME_FEATURES
from contrared.match.profile import Profile
from contrared.match.scorer import Weighed, weigh
from contrared.match.weights import AROUND_NAMES, CLASSES, Weights

Array = NDArray[np.float64]
#: Features that can only speak against a pair.
AGAINST = frozenset(
    {
        *("part differs", "part missing", "spelling differs", "lineage inverted", "number differs", "number missing"),
        *("date differs", "no name", "number of a kind differs", "country differs", "gender differs", "names differ"),
        *("one part only", "weak alias"),
    }
)
#: Features of either sign.
EITHER = frozenset({"start", "initial only", "date near"})
#: What pairs do not teach: two people of one common name hardly stand in a set of labelled pairs without a fact that
#: tells them apart, so the weight of rarity would be learnt as nothing.
AT_LEAST = {"name rare": 1.0}
#: What agrees more exactly never weighs less.
ORDERED = ("date near", "date year", "date month", "date digit", "date swapped", "date day")
#: Times that features are drawn anew with the weights found: the best pair of names depends on them.
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """Two parties and whether they are one."""

    left: Profile
    right: Profile
    same: bool


@dataclass(frozen=True, slots=True)
class Learnt:
    """A model and how well it fits.

    Attributes:
        model: The weights.
        loss: Mean loss in bits of a pair.
        pairs: How many pairs it was learnt from.
    """

    model: Weights
    loss: float
    pairs: int


def learn(pairs: Sequence[Labelled], start: Weights, *, pull: float = 2.0) -> Learnt:
    """Learn weights; what the pairs say nothing about stays as it is in ``start``.

    Args:
        pairs: Labelled pairs of comparable parties.
        start: Where to begin, and what to stay near.
        pull: How strongly: the precision of a normal prior around each weight.
    """
    labels = np.array([pair.same for pair in pairs], dtype=np.float64)
    model = start
    loss = float("nan")
    for _ in range(ROUNDS):
        found = [weigh(p.left, p.right, model, commonness(person=_person(p))) for p in pairs]
        model, loss = _fit(found, labels, model, start, pull)
    return Learnt(model, loss, len(pairs))


def best_threshold(scores: Sequence[float], same: Sequence[bool], *, most_false: float) -> float:
    """The threshold of the best F1 among those that let through at most that share of the pairs that are not the same.

    Returns:
        A score of three digits, halfway between the last pair let through and the next.
    """
    order = np.argsort(-np.asarray(scores))
    truth = np.asarray(same, dtype=bool)[order]
    ranked = np.asarray(scores)[order]
    true, false = np.cumsum(truth), np.cumsum(~truth)
    f1 = 2 * true / (true + false + truth.sum())
    f1[false > most_false * (~truth).sum()] = 0.0
    best = int(np.argmax(f1))
    below = float(ranked[best + 1]) if best + 1 < len(ranked) else 0.0
    return floor(500.0 * (float(ranked[best]) + below)) / 1000.0


def _person(pair: Labelled) -> bool:
    return "person" in {pair.left.kind, pair.right.kind}


def _keys() -> list[tuple[str, str]]:
    names = [(of, key) for of in CLASSES for key in (*AROUND_NAMES, *NAME_FEATURES)]
    return [*names, *(("facts", key) for key in FACT_FEATURES)]


def _matrix(found: Sequence[Weighed], model: Weights) -> tuple[Array, Array, Array]:
    """Values of the features of names, of facts, and the limit of names, a row a pair."""
    keys = _keys()
    at = {key: number for number, key in enumerate(keys)}
    by_name = np.zeros((len(found), len(keys)))
    by_fact = np.zeros((len(found), len(keys)))
    for row, item in enumerate(found):
        by_name[row, at[item.of, "start"]] = 1.0
        for key, value in item.names.items():
            by_name[row, at[item.of, key]] = value
        for fact in item.facts:
            by_fact[row, at["facts", fact.feature]] += fact.value
    most = np.array([model.most_by_name[item.of] for item in found])
    return by_name, by_fact, most


def _fit(found: Sequence[Weighed], labels: Array, model: Weights, prior: Weights, pull: float) -> tuple[Weights, float]:
    keys = _keys()
    by_name, by_fact, most = _matrix(found, model)
    first, towards = _vector(model, keys), _vector(prior, keys)
    # A feature that no pair has stays where it is.
    seen = (np.abs(by_name).sum(axis=0) + np.abs(by_fact).sum(axis=0)) > 0
    first[~seen] = towards[~seen]

    def loss(vector: Array) -> tuple[float, Array]:
        names = by_name @ vector
        free = names < most
        total = np.minimum(names, most) + by_fact @ vector
        chance = 1.0 / (1.0 + np.exp(-total))
        off = chance - labels
        value = float(np.logaddexp(0.0, total).sum() - labels @ total + 0.5 * pull * np.sum((vector - towards) ** 2))
        slope = by_fact.T @ off + by_name.T @ (off * free) + pull * (vector - towards)
        slope[~seen] = 0.0
        return value, slope

    done: Any = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=[_bounds(key) for _, key in keys])
    vector = np.where(seen, done.x, towards)
    names = {of: {k: float(v) for (o, k), v in zip(keys, vector, strict=True) if o == of} for of in CLASSES}
    facts = {k: float(v) for (o, k), v in zip(keys, vector, strict=True) if o == "facts"}
    for weaker, stronger in pairwise(ORDERED):
        facts[stronger] = max(facts[stronger], facts[weaker])
    return replace(model, names=names, facts=facts), float(done.fun) / len(labels) / float(np.log(2))


def _vector(model: Weights, keys: Sequence[tuple[str, str]]) -> Array:
    return np.array([model.facts[key] if of == "facts" else model.names[of][key] for of, key in keys])


def _bounds(key: str) -> tuple[float | None, float | None]:
    if key in EITHER:
        return (None, None)
    return (None, 0.0) if key in AGAINST else (AT_LEAST.get(key, 0.0), None)
