"""Taking out what is held, in the formats that partners read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from contrared.brief.exports import Document, Format, Holding, check_columns, documents
from contrared.case.masking import masked_ids
from contrared.govern import Desk, SourceClass
from contrared.govern.approvals import Act, Scope, demand, spend
from contrared.govern.rights.recipients import hand, itself
from contrared.model import InputError, PolicyError, strictest
from contrared.network import edges, parties, shielded
from contrared.store import DatasetVersion
from contrared.store.durable import disk_errors


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: files, rows, and how many protected persons were left out."""

    files: tuple[Path, ...]
    rows: int
    withheld: int


def export(
    desk: Desk,
    fmt: Format,
    out: Path,
    *,
    dataset: str | None = None,
    columns: Sequence[str] = (),
    to: str = "",
    legal_basis: str = "",
    emergency: str = "",
) -> Exported:
    """Write the current versions; protected persons, and everything about them, are left out.

    Where the node asks for it, somebody else approves exactly these statements of these versions first. Who received
    which statement is kept, so that whoever has one that turns out false can be told.

    Args:
        desk: The desk.
        fmt: ``ftm`` (entities merged by canonical id, JSON lines), ``csv`` (statements, evidence, sources, nodes and
            edges), ``graphml`` and ``gexf`` (the network), ``stix`` (a bundle) or ``bods`` (who owns whom).
        out: File, or for ``csv`` a folder.
        dataset: Only this dataset.
        columns: Columns of the statements in ``csv``; all unless given.
        to: Who receives it; the person at the desk unless given.
        legal_basis: On which legal basis, for the request and the record.
        emergency: Why it cannot wait for anybody; somebody else reviews it afterwards.

    Raises:
        Waiting: somebody else must approve it first.
        PolicyError: policy does not let this person export a class of sources that is among them.
        InputError: the node holds nothing to export, there is no such column, or ``out`` is in the way.
        NodeError: the disk is full.
    """
    check_columns(fmt, columns)
    versions = [version for version in desk.current() if dataset in (None, version.dataset)]
    if not versions:
        raise InputError("there is nothing to export", where=dataset or "node", do="see `contrared datasets`")
    statements, withheld = _without_protected(desk, desk.statements(versions=versions))
    if fmt.folder and out.exists() and not out.is_dir():
        raise InputError("is a file; CSV is written as a folder", where=str(out), do="give a folder")
    if not fmt.folder and out.is_dir():
        raise InputError("is a folder", where=str(out), do="give a file name")
    said = {"format": fmt.value, "statements": statements.num_rows, "withheld": withheld}
    named = {"to": to, "versions": [f"{v.dataset}@{v.version}" for v in versions], "sha256": _digest(statements)}
    permit = demand(
        desk,
        Act.EXPORT,
        {**said, **named},
        subject=f"export {fmt.value} of {dataset or 'all'}",
        scope=_scope(desk, versions, to),
        legal_basis=legal_basis,
        emergency=emergency,
    )
    spend(permit, "export", said)
    _handed(desk, to, fmt, statements)
    holding = _holding(desk, versions, statements, ties=fmt.of_ties)
    files = _write(documents(holding, fmt, columns), out)
    rows = statements.num_rows if fmt is Format.CSV else sum(files.values())
    return Exported(tuple(files), rows, withheld)


def _holding(desk: Desk, versions: Sequence[DatasetVersion], statements: pa.Table, *, ties: bool) -> Holding:
    """What leaves; of evidence and sources only what these statements of these versions rest on."""
    evidence = desk.evidence(None, versions=versions)
    evidence = evidence.filter(pc.is_in(evidence["statement_id"], statements["id"].combine_chunks()))
    named = set(pc.unique(evidence["source_id"]).to_pylist())
    found = parties(statements)
    coded = {version.dataset for version in versions if version.reader.startswith("statements ")}
    settings = desk.node.settings.node
    return Holding(
        statements,
        evidence,
        {key: source for key, source in sorted(desk.sources().items()) if key in named},
        found,
        edges(statements, accounts=coded, known=found).edges if ties else (),
        (settings.id, settings.name),
    )


def _write(files: Mapping[str, Document], out: Path) -> dict[Path, int]:
    if "" not in files:
        with disk_errors(out):
            out.mkdir(parents=True, exist_ok=True)
    placed = {(out / name if name else out): item for name, item in files.items()}
    return {path: item.write(path) for path, item in placed.items()}


def _scope(desk: Desk, versions: Sequence[DatasetVersion], to: str) -> Scope:
    """What leaves the node and to whom, as standing approvals and readers of the request see it.

    Raises:
        PolicyError: policy does not let this person export a class of sources that is among them.
    """
    open_here = desk.sources()
    classes = {
        SourceClass(source.handling, str(source.evidential_status)): f"{version.dataset}, {source.filename}"
        for version in versions
        for key, source in ((key, open_here[key]) for key in version.sources if key in open_here)
    }
    for about, where in classes.items():
        decision = desk.policy.may(desk.person, "export", desk.purpose, about)
        if not decision.permitted:
            raise PolicyError("you may not export this", where=where, do=decision.rule)
    handling = strictest(about.handling for about in classes).banner
    return Scope(partner=to, datasets=tuple(version.dataset for version in versions), handling=handling)


def _digest(statements: pa.Table) -> str:
    """SHA-256 over the ids of statements and of whom each is about, in their order: what is approved."""
    found = hashlib.sha256()
    for part in statements.select(("id", "canonical_id")).to_batches():
        for row in zip(part["id"].to_pylist(), part["canonical_id"].to_pylist(), strict=True):
            found.update(f"{row[0]} {row[1]}\n".encode())
    return found.hexdigest()


def _handed(desk: Desk, to: str, fmt: Format, statements: pa.Table) -> None:
    pairs = zip(statements["id"].to_pylist(), statements["entity_id"].to_pylist(), strict=True)
    hand(desk, to or itself(desk), "export", f"{fmt.value}, {desk.purpose}", pairs)


def _without_protected(desk: Desk, statements: pa.Table) -> tuple[pa.Table, int]:
    mapping = desk.canonical()
    hidden = shielded(mapping, list(desk.protected()))
    if not hidden:
        return statements, 0
    closed = pa.array(sorted(hidden), pa.string())
    own = pc.is_in(statements["canonical_id"], closed)
    members = set(statements.filter(own)["entity_id"].to_pylist()) | hidden
    pointing = pc.and_(
        pc.equal(statements["prop_type"], "entity"),
        pc.is_in(statements["value"], pa.array(sorted(members), pa.string())),
    )
    attached = pa.array(sorted(set(statements.filter(pointing)["entity_id"].to_pylist())), pa.string())
    kept = statements.filter(pc.invert(pc.or_(own, pc.is_in(statements["entity_id"], attached))))
    # How many there are is told to nobody who may not know who.
    return kept, len(hidden) if not masked_ids(desk) else 0
