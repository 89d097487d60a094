"""Payments: who paid whom, how often, first and last. What the amounts show is a matter of the money room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa

from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.exchanges import Exchange, exchanged

#: A payment between accounts alone is a tie of the accounts; who holds them is an ownership.
SCHEMATA: Mapping[str, Exchange] = {
    "Payment": Exchange("payment", ("payer", "payerAccount"), ("beneficiary", "beneficiaryAccount")),
}


def payments(
    statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str], *, most: int
) -> Iterator[Edge | Refusal]:
    """Edges from payer to beneficiary; see :func:`~contrared.network.ties.exchanges.exchanged`."""
    yield from exchanged(Layer.PAYMENT, SCHEMATA, statements, canonical, nodes, most=most)
