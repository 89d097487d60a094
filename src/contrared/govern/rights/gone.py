"""What goes when sources go: statements that nothing else states, and entities of which nothing is left."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pyarrow as pa

from contrared.govern.log.merkle import leaf_hash, root_of
from contrared.store import Node
from contrared.store.query import Engine

STATEMENT_DOMAIN = b"contrared.org/deletion/statement/v1\n"
SALT_SIZE = 32


@dataclass(frozen=True, slots=True)
class Gone:
    """What goes with sources of one dataset.

    Attributes:
        statements: Ids of statements that no other source of any version states, and the entity of each.
        entities: Ids of entities of which no statement is left.
    """

    statements: Mapping[str, str]
    entities: frozenset[str]

    @property
    def touched(self) -> frozenset[str]:
        """Entities that lose a statement or all."""
        return frozenset(self.statements.values())

    def root(self, salt: bytes) -> str:
        """Merkle root (RFC 6962) over the salted ids of the statements, in their order; says nothing without the salt.

        An id is a hash of what a statement says, and a name can be guessed: so the salt is handed out with the
        certificate of the deletion and does not stay on the node.
        """
        return root_of(leaf_hash(statement_leaf(salt, key)) for key in sorted(self.statements)).hex()


def statement_leaf(salt: bytes, statement_id: str) -> bytes:
    """Leaf of a statement in the tree of what went: SHA-256(domain || salt || id)."""
    return hashlib.sha256(STATEMENT_DOMAIN + salt + statement_id.encode()).digest()


def new_salt() -> bytes:
    """A salt for one deletion."""
    return os.urandom(SALT_SIZE)


def gone(node: Node, sources: Collection[str]) -> Gone:
    """What goes with these sources, by the versions the lake holds now."""
    versions = node.lake.versions()
    if not any(key in sources for version in versions for key in version.sources):
        return Gone({}, frozenset())
    engine = Engine(node.settings.engine, node.root)
    try:
        statements = engine.statements(node.lake, versions)
        evidence = engine.evidence(node.lake, versions)
        going = evidence["source_id"].isin(sorted(sources))
        from_them = evidence.filter(going).select("statement_id").distinct()
        from_others = evidence.filter(~going).select("statement_id").distinct()
        only_theirs = from_them.anti_join(from_others, "statement_id")
        lost = statements.semi_join(only_theirs, statements["id"] == only_theirs["statement_id"])
        left = statements.anti_join(only_theirs, statements["id"] == only_theirs["statement_id"])
        emptied = lost.select("entity_id").distinct().anti_join(left.select("entity_id").distinct(), "entity_id")
        told: pa.Table = engine.run(lost.select("id", "entity_id").distinct().order_by("id"))
        entities: pa.Table = engine.run(emptied.order_by("entity_id"))
    finally:
        engine.close()
    pairs = zip(told["id"].to_pylist(), told["entity_id"].to_pylist(), strict=True)
    return Gone(dict(pairs), frozenset(entities["entity_id"].to_pylist()))
