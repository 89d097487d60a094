"""A disk that is full, wherever a load meets it: one clear error, the node untouched, and with space it loads."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from contrared.model import NodeError
from contrared.store.durable import disk_errors

from .damaged import fresh, held, refused, run
from .samples import Sample

SIZE = 6 * 2**20
FULL = "the disk is full → free some space and run it again; what was there is whole"
LIMIT = "a file may not become larger here → raise the limit (ulimit -f) and run it again"


def people(count: int) -> bytes:
    """A list that takes some hundred bytes a person, packed or not, and is not in order."""
    lines = []
    for number in range(count):
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        entity = {"id": digest[:12], "schema": "Person", "properties": {"name": [f"P. {number}"], "notes": [digest]}}
        lines.append(json.dumps(entity) + "\n")
    return "".join(lines).encode()


LIST = Sample("ftm", "test_ftm", {"p.ftm.json.gz": gzip.compress(people(4000))}, "p.ftm.json.gz")
OPTIONS = ("--dataset", "test_ftm", "--as-of", "2020")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("this user may not mount a disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """As ``ulimit -f``, for this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    ("free", "where"),
    [(0, "ledger.sqlite"), (100, "archive"), (500, "lake"), (900, "lake"), (1300, "lake"), (1700, "lake")],
)
def test_a_full_disk(small_disk: Path, tmp_path: Path, free: int, where: str) -> None:
    """With so many kilobytes free; it fills up at the ledger, at the copy of the original, at raw and final rows."""
    node, before = fresh(small_disk)
    path = LIST.write(tmp_path / "in")
    space = os.statvfs(small_disk)
    (small_disk / "filler").write_bytes(b"\0" * max(0, space.f_bavail * space.f_frsize - free * 1024))
    line = refused(run("load", path, *OPTIONS, "--node", node))
    assert where in line.partition(": ")[0]
    if where != "ledger.sqlite":
        assert line.endswith(FULL)
    (small_disk / "filler").unlink()
    assert held(node) == before
    assert run("check", "--node", node).code == 0
    good = run("load", path, *OPTIONS, "--node", node)
    assert (good.code, good.err) == (0, "")
    assert "4,000 entities" in good.out


@pytest.mark.parametrize(("limit", "where"), [(0, "ledger.sqlite"), (100_000, "archive"), (500_000, "lake")])
def test_a_limit_on_files(tmp_path: Path, limit: int, where: str) -> None:
    node, before = fresh(tmp_path)
    path = LIST.write(tmp_path / "in")
    with no_file_beyond(limit):
        said = run("load", path, *OPTIONS, "--node", node)
    line = refused(said)
    assert where in line.partition(": ")[0]
    if where != "ledger.sqlite":
        assert line.endswith(LIMIT)
    assert held(node) == before
    assert run("check", "--node", node).code == 0
    good = run("load", path, *OPTIONS, "--node", node)
    assert (good.code, good.err) == (0, "")


SORTED = "SELECT md5(range::VARCHAR) AS told FROM range({}) ORDER BY told"


def spill(folder: Path) -> None:
    """Sort more than memory and the space left for it hold."""
    with duckdb.connect(config={"memory_limit": "40MB", "temp_directory": str(folder / "spill")}) as engine:
        engine.execute("SET threads = 2")
        engine.execute("SET max_temp_directory_size = '1MB'")
        engine.execute(SORTED.format(1_500_000)).fetchall()


def copy(folder: Path) -> None:
    with no_file_beyond(1 << 20), duckdb.connect() as engine:
        engine.execute(f"COPY ({SORTED.format(300_000)}) TO '{folder / 'out.parquet'}' (FORMAT parquet)")


def device(folder: Path) -> None:
    with Path("/dev/full").open("wb") as stream:
        stream.write(b"x" * 100_000)


def long_name(folder: Path) -> None:
    (folder / ("x" * 300)).write_bytes(b"")


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (spill, FULL),
        (copy, LIMIT),
        (device, FULL),
        (long_name, "the name is too long for this disk → choose a shorter"),
    ],
)
def test_what_python_and_the_engine_say_of_a_disk(tmp_path: Path, write: Callable[[Path], None], said: str) -> None:
    with pytest.raises(NodeError) as caught, disk_errors(tmp_path):
        write(tmp_path)
    assert said in str(caught.value)


def no_memory(folder: Path) -> None:
    with duckdb.connect(config={"memory_limit": "20MB", "temp_directory": "", "threads": 2}) as engine:
        engine.execute(SORTED.format(3_000_000)).fetchall()


def no_table(folder: Path) -> None:
    with duckdb.connect() as engine:
        engine.execute("SELECT * FROM nothing")


def no_file(folder: Path) -> None:
    with duckdb.connect() as engine:
        engine.read_parquet(str(folder / "nothing.parquet"))


@pytest.mark.parametrize(
    ("act", "error"),
    [(no_memory, duckdb.OutOfMemoryException), (no_table, duckdb.CatalogException), (no_file, duckdb.IOException)],
)
def test_what_has_nothing_to_do_with_space_is_left_alone(
    tmp_path: Path, act: Callable[[Path], None], error: type[Exception]
) -> None:
    with pytest.raises(error), disk_errors(tmp_path):
        act(tmp_path)
