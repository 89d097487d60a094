"""Screening at a counter: one question through the door, with its line in the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from contrared.govern import Desk
from contrared.match.proof import ACTION, line
from contrared.match.screening import Answer, Screen, opened


def screen(
    desk: Desk,
    queries: Sequence[dict[str, Any]],
    *,
    limit: int = 10,
    datasets: Iterable[str] = (),
    screen: Screen | None = None,
) -> Answer:
    """Put a query to the lists this desk may ask, and record that it was asked, of which lists, and what came of it.

    The record holds a commitment to the query, no text of it (:mod:`contrared.match.proof`).

    Args:
        desk: The desk.
        queries: The query, once for each kind of party it may be.
        limit: Candidates to give at most.
        datasets: Only these; all unless given.
        screen: The lists, where the caller holds them open.

    Raises:
        InputError: the query cannot be compared.
        NodeError: a segment is damaged.
    """
    answer = (screen or opened(desk)).ask(*queries, limit=limit, datasets=datasets)
    desk.record(ACTION, line(desk, queries, answer))
    return answer
