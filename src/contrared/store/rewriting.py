"""Taking sources out of a dataset: each version that carries them gets a successor without what only they state.

A version is never changed: its successor has an id of its own, names its predecessors, and says what was taken and
why. All versions of the dataset are exchanged in one step, the replacement of ``versions.json``; done again after it
was killed at any moment, it goes on to the same end.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from contrared.store.config import EngineSettings
from contrared.store.durable import disk_errors, sync_folder
from contrared.store.lake import FILES, Lake, file_hash
from contrared.store.version import DatasetVersion

_ORDER = "ORDER BY entity_id, prop, value, lang, id"


@dataclass(frozen=True, slots=True)
class Successor:
    """A version and what stands in its place; None where all its sources went."""

    before: DatasetVersion
    after: DatasetVersion | None


def carrying(lake: Lake, dataset: str, sources: Collection[str]) -> list[DatasetVersion]:
    """Versions of a dataset that carry one of these sources."""
    return [version for version in lake.versions(dataset) if any(key in sources for key in version.sources)]


def successor_id(version: DatasetVersion, deletion: str) -> str:
    """Id of the successor that a deletion leaves of a version."""
    return f"{version.as_of}.{hashlib.sha256(f'{version.version} {deletion}'.encode()).hexdigest()[:10]}"


def take_out(
    lake: Lake,
    dataset: str,
    sources: Collection[str],
    deletion: Mapping[str, str],
    engine: EngineSettings,
    told: Callable[[str], None] = lambda _: None,
) -> list[Successor]:
    """Take sources out of every version of a dataset.

    Args:
        lake: The lake.
        dataset: Dataset.
        sources: Ids of the sources.
        deletion: ``id``, ``at`` and ``legal_basis`` of the deletion, kept in the successors.
        engine: Limits of the engine.
        told: Told each step: ``staged``, ``moved``, ``swapped``, ``swept``.

    Returns:
        The versions concerned, each with its successor; none where it was done before.

    Raises:
        NodeError: a load of the dataset is running, or the disk is full.
    """
    home = lake.root / dataset
    if not home.exists():
        return []
    with lake.staging(dataset) as staging, disk_errors(staging):
        concerned = carrying(lake, dataset, sources)
        done: list[Successor] = []
        for version in concerned:
            kept = {key: data for key, data in version.sources.items() if key not in sources}
            if not kept:
                done.append(Successor(version, None))
                continue
            folder = staging / version.version
            folder.mkdir()
            done.append(Successor(version, _written(lake, version, kept, deletion, engine, folder)))
        told("staged")
        for each in done:
            if each.after is not None:
                final = lake.folder(each.after)
                shutil.rmtree(final, ignore_errors=True)
                (staging / each.before.version).rename(final)
        sync_folder(home)
        told("moved")
        before = {each.before.version for each in done}
        kept_versions = [version for version in lake.versions(dataset) if version.version not in before]
        lake.listed(dataset, [*kept_versions, *(each.after for each in done if each.after is not None)])
        told("swapped")
        for version in concerned:
            shutil.rmtree(lake.folder(version))
        sync_folder(home)
        if not lake.versions(dataset):
            (home / "versions.json").unlink()
        told("swept")
    return done


def _written(
    lake: Lake,
    version: DatasetVersion,
    kept: dict[str, dict[str, Any]],
    deletion: Mapping[str, str],
    engine: EngineSettings,
    folder: Path,
) -> DatasetVersion:
    import duckdb

    old, new = lake.folder(version), successor_id(version, deletion["id"])
    connection = duckdb.connect(
        config={
            "threads": engine.threads,
            "memory_limit": engine.memory,
            "temp_directory": str(folder / "spill"),
        }
    )
    try:
        connection.read_parquet(str(old / "statements.parquet")).create_view("told")
        connection.read_parquet(str(old / "evidence.parquet")).create_view("places")
        connection.execute("CREATE TABLE live AS SELECT unnest($live) AS source_id", {"live": sorted(kept)})
        connection.execute("CREATE VIEW left_places AS SELECT * FROM places SEMI JOIN live USING (source_id)")
        connection.execute(
            "CREATE TABLE lost AS SELECT DISTINCT statement_id AS id FROM places ANTI JOIN live USING (source_id)"
        )
        # How a source wrote a value goes with it; nobody knows which of several it was.
        connection.execute(
            "COPY (SELECT * REPLACE ($version AS version, CASE WHEN id IN (SELECT id FROM lost) THEN NULL "
            "ELSE original_value END AS original_value) FROM told WHERE id IN (SELECT statement_id FROM left_places) "
            f"{_ORDER}) TO '{_sql(folder / 'statements.parquet')}' (FORMAT parquet, COMPRESSION zstd)",
            {"version": new},
        )
        connection.execute(
            f"COPY (SELECT * FROM left_places ORDER BY 1, 2, 3) TO '{_sql(folder / 'evidence.parquet')}' "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
        statements, entities = connection.execute(
            "SELECT count(*), count(DISTINCT entity_id) FROM told WHERE id IN (SELECT statement_id FROM left_places)"
        ).fetchall()[0]
        (evidence,) = connection.execute("SELECT count(*) FROM left_places").fetchall()[0]
    finally:
        connection.close()
    shutil.rmtree(folder / "spill", ignore_errors=True)
    rejects = _rejects(old / "rejects.csv", folder / "rejects.csv", {str(each["filename"]) for each in kept.values()})
    for name in FILES:
        with (folder / name).open("rb") as stream:
            os.fsync(stream.fileno())
    taken = {
        "deletion": deletion["id"],
        "at": deletion["at"],
        "legal_basis": deletion["legal_basis"],
        "sources": len(version.sources) - len(kept),
        "statements": version.statements - statements,
    }
    return replace(
        version,
        version=new,
        sources=kept,
        files={name: file_hash(folder / name) for name in FILES},
        statements=statements,
        evidence=evidence,
        entities=entities,
        rejects=rejects,
        formerly=(*version.formerly, version.version),
        taken=(*version.taken, taken),
    )


def _rejects(old: Path, new: Path, files: Collection[str]) -> int:
    """Rows set aside from files that stay; how many there are."""
    with old.open(encoding="utf-8", newline="") as source, new.open("w", encoding="utf-8", newline="") as target:
        rows, out = csv.reader(source), csv.writer(target)
        out.writerow(next(rows))
        kept = [row for row in rows if Path(row[0]).name in files]
        out.writerows(kept)
    return len(kept)


def _sql(path: Path) -> str:
    return str(path).replace("'", "''")
