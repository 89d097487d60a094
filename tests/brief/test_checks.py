"""What may not be written is refused by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contrared.brief.checks import check
from contrared.brief.content import Brief, Citation, Fact, Judgement, Section, SourceEntry
from contrared.brief.scales import Confidence, Likelihood
from contrared.model import BriefError, Handling

CITED = Citation("list.csv, line 3", ("s-1",), ("src-1",), "A2")
FACT = Fact("As of 2021-06, Ann is listed.", (CITED,), "2021-06")
JUDGEMENT = Judgement(
    "It is likely that Ann and Bo were connected as of 2021-06.",
    Likelihood.LIKELY,
    Confidence.LOW,
    "One list says so.",
    (CITED,),
    "2021-06",
)
SOURCE = SourceEntry("src-1", "A publisher", "list.csv", "0" * 64, "2021-06", "A2", "TLP:CLEAR", "CC0", "lines 1", 1)


def brief(fact: Fact = FACT, judgement: Judgement = JUDGEMENT, **changes: Any) -> Brief:
    whole = Brief(
        case_id="case",
        title="Title",
        question="Question?",
        purpose="test",
        legal_basis="none",
        handling=Handling.parse("TLP:CLEAR"),
        as_of="2021-06",
        judgements=(judgement,),
        sections=(Section("Facts", "", (fact,)),),
        picture=None,
        gaps=(),
        indicators=(),
        counter=(),
        actions=(),
        sources=(SOURCE,),
    )
    return replace(whole, **changes)


def test_a_sound_brief_may_be_written() -> None:
    check(brief())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"citations": ()}, "has no citation"),
        ({"citations": (replace(CITED, grade=""),)}, "without a grade"),
        ({"citations": (replace(CITED, grade="G7"),)}, "without a grade"),
        ({"citations": (replace(CITED, statement_ids=()),)}, "without a statement"),
        ({"citations": (replace(CITED, source_ids=("src-9",)),)}, "not in the annex"),
        ({"likelihood": None}, "has no likelihood"),
        ({"likelihood": Likelihood.VERY_LIKELY}, "does not use its term"),
        ({"confidence": None}, "has no confidence"),
        ({"confidence_reason": " "}, "no reason for its confidence"),
        ({"text": "It is likely, with low confidence, that they met as of 2021-06."}, "in one sentence"),
        ({"confidence_reason": "It is probable that the list is right."}, "in one sentence"),
        ({"text": "It is likely that Ann is guilty as of 2021-06."}, "belongs to a court"),
        ({"status": "reviewed"}, "names no person"),
        ({"as_of": ""}, "no as-of date"),
    ],
)
def test_a_judgement_that_lacks_something_is_refused_by_name(change: dict[str, Any], says: str) -> None:
    judgement = replace(JUDGEMENT, **change)
    with pytest.raises(BriefError) as refused:
        check(brief(judgement=judgement))
    assert says in str(refused.value)
    assert judgement.id in str(refused.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"citations": ()}, "has no citation"),
        ({"text": "As of 2021-06, Ann is probably listed."}, "carries no likelihood"),
        ({"text": "Ann is listed."}, "as-of date in the sentence"),
        ({"needs_since": True}, "something has changed since"),
        ({"as_of": ""}, "no as-of date"),
    ],
)
def test_a_fact_is_cited_dated_and_carries_no_likelihood(change: dict[str, Any], says: str) -> None:
    with pytest.raises(BriefError, match=says):
        check(brief(fact=replace(FACT, **change)))


def test_a_brief_is_never_freer_than_its_sources() -> None:
    with pytest.raises(BriefError, match="freer than that of its sources"):
        check(brief(sources=(replace(SOURCE, handling="TLP:AMBER"),)))


def test_a_judgement_never_rests_on_tips_alone() -> None:
    tip = replace(SOURCE, id="src-2", grade="F6", alone=False)
    told = Citation("tip.toml, line 3", ("s-2",), ("src-2",), "F6")
    with pytest.raises(BriefError, match="rests on nothing but tips that no independent source corroborates"):
        check(brief(judgement=replace(JUDGEMENT, citations=(told,)), sources=(SOURCE, tip)))
    check(brief(judgement=replace(JUDGEMENT, citations=(told, CITED)), sources=(SOURCE, tip)))
    check(brief(judgement=replace(JUDGEMENT, citations=(told,)), sources=(SOURCE, replace(tip, alone=True))))
    check(brief(fact=replace(FACT, citations=(told,)), sources=(SOURCE, tip)))


def test_ids_come_from_content() -> None:
    assert replace(FACT).id == FACT.id
    assert replace(FACT, text=FACT.text + " ").id != FACT.id
