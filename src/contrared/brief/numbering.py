"""Numbers of citations: each source of the annex has one, in the order of the annex."""

from __future__ import annotations

from collections.abc import Iterable

from contrared.brief.content import Brief, Citation


def numbers(brief: Brief) -> dict[str, int]:
    """Number of each source of the annex, from 1."""
    return {source.id: number for number, source in enumerate(brief.sources, 1)}


def cited(citations: Iterable[Citation], known: dict[str, int]) -> list[tuple[tuple[int, ...], str, str]]:
    """``(source numbers, grade, label)`` of each citation."""
    return [
        (tuple(sorted(known[source] for source in citation.source_ids)), citation.grade, citation.label)
        for citation in citations
    ]
