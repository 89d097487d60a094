"""Deletion on time: what may no longer be held leaves the node whole, and that it left can be proved.

The steps of a run, each of which may be the last before a power cut; the next run goes on from there:

1. *begun*: the sources are on record as leaving, and no desk shows them from that moment on;
2. *purged*, for each dataset: what the ledger copied from them is taken out, unless a hold came in between;
3. the versions of the dataset get successors without them (:mod:`contrared.store.rewriting`);
4. indexes and original bytes go;
5. the line that says what went, with its hashes, is on record;
6. the file of the ledger is rebuilt, so that nothing is left in its free pages: *done*.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from contrared.govern import record
from contrared.govern.desk import Desk
from contrared.govern.hand.forgetting import forget_tips
from contrared.govern.rights.gone import Gone, gone, new_salt
from contrared.govern.rights.held import due
from contrared.govern.rights.holds import covered
from contrared.govern.rights.pen import Pen, required
from contrared.govern.rights.purging import By, naming, purge
from contrared.govern.rights.recipients import forget
from contrared.govern.rights.standing import BEGUN, DELETED, GONE, HELD, LEAVING, PURGED
from contrared.store import DatasetVersion
from contrared.store.ledger import now
from contrared.store.rewriting import carrying, successor_id, take_out
from contrared.store.tables import deletions, departures

Row = dict[str, Any]
#: Folders of a node that hold what was made of sources: indexes of screening, and what queries spilled.
INDEXES, SPILL = "segments", ".spill"
#: Seconds after which what a query spilled belongs to none that still runs.
SPILL_LIVES = 3600
#: Told each step of a run.
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a run did.

    Attributes:
        id: The deletion; empty where nothing was due.
        content: What its line on record says: sources, versions before and after with hashes, numbers, root.
        salts: For each dataset the salt of its root, hex; handed out once, and nowhere on the node afterwards.
        held: Ids of sources that are over, and stay because of a hold.
    """

    id: str
    content: Mapping[str, Any]
    salts: Mapping[str, str]
    held: tuple[str, ...]


class Deletion:
    """Deletes on time, for somebody who may erase.

    Args:
        desk: Their desk.
        told: Told each step.

    Raises:
        PolicyError: this person may not erase.
    """

    def __init__(self, desk: Desk, told: Told = lambda _: None) -> None:
        self._pen = Pen(desk, "erase")
        self._node = desk.node
        self._told = told

    def run(self, today: date, legal_basis: str) -> Deleted:
        """Delete every source whose term is over and that no hold keeps; first what an earlier run left undone.

        Raises:
            InputError: no legal basis is given.
            NodeError: a load is running, the disk is full, or somebody else has the ledger open; run it again.
        """
        legal_basis = required(legal_basis, "--legal-basis", "deleting needs a legal basis")
        row = self._unfinished() or self._begin(today, legal_basis)
        kept = tuple(item.id for item in due(self._node, today) if item.holds)
        if row is None:
            return Deleted("", {}, {}, kept)
        for dataset in sorted({each["dataset"] for each in self._departures(row["id"], LEAVING, PURGED)}):
            self._leave(row, dataset)
        self._sweep(row["id"])
        self._told("swept")
        content, salts = self._tell(row)
        self._told("told")
        self._node.ledger.scrub()
        self._told("scrubbed")
        with self._node.ledger.begin() as connection:
            connection.execute(update(deletions).where(deletions.c.id == row["id"]).values(done_at=now()))
        self._told("done")
        return Deleted(row["id"], content, salts, kept)

    def _begin(self, today: date, legal_basis: str) -> Row | None:
        over = [item for item in due(self._node, today) if not item.holds]
        if not over:
            return None
        row: Row = {
            "id": f"del-{secrets.token_hex(6)}",
            "by": self._pen.person.id,
            "at": now(),
            "legal_basis": legal_basis,
            "record": "erase" if self._node.settings.retention.erase_record else "keep",
        }
        said = {"deletion": row["id"], "sources": [item.id for item in over]}
        with self._pen.stroke(BEGUN, said, legal_basis) as connection:
            connection.execute(insert(deletions).values(**row))
            for item in over:
                connection.execute(
                    insert(departures).values(
                        deletion_id=row["id"],
                        source_id=item.id,
                        dataset=item.source.dataset,
                        sha256=item.source.sha256,
                        expired=item.term.until.isoformat(),
                        rule=item.term.rule,
                        state=LEAVING,
                        told={},
                    )
                )
        self._told("begun")
        return row

    def _unfinished(self) -> Row | None:
        wanted = select(deletions).where(deletions.c.done_at.is_(None)).order_by(deletions.c.at)
        with self._node.ledger.reading() as connection:
            row = connection.execute(wanted).mappings().first()
        return dict(row) if row else None

    def _departures(self, deletion: str, *states: str, dataset: str | None = None) -> list[Row]:
        wanted = select(departures).where(departures.c.deletion_id == deletion, departures.c.state.in_(states))
        if dataset is not None:
            wanted = wanted.where(departures.c.dataset == dataset)
        with self._node.ledger.reading() as connection:
            return [dict(row) for row in connection.execute(wanted.order_by(departures.c.source_id)).mappings()]

    def _leave(self, row: Row, dataset: str) -> None:
        """Take the sources of one dataset out of ledger and lake."""
        while not self._purge(row, dataset):
            continue  # a hold came while what goes was counted: count again without what it keeps
        self._told(f"purged {dataset}")
        going = {each["source_id"] for each in self._departures(row["id"], PURGED, dataset=dataset)}
        if going:
            lake, limits = self._node.lake, self._node.settings.engine
            about = {key: row[key] for key in ("id", "at", "legal_basis")}
            take_out(lake, dataset, going, about, limits, lambda at: self._told(f"{at} {dataset}"))

    def _purge(self, row: Row, dataset: str) -> bool:
        """Take out of the ledger what it copied; the point of no return of a dataset, and the last look at holds.

        Returns:
            False where a hold came in between, and nothing was done.
        """
        keep = covered(self._node)
        waiting = [each["source_id"] for each in self._departures(row["id"], LEAVING, dataset=dataset)]
        going = [source for source in waiting if not keep.get(source)]
        if not waiting:
            return True
        what, salt, pen = gone(self._node, going), new_salt(), self._pen
        by = By(row["id"], pen.person.id, now())
        told = {
            "salt": salt.hex(),
            "root": what.root(salt),
            "statements": len(what.statements),
            "entities": len(what.entities),
            "versions": [_before(version, going, row["id"]) for version in carrying(self._node.lake, dataset, going)],
        }
        try:
            with self._node.ledger.begin() as connection:
                of_dataset = departures.c.deletion_id == row["id"], departures.c.dataset == dataset
                still = *of_dataset, departures.c.state == LEAVING
                # Written first: from here on a hold waits for this transaction, or this one finds that it was there.
                go = update(departures).where(*still, departures.c.source_id.in_(going))
                if connection.execute(go.values(state=PURGED, told=told)).rowcount != len(going):
                    raise _HoldCameError
                connection.execute(update(departures).where(*still).values(state=HELD))
                told["copies"] = purge(connection, what, by) | forget_tips(connection, going)
                told["recipients"] = forget(connection, row["id"], row["legal_basis"], what.statements.keys())
                told["lines"] = self._erase(connection, what, row)
                connection.execute(
                    update(departures).where(*of_dataset, departures.c.state == PURGED).values(told=told)
                )
        except _HoldCameError:
            return False
        return True

    def _erase(self, connection: Connection, what: Gone, row: Row) -> int:
        """Erase from the record whom lines concerned, where the node's law says so; how many lines."""
        lines = naming(connection, what) if row["record"] == "erase" else []
        if lines:
            desk = self._pen.desk
            who = {"user": desk.person.id, "purpose": desk.purpose, "case": desk.case}
            record.erase_in(connection, lines, **who, legal_basis=row["legal_basis"])
        return len(lines)

    def _sweep(self, deletion: str) -> None:
        """Remove what was made of the sources elsewhere: indexes, original bytes, what queries spilled."""
        rows = self._departures(deletion, PURGED)
        root = self._node.root
        for row in rows:
            for version in row["told"]["versions"]:
                shutil.rmtree(root / INDEXES / version["dataset"] / version["before"], ignore_errors=True)
        self._node.archive.remove({row["sha256"] for row in rows}, self._node.lake.originals)
        for path in (root / SPILL).glob("*"):
            if path.is_file() and path.stat().st_mtime < time.time() - SPILL_LIVES:
                path.unlink(missing_ok=True)

    def _tell(self, row: Row) -> tuple[Mapping[str, Any], dict[str, str]]:
        """Put on record what went; what the line says, and the salts, which are nowhere afterwards."""
        for entry in record.entries(self._node.ledger):
            if entry.action == DELETED and entry.what["deletion"] == row["id"]:
                return entry.what, {}
        rows = self._departures(row["id"], PURGED)
        by_dataset = {each["dataset"]: each["told"] for each in rows}
        content = {
            "deletion": row["id"],
            "sources": [
                {key: each[key] for key in ("source_id", "dataset", "sha256", "expired", "rule")} for each in rows
            ],
            "versions": [self._after(each) for told in by_dataset.values() for each in told["versions"]],
            "gone": {
                dataset: {key: told[key] for key in ("statements", "entities", "root", "copies", "recipients", "lines")}
                for dataset, told in by_dataset.items()
            },
            "held": [each["source_id"] for each in self._departures(row["id"], HELD)],
        }
        with self._pen.stroke(DELETED, content, row["legal_basis"]) as connection:
            for dataset, told in by_dataset.items():
                own = departures.c.deletion_id == row["id"], departures.c.dataset == dataset
                left = {key: value for key, value in told.items() if key != "salt"}
                gone_now = update(departures).where(*own, departures.c.state == PURGED)
                connection.execute(gone_now.values(state=GONE, told=left))
        return content, {key: told["salt"] for key, told in by_dataset.items()}

    def _after(self, version: Row) -> Row:
        """A version that went, with the hashes of what stands in its place."""
        held = {each.version: each for each in self._node.lake.versions(version["dataset"])}
        found = held.get(version["after"] or "")
        return {**version, "files": dict(sorted(found.files.items())) if found else {}}


class _HoldCameError(Exception):
    """A hold was set between counting and deleting."""


def _before(version: DatasetVersion, going: list[str], deletion: str) -> Row:
    stays = any(key not in going for key in version.sources)
    return {
        "dataset": version.dataset,
        "before": version.version,
        "before_files": dict(sorted(version.files.items())),
        "after": successor_id(version, deletion) if stays else "",
    }
