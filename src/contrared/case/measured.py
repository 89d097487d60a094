"""Findings of the network that somebody kept for the case, as they were reached, with their method."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from contrared.case.materials import Materials
from contrared.case.section import FactDraft, SectionDraft
from contrared.govern import Desk
from contrared.model import text
from contrared.model.language.phrase import strung

#: Statements cited of one finding; `contrared why` follows them all.
CITED = 8


def measured(desk: Desk, materials: Materials) -> SectionDraft | None:
    """The section of kept findings; None where none was kept.

    One that names somebody who is protected by now is left out, and so is one whose statements are no longer held.
    """
    case = materials.prepared.case
    drawn = {version.dataset: version.version for version in materials.prepared.baseline}
    held = set(materials.prepared.statements["id"].to_pylist())
    facts = []
    for row in desk.findings(case.id):
        told = json.dumps(row["body"], ensure_ascii=False)
        if any(f'"{key}"' in told for key in materials.analysis.hidden):
            continue
        cited = tuple(key for key in row["statements"] if key in held)[:CITED]
        if not cited or not row["body"]:
            continue
        facts.append(
            FactDraft(
                text=text("case.measured.fact", as_of=materials.as_of, said=row["text"].rstrip("."), id=row["id"]),
                statement_ids=cited,
                as_of=materials.as_of,
                note=_note(row, drawn),
            )
        )
    if not facts:
        return None
    return SectionDraft("measured", text("case.measured.intro"), tuple(facts))


def _note(row: Mapping[str, Any], drawn: Mapping[str, str]) -> str:
    told = [_method(row["body"])]
    if row["versions"] != drawn:
        told.append(text("case.measured.older"))
    told.append(text("case.measured.kept", by=row["by"], at=row["at"][:10]))
    return strung(" ", (part for part in told if part))


def _method(body: Any) -> str:
    """Method, seed and worlds in one sentence, from whatever kind of result it is."""
    if not isinstance(body, dict):
        return ""
    if "removal" in body:
        body = body["removal"]
    method = body.get("method", "")
    if isinstance(method, dict):
        params = dict(method.get("params", ()))
        return text("case.measured.method", name=method["name"], seed=method.get("seed"), worlds=_worlds(params))
    params = body.get("params", {})
    return text("case.measured.method", name=method, seed=params.get("seed"), worlds=_worlds(params))


def _worlds(params: Mapping[str, Any]) -> object:
    return params.get("samples") or params.get("worlds") or params.get("runs") or "–"
