"""A desk: what policy lets one person see for one purpose, and the record of what was read there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from contrared.govern import record
from contrared.govern.decided import Decided
from contrared.govern.extent import Extent, look
from contrared.govern.memory import Memory
from contrared.govern.policy import Person, Policy, SourceClass
from contrared.govern.rights.standing import Standing
from contrared.govern.sight import SEE_PROTECTED, Sight
from contrared.govern.writer import Writer
from contrared.model import PolicyError, Source
from contrared.store import DatasetVersion, Node, keys, query
from contrared.store.lake import chosen
from contrared.store.schema import STATEMENTS


class Desk(Decided, Standing):
    """Reads and writes of one user, for one purpose, in one case.

    Args:
        node: The opened node.
        person: Who sits at the desk.
        purpose: Why, in words.
        case: Case id, or empty.
        policy: Decides on each class of source.
        as_of: Date by which lists are asked for: of each dataset what had been published by then. Empty for now.
    """

    def __init__(self, node: Node, person: Person, purpose: str, case: str, policy: Policy, as_of: str = "") -> None:
        self.as_of = as_of
        self.node = node
        self.person = person
        self.purpose, self.case = purpose, case
        self.policy = policy
        #: Secret of the session by which the person entered, to sign with; None where the node asks for none.
        self.session: str | None = None
        self._seen: tuple[Any, Extent] | None = None

    # -- what is held ---------------------------------------------------------------------------------------------

    def versions(self, dataset: str | None = None) -> list[DatasetVersion]:
        """Versions this person may know of, ordered by dataset and date, up to the date of the desk."""
        return [
            version
            for version in self.extent.versions
            if dataset in (None, version.dataset) and spoke_by(version, self.as_of)
        ]

    def unheld(self) -> list[str]:
        """Datasets of which no version speaks for the desk's date or an earlier one."""
        return sorted({version.dataset for version in self.extent.versions} - {v.dataset for v in self.versions()})

    def current(self) -> list[DatasetVersion]:
        """The latest version of each dataset."""
        latest = {v.dataset: v for v in self.versions()}
        return [latest[name] for name in sorted(latest)]

    def version(self, dataset: str, wanted: str | None = None) -> DatasetVersion:
        """One version, by id, prefix or date; without ``wanted`` the current one.

        Raises:
            InputError: none or several fit, or none may be known.
        """
        return chosen(self.versions(dataset), dataset, wanted)

    def sources(self) -> dict[str, Source]:
        """Sources this person may know of, by id."""
        return dict(self.extent.sources)

    def statements(
        self,
        *,
        versions: Sequence[DatasetVersion] | None = None,
        schemas: Sequence[str] | None = None,
        props: Sequence[str] | None = None,
        entity_ids: Sequence[str] | None = None,
        statement_ids: Sequence[str] | None = None,
        pointing_to: Sequence[str] | None = None,
        corrected: bool = False,
    ) -> pa.Table:
        """Statements in a total order, with the canonical id of their entity.

        Args:
            versions: Which versions; the current one of each dataset unless given.
            schemas: Only entities of these schemata.
            props: Only these properties.
            entity_ids: Only these entities (ids of the lists, not canonical ids).
            statement_ids: Only these statements.
            pointing_to: Only statements whose value is one of these entities.
            corrected: Whether what was found to be false is among them.

        Returns:
            A table with the columns of :data:`contrared.store.schema.STATEMENTS`.
        """
        versions = self.current() if versions is None else versions
        engine = self._engine
        try:
            table = self.extent.statements(engine, versions)
            if not corrected:
                table = self._without_false(table)
            result = engine.run(
                query.chosen(
                    table,
                    schemas=schemas,
                    props=props,
                    entity_ids=entity_ids,
                    statement_ids=statement_ids,
                    pointing_to=pointing_to,
                )
            )
        finally:
            engine.close()
        result = result.select(STATEMENTS.names).cast(STATEMENTS)
        self.record(
            "read",
            {
                "versions": [f"{v.dataset}@{v.version}" for v in versions],
                "schemas": list(schemas or []),
                "props": list(props or []),
                "entities": len(entity_ids) if entity_ids is not None else None,
                "entity_ids": sorted(set(entity_ids))[:100] if entity_ids is not None else [],
                "statements": result.num_rows,
            },
        )
        return query.with_canonical(result, self.canonical())

    def difference(self, first: DatasetVersion, second: DatasetVersion) -> tuple[pa.Table, pa.Table]:
        """Statements only in ``first`` and only in ``second``, each in a total order.

        Raises:
            InputError: one of them may not be known of.
        """
        for version in (first, second):
            self.version(version.dataset, version.version)
        engine = self._engine
        try:
            left = self._without_false(self.extent.statements(engine, [first]))
            right = self._without_false(self.extent.statements(engine, [second]))
            gone = engine.run(query.only_in_first(left, right))
            new = engine.run(query.only_in_first(right, left))
        finally:
            engine.close()
        self.record("diff", {"first": first.version, "second": second.version, "dataset": first.dataset})
        mapping = self.canonical()
        return query.with_canonical(gone, mapping), query.with_canonical(new, mapping)

    def evidence(
        self, statement_ids: Sequence[str] | None, *, versions: Sequence[DatasetVersion] | None = None
    ) -> pa.Table:
        """Evidence rows ``(statement_id, source_id, locator)`` of these statements, over all versions unless given."""
        versions = self.versions() if versions is None else versions
        engine = self._engine
        try:
            return engine.run(query.of_statements(self.extent.evidence(engine, versions), statement_ids))
        finally:
            engine.close()

    def original(self, sha256: str) -> Path:
        """The archived bytes of a source this person may see.

        Raises:
            PolicyError: no permitted source has these bytes, or they may tell who gave a tip and this person must not
                see who is protected.
            NodeError: the archive lost them.
        """
        those = [source for source in self.sources().values() if source.sha256 == sha256]
        if not those:
            raise PolicyError("no source with these bytes is open to you", where=sha256[:12])
        if all(source.names_sender for source in those):
            self.permitted([SEE_PROTECTED], "see a tip as it came, which may tell who gave it")
        self.record("original", {"sha256": sha256})
        return self.node.archive.path(sha256)

    def permitted(self, acts: Sequence[str], doing: str) -> None:
        """Let the person do something, or not.

        Args:
            acts: Acts as policy names them, any of which lets the person.
            doing: What it is, in words.

        Raises:
            PolicyError: policy permits none of them.
        """
        decisions = [self.policy.may(self.person, act, self.purpose) for act in acts]
        if not any(decision.permitted for decision in decisions):
            raise PolicyError(f"you may not {doing}", where=self.person.id, do=decisions[0].rule)

    # -- acts -----------------------------------------------------------------------------------------------------

    def write(self) -> Writer:
        """The pen of this desk; each of its strokes is a transaction with its line in the record.

        Raises:
            PolicyError: this person may not write.
        """
        decision = self.policy.may(self.person, "write", self.purpose)
        if not decision.permitted:
            raise PolicyError("you may not write here", where=self.person.id, do=decision.rule)
        return Writer(self.node.ledger, self.person.id, self.purpose, self.case, lambda: self.extent.classes)

    def erase(self, lines: Sequence[int], legal_basis: str) -> None:
        """Erase whom lines of the record were about; the act stays on record with its legal basis.

        Raises:
            PolicyError: this person may not erase.
            InputError: no legal basis, no such line, or one that is itself an act of erasure.
        """
        self.permitted(["erase"], "erase from the record")
        who = {"user": self.person.id, "purpose": self.purpose, "case": self.case}
        record.erase(self.node.ledger, lines, **who, legal_basis=legal_basis)

    def record(self, action: str, what: Mapping[str, Any]) -> dict[str, Any]:
        """Append one line to the record; given back sealed, for a receipt."""
        return record.append(
            self.node.ledger,
            user=self.person.id,
            purpose=self.purpose,
            case=self.case,
            action=action,
            what=dict(what),
        )

    def secret(self, use: bytes) -> bytes:
        """A secret of the node for one use, 32 bytes; it stays inside the program.

        Raises:
            NodeError: the node's key is missing, or its passphrase is.
        """
        return keys.derived(self.node.root / "keys", use)

    @property
    def memory(self) -> Memory:
        """Who is watched, encounters, hits and alerts.

        Raises:
            PolicyError: this person may not write.
        """
        self.write()
        sight = Sight(self.person, self.purpose, self.policy, lambda: self.extent)
        return Memory.of(self, sight)

    @property
    def extent(self) -> Extent:
        """How much of the lake is open at this desk; looked at again when the lake has changed."""
        state = (self.node.lake.state(), self.leaving())
        if self._seen is None or self._seen[0] != state:
            self._seen = (state, look(self.node, self._permits, state[1]))
        return self._seen[1]

    # -- inside ---------------------------------------------------------------------------------------------------

    def _permits(self, classes: Sequence[SourceClass]) -> list[bool]:
        return [one.permitted for one in self.policy.may_each(self.person, "read", self.purpose, classes)]

    @property
    def _engine(self) -> query.Engine:
        return query.Engine(self.node.settings.engine, self.node.root)


def spoke_by(version: DatasetVersion, as_of: str) -> bool:
    """Whether a version speaks for a date or an earlier one.

    A version of a whole month or year counts from its beginning; a month or year that is asked for, to its end.
    """
    return not as_of or version.as_of <= as_of + "~"
