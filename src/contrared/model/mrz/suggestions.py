"""What a zone with a wrong check digit may have said: readings that make the digits agree. Never applied by themselves.

For each wrong check digit, one character is exchanged for a lookalike (and two, unless one everyday confusion explains
it) among the characters it covers and the digit itself, and those readings are kept that put the digit right and leave
fewer problems in the whole zone. A character that cannot stand at its place, such as a letter in a date, must be
exchanged. Fields without a check digit, such as names, lose their figures; codes of states become known ones.

A reading that agrees is not proof: one wrong reading in ten agrees with a check digit by chance.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contrared.model.messages import text as message
from contrared.model.mrz.checks import COMPOSITE
from contrared.model.mrz.document import Mrz
from contrared.model.mrz.formats import LAYOUTS, Span
from contrared.model.mrz.reading import read_lines
from contrared.model.mrz.remarks import RemarkKind, place_text
from contrared.model.mrz.trials import Change, Changes, Zone, trials

#: Readings of one field that are tried together with readings of the others.
_TOGETHER = 3
_MOST_TRIED = 1000


@dataclass(frozen=True, slots=True)
class Substitution:
    """One character read as another.

    Attributes:
        where: The one character.
        field: The field it stands in.
        printed: What was read.
        proposed: What may be printed.
    """

    where: Span
    field: str
    printed: str
    proposed: str

    def what(self, language: str = "en") -> str:
        """The substitution in words."""
        place = place_text(self.where, language)
        return message("mrz.suggestion", language, printed=self.printed, proposed=self.proposed, place=place)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One other reading of a zone.

    Attributes:
        substitutions: The characters exchanged, in reading order.
        lines: The zone so read; parse it to have its fields.
        mends: Fields whose check digits come right, or whose misplaced characters go.
        remaining: Problems that are left.
        unlikeliness: Sum over the substitutions of 1 (usual), 2 (rarer) or 3 (any character).
    """

    substitutions: tuple[Substitution, ...]
    lines: tuple[str, ...]
    mends: tuple[str, ...]
    remaining: int
    unlikeliness: int


def suggest(mrz: Mrz, *, limit: int = 10) -> tuple[Suggestion, ...]:
    """Other readings that leave fewer problems, the best first.

    Ranked by problems left, then by the number and the likeliness of the substitutions, then by place. Nothing for a
    zone without problems.

    Args:
        mrz: A zone as read.
        limit: The most readings to give.
    """
    if not mrz.problems:
        return ()
    zone = Zone.of(mrz)
    groups = [found for tried in trials(zone) if (found := _ranked(_kept(zone, tried)))]
    suggestions = list(itertools.chain.from_iterable(groups))
    if len(groups) > 1:
        suggestions += _kept(zone, _together(zone, groups))
    for best in _ranked(suggestions)[:_TOGETHER]:
        if best.remaining:
            suggestions += _kept(zone, _finishing(zone, best))
    return tuple(_ranked(suggestions)[:limit])


def _kept(zone: Zone, tried: Iterable[Changes]) -> list[Suggestion]:
    """The readings that leave fewer problems and bring no new kind of one."""
    mrz = zone.mrz
    before = {(remark.kind, remark.field) for remark in mrz.problems}
    kept = []
    for changes in tried:
        lines = zone.with_changes(changes)
        read = _read(mrz, lines)
        after = {(remark.kind, remark.field) for remark in read.problems}
        if len(read.problems) >= len(mrz.problems) or after - before:
            continue
        mends = tuple(dict.fromkeys(field for _, field in sorted(before - after) if field != COMPOSITE))
        kept.append(
            Suggestion(
                tuple(_substitution(zone, change) for change in sorted(changes)),
                lines,
                mends or (COMPOSITE,),
                len(read.problems),
                sum(cost for _, _, cost in changes),
            )
        )
    return kept


def _read(mrz: Mrz, lines: tuple[str, ...]) -> Mrz:
    """Other lines, read as this zone was."""
    return read_lines(
        LAYOUTS[mrz.format],
        lines,
        reference=mrz.reference,
        expiry_years_ahead=mrz.expiry_years_ahead,
        swapped=any(remark.kind is RemarkKind.LINE_ORDER for remark in mrz.problems),
    )


def _together(zone: Zone, groups: list[list[Suggestion]]) -> Iterator[Changes]:
    """The best readings of each field at once: a composite digit only agrees when all of them are right."""
    for choice in itertools.islice(itertools.product(*(group[:_TOGETHER] for group in groups)), _MOST_TRIED):
        yield _changes(zone, choice)


def _finishing(zone: Zone, suggestion: Suggestion) -> Iterator[Changes]:
    """A reading of the fields, and with it one of the composite digit if that alone is still wrong."""
    composite = zone.mrz.composite
    problems = _read(zone.mrz, suggestion.lines).problems
    if composite is not None and problems and all(remark.field == COMPOSITE for remark in problems):
        made = _changes(zone, (suggestion,))
        place = composite.where.line, composite.where.start
        if all(changed != place for changed, _, _ in made):
            yield from ((*made, change) for change in zone.options(place))


def _changes(zone: Zone, suggestions: Iterable[Suggestion]) -> Changes:
    proposed = {
        (each.where.line, each.where.start): each.proposed
        for suggestion in suggestions
        for each in suggestion.substitutions
    }
    return tuple(
        (place, other, cost)
        for place, character in sorted(proposed.items())
        for _, other, cost in zone.options(place)
        if other == character
    )


def _substitution(zone: Zone, change: Change) -> Substitution:
    place, proposed, _ = change
    line, position = place
    return Substitution(Span(line, position, position + 1), zone.field[place], zone.at(place), proposed)


def _ranked(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    unique = {suggestion.lines: suggestion for suggestion in suggestions}
    return sorted(
        unique.values(),
        key=lambda each: (each.remaining, len(each.substitutions), each.unlikeliness, each.lines),
    )
