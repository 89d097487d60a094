"""The main job: from raw files to a cited, graded brief."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from contrared.brief import Brief, claims
from contrared.case import results
from contrared.case.analysis import Analysis, analyse
from contrared.case.assemble import assemble
from contrared.case.file import read_case
from contrared.case.materials import Materials
from contrared.case.network import VERSIONS
from contrared.case.prepare import Prepared, Progress, prepare
from contrared.govern import Desk, enter
from contrared.govern.rights.recipients import hand, itself
from contrared.network import PathsFound
from contrared.store import Node


@dataclass(frozen=True, slots=True)
class CaseRun:
    """What an investigation did.

    Attributes:
        prepared: Sources, resolution and statements.
        analysis: What was found.
        brief: The brief.
        files: Files written, by kind.
        seconds: Wall time of each step.
    """

    prepared: Prepared
    analysis: Analysis
    brief: Brief
    files: dict[str, Path]
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, int]:
        """What was found, in numbers."""
        paths = self.analysis.paths.findings
        return {
            "parties": len(self.analysis.parties),
            "ties": len(self.analysis.edges.edges),
            "listed for both": len(self.analysis.dual.found),
            "pairs with a path": sum(isinstance(item, PathsFound) for item in paths),
            "pairs without a path": sum(not isinstance(item, PathsFound) for item in paths),
            "judgements": len(self.brief.judgements),
            "facts": len(self.brief.facts),
            "actions": len(self.brief.actions),
        }


def investigate(
    node: Node,
    path: Path,
    out: Path,
    *,
    user: str | None = None,
    session: str | None = None,
    progress: Progress = lambda *_: None,
) -> CaseRun:
    """Run a case: load, resolve, draw the network, find bridges, write the brief.

    Args:
        node: The opened node.
        path: ``case.toml``.
        out: Folder of the results; made if missing.
        user: Who runs it; default from ``node.toml``.
        session: Secret of their session, where the node asks for one.
        progress: Told the step and how far it is.

    Raises:
        InputError: the case file or a source is unusable, or a group is not listed as its designation says.
        BriefError: a sentence of the brief may not be written.
        NodeError: another load is running, or the disk is full.
    """
    case = read_case(path)
    desk = enter(node, user, case.purpose, case.id, session=session)
    seconds: dict[str, float] = {}
    with _timed(seconds, "load and resolve"):
        prepared = prepare(desk, case, path.parent, progress)
    with _timed(seconds, "analyse"):
        analysis = analyse(desk, prepared, progress)
    materials = Materials(prepared, analysis)
    with _timed(seconds, "brief"):
        progress("writing the brief", 0)
        brief = assemble(desk, materials)
        _handed(desk, materials, brief)
        files = results.write(brief, materials, out)
    _remember(desk, materials, brief)
    return CaseRun(prepared, analysis, brief, files, seconds)


def _handed(desk: Desk, materials: Materials, brief: Brief) -> None:
    """Keep who takes which statement out of the node, to be told when one turns out false."""
    cited = {key for _, _, _, statements in claims(brief) for key in statements}
    table = materials.prepared.statements
    pairs = zip(table["id"].to_pylist(), table["entity_id"].to_pylist(), strict=True)
    told = [pair for pair in pairs if pair[0] in cited]
    hand(desk, itself(desk), "brief", materials.prepared.case.legal_basis, told)


def _remember(desk: Desk, materials: Materials, brief: Brief) -> None:
    """Keep case and claims in the ledger, so that ``contrared why`` finds them."""
    case = materials.prepared.case
    pen = desk.write()
    versions = {version.dataset: version.version for version in materials.prepared.baseline}
    pen.case(case.id, case.title, {**case.model_dump(mode="json"), VERSIONS: versions})
    pen.claims(
        case.id,
        [
            {"id": identity, "kind": kind, "text": text, "statements": list(statements)}
            for identity, kind, text, statements in claims(brief)
        ],
    )


@contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[step] = round(time.perf_counter() - started, 2)
