"""Everything held about one canonical party: its statements, and what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from contrared.case.masking import MASKED, masked_ids, names_any
from contrared.govern import Desk
from contrared.govern.hand.tips import grades, states
from contrared.model import InputError, Source


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands."""

    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement, the dates of the versions that make it, every place it stands at, and who says it is false.

    ``corrected`` is the id of the correction; empty where nobody found it false.
    """

    id: str
    entity_id: str
    schema: str
    prop: str
    value: str
    original: str | None
    dataset: str
    as_of: tuple[str, ...]
    places: tuple[Place, ...]
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A canonical party as the node holds it.

    Attributes:
        canonical_id: Canonical id.
        entities: Entity ids that share it.
        caption: A name.
        marks: Protection marks in force.
        statements: Statements about the party itself.
        linked: Statements about its listings, documents, addresses and links.
        candidates: Pairs a person has still to judge.
        sources: Sources by id, tips with the grade that was found of them.
        tips: What stands of each source that is a tip: open, corroborated or false.
    """

    canonical_id: str
    entities: tuple[str, ...]
    caption: str
    marks: tuple[str, ...]
    statements: tuple[Stated, ...]
    linked: tuple[Stated, ...]
    candidates: tuple[dict[str, Any], ...]
    sources: dict[str, Source]
    tips: Mapping[str, str] = field(default_factory=dict)


def dossier(desk: Desk, wanted: str) -> Dossier:
    """Gather everything about an entity id or canonical id, over all versions held.

    A protected person is masked, and left out of what hangs on others, unless policy lets this person see them.

    Raises:
        InputError: the node holds nothing by that id.
    """
    mapping = desk.canonical()
    canonical_id = mapping.get(wanted, wanted)
    members = sorted({entity for entity, target in mapping.items() if target == canonical_id} | {wanted, canonical_id})
    versions = desk.versions()
    own = desk.statements(versions=versions, entity_ids=members, corrected=True)
    if own.num_rows == 0:
        raise InputError(f"the node holds nothing about {wanted!r}", do="see `contrared export --format csv` for ids")
    hidden = masked_ids(desk)
    if not hidden.isdisjoint(members):
        return Dossier(wanted, (wanted,), MASKED, (), (), (), (), {})
    pointing = desk.statements(versions=versions, pointing_to=members, corrected=True)
    attached = set(pointing["entity_id"].to_pylist()) - set(members)
    targets = own.filter(pc.equal(own["prop_type"], "entity"))["value"].to_pylist()
    others = sorted(attached | (set(targets) - set(members)))
    linked = desk.statements(versions=versions, entity_ids=others, corrected=True)
    if hidden:
        about = linked.filter(names_any(linked, hidden))["entity_id"].combine_chunks()
        linked = linked.filter(pc.invert(pc.is_in(linked["entity_id"], about)))
        own = own.filter(pc.invert(names_any(own, hidden)))
    held = set(own["entity_id"].to_pylist())
    marks = desk.protected()
    tips, sources = states(desk), desk.sources()
    return Dossier(
        canonical_id=canonical_id,
        entities=tuple(sorted(held)),
        caption=_caption(own, canonical_id),
        marks=tuple(sorted({mark.value for entity in held for mark in marks.get(entity, ())})),
        statements=stated(desk, own),
        linked=stated(desk, linked),
        candidates=tuple(
            link
            for link in desk.links("candidate")
            if not held.isdisjoint(pair := {link["left_id"], link["right_id"]}) and hidden.isdisjoint(pair)
        ),
        sources=sources | {key: replace(sources[key], grade=grade) for key, grade in grades(desk).items()},
        tips={key: str(state) for key, state in tips.items()},
    )


def stated(desk: Desk, table: pa.Table) -> tuple[Stated, ...]:
    """Rows of statements joined with their evidence; the same statement of several versions becomes one."""
    ids = sorted(set(table["id"].to_pylist()))
    places: dict[str, list[Place]] = {}
    for row in desk.evidence(ids).to_pylist():
        places.setdefault(row["statement_id"], []).append(Place(row["source_id"], row["locator"]))
    false = desk.corrected()
    dates: dict[str, set[str]] = {}
    rows: dict[str, dict[str, Any]] = {}
    for row in table.to_pylist():
        rows.setdefault(row["id"], row)
        dates.setdefault(row["id"], set()).add(row["first_seen"])
    return tuple(
        Stated(
            id=key,
            entity_id=row["entity_id"],
            schema=row["schema"],
            prop=row["prop"],
            value=row["value"],
            original=row["original_value"],
            dataset=row["dataset"],
            as_of=tuple(sorted(dates[key])),
            places=tuple(dict.fromkeys(places.get(key, ()))),
            corrected=false.of(key, row["entity_id"]),
        )
        for key, row in rows.items()
    )


def _caption(statements: pa.Table, fallback: str) -> str:
    names = statements.filter(pc.equal(statements["prop"], "name"))["value"].to_pylist()
    return str(min(names, key=lambda name: (-len(name), name))) if names else fallback
