"""A tip: what somebody told, what was found of it since, and the grade that follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contrared.model import Grade, InputError, Source
from contrared.model.grading import TIP_GRADE, Credibility, Reliability

#: Independent origins that corroborate a tip, and the credibility that follows: never 1, which a count cannot give.
BY_ORIGINS = ((2, Credibility.PROBABLY_TRUE), (1, Credibility.POSSIBLY_TRUE))
#: Sources so graded corroborate nothing: unreliable, or not to be judged; improbable, or not to be judged.
_TOO_WEAK = frozenset(
    {Reliability.E, Reliability.F, Credibility.IMPROBABLE, Credibility.CANNOT_BE_JUDGED},
)


class Finding(StrEnum):
    """What a person found of a tip."""

    CORROBORATED = "corroborated"
    FALSE = "false"
    OPEN = "open"


#: What may be found of a tip of which something was found last; a false one is opened again before it is corroborated.
FOLLOWS: dict[Finding, frozenset[Finding]] = {
    Finding.OPEN: frozenset({Finding.CORROBORATED, Finding.FALSE}),
    Finding.CORROBORATED: frozenset(Finding),
    Finding.FALSE: frozenset({Finding.OPEN}),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What one person found at one time, of one source.

    Attributes:
        finding: What it is.
        source_id: Source that corroborates; empty otherwise.
        statements: Statements of that source.
        why: Reason.
        by: Who.
        at: When, UTC.
    """

    finding: Finding
    source_id: str
    statements: tuple[str, ...]
    why: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip as one person may see it.

    Attributes:
        id: ``tip-…``; of one that came as a file, the id of its source.
        source_id: Source that its facts are.
        dataset: Dataset they are in.
        entities: Entities entered with it.
        about: Entities that were held before.
        text: What was told.
        sender: Who told it; empty where nobody is named, or this person was not shown.
        named: Whether somebody is.
        channel: How it came.
        received: Date on which it came.
        by: Who entered it.
        at: When, UTC.
        found: All that was found, oldest first.
        state: What stands of it.
        grade: What follows for its grade.
    """

    id: str
    source_id: str
    dataset: str
    entities: tuple[str, ...]
    about: tuple[str, ...]
    text: str
    sender: str
    named: bool
    channel: str
    received: str
    by: str
    at: str
    found: tuple[Found, ...] = ()
    state: Finding = Finding.OPEN
    grade: Grade = TIP_GRADE

    @property
    def parties(self) -> tuple[str, ...]:
        """All entities it speaks of."""
        return tuple(dict.fromkeys((*self.about, *self.entities)))


def check_follows(tip: Tip, finding: Finding) -> None:
    """Refuse what may not be found of a tip as it stands.

    Raises:
        InputError: it may not.
    """
    if finding not in FOLLOWS[tip.state]:
        do = "open it again first, with `contrared tip reopen`" if tip.state is Finding.FALSE else "it is open already"
        raise InputError(f"{tip.id} is {tip.state}, and cannot become {finding}", do=do)


def standing(found: Sequence[Found], counted: Iterable[Found], sources: dict[str, Source]) -> tuple[Finding, Grade]:
    """What stands of a tip, and its grade.

    Args:
        found: All that was found, oldest first.
        counted: Those of them whose statements still stand.
        sources: Sources by id, those at least that ``counted`` names.
    """
    last = found[-1].finding if found else Finding.OPEN
    if last is not Finding.CORROBORATED:
        return last, TIP_GRADE
    begun = max((at for at, each in enumerate(found) if each.finding is not Finding.CORROBORATED), default=-1)
    in_force = set(found[begun + 1 :])
    behind = [sources[each.source_id] for each in counted if each in in_force]
    if not behind:
        return Finding.OPEN, TIP_GRADE
    return Finding.CORROBORATED, raised(behind)


def raised(behind: Sequence[Source]) -> Grade:
    """Grade of a tip that sources corroborate.

    Reliability stays F: who told it cannot be judged by whether others say the same. One independent origin makes it
    possibly true (3), two or more probably true (2), and never more so than the best of them itself is.
    """
    origins = {origin(source) for source in behind}
    by_count = next(credibility for least, credibility in BY_ORIGINS if len(origins) >= least)
    return Grade(Reliability.F, max(by_count, min(source.grade.credibility for source in behind)))


def origin(source: Source) -> str:
    """From whom a source is: two files of one publisher are one origin."""
    return " ".join((source.publisher or source.dataset).casefold().split())


def not_independent(source: Source, tip: Tip, own: Source) -> str:
    """Why a source does not corroborate a tip; empty where it does.

    Args:
        source: The source.
        tip: The tip, its sender shown.
        own: The source that the tip is.
    """
    if source.is_tip:
        return "it is a tip itself"
    if source.sha256 == own.sha256 or source.id == own.id:
        return "it is the tip itself"
    if source.grade.reliability in _TOO_WEAK or source.grade.credibility in _TOO_WEAK:
        return f"it is graded {source.grade}"
    words = " ".join((source.publisher, source.obtained_from, source.obtained_how)).casefold()
    if any(key.casefold() in words for key in (tip.id, tip.source_id, *tip.entities)):
        return "it was taken from the tip"
    # Whoever gave the tip is not named by the reason either: so both have the same.
    same_hand = tip.sender and re.search(rf"\b{re.escape(tip.sender.casefold())}\b", words)
    return "it has the tip's own origin" if same_hand or origin(source) == origin(own) else ""
