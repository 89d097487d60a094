"""Explanations side by side: ordered by what speaks against them, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from contrared.case.competing import Piece, competing, matrix
from contrared.case.explanations import explanations
from contrared.case.materials import Materials
from contrared.collect import LoadOptions, load
from contrared.govern import Desk, enter
from contrared.govern.casework import Casework, Hypothesis
from contrared.govern.casework.book import Bearing
from contrared.govern.rights.corrections import Corrections

from ..conftest import Demo, LinesReader

FITS, AGAINST, NEUTRAL = Bearing.CONSISTENT, Bearing.INCONSISTENT, Bearing.NEUTRAL
H = [Hypothesis(f"H{number}", f"explanation {number}", "ana", "2026") for number in (1, 2, 3)]


def piece(name: str, weight: float, *bearing: Bearing) -> Piece:
    told = {each.id: how for each, how in zip(H, bearing, strict=False)}
    apart = len({how is AGAINST for how in told.values()}) > 1
    return Piece(name, name, "B2", weight, told, apart, "x", "")


def test_what_speaks_against_counts_and_what_fits_does_not() -> None:
    found = matrix(
        H,
        [
            piece("a", 0.64, FITS, AGAINST, FITS),
            piece("b", 1.0, FITS, FITS, AGAINST),
            piece("c", 0.8, FITS, FITS, FITS),
            piece("d", 0.8, AGAINST, AGAINST, AGAINST),
        ],
    )
    assert [(one.hypothesis.id, one.against) for one in found.standings] == [("H1", 0.8), ("H2", 1.44), ("H3", 1.8)]
    assert [each.statement_id for each in found.pieces] == ["b", "a", "c", "d"], "what tells them apart first"
    assert found.sensitive == ()


def test_what_hangs_on_one_piece_is_said() -> None:
    pieces = [piece("a", 0.64, FITS, AGAINST), piece("b", 0.4, AGAINST, FITS)]
    found = matrix(H[:2], pieces)
    assert found.standings[0].hypothesis.id == "H1"
    assert found.sensitive == (("a", "H2"),)


def test_what_nobody_weighed_is_counted() -> None:
    found = matrix(H, [piece("a", 1.0, FITS)])
    assert {one.hypothesis.id: one.unweighed for one in found.standings} == {"H1": 0, "H2": 1, "H3": 1}


@given(st.lists(st.tuples(st.sampled_from([0.2, 0.5, 1.0]), *([st.sampled_from(list(Bearing))] * 3)), max_size=6))
def test_more_that_fits_changes_no_order(rows: list[tuple[float, Bearing, Bearing, Bearing]]) -> None:
    pieces = [piece(f"p{number}", weight, *bearing) for number, (weight, *bearing) in enumerate(rows)]
    before = [one.hypothesis.id for one in matrix(H, pieces).standings]
    assert [one.hypothesis.id for one in matrix(H, [*pieces, piece("z", 1.0, FITS, FITS, FITS)]).standings] == before
    assert [one.hypothesis.id for one in matrix(H, list(reversed(pieces))).standings] == before


def test_grades_are_those_of_now_and_what_is_false_counts_no_more(
    lines_reader: LinesReader, lines: Callable[[str, str], Path], desk: Desk
) -> None:
    load(
        desk,
        lines("held", "p-1|Person|name|Ana Ruiz\np-1|Person|notes|owns it\n"),
        LoadOptions(as_of="2021", dataset="h"),
    )
    ids = {row["prop"]: row["id"] for row in desk.statements().to_pylist()}
    work = Casework(desk)
    work.new("one", title="t", legal_basis="l", contact="c")
    assert (work.hypothesis("one", "she owns it"), work.hypothesis("one", "another owns it")) == ("H1", "H2")
    work.weigh("one", ids["notes"], {"H1": FITS, "H2": AGAINST}, "says so")
    work.weigh("one", ids["name"], {"H1": NEUTRAL}, "only a name")
    work.weigh("one", ids["name"], {"H2": NEUTRAL}, "of that too")
    found = competing(desk, work.one("one"))
    (told, name) = found.pieces
    assert (told.grade, told.weight, told.diagnostic, told.doubt) == ("B3", 0.48, True, "")
    assert name.bearing == {"H1": NEUTRAL, "H2": NEUTRAL}
    Corrections(desk).make(ids["notes"], false="owns it", why="court", ordered_by="court", legal_basis="l")
    again = competing(desk, work.one("one"))
    assert [(each.doubt, each.weight) for each in again.pieces if each.statement_id == ids["notes"]] == [("false", 0.0)]
    assert [one.against for one in again.standings] == [0.0, 0.0]


def test_a_brief_takes_them_up_with_what_speaks_against_each(demo: Demo) -> None:
    materials = Materials(demo.run.prepared, demo.run.analysis)
    case = demo.run.prepared.case.id
    desk = enter(demo.node, purpose="test", case=case)
    assert explanations(desk, materials) is None
    work = Casework(desk)
    work.new(case, title="t", legal_basis="l", contact="c")
    work.hypothesis(case, "They work together.")
    assert explanations(desk, materials) is None, "one alone competes with none"
    work.hypothesis(case, "One serves the other.")
    statement = demo.run.prepared.statements["id"][0].as_py()
    work.weigh(case, statement, {"H1": FITS, "H2": AGAINST}, "x")
    section = explanations(desk, materials)
    assert section is not None
    first, second = section.facts
    assert str(first.text) == "H1, “They work together”: 0 pieces of evidence speak against it, 1 fit it."
    assert str(second.text) == "H2, “One serves the other”: 1 pieces of evidence speak against it, 0 fit it."
    assert first.statement_ids == second.statement_ids == (statement,)
