"""Recorded facts of a case, section by section: cited, graded, dated, without likelihood."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from contrared.case.accounts import accounts
from contrared.case.listed import Listing
from contrared.case.materials import Materials
from contrared.case.wording import as_of, codes_of, joined, kinds_of, layer_name, list_name
from contrared.model import text
from contrared.network import Layer, NoPath, Path, PathsFound, Step
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
        naming = {x.dataset for x in (*item.terror, *item.crime)}
        date = as_of(entry for entry in entries if entry.dataset in naming)
        facts.append(
            FactDraft(
                text(
                    "case.dual.fact",
                    as_of=date,
                    name=materials.name(item.party),
                    ids=", ".join(entry.entity_id for entry in entries),
                    authorities=joined(sorted({_dated(x) for x in entries if x.dataset in naming})),
                    terror=joined(codes_of(entries, TERROR)),
                    crime=joined(codes_of(entries, CRIME)),
                    kinds=joined(kinds_of(entries, CRIME)),
                ),
                (*item.statement_ids, *materials.name_statements(item.party), *later),
                date,
                note,
                changed,
            )
        )
    return SectionDraft("dual", text("case.dual.intro", total=len(found)), tuple(facts))


def _dated(entry: Listing) -> str:
    return f"{list_name(entry.dataset)} of {entry.as_of}"


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
    note, changed, later = materials.since(
        entry for end in (finding.a, finding.b) for entry in materials.listings_of(end)
    )
    date = max(materials.dates(path.statement_ids))
    return FactDraft(
        text(
            "case.paths.fact" if finding.hops > 1 else "case.paths.direct",
            as_of=date,
            hops=finding.hops,
            a=materials.name(finding.a),
            b=materials.name(finding.b),
            chain="; ".join(_step(materials, step) for step in path.steps),
            layer=layer_name(path.weakest),
            more=text("case.paths.more", total=finding.total) if finding.total > 1 else "",
        ),
        (*path.statement_ids, *(later if changed else ())),
        date,
        note if changed else "",
        changed,
    )


def _step(materials: Materials, step: Step) -> str:
    edge = step.edges[0]
    if edge.layer is Layer.REMARK and edge.span is not None:
        said = materials.passage(edge.statement_ids[0], edge.span)
        return text(
            "case.paths.step_remark", source=materials.name(edge.source), target=materials.name(edge.target), said=said
        )
    kinds = joined(dict.fromkeys(item.kind for item in step.edges if item.layer is edge.layer and item.kind))
    return text(
        "case.paths.step",
        source=materials.name(edge.source),
        target=materials.name(edge.target),
        layer=layer_name(edge.layer),
        kind=kinds or layer_name(edge.layer),
    )


def no_path(materials: Materials) -> SectionDraft:
    """Groups that nothing joins in these sources, told once for each group on the side of terrorism."""
    apart: dict[tuple[str, int], list[str]] = {}
    for finding in materials.analysis.paths.findings:
        if isinstance(finding, NoPath):
            apart.setdefault((finding.a, finding.max_hops), []).append(finding.b)
    facts = []
    for (a, hops), others in sorted(apart.items(), key=lambda item: materials.name(item[0][0])):
        named = sorted(others, key=materials.name)
        facts.append(
            FactDraft(
                text(
                    "case.no_path.fact",
                    as_of=materials.as_of,
                    hops=hops,
                    a=materials.name(a),
                    b=joined((materials.name(b) for b in named), last="or"),
                ),
                tuple(key for party in (a, *named) for key in materials.name_statements(party)),
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
                count=len(links),
                score=f"{weakest.comparison.score:.3f}",
                reasons=joined(list(features)[:3]),
            )
        )
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
