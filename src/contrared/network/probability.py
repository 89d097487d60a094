"""How probable a tie is, from the Admiralty grades of the sources that state it: one rule, stated here.

1. **A grade becomes two numbers.** Each step of both scales is read as one of the likelihood bands of ICD 203 and
   takes the middle of that band (:data:`RELIABILITY`, :data:`CREDIBILITY`). For credibility every number lies in the
   range that STIX 2.1, Appendix A, gives the same step. F and 6, "cannot be judged", are even chance: no basis speaks
   for or against.
2. **A source is discounted by its reliability** (Shafer 1976, ch. 11): p = reliability × credibility. What is taken
   away goes to "no tie known", because two parties taken at random have none. See :func:`grade_table` for all 36.
3. **What rests on several statements needs them all.** From one origin they stand or fall together: the least counts.
   From different origins each must hold: they are multiplied.
4. **Origins that state the same tie confirm it**: 1 - Π(1 - p) over independent origins (the noisy-or of Pearl 1988,
   ch. 4). An origin counts once however many files and occasions it gives. Statements taken from several origins
   count where none of these has been counted; the strongest go first, or those of one origin, whichever gives more.
5. **A fact is not yet a tie.** That two were seen at one place is less than that they know each other: for
   :data:`FACTORS` the probability is multiplied by the factor of the layer; and where something is shared, by the
   weight of the edge if that is below 1 (many share it).
6. **Nothing is certain**: :data:`MOST` is the upper end of the highest band.

The numbers of 1 and 5 are conventions, not measurements: users of the scale disagree about what its words mean, which
is why they must be stated (Irwin & Mandel 2019). Step 3 takes no account of an edge that states one of its facts twice
over; its result is then too low rather than too high.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from contrared.model import Source, text
from contrared.model.grading import Credibility, Grade, Reliability
from contrared.network.edge import Edge, Layer
from contrared.network.finding import Method

if TYPE_CHECKING:
    from contrared.network.drawing.table import Table

#: Middle of the likelihood bands of ICD 203.
ALMOST_CERTAIN, VERY_LIKELY, LIKELY, EVEN, UNLIKELY, VERY_UNLIKELY = 0.97, 0.875, 0.675, 0.5, 0.325, 0.125
RELIABILITY: Mapping[Reliability, float] = MappingProxyType(
    {
        Reliability.A: ALMOST_CERTAIN,
        Reliability.B: VERY_LIKELY,
        Reliability.C: LIKELY,
        Reliability.D: UNLIKELY,
        Reliability.E: VERY_UNLIKELY,
        Reliability.F: EVEN,
    }
)
CREDIBILITY: Mapping[Credibility, float] = MappingProxyType(
    {
        Credibility.CONFIRMED: VERY_LIKELY,
        Credibility.PROBABLY_TRUE: LIKELY,
        Credibility.POSSIBLY_TRUE: EVEN,
        Credibility.DOUBTFUL: UNLIKELY,
        Credibility.IMPROBABLE: VERY_UNLIKELY,
        Credibility.CANNOT_BE_JUDGED: EVEN,
    }
)
#: Chance that what a weak layer states is a tie between the two at all.
FACTORS: Mapping[Layer, float] = MappingProxyType(
    {
        Layer.VEHICLE: LIKELY,
        Layer.CUSTODY: EVEN,
        Layer.ADDRESS: EVEN,
        Layer.REMARK: EVEN,
        Layer.CO_LOCATION: UNLIKELY,
        Layer.DOCUMENT: VERY_UNLIKELY,
    }
)
#: The greatest probability of a tie.
MOST = 0.99
CITATION = (
    "NATO AJP-2.1 (grading); ODNI, ICD 203 (2015), D.6.e(2)(a); OASIS STIX 2.1 (2021), Appendix A; "
    "Shafer, A Mathematical Theory of Evidence (1976), ch. 11; Pearl, Probabilistic Reasoning in Intelligent Systems "
    "(1988), ch. 4; Irwin & Mandel, Intelligence and National Security 34, 503 (2019)"
)


@dataclass(frozen=True, slots=True, order=True)
class Graded:
    """The grade that one origin gives a statement.

    Attributes:
        origin: Who vouches for it; two files of one publisher are one origin.
        grade: The grade.
    """

    origin: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class _Support:
    """What some origins together say for a tie."""

    value: float
    origins: frozenset[str]


def of_grade(grade: Grade) -> float:
    """Probability that what a source of this grade states is so.

    >>> round(of_grade(Grade.parse("B2")), 4), of_grade(Grade.parse("F6"))
    (0.5906, 0.25)
    """
    return RELIABILITY[grade.reliability] * CREDIBILITY[grade.credibility]


def grade_table() -> Table:
    """The rule as a table: a row for each reliability, a column for each credibility."""
    from contrared.network.drawing.table import Table  # the drawings rest on the ties, which rest on this

    heads = (text("network.probability.reliability"), *(_credibility(step) for step in Credibility))
    rows = (
        (str(reliability), *(f"{of_grade(Grade(reliability, step)):.3f}" for step in Credibility))
        for reliability in Reliability
    )
    return Table(heads, tuple(rows))


def method() -> Method:
    """The rule, for findings that rest on it."""
    return Method.of(
        "probability of ties from source grading",
        citation=CITATION,
        reliability=[f"{key}={value}" for key, value in RELIABILITY.items()],
        credibility=[f"{key}={value}" for key, value in CREDIBILITY.items()],
        factors=[f"{key}={value}" for key, value in FACTORS.items()],
        most=MOST,
    )


def gradings(
    evidence: pa.Table,
    sources: Mapping[str, Source],
    *,
    statement_ids: Collection[str] | None = None,
    origins: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, tuple[Graded, ...]]:
    """Who vouches for each statement, and how they are graded.

    Args:
        evidence: Table of the schema ``EVIDENCE``, as ``desk.evidence()`` gives it.
        sources: Sources by id, as ``desk.sources()`` gives them; evidence of others is left out.
        statement_ids: Only these statements.
        origins: Origin of sources that only repeat another one (a list that copies a list), by source id. Otherwise the
            origin is the publisher, or the dataset where none is stated.

    Returns:
        By statement id, of each origin its best grade, in order of origin; nothing for a statement without a source.
    """
    if statement_ids is not None:
        evidence = evidence.filter(pc.is_in(evidence["statement_id"], pa.array(sorted(statement_ids), pa.string())))
    pairs = evidence.select(["statement_id", "source_id"]).group_by(["statement_id", "source_id"]).aggregate([])
    graded = {
        key: Graded(origins.get(key, " ".join(source.publisher.split()).casefold() or source.dataset), source.grade)
        for key, source in sources.items()
    }
    found: dict[str, dict[str, Graded]] = defaultdict(dict)
    columns = (pairs[name].to_pylist() for name in ("statement_id", "source_id"))
    for statement, source in sorted(zip(*columns, strict=True)):
        if source in graded:
            item = graded[source]
            held = found[statement].get(item.origin)
            if held is None or _rank(item.grade) < _rank(held.grade):
                found[statement][item.origin] = item
    return {key: tuple(sorted(items.values())) for key, items in sorted(found.items())}


def probability(
    edge: Edge, grading: Mapping[str, Collection[Graded]], *, factors: Mapping[Layer, float] = FACTORS
) -> float | None:
    """Probability that a tie exists, by the rule of this module.

    Args:
        edge: The tie.
        grading: Who vouches for each statement, see :func:`gradings`.
        factors: Factor of each weak layer.

    Returns:
        A number in (0, :data:`MOST`]; None where of no occasion every statement is graded.
    """
    return of_any([edge], grading, factors=factors)


def of_any(
    edges: Iterable[Edge], grading: Mapping[str, Collection[Graded]], *, factors: Mapping[Layer, float] = FACTORS
) -> float | None:
    """Probability that at least one of several ties between the same two parties exists.

    Not the same as 1 - Π(1 - p) of :func:`probability` of each: an origin that states several of them counts once.
    """
    supports = []
    for edge in edges:
        factor = factors.get(edge.layer, 1.0) * (min(1.0, edge.weight) if edge.layer.shared else 1.0)
        supports += [_Support(item.value * factor, item.origins) for item in _supports(edge, grading)]
    if not supports:
        return None
    strongest = sorted(supports, key=lambda item: (-item.value, len(item.origins), sorted(item.origins)))
    alone = sorted(strongest, key=lambda item: len(item.origins))  # stable: the strongest of one origin first
    return min(MOST, max(_confirmed(strongest), _confirmed(alone)))


def _confirmed(supports: Iterable[_Support]) -> float:
    """What supports say together, each in its turn, where none of its origins has been counted yet."""
    counted: set[str] = set()
    failing = 1.0
    for item in supports:
        if counted.isdisjoint(item.origins):
            counted |= item.origins
            failing *= 1.0 - item.value
    return 1.0 - failing


def _supports(edge: Edge, grading: Mapping[str, Collection[Graded]]) -> Iterator[_Support]:
    for occasion in edge.occasions or (edge.statement_ids,):
        stated = [_best(grading.get(key, ())) for key in occasion]
        if not occasion or not all(stated):
            continue
        for origin in sorted(frozenset.intersection(*(frozenset(item) for item in stated))):
            yield _Support(min(item[origin] for item in stated), frozenset({origin}))
        joint = _joint(stated)
        if len(joint.origins) > 1:
            yield joint


def _joint(stated: list[dict[str, float]]) -> _Support:
    """All the statements, each from the origin that is graded best for it."""
    least: dict[str, float] = {}
    for item in stated:
        origin = min(item, key=lambda name: (-item[name], name))
        least[origin] = min(least.get(origin, 1.0), item[origin])
    return _Support(math.prod(least[origin] for origin in sorted(least)), frozenset(least))


def _best(grades: Collection[Graded]) -> dict[str, float]:
    best: dict[str, float] = {}
    for item in grades:
        best[item.origin] = max(best.get(item.origin, 0.0), of_grade(item.grade))
    return best


def _credibility(step: Credibility) -> str:
    return text("network.probability.credibility", grade=step)


def _rank(grade: Grade) -> tuple[float, str]:
    return -of_grade(grade), str(grade)
