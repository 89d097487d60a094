"""One labelled case: a query, the listed entry it is set against, and what is known about the pair."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from .facts import Facts


@dataclass(frozen=True)
class Case:
    """A query and its truth.

    Attributes:
        id: Stable id.
        half: ``dev`` or ``test``.
        label: Whether the query is the listed entry.
        kind: Kind of corruption, or of namesake.
        severity: 0 (exact) to 3 (hard for a person too); 0 for negatives.
        tradition: Naming tradition of the person; the kind of party for others.
        facts: What accompanies the name, in words.
        schema: FtM schema of the query.
        name: Name asked for.
        properties: Further facts of the query.
        target: The listed entry the pair is scored against.
        withheld: Names of the target that the matcher may not see, so that the exact alias does not answer.
        canonical: Canonical id of the target's party.
    """

    id: str
    half: str
    label: bool
    kind: str
    severity: int
    tradition: str
    facts: str
    schema: str
    name: str
    properties: Facts
    target: str
    canonical: str
    withheld: tuple[str, ...] = ()

    def query(self) -> dict[str, Any]:
        """The query as a mapping that matchers read."""
        return {"id": f"q-{self.id}", "schema": self.schema, "properties": {"name": [self.name], **self.properties}}

    def record(self) -> dict[str, Any]:
        """As kept in the cache."""
        return asdict(self) | {"withheld": list(self.withheld)}

    @classmethod
    def of(cls, record: dict[str, Any]) -> Case:
        """Back from the cache."""
        return cls(**(record | {"withheld": tuple(record["withheld"])}))
