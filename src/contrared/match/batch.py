"""Screening a table of customers: on all cores, taken up again where it stopped.

What is done stands in ``<out>.part`` and ``<out>.proof`` beside ``<out>.state``; all are gone when the table is done.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import secrets
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from contrared.govern import Desk, leaves
from contrared.govern.approvals import Permit, spend
from contrared.govern.masking import masked_ids
from contrared.match.columns import Columns
from contrared.match.index import Index
from contrared.match.screening import Answer, Screen
from contrared.match.sealing import ACTION, SIZE, Seal
from contrared.match.segments import Segment
from contrared.model import InputError
from contrared.store.durable import disk_errors, write_bytes

#: Customers handed to a process at a time.
CHUNK = 500
#: Chunks waiting for each process.
AHEAD = 3
OUT = ("row", "customer", "name", "status", "entity", "score", "list", "version", "listed_name", "reasons")

#: Told how many customers are done.
Progress = Callable[[int], None]
Rows = list[tuple[int, list[str]]]
_Done = tuple[str, bytes, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a table.

    Attributes:
        customers: Rows screened.
        hits: Candidates written.
        unread: Rows that could not be asked for, with the reason in the table.
        resumed: Rows that an earlier run had done.
    """

    customers: int
    hits: int
    unread: int
    resumed: int


@dataclass(frozen=True, slots=True)
class _Run:
    """A run over a table, begun anew or taken up again.

    Attributes:
        part: The result so far.
        proof: An entry for each row asked so far.
        state: What is done.
        about: What was asked of what.
        counts: Rows, hits and rows that could not be asked for, done before.
        salt: Salt of the proofs, hex.
        began: When the first run began, UTC.
    """

    part: Path
    proof: Path
    state: Path
    about: dict[str, Any]
    counts: dict[str, int]
    salt: str
    began: str

    def keep(self, size: int, proven: int, counts: dict[str, int]) -> None:
        """Write down what is done."""
        told = {"about": self.about, "size": size, "proven": proven, "counts": counts}
        write_bytes(self.state, json.dumps({**told, "salt": self.salt, "began": self.began}).encode())


def screen_table(
    segments: Sequence[Segment],
    path: Path,
    out: Path,
    columns: Columns,
    *,
    limit: int = 5,
    workers: int | None = None,
    progress: Progress = lambda _: None,
    desk: Desk | None = None,
    permit: Permit | None = None,
) -> Batch:
    """Screen each row of a CSV file and write the candidates.

    The result is given when its line is on record, with a proof of each row (:mod:`contrared.match.sealing`).

    Args:
        segments: What to ask; tips are not: a customer is no hit because somebody sent a name.
        path: Table of customers, UTF-8.
        out: File to write.
        columns: What its columns say.
        limit: Candidates of a customer to give at most.
        workers: Processes; one a core unless given.
        progress: Told how many rows are done.
        desk: Whose node keeps record and proof; without one, nothing is kept.
        permit: Leave to screen this table, taken up with the line of the record; what was interrupted keeps it.

    Raises:
        InputError: the table is malformed, or an earlier run stopped on other input.
        NodeError: the disk is full, or a segment is damaged.
        PolicyError: the permit does not hold any more; what is done is taken up with another.
    """
    segments = [segment for segment in segments if not segment.version.of_tips]
    run = _resumed(out, _about(segments, path, columns, limit))
    total = dict(run.counts)
    workers = workers or len(os.sched_getaffinity(0))
    folders = [str(segment.folder) for segment in segments]
    seal = None if desk is None else Seal.of(desk, run.salt)
    masked = frozenset[str]() if desk is None else masked_ids(desk)
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (folders, columns, limit, seal, masked))
    with disk_errors(out), run.part.open("ab") as sink, run.proof.open("ab") as proofs, pool:
        if not run.counts["customers"]:
            sink.write((",".join(OUT) + "\n").encode())
        waiting: deque[Future[_Done]] = deque()
        chunks = _chunks(path, columns, run.counts["customers"])
        try:
            while True:
                for chunk in islice(chunks, workers * AHEAD - len(waiting)):
                    waiting.append(pool.submit(_work, chunk))
                if not waiting:
                    break
                text, entries, counts = waiting.popleft().result()
                sink.write(text.encode())
                proofs.write(entries)
                for key, value in counts.items():
                    total[key] += value
                sink.flush()
                proofs.flush()
                run.keep(sink.tell(), proofs.tell(), total)
                progress(total["customers"])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    if desk is not None:
        versions = sorted({f"{segment.version.dataset}@{segment.version.version}" for segment in segments})
        said = {"customers": total["customers"], "candidates": total["hits"], "not_asked": total["unread"]}
        rows = leaves.keep(desk.node, run.proof, SIZE)
        line = {**said, "versions": versions, "began": run.began, "salt": run.salt, leaves.KEY: rows}
        if permit is None:
            desk.record(ACTION, line)
        else:
            spend(permit, ACTION, line)
    with disk_errors(out):
        run.part.replace(out)
        for left in (run.proof, run.state):
            left.unlink(missing_ok=True)
    return Batch(total["customers"], total["hits"], total["unread"], run.counts["customers"])


def _about(segments: Sequence[Segment], path: Path, columns: Columns, limit: int) -> dict[str, Any]:
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    versions = sorted(f"{s.version.dataset}@{s.version.version}/{s.folder.name}" for s in segments)
    says = {what: list(at) for what, at in columns.says.items()}
    return {"table": digest, "versions": versions, "columns": says, "limit": limit}


def _resumed(out: Path, about: dict[str, Any]) -> _Run:
    part, proof, state = (out.with_name(out.name + ending) for ending in (".part", ".proof", ".state"))
    if not (state.exists() and part.exists() and proof.exists()):
        for left in (part, proof, state):
            left.unlink(missing_ok=True)
        began = datetime.now(UTC).isoformat(timespec="seconds")
        nothing = {"customers": 0, "hits": 0, "unread": 0}
        return _Run(part, proof, state, about, nothing, secrets.token_hex(8), began)
    try:
        held = json.loads(state.read_text(encoding="utf-8"))
        size, proven, counts = int(held["size"]), int(held["proven"]), dict(held["counts"])
        run = _Run(part, proof, state, about, counts, str(held["salt"]), str(held["began"]))
    except (ValueError, KeyError, TypeError) as exc:
        raise InputError(
            "what an earlier run left cannot be read", where=str(state), do="remove it to begin anew"
        ) from exc
    if held["about"] != about:
        raise InputError(
            "an earlier run stopped here with another table, other columns or other lists",
            where=str(state),
            do=f"remove it and {part.name} to begin anew",
        )
    os.truncate(part, size)
    os.truncate(proof, proven)
    return run


def _chunks(path: Path, columns: Columns, done: int) -> Iterator[Rows]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = csv.reader(source, delimiter=columns.delimiter, strict=True)
        try:
            next(rows)
            numbered = ((number, row) for number, row in enumerate(rows, 1) if row)
            for _ in range(done):
                next(numbered)
            while chunk := list(islice(numbered, CHUNK)):
                yield chunk
        except (csv.Error, UnicodeDecodeError) as exc:
            raise InputError(
                f"the table is malformed: {exc}", where=f"{path}, line {rows.line_num}", do="correct that line"
            ) from exc


_screen: Screen
_columns: Columns
_limit: int
_seal: Seal | None


def _begin(folders: list[str], columns: Columns, limit: int, seal: Seal | None, masked: frozenset[str]) -> None:
    global _screen, _columns, _limit, _seal
    _screen = Screen([Index.open(Path(folder)) for folder in folders], masked=masked)
    _columns, _limit, _seal = columns, limit, seal


def _work(chunk: Rows) -> _Done:
    """Rows of the result as CSV, an entry for each row that was asked, and what is counted."""
    text, entries = io.StringIO(), bytearray()
    writer = csv.writer(text, lineterminator="\n")
    hits = unread = 0
    for number, row in chunk:
        customer = _columns.identity(row, number)
        known = _columns.known(row)
        name = known.names[0] if known.names else ""
        try:
            queries = known.queries()
            answer = _screen.ask(*queries, limit=_limit)
        except InputError as exc:
            unread += 1
            writer.writerow([number, customer, _plain(name), "not asked: " + str(exc), "", "", "", "", "", ""])
            continue
        hits += len(answer.candidates)
        if _seal is not None:
            entries += _seal.entry(number, queries, answer)
        writer.writerows(_lines(number, customer, name, answer))
    return text.getvalue(), bytes(entries), {"customers": len(chunk), "hits": hits, "unread": unread}


def _lines(number: int, customer: str, name: str, answer: Answer) -> Iterator[list[object]]:
    for candidate in answer.candidates:
        about = candidate.index.about
        listed = candidate.entity["properties"].get("name", [""])[0]
        reasons = "; ".join(f"{r.feature} {r.contribution:+.2f}" for r in candidate.reasons if r.contribution)
        yield [
            *(number, _plain(customer), _plain(name), "candidate", candidate.entity_id, f"{candidate.score:.3f}"),
            *(about["dataset"], about["version"], _plain(listed), reasons),
        ]


def _plain(cell: str) -> str:
    """A cell that a spreadsheet shows and never runs."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
