"""Interests: FollowTheMoney ownerships and directorships in the words of BODS, and the chains they make."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contrared.brief.exports.holding import Entity, day

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_EXACT = re.compile(rf"{_NUMBER} ?%?")
_RANGE = re.compile(rf"{_NUMBER} ?%? ?(?:-|–|to) ?{_NUMBER} ?%?")
_ABOVE = re.compile(rf"(>|≥|>=|more than|over|at least) ?{_NUMBER} ?%?", re.IGNORECASE)
_ROLES = (
    (re.compile(r"\bvot", re.IGNORECASE), "votingRights"),
    (re.compile(r"\bchair", re.IGNORECASE), "boardChair"),
    (re.compile(r"\btrustee", re.IGNORECASE), "trustee"),
    (re.compile(r"\bsettlor|founder of trust", re.IGNORECASE), "settlor"),
    (re.compile(r"\bprotector", re.IGNORECASE), "protector"),
    (re.compile(r"\bbeneficiary", re.IGNORECASE), "beneficiaryOfLegalArrangement"),
    (re.compile(r"\bnominee", re.IGNORECASE), "nominee"),
    (re.compile(r"\b(ceo|chief executive|general manager|managing)", re.IGNORECASE), "seniorManagingOfficial"),
    (re.compile(r"\b(board|director)", re.IGNORECASE), "boardMember"),
)


@dataclass(frozen=True, slots=True)
class Interested:
    """One party interested in one other.

    Attributes:
        id: Canonical id of the link.
        party: Canonical id of who is interested; empty where no source says.
        subject: Canonical id of in whom.
        link: The link.
    """

    id: str
    party: str
    subject: str
    link: Entity

    @property
    def way(self) -> str:
        """``direct``, ``indirect``, or ``unknown`` where no source says."""
        told = " ".join(self.link.values("ownershipType", "role", "summary")).lower()
        if re.search(r"\bindirect", told):
            return "indirect"
        return "direct" if re.search(r"\bdirect(ly)?\b", told) else "unknown"


def interested(link: Entity) -> list[Interested]:
    """Who is interested in whom by an ownership or directorship."""
    owns = link.schema == "Ownership"
    parties = link.values("owner" if owns else "director") or [""]
    subjects = link.values("asset" if owns else "organization")
    return [Interested(link.id, party, subject, link) for party in parties for subject in subjects]


def interest(item: Interested) -> tuple[dict[str, Any], list[str]]:
    """The interest, and shares that are stated in no way BODS can write."""
    link = item.link
    found: dict[str, Any] = {"type": _type(link), "directOrIndirect": item.way}
    told = " ".join(link.values("ownershipType", "role")).lower()
    if "beneficial" in told:
        found["beneficialOwnershipOrControl"] = True
    if details := "; ".join(link.values("role", "ownershipType", "sharesType", "legalBasis", "status")):
        found["details"] = details
    odd = []
    for text in link.values("percentage"):
        if (part := share(text)) is None or "share" in found:
            odd.append(text)
        else:
            found["share"] = part
    for name, prop, last in (("startDate", "startDate", False), ("endDate", "endDate", True)):
        if when := day(link.first(prop), last=last):
            found[name] = when
    return found, odd


def share(text: str) -> dict[str, Any] | None:
    """A share of 0 to 100 %; None where the text says none.

    >>> share("25,5 %"), share("25-50"), share("more than 75%")
    ({'exact': 25.5}, {'minimum': 25.0, 'maximum': 50.0}, {'minimum': 75.0, 'maximum': 100, 'exclusiveMinimum': True})
    """
    text = text.strip()
    found: dict[str, Any] | None = None
    if match := _EXACT.fullmatch(text):
        found = {"exact": _number(match[1])}
    elif match := _RANGE.fullmatch(text):
        found = {"minimum": _number(match[1]), "maximum": _number(match[2])}
    elif match := _ABOVE.fullmatch(text):
        least = _number(match[2])
        closed = match[1] in {"≥", ">="} or match[1].lower() == "at least"
        found = {"minimum": least, "maximum": 100} | ({} if closed else {"exclusiveMinimum": True})
    if found is None or any(number > 100 for number in found.values()):
        return None
    return found if found.get("minimum", 0) <= found.get("maximum", 100) else None


def components(items: Iterable[Interested]) -> Mapping[tuple[str, str, str], tuple[Interested, ...]]:
    """For each indirect interest the links, none of them indirect, of every chain by which the party holds it.

    Nothing where no source states a whole chain. Linear in the links for each indirect interest.
    """
    items = list(items)
    steps = [item for item in items if item.way != "indirect" and item.party and item.link.schema == "Ownership"]
    forward, backward = defaultdict(set), defaultdict(set)
    for item in steps:
        forward[item.party].add(item.subject)
        backward[item.subject].add(item.party)
    found = {}
    for item in items:
        if item.way == "indirect" and item.party:
            on_the_way = _reached(item.party, forward) & _reached(item.subject, backward)
            found[item.id, item.party, item.subject] = tuple(
                step
                for step in steps
                if {step.party, step.subject} <= on_the_way and (step.party, step.subject) != (item.party, item.subject)
            )
    return found


def _reached(start: str, along: Mapping[str, set[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for other in along.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def _type(link: Entity) -> str:
    told = " ".join(link.values("role", "ownershipType", "sharesType"))
    for pattern, kind in _ROLES:
        if pattern.search(told):
            return kind
    if link.schema == "Directorship":
        return "boardMember"
    return "shareholding" if link.values("percentage", "sharesCount", "sharesValue") else "unknownInterest"


def _number(text: str) -> float:
    return float(text.replace(",", "."))
