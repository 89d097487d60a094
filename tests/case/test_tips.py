"""A tip in a case: its facts are told, but no judgement hangs on it until something independent bears it out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contrared.case import CaseRun, investigate
from contrared.govern import enter
from contrared.govern.hand import tips
from contrared.network import PathsFound
from contrared.store import Node

from . import small

GAP = "One judgement is not drafted, because it would rest on a tip that no independent source corroborates."


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """The small case, in which only a hearing ties the middleman to the cartel, and the hearing is a tip."""
    case = small.write(tmp_path)
    june = tmp_path / "june.ftm.json"
    kept = [line for line in june.read_text("utf-8").splitlines() if json.loads(line)["id"] != "carl-to-south"]
    june.write_text("\n".join(kept) + "\n", encoding="utf-8")
    text = case.read_text("utf-8")
    as_tip = 'reader = "statements"\nevidential_status = "tip"\n'
    case.write_text(text.replace('reader = "statements"\n', as_tip), encoding="utf-8")
    return case


def between(run: CaseRun) -> list[str]:
    return [each.text for each in run.brief.judgements if "North Front" in each.text and "South Cartel" in each.text]


def test_a_chain_with_a_step_that_only_a_tip_makes_is_not_judged(node: Node, told: Path, tmp_path: Path) -> None:
    first = investigate(node, told, tmp_path / "first")
    assert any(isinstance(item, PathsFound) for item in first.analysis.paths.findings), "the path itself is told"
    assert between(first) == []
    assert GAP in [str(gap) for gap in first.brief.gaps]
    tip = next(source for source in first.brief.sources if not source.alone)
    assert tip.grade == "F6"
    desk = enter(node, purpose="test")
    (known,) = tips.held(desk)
    (borne_out,) = desk.statements(entity_ids=["carl"], props=["programId"])["id"].to_pylist()
    tips.corroborate(desk, known.id, [borne_out], "he is listed for what the tip says of him")
    after = investigate(node, told, tmp_path / "after")
    assert len(between(after)) == 1
    assert GAP not in [str(gap) for gap in after.brief.gaps]
    assert next(source.grade for source in after.brief.sources if source.id == tip.id) == "F3"


def test_another_way_that_no_tip_makes_carries_the_judgement(node: Node, tmp_path: Path) -> None:
    dora = small.entity("dora", "Person", name="Dora Other", programId="SDNTK")
    june = [each for each in small.JUNE if each["id"] != "carl-to-south"]
    june += [dora, small.linked("dora", "north"), small.linked("dora", "south")]
    told = '\n[[source]]\npath = "told.ftm.json"\nreader = "ftm"\ndataset = "told"\nas_of = "2021-06"\n'
    hearing = small.CASE.index('[[source]]\npath = "hearing.toml"')
    source = f'{told}evidential_status = "tip"\n\n'
    # Without the hearing: what is judged is only what it says of.
    text = small.CASE[:hearing] + source.lstrip() + small.CASE[small.CASE.index("[[group]]") :]
    text = text[: text.index('[[judgement]]\nleft = "h-carl"')]
    case = small.write(tmp_path, june=june, case=text)
    lines = [small.linked("carl", "south"), small.entity("both", "Person", programId="IRAN")]
    (tmp_path / "told.ftm.json").write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    done = investigate(node, case, tmp_path / "out")
    (found,) = [item for item in done.analysis.paths.findings if isinstance(item, PathsFound)]
    assert [path.nodes[1] for path in found.paths] == ["carl", "dora"]
    (judged,) = between(done)
    assert "Dora Other" in judged
    assert GAP not in [str(gap) for gap in done.brief.gaps]
    assert done.analysis.listings["both"].codes == ("SDGT", "SDNTK"), "nobody is listed because somebody said so"
