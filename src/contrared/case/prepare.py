"""First half of the main job: sources loaded, identities resolved, statements at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from contrared.case.bearers import NAMES
from contrared.case.file import CaseFile, CaseSource
from contrared.case.identity import resolve_node
from contrared.collect import LoadOptions, load
from contrared.govern import Desk
from contrared.match.watching import catch_up
from contrared.model import InputError
from contrared.resolve import Judgement, Resolution, Verdict
from contrared.store import DatasetVersion

#: Told the step and how far it is.
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case whose sources are loaded and resolved.

    Attributes:
        case: The case file.
        baseline: Versions the network is drawn from, one a dataset.
        later: By dataset, the version that tells what has changed since.
        resolution: Who is the same.
        statements: Statements of the baseline, canonical ids filled in.
        later_statements: Names and programmes of the later versions.
        alerts: Alerts that loading raised, as rows; no part of the results of the case.
    """

    case: CaseFile
    baseline: tuple[DatasetVersion, ...]
    later: dict[str, DatasetVersion]
    resolution: Resolution
    statements: pa.Table
    later_statements: pa.Table
    alerts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sources of a case, loaded.

    Attributes:
        sources: Each with the version it is.
        alerts: What newer versions mean for those the node keeps an eye on: alerts raised, as rows.
    """

    sources: tuple[tuple[CaseSource, DatasetVersion], ...]
    alerts: tuple[dict[str, Any], ...]


def load_sources(desk: Desk, case: CaseFile, folder: Path, progress: Progress) -> Loaded:
    """Load every source of a case that the node does not hold yet, and screen what that changed.

    Everybody watched and every encounter is screened against the lists of the case that now stand, where they were not
    yet: a case brings in lists as ``contrared load`` does.

    Raises:
        InputError: a source is missing or cannot be read; those before it stay loaded.
    """
    found = []
    for source in case.source:
        options = LoadOptions(
            **{
                name: getattr(source, name)
                for name in LoadOptions.__dataclass_fields__
                if name in CaseSource.model_fields
            }
        )
        name = Path(source.path).name
        progress(f"reading {name}", 0)

        def told(count: int, name: str = name) -> None:
            progress(f"reading {name}", count)

        report = load(desk, folder / source.path, options, reader=source.reader, progress=told)
        found.append((source, report.version))
    progress("screening what changed", 0)
    return Loaded(tuple(found), tuple(catch_up(desk, {version.dataset for _, version in found})))


def prepare(desk: Desk, case: CaseFile, folder: Path, progress: Progress) -> Prepared:
    """Load, record the judgements of the case, resolve, and read what the analysis needs.

    Raises:
        InputError: a source cannot be read, two sources of the baseline are one dataset, or a judgement names an
            unknown entity.
    """
    loaded = load_sources(desk, case, folder, progress)
    baseline = [version for source, version in loaded.sources if not source.later]
    later = {version.dataset: version for source, version in loaded.sources if source.later}
    names = [version.dataset for version in baseline]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f"two sources of the case are the dataset {name}", where=case.id, do="mark one of them `later = true`"
            )
    versions = [*baseline, *later.values()]
    record_judgements(desk, case, versions)
    resolution = resolve_node(desk, versions, progress=lambda step, done, _total: progress(step, done))
    progress("reading statements", 0)
    return Prepared(
        case=case,
        baseline=tuple(baseline),
        later=later,
        resolution=resolution,
        statements=_without_told(desk.statements(versions=baseline), versions),
        later_statements=_without_told(
            desk.statements(versions=list(later.values()), props=[*NAMES, "programId"]), versions
        ),
        alerts=loaded.alerts,
    )


def _without_told(statements: pa.Table, versions: list[DatasetVersion]) -> pa.Table:
    """Statements without programmes that a tip tells of: nobody is listed because somebody said so."""
    tips = sorted({version.dataset for version in versions if version.of_tips})
    told = pc.and_(
        pc.is_in(statements["dataset"], pa.array(tips, pa.string())),
        pc.is_in(statements["prop"], pa.array(["programId", "program"])),
    )
    return statements.filter(pc.invert(told)) if tips else statements


def record_judgements(desk: Desk, case: CaseFile, versions: list[DatasetVersion]) -> None:
    """Keep the judgements a case file carries, each once.

    Raises:
        InputError: an entity is in none of the case's sources.
    """
    if not case.judgement:
        return
    wanted = {entity for item in case.judgement for entity in (item.left, item.right)}
    held = set(desk.statements(versions=versions, entity_ids=sorted(wanted), props=["name"])["entity_id"].to_pylist())
    if missing := sorted(wanted - held):
        raise InputError(
            f"no source of the case holds {', '.join(missing)}",
            where=f"{case.id}, judgement",
            do="check the entity ids",
        )
    known = {row["id"] for row in desk.judgements()}
    pen = desk.write()
    for item in case.judgement:
        left, right = sorted((item.left, item.right))
        made = Judgement(left, right, Verdict(item.verdict), item.by, item.at, item.why)
        if made.id not in known:
            pen.judgement(made.to_row())
