"""Remove persons from a network, and see what comes of it by each rule of recovery."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from contrared.model import text
from contrared.network.disruption.arms import CELLS, simulate
from contrared.network.disruption.course import Setting
from contrared.network.disruption.keyplayers import allowed_nodes
from contrared.network.disruption.outcome import Interval, Outcome, RuleOutcome, Series
from contrared.network.disruption.partners import levels
from contrared.network.disruption.recovery import RULES, Recovery, Rule
from contrared.network.disruption.roles import roles
from contrared.network.drawing.table import Table
from contrared.network.finding import Method, canonical_json
from contrared.network.multilayer import Multilayer
from contrared.network.simple import Duplicates, SimpleGraph, simple
from contrared.network.treatment import NetworkError, Treatment

#: Nodes above which no worlds are simulated: they are held as full matrices.
LARGEST = 2_500
WORLDS = (20, 5_000)
CITATION = (
    "Duijn, Kashirin & Sloot, Scientific Reports 4, 4238 (2014); Diviák, Journal of Experimental Criminology (2023); "
    "Latora & Marchiori, Physical Review Letters 87, 198701 (2001)"
)


@dataclass(frozen=True, slots=True)
class Removal:
    """What may come of a removal. It cannot be made without an outcome for every rule asked for.

    Attributes:
        nodes: Ids of those removed, in order.
        rules: Rules asked for.
        outcomes: By each rule, in that order, each beside a random removal of as many.
        no_action: The whole network left alone: component, efficiency, density, fragmentation over the same steps.
        last: Step of the last removal; the points before are between removals.
        worlds: Number of worlds.
        assumptions: What was supposed without having been stated in the input, in words.
        treatments: What in the input needed a decision.
        method: How it was reached.
    """

    nodes: tuple[str, ...]
    rules: tuple[Rule, ...]
    outcomes: tuple[RuleOutcome, ...]
    no_action: tuple[Series, ...]
    last: int
    worlds: int
    assumptions: tuple[str, ...]
    treatments: tuple[Treatment, ...]
    method: Method

    def __post_init__(self) -> None:
        """Refuse a removal whose consequences are not all there."""
        if not self.rules or tuple(item.rule for item in self.outcomes) != self.rules or not self.no_action:
            raise NetworkError(
                "a removal is told with its outcome by every rule asked for and without it, or not at all"
            )

    def of(self, rule: Rule) -> RuleOutcome:
        """Outcome by one rule.

        Raises:
            KeyError: the rule was not asked for.
        """
        return {item.rule: item for item in self.outcomes}[rule]

    def as_json(self) -> str:
        """The result as canonical JSON."""
        return canonical_json(self)

    def table(self) -> Table:
        """One row for no action, then two for each rule: the removal, and as many at random."""
        keys: tuple[str, ...] = (
            "rule",
            "who",
            "component",
            "efficiency_at_once",
            "efficiency",
            "density",
            "exposed",
            "recovered",
        )
        keys += ("not_within", "worse", "by_chance", "beats_random")
        heads = tuple(text(f"disruption.removal.{key}") for key in keys)
        alone = {item.measure: item.points for item in self.no_action}
        still = (alone["component"][-1], alone["efficiency"][self.last], alone["efficiency"][-1], alone["density"][-1])
        rows: list[tuple[str, ...]] = [
            (text("disruption.removal.no_action"), "", *map(str, still), "", "", "", "", "", "")
        ]
        for item in self.outcomes:
            rows.append(self._row(item.rule, text("disruption.removal.chosen"), item.chosen, str(item.beats_random)))
            rows.append(self._row(item.rule, text("disruption.removal.random"), item.random, ""))
        return Table(heads, tuple(rows))

    def _row(self, rule: str, who: str, outcome: Outcome, beats: str) -> tuple[str, ...]:
        end: dict[str, Interval] = {item.measure: item.points[-1] for item in outcome.series}
        recovered = outcome.recovered
        steps = ("–" if step is None else str(step) for step in (recovered.median, recovered.low, recovered.high))
        return (
            rule,
            who,
            str(end["component"]),
            str(outcome.of("efficiency")[self.last]),
            str(end["efficiency"]),
            str(end["density"]),
            str(end["exposed"]),
            "{} [{}, {}]".format(*steps),
            str(recovered.not_within),
            str(outcome.worse.either),
            str(outcome.worse.by_chance),
            beats,
        )


def remove(
    network: Multilayer,
    nodes: Sequence[str],
    *,
    rules: Sequence[Rule] = RULES,
    recovery: Recovery | None = None,
    worlds: int = 500,
    seed: int = 1,
    protected: Collection[str] = (),
    trust_layers: Sequence[str] | None = None,
    role_column: str = "role",
    assumed: float = 0.9,
    duplicates: Duplicates = "sum",
) -> Removal:
    """Simulate the removal of some nodes and the recovery of the rest.

    A world draws each tie with its probability. In each, the nodes are removed, by each rule the rest recovers with
    turnover up to the horizon; beside it as many random nodes are removed, and the world is left alone. See
    ``docs/explanation/disruption.md`` for the model and for what "worse" means. O(worlds x rules x steps) shortest path
    searches; up to 2,500 nodes.

    Args:
        network: The network, read undirected.
        nodes: Ids of whom to remove, in order (a plan's or key players' ``nodes``).
        rules: Rules of recovery.
        recovery: Parameters of the recovery.
        worlds: Number of worlds, 20 to 5,000; shares are good to about 4 % with 500.
        seed: Seed of everything drawn.
        protected: Ids of protected persons: they are not removed, not drawn at random and take up no new ties.
        trust_layers: Layers along which trust runs; all unless given.
        role_column: Column of the node table with the roles.
        assumed: Probability of a tie for which none is stated.
        duplicates: See :func:`~contrared.network.simple.simple`.

    Raises:
        NetworkError: unknown, repeated or protected nodes; nobody to remove; fewer than two would remain; an unknown
            rule or layer; a network too large.

    Example:
        >>> from contrared.network.disruption.example import network
        >>> found = remove(network(["hub a", "hub b", "hub c"]), ["hub"], rules=["none"], worlds=20, assumed=1.0)
        >>> str(found.of("none").chosen.of("efficiency")[0])
        '0.000 [0.000, 0.000]'
    """
    recovery = recovery or Recovery()
    graph = simple(network, duplicates=duplicates)
    removed = _check(network, graph, nodes, rules, worlds, assumed, protected)
    part = roles(network, graph, role_column) if "role" in rules else None
    may = allowed_nodes(graph, protected)
    takes = np.zeros(graph.order, bool)
    takes[may] = True
    trusted = simple(network.select(layers=trust_layers), duplicates=duplicates) if trust_layers else graph
    empty = np.zeros((0, graph.order, graph.order), bool)
    unstated = np.isnan(graph.probability)
    setting = Setting(
        (graph.source, graph.target, np.where(unstated, assumed, graph.probability)),
        empty,
        empty,
        levels(trusted.weights.toarray()),
        np.zeros(graph.order, np.int64) if part is None else part.part,
        takes,
        recovery,
    )
    outcomes, alone = simulate(setting, removed, may, rules, worlds, seed)
    said = [text("disruption.assumed.recovery")]
    if unstated.any():
        said.append(text("disruption.assumed.probability", count=int(unstated.sum()), of=graph.size, assumed=assumed))
    if "trust" in rules and not trust_layers:
        said.append(text("disruption.assumed.trust"))
    if part is not None:
        said.append(part.says)
    if protected:
        said.append(text("disruption.assumed.protected"))
    return Removal(
        nodes=tuple(nodes),
        rules=tuple(rules),
        outcomes=outcomes,
        no_action=alone,
        last=recovery.pause * (len(removed) - 1),
        worlds=worlds,
        assumptions=tuple(said),
        treatments=graph.treatments,
        method=Method.of(
            "removal with recovery in sampled worlds",
            seed=seed,
            libraries=("numpy", "scipy"),
            citation=CITATION,
            worlds=worlds,
            assumed=assumed,
            cells=CELLS,
            rules=tuple(rules),
            trust_layers=tuple(trust_layers) if trust_layers else "all",
            role_column=role_column,
            duplicates=duplicates,
            **{f"recovery_{name}": value for name, value in asdict(recovery).items()},
        ),
    )


def _check(
    network: Multilayer,
    graph: SimpleGraph,
    nodes: Sequence[str],
    rules: Sequence[str],
    worlds: int,
    assumed: float,
    protected: Collection[str],
) -> list[int]:
    if isinstance(nodes, str):
        raise NetworkError(f"nodes is the text {nodes!r}: give a list of ids")
    if not nodes:
        raise NetworkError("nobody to remove: name at least one node")
    removed = [network.place(node) for node in nodes]
    if len(set(removed)) < len(removed):
        twice = next(node for node in nodes if list(nodes).count(node) > 1)
        raise NetworkError(f"{twice!r} is named twice: a node is removed once")
    if hidden := len(set(nodes) & set(protected)):
        raise NetworkError(f"{hidden} of the {len(nodes)} nodes named are protected: they are in no plan and no result")
    if graph.order - len(removed) < 2:
        raise NetworkError(f"removing {len(removed)} of {graph.order} nodes leaves no network to look at")
    if graph.order > LARGEST:
        raise NetworkError(f"{graph.order:,} nodes, worlds are simulated up to {LARGEST:,}: take a part of the network")
    if not rules or len(set(rules)) < len(rules) or (set(rules) - set(RULES)):
        raise NetworkError(f"rules are {', '.join(rules) or 'missing'}: some of {', '.join(RULES)}, each once")
    if not WORLDS[0] <= worlds <= WORLDS[1]:
        raise NetworkError(f"{worlds} worlds: from {WORLDS[0]} to {WORLDS[1]:,}")
    if not 0.0 < assumed <= 1.0:
        raise NetworkError(f"assumed probability is {assumed}: above 0 and at most 1")
    return removed
