"""Sharing: steps of a blind question, filters, a thousand subjects asked of a large partner, recall and false hits."""

from __future__ import annotations

import mmap
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np

import alias_pairs
from contrared.share import oprf
from contrared.share.filters import Filter, build_holding, new_handle
from contrared.share.filters.building import drawn
from contrared.share.filters.sizes import with_room
from contrared.share.keys import Key, Subject, canary, held_keys
from contrared.share.questions import Outcome, conclude, prepare
from figure import Figure, of
from made_persons import made
from sharing_recall import among, fixed, groups
from sharing_steps import measured

#: Records whose keys are evaluated, and records whose place the filter has; the rest of it is dummies, which to
#: whoever asks are the same work. ``CONTRARED_BENCH_EVALUATED=1000000`` evaluates them all.
EVALUATED = int(os.environ.get("CONTRARED_BENCH_EVALUATED", "5000"))
RECORDS, SUBJECTS, PROCESSES = 1_000_000, 1_000, 2
#: Made records and questions of the curve of a large partner.
STRANGERS, ASKED = 1_000_000, 600


def enlarged(filter_: Filter, entries: int) -> Filter:
    """The filter with dummies up to the class of so many entries."""
    more = np.setdiff1d(np.unique(drawn(with_room(entries) - filter_.size_class)), filter_.tags)
    missing = with_room(entries) - filter_.size_class - len(more)
    more = np.concatenate((more, drawn(missing)))
    tags = np.concatenate((filter_.tags, more))
    order = np.argsort(tags)
    return Filter(tags[order], np.concatenate((filter_.labels, drawn(len(more))))[order])


def questions(pair: oprf.KeyPair, subjects: list[Subject], value: bytes, file: Path) -> tuple[int, int, float]:
    """Both sides of so many questions in this process: hits, elements, seconds of processor."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        filter_ = Filter.from_bytes(data[:])
    started = time.process_time()
    hits = elements = 0
    for subject in subjects:
        prepared = prepare(subject, os.urandom(32), value)
        outcome: Outcome = conclude(prepared, *oprf.evaluate(pair, prepared.elements), pair.public, filter_)
        hits += outcome.state == "hit"
        elements += len(prepared.elements)
    return hits, elements, time.process_time() - started


def _large(listed: list[alias_pairs.Person]) -> list[Figure]:
    pair, planted = oprf.generate(), canary(os.urandom(16))
    held: list[tuple[bytes, tuple[Key, ...]]] = [(new_handle(), (planted,))]
    held += [(new_handle(), held_keys(subject).keys) for subject in made(listed, EVALUATED, 1)]
    keys = sum(len(item) for _, item in held)
    started = time.process_time()
    holding = build_holding(pair, held)
    spent = time.process_time() - started
    entries = holding.filter.size_class - len(holding.dummies)
    per_record = keys / len(held)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "filter"
        file.write_bytes(enlarged(holding.filter, int(RECORDS * per_record)).to_bytes())
        size = file.stat().st_size
        # Half of the subjects are on file, half are not.
        half = SUBJECTS // 2
        subjects = [*islice(made(listed, EVALUATED, 1), half), *made(listed, half, 2)]
        pieces = [subjects[at::PROCESSES] for at in range(PROCESSES)]
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
            list(pool.map(len, [""] * PROCESSES))
            started = time.perf_counter()
            asked = [pool.submit(questions, pair, piece, planted.value, file) for piece in pieces]
            done = [future.result() for future in asked]
            wall = time.perf_counter() - started
    what = f"1,000 subjects of a filter of {RECORDS:,} records"
    return [
        of("sharing", "filter, keys evaluated and placed, one core", [keys / spent], "keys/s", "≥ 10000", 0),
        of("sharing", "filter, bytes a key before padding", [16 * entries / keys], "B", "≤ 16"),
        of("sharing", "keys of a record", [per_record], "keys"),
        of("sharing", f"filter of {RECORDS:,} records", [size / 1e6], "MB"),
        of(
            "sharing", f"its build on one core, reckoned from {EVALUATED:,}", [RECORDS * per_record * spent / keys], "s"
        ),
        of("sharing", f"{what}, wall, both sides", [wall], "s", "< 60"),
        of("sharing", f"{what}, processor, both sides", [sum(item[2] for item in done)], "s"),
        of("sharing", "elements of a question", [sum(item[1] for item in done) / SUBJECTS], ""),
        of("sharing", "subjects on file that are hits", [sum(item[0] for item in done) / half], ""),
    ]


def measure(runs: int) -> list[Figure]:
    """All figures; filter, large partner and recall are taken once."""
    figures = []
    for name, (costs, ratios) in measured(runs).items():
        figures.append(of("sharing", f"{name}, processor of an element", costs, "µs", digits=1))
        target = "" if name in {"prove", "verify"} else "≤ 1.3"
        figures.append(of("sharing", f"{name}, to the bare calls", ratios, "times", target))
    listed = alias_pairs.persons()
    return [*figures, *_large(listed), *_recall(listed)]


def _recall(listed: list[alias_pairs.Person]) -> list[Figure]:
    asked = alias_pairs.questions(listed, "test")
    alone = alias_pairs.measure(listed, asked)
    found = {name: alias_pairs.measure(listed, chosen) for name, chosen in groups(listed, asked).items()}
    found["all, other names held"] = alias_pairs.measure(listed, asked, known=alias_pairs.all_others)
    figures = [
        of("sharing", f"recall, {name}", [alias_pairs.at(one, 0.03)[0]], "at .03/4,000", "≥ 0.9" * (name == "all"), 3)
        for name, one in found.items()
    ]
    many = among(listed, asked[:: max(1, len(asked) // ASKED)], STRANGERS)
    for records, one in ((4000, alone), (STRANGERS, many)):
        bits, recall, false = fixed(one, records)
        unit = f"at {bits:.1f} bits"
        figures.append(of("sharing", f"recall by the rule, {records:,} records", [recall], unit, digits=3))
        figures.append(of("sharing", f"false hits a question, {records:,} records", [false], unit, digits=3))
    return figures
