"""The chain of custody: who obtained each original, how, and every hand since, from the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contrared.case.disclosure.masking import Mask
from contrared.govern import Desk, record
from contrared.govern.casework.sealed import WITHHELD, sealed, withheld
from contrared.govern.log.keeping import tree_of
from contrared.govern.log.proof import prove
from contrared.model import Source

Row = dict[str, Any]
COLUMNS = ("at", "act", "by", "from", "how", "purpose", "case", "legal_basis", "sources", "line", "proof")


@dataclass(frozen=True, slots=True)
class Custody:
    """Rows of the chain, oldest line last obtained first, and the proofs of its lines by file name."""

    rows: tuple[Row, ...]
    proofs: Mapping[str, bytes]


def custody(
    desk: Desk, sources: Mapping[str, Source], about: frozenset[str], cases: frozenset[str], mask: Mask, until: int
) -> Custody:
    """The chain of custody of some originals.

    A line of the record is in it where it concerns one of the sources (by its id, its hash, or the version it is in),
    one of the parties or statements, or a case. Of each only the frame is shown: who, when, why, which act; what
    else the line says may concern others. Of a line for another, sealed case only act and time are.

    Args:
        desk: The desk.
        sources: Sources by id.
        about: Ids of parties and statements.
        cases: Ids of the cases.
        mask: Hides protected persons.
        until: Number of the last line that is looked at.

    Raises:
        InputError: a line waits to be taken into the log.
        NodeError: the log cannot be read.
    """
    known = _tokens(desk, sources)
    rows = [_obtained(key, source) for key, source in sources.items()]
    proofs: dict[str, bytes] = {}
    tree, hidden = tree_of(desk.node), sealed(desk.node.ledger, cases)
    for entry in record.entries(desk.node.ledger):
        if entry.seq > until:
            break
        told = set(record.named(entry.what)) | {f"{entry.what.get('dataset')}@{entry.what.get('version')}"}
        touched = sorted({source for token in told for source in known.get(token, ())})
        if not touched and entry.case not in cases and about.isdisjoint(told):
            continue
        opened = record.opened(desk.node.ledger, entry.seq)
        name = f"line-{entry.seq:08d}.tlog-proof"
        frame = opened.frame.decode()
        if entry.case in hidden:
            name = WITHHELD
        elif mask.text(frame) == frame:
            proofs[name] = prove(tree, opened.place, extra=opened.frame).to_bytes()
        else:
            name = "withheld: names a protected person"
        row: Row = {
            "at": entry.at,
            "act": entry.action,
            "by": entry.user,
            "from": "",
            "how": "",
            "purpose": entry.purpose,
            "case": entry.case,
            "legal_basis": entry.legal_basis,
            "sources": " ".join(touched),
            "line": entry.seq,
            "proof": name,
        }
        rows.append(withheld(row, hidden))
    return Custody(tuple(mask.rows(rows)), proofs)


def _tokens(desk: Desk, sources: Mapping[str, Source]) -> Mapping[str, set[str]]:
    """What a line of the record calls a source by: its id, its hash, or a version that it is in."""
    found: dict[str, set[str]] = {}
    for key, source in sources.items():
        for token in (key, source.sha256):
            found.setdefault(token, set()).add(key)
    for version in desk.versions():
        for key in sources.keys() & set(version.sources):
            found.setdefault(f"{version.dataset}@{version.version}", set()).add(key)
    return found


def _obtained(key: str, source: Source) -> Row:
    """As whoever loaded it stated: the node did not see it."""
    return {
        "at": source.obtained_at,
        "act": "obtained",
        "by": "",
        "from": source.obtained_from or source.publisher,
        "how": source.obtained_how or source.url,
        "purpose": "",
        "case": "",
        "legal_basis": source.legal_basis,
        "sources": key,
        "line": "",
        "proof": "",
    }
