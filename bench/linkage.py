"""Bulk linkage of a made-up register: how long, how much memory, and how right; ``LINKAGE_ENTRIES`` sets the size."""

from __future__ import annotations

import os
import resource
import time
from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

from contrared.resolve.bulk.registers import resolve_registers
from figure import Figure, of
from register import Entry, register

#: Entries unless the environment says otherwise; a million is what was asked for.
ENTRIES = 100_000
#: Seeds of runs; the first seeds, below 100, were used in building it.
SEED = 2026
#: Property of each field of an entry.
PROPS = {
    "given": "firstName",
    "family": "lastName",
    "born": "birthDate",
    "address": "address",
    "phone": "phone",
    "email": "email",
}


def statements(entries: Sequence[Entry]) -> pa.Table:
    """The register as statements of the dataset ``register``."""
    facts = [
        (f"r{number:07}", prop, value)
        for number, entry in enumerate(entries)
        for field, prop in PROPS.items()
        if (value := getattr(entry, field))
    ]
    ids, props, values = zip(*facts, strict=True)
    return pa.table(
        {
            "id": [f"{entity}:{prop}" for entity, prop, _ in facts],
            "dataset": ["register"] * len(facts),
            "entity_id": ids,
            "schema": ["Person"] * len(facts),
            "prop": props,
            "value": values,
        }
    )


def rightness(persons: Sequence[int], canonical: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of entries within clusters, chains through others included."""
    found = [canonical.get(f"r{number:07}", f"r{number:07}") for number in range(len(persons))]
    both, drawn, true = (
        _pairs(Counter(groups)) for groups in (zip(found, persons, strict=True), iter(found), iter(persons))
    )
    return both / max(drawn, 1), both / max(true, 1), 2 * both / max(drawn + true, 1)


def _pairs(sizes: Counter[object]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def measure(runs: int) -> list[Figure]:
    """Processor time and seconds to link, highest memory of the process, cluster-level precision, recall and F1."""
    size = int(os.environ.get("LINKAGE_ENTRIES", ENTRIES))
    spent, passed, right = [], [], []
    for run in range(runs):
        entries = list(register(size, SEED + run))
        table, persons = statements(entries), [entry.person for entry in entries]
        del entries
        started, worked = time.perf_counter(), time.process_time()
        found = resolve_registers(table, ["register"])
        passed.append(time.perf_counter() - started)
        spent.append(time.process_time() - worked)
        right.append(rightness(persons, found.resolution.canonical))
    # Linux counts in KiB; the register itself is among it.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    asked = size == 1_000_000
    what = f"{size:,} persons linked"
    return [
        of("linkage", what, passed, "s", "< 180" if asked else "", 1),
        of("linkage", f"{what}, processor time of two cores", spent, "s", "", 1),
        of("linkage", "highest memory of the process", [memory], "GB", "< 6"),
        of("linkage", "precision of pairs within clusters", [item[0] for item in right], "", "", 4),
        of("linkage", "recall of pairs within clusters", [item[1] for item in right], "", "", 4),
        of("linkage", "F1 of pairs within clusters", [item[2] for item in right], "", "≥ 0.98", 4),
    ]
