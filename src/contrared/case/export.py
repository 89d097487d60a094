"""Taking out what is held: FollowTheMoney entities, tables, the network."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from contrared.case.masking import masked_ids
from contrared.case.table import neutral, write_table
from contrared.govern import Desk, SourceClass
from contrared.govern.approvals import Act, Scope, demand, spend
from contrared.govern.rights.recipients import hand, itself
from contrared.model import InputError, PolicyError, strictest
from contrared.network import edges, edges_csv, graphml, nodes_csv, parties, shielded
from contrared.store import DatasetVersion
from contrared.store.durable import write_bytes

STATEMENT_COLUMNS = (
    "id",
    "canonical_id",
    "entity_id",
    "schema",
    "prop",
    "value",
    "lang",
    "original_value",
    "dataset",
    "first_seen",
    "last_seen",
)


class Format(StrEnum):
    """Formats of an export."""

    FTM = "ftm"
    CSV = "csv"
    GRAPHML = "graphml"


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
    to: str = "",
    legal_basis: str = "",
    emergency: str = "",
) -> Exported:
    """Write the current versions; protected persons, and everything about them, are left out.

    Where the node asks for it, somebody else approves exactly these statements of these versions first. Who received
    which statement is kept, so that whoever has one that turns out false can be told.

    Args:
        desk: The desk.
        fmt: ``ftm`` (entities merged by canonical id, JSON lines), ``csv`` (statements, evidence and sources), or
            ``graphml`` (the network).
        out: File, or for ``csv`` a folder.
        dataset: Only this dataset.
        to: Who receives it; the person at the desk unless given.
        legal_basis: On which legal basis, for the request and the record.
        emergency: Why it cannot wait for anybody; somebody else reviews it afterwards.

    Raises:
        Waiting: somebody else must approve it first.
        PolicyError: policy does not let this person export a class of sources that is among them.
        InputError: the node holds nothing to export, or ``out`` is in the way.
        NodeError: the disk is full.
    """
    versions = [version for version in desk.current() if dataset in (None, version.dataset)]
    if not versions:
        raise InputError("there is nothing to export", where=dataset or "node", do="see `contrared datasets`")
    statements, withheld = _without_protected(desk, desk.statements(versions=versions))
    if fmt is Format.CSV and out.exists() and not out.is_dir():
        raise InputError("is a file; CSV is written as a folder", where=str(out), do="give a folder")
    if fmt is not Format.CSV and out.is_dir():
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
    if fmt is Format.CSV:
        out.mkdir(parents=True, exist_ok=True)
        files = _tables(desk, statements, out)
        return Exported(files, statements.num_rows, withheld)
    if fmt is Format.FTM:
        lines = [json.dumps(entity, ensure_ascii=False, sort_keys=True) for entity in _entities(statements)]
        write_bytes(out, ("\n".join(lines) + "\n").encode())
        return Exported((out,), len(lines), withheld)
    found = parties(statements)
    coded = {version.dataset for version in versions if version.reader.startswith("statements ")}
    ties = edges(statements, accounts=coded, known=found).edges
    write_bytes(out, graphml(ties, found).encode())
    return Exported((out,), len(ties), withheld)


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


def _entities(statements: pa.Table) -> Iterator[dict[str, Any]]:
    mapping = dict(zip(statements["entity_id"].to_pylist(), statements["canonical_id"].to_pylist(), strict=True))
    found: dict[str, dict[str, Any]] = {}
    columns = (statements[c].to_pylist() for c in ("canonical_id", "schema", "prop", "prop_type", "value", "dataset"))
    for canonical, schema, prop, kind, value, dataset in zip(*columns, strict=True):
        entity = found.setdefault(
            canonical, {"id": canonical, "schema": schema, "properties": {}, "datasets": [], "referents": []}
        )
        values = entity["properties"].setdefault(prop, [])
        value = mapping.get(value, value) if kind == "entity" else value
        if value not in values:
            values.append(value)
        if dataset not in entity["datasets"]:
            entity["datasets"].append(dataset)
    for entity_id, canonical in mapping.items():
        if entity_id != canonical:
            found[canonical]["referents"].append(entity_id)
    for key in sorted(found):
        found[key]["referents"].sort()
        yield found[key]


def _tables(desk: Desk, statements: pa.Table, out: Path) -> tuple[Path, ...]:
    found = parties(statements)
    ties = edges(statements, known=found).edges
    write_bytes(out / "nodes.csv", nodes_csv(ties, found).encode())
    write_bytes(out / "edges.csv", edges_csv(ties).encode())
    kept = statements["id"].combine_chunks()
    evidence = desk.evidence(None)
    write_table(out / "evidence.csv", evidence.filter(pc.is_in(evidence["statement_id"], kept)))
    write_table(out / "statements.csv", statements.select(STATEMENT_COLUMNS))
    sources = [{"id": key, **source.to_dict()} for key, source in desk.sources().items()]
    write_bytes(out / "sources.csv", _csv(sources).encode())
    return tuple(out / f"{name}.csv" for name in ("statements", "evidence", "sources", "nodes", "edges"))


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = tuple(rows[0]) if rows else ("id",)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutral(row[column]) for column in columns])
    return out.getvalue()
