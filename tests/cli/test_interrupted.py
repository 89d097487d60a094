"""A command stopped by a signal: one line, the exit code of that signal, and the node as it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from pydoc import locate
from typing import Any

import duckdb
import pytest

from contrared.cli.app import SIGNALS

from ..collect.damaged import fresh, held, load, run
from ..collect.samples import SAMPLES
from ..conftest import SHIPPED

SAID = "contrared: stopped: what was not finished is not in the node, what was there before is whole → run it again\n"
OFAC = SHIPPED / "lists" / "ofac_2021-06"
#: Where the signal comes: while rows are read, sorted, hashed, renamed; before the list of versions is replaced.
STEPS = (
    "contrared.collect.staged.StagedVersion.take",
    "contrared.collect.staged.StagedVersion.finish",
    "contrared.store.lake.file_hash",
)
LAST = "contrared.store.lake.write_bytes"


def strike(monkeypatch: pytest.MonkeyPatch, step: str, number: signal.Signals) -> None:
    """Send a signal to this process when it comes to a step; it goes on where nothing listens to the signal."""
    holder, _, name = step.rpartition(".")
    original = locate(step)
    assert callable(original)

    def struck(*arguments: Any, **named: Any) -> Any:
        os.kill(os.getpid(), number)
        return original(*arguments, **named)

    monkeypatch.setattr(locate(holder), name, struck)


@pytest.fixture(autouse=True)
def listening() -> Iterator[None]:
    """What a shell starts in the background, or under nohup, ignores signals, and so would all that is tried here."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("step", STEPS)
def test_stopped_at_any_step(tmp_path: Path, step: str, number: signal.Signals) -> None:
    node, before = fresh(tmp_path)
    handlers = [signal.getsignal(each) for each in SIGNALS]
    with pytest.MonkeyPatch.context() as patched:
        strike(patched, step, number)
        said = load(node, SAMPLES["un"].damaged(lambda data: data.replace(b"BO", b"CY")), tmp_path / "in")
    assert (said.code, said.out, said.err) == (128 + number, "", SAID)
    assert held(node) == before, "staging is swept, and the original that was put into the archive is out again"
    assert [signal.getsignal(each) for each in SIGNALS] == handlers
    assert run("check", "--node", node).code == 0
    assert load(node, SAMPLES["un"], tmp_path / "again").code == 0


def test_stopped_at_the_last_moment(tmp_path: Path) -> None:
    """The files lie in their place and no list names them: the previous version stands, the next load sweeps them."""
    node, before = fresh(tmp_path)
    with pytest.MonkeyPatch.context() as patched:
        strike(patched, LAST, signal.SIGTERM)
        said = load(node, SAMPLES["un"], tmp_path / "in")
    assert (said.code, said.err) == (143, SAID)
    assert run("datasets", "--node", node, "--json").out == before[1]
    assert load(node, SAMPLES["un"], tmp_path / "again").code == 0
    assert run("check", "--node", node).code == 0


def test_stopped_while_the_engine_sorts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine meets the signal with an error of its own, which nobody may take for one."""
    node, before = fresh(tmp_path)
    # Long, yet with an end: a thread of the engine (DuckDB 1.5) works on when its query is given up, and is waited for.
    long = "SELECT count(*) FROM range(20_000) a, range(20_000) b WHERE (a.range * b.range) % 7 = 3"

    def finish(_staged: object) -> None:
        # It rings again: on a slow machine the first time may find the engine still importing, which forgets it.
        signal.setitimer(signal.ITIMER_REAL, 0.2, 1.0)
        try:
            with duckdb.connect() as engine:
                engine.execute(long).fetchall()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    # The alarm clock rings into the same handler as a person's Ctrl-C.
    monkeypatch.setattr("contrared.cli.app.SIGNALS", (*SIGNALS, signal.SIGALRM))
    monkeypatch.setattr("contrared.collect.staged.StagedVersion.finish", finish)
    said = load(node, SAMPLES["un"], tmp_path / "in")
    assert (said.code, said.err) == (128 + signal.SIGALRM, SAID)
    assert held(node) == before


def test_a_signal_that_is_ignored_stays_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As under ``nohup``."""
    node, _ = fresh(tmp_path)
    strike(monkeypatch, STEPS[0], signal.SIGHUP)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        said = load(node, SAMPLES["un"], tmp_path / "in")
    finally:
        signal.signal(signal.SIGHUP, before)
    assert (said.code, said.err) == (0, "")


def begin(node: Path) -> subprocess.Popen[str]:
    """A load of a real list in a process of its own, given back when its staging folder is there."""
    command = [sys.executable, "-m", "contrared.cli", "load", str(OFAC), "--node", str(node)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not list((node / "lake" / "us_ofac_sdn").glob(".staging-*/told.parquet")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
@pytest.mark.slow
def test_a_process_stopped_in_the_middle(tmp_path: Path, number: signal.Signals) -> None:
    node, before = fresh(tmp_path)
    process = begin(node)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    if number == signal.SIGKILL:
        assert (process.returncode, out, err) == (-number, "", "")
        assert list((node / "lake" / "us_ofac_sdn").glob(".staging-*")), "nobody was left to sweep it"
        assert run("datasets", "--node", node, "--json").out == before[1]
    else:
        assert (process.returncode, out, err) == (128 + number, "", SAID)
        assert held(node) == before
    again = run("load", OFAC, "--node", node, "--json")
    assert (again.code, again.err) == (0, "")
    assert json.loads(again.out)["already"] is False
    assert not list((node / "lake" / "us_ofac_sdn").glob(".staging-*"))
    assert run("check", "--node", node).code == 0
