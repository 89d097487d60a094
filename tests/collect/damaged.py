"""A node that holds something already, commands run in it, and whether they left it as it was."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import typer.main

from contrared.cli import commands, main

from .samples import SAMPLES, Sample

#: What the node held before, by path below it, and what ``contrared datasets`` says of it.
Held = tuple[dict[str, str], str]


commands.add_all()
#: Typer builds its commands anew for each call, which would be half the time of these tests.
_command = cache(typer.main.get_command)


@dataclass(frozen=True)
class Said:
    """What a command gave back."""

    code: int
    out: str
    err: str


def run(*arguments: object) -> Said:
    """Run a command as from a terminal, in this process."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.setattr(sys, "argv", ["contrared", *map(str, arguments)])
        patched.setattr(typer.main, "get_command", _command)
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Said(code, out.getvalue(), err.getvalue())


def fresh(folder: Path) -> tuple[Path, Held]:
    """A node that holds an earlier version of every sample's dataset, and what it holds; made once, then copied."""
    made, before = _made(folder.parent / "a-node-to-be-copied")
    return Path(shutil.copytree(made, folder / "node")), before


@cache
def _made(node: Path) -> tuple[Path, Held]:
    assert run("init", node).code == 0
    for name, sample in SAMPLES.items():
        assert load(node, sample, node.parent / f"good-{name}", "--as-of", "2019-01-01").code == 0, name
    return node, held(node)


def load(node: Path, sample: Sample, folder: Path, *more: str) -> Said:
    """Write a sample's files and load them."""
    return run("load", sample.write(folder), *sample.options, *more, "--node", node)


def held(node: Path) -> Held:
    """All paths and hashes of archive and lake, and the versions there are."""
    found = {}
    for part in ("archive", "lake"):
        for path in sorted((node / part).rglob("*")):
            digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
            found[str(path.relative_to(node))] = digest
    return found, run("datasets", "--node", node, "--json").out


def refused(said: Said) -> str:
    """The one line in which an error is told: which file, what, and what to do."""
    assert said.code in {1, 2, 3, 4}, said
    assert said.out == ""
    assert said.err.startswith("contrared: "), said.err
    assert said.err.count("\n") == 1, said.err
    line = said.err.removeprefix("contrared: ").removesuffix("\n")
    assert " → " in line, line
    return line


def rejects(said: Said) -> list[tuple[str, str, str]]:
    """File, place and reason of each line of ``rejects.csv``, of a load that was asked for JSON."""
    assert said.code == 0, said.err
    told = json.loads(said.out)
    with Path(told["rejects_file"]).open(newline="", encoding="utf-8") as stream:
        found = [(row["file"], row["locator"], row["reason"]) for row in csv.DictReader(stream)]
    assert len(found) == told["version"]["rejects"]
    return found
