"""Facts on identity: which entries are taken for one party, and why."""

from __future__ import annotations

from collections.abc import Iterable

from contrared.case.materials import Materials
from contrared.case.section import FactDraft, SectionDraft
from contrared.case.wording import counted, joined
from contrared.model import text


def same(materials: Materials) -> SectionDraft:
    """Parties of this brief that stand on several lists."""
    facts = []
    for party in sorted(materials.of_interest, key=lambda key: (materials.name(key), key)):
        entries = materials.analysis.parties[party].entity_ids if party in materials.analysis.parties else ()
        if len(entries) < 2:
            continue
        statements = materials.name_statements(party)
        date = max(materials.dates(statements), default=materials.as_of)
        facts.append(
            FactDraft(
                text(
                    "case.same.fact",
                    as_of=date,
                    name=materials.called(party),
                    entries=joined(entries),
                    how=_how(materials, entries),
                ),
                tuple(statements),
                date,
            )
        )
    return SectionDraft("same", text("case.same.intro"), tuple(facts))


def _how(materials: Materials, entries: Iterable[str]) -> str:
    known = set(entries)
    judged = [
        text("case.same.judged", by=item.by, why=item.why)
        for item in materials.prepared.case.judgement
        if item.verdict == "same" and {item.left, item.right} <= known
    ]
    links = [
        link for link in materials.prepared.resolution.links if link.kind == "auto" and {link.left, link.right} <= known
    ]
    automatic = []
    if links:
        weakest = min(links, key=lambda link: (link.comparison.log_odds, link.left, link.right))
        features = dict.fromkeys(r.feature for r in weakest.comparison.reasons if r.contribution > 0)
        automatic.append(
            text(
                "case.same.automatic",
                links=counted("case.same.links", len(links)),
                score=f"{weakest.comparison.score:.3f}",
                reasons=joined(list(features)[:3]),
            )
        )
    return joined([*automatic, *judged]) or text("case.same.earlier")
