"""Verifying a node: every byte and every row accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow.compute as pc
import pyarrow.parquet as pq

from contrared.govern import leaves, record
from contrared.govern.deposits import absent
from contrared.govern.log.inspection import inspect
from contrared.govern.log.keeping import keys_of, sealed_of, tree_of
from contrared.govern.rights.held import deleted, due
from contrared.model import NodeError, Source
from contrared.store import DatasetVersion, Node
from contrared.store.lake import FILES, file_hash


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and what is wrong with it."""

    checked: dict[str, int]
    problems: tuple[tuple[str, str], ...]

    @property
    def ok(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


def verify(node: Node) -> Verification:
    """Check keys, ledger, archive and lake of a node.

    Archive: each original still has its hash and a source that says what it is. Lake: each file has the hash its
    version was committed with, each statement has evidence, each evidence row a statement and a known source whose
    bytes are in the archive; each source may still be held, or a legal hold keeps it.
    Ledger: the file is sound, the record has no gap, what lines commit to (rows of screened tables) is there, and the
    log commits to every line.
    """
    problems: list[tuple[str, str]] = []
    checked = {"originals": 0, "versions": 0, "statements": 0, "evidence": 0, "record lines": 0}
    if node.settings.policy.profile != "owner" and not node.settings.accounts.required:
        problems.append(("node.toml", "has a policy for several people, but does not ask who they are: [accounts]"))
    for name in ("node.key", "node.pub"):
        if not (node.root / "keys" / name).exists():
            problems.append((f"keys/{name}", "is missing"))
    named = node.lake.originals()
    for sha256 in node.archive.holdings():
        checked["originals"] += 1
        if sha256 not in named:
            problems.append((f"archive/{sha256[:12]}…", "no version names it: left by a load that did not end well"))
        if not node.archive.intact(sha256):
            problems.append((f"archive/{sha256[:12]}…", "its bytes no longer have the hash they are filed under"))
    for version in node.lake.versions():
        checked["versions"] += 1
        checked["statements"] += version.statements
        checked["evidence"] += version.evidence
        problems.extend(_version_problems(node, version))
    problems.extend(_overdue(node))
    for name in node.archive.leftovers():
        problems.append((f"archive/{name}", "half copied by a load that was killed; it can be removed"))
    for folder in node.lake.unlisted():
        problems.append((str(folder.relative_to(node.root)), "no versions.json names it; the next load sweeps it"))
    for home in sorted(node.lake.root.glob("*/.staging-*")):
        problems.append((str(home.relative_to(node.root)), "left by a load that was killed; the next load sweeps it"))
    problems.extend(("ledger", line) for line in node.ledger.problems())
    log = inspect(node.ledger, tree_of(node), keys_of(node)[0], earlier=keys_of(node)[1:], escrow=sealed_of(node))
    checked["log entries"] = log.size
    problems.extend(("log", line) for line in log.problems)
    problems.extend(("handover", line) for line in [absent(node)] if line)
    last = 0
    for entry in record.entries(node.ledger):
        checked["record lines"] += 1
        if entry.seq != last + 1:
            problems.append(("ledger, access_log", f"line {entry.seq} follows line {last}: lines are missing"))
        last = entry.seq
        problems.extend(leaves.problems(node, entry))
    return Verification(checked, tuple(problems))


def _overdue(node: Node) -> Iterator[tuple[str, str]]:
    """Sources that may be held no longer, by what was stated or by the settings, and deletions that are not done."""
    for item in due(node, datetime.now(UTC).date()):
        if not item.holds:
            where = f"lake/{item.source.dataset}/{item.versions[-1]}"
            told = f"source {item.id} ({item.source.filename}) may be held until {item.term.until} only"
            yield where, f"{told} ({item.term.rule}): run `contrared retention run`"
    for row in deleted(node):
        if not row["done_at"]:
            yield "ledger, deletions", f"{row['id']} is not done: run `contrared retention run` again"


def _version_problems(node: Node, version: DatasetVersion) -> list[tuple[str, str]]:
    where = f"lake/{version.dataset}/{version.version}"
    folder = node.lake.folder(version)
    problems: list[tuple[str, str]] = []
    for name in FILES:
        path = folder / name
        if not path.exists():
            problems.append((f"{where}/{name}", "is missing"))
        elif file_hash(path) != version.files.get(name):
            problems.append((f"{where}/{name}", "its bytes are not those that were committed"))
    if problems:
        return problems
    statements = pq.read_table(folder / "statements.parquet", columns=["id"])["id"]
    evidence = pq.read_table(folder / "evidence.parquet")
    if pc.any(pc.invert(pc.is_in(statements, evidence["statement_id"].combine_chunks()))).as_py():
        problems.append((where, "a statement has no evidence"))
    if pc.any(pc.invert(pc.is_in(evidence["statement_id"], statements.combine_chunks()))).as_py():
        problems.append((where, "an evidence row has no statement"))
    for source_id in pc.unique(evidence["source_id"]).to_pylist():
        if source_id not in version.sources:
            problems.append((where, f"evidence names the unknown source {source_id}"))
    for source_id, data in version.sources.items():
        source = Source.from_dict(data)
        if source.id != source_id:
            problems.append((where, f"source {source_id} was altered: its fields no longer give its id"))
        try:
            node.archive.path(source.sha256)
        except NodeError as exc:
            problems.append((where, exc.what))
    return problems
