"""What a column is, by the name that stands over it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

#: Names of the two ends of a tie, in pairs; compared without case, space and punctuation.
_ENDS = (
    "source/target from/to src/dst source/destination source/dest sourceid/targetid sourcenode/targetnode fromid/toid "
    "fromnode/tonode node1/node2 n1/n2 v1/v2 vertex1/vertex2 actor1/actor2 person1/person2 id1/id2 name1/name2 "
    "entity1/entity2 nodea/nodeb persona/personb ego/alter sender/receiver sender/recipient caller/callee tail/head "
    "origin/destination orig/dest origen/destino origem/destino u/v i/j"
)
#: Ends that stand in no order: a tie between them has no direction.
_SIDE_BY_SIDE = frozenset(
    "node1 n1 v1 vertex1 actor1 person1 id1 name1 entity1 nodea persona u".split()  # what stands over the first end
)
#: Single letters are names of columns only where no node bears them.
_WEAK = frozenset("u v i j v1 v2 n1 n2".split())

ENDS: tuple[tuple[str, str], ...] = tuple((a, b) for a, _, b in (pair.partition("/") for pair in _ENDS.split()))

#: Names of the other columns of a tie, the best first.
TIE_HEADS: Mapping[str, tuple[str, ...]] = {
    "layer": tuple(
        "layer layers relation relationship relationtype tietype edgetype network capa camada kind type".split()
    ),
    "weight": tuple("weight weights w strength value count frequency freq peso n".split()),
    "probability": tuple("probability prob p confidence conf certainty probabilidad probabilidade".split()),
    "directed": tuple("directed isdirected direction type".split()),
    "start": tuple("start startdate startson begin since validfrom first firstseen".split()),
    "end": tuple("end enddate endson until validto last lastseen".split()),
    "evidence": tuple("evidence statementids statements statementid".split()),
}
#: Names of the columns of a node.
NODE_HEADS: Mapping[str, tuple[str, ...]] = {
    "id": tuple("id nodeid node vertex identity key".split()),
    "label": tuple("label name caption nombre nome".split()),
}


def plain(head: str) -> str:
    """A name without case, space and punctuation."""
    return re.sub(r"[\W_]+", "", head.casefold())


def ends(heads: Sequence[str], seen: Iterable[Sequence[str]] = ()) -> tuple[int, int] | None:
    """Places of the two ends of a tie among the heads; None where they are not there.

    Args:
        heads: The first row.
        seen: Rows below it. Where a single letter that could be a head is a node there, it is a node in the first row.
    """
    names = [plain(head) for head in heads]
    for first, second in ENDS:
        if first in names and second in names:
            pair = names.index(first), names.index(second)
            if not {first, second} & _WEAK or not _recurs([heads[at] for at in pair], pair, seen):
                return pair
    return None


def lone_end(heads: Sequence[str]) -> str | None:
    """A head that names one end of a tie where none names the other."""
    strong = {name for pair in ENDS for name in pair} - _WEAK
    return next((head for head in heads if plain(head) in strong), None)


def ordered(head: str) -> bool:
    """Whether the first end bears a name that gives the tie a direction."""
    return plain(head) not in _SIDE_BY_SIDE


def find(heads: Sequence[str], known: Mapping[str, Sequence[str]], *, taken: Iterable[int] = ()) -> dict[str, int]:
    """Place of each known column among the heads; the best name wins, and no column serves twice."""
    names = [plain(head) for head in heads]
    used = set(taken)
    found: dict[str, int] = {}
    for column, synonyms in known.items():
        for synonym in synonyms:
            at = next((i for i, name in enumerate(names) if name == synonym and i not in used), None)
            if at is not None:
                found[column] = at
                used.add(at)
                break
    return found


def _recurs(words: Sequence[str], pair: tuple[int, int], rows: Iterable[Sequence[str]]) -> bool:
    return any(row[at] in words for row in rows for at in pair if at < len(row))
