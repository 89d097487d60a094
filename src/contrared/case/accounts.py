"""Accounts that a person coded from a document: who is said to do what with whom, in which words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from contrared.case.materials import Materials
from contrared.case.section import FactDraft, SectionDraft
from contrared.case.wording import list_name, role
from contrared.collect.readers.coded import RELATIONS
from contrared.model import text
from contrared.model.language.phrase import strung


@dataclass(frozen=True, slots=True)
class Account:
    """A tie that a person coded from a document, with the words it rests on."""

    about: frozenset[str]
    document: str
    source: str
    role: str
    target: str
    quote: str
    as_of: str
    statement_ids: tuple[str, ...]


def accounts(materials: Materials) -> list[Account]:
    """All coded accounts of ties, in the order of their text; those that touch a protected person are left out."""
    rows = materials.prepared.statements
    coded = [version.dataset for version in materials.prepared.baseline if version.reader.startswith("statements ")]
    rows = rows.filter(pc.is_in(rows["dataset"], pa.array(coded, pa.string())))
    links: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows.to_pylist():
        links.setdefault(row["entity_id"], {})[row["prop"]] = row
    found: list[Account] = []
    for said in links.values():
        word = said.get("role") or said.get("relationship")
        relation = RELATIONS.get(word["value"]) if word is not None else None
        words = said.get("description")
        if word is None or relation is None or words is None:
            continue
        ends = [said[relation.source], said[relation.target]]
        parties = [materials.canonical(end["value"]) for end in ends]
        if materials.analysis.hidden & set(parties):
            continue
        found.append(
            Account(
                about=frozenset(parties),
                document=word["dataset"],
                source=materials.called(parties[0]),
                role=word["value"],
                target=materials.called(parties[1]),
                quote=" ".join((words["original_value"] or words["value"]).split()),
                as_of=word["first_seen"],
                statement_ids=tuple(sorted(row["id"] for row in (*ends, word, words))),
            )
        )
    return sorted(found, key=lambda account: (account.source, account.role, account.target, account.quote))


def reported(materials: Materials) -> SectionDraft:
    """Accounts about parties that have a place in this brief, each sentence of the document once."""
    told: dict[tuple[str, str, str], list[Account]] = {}
    for account in accounts(materials):
        if account.about & materials.of_interest:
            told.setdefault((account.document, account.as_of, account.quote), []).append(account)
    facts = [
        FactDraft(
            text("case.reported.fact", as_of=as_of, list=list_name(document), quote=quote, said=said(items)),
            tuple(sorted({key for item in items for key in item.statement_ids})),
            as_of,
        )
        for (document, as_of, quote), items in told.items()
    ]
    return SectionDraft("reported", text("case.reported.intro"), tuple(facts))


def said(items: Iterable[Account]) -> str:
    """What accounts were coded as, in words."""
    return strung(
        "; ",
        (text("case.reported.coded", source=item.source, role=role(item.role), target=item.target) for item in items),
    )
