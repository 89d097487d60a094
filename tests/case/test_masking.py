"""A protected person is masked in what is shown and followed, for all but those who need to see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contrared.case.dossier import dossier
from contrared.case.export import Format, export
from contrared.case.masking import MASKED
from contrared.case.why import why
from contrared.collect import LoadOptions, load
from contrared.govern import Decision, Desk, OwnerPolicy, Person, SourceClass, enter
from contrared.govern.sight import SEE_PROTECTED
from contrared.model import PolicyError, Protection

from ..conftest import LinesReader

LINES = "l-4|Person|name|Ramiro Salcedo\nl-6|Company|name|Minera SA\nl-7|Ownership|owner|l-4\nl-7|Ownership|asset|l-6\n"


class NeedNotSee(OwnerPolicy):
    """Permits all but seeing who is protected."""

    def may(self, person: Person, action: str, purpose: str, about: SourceClass | None = None) -> Decision:
        return Decision(action != SEE_PROTECTED, "need not see")


@pytest.fixture
def marked(lines_reader: LinesReader, lines: Callable[[str, str], Path], desk: Desk) -> Desk:
    load(desk, lines("l", LINES), LoadOptions(as_of="2021", dataset="l"))
    desk.write().protect("l-4", Protection.WITNESS, "heard in court")
    return desk


def test_shown_as_protected_and_nothing_more(marked: Desk) -> None:
    limited = enter(marked.node, purpose="test", policy=NeedNotSee())
    assert dossier(marked, "l-4").caption == "Ramiro Salcedo"
    shown = dossier(limited, "l-4")
    assert (shown.caption, shown.statements, shown.linked, shown.marks) == (MASKED, (), (), ())


def test_left_out_of_what_hangs_on_others(marked: Desk) -> None:
    limited = enter(marked.node, purpose="test", policy=NeedNotSee())
    assert {item.entity_id for item in dossier(marked, "l-6").linked} == {"l-7"}
    shown = dossier(limited, "l-6")
    assert shown.caption == "Minera SA"
    assert shown.linked == ()


@pytest.mark.parametrize("asked", ["l-4", "l-7"])
def test_not_followed_to_the_original(marked: Desk, asked: str) -> None:
    limited = enter(marked.node, purpose="test", policy=NeedNotSee())
    assert why(marked, asked).grounds
    with pytest.raises(PolicyError, match="about a protected person"):
        why(limited, asked)
    assert why(limited, "l-6").grounds


def test_an_export_does_not_count_them(marked: Desk, tmp_path: Path) -> None:
    limited = enter(marked.node, purpose="test", policy=NeedNotSee())
    for desk, count in ((marked, 1), (limited, 0)):
        done = export(desk, Format.FTM, tmp_path / f"{count}.ftm.json")
        assert done.withheld == count
        assert "Ramiro" not in done.files[0].read_text(encoding="utf-8")
