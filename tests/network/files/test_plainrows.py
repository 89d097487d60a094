"""The fast way to read rows, against reading them one by one."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network import Multilayer, NetworkError
from contrared.network.files import edgelist, plainrows
from tests.network.files.stating import read, whole

CELL = st.text(st.sampled_from("aé王 '%#=\t.01-"), max_size=4)
NUMBER = st.sampled_from(["1", "2.5", "", "0", "1e3", " 3", "x", "-1"])
QUOTED = CELL.map('"{}"'.format)
ROW = st.tuples(CELL | QUOTED, CELL | QUOTED, NUMBER).map(";".join)
LINE = st.one_of(
    ROW,
    ROW,
    ROW,
    ROW,
    st.sampled_from(
        [
            "",
            "#c",
            ";;",
            "a;b",
            "a;b;1;",
            "a;b;1;x",
            '"a;b";c;1',
            '"a;b";1',
            '"a""b";c;1',
            'a"b";"c;1',
            '"#";b;1',
            '"a"b;c;1',
            '""";"";1',
        ]
    ),
)
END = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])


def outcome(text: str, fast: bool) -> tuple[object, ...]:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        if not fast:
            patch.setattr(edgelist, "plain_columns", lambda *_: None)
        try:
            network: Multilayer = read(Path(folder), text)
        except NetworkError as error:
            return (str(error),)
        return (*whole(network), network.treatments)


@settings(max_examples=400, deadline=None)
@given(st.booleans(), st.lists(st.tuples(LINE, END), min_size=1, max_size=8))
def test_the_same_network_or_the_same_error(headed: bool, lines: list[tuple[str, str]]) -> None:
    text = ("Source;Target;weight\n" if headed else "") + "".join(line + end for line, end in lines)
    assert outcome(text, True) == outcome(text, False)


def test_the_fast_way_is_taken_and_left_alone_where_it_must_be() -> None:
    plain = plainrows.plain_columns('h;h\na;b\n"c";d\r\n', 2, 2, ";", [0, 1], (0, 1))
    assert plain is not None
    assert [column.to_pylist() for column in plain[0]] == [["a", "c"], ["b", "d"]]
    assert plain[1].tolist() == [2, 3]
    for text in (
        'a;"b""c"\n',
        '"a;b"\n',
        'a;b"\n"\n',
        'a";b"\n',
        "a;b\n\n",
        "a;b\n#c;d\n",
        "a;b\rc;d\n",
        "a;b;c\n",
        "a; \n",
    ):
        assert plainrows.plain_columns(text, 1, 2, ";", [0, 1], (0, 1)) is None
