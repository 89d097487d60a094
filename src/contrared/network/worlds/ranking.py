"""A ranking in which every value and every rank has an interval, a reason and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contrared.model import text
from contrared.model.language.phrase import strung
from contrared.network.drawing.table import Table
from contrared.network.finding import Method
from contrared.network.treatment import Treatment


@dataclass(frozen=True, slots=True)
class Interval:
    """A value on the network as recorded, and where it lies in most worlds; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None

    def __str__(self) -> str:
        if self.value is None or self.low is None or self.high is None:
            return "–" if self.low is None or self.high is None else f"– [{self.low:.4g}, {self.high:.4g}]"
        return f"{self.value:.4g} [{self.low:.4g}, {self.high:.4g}]"


@dataclass(frozen=True, slots=True)
class Reason:
    """What carries a value.

    Attributes:
        kind: ``layer``, ``between``, ``tie``, ``parts``, ``open`` or ``near``: keys of the catalogue of texts.
        names: Layer, neighbour, or leading members of two groups.
        number: Share or count, as the kind says.
        of: Whole that it is counted of, where it is a count.
    """

    kind: str
    names: tuple[str, ...]
    number: float
    of: float = 1.0

    def words(self, labels: Mapping[str, str] | None = None) -> str:
        """The reason as a sentence."""
        named = [(labels or {}).get(name, name) for name in self.names]
        return text(f"network.worlds.reason.{self.kind}", names=named, number=self.number, of=self.of)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A tie that a standing hangs on.

    Attributes:
        neighbour: Whom the tie leads to.
        probability: Probability of the tie; None where none is stated.
        evidence: Number of pieces of evidence; None where none is known.
        value: Value of the node without the tie.
        rank: Its rank without the tie.
    """

    neighbour: str
    probability: float | None
    evidence: int | None
    value: float | None
    rank: int

    def words(self, labels: Mapping[str, str] | None = None) -> str:
        """The doubt as a sentence."""
        key = "unstated" if self.probability is None else "stated"
        sure = text(f"network.worlds.doubt.{key}", probability=self.probability)
        if self.evidence is not None:
            counted = "network.worlds.doubt.single" if self.evidence == 1 else "network.worlds.doubt.evidence"
            sure = strung("", [sure, text(counted, count=self.evidence)])
        name = (labels or {}).get(self.neighbour, self.neighbour)
        value = "–" if self.value is None else f"{self.value:.4g}"
        return text("network.worlds.doubt.without", name=name, sure=sure, value=value, rank=self.rank)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a node stands.

    Attributes:
        id: The node.
        values: Value of each measure with its interval, in the order of ``Ranking.measures``.
        rank: Rank on the network as recorded, 1 the greatest; equal values share it.
        rank_low: Best rank of the interval.
        rank_high: Worst rank of the interval.
        first: Probability to be among the first k.
        tier: Tier; two nodes of a tier are not to be told apart from the one that leads it.
        tied: Number of others whose rank interval overlaps.
        tied_with: Which they are, in the order of the ranking; None where it was not asked.
        reasons: What carries its value; empty where it was not asked.
        doubts: Ties it hangs on, the gravest first.
    """

    id: str
    values: tuple[Interval, ...]
    rank: int
    rank_low: int
    rank_high: int
    first: float
    tier: int
    tied: int
    tied_with: tuple[str, ...] | None = None
    reasons: tuple[Reason, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a ranking was made with, as numbers; what its words say stands in ``Ranking.words``."""

    measures: tuple[str, ...]
    by: str
    samples: int
    seed: int
    level: float
    top: int
    unstated: float
    missing: float | None
    weighted: bool
    directed: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """Nodes in their order, as far as the record allows one.

    Attributes:
        settings: What it was made with.
        standings: One for each node, by rank, then id. Protected persons are nowhere in it.
        pairwise: Probability that the one stands above the other, for the first k in their order, shape (k, k).
        assumed: Number of ties whose probability is assumed.
        unseen: Expected number of unseen ties.
        error: Half-width of the 95 % interval of a probability of 0.5 that so many worlds leave.
        treatments: What in the input needed a decision.
        method: How it was found.
    """

    settings: Settings
    standings: tuple[Standing, ...]
    pairwise: tuple[tuple[float, ...], ...]
    assumed: int
    unseen: float
    error: float
    treatments: tuple[Treatment, ...]
    method: Method

    @property
    def words(self) -> tuple[str, ...]:
        """What a reader must know of how it was made, as sentences."""
        chosen = self.settings
        told = [text("network.worlds.by", by=chosen.by, level=chosen.level, samples=chosen.samples, seed=chosen.seed)]
        if self.assumed:
            told.append(text("network.worlds.assumed", count=self.assumed, unstated=chosen.unstated))
        key = "none" if self.unseen == 0 else "share" if chosen.missing is not None else "wrong"
        told.append(text(f"network.worlds.unseen.{key}", count=self.unseen))
        told.append(text("network.worlds.error", error=self.error))
        told.append(text("network.worlds.protected"))
        return tuple(told)

    def as_json(self) -> dict[str, Any]:
        """As plain values: method, params and ranking; floats as they are, None where there is no value."""
        chosen = self.settings
        params: dict[str, Any] = {name: getattr(chosen, name) for name in Settings.__slots__}
        params |= {
            "measures": list(chosen.measures),
            "assumed_ties": self.assumed,
            "unseen_ties_expected": self.unseen,
            "sampling_error": self.error,
            "versions": dict(self.method.versions),
            "citation": self.method.citation,
            "treatments": [str(treatment) for treatment in self.treatments],
            "words": list(self.words),
        }
        return {"method": self.method.name, "params": params, "ranking": [self._row(one) for one in self.standings]}

    def table(self, labels: Mapping[str, str] | None = None, limit: int | None = None) -> Table:
        """One row a node, the first ``limit`` of them: rank, tier, name, values, chance, ties, reasons, doubts."""
        heads = ("rank", "tier", "node")
        first = text("network.worlds.head.first", top=self.settings.top)
        last = tuple(text(f"network.worlds.head.{key}") for key in ("tied", "reasons", "doubts"))
        rows = tuple(
            (
                f"{one.rank} [{one.rank_low}–{one.rank_high}]",
                str(one.tier),
                (labels or {}).get(one.id, one.id),
                *map(str, one.values),
                f"{one.first:.2f}",
                str(one.tied),
                "; ".join(reason.words(labels) for reason in one.reasons),
                "; ".join(doubt.words(labels) for doubt in one.doubts),
            )
            for one in self.standings[:limit]
        )
        named = tuple(text(f"network.worlds.head.{key}") for key in heads)
        return Table((*named, *self.settings.measures, first, *last), rows)

    def _row(self, one: Standing) -> dict[str, Any]:
        row: dict[str, Any] = {"id": one.id}
        for name, interval in zip(self.settings.measures, one.values, strict=True):
            row |= {name: interval.value, f"{name}_lo": interval.low, f"{name}_hi": interval.high}
        return row | {
            "rank": one.rank,
            "rank_lo": one.rank_low,
            "rank_hi": one.rank_high,
            "p_top": one.first,
            "tier": one.tier,
            "tied": one.tied,
            "tied_with": None if one.tied_with is None else list(one.tied_with),
            "reasons": [reason.words() for reason in one.reasons],
            "counter_evidence": [doubt.words() for doubt in one.doubts],
        }
