"""Clusters of entities that are one party, under the constraints that people and lists set."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from contrared.resolve.forest import Forest


@dataclass(frozen=True, slots=True)
class Clusters:
    """What clustering gave.

    Attributes:
        canonical: Canonical id of each entity that shares one with another.
        held: Automatic links that a constraint held back, to be shown to a person.
        conflicts: Human ``same`` judgements that contradict a ``different`` one, to be shown to a person.
        joined: Automatic links that brought two clusters together; the others joined what was together already.
    """

    canonical: dict[str, str]
    held: tuple[tuple[str, str], ...]
    conflicts: tuple[tuple[str, str], ...]
    joined: tuple[tuple[str, str], ...] = ()


def clusters(
    automatic: Sequence[tuple[str, str]],
    same: Iterable[tuple[str, str]],
    different: Iterable[tuple[str, str]],
    datasets: Mapping[str, str],
    previous: Mapping[str, str],
    unlike: Iterable[tuple[str, str]] = (),
) -> Clusters:
    """Join entities.

    Judgements come before scores: ``different`` always separates, ``same`` always joins. Automatic links follow, the
    strongest first as given; one that would bring two entities of one dataset together, or two that a person judged
    different, is held back.

    Args:
        automatic: Pairs linked by the machine, strongest first.
        same: Pairs judged the same.
        different: Pairs judged different.
        datasets: Dataset of each entity.
        previous: Canonical ids so far; a cluster keeps the one most of its members had.
        unlike: Pairs that contradict each other; they hold automatic links back, but no judgement.
    """
    forest = Forest()
    apart: dict[str, set[str]] = {}
    for left, right in different:
        apart.setdefault(left, set()).add(right)
        apart.setdefault(right, set()).add(left)
    conflicts = []
    for left, right in sorted(same):
        if _separated(forest.cluster(left), forest.cluster(right), apart):
            conflicts.append((left, right))
        else:
            forest.join(left, right)
    for left, right in unlike:
        apart.setdefault(left, set()).add(right)
        apart.setdefault(right, set()).add(left)
    held, joined = [], []
    for left, right in automatic:
        mine, theirs = forest.cluster(left), forest.cluster(right)
        if mine is theirs or forest.find(left) == forest.find(right):
            continue
        if _separated(mine, theirs, apart) or _same_list(mine, theirs, datasets):
            held.append((left, right))
        else:
            forest.join(left, right)
            joined.append((left, right))
    groups = sorted(sorted(group) for group in forest.members.values() if len(group) > 1)
    canonical = {entity: identity for identity, group in _identities(groups, previous) for entity in group}
    return Clusters(canonical, tuple(held), tuple(conflicts), tuple(joined))


def _separated(left: set[str], right: set[str], apart: Mapping[str, set[str]]) -> bool:
    return any(apart.get(entity, set()) & right for entity in left)


def _same_list(left: set[str], right: set[str], datasets: Mapping[str, str]) -> bool:
    return bool({datasets.get(e, e) for e in left} & {datasets.get(e, e) for e in right})


def _identities(groups: Sequence[Sequence[str]], previous: Mapping[str, str]) -> list[tuple[str, Sequence[str]]]:
    """An id for each group: the one most of its members had; who held most of an id keeps it, smallest first."""
    claims = sorted(
        (-count, identity, position)
        for position, group in enumerate(groups)
        for identity, count in Counter(previous[entity] for entity in group if entity in previous).items()
    )
    taken: dict[int, str] = {}
    used: set[str] = set()
    for _, identity, position in claims:
        if position not in taken and identity not in used:
            taken[position] = identity
            used.add(identity)
    used.update(previous.values())
    for position, group in enumerate(groups):
        if position not in taken:
            taken[position] = _fresh(group, used)
            used.add(taken[position])
    return [(taken[position], group) for position, group in enumerate(groups)]


def _fresh(group: Sequence[str], used: Set[str]) -> str:
    """An id from the members; another where a cluster that lived on under other members has it."""
    members = "\n".join(group)
    identity = "ctr-" + hashlib.sha256(members.encode()).hexdigest()[:16]
    while identity in used:
        members += "\n"
        identity = "ctr-" + hashlib.sha256(members.encode()).hexdigest()[:16]
    return identity
