"""Entries that a chain of links would bring together although they contradict each other.

Two members of a household who share an address and an e-mail address are each linked with an entry that states neither
given name nor birth date; they themselves share no key, or too little, and were not compared. So every pair that
links could bring together is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import pyarrow as pa

from contrared.resolve.bulk.chance import level_of, pair_columns
from contrared.resolve.bulk.contradiction import CONTRADICTING
from contrared.resolve.bulk.model import LinkageModel
from contrared.resolve.forest import Forest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Fields that contradict.
TELLING = ("given", "born")
#: Members of a group that are looked at in pairs at most; larger ones hang together by something that is no proof, and
#: their links say so in review.
MOST_MEMBERS = 200


def apart_in_chains(
    connection: DuckDBPyConnection, model: LinkageModel, drafted: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Pairs of entries joined by links, directly or through others, that contradict each other; each in order.

    Args:
        connection: Where ``entries`` is.
        model: The model; none contradict each other where it says that dates cannot be relied on.
        drafted: Links that are drafted.
    """
    fields = [field for field in model.fields if field.name in TELLING]
    if len(fields) < len(TELLING) or model.of("born")[-1].bits > CONTRADICTING:
        return []
    forest = Forest()
    for one, other in drafted:
        forest.join(one, other)
    groups = [sorted(group) for group in forest.members.values() if 2 < len(group) <= MOST_MEMBERS]
    pairs = [pair for group in groups for pair in combinations(group, 2)]
    if not pairs:
        return []
    left, right = zip(*pairs, strict=True)
    connection.register("chained", pa.table({"one": pa.array(left), "other": pa.array(right)}))
    levels = ", ".join(f"{level_of(field)} = {len(field.levels)} as {field.name}" for field in fields)
    differ = " and ".join(field.name for field in fields)
    found = connection.execute(f"""
        select one, other from (select one, other, {levels} from (
            select p.one, p.other, {pair_columns(fields)} from chained p
            join entries l on l.unique_id = p.one join entries r on r.unique_id = p.other))
        where {differ} order by one, other""").fetchall()
    connection.unregister("chained")
    return [(one, other) for one, other in found]
