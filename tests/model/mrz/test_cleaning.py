"""Pasted text made comparable, and nothing more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.model import InputError
from contrared.model.mrz.cleaning import MAX_CHARACTERS, rows


@pytest.mark.parametrize(
    ("text", "compact"),
    [
        ("p<uto", ["P<UTO"]),
        ("P < U T O\t<", ["P<UTO<"]),
        ("P\u00a0<\u2003U", ["P<U"]),
        ("‹＜〈˂❮⟨", ["<<<<<<"]),
        ("P&lt;U&LSAQUO;", ["P<U<"]),
        ("\ufeffP\u200b<\u202eU\u00ad", ["P<U"]),
        ("Ｐ＜ｕｔｏ１２", ["P<UTO12"]),
        ("a\r\n\r\n \nb\rc", ["A", "B", "C"]),
        ("O0I1", ["O0I1"]),
        ("straße", ["STRAßE"]),
        ("ı", ["ı"]),
    ],
)
def test_cleaning(text: str, compact: list[str]) -> None:
    assert [row.compact for row in rows(text)] == compact


def test_rows_keep_their_numbers() -> None:
    assert [row.number for row in rows("\nA\n\n\nB\n")] == [2, 5]


def test_guillemets_are_read_both_ways() -> None:
    row = rows("P«U≪T")[0]
    assert row.readings() == ("P<U<T", "P<<U<<T")
    assert row.compact == "P<U<T"


def test_too_long_says_how_long() -> None:
    with pytest.raises(InputError, match=str(MAX_CHARACTERS + 1)):
        rows("x" * (MAX_CHARACTERS + 1))


@given(st.text(max_size=200))
def test_no_row_is_blank_and_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = [row.text for row in rows(text)]
    assert all(row.strip() for row in once)
    assert [row.text for row in rows("\n".join(once))] == once
