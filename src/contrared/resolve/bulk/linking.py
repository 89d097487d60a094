"""Registers linked: entries gathered, a model trained or taken as given, pairs weighed, links drafted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from contrared.match import Comparison
from contrared.match.reason import Reason
from contrared.model import InputError
from contrared.resolve.bulk.blocking import Block, make_blocks
from contrared.resolve.bulk.chains import apart_in_chains
from contrared.resolve.bulk.comparing import FIELDS
from contrared.resolve.bulk.contradiction import contradicted, opposed, speaking
from contrared.resolve.bulk.dependence import Dependence
from contrared.resolve.bulk.features import other_features, person_features
from contrared.resolve.bulk.gather import gather
from contrared.resolve.bulk.model import LinkageModel, Weight
from contrared.resolve.bulk.monitor import Alarm, watch
from contrared.resolve.bulk.predicting import predict
from contrared.resolve.bulk.prior import MOST_RAISED, reweighed, settled
from contrared.resolve.bulk.together import outweighed
from contrared.resolve.bulk.training import train
from contrared.resolve.candidates import Link
from contrared.resolve.judgement import Verdict

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Probability from which a pair is drafted as one party, and from which it is shown to a person.
AUTOMATIC = 0.6
CANDIDATE = 0.2
#: Share of entries that must state a field for it to be compared.
FILLED = 0.01
#: Candidates kept in all, the likeliest: a person cannot go through more of them.
MOST_CANDIDATES = 10_000
#: Fewer entries are no register.
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Linkage:
    """What linking registers of one kind gave.

    Attributes:
        kind: Kind of register.
        entries: Entries compared.
        pairs: Pairs that are likely enough to be looked at.
        links: Drafts, the heaviest first, then candidates; no person has reviewed any of them.
        apart: Pairs that contradict each other.
        model: The model.
        blocks: Keys by which pairs were found.
        warnings: What the monitor found.
    """

    kind: str
    entries: int
    pairs: int
    links: tuple[Link, ...]
    apart: tuple[tuple[str, str], ...]
    model: LinkageModel
    blocks: tuple[Block, ...]
    warnings: tuple[Alarm, ...]


def link(
    statements: pa.Table,
    datasets: Sequence[str],
    kind: str,
    *,
    judged: Sequence[tuple[str, str, Verdict]] = (),
    model: LinkageModel | None = None,
    threads: int = 2,
    memory: str = "4GB",
) -> Linkage | None:
    """Link the entries of registers, within each and across them.

    Args:
        statements: Statements with ``entity_id, schema, dataset, prop, value``.
        datasets: The registers.
        kind: ``person`` or ``organisation``.
        judged: Judgements in force; the monitor measures precision on them.
        model: A model trained earlier; a new one is trained where there is none.
        threads: Threads of the engine.
        memory: Memory of the engine.

    Returns:
        None where the registers hold fewer than two entries of the kind.

    Raises:
        InputError: the entries state nothing beside names.
    """
    import duckdb

    with duckdb.connect(config={"threads": threads, "memory_limit": memory}) as connection:
        connection.register("statements", statements)
        if (entries := gather(connection, kind, datasets)) < FEWEST:
            return None
        (person_features if kind == "person" else other_features)(connection)
        there = _there(connection, entries)
        names = {"given", "further", "family", "name_key", "gender", "country", "position"}
        if not {field.name for field in FIELDS[kind]} & there - names:
            raise InputError(
                "these registers state nothing by which namesakes are told apart",
                where=", ".join(datasets),
                do="map a birth date, an address, a telephone, an e-mail address or a number",
            )
        found: tuple[Dependence, ...] = ()
        learns = model is None
        if model is None:
            model, found = train(connection, kind, there)
        blocks = make_blocks(connection, kind, there)
        pairs = predict(connection, model, blocks, CANDIDATE / MOST_RAISED) if blocks else None
        if pairs is not None:
            before, possible = model.prior, entries * (entries - 1) // 2
            if learns:
                model = replace(model, prior=settled(pairs["weight"].to_numpy(), before, possible))
            pairs = reweighed(pairs, before, model.prior, CANDIDATE / MOST_RAISED)
        links, apart = _drafts(pairs, model) if pairs is not None else ([], [])
        apart = sorted({*apart, *apart_in_chains(connection, model, [one.pair for one in links if one.kind == "auto"])})
        warnings = watch(connection, model, found, {item.pair for item in links if item.kind == "auto"}, judged)
    weighed = int((pairs["probability"].to_numpy() >= CANDIDATE).sum()) if pairs is not None else 0
    return Linkage(kind, entries, weighed, tuple(links), tuple(apart), model, tuple(blocks), warnings)


def _reason(weight: Weight) -> Reason:
    return Reason(weight.field, weight.level, weight.level, round(weight.bits * math.log(2), 4))


def _there(connection: DuckDBPyConnection, entries: int) -> set[str]:
    columns = [row[0] for row in connection.execute("describe features").fetchall()]
    counts = ", ".join(f'count("{column}")' for column in columns)
    counted = connection.execute(f"select {counts} from features").fetchone() or ()
    least = max(2.0, FILLED * entries)
    return {column for column, count in zip(columns, counted, strict=True) if count >= least}


def _drafts(pairs: pa.Table, model: LinkageModel) -> tuple[list[Link], list[tuple[str, str]]]:
    names = [field.name for field in model.fields]
    told = {name: [_reason(weight) for weight in reversed(model.of(name))] for name in names}
    ids = list(zip(pairs["left"].to_pylist(), pairs["right"].to_pylist(), strict=True))
    likely = pairs["probability"].to_pylist()
    levels = [pairs[f"gamma_{name}"].to_pylist() for name in names]
    dates = model.of("born")[-1].bits if "born" in names else -math.inf
    emails = speaking([weight.bits for weight in reversed(model.of("email"))])
    drafted: list[int] = []
    apart: list[tuple[str, str]] = []
    for at, (probability, *found) in enumerate(zip(likely, *levels, strict=True)):
        if probability < CANDIDATE:
            break
        agreed = dict(zip(names, found, strict=True))
        if opposed(agreed, dates):
            apart.append(ids[at])
        if probability >= AUTOMATIC and not contradicted(agreed, dates, emails):
            drafted.append(at)
    against = outweighed([ids[at] for at in drafted], dict(zip(ids, pairs["weight"].to_pylist(), strict=True)))
    sure = {at for at in drafted if ids[at] not in against}
    links: list[Link] = []
    candidates: list[Link] = []
    for at, (probability, *found) in enumerate(zip(likely, *levels, strict=True)):
        if probability < CANDIDATE:
            break
        if at not in sure and len(candidates) >= MOST_CANDIDATES:
            continue
        reasons = tuple(told[name][level] for name, level in zip(names, found, strict=True) if level >= 0)
        kind = "auto" if at in sure else "candidate"
        made = Link(*ids[at], kind, Comparison(probability, reasons))
        (links if at in sure else candidates).append(made)
    return [*links, *candidates], apart
