"""Patterns of tips that were found false: what they have in common says something about them, and nothing of anybody.

Repeated false tips about one person are a known way to harm that person. So they are shown by how they came, when, and
in which words; whom they speak of is only what holds them together.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import pyarrow.compute as pc

from contrared.govern import Desk
from contrared.govern.hand.tip import Finding, Tip
from contrared.govern.hand.tips import held
from contrared.match.tokens import name_form

#: False tips about one person from which they are a pattern.
LEAST = 2
#: Words in a row that are compared, and the share of them in common (Jaccard; Broder, Proc. SEQUENCES 1997, 21-29) from
#: which two wordings are near-duplicates.
SHINGLE, ALIKE = 3, 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Wording:
    """Two false tips whose words are the same or nearly so.

    Attributes:
        left: Id of the earlier.
        right: Id of the later.
        share: Share of their words in a row that they have in common; 1 where the words are the same.
    """

    left: str
    right: str
    share: float


@dataclass(frozen=True, slots=True)
class TipPattern:
    """False tips about one person.

    Attributes:
        about: Canonical id; where nobody held is meant, the name they have in common.
        name: A name.
        tips: How many tips speak of this person at all.
        false: Those found false, the earliest first.
        days: Days from the first of these to the last.
        channels: How they came, and how many so.
        wordings: Pairs of them in the same words or nearly so.
        named: How many of them somebody gave by name.
    """

    about: str
    name: str
    tips: int
    false: tuple[Tip, ...]
    days: int
    channels: tuple[tuple[str, int], ...]
    wordings: tuple[Wording, ...]
    named: int


def patterns(desk: Desk, least: int = LEAST) -> list[TipPattern]:
    """Patterns of false tips, those with most of them first.

    Args:
        desk: The desk; tips that are closed to it, or speak of somebody protected, are in none.
        least: False tips from which it is one.
    """
    known = held(desk)
    names = _names(desk, known)
    canonical = desk.canonical()
    groups: dict[str, list[Tip]] = {}
    for tip in known:
        parties = {canonical.get(each, each) for each in tip.about}
        parties |= {name_form(name, person=True).key for each in tip.entities for name in names.get(each, ())}
        for party in parties:
            groups.setdefault(party, []).append(tip)
    found: dict[tuple[str, ...], TipPattern] = {}
    for about, of_it in sorted(groups.items(), key=lambda item: (not _is_held(item[0], known, canonical), item[0])):
        false = sorted((tip for tip in of_it if tip.state is Finding.FALSE), key=lambda tip: (tip.received, tip.at))
        if len(false) >= least:
            # The same tips are one pattern, whether an id or a name holds them together.
            found.setdefault(tuple(tip.id for tip in false), _pattern(about, of_it, false, names))
    return sorted(found.values(), key=lambda each: (-len(each.false), each.about))


def _pattern(about: str, of_it: Sequence[Tip], false: Sequence[Tip], names: Mapping[str, Sequence[str]]) -> TipPattern:
    told = [name for tip in false for each in (about, *tip.entities) for name in names.get(each, ())]
    dates = [date.fromisoformat((tip.received + "-01-01")[:10]) for tip in false]
    return TipPattern(
        about=about,
        name=told[0] if told else about,
        tips=len(of_it),
        false=tuple(false),
        days=(max(dates) - min(dates)).days,
        channels=tuple(sorted(Counter(tip.channel for tip in false).items(), key=lambda item: (-item[1], item[0]))),
        wordings=tuple(wordings(false)),
        named=sum(tip.named for tip in false),
    )


def wordings(tips: Iterable[Tip]) -> list[Wording]:
    """Pairs of tips in the same words, capitals and punctuation aside, or nearly so."""
    said = [(tip.id, _WORD.findall(tip.text.casefold())) for tip in tips]
    found = []
    for (left, mine), (right, theirs) in combinations([pair for pair in said if pair[1]], 2):
        share = 1.0 if _digest(mine) == _digest(theirs) else _share(mine, theirs)
        if share >= ALIKE:
            found.append(Wording(left, right, round(share, 3)))
    return found


def _digest(words: Sequence[str]) -> bytes:
    return hashlib.sha256(" ".join(words).encode()).digest()


def _share(left: Sequence[str], right: Sequence[str]) -> float:
    mine, theirs = _shingles(left), _shingles(right)
    return len(mine & theirs) / len(mine | theirs)


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}


def _names(desk: Desk, known: Sequence[Tip]) -> dict[str, list[str]]:
    wanted = sorted({each for tip in known for each in tip.parties})
    table = desk.statements(versions=desk.versions(), entity_ids=wanted, props=["name"]) if wanted else None
    found: dict[str, list[str]] = {}
    if table is not None:
        table = table.filter(pc.not_equal(table["value"], ""))
        for entity, name in zip(table["entity_id"].to_pylist(), table["value"].to_pylist(), strict=True):
            found.setdefault(entity, []).append(name)
    return found


def _is_held(about: str, known: Sequence[Tip], canonical: Mapping[str, str]) -> bool:
    return any(about in {canonical.get(each, each) for each in tip.about} for tip in known)
