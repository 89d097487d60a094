"""Proof for each row of a screened table: one line of the record commits to all of them by a Merkle root.

An entry is the number of the row, the number of its candidates, the keyed commitment to its query and the hash of its
result (:mod:`contrared.match.proof`). Whoever knows the query of a row can show, by its entry and a path of some
twenty hashes, that it was screened, while the other rows stay hidden.
"""

from __future__ import annotations

import hmac
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contrared.govern import Desk, leaves, record
from contrared.govern.fingerprint import canonical
from contrared.govern.log.merkle import leaf_hash, path_in
from contrared.match.proof import node_key, result_hash
from contrared.match.screening import Answer

ACTION = "screen table"
#: Number of the row, candidates, commitment, result.
_ENTRY = struct.Struct(">QI32s32s")
SIZE = _ENTRY.size


@dataclass(frozen=True, slots=True)
class Seal:
    """What makes the entries of one table: shared by the processes that screen it.

    Attributes:
        key: Key of the node for proofs.
        salt: Salt of this table, hex.
    """

    key: bytes
    salt: str

    @classmethod
    def of(cls, desk: Desk, salt: str) -> Seal:
        """The seal of a desk's node.

        Raises:
            NodeError: the node's key is missing.
        """
        return cls(node_key(desk), salt)

    def entry(self, number: int, queries: Sequence[Mapping[str, Any]], answer: Answer) -> bytes:
        """Entry of one row."""
        told = self._commitment(number, canonical(queries))
        return _ENTRY.pack(number, len(answer.hits), told, bytes.fromhex(result_hash(answer)))

    def rows(self, entries: bytes, queries: Sequence[Mapping[str, Any]]) -> Iterator[int]:
        """Positions of the entries that commit to this query."""
        text = canonical(queries)
        for at, (number, _, told, _) in enumerate(_ENTRY.iter_unpack(entries)):
            if hmac.compare_digest(self._commitment(number, text), told):
                yield at

    def _commitment(self, number: int, text: str) -> bytes:
        return hmac.digest(self.key, f"{self.salt}|{number}|{text}".encode(), "sha256")


@dataclass(frozen=True, slots=True)
class ProvenRow:
    """A row of a table on record that asked this query.

    Attributes:
        seq: Line of the record.
        at: When the table was done, UTC.
        user: Who asked.
        versions: The lists asked.
        row: Number of the row.
        candidates: How many candidates it had.
        result: Hash of its result, hex.
        entry: The entry, hex: what the leaf is the hash of.
        position: Position among the entries.
        entries: How many there are.
        path: Hashes from the leaf to the root, hex.
        root: The root on record, hex.
    """

    seq: int
    at: str
    user: str
    versions: tuple[str, ...]
    row: int
    candidates: int
    result: str
    entry: str
    position: int
    entries: int
    path: tuple[str, ...]
    root: str


def proven_rows(desk: Desk, queries: Sequence[Mapping[str, Any]]) -> Iterator[ProvenRow]:
    """Rows of tables on record that asked exactly this query, oldest first.

    Each table takes an HMAC for each of its rows: some 0.2 s for 100,000.

    Raises:
        NodeError: the rows of a table are missing or were altered, or the node's key is missing.
    """
    for line in record.entries(desk.node.ledger):
        if line.action != ACTION or leaves.KEY not in line.what:
            continue
        said = line.what[leaves.KEY]
        data = leaves.kept(desk.node, said)
        found = list(Seal.of(desk, line.what["salt"]).rows(data, queries))
        if not found:
            continue
        entries = leaves.parted(data, SIZE)
        hashes = [leaf_hash(entry) for entry in entries]
        for at in found:
            row, candidates, _, result = _ENTRY.unpack(entries[at])
            yield ProvenRow(
                seq=line.seq,
                at=line.at,
                user=line.user,
                versions=tuple(line.what["versions"]),
                row=row,
                candidates=candidates,
                result=result.hex(),
                entry=entries[at].hex(),
                position=at,
                entries=len(entries),
                path=tuple(other.hex() for other in path_in(hashes, at)),
                root=said["root"],
            )
