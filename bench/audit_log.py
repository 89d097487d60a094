"""The audit log: lines taken in batched and one by one, a million verified, a proof made."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from sqlalchemy import insert

from contrared.govern import enter, record
from contrared.govern.log import standalone
from contrared.govern.log.inspection import inspect
from contrared.govern.log.keeping import keep_up, signer_of, tree_of
from contrared.govern.log.proof import prove
from contrared.store import Node
from contrared.store.tables import access_log
from figure import Figure, of

BATCH, BATCHES, SINGLE, MILLION = 256, 80, 500, 1_000_000


def _lines(count: int) -> list[dict[str, object]]:
    return [
        record.line(user="owner", purpose="bench", case="c", action="read", what={"entity": f"E-{number}"})
        for number in range(count)
    ]


def _write(node: Node, count: int) -> None:
    with node.ledger.begin() as connection:
        connection.execute(insert(access_log), _lines(count))


def batched(node: Node) -> float:
    """Entries a second, sealed, durable and in the signed tree."""
    started = time.perf_counter()
    for _ in range(BATCHES):
        _write(node, BATCH)
        keep_up(node)
    return BATCH * BATCHES / (time.perf_counter() - started)


def single(node: Node) -> float:
    """Entries a second, each durable before the next."""
    desk = enter(node)
    started = time.perf_counter()
    for number in range(SINGLE):
        desk.record("read", {"entity": number})
    return SINGLE / (time.perf_counter() - started)


def measure(runs: int) -> list[Figure]:
    """All figures; the million is built and verified once."""
    with tempfile.TemporaryDirectory() as folder:
        node = Node.init(Path(folder) / "node", unencrypted="a benchmark")
        many = [batched(node) for _ in range(runs)]
        one = [single(node) for _ in range(runs)]
        while (size := keep_up(node) or 0) < MILLION:
            for _ in range(4):
                _write(node, 8192)
        started = time.perf_counter()
        found = inspect(node.ledger, tree_of(node), signer_of(node).verifier)
        ours = time.perf_counter() - started
        if found.problems:
            raise RuntimeError(found.problems[0])
        started = time.perf_counter()
        standalone.check_log(tree_of(node).folder, str(signer_of(node).verifier), [], 0, None)
        alone = time.perf_counter() - started
        proofs = []
        for index in range(0, size, size // 200):
            started = time.perf_counter()
            prove(tree_of(node), index)
            proofs.append(1000 * (time.perf_counter() - started))
        node.close()
    return [
        of("audit_log", "batched by 256, in the signed tree", many, "entries/s", "≥ 10000", 0),
        of("audit_log", "one by one, each durable", one, "entries/s", "≥ 250", 0),
        of("audit_log", f"{size:,} entries held against the ledger", [ours], "s", "< 30"),
        of("audit_log", f"{size:,} entries, standalone verifier", [alone], "s", "< 30"),
        of("audit_log", "a proof from tiles on disk", proofs, "ms", "< 1"),
    ]
