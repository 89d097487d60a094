"""Where what takes long to make is kept between runs, and how a stale copy is told from a fresh one."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def folder() -> Path:
    """The folder named by ``CONTRARED_BENCH_CACHE``, or one in the system's temporary directory."""
    chosen = os.environ.get("CONTRARED_BENCH_CACHE")
    path = Path(chosen) if chosen else Path(tempfile.gettempdir()) / "contrared-bench"
    path.mkdir(parents=True, exist_ok=True)
    return path


def content_key(paths: Iterable[Path], *further: str) -> str:
    """A key that changes with the content of any of these files, or with what else is named."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for word in further:
        digest.update(b"\0" + word.encode())
    return digest.hexdigest()[:12]


def lines(name: str, key: str, build: Callable[[], Iterable[Record]]) -> list[Record]:
    """Records kept as JSON lines under ``name-key``; built when they are not there."""
    return list(streamed(name, key, build))


def streamed(name: str, key: str, build: Callable[[], Iterable[Record]]) -> Iterator[Record]:
    """As :func:`lines`, one record at a time, for what should not be held whole."""
    path = folder() / f"{name}-{key}.jsonl"
    if not path.exists():
        unfinished = path.with_suffix(f".{os.getpid()}")
        with unfinished.open("w", encoding="utf-8") as sink:
            for record in build():
                sink.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
        unfinished.replace(path)
    with path.open(encoding="utf-8") as source:
        for line in source:
            yield json.loads(line)
