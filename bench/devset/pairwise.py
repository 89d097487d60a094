"""Scoring labelled pairs with a matcher, and the tables that come of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from . import kept, measures
from .case import Case
from .matcher import Matcher
from .records import Pair, fake_1000, febrl_3, pairs
from .register import Register

#: Kinds of negatives that every tradition has and that are set against nobody on purpose: these compare traditions.
UNAIMED = frozenset({"recombined parts", "clean person"})
AIMED = frozenset(
    {
        "same surname, other given names",
        "same name, other birth date",
        "brother",
        "father",
        "other patronymic or second name",
        "other second surname",
        "patronymic inverted",
        "one syllable differs",
        "mixed heritage",
    }
)


def scores(matcher: Matcher, register: Register, cases: Sequence[Case]) -> list[float]:
    """Score of each case; those of a fixed edition of a peer are kept between runs."""
    found = kept.answers(matcher, "scores", cases, lambda: _scored(matcher, register, cases))
    return [float(score) for score in found]


def _scored(matcher: Matcher, register: Register, cases: Sequence[Case]) -> Iterator[float]:
    listed: dict[tuple[str, tuple[str, ...]], Any] = {}
    for case in cases:
        place = (case.target, case.withheld)
        if place not in listed:
            entity = register.by_id[case.target].entity(without=frozenset(case.withheld))
            listed[place] = matcher.prepare(entity)
        yield matcher.score(matcher.prepare(case.query()), listed[place])


def tables(matcher: Matcher, cases: Sequence[Case], found: Sequence[float]) -> dict[str, Any]:
    """Totals at the matcher's threshold and at best F1, calibration, and shares by kind and tradition."""
    labels = [case.label for case in cases]
    hits = [score >= matcher.threshold for score in found]
    true = [(case, hit) for case, hit in zip(cases, hits, strict=True) if case.label]
    false = [(case, hit) for case, hit in zip(cases, hits, strict=True) if not case.label]
    unaimed = measures.shares((case.tradition, hit) for case, hit in false if case.kind in UNAIMED)
    aimed = measures.shares((case.tradition, hit) for case, hit in false if case.kind in AIMED)
    return {
        "at threshold": measures.Counts.at(matcher.threshold, found, labels).to_dict(),
        "at best F1": measures.best(found, labels).to_dict(),
        "calibration": [measures.Counts.at(t, found, labels).to_dict() for t in measures.THRESHOLDS],
        "scored exactly 1": {
            "true pairs": sum(s >= 1 and label for s, label in zip(found, labels, strict=True)),
            "false pairs": sum(s >= 1 and not label for s, label in zip(found, labels, strict=True)),
        },
        "recall by kind": measures.shares(((case.severity, case.kind), hit) for case, hit in true),
        "recall by tradition": measures.shares((case.tradition, hit) for case, hit in true),
        "recall by facts": measures.shares((case.facts, hit) for case, hit in true),
        "false hits by kind": measures.shares((case.kind, hit) for case, hit in false),
        "false hits by tradition, recombined and clean": unaimed,
        "worst to best, recombined and clean": measures.worst_to_best(unaimed),
        "false hits by tradition, near-namesakes": aimed,
        "worst to best, near-namesakes": measures.worst_to_best(aimed),
    }


def record_pairs(half: str) -> dict[str, list[Pair]]:
    """Pairs of duplicated records of a half, by set."""
    return {"fake_1000": pairs(list(fake_1000()), half), "FEBRL 3": pairs(list(febrl_3()), half)}


def record_tables(matcher: Matcher, sets: dict[str, list[Pair]]) -> dict[str, Any]:
    """Totals on the record sets."""
    found = {}
    for name, chosen in sets.items():
        scored = [matcher.score(matcher.prepare(p.left.entity), matcher.prepare(p.right.entity)) for p in chosen]
        labels = [pair.label for pair in chosen]
        found[name] = {
            "at threshold": measures.Counts.at(matcher.threshold, scored, labels).to_dict(),
            "at best F1": measures.best(scored, labels).to_dict(),
        }
    return found
