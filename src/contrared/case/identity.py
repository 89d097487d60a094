"""Resolving a whole node, and what people decide about pairs, through a desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from contrared.govern import Desk, now
from contrared.model import InputError
from contrared.resolve import Judgement, Resolution, Verdict, in_force, judge, undo
from contrared.resolve import explain as explain_pair
from contrared.resolve import resolve as resolve_statements
from contrared.resolve.bulk.gather import PROPERTIES as BULK_PROPERTIES
from contrared.resolve.bulk.registers import LARGE, Registered, registers_among, resolve_registers
from contrared.resolve.parties import PARTIES, PROPERTIES
from contrared.resolve.resolution import Progress
from contrared.store import DatasetVersion

#: What resolution reads: profiles of parties, their street addresses, and the references lists quote.
NEEDED_SCHEMAS = (*PARTIES, "Address", "Sanction")
NEEDED_PROPS = (*PROPERTIES, "full", "street", "unscId", "entity")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two entities are, or are not, one party."""

    left_name: str
    right_name: str
    score: float
    decision: str
    reasons: tuple[dict[str, Any], ...]


def resolve_node(
    desk: Desk, versions: Sequence[DatasetVersion] | None = None, *, progress: Progress | None = None
) -> Resolution:
    """Resolve across datasets and keep the result in the ledger; registers are linked in bulk.

    Args:
        desk: The desk.
        versions: Versions to take part; all that are held unless given, so that ids stay comparable over time.
        progress: Told the step, how far it is and how far it goes.
    """
    return resolve_with_registers(desk, versions, progress=progress).resolution


def resolve_with_registers(
    desk: Desk,
    versions: Sequence[DatasetVersion] | None = None,
    *,
    bulk: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> Registered:
    """Resolve across datasets, registers among them, and keep the result in the ledger.

    Args:
        desk: The desk.
        versions: Versions to take part; all that are held unless given.
        bulk: Datasets linked in bulk; None leaves the choice to :func:`contrared.resolve.bulk.registers_among`.
        progress: Told the step, how far it is and how far it goes.

    Raises:
        InputError: no such dataset, it is a tip, or a register states nothing beside names.
    """
    versions = desk.versions() if versions is None else versions
    tips = frozenset(version.dataset for version in versions if version.of_tips)
    if told := sorted(tips.intersection(bulk or ())):
        raise InputError(f"{told[0]} is a tip, and no register", where="--bulk", do="judge its entries one by one")
    others = [version for version in versions if version.dataset not in tips]
    registers = _among(desk, others, bulk)
    props = (*NEEDED_PROPS, *BULK_PROPERTIES) if registers else NEEDED_PROPS
    statements = desk.statements(versions=versions, schemas=NEEDED_SCHEMAS, props=tuple(dict.fromkeys(props)))
    known = [Judgement.from_row(row) for row in desk.judgements()]
    if registers:
        found = resolve_registers(statements, registers, known, desk.canonical(), progress=progress, tips=tips)
    else:
        alone = resolve_statements(statements, known, desk.canonical(), progress=progress, tips=tips)
        found = Registered(alone, (), ())
    resolution = found.resolution
    desk.write().resolution(resolution.canonical, [link.to_row() for link in resolution.links])
    return found


def _among(desk: Desk, versions: Sequence[DatasetVersion], bulk: Sequence[str] | None) -> list[str]:
    """Datasets of these versions that are linked in bulk."""
    return registers_among(
        {version.dataset: version.reader.split()[0] for version in versions},
        {version.dataset: _parties(desk, version) for version in versions},
        bulk,
    )


def _parties(desk: Desk, version: DatasetVersion) -> int:
    """Parties of a version; where it holds few entities of any kind, their number, which is no smaller."""
    if version.entities <= LARGE:
        return version.entities
    return len(desk.statements(versions=[version], schemas=PARTIES, props=("name",))["entity_id"].unique())


def explain(desk: Desk, left: str, right: str) -> Explanation:
    """Compare two entities as resolution does, and say what was made of the pair.

    Of two entries of registers that were linked in bulk score and reasons are those of the linkage, where the pair was
    kept; else the two are compared as entries of lists are, and the decision says so.

    Raises:
        InputError: one of them is not a party of this node.
    """
    statements = desk.statements(versions=desk.versions(), schemas=NEEDED_SCHEMAS, props=NEEDED_PROPS)
    found = explain_pair(statements, left, right)
    pair = (min(left, right), max(left, right))
    judgement = in_force(Judgement.from_row(row) for row in desk.judgements()).get(pair)
    mapping = desk.canonical()
    together = mapping.get(left, left) == mapping.get(right, right)
    rows = {(row["left_id"], row["right_id"]): row for row in desk.links()}
    listed = {key: row["kind"] for key, row in rows.items()}
    datasets = {found.left.dataset, found.right.dataset}
    versions = [version for version in desk.versions() if version.dataset in datasets and not version.of_tips]
    bulk = datasets <= set(_among(desk, versions, None))
    score = found.comparison.score
    reasons = tuple(asdict(reason) for reason in found.comparison.reasons)
    if bulk and pair in rows:
        score, reasons = rows[pair]["score"], tuple(rows[pair]["reasons"])
    if judgement is not None and judgement.verdict is not Verdict.WITHDRAWN:
        decision = f"judged {judgement.verdict} by {judgement.by}: {judgement.why}"
    elif listed.get(pair) == "auto":
        decision = "linked automatically"
    elif together:
        decision = "in one cluster through others"
    elif listed.get(pair) == "candidate":
        decision = "candidate, left to a person"
    elif bulk:
        decision = "not linked in bulk; compared here as entries of lists are"
    elif found.left.dataset == found.right.dataset:
        decision = "kept apart: one list has them as two entries"
    else:
        decision = "not linked"
    return Explanation(
        _name(found.left.names, left),
        _name(found.right.names, right),
        score,
        decision,
        reasons,
    )


def record_judgement(desk: Desk, left: str, right: str, verdict: Verdict, why: str) -> Judgement:
    """Keep what a person decided about a pair.

    Raises:
        InputError: an entity is unknown, the reason is missing, or the verdict is not one a person gives.
    """
    if verdict is Verdict.WITHDRAWN:
        raise InputError("a judgement is withdrawn with `contrared undo`", where=f"{left}, {right}", do="use undo")
    held = set(desk.statements(versions=desk.versions(), entity_ids=[left, right])["entity_id"].to_pylist())
    for entity in (left, right):
        if entity not in held:
            raise InputError(f"the node holds nothing about {entity!r}", do="see `contrared show`")
    known = [Judgement.from_row(row) for row in desk.judgements()]
    made = judge(known, left, right, verdict, by=desk.person.id, at=now(), why=why)
    desk.write().judgement(made.to_row())
    return made


def withdraw_judgement(desk: Desk, judgement_id: str, why: str) -> Judgement:
    """Undo a judgement; the undo is itself on record.

    Raises:
        InputError: no such judgement is in force.
    """
    known = [Judgement.from_row(row) for row in desk.judgements()]
    made = undo(known, judgement_id, by=desk.person.id, at=now(), why=why)
    desk.write().judgement(made.to_row())
    return made


def _name(names: Sequence[Any], fallback: str) -> str:
    return str(names[0].text) if names else fallback
