"""What is found of two groups: who joins them, by which paths, with what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contrared.model import text
from contrared.network.convergence.kinds import Facilitation, Indication
from contrared.network.drawing.table import Table
from contrared.network.finding import Method, canonical_json
from contrared.network.treatment import Treatment


class Standing(StrEnum):
    """What a candidate is towards the groups."""

    DUAL = "dual"  #: a member of both
    FACILITATOR = "facilitator"  #: a member of neither
    THING = "thing"  #: no party, but an address or the like that parties share


class Verdict(StrEnum):
    """What the comparison with rewired networks says."""

    BRIDGE = "bridge"  #: joins more than its ties let one expect, false discoveries controlled
    DUAL = "dual"  #: not compared: it belongs to both groups
    UNDECIDED = "undecided"  #: unusual by itself (p at or below q), but not among as many as were compared
    BUSY = "busy"  #: joins, but no more than a party with as many ties in the same layers may by chance


@dataclass(frozen=True, slots=True)
class GroupOfInterest:
    """One of the two groups.

    Attributes:
        name: Name it is shown under.
        authority: The designation or case authorisation it rests on.
        members: Its members in the network.
        absent: Ids given as members that are not in the network, sorted.
    """

    name: str
    authority: str
    members: int
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """One step of a path with all that supports it.

    Attributes:
        source: Where it starts.
        target: Where it ends.
        layers: Layers of its ties, sorted.
        evidence: Ids of what they rest on, sorted.
        probability: That one of the ties exists; None where none is stated.
        holders: Where all its ties are things shared: how many hold the rarest, from its weight. Otherwise 0.
    """

    source: str
    target: str
    layers: tuple[str, ...]
    evidence: tuple[str, ...]
    probability: float | None
    holders: int


@dataclass(frozen=True, slots=True)
class Way:
    """A shortest path from a member of the first group to one of the second.

    Attributes:
        nodes: Ids along it.
        stretches: Its steps.
        probability: That every step with a stated probability exists; None where none states one.
    """

    nodes: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    probability: float | None


@dataclass(frozen=True, slots=True)
class Loss:
    """What becomes of the pairs joined through a party if it is removed.

    Attributes:
        pairs: Pairs looked at: those with a shortest path through it.
        lost: Of these, pairs with no path left, however long.
        longer: Pairs whose shortest path becomes longer.
        bypassed: Pairs with another path as short.
        extra: By how many ties the longer ones become longer, mean.
    """

    pairs: int
    lost: int
    longer: int
    bypassed: int
    extra: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks against a candidate.

    Attributes:
        code: ``single-source``, ``weak-layers``, ``delisted``, ``low-probability``, ``busy-thing``, ``bypassed``,
            ``single-evidence``, ``no-evidence``, ``thing``, ``expected``, ``one-pair``.
        text: The same in words.
    """

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate facilitator: that it joins the groups is not that it knows of it.

    Attributes:
        id: Its id.
        label: Its label.
        standing: Member of both groups, of neither, or a thing.
        verdict: What the comparison with chance says.
        kinds: Through what it could facilitate.
        indications: What says so.
        joins: Names of the groups it joins.
        score: Pairs of members it joins, see :class:`~contrared.network.convergence.passage.Passage`.
        score_lo: 5th percentile of that over worlds; None without stated probabilities.
        score_hi: 95th percentile.
        share: ``score`` as a share of what joins the groups through others.
        expected: Mean score of parties with as many ties in every layer, in rewired networks; None where not compared.
        z: Deviations from that; None where not compared, or the score does not vary.
        p: Chance of such a score or a greater in rewired networks.
        least_p: Smallest chance that the samples could show.
        q: False-discovery rate at which it is a discovery.
        loss: What is lost without it.
        paths: The best paths through it.
        evidence: What these rest on, sorted.
        counter_evidence: What speaks against.
    """

    id: str
    label: str
    standing: Standing
    verdict: Verdict
    kinds: tuple[Facilitation, ...]
    indications: tuple[Indication, ...]
    joins: tuple[str, str]
    score: float
    score_lo: float | None
    score_hi: float | None
    share: float
    expected: float | None
    z: float | None
    p: float | None
    least_p: float | None
    q: float | None
    loss: Loss
    paths: tuple[Way, ...]
    evidence: tuple[str, ...]
    counter_evidence: tuple[Reason, ...]


@dataclass(frozen=True)
class Bridges:
    """Who joins two groups.

    Attributes:
        groups: The groups.
        direct: Pairs of members tied directly.
        joined: Pairs joined through others.
        joined_expected: Mean of that in rewired networks: how far the groups are apart.
        tested: Parties compared with chance.
        moved: Swaps done for each tie that can move, mean over the samples.
        candidates: All bridges and dual members, and the first others; in the order of verdict, chance, score, id.
        more: Further parties that join pairs, not written out.
        treatments: What in the ties needed a decision.
        method: How.
    """

    groups: tuple[GroupOfInterest, GroupOfInterest]
    direct: int
    joined: int
    joined_expected: float
    tested: int
    moved: float
    candidates: tuple[Candidate, ...]
    more: int
    treatments: tuple[Treatment, ...]
    method: Method

    def as_json(self) -> str:
        """Canonical JSON."""
        return canonical_json(self)

    def table(self) -> Table:
        """One row a candidate."""
        heads = "id label called kind verdict score interval share expected z p q paths against".split()
        rows = tuple(_row(item) for item in self.candidates)
        return Table(tuple(text(f"convergence.table.{head}") for head in heads), rows)


def _row(item: Candidate) -> tuple[str, ...]:
    span = "" if item.score_lo is None else f"{_number(item.score_lo)} – {_number(item.score_hi)}"
    return (
        item.id,
        item.label,
        text(f"convergence.standing.{item.standing}"),
        ", ".join(text(f"convergence.kind.{kind}") for kind in item.kinds),
        text(f"convergence.verdict.{item.verdict}"),
        _number(item.score),
        span,
        f"{item.share:.1%}",
        *(_number(value) for value in (item.expected, item.z, item.p, item.q)),
        "; ".join(" – ".join(way.nodes) for way in item.paths),
        "; ".join(reason.text for reason in item.counter_evidence),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"
