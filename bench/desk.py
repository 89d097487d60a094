"""What the door costs: entering a node of 400,000 statements in 300 classes of source, and the first count of it.

300 datasets, each of a class of its own (TLP colour, release to some, caveats, evidential status), of which the reader
under a Cedar profile may read a part. Beside it the same node under ``owner``, which asks nothing and closes nothing.
Names are numbers: what is counted does not look at them.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from contrared.govern import Desk, OwnerPolicy, enter
from contrared.govern.cedar import CedarPolicy
from contrared.govern.users import Users
from contrared.model import EvidentialStatus, Grade, Handling, Source, Tlp
from contrared.store import DatasetVersion, Node
from contrared.store.durable import write_bytes
from contrared.store.lake import FILES
from contrared.store.schema import EVIDENCE, STATEMENTS
from figure import Figure, of

CLASSES, STATEMENTS_HELD, PROFILE = 300, 400_000, "military-barred"
COUNTRIES = ("", "CO", "PE", "PA", "BR", "GT")


def handlings() -> Iterator[tuple[Handling, EvidentialStatus]]:
    """Distinct classes of source, colour by colour."""
    for caveat in ((), ("NO COURT USE",), ("ORCON",)):
        for country in COUNTRIES:
            for tlp in Tlp:
                for status in EvidentialStatus:
                    yield Handling(tlp, None, caveat, (country,) if country else ()), status


def fill(node: Node) -> int:
    """Write the datasets; how many statements they are."""
    each = -(-STATEMENTS_HELD // CLASSES)
    for number, (handling, status) in zip(range(CLASSES), handlings(), strict=False):
        name = f"d{number:03}"
        source = Source(
            sha256=hashlib.sha256(name.encode()).hexdigest(),
            size=0,
            filename=f"{name}.csv",
            dataset=name,
            as_of="2026",
            publisher="bench",
            licence="CC0",
            url="",
            reader="bench",
            reader_version="1",
            grade=Grade.parse("B2"),
            handling=handling,
            evidential_status=status,
        )
        ids = [f"{name}-{row}" for row in range(each)]
        columns = {field: ids if field in ("id", "value") else [""] * each for field in STATEMENTS.names}
        columns |= {"entity_id": [f"{name}-{row // 10}" for row in range(each)], "external": [False] * each}
        columns |= {"schema": ["Person"] * each, "prop": ["name"] * each, "dataset": [name] * each}
        evidence = {"statement_id": ids, "source_id": [source.id] * each, "locator": [f"line={r}" for r in range(each)]}
        with node.lake.staging(name) as folder:
            pq.write_table(pa.table(columns, STATEMENTS), folder / FILES[0])
            pq.write_table(pa.table(evidence, EVIDENCE), folder / FILES[1])
            write_bytes(folder / FILES[2], b"")
            version = DatasetVersion(
                dataset=name,
                version=f"2026.{number:010}",
                as_of="2026",
                carries=(),
                sources={source.id: source.to_dict()},
                files={},
                statements=each,
                evidence=each,
                entities=-(-each // 10),
                rejects=0,
                reader="bench 1",
                loaded_at="2026-01-01T00:00:00+00:00",
            )
            node.lake.commit(folder, version)
    return each * CLASSES


def counted(desk: Desk) -> int:
    """Statements that may be known of."""
    return sum(version.statements for version in desk.current())


def opening(root: Path, user: str, policy: OwnerPolicy | CedarPolicy) -> tuple[float, float, float, int]:
    """Milliseconds to enter an opened node and count, by the clock and of the processor; to count again; statements."""
    node = Node.open(root)
    started, busy = time.perf_counter(), time.process_time()
    desk = enter(node, user, "border control", "case-1", policy=policy)
    found = counted(desk)
    entered, spent = time.perf_counter(), time.process_time() - busy
    assert counted(desk) == found
    again = time.perf_counter()
    node.close()
    return (entered - started) * 1e3, spent * 1e3, (again - entered) * 1e3, found


def measure(runs: int) -> list[Figure]:
    """Entering and the first count, under a Cedar profile and under ``owner``."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "node"
        node = Node.init(root, unencrypted="a benchmark")
        held = fill(node)
        Users(enter(node, purpose="bench")).add("ana", "Ana", "analyst", force="police", country="co")
        node.close()
        policy = CedarPolicy.profile(PROFILE).for_case("case-1")
        cedar = [opening(root, "ana", policy) for _ in range(max(runs, 3))]
        owner = [opening(root, "owner", OwnerPolicy()) for _ in range(max(runs, 3))]
        assert owner[0][3] == held
        assert 0 < cedar[0][3] < held, "a part of it is closed"
    share = f"{cedar[0][3]:,} of {held:,} statements open"
    return [
        of("desk", f"enter and first count, {CLASSES} classes, {share}", [c[0] for c in cedar], "ms", "< 200", 1),
        of("desk", "the same, processor time", [c[1] for c in cedar], "ms", "", 1),
        of("desk", "the same under owner", [o[0] for o in owner], "ms", "", 1),
        of("desk", "the same under owner, processor time", [o[1] for o in owner], "ms", "", 1),
        of("desk", "count again at the same desk", [c[2] for c in cedar], "ms", "", 1),
    ]
