"""What a zone with a wrong check digit may have said: readings that make the digits agree. Never applied by themselves.

For each wrong check digit, one character is exchanged for a lookalike (then two, if no one will do) among the
characters it covers and the digit itself, and those readings are kept that put the digit right and leave fewer problems
in the whole zone. A character that cannot stand at its place, such as a letter in a date, must be exchanged.

A reading that agrees is not proof: one wrong reading in ten agrees with a check digit by chance.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contrared.model.messages import text as message
from contrared.model.mrz.checks import COMPOSITE, CheckDigit, judge
from contrared.model.mrz.confusions import RARER, USUAL, belongs, lookalikes
from contrared.model.mrz.document import Mrz
from contrared.model.mrz.formats import LAYOUTS, Allowed, Guard, Span
from contrared.model.mrz.reading import read_lines
from contrared.model.mrz.remarks import RemarkKind, place_text

#: Remarks that a misread letter in a field without a check digit explains.
_UNGUARDED = frozenset({RemarkKind.FIGURE_IN_LETTERS, RemarkKind.NAME_FIGURE, RemarkKind.STATE_UNKNOWN, RemarkKind.SEX})
#: Readings of one field that are tried together with readings of the others.
_TOGETHER = 3
_MOST_TRIED = 4000
_MOST_FORCED = 4

_Place = tuple[int, int]
_Change = tuple[_Place, str, int]


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


@dataclass(frozen=True, slots=True)
class _Zone:
    """The zone as characters, each with what may stand there."""

    mrz: Mrz
    allowed: dict[_Place, Allowed]
    field: dict[_Place, str]

    def at(self, place: _Place) -> str:
        return self.mrz.lines[place[0] - 1][place[1]]

    def with_changes(self, changes: Iterable[_Change]) -> tuple[str, ...]:
        lines = [list(line) for line in self.mrz.lines]
        for (line, position), proposed, _ in changes:
            lines[line - 1][position] = proposed
        return tuple(map("".join, lines))

    def options(self, place: _Place, most: int = RARER) -> list[_Change]:
        found = lookalikes(self.at(place), self.allowed[place])
        misplaced = not belongs(self.at(place), self.allowed[place])
        return [(place, other, cost) for other, cost in found if cost <= most or misplaced]


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
    zone = _zone(mrz)
    groups = [found for tried in _trials(zone) if (found := _ranked(_kept(zone, tried)))]
    suggestions = list(itertools.chain.from_iterable(groups))
    if len(groups) > 1:
        suggestions += _kept(zone, _together(zone, groups))
    for best in _ranked(suggestions)[:_TOGETHER]:
        if best.remaining:
            suggestions += _kept(zone, _finishing(zone, best))
    return tuple(_ranked(suggestions)[:limit])


def _zone(mrz: Mrz) -> _Zone:
    slots = LAYOUTS[mrz.format].slots
    allowed: dict[_Place, Allowed] = {}
    fields: dict[_Place, str] = {}
    for field in mrz.fields:
        if field.name.endswith("_check"):
            kind = Allowed.CHECK
        elif field.name in slots:
            kind = slots[field.name].allowed
        else:
            kind = Allowed.MIXED
        for place in _places((field.where,)):
            allowed[place], fields[place] = kind, field.name
    return _Zone(mrz, allowed, fields)


def _trials(zone: _Zone) -> Iterator[Iterable[tuple[_Change, ...]]]:
    """For each thing that is wrong, the changes that put it right."""
    wrong = [check for check in zone.mrz.checks if not check.ok]
    for check in wrong:
        if check.field != COMPOSITE:
            yield _mending(zone, check, list(_places((*check.covered, check.where))), pairs=True)
    if wrong and all(check.field == COMPOSITE for check in wrong):
        guarded = set(_places(span for check in zone.mrz.checks if check.ok for span in (*check.covered, check.where)))
        check = wrong[0]
        free = [place for place in _places((*check.covered, check.where)) if place not in guarded]
        yield _mending(zone, check, free, pairs=False)
    for where in dict.fromkeys(
        zone.mrz.field(remark.field).where for remark in zone.mrz.problems if remark.kind in _UNGUARDED
    ):
        yield _unguarded(zone, list(_places((where,))))


def _mending(zone: _Zone, check: CheckDigit, places: list[_Place], *, pairs: bool) -> Iterator[tuple[_Change, ...]]:
    """Changes among these places after which the check digit agrees, single ones before pairs."""
    guard = Guard(check.field, check.where, check.covered, may_be_filler=check.field == "optional_data")
    forced = [place for place in places if not belongs(zone.at(place), zone.allowed[place])]
    free = [place for place in places if place not in forced]
    if len(forced) > _MOST_FORCED:
        return
    bases = list(itertools.islice(itertools.product(*(zone.options(place) for place in forced)), _MOST_TRIED))
    found = False
    if forced:
        for changes in _agreeing(zone, guard, bases):
            found = True
            yield changes
        if found:
            return
    singles = ((*base, change) for base in bases for place in free for change in zone.options(place))
    for changes in _agreeing(zone, guard, itertools.islice(singles, _MOST_TRIED)):
        found = True
        yield changes
    if found or forced or not pairs:
        return
    doubles = (
        (one, other)
        for first, second in itertools.combinations(free, 2)
        for one in zone.options(first, USUAL)
        for other in zone.options(second, USUAL)
    )
    yield from _agreeing(zone, guard, itertools.islice(doubles, _MOST_TRIED))


def _agreeing(zone: _Zone, guard: Guard, tried: Iterable[tuple[_Change, ...]]) -> Iterator[tuple[_Change, ...]]:
    for changes in tried:
        if judge(guard, zone.with_changes(changes)).ok:
            yield changes


def _unguarded(zone: _Zone, places: list[_Place]) -> Iterator[tuple[_Change, ...]]:
    """Changes in a field that no check digit guards: all misplaced characters, or any one of a state code."""
    forced = [place for place in places if not belongs(zone.at(place), zone.allowed[place])]
    if forced:
        if len(forced) <= _MOST_FORCED:
            yield from itertools.product(*(zone.options(place) for place in forced))
    elif len(places) <= 3:
        for place in places:
            for change in zone.options(place):
                yield (change,)


def _kept(zone: _Zone, tried: Iterable[tuple[_Change, ...]]) -> list[Suggestion]:
    """The readings that leave fewer problems and bring no new kind of one."""
    mrz = zone.mrz
    before = {(remark.kind, remark.field) for remark in mrz.problems}
    kept = []
    for changes in tried:
        lines = zone.with_changes(changes)
        read = read_lines(
            LAYOUTS[mrz.format], lines, reference=mrz.reference, expiry_years_ahead=mrz.expiry_years_ahead
        )
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


def _together(zone: _Zone, groups: list[list[Suggestion]]) -> Iterator[tuple[_Change, ...]]:
    """The best readings of each field at once: a composite digit only agrees when all of them are right."""
    for choice in itertools.islice(itertools.product(*(group[:_TOGETHER] for group in groups)), _MOST_TRIED):
        yield _changes(zone, choice)


def _finishing(zone: _Zone, suggestion: Suggestion) -> Iterator[tuple[_Change, ...]]:
    """A reading of the fields, and with it one of the composite digit if that alone is still wrong."""
    mrz = zone.mrz
    read = read_lines(
        LAYOUTS[mrz.format], suggestion.lines, reference=mrz.reference, expiry_years_ahead=mrz.expiry_years_ahead
    )
    if read.problems and all(remark.field == COMPOSITE for remark in read.problems):
        made = _changes(zone, (suggestion,))
        for tried in _trials(_zone(read)):
            for changes in tried:
                yield (*made, *changes)


def _changes(zone: _Zone, suggestions: Iterable[Suggestion]) -> tuple[_Change, ...]:
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


def _substitution(zone: _Zone, change: _Change) -> Substitution:
    place, proposed, _ = change
    line, position = place
    return Substitution(Span(line, position, position + 1), zone.field[place], zone.at(place), proposed)


def _ranked(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    unique = {suggestion.lines: suggestion for suggestion in suggestions}
    return sorted(
        unique.values(),
        key=lambda each: (each.remaining, len(each.substitutions), each.unlikeliness, each.lines),
    )


def _places(spans: Iterable[Span]) -> Iterator[_Place]:
    for span in spans:
        for position in range(span.start, span.end):
            yield span.line, position
