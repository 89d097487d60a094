"""A model trained on the register itself, without labels: chance agreement from random pairs, the rest by EM.

A small register holds few pairs of one party; what it says is weighed against what is assumed (:mod:`.comparing`). The
library's own training fails where the share of a level underflows; so training is ours (:mod:`.expectation`) and
prediction the library's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contrared.resolve.bulk.chance import SAMPLED, level_of, pair_columns, random_pairs, sampled, shares
from contrared.resolve.bulk.comparing import CONDITIONED, FIELDS, Field
from contrared.resolve.bulk.dependence import NAMESAKES, Dependence, dependences
from contrared.resolve.bulk.expectation import maximise
from contrared.resolve.bulk.model import LinkageModel, Weight
from contrared.resolve.bulk.prior import bounded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Columns that pairs for training agree in; each session trains the fields that these do not touch. Among namesakes of
#: a large register, and in a household, pairs of one party are few, and what such a session learns is of two parties as
#: well: a session counts for as much as its pairs are of one party.
SESSIONS = {
    "person": (
        ("given", "family"),
        ("born",),
        ("email",),
        ("phone",),
        ("national_id",),
        ("social_security",),
        ("passport",),
        ("tax",),
        ("address",),
    ),
    "organisation": (("name_key",), ("registration",), ("tax",), ("lei",), ("address",), ("email",), ("phone",)),
}
#: Pairs of a session, and entries that each is paired with at most.
MOST_PAIRS = 1_000_000
NEAREST = 50
#: No share is held to be lower than this, nor an agreement likelier than it may be.
LEAST = 1e-5
DIGITS = 6
#: A field depends on another where that makes it agree so many times more often, over so many pairs at least,
#: so many of which agree.
LIFT, SEEN, AGREEING = 20.0, 100, 10
#: Pairs of two parties under a condition that the assumption that it makes no difference weighs as much as.
UNCONDITIONED = 20
#: Share of pairs of one party that agree in name and birth date or in a number, of which the prior is estimated.
RECALL = 0.6
#: Pairs that are most likely of one party: columns that are the same.
CERTAIN = {
    "person": (
        ("name_key", "born"),
        ("given", "email"),
        ("given", "phone"),
        ("given", "national_id"),
        ("given", "passport"),
        ("given", "social_security"),
        ("given", "tax"),
        ("name_key", "address"),
    ),
    "organisation": (("name_key", "address"), ("registration",), ("tax",), ("lei",), ("name_key", "born")),
}


def train(
    connection: DuckDBPyConnection, kind: str, there: Collection[str]
) -> tuple[LinkageModel, tuple[Dependence, ...]]:
    """Train a model on the table ``features``; give with it the dependences that were found and counted in.

    Where an agreement that is not a plain "same" (weighed by how common the value is) comes about between namesakes far
    more often than by chance, it is weighed by what namesakes show: an e-mail address made from the name says little
    more than the name.

    Args:
        connection: Where ``features`` is.
        kind: Kind of register.
        there: Columns with enough values.
    """
    fields = [field for field in FIELDS[kind] if field.name in there]
    entries = _one(connection, "select count(*) from features")
    random_pairs(connection, fields, entries)
    matches = max(1.0, _certain(connection, kind, there) / RECALL)
    prior = bounded(matches / max(1, entries * (entries - 1) // 2))
    by_chance = {field.name: _by_chance(connection, field, prior) for field in fields}
    measured = dependences(connection, fields, by_chance, entries)
    _conditioned(by_chance, measured)
    start = _model(kind, prior, entries, fields, {field.name: list(field.prior) for field in fields}, by_chance)
    learnt = _sessions(connection, start, there)
    found = tuple(
        item
        for item in measured
        if not _counted_in(item) and item.lift >= LIFT and item.pairs >= SEEN and item.share * item.pairs >= AGREEING
    )
    for item in found:
        if item.cause in NAMESAKES and item.level > 0:
            by_chance[item.field][item.level] = item.share
    trained = {field.name: _given_that(field, _weighed(field, learnt.get(field.name, []))) for field in fields}
    return _model(kind, prior, entries, fields, trained, by_chance), found


def _sessions(
    connection: DuckDBPyConnection, start: LinkageModel, there: Collection[str]
) -> dict[str, list[tuple[float, list[float]]]]:
    """What each session learnt of each field that it does not hold the same, with its share of pairs of one party."""
    learnt: dict[str, list[tuple[float, list[float]]]] = {}
    for columns in SESSIONS[start.kind]:
        if not set(columns) <= set(there):
            continue
        fields = [field for field in start.fields if field.name not in columns]
        levels, counts = _patterns(connection, columns, fields)
        if not len(counts):
            continue
        assumed = [field.prior for field in fields]
        by_chance = [[weight.u for weight in start.of(field.name)] for field in fields]
        shares, one_party = maximise(levels, counts, assumed, by_chance)
        for field, found in zip(fields, shares, strict=True):
            learnt.setdefault(field.name, []).append((one_party, found))
    return learnt


def _patterns(
    connection: DuckDBPyConnection, columns: Sequence[str], fields: Sequence[Field]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Patterns of agreement among pairs that are the same in some columns, and how many pairs show each."""
    entries = _one(connection, "select count(*) from features")
    near = max(1, min(NEAREST, MOST_PAIRS // max(1, min(entries, SAMPLED))))
    same = " and ".join(f'l."{column}" = r."{column}"' for column in columns)
    parts = ", ".join(f'"{column}"' for column in columns)
    connection.execute(
        f"create or replace temp table training as select *, row_number() over (partition by {parts} "
        f"order by md5(unique_id), unique_id) as place from features where {sampled(columns, entries)}"
    )
    rows = connection.execute(f"""
        select {", ".join(f'"{field.name}"' for field in fields)}, count(*) from (
            select {", ".join(f'{level_of(field)} as "{field.name}"' for field in fields)} from (
                select {pair_columns(fields)} from training l join training r
                on {same} and r.place > l.place and r.place <= l.place + {near}))
        group by all order by all""").fetchall()
    table = np.array(rows, np.int64).reshape(len(rows), len(fields) + 1)
    return table[:, :-1], table[:, -1].astype(np.float64)


def _weighed(field: Field, learnt: Sequence[tuple[float, Sequence[float]]]) -> list[float]:
    """The middle of what sessions learnt, each as heavy as its pairs are of one party; the shares add up to 1."""
    if not learnt:
        return list(field.prior)
    middle = [_middle([(found[at], worth) for worth, found in learnt]) for at in range(len(field.labels))]
    return [share / sum(middle) for share in middle]


def _middle(weighted: Sequence[tuple[float, float]]) -> float:
    """Weighted median: the value on both sides of which lies half of the weight; of two such, their mean."""
    half = sum(weight for _, weight in weighted) / 2
    passed = 0.0
    ordered = sorted(weighted)
    for at, (value, weight) in enumerate(ordered):
        passed += weight
        if passed > half or at == len(ordered) - 1:
            return value
        if passed == half:
            return (value + ordered[at + 1][0]) / 2
    raise AssertionError("at least one value was given")


def _counted_in(item: Dependence) -> bool:
    return CONDITIONED.get(item.field, ("",))[0] == item.cause


def _conditioned(by_chance: dict[str, list[float]], measured: Sequence[Dependence]) -> None:
    """Put in, for levels under a condition, how often two parties reach them where it is met.

    Few such pairs say little: they are weighed against what would be if the condition made no difference.
    """
    for name, (cause, levels) in CONDITIONED.items():
        if name not in by_chance:
            continue
        found = {item.level: item for item in measured if (item.field, item.cause) == (name, cause)}
        pairs = next((item.pairs for item in found.values()), 0)
        for at in levels:
            reached = found[at].share * pairs if at in found else 0.0
            by_chance[name][at] = (reached + UNCONDITIONED * by_chance[name][at + 1]) / (pairs + UNCONDITIONED)


def _given_that(field: Field, shares: list[float]) -> list[float]:
    """Shares under a condition: between entries of one party a level is reached as often whether it is met or not."""
    for at in CONDITIONED.get(field.name, ("", ()))[1]:
        shares[at] = shares[at + 1] = shares[at] + shares[at + 1]
    return shares


def _by_chance(connection: DuckDBPyConnection, field: Field, prior: float) -> list[float]:
    """Shares among pairs of two parties: random pairs, less the pairs of one party among them."""
    seen, pairs = shares(connection, field)
    least = max(LEAST / 10, 0.5 / max(pairs, 1))
    found = [max(share - prior * m, share / 20, least) for share, m in zip(seen, field.prior, strict=True)]
    return [share / sum(found) for share in found]


def _model(
    kind: str,
    prior: float,
    entries: int,
    fields: Sequence[Field],
    m: dict[str, list[float]],
    u: dict[str, list[float]],
) -> LinkageModel:
    from splink import __version__

    weights = tuple(
        Weight(
            field.name,
            label,
            _rounded(max(LEAST, m[field.name][at])),
            _rounded(u[field.name][at]),
            at < len(field.levels) and bool(field.levels[at].commonness),
        )
        for field in fields
        for at, label in enumerate(field.labels)
    )
    return LinkageModel(kind, _rounded(prior), weights, entries, f"splink {__version__}")


def _rounded(value: float) -> float:
    """So that the order in which numbers were added does not show."""
    return float(f"{value:.{DIGITS}g}")


def _certain(connection: DuckDBPyConnection, kind: str, there: Collection[str]) -> int:
    """Pairs that agree in what is most likely of one party, by any of the rules."""
    rules = [columns for columns in CERTAIN[kind] if set(columns) <= set(there)]
    found = " union ".join(
        "select l.unique_id as one, r.unique_id as other from features l join features r on "
        + " and ".join(f'l."{column}" = r."{column}"' for column in columns)
        + " and l.unique_id < r.unique_id"
        for columns in rules
    )
    return _one(connection, f"select count(*) from ({found})") if found else 0


def _one(connection: DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
