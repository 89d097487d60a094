"""Tips as they are held: who may see them, what carries nothing yet, and what people find of them.

A tip is a source graded F6 that nothing raises but statements of independent sources, named by a person. Until then it
carries no judgement, merges nobody and raises no alert. Who gave it is kept in the ledger alone, never in a source, and
shown only to those whom policy lets see protected persons.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, insert, select

from contrared.govern.desk import Desk
from contrared.govern.hand.tip import Finding, Found, Tip, check_follows, not_independent, standing
from contrared.govern.masking import masked_ids
from contrared.govern.rights.pen import Pen, required
from contrared.govern.sight import SEE_PROTECTED
from contrared.model import Grade, InputError, Source
from contrared.model.grading import TIP_GRADE
from contrared.model.protection import MASKED
from contrared.model.source import RECEIVED
from contrared.store.ledger import now
from contrared.store.tables import tip_findings, tips

Row = dict[str, Any]
#: How a tip came that was loaded as a file.
LOADED = "loaded as a file"


def keep(desk: Desk, row: Mapping[str, Any]) -> None:
    """Keep what a tip is beside its source.

    Raises:
        PolicyError: this person may not write.
    """
    with Pen(desk, "write").stroke("tip", {"tip": row["id"], "source": row["source_id"]}) as connection:
        connection.execute(insert(tips).values(**row, by=desk.person.id, at=now()))


def held(desk: Desk) -> list[Tip]:
    """Tips that this person may know of, the latest first; nobody is named.

    Of a tip that speaks of somebody protected nothing is told but that it is there, unless policy lets this person see
    who is protected.
    """
    found = _held(desk)
    desk.record("tips", {"tips": [tip.id for tip in found][:100]})
    hidden = masked_ids(desk)
    return [_masked(tip) if hidden.intersection(tip.parties) else replace(tip, sender="") for tip in found]


def one(desk: Desk, tip_id: str) -> Tip:
    """A tip, with whoever gave it where policy lets this person see who is protected.

    Raises:
        InputError: there is none by that id, or none open to this person.
    """
    tip = _one(desk, tip_id)
    sees = desk.policy.may(desk.person, SEE_PROTECTED, desk.purpose).permitted
    desk.record("tip shown", {"tip": tip.id, "sender": bool(tip.sender and sees)})
    if masked_ids(desk).intersection(tip.parties):
        return _masked(tip)
    return tip if sees else replace(tip, sender="")


def taken(desk: Desk, source_id: str) -> str:
    """Id of the tip that a source is; empty where it was loaded as a file, or an interruption left no more of it."""
    with desk.node.ledger.reading() as connection:
        return connection.execute(select(tips.c.id).where(tips.c.source_id == source_id)).scalar() or ""


def grades(desk: Desk) -> dict[str, Grade]:
    """Grade of each source that is a tip: F6 until something corroborates it, and again where that is no more."""
    return {key: tip.grade if tip else TIP_GRADE for key, tip in _by_source(desk).items()}


def states(desk: Desk) -> dict[str, Finding]:
    """What stands of each source that is a tip."""
    return {key: tip.state if tip else Finding.OPEN for key, tip in _by_source(desk).items()}


def unsupported(desk: Desk) -> frozenset[str]:
    """Sources that are tips which nothing corroborates: none of them carries anything alone."""
    return frozenset(key for key, grade in grades(desk).items() if grade == TIP_GRADE)


def corroborate(desk: Desk, tip_id: str, statement_ids: Sequence[str], why: str) -> Tip:
    """Say that statements of independent sources bear a tip out.

    Args:
        desk: The desk.
        tip_id: The tip.
        statement_ids: Statements, each about somebody the tip speaks of, by sources that are no tips, are not the
            tip's own origin and were not taken from it.
        why: How they bear it out.

    Raises:
        InputError: no such tip or statement, it is about somebody else, no source that states it is independent, or no
            reason is given.
        PolicyError: this person may not write.
    """
    pen = Pen(desk, "write")
    why = required(why, "--why", "say how they bear the tip out")
    tip = _one(desk, tip_id)
    check_follows(tip, Finding.CORROBORATED)
    behind = _behind(desk, tip, list(dict.fromkeys(statement_ids)))
    rows = [_row(tip, Finding.CORROBORATED, why, source, ids) for source, ids in sorted(behind.items())]
    return _kept(desk, pen, tip, rows)


def refute(desk: Desk, tip_id: str, why: str) -> Tip:
    """Say that a tip is false; its facts stay, and it says so wherever it is shown.

    Raises:
        InputError: no such tip, it is false already, or no reason is given.
        PolicyError: this person may not write.
    """
    return _settled(desk, tip_id, Finding.FALSE, why, "say how that is known")


def reopen(desk: Desk, tip_id: str, why: str) -> Tip:
    """Take back what was found of a tip: it is open, and graded F6.

    Raises:
        InputError: no such tip, it is open already, or no reason is given.
        PolicyError: this person may not write.
    """
    return _settled(desk, tip_id, Finding.OPEN, why, "say why it is open again")


# -- inside -------------------------------------------------------------------------------------------------------


def _settled(desk: Desk, tip_id: str, finding: Finding, why: str, what: str) -> Tip:
    pen = Pen(desk, "write")
    why = required(why, "--why", what)
    tip = _one(desk, tip_id)
    check_follows(tip, finding)
    return _kept(desk, pen, tip, [_row(tip, finding, why)])


def _kept(desk: Desk, pen: Pen, tip: Tip, rows: list[Row]) -> Tip:
    at = now()
    what = {
        "tip": tip.id,
        "finding": rows[0]["finding"],
        "statements": [key for row in rows for key in row["statements"]],
    }
    with pen.stroke("tip found", what) as connection:
        connection.execute(insert(tip_findings), [{**row, "by": desk.person.id, "at": at} for row in rows])
    return one(desk, tip.id)


def _row(tip: Tip, finding: Finding, why: str, source: str = "", statements: Collection[str] = ()) -> Row:
    kept = {"tip_id": tip.id, "finding": str(finding), "source_id": source, "statements": sorted(statements)}
    return {**kept, "why": why}


def _behind(desk: Desk, tip: Tip, wanted: Sequence[str]) -> dict[str, set[str]]:
    """Independent sources that make the statements, each with those it makes."""
    if not wanted:
        raise InputError("no statement is named", where="--statement", do="see `contrared show` and `contrared why`")
    versions, canonical, known = desk.versions(), desk.canonical(), desk.sources()
    table = desk.statements(versions=versions, statement_ids=wanted)
    rows = {row["id"]: row for row in table.to_pylist()}
    if missing := [key for key in wanted if key not in rows]:
        raise InputError(f"no statement {', '.join(missing)}", where="--statement", do="see `contrared show`")
    about = {canonical.get(each, each) for each in tip.parties}
    for key, row in rows.items():
        named = {row["entity_id"], row["value"]} if row["prop_type"] == "entity" else {row["entity_id"]}
        if about.isdisjoint(canonical.get(each, each) for each in named):
            raise InputError(
                f"statement {key} is about {row['entity_id']}, of whom the tip does not speak",
                do="name another, or judge first who is the same with `contrared judge`",
            )
    found: dict[str, set[str]] = {}
    own = known[tip.source_id]
    for key in wanted:
        against = []
        for place in desk.evidence([key], versions=versions).to_pylist():
            if (source := known.get(place["source_id"])) is None:
                continue
            if problem := not_independent(source, tip, own):
                against.append(f"{source.filename}: {problem}")
            else:
                found.setdefault(source.id, set()).add(key)
        if not any(key in ids for ids in found.values()):
            raise InputError(
                f"statement {key} corroborates nothing: {'; '.join(sorted(set(against)))}",
                do="name statements of another source, one that is independent of the tip",
            )
    return found


def _one(desk: Desk, tip_id: str) -> Tip:
    found = next((tip for tip in _held(desk) if tip.id == tip_id), None)
    if found is None:
        raise InputError(f"no tip {tip_id!r}", do="see `contrared tip list`")
    return found


def _by_source(desk: Desk) -> dict[str, Tip | None]:
    """The tip that each source is, or is a file of; None for one that says nothing by itself."""
    own = [key for key, source in desk.sources().items() if source.is_tip]
    if not own:
        return {}
    found, first = {tip.source_id: tip for tip in _held(desk)}, _first_of_each(desk)
    return {key: found.get(first.get(key, key)) for key in own}


def _first_of_each(desk: Desk) -> dict[str, str]:
    """For each source of a tip that was loaded as files, the first of those that came together: they are one tip."""
    loaded = [version for version in desk.versions() if version.of_tips and version.reader.split()[0] != "entered"]
    return {key: min(version.sources) for version in reversed(loaded) for key in version.sources}


def _held(desk: Desk) -> list[Tip]:
    """Tips whose source is open to this person, whoever gave them shown, the latest first."""
    sources = desk.sources()
    own = {key: each for key, each in sources.items() if each.is_tip and each.reader != RECEIVED}
    with desk.node.ledger.reading() as connection:
        rows = [dict(row) for row in connection.execute(select(tips)).mappings() if row["source_id"] in own]
        came = {row["source_id"] for row in rows}
        first = _first_of_each(desk)
        rows += [_of_a_file(desk, own[key]) for key in own if key not in came and first.get(key, key) == key]
        findings = _findings(connection, [row["id"] for row in rows])
    false = desk.corrected()
    found = [_tip(row, findings.get(row["id"], []), sources, false.statements) for row in rows]
    return sorted(found, key=lambda tip: (tip.received, tip.at, tip.id), reverse=True)


def _findings(connection: Connection, ids: Sequence[str]) -> dict[str, list[Found]]:
    told: dict[str, list[Found]] = {}
    wanted = select(tip_findings).order_by(tip_findings.c.id)
    for row in connection.execute(wanted.where(tip_findings.c.tip_id.in_(ids))).mappings():
        found = Found(
            Finding(row["finding"]), row["source_id"], tuple(row["statements"]), row["why"], row["by"], row["at"]
        )
        told.setdefault(row["tip_id"], []).append(found)
    return told


def _tip(row: Row, found: list[Found], sources: dict[str, Source], false: Mapping[str, str]) -> Tip:
    counted = [each for each in found if each.source_id in sources and not false.keys() >= set(each.statements)]
    state, grade = standing(found, counted, sources)
    values: dict[str, Any] = {key: tuple(row[key]) if key in ("entities", "about") else row[key] for key in row}
    return Tip(**values, named=bool(row["sender"]), found=tuple(found), state=state, grade=grade)


def _of_a_file(desk: Desk, source: Source) -> Row:
    """A tip that was loaded as a file, or as several, told as the others are."""
    versions = [version for version in desk.versions(source.dataset) if source.id in version.sources]
    together = {key for key, first in _first_of_each(desk).items() if first == source.id} | {source.id}
    places = desk.evidence(None, versions=versions)
    own = places.filter(pc.is_in(places["source_id"], pa.array(sorted(together))))
    told = desk.statements(versions=versions, statement_ids=sorted(pc.unique(own["statement_id"]).to_pylist()))
    return {
        "id": source.id,
        "source_id": source.id,
        "dataset": source.dataset,
        "entities": sorted(pc.unique(told["entity_id"]).to_pylist()),
        "about": [],
        "text": "",
        "sender": "",
        "channel": LOADED,
        "received": source.obtained_at[:10] or source.as_of,
        "by": "",
        "at": versions[-1].loaded_at,
    }


def _masked(tip: Tip) -> Tip:
    return replace(tip, entities=(), about=(), text=MASKED, sender="")
