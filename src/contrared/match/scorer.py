"""The scorer of screening: features of names and facts, weighed; every contribution is a reason."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from contrared.match.factual import Fact, facts
from contrared.match.naming import NameEvidence, hopeful_names, inverted, name_evidence
from contrared.match.profile import Profile
from contrared.match.rarity import Rarity
from contrared.match.reason import NAMES_ALONE, Comparison, Reason
from contrared.match.weights import Weights

#: Features that one reason sums up, because one value of each name stands behind them.
_OF_THE_NAME = ("name", "name close", "name very close", "name equal", "name rare", "names differ")
_ORGANISED = ("organisation", "legal")
#: Facts that tell namesakes apart and say nothing of strangers.
OF_MANY = frozenset(
    {
        *("date day", "date swapped", "date digit", "date month", "date year", "date near"),
        *("birthplace", "birth country", "country"),
    }
)
#: How fast such facts gain weight as the names grow alike.
NAMESAKE = 1.25
#: Further names in common that count.
MOST_FURTHER = 3
#: Digits that a score is rounded to.
DIGITS = 6
#: Below every score.
NO_FLOOR = -math.inf


@dataclass(frozen=True, slots=True)
class Weighed:
    """Features of a pair of parties, before weights are put to them."""

    of: str
    names: Mapping[str, float]
    facts: tuple[Fact, ...]
    evidence: NameEvidence | None


def class_of(a: Profile, b: Profile) -> str:
    """Which weights of names apply: ``person``, ``organisation`` or ``thing``."""
    if a.kind == "person" or b.kind == "person":
        return "person"
    return "organisation" if a.kind in _ORGANISED and b.kind in _ORGANISED else "thing"


def weigh(a: Profile, b: Profile, model: Weights, rarity: Rarity) -> Weighed:
    """Features of two comparable parties, of the pair of names that speaks most for them."""
    return _weighed(a, b, class_of(a, b), tuple(facts(a, b)), model, rarity)


def _weighed(a: Profile, b: Profile, of: str, told: tuple[Fact, ...], model: Weights, rarity: Rarity) -> Weighed:
    if not (a.names or a.weak) or not (b.names or b.weak):
        return Weighed(of, {"no name": _silence(told)}, _gated(told, 0.0), None)
    best: NameEvidence | None = None
    best_total = -math.inf
    weight = model.names[of]
    for left, right in hopeful_names(a, b):
        found = name_evidence(left, right, rarity, person=of == "person")
        if found is None:
            continue
        if left.key in a.faint or right.key in b.faint:
            found.values["weak alias"] = 1.0
        total = sum([weight[key] * value for key, value in found.values.items()])
        if total > best_total:
            best, best_total = found, total
    if best is None:
        return Weighed(of, {"names differ": _silence(told)}, _gated(told, 0.0), None)
    if of == "person" and inverted(a, b):
        best.values["lineage inverted"] = 1.0
    if best.left.key == best.right.key and len(a.keys) > 1 and len(b.keys) > 1:
        further = sum(" " in key for key in a.keys & b.keys) - 1
        if further > 0:
            best.values["further name"] = float(min(MOST_FURTHER, further))
    return Weighed(of, best.values, _gated(told, min(1.0, NAMESAKE * best.values.get("name", 0.0))), best)


def _gated(told: tuple[Fact, ...], share: float) -> tuple[Fact, ...]:
    """Facts that many share count only as far as the names agree: thousands are born on any one day."""
    if share == 1.0:
        return told
    return tuple(fact._replace(value=fact.value * share) if fact.feature in OF_MANY else fact for fact in told)


def _silence(told: tuple[Fact, ...]) -> float:
    """How much it counts that no name agrees: little where a number does, for a number may stand under any name."""
    features = {fact.feature for fact in told}
    if features & {"number", "quoted reference"}:
        return 0.25
    return 0.5 if features & {"number misread", "doubtful number"} else 1.0


def score(a: Profile, b: Profile, model: Weights, rarity: Rarity) -> Comparison:
    """Score and reasons of two comparable parties."""
    found = reaching(a, b, model, rarity, NO_FLOOR)
    assert found is not None
    return found


def floor_of(least: float) -> float:
    """Log-odds below which no score, rounded as :func:`score` rounds, is at least so high."""
    chance = least - 2.0 * 10.0**-DIGITS
    if chance <= 0.0:
        return NO_FLOOR
    return math.log(chance / (1.0 - chance)) if chance < 1.0 else math.inf


def reaching(a: Profile, b: Profile, model: Weights, rarity: Rarity, floor: float) -> Comparison | None:
    """Score and reasons of two comparable parties; None where the log-odds are below a floor.

    Names can add no more than the model allows them, so facts that speak against a pair settle most pairs of namesakes
    before any name is looked at.
    """
    of = class_of(a, b)
    told = tuple(facts(a, b))
    if told and floor > NO_FLOOR and model.most_by_name[of] + _at_most(told, model) < floor:
        return None
    found = _weighed(a, b, of, told, model, rarity)
    weight = model.names[of]
    by_name = sum([weight[key] * value for key, value in found.names.items()])
    most = model.most_by_name[of] - weight["start"]
    total = weight["start"] + min(by_name, most)
    contributions = [model.facts[fact.feature] * fact.value for fact in found.facts]
    for contribution in contributions:
        total += contribution
    if total < floor:
        return None
    reasons = _name_reasons(found, weight)
    if by_name > most:
        reasons.append(Reason(NAMES_ALONE, "", "", round(most - by_name, 4)))
    for fact, contribution in zip(found.facts, contributions, strict=True):
        reasons.append(Reason(fact.feature, fact.left, fact.right, round(contribution, 4)))
    reasons.sort(key=lambda reason: (-abs(reason.contribution), reason.feature, reason.left, reason.right))
    return Comparison(round(1.0 / (1.0 + math.exp(-total)), DIGITS), tuple(reasons), round(total, 4))


def _at_most(told: tuple[Fact, ...], model: Weights) -> float:
    """The most that facts can add, whatever the names: those that many share may come to count for nothing."""
    total = 0.0
    for fact in told:
        contribution = model.facts[fact.feature] * fact.value
        if contribution > 0.0 or fact.feature not in OF_MANY:
            total += contribution
    return total


def _name_reasons(found: Weighed, weight: Mapping[str, float]) -> list[Reason]:
    evidence = found.evidence
    left, right = (evidence.left.text, evidence.right.text) if evidence else ("", "")
    apart = evidence.apart if evidence else ("", "")
    name = 0.0
    reasons = []
    for key, value in found.names.items():
        contribution = weight[key] * value
        if key in _OF_THE_NAME:
            name += contribution
        else:
            shown = apart if key in ("part differs", "part missing") else (left, right)
            reasons.append(Reason(key, *shown, round(contribution, 4)))
    return [Reason("name" if evidence else "names differ", left, right, round(name, 4)), *reasons]
