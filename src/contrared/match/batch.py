"""Screening a table of customers: on all cores, taken up again where it stopped.

What is done stands in ``<out>.part`` beside ``<out>.state``; both are gone when the table is done.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from contrared.match.columns import Columns
from contrared.match.index import Index
from contrared.match.screening import Answer, Screen
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


def screen_table(
    segments: Sequence[Segment],
    path: Path,
    out: Path,
    columns: Columns,
    *,
    limit: int = 5,
    workers: int | None = None,
    progress: Progress = lambda _: None,
) -> Batch:
    """Screen each row of a CSV file and write the candidates.

    Args:
        segments: What to ask.
        path: Table of customers, UTF-8.
        out: File to write.
        columns: What its columns say.
        limit: Candidates of a customer to give at most.
        workers: Processes; one a core unless given.
        progress: Told how many rows are done.

    Raises:
        InputError: the table is malformed, or an earlier run stopped on other input.
        NodeError: the disk is full, or a segment is damaged.
    """
    part, state = out.with_name(out.name + ".part"), out.with_name(out.name + ".state")
    about = _about(segments, path, columns, limit)
    done, counts = _resumed(part, state, about)
    total = dict(counts)
    workers = workers or len(os.sched_getaffinity(0))
    folders = [str(segment.folder) for segment in segments]
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (folders, columns, limit))
    with disk_errors(out), part.open("r+b" if part.exists() else "w+b") as sink, pool:
        sink.seek(0, os.SEEK_END)
        if not done:
            sink.truncate(0)
            sink.seek(0)
            sink.write((",".join(OUT) + "\n").encode())
        waiting: deque[Future[tuple[str, int, int, int]]] = deque()
        chunks = _chunks(path, columns, done)
        try:
            while True:
                for chunk in islice(chunks, workers * AHEAD - len(waiting)):
                    waiting.append(pool.submit(_work, chunk))
                if not waiting:
                    break
                text, rows, hits, unread = waiting.popleft().result()
                sink.write(text.encode())
                for key, value in (("customers", rows), ("hits", hits), ("unread", unread)):
                    total[key] += value
                sink.flush()
                size = sink.tell()
                write_bytes(state, json.dumps({"about": about, "size": size, "counts": total}).encode())
                progress(total["customers"])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    with disk_errors(out):
        part.replace(out)
        state.unlink(missing_ok=True)
    return Batch(total["customers"], total["hits"], total["unread"], counts["customers"])


def _about(segments: Sequence[Segment], path: Path, columns: Columns, limit: int) -> dict[str, Any]:
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    versions = sorted(f"{s.version.dataset}@{s.version.version}/{s.folder.name}" for s in segments)
    says = {what: list(at) for what, at in columns.says.items()}
    return {"table": digest, "versions": versions, "columns": says, "limit": limit}


def _resumed(part: Path, state: Path, about: dict[str, Any]) -> tuple[int, dict[str, int]]:
    nothing = {"customers": 0, "hits": 0, "unread": 0}
    if not state.exists() or not part.exists():
        return 0, nothing
    try:
        held = json.loads(state.read_text(encoding="utf-8"))
        size, counts = int(held["size"]), dict(held["counts"])
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
    return counts["customers"], counts


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


def _begin(folders: list[str], columns: Columns, limit: int) -> None:
    global _screen, _columns, _limit
    _screen = Screen([Index.open(Path(folder)) for folder in folders])
    _columns, _limit = columns, limit


def _work(chunk: Rows) -> tuple[str, int, int, int]:
    """Rows of the result as CSV, customers, hits, and customers that could not be asked for."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    hits = unread = 0
    for number, row in chunk:
        customer = _columns.identity(row, number)
        known = _columns.known(row)
        name = known.names[0] if known.names else ""
        try:
            answer = _screen.ask(*known.queries(), limit=_limit)
        except InputError as exc:
            unread += 1
            writer.writerow([number, customer, _plain(name), "not asked: " + str(exc), "", "", "", "", "", ""])
            continue
        hits += len(answer.candidates)
        writer.writerows(_lines(number, customer, name, answer))
    return text.getvalue(), len(chunk), hits, unread


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
