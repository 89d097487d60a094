"""Resolving all listed parties of the demo case, and scoring pairs beside nomenklatura's LogicV2."""

from __future__ import annotations

import tempfile
import time
from itertools import islice
from pathlib import Path

import pyarrow as pa
from followthemoney import model as ftm

from contrared.collect import LoadOptions, load
from contrared.govern import enter
from contrared.match import compare, rarity_of
from contrared.resolve import resolve
from contrared.resolve.blocking import pairs
from contrared.resolve.parties import PARTIES, profiles
from contrared.store import Node
from figure import Figure, of
from loading import DEMO, LISTS

#: Pairs scored by both; LogicV2 takes about a millisecond each.
SAMPLE = 4000


def statements() -> pa.Table:
    """Statements of all lists of the demo case."""
    with tempfile.TemporaryDirectory() as folder:
        node = Node.init(Path(folder) / "node", unencrypted="a benchmark")
        desk = enter(node, purpose="bench")
        for _, path, reader, as_of in LISTS:
            load(desk, DEMO / path, LoadOptions(as_of=as_of), reader=reader)
        found = desk.statements(versions=desk.versions())
        node.close()
    return found


def entities(table: pa.Table, wanted: set[str]) -> dict[str, object]:
    """FtM entities of these ids, for the peer."""
    found: dict[str, object] = {}
    columns = (table[name].to_pylist() for name in ("entity_id", "schema", "prop", "value"))
    for entity_id, schema, prop, value in zip(*columns, strict=True):
        if entity_id in wanted and schema in PARTIES:
            proxy = found.get(entity_id)
            if proxy is None:
                proxy = found[entity_id] = ftm.make_entity(schema, key_prefix=None)
                proxy.id = entity_id
            if prop in proxy.schema.properties:
                proxy.add(prop, value, quiet=True)
    return found


def measure(runs: int) -> list[Figure]:
    """Seconds to resolve; pairs a second of ours and of the peer on the same candidate pairs, and their ratio."""
    from nomenklatura.matching import LogicV2

    table = statements()
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        result = resolve(table)
        taken.append(time.perf_counter() - started)
    figures = [
        of("resolving", f"all {result.parties:,} parties, {result.compared:,} pairs", taken, "s", "< 20", 1),
    ]
    found = profiles(table)
    rarity = rarity_of(found)
    chosen = pairs(found, rarity)
    sample = list(islice(chosen, 0, None, max(1, len(chosen) // SAMPLE)))
    proxies = entities(table, {found[i].entity_id for pair in sample for i in pair})
    config = LogicV2.default_config()
    # The peer loads its name tagger with the first comparison; that is not counted.
    first, second = (proxies[found[position].entity_id] for position in sample[0])
    LogicV2.compare(first, second, config)
    ours, theirs = [], []
    for _ in range(runs):
        started = time.process_time()
        for left, right in sample:
            compare(found[left], found[right], "resolution", rarity)
        ours.append(len(sample) / (time.process_time() - started))
        started = time.process_time()
        for left, right in sample:
            LogicV2.compare(proxies[found[left].entity_id], proxies[found[right].entity_id], config)
        theirs.append(len(sample) / (time.process_time() - started))
    figures.append(of("resolving", "pairs scored with reasons", ours, "pairs/s", digits=0))
    figures.append(of("resolving", "the same pairs by LogicV2", theirs, "pairs/s", digits=0))
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    figures.append(of("resolving", "ours to LogicV2", ratios, "times", digits=1))
    return figures
