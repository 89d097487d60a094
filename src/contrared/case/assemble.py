"""Putting the brief of a case together: drafts in, cited content out."""

from __future__ import annotations

from contrared.brief import (
    Action,
    Brief,
    CounterEvidence,
    Fact,
    Judgement,
    Section,
)
from contrared.case.actions import actions
from contrared.case.citing import Citer
from contrared.case.drafts import JudgementDraft, judgements
from contrared.case.explanations import explanations
from contrared.case.facts import sections
from contrared.case.materials import Materials
from contrared.case.measured import measured
from contrared.case.remainders import counter, gaps, indicators, method
from contrared.case.shown import shown
from contrared.case.wording import counted
from contrared.govern import Desk
from contrared.model import Handling, strictest, text


def assemble(desk: Desk, materials: Materials) -> Brief:
    """The brief of a case, every draft with its citations."""
    case, prepared = materials.prepared.case, materials.prepared
    versions = [*prepared.baseline, *prepared.later.values()]
    further = (measured(desk, materials), explanations(desk, materials))
    drafted = [*sections(materials), *(one for one in further if one is not None)]
    acts = actions(materials)
    drawing = shown(materials)
    against = counter(materials)
    announced = {key for section in drafted for fact in section.facts for key in fact.statement_ids}
    announced |= {key for act in acts for key in act.statement_ids}
    announced |= {key for item in against for key in item.statement_ids}
    drafts = judgements(materials)
    announced |= {key for draft in drafts for each in (draft, *draft.instead) for key in each.statement_ids}
    citer = Citer(desk, versions, announced - {""})
    carried = [each for draft in drafts if (each := _carried(citer, draft)) is not None]
    judged = [
        Judgement(
            text=draft.text,
            likelihood=draft.likelihood,
            confidence=draft.confidence,
            confidence_reason=draft.confidence_reason,
            citations=citer.cite(draft.statement_ids),
            as_of=draft.as_of,
        )
        for draft in carried
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
        picture=drawing,
        gaps=(*gaps(materials), *_by_tips(len(drafts) - len(carried))),
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


def _carried(citer: Citer, draft: JudgementDraft) -> JudgementDraft | None:
    """The draft, or the first in its place, of which no part hangs on a tip that nothing corroborates."""
    ways = (draft, *draft.instead)
    return next((way for way in ways if not any(map(citer.hangs_on_tips, way.needed))), None)


def _by_tips(count: int) -> list[str]:
    """That judgements were not drafted, since a tip that nothing corroborates would have carried them."""
    return [counted("case.gaps.tips", count)] if count else []


def _dates(materials: Materials) -> str:
    later = sorted({version.as_of for version in materials.prepared.later.values()})
    if not later:
        return materials.as_of
    return text("case.as_of", baseline=materials.as_of, later=", ".join(later))
