"""How much some lines look like a zone of some layout: the judge between readings of an untidy text."""

from __future__ import annotations

from dataclasses import dataclass

from contrared.model.mrz.checkdigit import FIGURES, FILLER, LETTERS
from contrared.model.mrz.checks import CheckDigit, long_number, verify
from contrared.model.mrz.formats import LAYOUTS, Allowed, Layout, Span, layouts_of

_ENOUGH = 0.7
#: The check digits and a year: fewer figures, and there is nothing to recognise.
_FEWEST_FIGURES = 4
#: Longer fields are names, whose letters any text has.
_WIDEST = 6
#: What no document code begins with, nor is read for a letter.
_NO_BEGINNING = frozenset("23456789<")
_FIGURES, _FILLER, _LETTERS_OR_FILLER = FIGURES.encode(), FILLER.encode(), (LETTERS + FILLER).encode()


def _places(layout: Layout) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where figures belong, and where letters do in the short fields."""
    slots = layout.slots.values()
    return (
        tuple(slot.span for slot in slots if slot.allowed in {Allowed.DIGITS, Allowed.CHECK}),
        tuple(
            slot.span
            for slot in slots
            if slot.allowed is Allowed.LETTERS and slot.span.end - slot.span.start <= _WIDEST
        ),
    )


_PLACES = {layout.format: _places(layout) for layout in LAYOUTS.values()}


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """How well lines fit a layout; the greater the better.

    Attributes:
        agreeing: Check digits that agree over more than fillers.
        share: Share of the places for figures, states and sex that hold what belongs there.
    """

    agreeing: int
    share: float


def best_layout(lines: tuple[str, ...]) -> tuple[Fit, Layout] | None:
    """The layout these lines fit best, or None if they do not look like any."""
    best: tuple[Fit, Layout] | None = None
    for layout in layouts_of(len(lines[0]), lines[0]):
        share = likeness(layout, lines)
        if share is None:
            continue
        agreeing = sum(
            check.ok and _says_something(check, lines) for check in verify(layout, lines, long_number(layout, lines))
        )
        found = Fit(agreeing, share)
        if best is None or found > best[0]:
            best = found, layout
    return best


def likeness(layout: Layout, lines: tuple[str, ...]) -> float | None:
    """Share of the places for figures, states and sex that hold what belongs there, or None if that is too little."""
    if lines[0][0] in _NO_BEGINNING:
        return None
    figure_places, letter_places = _PLACES[layout.format]
    # An unknown date is fillers: they speak neither for nor against.
    figure_text = (
        "".join([span.of(lines) for span in figure_places]).encode("ascii", "replace").translate(None, _FILLER)
    )
    letter_text = "".join([span.of(lines) for span in letter_places]).encode("ascii", "replace")
    figures = len(figure_text) - len(figure_text.translate(None, _FIGURES))
    letters = len(letter_text) - len(letter_text.translate(None, _LETTERS_OR_FILLER))
    if figures < max(_FEWEST_FIGURES, _ENOUGH * len(figure_text)) or letters < _ENOUGH * len(letter_text):
        return None
    return (figures + letters) / (len(figure_text) + len(letter_text))


def _says_something(check: CheckDigit, lines: tuple[str, ...]) -> bool:
    return any(span.of(lines).strip("<0") for span in check.covered)
