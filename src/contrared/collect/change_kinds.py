"""What kind of change a difference is: renamed, another programme, another remark, another number, numbered anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from contrared.collect.difference import Difference, EntityDifference, StatementChange, parties
from contrared.model.ftm import model


class ChangeKind(StrEnum):
    """Kinds of changes; an entity that is in both versions may have changed in several ways."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    ALIAS = "alias"
    PROGRAMME = "programme"
    REMARK = "remark"
    NUMBER = "number"
    BIRTH = "birth"
    ADDRESS = "address"
    OTHER = "other"


#: Properties by the kind of change they make; those of the type of identifiers are numbers, whatever is left is other.
_OF = {
    **dict.fromkeys(("name", "firstName", "lastName", "middleName"), ChangeKind.RENAMED),
    **dict.fromkeys(("alias", "weakAlias", "previousName", "abbreviation"), ChangeKind.ALIAS),
    **dict.fromkeys(("programId", "program", "topics", "provisions", "authority"), ChangeKind.PROGRAMME),
    **dict.fromkeys(("notes", "summary", "description", "reason"), ChangeKind.REMARK),
    **dict.fromkeys(("birthDate", "birthPlace", "birthCountry", "deathDate"), ChangeKind.BIRTH),
    **dict.fromkeys(("address", "addressEntity", "country", "city"), ChangeKind.ADDRESS),
}


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A party that may have been given another id: candidates only, a person says whether it is the same.

    Attributes:
        old: Id that is gone.
        new: Id that is new.
        why: ``number`` where both bear one, else ``name`` where all names and the day of birth are the same.
        value: What they share.
    """

    old: str
    new: str
    why: str
    value: str


def changed(entry: EntityDifference) -> tuple[ChangeKind, ...]:
    """Kinds of change of an entity that is in both versions, in the order of :class:`ChangeKind`."""
    told = {kind_of(change.prop) for change in (*entry.removed, *entry.added)}
    return tuple(kind for kind in ChangeKind if kind in told)


def counted(found: Difference) -> dict[str, int]:
    """How many parties changed in each way; those of a kind that did not occur are left out."""
    count: Counter[str] = Counter()
    count[ChangeKind.ADDED] = len(parties(found.added))
    count[ChangeKind.REMOVED] = len(parties(found.removed))
    for entry in parties(found.changed):
        count.update(changed(entry))
    return {str(kind): count[kind] for kind in ChangeKind if count[kind]}


def renumbered(found: Difference) -> tuple[Renumbered, ...]:
    """Parties that are gone under one id and new under another, by a number of theirs or by names and day of birth.

    A number or a name that several of either side bear tells nothing.
    """
    gone, new = parties(found.removed), parties(found.added)
    told: dict[tuple[str, str], Renumbered] = {}
    for why, keys in (("number", _numbers), ("name", _named)):
        before, now = _by(gone, keys), _by(new, keys)
        for key in sorted(before.keys() & now.keys()):
            if len(before[key]) == len(now[key]) == 1:
                (old,), (renewed,) = before[key], now[key]
                told.setdefault((old, renewed), Renumbered(old, renewed, why, key))
    return tuple(told[pair] for pair in sorted(told))


def kind_of(prop: str) -> ChangeKind:
    """The kind of change that a change of a property is."""
    if prop in _OF:
        return _OF[prop]
    return ChangeKind.NUMBER if prop in _numbering() else ChangeKind.OTHER


@cache
def _numbering() -> frozenset[str]:
    return frozenset(prop.name for prop in model.properties if prop.type.name == "identifier")


def _by(entries: Sequence[EntityDifference], keys: Callable[[EntityDifference], set[str]]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for entry in entries:
        for key in keys(entry):
            index.setdefault(key, []).append(entry.entity_id)
    return index


def _numbers(entry: EntityDifference) -> set[str]:
    known = _numbering().difference(_OF)
    return {f"{change.prop} {change.value}" for change in _whole(entry) if change.prop in known}


def _named(entry: EntityDifference) -> set[str]:
    names = sorted(change.value.casefold() for change in _whole(entry) if change.prop == "name")
    born = sorted(change.value for change in _whole(entry) if change.prop == "birthDate")
    return {" | ".join((*names, *born))} if names and born else set()


def _whole(entry: EntityDifference) -> Iterable[StatementChange]:
    return (*entry.removed, *entry.added)
