"""Asking an index over all listed parties: is the right one found, and how often is a clean person stopped?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from . import kept, measures
from .case import Case
from .matcher import Hit, Matcher
from .pairwise import UNAIMED
from .register import Register

LIMIT = 10


def sample(cases: Sequence[Case], true: int, near: int) -> list[Case]:
    """Queries: so many true ones with nothing withheld, so many near-namesakes, and every clean person."""

    def place(case: Case) -> str:
        return hashlib.sha256(case.id.encode()).hexdigest()

    asked = sorted((c for c in cases if c.label and not c.withheld), key=place)[:true]
    clean = [c for c in cases if c.kind == "clean person"]
    others = sorted((c for c in cases if not c.label and c.kind != "clean person"), key=place)[:near]
    return [*asked, *clean, *others]


def ask(matcher: Matcher, register: Register, cases: Sequence[Case]) -> list[list[Hit]]:
    """Candidates of each query among all listed parties; those of a fixed edition of a peer are kept between runs."""

    def answers() -> Iterator[list[tuple[str, float]]]:
        index = matcher.index([entry.entity() for entry in register.entries])
        for hits in index.screen_all([case.query() for case in cases], LIMIT):
            yield [(hit.entity_id, hit.score) for hit in hits]

    found = kept.answers(matcher, "hits", cases, answers)
    return [[Hit(str(entity_id), float(score)) for entity_id, score in hits] for hits in found]


def tables(matcher: Matcher, register: Register, cases: Sequence[Case], found: Sequence[list[Hit]]) -> dict[str, Any]:
    """Recall at 1 and 5, recall of hits, false hits by kind and tradition.

    A candidate is right when it is an entry of the asked party, on whatever list.
    """
    ranks: list[tuple[Case, int | None, bool]] = []
    stopped: list[tuple[Case, bool]] = []
    for case, hits in zip(cases, found, strict=True):
        if case.label:
            right = register.acceptable(register.by_id[case.target])
            rank = next((at for at, hit in enumerate(hits, 1) if hit.entity_id in right), None)
            found_it = any(hit.entity_id in right and hit.score >= matcher.threshold for hit in hits)
            ranks.append((case, rank, found_it))
        else:
            stopped.append((case, any(hit.score >= matcher.threshold for hit in hits)))
    clean = [hit for case, hit in stopped if case.kind == "clean person"]
    unaimed = measures.shares((case.tradition, hit) for case, hit in stopped if case.kind in UNAIMED)
    return {
        "queries": len(cases),
        "true queries": len(ranks),
        "recall@1": _share([rank == 1 for _, rank, _ in ranks]),
        "recall@5": _share([rank is not None and rank <= 5 for _, rank, _ in ranks]),
        "hit recall": _share([hit for _, _, hit in ranks]),
        "clean persons": len(clean),
        "false hits, clean persons": _share(clean),
        "false hits, near-namesakes": _share([hit for case, hit in stopped if case.kind != "clean person"]),
        "hit recall by kind": measures.shares(((case.severity, case.kind), hit) for case, _, hit in ranks),
        "false hits by kind": measures.shares((case.kind, hit) for case, hit in stopped),
        "false hits by tradition, recombined and clean": unaimed,
        "worst to best, recombined and clean": measures.worst_to_best(unaimed),
    }


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0
