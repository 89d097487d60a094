"""Recorded facts of a case, section by section: cited, graded, dated, without likelihood."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from contrared.case.accounts import accounts
from contrared.case.materials import Materials
from contrared.case.wording import as_of, codes_of, joined, kinds_of, layer_name, list_name
from contrared.model import text
from contrared.network import NoPath, Path, PathsFound
from contrared.network.dual import CRIME, TERROR

#: Chains written out for one pair of groups.
CHAINS = 3


@dataclass(frozen=True, slots=True)
class FactDraft:
    """A fact before its citations are looked up."""

    text: str
    statement_ids: tuple[str, ...]
    as_of: str
    note: str = ""
    needs_since: bool = False


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """A section before its citations are looked up; ``key`` names its texts in the catalogue."""

    key: str
    intro: str
    facts: tuple[FactDraft, ...]


def sections(materials: Materials) -> list[SectionDraft]:
    """All sections, in the order they are read."""
    builders: tuple[Callable[[Materials], SectionDraft], ...] = (dual, paths, no_path, same, changes, reported)
    return [build(materials) for build in builders]


def dual(materials: Materials) -> SectionDraft:
    """Who is listed for terrorism and for drugs or organised crime."""
    found = materials.analysis.dual.found
    facts = []
    for item in found:
        entries = materials.listings_of(item.party)
        note, changed, later = materials.since(entries)
        facts.append(
            FactDraft(
                text(
                    "case.dual.fact",
                    as_of=as_of(entries),
                    name=materials.name(item.party),
                    ids=", ".join(entry.entity_id for entry in entries),
                    authorities=joined(sorted({list_name(x.dataset) for x in (*item.terror, *item.crime)})),
                    terror=joined(codes_of(entries, TERROR)),
                    crime=joined(codes_of(entries, CRIME)),
                    kinds=joined(kinds_of(entries, CRIME)),
                ),
                (*item.statement_ids, *materials.name_statements(item.party), *later),
                as_of(entries),
                note,
                changed,
            )
        )
    return SectionDraft("dual", text("case.dual.intro", total=len(found)), tuple(facts))


def paths(materials: Materials) -> SectionDraft:
    """Chains of ties that join two groups."""
    facts: list[FactDraft] = []
    for finding in materials.analysis.paths.findings:
        if isinstance(finding, PathsFound):
            facts.extend(_chain(materials, finding, path) for path in finding.paths[:CHAINS])
    case = materials.prepared.case
    intro = text(
        "case.paths.intro",
        hops=case.options.max_hops,
        institutions=len(materials.analysis.paths.hubs),
    )
    return SectionDraft("paths", intro, tuple(facts))


def _chain(materials: Materials, finding: PathsFound, path: Path) -> FactDraft:
    steps = [
        text(
            "case.paths.step",
            source=materials.name(step.source),
            target=materials.name(step.target),
            layer=layer_name(step.layer),
            kind=step.edges[0].kind or layer_name(step.layer),
        )
        for step in path.steps
    ]
    note, changed, later = materials.since(
        entry for end in (finding.a, finding.b) for entry in materials.listings_of(end)
    )
    more = text("case.paths.more", total=finding.total) if finding.total > 1 else ""
    return FactDraft(
        text(
            "case.paths.fact",
            as_of=materials.as_of,
            hops=finding.hops,
            a=materials.name(finding.a),
            b=materials.name(finding.b),
            chain="; ".join(steps),
            layer=layer_name(path.weakest),
            more=more,
        ),
        (*path.statement_ids, *(later if changed else ())),
        materials.as_of,
        note if changed else "",
        changed,
    )


def no_path(materials: Materials) -> SectionDraft:
    """Pairs of groups that nothing joins in these sources."""
    facts = []
    for finding in materials.analysis.paths.findings:
        if isinstance(finding, NoPath):
            facts.append(
                FactDraft(
                    text(
                        "case.no_path.fact",
                        as_of=materials.as_of,
                        hops=finding.max_hops,
                        a=materials.name(finding.a),
                        b=materials.name(finding.b),
                    ),
                    (*materials.name_statements(finding.a), *materials.name_statements(finding.b)),
                    materials.as_of,
                )
            )
    return SectionDraft("no_path", text("case.no_path.intro"), tuple(facts))


def same(materials: Materials) -> SectionDraft:
    """Parties of this brief that stand on several lists."""
    facts = []
    for party in sorted(of_interest(materials), key=materials.name):
        entries = materials.analysis.parties[party].entity_ids if party in materials.analysis.parties else ()
        if len(entries) < 2:
            continue
        statements = materials.name_statements(party)
        listed = materials.listings_of(party)
        date = max((item.as_of for item in listed), default=materials.as_of)
        facts.append(
            FactDraft(
                text(
                    "case.same.fact",
                    as_of=date,
                    name=materials.name(party),
                    count=len(entries),
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
    automatic = [
        text(
            "case.same.automatic",
            score=f"{link.comparison.score:.3f}",
            reasons=joined([r.feature for r in link.comparison.reasons if r.contribution > 0][:3]),
        )
        for link in materials.prepared.resolution.links
        if link.kind == "auto" and {link.left, link.right} <= known
    ]
    return joined([*automatic, *judged]) or text("case.same.title").lower()


def changes(materials: Materials) -> SectionDraft:
    """Groups of interest that left or joined a list since."""
    facts = []
    analysis = materials.analysis
    for group in materials.prepared.case.group:
        entry = analysis.listings.get(group.id)
        since = analysis.since.get(group.id)
        if entry is not None and since is not None and not since.unchanged:
            note, changed, later = materials.since([entry])
            facts.append(
                FactDraft(
                    text(
                        "case.changes.gone",
                        as_of=entry.as_of,
                        name=group.name,
                        id=group.id,
                        list=list_name(entry.dataset),
                        codes=joined(entry.codes),
                    ),
                    (*entry.statements, entry.name_statement, *later),
                    entry.as_of,
                    note,
                    changed,
                )
            )
        for dataset, entries in analysis.later.items():
            new = entries.get(group.id)
            earlier = [v.as_of for v in materials.prepared.baseline if v.dataset == dataset]
            if new is not None and entry is None and earlier:
                facts.append(
                    FactDraft(
                        text(
                            "case.changes.joined",
                            as_of=new.as_of,
                            name=group.name,
                            id=group.id,
                            list=list_name(dataset),
                            codes=joined(new.codes),
                            earlier=earlier[0],
                        ),
                        (*new.statements, new.name_statement),
                        new.as_of,
                    )
                )
    return SectionDraft("changes", text("case.changes.intro"), tuple(facts))


def reported(materials: Materials) -> SectionDraft:
    """Accounts that a person coded from a document, about parties that have a place in this brief."""
    facts = []
    for account in accounts(materials):
        if account.about & of_interest(materials):
            facts.append(
                FactDraft(
                    text(
                        "case.reported.fact",
                        as_of=account.as_of,
                        source=account.source,
                        role=account.role,
                        target=account.target,
                        quote=account.quote,
                    ),
                    account.statement_ids,
                    account.as_of,
                )
            )
    return SectionDraft("reported", text("case.reported.intro"), tuple(facts))


def of_interest(materials: Materials) -> set[str]:
    """Canonical ids of the parties that have a place in this brief."""
    analysis = materials.analysis
    found = set(analysis.canonical.values()) | {item.party for item in analysis.dual.found}
    for finding in analysis.paths.findings:
        if isinstance(finding, PathsFound):
            for path in finding.paths[:CHAINS]:
                found.update(path.nodes)
    return found - analysis.hidden
