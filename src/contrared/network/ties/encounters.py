"""Encounters: who was met together, which a record says and nobody has to infer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.sightings import Sighting
from contrared.network.ties.spans import spanned


def encountered(sightings: Iterable[Sighting], *, most: int) -> Iterator[Edge | Refusal]:
    """Edges between those met in one encounter, each encounter an edge of its own, weighted 1/(n-1).

    Args:
        sightings: Who was seen.
        most: An encounter of more persons than this is a crowd, a flight or a bus, not a tie.
    """
    groups: dict[str, dict[str, list[Sighting]]] = defaultdict(lambda: defaultdict(list))
    for sighting in sightings:
        groups[sighting.encounter][sighting.person].append(sighting)
    for encounter, persons in sorted(groups.items()):
        if len(persons) > most:
            yield Refusal(Layer.ENCOUNTER, f"encounter of more than {most} persons", encounter)
            continue
        if len(persons) < 2:
            continue
        seen = [sighting for found in persons.values() for sighting in found]
        starts, stops = {s.at for s in seen if s.at}, {s.until for s in seen if s.until}
        span = spanned(starts, stops or starts)
        if span.trouble:
            yield Refusal(Layer.ENCOUNTER, span.trouble, encounter)
        kind = min(sighting.kind for sighting in seen)
        for left, right in combinations(sorted(persons), 2):
            evidence = {key for sighting in (*persons[left], *persons[right]) for key in sighting.evidence}
            yield Edge(
                source=left,
                target=right,
                layer=Layer.ENCOUNTER,
                kind=kind,
                statement_ids=tuple(sorted(evidence)),
                first=span.first,
                last=span.last,
                weight=1 / (len(persons) - 1),
            )
