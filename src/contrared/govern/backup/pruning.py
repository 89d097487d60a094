"""Letting backups go: some of each day, week and month are kept, and pieces that none of them names are dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from contrared.govern.backup.listing import Backup, backups
from contrared.govern.backup.repository import Repository
from contrared.govern.desk import Desk
from contrared.model import InputError, PolicyError


@dataclass(frozen=True, slots=True)
class Keep:
    """How many of the newest backups of each kind stay: one a day for so many days, one a week, one a month."""

    daily: int = 7
    weekly: int = 5
    monthly: int = 12

    def __post_init__(self) -> None:
        if min(self.daily, self.weekly, self.monthly) < 0 or not self.daily + self.weekly + self.monthly:
            raise InputError("no backup would stay", do="keep at least one, e.g. --daily 7")


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went: names of backups, and the bytes of their pieces; what stays."""

    gone: tuple[str, ...]
    freed: int
    stay: tuple[str, ...]


def prune(desk: Desk, repository: Repository, keep: Keep) -> Pruned:
    """Let old backups go; the newest always stays.

    Raises:
        PolicyError: this person may not.
        NodeError: a backup is running.
    """
    decision = desk.policy.may(desk.person, "administer", desk.purpose)
    if not decision.permitted:
        raise PolicyError("you may not prune backups", where=desk.person.id, do=decision.rule)
    with repository.alone():
        held = backups(repository)
        stay = kept(held, keep)
        gone = [each.name for each in held if each.name not in stay]
        desk.record("backup", {"repository": repository.id, "pruned": gone})
        repository.forget(gone)
        freed = drop_unnamed(repository)
    return Pruned(tuple(gone), freed, tuple(each.name for each in held if each.name in stay))


def kept(held: list[Backup], keep: Keep) -> set[str]:
    """Names of those that stay: the newest of each of the newest days, weeks and months, and the newest of all."""
    if not held:
        return set()
    stay = {held[-1].name}
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (keep.daily, lambda day: day.date()),
        (keep.weekly, lambda day: day.isocalendar()[:2]),
        (keep.monthly, lambda day: (day.year, day.month)),
    )
    for number, span in spans:
        newest: dict[object, str] = {}
        for each in held:
            newest[span(datetime.fromisoformat(each.made))] = each.name
        stay.update(list(newest.values())[len(newest) - number :] if number else ())
    return stay


def drop_unnamed(repository: Repository) -> int:
    """Take out pieces that no backup names; how many bytes they had.

    Raises:
        InputError: a description is damaged: then nothing is dropped, since it may name any of them.
    """
    named = {piece for each in backups(repository) for file in each.files for piece in file.pieces}
    return repository.drop(repository.names() - named)
