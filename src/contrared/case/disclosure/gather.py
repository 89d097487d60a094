"""What the defence is shown of a case, as rows: for and against, decided and rejected, and who looked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contrared.case.dossier import Stated, stated
from contrared.govern import Desk, record
from contrared.govern.casework.sealed import sealed, withheld
from contrared.govern.rights.corrections import every_correction
from contrared.model import InputError, Source

Row = dict[str, Any]
#: Kinds of claims that speak against the findings of a case.
AGAINST = frozenset({"counter-evidence"})


@dataclass(frozen=True)
class Gathered:
    """Rows of each file of a disclosure, and the parties they are about.

    Attributes:
        parties: Ids of every entity that a claim of the case rests on, with those they were merged with.
        files: Rows by name of the file, without ``.csv``.
        statements: Ids of the statements that are handed out, each with its entity.
    """

    parties: frozenset[str]
    files: Mapping[str, list[Row]]
    statements: Mapping[str, str] = field(default_factory=dict)


def gather(desk: Desk, case_id: str) -> Gathered:
    """Gather everything; protected persons are not masked yet.

    Args:
        desk: The desk; what policy closes to it is not there.
        case_id: A case that was investigated on this node.

    Raises:
        InputError: there is no such case, or nothing of it is kept.
    """
    if case_id not in {row["id"] for row in desk.cases()}:
        raise InputError(f"no case {case_id!r} was investigated here", do="see the id in case.toml")
    claims = [row for row in desk.claim("") if row["case_id"] == case_id]
    findings = desk.findings(case_id)
    used = {key for row in (*claims, *findings) for key in row["statements"]}
    cited = desk.statements(versions=desk.versions(), statement_ids=sorted(used), corrected=True)
    mapping = desk.canonical()
    tops = {mapping.get(entity, entity) for entity in cited["entity_id"].to_pylist()}
    parties = frozenset({entity for entity, top in mapping.items() if top in tops} | tops) | frozenset(
        cited["entity_id"].to_pylist()
    )
    whole = desk.statements(versions=desk.versions(), entity_ids=sorted(parties), corrected=True)
    rows, known = stated(desk, whole), desk.sources()
    files = {
        "claims": [_claim(row) for row in (*claims, *findings) if row["kind"] not in AGAINST],
        "against": [_claim(row) for row in claims if row["kind"] in AGAINST],
        "statements-used": [_statement(known, item) for item in rows if item.id in used],
        "statements-not-used": [_statement(known, item) for item in rows if item.id not in used],
        "contradictions": list(_contradictions(rows, mapping)),
        "judgements": [row for row in desk.judgements() if parties & {row["left_id"], row["right_id"]}],
        "candidates": [_link(row) for row in desk.links() if parties & {row["left_id"], row["right_id"]}],
        "dismissed": list(_dismissed(desk, parties)),
        "corrections": list(_corrections(desk, parties, {item.id for item in rows})),
        "sources": _sources(known, rows),
        "access": list(_access(desk, case_id, parties.union(item.id for item in rows))),
    }
    return Gathered(parties, files, {item.id: item.entity_id for item in rows})


def _claim(row: Mapping[str, Any]) -> Row:
    return {
        "id": row["id"],
        "kind": row["kind"],
        "text": row["text"],
        "statements": " ".join(row["statements"]),
    }


def _statement(sources: Mapping[str, Source], item: Stated) -> Row:
    return {
        "id": item.id,
        "entity": item.entity_id,
        "schema": item.schema,
        "property": item.prop,
        "value": item.value,
        "original": item.original or "",
        "dataset": item.dataset,
        "as_of": ", ".join(item.as_of),
        "grades": " ".join(sorted({str(sources[place.source_id].grade) for place in item.places})),
        "evidence": "; ".join(f"{place.source_id} {place.locator}" for place in item.places),
        "corrected": item.corrected,
    }


def _contradictions(rows: tuple[Stated, ...], mapping: Mapping[str, str]) -> Iterator[Row]:
    """Properties of one party for which sources give different values: each may be an alternative to what was used."""
    values: dict[tuple[str, str], dict[str, list[str]]] = {}
    for item in rows:
        key = (mapping.get(item.entity_id, item.entity_id), item.prop)
        values.setdefault(key, {}).setdefault(item.value, []).append(item.id)
    for (party, prop), told in sorted(values.items()):
        if len(told) > 1:
            for value, ids in sorted(told.items()):
                yield {"party": party, "property": prop, "value": value, "statements": " ".join(ids)}


def _link(row: Mapping[str, Any]) -> Row:
    reasons = "; ".join(
        f"{reason.get('feature', '')}: {reason.get('left', '')} / {reason.get('right', '')} "
        f"({reason.get('contribution', '')})"
        for reason in row["reasons"]
    )
    state = "merged by the engine" if row["kind"] == "auto" else "left open or rejected"
    return {"left": row["left_id"], "right": row["right_id"], "state": state, "score": row["score"], "reasons": reasons}


def _dismissed(desk: Desk, parties: frozenset[str]) -> Iterator[Row]:
    """Alerts and clearances on the parties: hits that somebody took for no hit, and why."""
    for row in desk.memory.alerts(everything=True):
        if row["entity_id"] in parties:
            told = ("id", "entity_id", "state", "score", "by", "at", "why", "confirmed_by")
            yield {"what": "alert", **{key: row[key] for key in told}}
    cleared = desk.memory.clearances_shown(desk.memory.clearances(sorted(parties)))
    for row in cleared:
        state = "withdrawn" if row["withdrawn_at"] else "in force" if row["confirmed_by"] else "waiting"
        keys = ("id", "entity_id", "by", "at", "why", "confirmed_by")
        yield {"what": "clearance", **{key: row[key] for key in keys}, "state": state, "score": ""}


def _corrections(desk: Desk, parties: frozenset[str], statements: set[str]) -> Iterator[Row]:
    for row in every_correction(desk.node):
        if row["target"] in parties or row["target"] in statements:
            yield {**row, "datasets": " ".join(row["datasets"])}


def _sources(sources: Mapping[str, Source], rows: tuple[Stated, ...]) -> list[Row]:
    named = {place.source_id for item in rows for place in item.places}
    return [{"id": key, **source.to_dict()} for key, source in sources.items() if key in named]


def _access(desk: Desk, case_id: str, about: frozenset[str]) -> Iterator[Row]:
    """Lines of the record for the case or that name a party or a statement about one: who acted, when, and why.

    Lines for another case that is sealed say that somebody looked, not who nor for which case.
    """
    hidden = sealed(desk.node.ledger, {case_id})
    for entry in record.entries(desk.node.ledger):
        if entry.case == case_id or not about.isdisjoint(record.named(entry.what)):
            row = {
                "line": entry.seq,
                "at": entry.at,
                "user": entry.user,
                "purpose": entry.purpose,
                "case": entry.case,
                "legal_basis": entry.legal_basis,
                "act": entry.action,
            }
            yield withheld(row, hidden)
