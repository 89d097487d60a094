"""What leaves the ledger in one transaction: copies of sources of one dataset, or encounters and watched parties."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Connection

from contrared.govern.hand.forgetting import forget_tips
from contrared.govern.rights.gone import gone, new_salt
from contrared.govern.rights.purging import By, purge
from contrared.govern.rights.recipients import forget
from contrared.govern.rights.subjects import KINDS, fingerprints, part, root_of_rows
from contrared.store import DatasetVersion, Node
from contrared.store.rewriting import carrying, successor_id


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out.

    Attributes:
        copies: How many rows of each kind.
        recipients: How many recipients are told.
        named: Ids that lines of the record may name.
    """

    copies: Mapping[str, int]
    recipients: int
    named: Collection[str] = field(repr=False)


class Parting(Protocol):
    """What goes, counted before the transaction, and taken out within it."""

    told: dict[str, Any]

    def take(self, connection: Connection, by: By, legal_basis: str) -> Taken:
        """Take it out of the ledger."""


def parting(node: Node, dataset: str, going: list[str], deletion: str) -> Parting:
    """What goes with these ids of a dataset, or of what the ledger keeps itself.

    Its ``told`` holds ``salt, root, statements, entities, versions``.
    """
    return _Subjects(node, dataset, going) if dataset in KINDS else _Sources(node, dataset, going, deletion)


class _Sources:
    def __init__(self, node: Node, dataset: str, going: list[str], deletion: str) -> None:
        self._going, self._what, salt = going, gone(node, going), new_salt()
        self.told: dict[str, Any] = {
            "salt": salt.hex(),
            "root": self._what.root(salt),
            "statements": len(self._what.statements),
            "entities": len(self._what.entities),
            "versions": [_before(version, going, deletion) for version in carrying(node.lake, dataset, going)],
        }

    def take(self, connection: Connection, by: By, legal_basis: str) -> Taken:
        what = self._what
        copies = purge(connection, what, by) | forget_tips(connection, self._going)
        recipients = forget(connection, by.deletion, legal_basis, what.statements.keys())
        return Taken(copies, recipients, what.entities | what.statements.keys())


class _Subjects:
    def __init__(self, node: Node, kind: str, going: list[str]) -> None:
        self._going, salt = going, new_salt()
        with node.ledger.reading() as connection:
            leaves = fingerprints(connection, kind, going)
        self.told: dict[str, Any] = {
            "salt": salt.hex(),
            "root": root_of_rows(salt, leaves),
            "statements": 0,
            "entities": len(leaves),
            "versions": [],
        }

    def take(self, connection: Connection, by: By, legal_basis: str) -> Taken:
        copies, named = part(connection, self._going, by)
        return Taken(copies, 0, named)


def _before(version: DatasetVersion, going: list[str], deletion: str) -> dict[str, Any]:
    stays = any(key not in going for key in version.sources)
    return {
        "dataset": version.dataset,
        "before": version.version,
        "before_files": dict(sorted(version.files.items())),
        "after": successor_id(version, deletion) if stays else "",
    }
