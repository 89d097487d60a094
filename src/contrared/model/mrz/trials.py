"""Which characters of a damaged zone to read as others: the changes worth trying, field by field."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contrared.model.mrz.checkdigit import FIGURES
from contrared.model.mrz.checks import COMPOSITE, CheckDigit, judge
from contrared.model.mrz.confusions import RARER, USUAL, belongs, lookalikes
from contrared.model.mrz.document import Mrz
from contrared.model.mrz.formats import LAYOUTS, Allowed, Guard, Span
from contrared.model.mrz.remarks import RemarkKind

#: Line from 1 and position from 0.
Place = tuple[int, int]
#: A place, the character to read there, and how unlikely that is.
Change = tuple[Place, str, int]
Changes = tuple[Change, ...]

#: Remarks that a misread letter in a field without a check digit explains.
_UNGUARDED = frozenset({RemarkKind.FIGURE_IN_LETTERS, RemarkKind.NAME_FIGURE, RemarkKind.STATE_UNKNOWN, RemarkKind.SEX})
_MOST_TRIED = 4000
_MOST_FORCED = 4
#: Without a check digit to choose among them, more readings help nobody.
_MOST_UNGUARDED = 100
_CODE_WIDTH = 3


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as characters, each with the field it stands in and what may stand there."""

    mrz: Mrz
    allowed: dict[Place, Allowed]
    field: dict[Place, str]

    @classmethod
    def of(cls, mrz: Mrz) -> Zone:
        """The characters of a zone."""
        slots = LAYOUTS[mrz.format].slots
        # The filler that announces a long number is in no field; as one of any kind it is left alone.
        allowed = dict.fromkeys(places((slots["document_number_check"].span,)), Allowed.MIXED)
        fields = dict.fromkeys(allowed, "document_number")
        for field in mrz.fields:
            if field.name.endswith("_check"):
                kind = Allowed.CHECK
            elif field.name in slots:
                kind = slots[field.name].allowed
            else:
                kind = Allowed.MIXED
            for place in places((field.where,)):
                allowed[place], fields[place] = kind, field.name
        return cls(mrz, allowed, fields)

    def at(self, place: Place) -> str:
        """The character at a place."""
        return self.mrz.lines[place[0] - 1][place[1]]

    def misplaced(self, place: Place) -> bool:
        """Whether the character cannot stand there."""
        return not belongs(self.at(place), self.allowed[place])

    def options(self, place: Place, most: int = RARER) -> list[Change]:
        """What may be printed there instead; all there is, if what was read cannot be."""
        found = lookalikes(self.at(place), self.allowed[place])
        return [(place, other, cost) for other, cost in found if cost <= most or self.misplaced(place)]

    def with_changes(self, changes: Iterable[Change]) -> tuple[str, ...]:
        """The lines with other characters in their places."""
        lines = [list(line) for line in self.mrz.lines]
        for (line, position), proposed, _ in changes:
            lines[line - 1][position] = proposed
        return tuple(map("".join, lines))


def places(spans: Iterable[Span]) -> Iterator[Place]:
    """Every place in some runs."""
    for span in spans:
        for position in range(span.start, span.end):
            yield span.line, position


def trials(zone: Zone) -> Iterator[Iterable[Changes]]:
    """For each field with something wrong, the changes that may put it right."""
    checks = zone.mrz.checks
    # A letter in a date may have the value of the figure: the digit agrees, and it is still wrong.
    letters = {remark.field for remark in zone.mrz.problems if remark.kind is RemarkKind.LETTER_IN_FIGURES}
    for check in checks:
        if check.field != COMPOSITE and (not check.ok or check.field in letters):
            yield _mending(zone, check, list(places((*check.covered, check.where))), pairs=True)
    if [check.field for check in checks if not check.ok] == [COMPOSITE]:
        yield composite_alone(zone)
    odd = (zone.mrz.field(remark.field).where for remark in zone.mrz.problems if remark.kind in _UNGUARDED)
    for where in dict.fromkeys(odd):
        yield _unguarded(zone, list(places((where,))))


def composite_alone(zone: Zone) -> Iterator[Changes]:
    """Changes where only the composite digit is wrong: to itself, or to what no other digit guards."""
    check = zone.mrz.checks[-1]
    guarded = set(places(span for each in zone.mrz.checks if each.ok for span in (*each.covered, each.where)))
    free = [place for place in places((*check.covered, check.where)) if place not in guarded]
    return _mending(zone, check, free, pairs=False)


def _mending(zone: Zone, check: CheckDigit, among: list[Place], *, pairs: bool) -> Iterator[Changes]:
    """Changes after which the check digit agrees: what must be changed, and then one more place if that does not do.

    Two places that need not be changed are tried together unless an everyday confusion in one place explains it all.
    """
    guard = Guard(check.field, check.where, check.covered, may_be_filler=check.field == "optional_data")
    forced = [place for place in among if zone.misplaced(place)]
    free = [place for place in among if not zone.misplaced(place)]
    if len(forced) > _MOST_FORCED:
        return
    bases = list(itertools.islice(itertools.product(*map(zone.options, forced)), _MOST_TRIED))
    if forced:
        enough = list(_agreeing(zone, guard, bases))
        if enough:
            yield from enough
            return
    singles = ((*base, change) for base in bases for place in free for change in zone.options(place))
    agreeing = list(_agreeing(zone, guard, singles))
    yield from agreeing
    if forced or not pairs or any(cost == USUAL for ((_, _, cost),) in agreeing):
        return
    doubles = (
        (one, other)
        for first, second in itertools.combinations(free, 2)
        for one in zone.options(first, USUAL)
        for other in zone.options(second, USUAL)
    )
    yield from _agreeing(zone, guard, doubles)


def _agreeing(zone: Zone, guard: Guard, tried: Iterable[Changes]) -> Iterator[Changes]:
    for changes in itertools.islice(tried, _MOST_TRIED):
        if judge(guard, zone.with_changes(changes)).ok:
            yield changes


def _unguarded(zone: Zone, among: list[Place]) -> Iterator[Changes]:
    """Changes in a field that no check digit guards: all figures, or any one letter of a code."""
    figures = [place for place in among if zone.at(place) in FIGURES]
    if figures:
        if len(figures) <= _MOST_FORCED:
            yield from itertools.islice(itertools.product(*map(zone.options, figures)), _MOST_UNGUARDED)
    elif len(among) <= _CODE_WIDTH:
        for place in among:
            for change in zone.options(place):
                yield (change,)
