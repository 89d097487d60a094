"""What a bulk linkage must not hide: dependent fields, constant fields, drafts that people judge to be wrong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contrared.resolve.bulk.dependence import Dependence
from contrared.resolve.bulk.model import LinkageModel
from contrared.resolve.judgement import Verdict

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Share of one value from which a field is nearly constant.
CONSTANT = 0.9
#: Lowest precision on judged pairs, and how many must have been judged to tell.
PRECISION, JUDGED = 0.95, 5
#: Bits counted twice, over all pairs that agree in the cause, from which a dependence is worth a warning.
COUNTED_TWICE = 0.3
#: Fields that have few values by nature.
_FEW_VALUES = frozenset({"gender"})

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something about a register or a model that makes drafts worse than they look.

    Attributes:
        kind: ``dependent``, ``constant`` or ``precision``.
        field: Field it is about; empty where it is about all.
        measured: What was measured.
        limit: From where on it is told.
        text: In words, with what to do.
    """

    kind: str
    field: str
    measured: float
    limit: float
    text: str


def watch(
    connection: DuckDBPyConnection,
    model: LinkageModel,
    dependent: Sequence[Dependence],
    drafted: Collection[Pair],
    judged: Sequence[tuple[str, str, Verdict]],
) -> tuple[Alarm, ...]:
    """Look at a register, its model and what people judged.

    Args:
        connection: Where ``features`` is.
        model: The model.
        dependent: Dependences found.
        drafted: Pairs drafted as one party, smaller id first.
        judged: Judgements in force.
    """
    return (*_dependent(model, dependent), *_constant(connection, model), *_precision(drafted, judged))


def _dependent(model: LinkageModel, dependent: Sequence[Dependence]) -> list[Alarm]:
    strongest: dict[tuple[str, str], Dependence] = {}
    for item in dependent:
        if item.counted_twice < COUNTED_TWICE:
            continue
        key = (item.field, item.cause)
        if key not in strongest or strongest[key].lift < item.lift:
            strongest[key] = item
    found = []
    for item in strongest.values():
        label = model.of(item.field)[item.level].level
        found.append(
            Alarm(
                "dependent",
                item.field,
                round(item.lift, 1),
                20.0,
                f"{item.field} depends on {item.cause}: of {item.pairs:,} pairs of two parties with the same "
                f"{item.cause}, {item.share:.2%} agree in {item.field} ({label}), {item.lift:,.0f} times as many as by "
                f"chance; do not count {item.field} beside {item.cause}, or map a field that does not come from it",
            )
        )
    return found


def _constant(connection: DuckDBPyConnection, model: LinkageModel) -> list[Alarm]:
    found = []
    for field in model.fields:
        if field.name in _FEW_VALUES:
            continue
        row = connection.execute(
            f'select max(n) / sum(n), max_by("{field.name}", n) from (select "{field.name}", count(*) as n '
            f'from features where "{field.name}" is not null group by 1)'
        ).fetchone()
        if row and row[0] is not None and row[0] >= CONSTANT:
            found.append(
                Alarm(
                    "constant",
                    field.name,
                    round(float(row[0]), 4),
                    CONSTANT,
                    f"{field.name} is {row[1]!r} in {row[0]:.0%} of the entries that state it and tells nobody apart; "
                    "look at the mapping, or leave the column out",
                )
            )
    return found


def _precision(drafted: Collection[Pair], judged: Sequence[tuple[str, str, Verdict]]) -> list[Alarm]:
    right = sum(1 for left, right, verdict in judged if verdict is Verdict.SAME and (left, right) in drafted)
    wrong = sum(1 for left, right, verdict in judged if verdict is Verdict.DIFFERENT and (left, right) in drafted)
    if right + wrong < JUDGED or right / (right + wrong) >= PRECISION:
        return []
    share = right / (right + wrong)
    return [
        Alarm(
            "precision",
            "",
            round(share, 4),
            PRECISION,
            f"of {right + wrong:,} drafts that people judged, {share:.0%} were right; look at what the wrong ones "
            "agree in (`contrared resolve --explain`), and map a field that tells them apart",
        )
    ]
