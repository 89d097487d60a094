"""Which tokens of two names belong together."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from contrared.match.alike import SAME, Likeness, likeness
from contrared.match.tokens import NameForm, skeleton

#: Likeness of one token to two that stand side by side.
JOINED = Likeness("joined", 0.95)


class Matched(NamedTuple):
    """Tokens that belong together.

    Attributes:
        likeness: How they are alike.
        left: Positions in the left name, one or two.
        right: Positions in the right name, one or two.
    """

    likeness: Likeness
    left: tuple[int, ...]
    right: tuple[int, ...]


class Alignment(NamedTuple):
    """What belongs together in two names, and what is left over on either side."""

    matched: list[Matched]
    left: list[int]
    right: list[int]


def align(left: NameForm, right: NameForm, *, person: bool) -> Alignment:
    """Pair the tokens of two names whatever their order: equal ones first, then the most alike; each token once."""
    matched: list[Matched] = []
    open_right = list(range(len(right.tokens)))
    open_left: list[int] = []
    theirs = right.tokens
    for at, token in enumerate(left.tokens):
        for other in open_right:
            if theirs[other] == token:
                open_right.remove(other)
                matched.append(Matched(SAME, (at,), (other,)))
                break
        else:
            open_left.append(at)
    if open_left and open_right:
        if len(open_left) > 1 or len(open_right) > 1:
            _join(left, right, open_left, open_right, matched)
        _pair(left, right, open_left, open_right, matched, person=person)
    return Alignment(matched, open_left, open_right)


def _pair(
    left: NameForm,
    right: NameForm,
    open_left: list[int],
    open_right: list[int],
    matched: list[Matched],
    *,
    person: bool,
) -> None:
    vowelless = left.vowelless or right.vowelless
    mine, theirs = left.tokens, right.tokens
    found = []
    for at in open_left:
        token = mine[at]
        for other in open_right:
            second = theirs[other]
            like = (
                likeness(token, second, person=person, vowelless=vowelless)
                if token <= second
                else likeness(second, token, person=person, vowelless=vowelless)
            )
            if like is not None:
                found.append((-like.closeness, abs(at - other), min(token, second), at, other, like))
    if len(found) > 1:
        found.sort()
    for *_, at, other, like in found:
        if at in open_left and other in open_right:
            open_left.remove(at)
            open_right.remove(other)
            matched.append(Matched(like, (at,), (other,)))


def _join(left: NameForm, right: NameForm, open_left: list[int], open_right: list[int], matched: list[Matched]) -> None:
    """Pair one token with two neighbours that say the same when written as one word."""
    for at, other in _joined(left.tokens, open_left, right.tokens, open_right):
        matched.append(Matched(JOINED, at, other))
        for position in at:
            open_left.remove(position)
        for position in other:
            open_right.remove(position)
    for other, at in _joined(right.tokens, open_right, left.tokens, open_left):
        matched.append(Matched(JOINED, at, other))
        for position in at:
            open_left.remove(position)
        for position in other:
            open_right.remove(position)


def _joined(
    parts: tuple[str, ...], open_parts: list[int], wholes: tuple[str, ...], open_wholes: list[int]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    if len(open_parts) < 2 or not open_wholes:
        return []
    found: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    taken: set[int] = set()
    for first, second in pairwise(open_parts):
        if first in taken or len(parts[first]) + len(parts[second]) < 4:
            continue
        word = parts[first] + parts[second]
        for whole in open_wholes:
            token = wholes[whole]
            if abs(len(token) - len(word)) > 1 or (whole,) in (other for _, other in found):
                continue
            if token == word or (
                len(word) > 5 and token.isalpha() and word.isalpha() and skeleton(token) == skeleton(word)
            ):
                found.append(((first, second), (whole,)))
                taken.update((first, second))
                break
    return found
