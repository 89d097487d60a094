"""A model trained on the register itself, without labels: chance agreement from random pairs, the rest by EM.

Expectation maximisation after Dempster, Laird & Rubin (J. R. Stat. Soc. B 39, 1, 1977) as Splink does it. A small
register holds few pairs of one party; what it says is weighed against what is assumed (:mod:`.comparing`) as if that
were :data:`ASSUMED` further pairs, so that a level nobody saw is no proof of anything.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from contrared.resolve.bulk.chance import random_pairs, shares
from contrared.resolve.bulk.comparing import FIELDS, Field
from contrared.resolve.bulk.dependence import Dependence, dependences
from contrared.resolve.bulk.model import LinkageModel, Weight

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Columns that pairs for training agree in; each session trains the fields that these do not touch.
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
#: Sessions that are enough where each field is trained by one of them.
MOST_SESSIONS = 4
MOST_PAIRS = 500_000
ASSUMED = 100
#: No share is held to be lower than this, nor an agreement likelier than it may be.
LEAST = 1e-5
DIGITS = 6
#: A field depends on another where that makes it agree so many times more often, over so many pairs at least.
LIFT, SEEN = 20.0, 30
#: Causes that nearly all compared pairs have in common.
NAMESAKES = frozenset({"name", "organisation name"})
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
    prior = matches / max(1, entries * (entries - 1) // 2)
    by_chance = {field.name: _by_chance(connection, field, prior) for field in fields}
    start = _model(kind, prior, entries, fields, {field.name: list(field.prior) for field in fields}, by_chance)
    learnt = _sessions(connection, start, there)
    found = tuple(
        item
        for item in dependences(connection, fields, by_chance)
        if item.lift >= LIFT and item.pairs >= SEEN and item.share * item.pairs >= 3
    )
    for item in found:
        field = next(field for field in fields if field.name == item.field)
        if item.cause in NAMESAKES and not field.levels[item.level].commonness:
            by_chance[item.field][item.level] = item.share
    trained = {field.name: _weighed(field, learnt.get(field.name, []), matches) for field in fields}
    return _model(kind, prior, entries, fields, trained, by_chance), found


def quietly() -> None:
    """Splink tells its progress to the log; only what goes wrong is wanted."""
    logging.getLogger("splink").setLevel(logging.ERROR)


def _sessions(
    connection: DuckDBPyConnection, start: LinkageModel, there: Collection[str]
) -> dict[str, list[list[float]]]:
    """What each session learnt of each field."""
    from splink import DuckDBAPI, Linker

    quietly()
    learnt: dict[str, list[list[float]]] = {}
    held = 0
    for columns in SESSIONS[start.kind]:
        wanted = any(len(learnt.get(field.name, ())) < 1 for field in start.fields)
        if not set(columns) <= set(there) or (held >= 2 and not wanted) or held >= MOST_SESSIONS:
            continue
        if not _pairs(connection, columns):
            continue
        api = DuckDBAPI(connection=connection)
        linker = Linker(api.register("features"), start.settings(), log_level=logging.ERROR)
        rule = " and ".join(f'l."{column}" = r."{column}"' for column in columns)
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True, max_pairs=MOST_PAIRS, record_sample_proportion=0.1
        )
        held += 1
        for name, shares_of in _read(linker.misc.save_model_to_json(), start.fields, columns).items():
            learnt.setdefault(name, []).append(shares_of)
        linker.table_management.delete_tables_created_by_splink_from_db()
    return learnt


def _read(settings: dict[str, Any], fields: Sequence[Field], columns: Sequence[str]) -> dict[str, list[float]]:
    found = {}
    for comparison, field in zip(settings["comparisons"], fields, strict=True):
        if any(f'"{column}_l"' in comparison["comparison_levels"][0]["sql_condition"] for column in columns):
            continue
        levels = [level.get("m_probability") or 0.0 for level in comparison["comparison_levels"][1:]]
        found[field.name] = levels
    return found


def _weighed(field: Field, learnt: Sequence[Sequence[float]], matches: float) -> list[float]:
    """What was learnt, weighed against what is assumed; the shares add up to 1."""
    if not learnt:
        return list(field.prior)
    middle = [median(shares_of[at] for shares_of in learnt) for at in range(len(field.labels))]
    total = sum(middle) or 1.0
    return [
        (matches * share / total + ASSUMED * assumed) / (matches + ASSUMED)
        for share, assumed in zip(middle, field.prior, strict=True)
    ]


def _by_chance(connection: DuckDBPyConnection, field: Field, prior: float) -> list[float]:
    """Shares among pairs of two parties: random pairs, less the pairs of one party among them."""
    seen, pairs = shares(connection, field)
    least = max(LEAST / 10, 0.5 / max(pairs, 1))
    found = [max(share - prior * m, share / 4, least) for share, m in zip(seen, field.prior, strict=True)]
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


def _certain(connection: DuckDBPyConnection, kind: str, there: Collection[str]) -> float:
    """Pairs that agree in what is most likely of one party; each pair once as far as the largest rule tells."""
    rules = [columns for columns in CERTAIN[kind] if set(columns) <= set(there)]
    return float(max((_pairs(connection, columns) for columns in rules), default=0))


def _pairs(connection: DuckDBPyConnection, columns: Sequence[str]) -> int:
    there = " and ".join(f"{column} is not null" for column in columns)
    if "born" in columns and len(columns) > 1:
        there += " and length(born) = 10"
    return _one(
        connection,
        f"select coalesce(sum(n * (n - 1) // 2), 0) from "
        f"(select count(*) as n from features where {there} group by {', '.join(columns)})",
    )


def _one(connection: DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
