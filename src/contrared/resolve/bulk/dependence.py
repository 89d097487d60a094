"""Fields that depend on each other: how often one agrees between two parties because another does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contrared.resolve.bulk.chance import level_of, pair_columns, sampled
from contrared.resolve.bulk.comparing import NUMBERS, Field

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: What is held the same, and the field whose difference shows that two parties are meant.
GIVEN_THAT = {
    "name": (("given", "family"), "born"),
    "family": (("family", "address"), "given"),
    "address": (("address",), "given"),
    "phone": (("phone",), "given"),
    "organisation name": (("name_key",), "address"),
}
#: Causes that say who somebody is: where such a one and a number, telephone or e-mail address are the same, the entries
#: are rather of one party whose witness was written wrong, whatever it says.
NAMESAKES = frozenset({"name", "organisation name"})
OWN = frozenset({"phone", "email", *(field.name for field in NUMBERS)})
#: Levels of another field that are as good as the same.
STRONG = 2
#: Pairs of two parties that are looked at, of entries that follow each other among those that agree.
NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Dependence:
    """A level of a field that two parties reach more often where something else is the same.

    Attributes:
        field: The field.
        level: Number of the level, 0 the strongest.
        cause: What is the same, a key of :data:`GIVEN_THAT`.
        pairs: Pairs of two parties looked at, where the field is on both sides.
        share: Share of them at this level.
        by_chance: Share among random pairs.
    """

    field: str
    level: int
    cause: str
    pairs: int
    share: float
    by_chance: float

    @property
    def lift(self) -> float:
        """How many times more often."""
        return self.share / self.by_chance

    @property
    def counted_twice(self) -> float:
        """Bits that adding both weights counts twice, in the mean of pairs that agree in the cause."""
        return self.share * math.log2(self.lift) if self.lift > 1 else 0.0


def dependences(
    connection: DuckDBPyConnection, fields: Sequence[Field], by_chance: dict[str, list[float]], entries: int
) -> list[Dependence]:
    """Measure, for every field, how often two parties agree in it where name, address or telephone is the same.

    Args:
        connection: Where ``features`` is.
        fields: Fields compared.
        by_chance: Shares of levels among random pairs.
        entries: Number of entries.
    """
    compared = {field.name: field for field in fields}
    found: list[Dependence] = []
    for cause, (columns, witness) in GIVEN_THAT.items():
        if not {*columns, witness} <= compared.keys():
            continue
        others = [field for field in fields if field.name not in {*columns, witness, "further"}]
        for field, levels in zip(
            others, _counted(connection, columns, compared[witness], others, entries), strict=True
        ):
            pairs = sum(levels)
            found.extend(
                Dependence(field.name, at, cause, pairs, levels[at] / pairs, by_chance[field.name][at])
                for at in range(len(field.levels))
                if levels[at] and not (at == 0 and cause in NAMESAKES and field.name in OWN)
            )
    return found


def _nothing_else(field: Field, fields: Sequence[Field]) -> str:
    """Pairs that agree in a further field are left out: they may be of one party whose witness was written wrong."""
    others = [other for other in fields if other is not field and other.name != "gender"]
    return "".join(f' and "{other.name}" not between 0 and {min(STRONG, len(other.levels)) - 1}' for other in others)


def _counted(
    connection: DuckDBPyConnection, columns: Sequence[str], witness: Field, fields: Sequence[Field], entries: int
) -> list[list[int]]:
    same = " and ".join(f'l."{column}" = r."{column}"' for column in columns)
    parts = ", ".join(f'"{column}"' for column in columns)
    levels = ", ".join(f'{level_of(field)} as "{field.name}"' for field in fields)
    counts = ", ".join(
        f'count(*) filter ("{field.name}" = {at}{_nothing_else(field, fields)})'
        for field in fields
        for at in range(len(field.labels))
    )
    connection.execute(
        f"create or replace temp table agreeing as select *, row_number() over (partition by {parts} "
        f"order by md5(unique_id), unique_id) as place from features where {sampled(columns, entries)}"
    )
    row = connection.execute(f"""
        select {counts} from (
            select {levels} from (
                select {pair_columns([witness, *fields])}
                from agreeing l join agreeing r on {same} and r.place > l.place and r.place <= l.place + {NEIGHBOURS})
            where {level_of(witness)} = {len(witness.levels)})""").fetchone()
    flat = iter(row or ())
    return [[int(next(flat)) for _ in field.labels] for field in fields]
