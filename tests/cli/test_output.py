"""Text of the lists is shown, and steers nothing."""

from __future__ import annotations

from contrared.cli.output import plain


def test_control_characters_and_turned_writing_are_shown_as_such() -> None:
    assert plain("A\x1b[2JB") == "A\N{REPLACEMENT CHARACTER}[2JB"
    assert plain("exe\N{RIGHT-TO-LEFT OVERRIDE}fdp") == "exe\N{REPLACEMENT CHARACTER}fdp"
    assert plain("a\rb\x9b") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"


def test_names_in_other_scripts_stay() -> None:
    for name in ("حزب الله", "Peña Nieto", "金正恩", "two\nlines"):
        assert plain(name) == name


def test_markup_is_text() -> None:
    assert plain("[bold]x") == "\\[bold]x"
