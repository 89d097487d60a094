"""Screening at a counter: one question through the door, with its line in the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from contrared.govern import Desk
from contrared.govern.log.keeping import receipts_of
from contrared.govern.log.receipt import Receipt
from contrared.match.proof import ACTION, line
from contrared.match.screening import Answer, Screen, opened


def answered(
    desk: Desk,
    queries: Sequence[dict[str, Any]],
    *,
    limit: int = 10,
    datasets: Iterable[str] = (),
    screen: Screen | None = None,
) -> tuple[Answer, Receipt]:
    """Put a query to the lists this desk may ask, and record that it was asked, of which lists, and what came of it.

    The record holds a commitment to the query, no text of it (:mod:`contrared.match.proof`).

    Args:
        desk: The desk.
        queries: The query, once for each kind of party it may be.
        limit: Candidates to give at most.
        datasets: Only these; all unless given.
        screen: The lists, where the caller holds them open.

    Returns:
        The answer, and the receipt of its line.

    Raises:
        InputError: the query cannot be compared.
        NodeError: a segment is damaged.
    """
    answer = (screen or opened(desk)).ask(*queries, limit=limit, datasets=datasets)
    return answer, receipts_of(desk.node, [desk.record(ACTION, line(desk, queries, answer))])[0]


def screen(desk: Desk, queries: Sequence[dict[str, Any]], *, datasets: Iterable[str] = ()) -> Answer:
    """The answer alone, for whoever is at the node and needs no receipt.

    Raises:
        InputError: the query cannot be compared.
        NodeError: a segment is damaged.
    """
    return answered(desk, queries, datasets=datasets)[0]
