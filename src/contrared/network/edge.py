"""An edge of the network: two parties, the layer that joins them, and the statements that say so."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum


class Layer(StrEnum):
    """What kind of tie an edge is, from the strongest to the weakest evidence of a tie."""

    OWNERSHIP = "ownership"
    DIRECTORSHIP = "directorship"
    MEMBERSHIP = "membership"
    EMPLOYMENT = "employment"
    FAMILY = "family"
    ASSOCIATION = "association"
    PAYMENT = "payment"
    COMMUNICATION = "communication"
    ENCOUNTER = "encounter"
    LINKED_TO = "linked-to"
    IDENTIFIER = "identifier"
    VEHICLE = "vehicle"
    CUSTODY = "custody"
    ADDRESS = "address"
    CO_LOCATION = "co-location"
    REMARK = "remark"
    REPORTED = "reported"
    DOCUMENT = "document"

    @property
    def weakness(self) -> int:
        """0 for the strongest layer; an order, not a measure."""
        return _ORDER[self]

    @property
    def directed(self) -> bool:
        """Whether its ties run one way: from owner to owned, from payer to payee."""
        return self in _DIRECTED

    @property
    def shared(self) -> bool:
        """Whether its ties say that both have or were something, and nothing of one towards the other."""
        return self in _SHARED


_ORDER = {layer: rank for rank, layer in enumerate(Layer)}
_DIRECTED = frozenset(
    {
        Layer.OWNERSHIP,
        Layer.DIRECTORSHIP,
        Layer.MEMBERSHIP,
        Layer.EMPLOYMENT,
        Layer.PAYMENT,
        Layer.COMMUNICATION,
    }
)
_SHARED = frozenset(
    {
        Layer.ENCOUNTER,
        Layer.IDENTIFIER,
        Layer.VEHICLE,
        Layer.CUSTODY,
        Layer.ADDRESS,
        Layer.CO_LOCATION,
        Layer.DOCUMENT,
    }
)
#: Layers looked for unless others are asked for. That a document names two parties says so little of a tie between
#: them that it is never mixed in unasked.
DEFAULT_LAYERS = frozenset(Layer) - {Layer.DOCUMENT}


@dataclass(frozen=True, slots=True)
class Edge:
    """One tie with its own evidence; two sources that state the same tie are two edges.

    Attributes:
        source: Canonical id; where something is shared, the smaller one.
        target: Canonical id.
        layer: Layer of the network.
        kind: What is stated within the layer: role, relationship, kind of identifier.
        statement_ids: Statements that say so, sorted; of what the ledger or a table keeps, the ids of its records.
        first: Earliest date stated of the tie (ISO, may be a year), or empty.
        last: Latest date, or empty.
        weight: 1 for a stated tie; for something shared by n parties 1/(n-1) (Newman, Phys. Rev. E 64, 016132, 2001).
            A tie that rests on several occasions has the sum of theirs.
        span: First and one past the last character of the mention in the value of the only statement of a remark.
        occasions: Where the tie rests on several occasions (payments, calls), the statements of each, sorted: every one
            of them is a tie by itself. Empty for a tie that rests on all its statements together.
    """

    source: str
    target: str
    layer: Layer
    kind: str
    statement_ids: tuple[str, ...]
    first: str = ""
    last: str = ""
    weight: float = 1.0
    span: tuple[int, int] | None = None
    occasions: tuple[tuple[str, ...], ...] = ()

    @property
    def count(self) -> int:
        """How many occasions it rests on."""
        return max(1, len(self.occasions))

    @property
    def key(self) -> tuple[str, str, int, str, tuple[str, ...], tuple[int, int]]:
        """Total order of edges."""
        return (
            self.source,
            self.target,
            self.layer.weakness,
            self.kind,
            self.statement_ids,
            self.span or (-1, -1),
        )

    @property
    def id(self) -> str:
        """Id from content."""
        content = [self.source, self.target, self.layer, self.kind, self.statement_ids, self.span]
        return "edge-" + hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """Something that looked like a tie and was not taken for one.

    Attributes:
        layer: Layer it would have belonged to.
        reason: Why not.
        what: The value concerned, or how many there were.
        number: How many it stands for.
    """

    layer: Layer
    reason: str
    what: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class EdgeSet:
    """All edges in a total order, and what was refused."""

    edges: tuple[Edge, ...]
    refusals: tuple[Refusal, ...] = ()
