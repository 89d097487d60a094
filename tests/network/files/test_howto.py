"""What the how-to says is what is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contrared.network.files import heads
from contrared.network.files.reading import ENDINGS
from tests.network.files.stating import read, ties

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "read-a-network.md").read_text(encoding="utf-8")
PAIRS = re.findall(r"\b([a-z]\w*)/([a-z]\w*)\b", next(line for line in PAGE.splitlines() if "node1/node2" in line))


def test_every_ending_and_column_is_named() -> None:
    assert set(re.findall(r"`(\.\w+)`", PAGE)) == ENDINGS
    for column in heads.TIE_HEADS:
        assert re.search(rf"^\|.*`{column}`", PAGE, re.MULTILINE), column


@pytest.mark.parametrize("pair", PAIRS, ids="/".join)
def test_names_of_ends(tmp_path: Path, pair: tuple[str, str]) -> None:
    assert len(PAIRS) > 6
    assert ties(read(tmp_path, f"{pair[0]},{pair[1]}\nA,B\n")) == [("A", "B", 1.0)]


@pytest.mark.parametrize("column", list(heads.TIE_HEADS))
def test_other_names_of_columns(column: str) -> None:
    row = next(line for line in PAGE.splitlines() if re.match(rf"\|[^|]*`{column}`", line))
    for name in re.findall(r"[\w]+", row.split("|")[2].split(";")[0]):
        assert any(heads.plain(name) in known for known in heads.TIE_HEADS.values()), name
