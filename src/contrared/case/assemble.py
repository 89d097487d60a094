"""Putting the brief of a case together: drafts in, cited content out."""

from __future__ import annotations

from contrared.brief import (
    Action,
    Brief,
    CounterEvidence,
    Fact,
    Judgement,
    Picture,
    Section,
)
from contrared.case.actions import actions
from contrared.case.citing import Citer
from contrared.case.drafts import judgements
from contrared.case.facts import sections
from contrared.case.materials import Materials
from contrared.case.remainders import counter, gaps, indicators, method
from contrared.govern import Desk
from contrared.model import Handling, strictest, text
from contrared.network import PathsFound, edge_table, node_table, picture, svg


def assemble(desk: Desk, materials: Materials) -> Brief:
    """The brief of a case, every draft with its citations."""
    case, prepared = materials.prepared.case, materials.prepared
    versions = [*prepared.baseline, *prepared.later.values()]
    drafted = sections(materials)
    acts = actions(materials)
    against = counter(materials)
    announced = {key for section in drafted for fact in section.facts for key in fact.statement_ids}
    announced |= {key for act in acts for key in act.statement_ids}
    announced |= {key for item in against for key in item.statement_ids}
    announced |= {
        key
        for finding in materials.analysis.paths.findings
        if isinstance(finding, PathsFound)
        for path in finding.paths
        for key in path.statement_ids
    }
    citer = Citer(desk, versions, announced - {""})
    judged = [
        Judgement(
            text=draft.text,
            likelihood=draft.likelihood,
            confidence=draft.confidence,
            confidence_reason=draft.confidence_reason,
            citations=citer.cite(draft.statement_ids),
            as_of=draft.as_of,
        )
        for draft in judgements(materials)
    ]
    cited = tuple(
        Section(
            title=text(f"case.{section.key}.title"),
            intro=section.intro,
            facts=tuple(
                Fact(
                    text=fact.text,
                    citations=citer.cite(fact.statement_ids),
                    as_of=fact.as_of,
                    note=fact.note,
                    needs_since=fact.needs_since,
                )
                for fact in section.facts
            ),
            empty=text(f"case.{section.key}.empty"),
        )
        for section in drafted
    )
    done = tuple(
        Action(
            authority=act.authority,
            party=act.party,
            identifiers=act.identifiers,
            listing=act.listing,
            law=act.law,
            measure=act.measure,
            until=act.until,
            next_inquiry=act.next_inquiry,
            citations=citer.cite(key for key in act.statement_ids if key),
        )
        for act in acts
    )
    opposed = tuple(CounterEvidence(item.text, citer.cite(item.statement_ids)) for item in against)
    annex = citer.annex()
    return Brief(
        case_id=case.id,
        title=case.title,
        question=case.question,
        purpose=case.purpose,
        legal_basis=case.legal_basis,
        handling=strictest([Handling.parse(case.handling), *(Handling.parse(source.handling) for source in annex)]),
        as_of=_dates(materials),
        judgements=tuple(judged),
        sections=cited,
        picture=_picture(materials),
        gaps=tuple(gaps(materials)),
        indicators=tuple(indicators(materials)),
        counter=opposed,
        actions=done,
        action_notes=tuple(
            dict.fromkeys(
                text("case.actions.scope", authority=authority, scope=scope)
                for act in acts
                for authority, scope in act.scopes
            )
        ),
        sources=annex,
        method=tuple(method(materials)),
    )


def _dates(materials: Materials) -> str:
    later = sorted({version.as_of for version in materials.prepared.later.values()})
    if not later:
        return materials.as_of
    return text("case.as_of", baseline=materials.as_of, later=", ".join(later))


def _picture(materials: Materials) -> Picture | None:
    analysis = materials.analysis
    groups = {
        analysis.canonical[group.id]: group.name
        for group in materials.prepared.case.group
        if analysis.canonical[group.id] not in analysis.hidden
    }
    drawn = picture(
        analysis.graph,
        analysis.parties,
        groups=groups,
        dual=[item.party for item in analysis.dual.found],
        paths=analysis.paths,
    )
    if not drawn.nodes:
        return None
    title = text("case.picture.title")
    nodes, edges = node_table(drawn), edge_table(drawn)
    return Picture(
        svg=svg(drawn, title=title),
        title=title,
        alt=text("case.picture.alt", nodes=len(drawn.nodes), edges=len(drawn.edges), as_of=materials.as_of),
        node_columns=nodes.heads,
        node_rows=nodes.rows,
        edge_columns=edges.heads,
        edge_rows=tuple((*row[:-1], str(len(row[-1].split()))) for row in edges.rows),
    )
