"""The folder of results: findings for machines, tables for people, the brief."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from contrared import brief as briefing
from contrared.brief import Brief
from contrared.case.materials import Materials
from contrared.network import PathsFound, canonical_json, edges_csv, graphml, nodes_csv
from contrared.store.durable import write_bytes


def write(brief: Brief, materials: Materials, folder: Path) -> dict[str, Path]:
    """Write everything; the brief is checked before the first file is written.

    Raises:
        BriefError: the brief may not be written.
        NodeError: the disk is full.
    """
    briefing.check(brief)
    folder.mkdir(parents=True, exist_ok=True)
    written = dict(briefing.write(brief, folder))
    analysis = materials.analysis
    texts = {
        "findings.json": findings(brief, materials),
        "claims.csv": _claims(brief),
        "nodes.csv": nodes_csv(analysis.edges.edges, analysis.parties),
        "edges.csv": edges_csv(analysis.edges.edges),
        "network.graphml": graphml(analysis.edges.edges, analysis.parties),
    }
    if brief.picture is not None:
        texts["picture.svg"] = brief.picture.svg
    for name, content in texts.items():
        write_bytes(folder / name, content.encode())
        written[name.partition(".")[0]] = folder / name
    return written


def findings(brief: Brief, materials: Materials) -> str:
    """All findings as JSON: same inputs and version, same bytes."""
    analysis = materials.analysis
    data: dict[str, Any] = {
        "case": brief.case_id,
        "sources": {source.id: {"sha256": source.sha256, "as_of": source.as_of} for source in brief.sources},
        "dual_listed": [json.loads(canonical_json(item)) for item in analysis.dual.found],
        "paths": [
            {"found": isinstance(item, PathsFound), **json.loads(canonical_json(item))}
            for item in analysis.paths.findings
        ],
        "components": [len(group) for group in analysis.components],
        "communities": {
            "modularity": analysis.communities.modularity,
            "method": json.loads(canonical_json(analysis.communities.method)),
            "sizes": [len(group) for group in analysis.communities.groups],
        },
        "since": {
            key: asdict(item)
            for key, item in sorted(analysis.since.items())
            if key in _named(materials) and not item.unchanged
        },
        "judgements": [_judgement(item) for item in brief.judgements],
        "facts": [
            {
                "id": fact.id,
                "section": section.title,
                "text": fact.text,
                "note": fact.note,
                "as_of": fact.as_of,
                "statements": sorted({key for c in fact.citations for key in c.statement_ids}),
            }
            for section in brief.sections
            for fact in section.facts
        ],
        "claims": [
            {"id": identity, "kind": kind, "text": text, "statements": list(statements)}
            for identity, kind, text, statements in briefing.claims(brief)
            if kind not in ("judgement", "fact")
        ],
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _named(materials: Materials) -> set[str]:
    return {entry.entity_id for party in materials.of_interest for entry in materials.listings_of(party)}


def _judgement(item: Any) -> Mapping[str, Any]:
    return {
        "id": item.id,
        "text": item.text,
        "likelihood": item.likelihood.term,
        "confidence": str(item.confidence),
        "confidence_reason": item.confidence_reason,
        "status": item.status,
        "as_of": item.as_of,
        "statements": sorted({key for c in item.citations for key in c.statement_ids}),
    }


def _claims(brief: Brief) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["id", "kind", "text", "statements"])
    for identity, kind, text, statements in briefing.claims(brief):
        rows.writerow([identity, kind, text, " ".join(statements)])
    return out.getvalue()
