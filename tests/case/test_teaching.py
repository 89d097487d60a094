"""A model learnt from the judgements of a node."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contrared.case.identity import record_judgement
from contrared.case.teaching import FEWEST, teach
from contrared.collect import LoadOptions, load
from contrared.govern import Desk
from contrared.model import InputError
from contrared.resolve import Verdict

from ..conftest import LinesReader

GIVEN = ["Assad", "Nadia", "Eva", "Ivan", "Carlos", "Tareck", "Yusuf", "Maria", "Bikash", "Joana", "Wilner"]


def test_judgements_teach_and_too_few_do_not(
    desk: Desk, lines_reader: LinesReader, lines: Callable[[str, str], Path]
) -> None:
    rows = [
        f"{side}-{n}|Person|name|{name} Quintero{n}\n{side}-{n}|Person|birthDate|19{60 + n}-01-02\n"
        for n, name in enumerate(GIVEN)
        for side in ("l", "m")
    ]
    load(desk, lines("one", "".join(rows)), LoadOptions(as_of="2021", dataset="one"))
    with pytest.raises(InputError, match=f"at least {FEWEST} of each"):
        teach(desk, "ours")
    for n in range(len(GIVEN)):
        record_judgement(desk, f"l-{n}", f"m-{n}", Verdict.SAME, "one person")
        record_judgement(desk, f"l-{n}", f"m-{(n + 1) % len(GIVEN)}", Verdict.DIFFERENT, "two persons")
    found = teach(desk, "ours")
    assert (found.same, found.different) == (len(GIVEN), len(GIVEN))
    assert found.right_after >= found.right_before
    assert found.right_after == 1.0
    assert found.model.name == "ours"
