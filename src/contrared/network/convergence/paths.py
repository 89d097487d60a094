"""Paths of evidence between groups: who stands between a group listed for terror and one listed for crime."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise, product

from contrared.network.convergence.dual import CRIME, TERROR
from contrared.network.edge import Edge, Layer
from contrared.network.finding import Method
from contrared.network.graph import Graph
from contrared.network.ties.parties import Party

#: Neighbours above which a party is a hub that joins what has nothing else in common (an airline with its aircraft, a
#: ministry); paths do not run through it, and the finding names it. Groups of interest and dual-listed parties are
#: never hubs: to look through one, make it a group of interest of the case.
MOST_NEIGHBOURS = 50
#: Shortest paths written out for a pair; how many there are in all is always stated.
MOST_PATHS = 25
#: Paths looked at to choose those from; reached only where a pair has more shortest paths than this.
_CONSIDERED = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path, with everything that supports it.

    Attributes:
        source: Canonical id where the step starts.
        target: Canonical id where it ends.
        edges: All edges between the two, strongest layer first.
    """

    source: str
    target: str
    edges: tuple[Edge, ...]

    @property
    def layer(self) -> Layer:
        """The strongest layer that supports the step."""
        return self.edges[0].layer


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of steps; every step has its own evidence, and the path says no more than its steps.

    Attributes:
        nodes: Canonical ids from one end to the other.
        steps: The steps between them.
        weakest: The weakest layer the path depends on.
    """

    nodes: tuple[str, ...]
    steps: tuple[Step, ...]
    weakest: Layer

    @property
    def statement_ids(self) -> tuple[str, ...]:
        """All statements it rests on, sorted."""
        return tuple(sorted({key for step in self.steps for edge in step.edges for key in edge.statement_ids}))


@dataclass(frozen=True, slots=True)
class PathsFound:
    """All shortest paths between two groups.

    Attributes:
        a: Canonical id of the group listed for terror, or as asked for.
        b: Canonical id of the group listed for drugs or organised crime, or as asked for.
        hops: Length of the paths in steps.
        total: How many shortest paths there are.
        paths: The first of them, those with the strongest weakest layer first, then by their nodes.
        method: How they were found.
    """

    a: str
    b: str
    hops: int
    total: int
    paths: tuple[Path, ...]
    method: Method


@dataclass(frozen=True, slots=True)
class NoPath:
    """No path in these sources; that none is recorded here is all it says.

    Attributes:
        a: Canonical id of the group listed for terror, or as asked for.
        b: Canonical id of the group listed for drugs or organised crime, or as asked for.
        max_hops: Longest path looked for.
        layers: Layers looked at.
        method: How.
    """

    a: str
    b: str
    max_hops: int
    layers: tuple[Layer, ...]
    method: Method


@dataclass(frozen=True, slots=True)
class GroupPaths:
    """Findings for every pair, and the groups for which none could be made.

    Attributes:
        findings: One a pair, by the ids of the pair.
        absent: Groups that these sources do not hold as a party.
        unlisted: Groups present but listed neither for terror nor for drugs or organised crime.
        hubs: Parties with so many neighbours that no path was allowed to run through them.
    """

    findings: tuple[PathsFound | NoPath, ...]
    absent: tuple[str, ...]
    unlisted: tuple[str, ...]
    hubs: tuple[str, ...]


def paths_between_groups(
    graph: Graph,
    parties: Mapping[str, Party],
    groups: Sequence[str],
    *,
    also: Sequence[tuple[str, str]] = (),
    max_hops: int = 4,
    max_degree: int = MOST_NEIGHBOURS,
    max_paths: int = MOST_PATHS,
    hidden: Collection[str] = (),
) -> GroupPaths:
    """All shortest paths between each group listed for terror and each listed for drugs or organised crime.

    Breadth-first from both counts and links, O(pairs · (n + m)).

    Args:
        graph: The graph.
        parties: The parties, by canonical id.
        groups: Canonical ids of the groups of interest.
        also: Further pairs to look between, whatever they are listed for.
        max_hops: Longest path in steps.
        max_degree: Parties with more neighbours are hubs, see :data:`MOST_NEIGHBOURS`.
        max_paths: Paths written out for a pair.
        hidden: Canonical ids left out (protected persons).
    """
    wanted = sorted({key for key in (*groups, *chain.from_iterable(also)) if key not in hidden})
    present = [key for key in wanted if key in parties]
    chosen = set(groups) & set(present)
    terror = [key for key in present if key in chosen and parties[key].categories & TERROR]
    crime = [key for key in present if key in chosen and parties[key].categories & CRIME]
    free = (
        set(present)
        | {key for pair in also for key in pair}
        | {k for k, p in parties.items() if p.categories & TERROR and p.categories & CRIME}
    )
    blocked = frozenset(
        place
        for place, degree in enumerate(graph.degrees().tolist())
        if graph.nodes[place] in hidden or (degree > max_degree and graph.nodes[place] not in free)
    )
    layers = tuple(sorted({edge.layer for edge in graph.edges}, key=lambda layer: layer.weakness))
    method = Method.of(
        "all shortest paths",
        libraries=("scipy",),
        layers=layers,
        max_hops=max_hops,
        max_degree=max_degree,
        max_paths=max_paths,
    )
    findings: list[PathsFound | NoPath] = []
    done: set[frozenset[str]] = set()
    for a, b in (*product(terror, crime), *also):
        if a != b and a in present and b in present and frozenset((a, b)) not in done:
            done.add(frozenset((a, b)))
            found = _between(graph, a, b, max_hops, blocked, max_paths, method)
            findings.append(found or NoPath(a, b, max_hops, layers, method))
    return GroupPaths(
        findings=tuple(sorted(findings, key=lambda f: (f.a, f.b))),
        absent=tuple(key for key in wanted if key not in parties),
        unlisted=tuple(key for key in present if key in chosen and key not in terror and key not in crime),
        hubs=tuple(graph.nodes[place] for place in sorted(blocked) if graph.nodes[place] not in hidden),
    )


def _between(
    graph: Graph, a: str, b: str, max_hops: int, blocked: frozenset[int], max_paths: int, method: Method
) -> PathsFound | None:
    if a not in graph.number or b not in graph.number:
        return None
    start, goal = graph.number[a], graph.number[b]
    before, count, hops = _search(graph, start, goal, max_hops, blocked)
    if goal not in before:
        return None
    paths = [_path(graph, places) for places in islice(_chains(before, start, goal), _CONSIDERED)]
    paths.sort(key=lambda path: (path.weakest.weakness, path.nodes))
    return PathsFound(a, b, hops, count, tuple(paths[:max_paths]), method)


def _search(
    graph: Graph, start: int, goal: int, max_hops: int, blocked: frozenset[int]
) -> tuple[dict[int, list[int]], int, int]:
    """Predecessors on shortest paths, number of shortest paths to the goal, and their length."""
    before: dict[int, list[int]] = {start: []}
    counts = {start: 1}
    frontier = [start]
    for hop in range(1, max_hops + 1):
        reached: dict[int, list[int]] = {}
        for node in frontier:
            for other in graph.neighbours(node):
                if other not in before and (other == goal or other not in blocked):
                    reached.setdefault(other, []).append(node)
        for other, whence in reached.items():
            before[other] = sorted(whence)
            counts[other] = sum(counts[node] for node in whence)
        if goal in reached:
            return before, counts[goal], hop
        frontier = sorted(reached)
    return before, 0, 0


def _chains(before: Mapping[int, Sequence[int]], start: int, goal: int) -> Iterator[tuple[int, ...]]:
    if goal == start:
        yield (start,)
        return
    for node in before[goal]:
        for places in _chains(before, start, node):
            yield (*places, goal)


def _path(graph: Graph, places: tuple[int, ...]) -> Path:
    steps = []
    for left, right in pairwise(places):
        edges = graph.between[min(left, right), max(left, right)]
        ordered = tuple(sorted(edges, key=lambda edge: (edge.layer.weakness, edge.key)))
        steps.append(Step(graph.nodes[left], graph.nodes[right], ordered))
    weakest = max((step.layer for step in steps), key=lambda layer: layer.weakness)
    return Path(tuple(graph.nodes[place] for place in places), tuple(steps), weakest)
