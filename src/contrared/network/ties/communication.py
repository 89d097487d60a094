"""Calls, messages and mail: who contacted whom, how often, first and last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa

from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.exchanges import Exchange, exchanged

#: Only ends that a source resolved to a party; a number or address alone is looked at as a shared identifier.
SCHEMATA: Mapping[str, Exchange] = {
    "Call": Exchange("call", ("caller",), ("receiver",)),
    "Message": Exchange("message", ("sender", "senderAccount"), ("recipients", "recipientAccount")),
    "Email": Exchange("e-mail", ("emitters",), ("recipients",)),
}


def communications(
    statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str], *, most: int
) -> Iterator[Edge | Refusal]:
    """Edges from caller to called; see :func:`~contrared.network.ties.exchanges.exchanged`."""
    yield from exchanged(Layer.COMMUNICATION, SCHEMATA, statements, canonical, nodes, most=most)
