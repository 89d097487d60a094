"""A node that was damaged: every command says in one line what is wrong and what to do, and makes nothing worse."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..collect.damaged import fresh, load, refused, run
from ..collect.samples import SAMPLES

Harm = Callable[[Path], None]

VERSIONS = "lake/un_sc_sanctions/versions.json"
LEDGER = "ledger.sqlite"
NODE = '[node]\nname = "x"\nid = "y"\n'
MAY_LIE_HERE = '[storage]\nunencrypted = "a test"\n'
EVE = NODE + MAY_LIE_HERE + '[desk]\nuser = "eve"\n'


def written(name: str, data: str | bytes) -> Harm:
    def harm(node: Path) -> None:
        remove(node / name)
        (node / name).write_bytes(data.encode() if isinstance(data, str) else data)

    return harm


def gone(pattern: str) -> Harm:
    def harm(node: Path) -> None:
        found = list(node.glob(pattern))
        assert found
        for path in found:
            remove(path)

    return harm


def a_folder(name: str) -> Harm:
    def harm(node: Path) -> None:
        remove(node / name)
        (node / name).mkdir()

    return harm


def in_ledger(statement: str) -> Harm:
    def harm(node: Path) -> None:
        with sqlite3.connect(node / LEDGER) as connection:
            connection.execute(statement)
        connection.close()

    return harm


def bytes_of(pattern: str, change: Callable[[bytes], bytes]) -> Harm:
    def harm(node: Path) -> None:
        path = sorted(path for path in node.glob(pattern) if path.is_file())[0]
        path.chmod(0o644)
        path.write_bytes(change(path.read_bytes()))

    return harm


def entry(change: Callable[[dict[str, Any]], Any]) -> Harm:
    """The first entry of the list of versions changed."""

    def harm(node: Path) -> None:
        listing = json.loads((node / VERSIONS).read_text(encoding="utf-8"))
        change(listing[0])
        (node / VERSIONS).write_text(json.dumps(listing), encoding="utf-8")

    return harm


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def holes(data: bytes) -> bytes:
    """As a disk leaves a file whose pages were never written."""
    return data[:4096] + bytes(len(data) - 4096)


def turned(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


#: What was done to the node, and what every command says of it: which file, what is wrong, what to do.
STOPS: list[tuple[str, Harm, str]] = [
    ("settings gone", gone("node.toml"), "there is no node here → make one with `contrared init DIR`, or give"),
    ("settings empty", written("node.toml", ""), "node.toml: node: Field required → see"),
    ("settings cut off", written("node.toml", "[node\n"), r"node.toml: not TOML: .*line 1, .* → correct that line"),
    ("settings not UTF-8", written("node.toml", b"\xff[node]"), "node.toml: not UTF-8 at byte 0 → save it as UTF-8"),
    ("settings a folder", a_folder("node.toml"), r"node.toml: cannot be read \(Is a directory\) → check"),
    ("settings newer", written("node.toml", NODE + "[engine]\nfast = true\n"), "engine.fast: .* no such setting → "),
    ("settings of another", written("node.toml", EVE), "this is the ledger of another node"),
    ("ledger gone", gone(LEDGER + "*"), "ledger.sqlite: the ledger is missing or empty: .* → restore it"),
    ("ledger empty", written(LEDGER, ""), "ledger.sqlite: the ledger is missing or empty: .* → restore it"),
    ("ledger a folder", a_folder(LEDGER), "ledger.sqlite: the ledger is missing or empty: .* → restore it"),
    ("ledger a text", written(LEDGER, "text " * 1000), "ledger.sqlite: the ledger is not a database → restore it"),
    ("ledger cut off", bytes_of(LEDGER, half), "ledger.sqlite: the ledger is damaged → .* restore it from"),
    ("ledger with holes", bytes_of(LEDGER, holes), "ledger.sqlite: the ledger is damaged → .* restore it from"),
    (
        "ledger newer",
        in_ledger("UPDATE alembic_version SET version_num = '9999'"),
        "ledger.sqlite: the ledger is at migration 9999, which this .* does not know → use the newer contrared",
    ),
    ("ledger of no version", in_ledger("DELETE FROM alembic_version"), "ledger.sqlite: the ledger is missing or empty"),
    ("record gone", in_ledger("DROP TABLE access_log"), "ledger.sqlite: the ledger lacks a table → .* restore it"),
    ("column gone", in_ledger("ALTER TABLE access_log DROP COLUMN action"), "ledger.sqlite: the ledger cannot be used"),
    ("versions cut off", bytes_of(VERSIONS, half), "versions.json: cannot be read: .* → restore the file"),
    ("versions empty", written(VERSIONS, ""), "versions.json: cannot be read: .* → restore the file"),
    ("versions not UTF-8", written(VERSIONS, b'["\xff"]'), "versions.json: cannot be read: .* → restore the file"),
    ("versions a folder", a_folder(VERSIONS), "versions.json: cannot be read: .* → restore the file"),
    ("versions no list", written(VERSIONS, "{}"), "versions.json: is no list of versions → restore the file"),
    ("version without date", entry(lambda v: v.pop("as_of")), "versions.json: version 1 of the list cannot be read"),
    ("version newer", entry(lambda v: v.update(colour=1)), "versions.json: version 1 of the list cannot be read"),
    ("version of another", entry(lambda v: v.update(dataset="x")), "versions.json: version 1 of the list is of 'x' → "),
]  # fmt: skip


@pytest.mark.parametrize(("harm", "says"), [row[1:] for row in STOPS], ids=[row[0] for row in STOPS])
def test_what_stops_every_command(tmp_path: Path, harm: Harm, says: str) -> None:
    node, _ = fresh(tmp_path)
    shutil.copytree(node, tmp_path / "backup")
    harm(node)
    harmed = names(node)
    commands = (
        ("check",),
        ("check", "--json"),
        ("datasets",),
        ("sources",),
        ("show", "un-1"),
        ("resolve",),
        ("protect", "un-1", "witness", "--why", "heard"),
    )
    for command in commands:
        assert re.search(says, refused(run(*command, "--node", node))), command
    assert re.search(says, refused(load(node, SAMPLES["un"], tmp_path / "in")))
    assert names(node) == harmed, "nothing is made in the place of what is lost, and nothing is loaded"
    # What is wrong is told and not more than that: with the backup in its place the node is whole.
    for name in ("node.toml", LEDGER, VERSIONS):
        remove(node / name)
        shutil.copy(tmp_path / "backup" / name, node / name)
    for extra in node.glob(LEDGER + "-*"):
        extra.unlink()
    assert run("check", "--node", node).code == 0
    assert load(node, SAMPLES["un"], tmp_path / "again").code == 0


def names(node: Path) -> set[str]:
    """All paths but the two that SQLite makes beside a ledger in use."""
    return {str(path.relative_to(node)) for path in node.rglob("*")} - {f"{LEDGER}-wal", f"{LEDGER}-shm"}


#: What was done to the node, and where and what ``contrared check`` says is wrong, of all that it looks at.
FOUND: list[tuple[str, Harm, list[tuple[str, str]]]] = [
    ("nothing", lambda node: None, []),
    ("statements gone", gone("lake/un_sc_sanctions/*/statements.parquet"), [("statements.parquet", "is missing")]),
    ("evidence empty", bytes_of("lake/un_sc_sanctions/*/evidence.parquet", lambda data: b""), [
        ("lake/un_sc_sanctions/.*/evidence.parquet", "its bytes are not those that were committed"),
    ]),
    ("statements turned", bytes_of("lake/un_sc_sanctions/*/statements.parquet", turned), [
        ("lake/un_sc_sanctions/.*/statements.parquet", "its bytes are not those that were committed"),
    ]),
    ("rejects edited", bytes_of("lake/un_sc_sanctions/*/rejects.csv", lambda data: data + b"x\n"), [
        ("lake/un_sc_sanctions/.*/rejects.csv", "its bytes are not those that were committed"),
    ]),
    ("versions gone", gone(VERSIONS), [
        ("archive/", "no version names it"),
        ("lake/un_sc_sanctions/2019-01-01", "no versions.json names it"),
    ]),
    ("an original turned", bytes_of("archive/??/*", turned), [("archive/", "no longer have the hash")]),
    ("the workbook's original gone", lambda node: original_of(node, "gb_hmt_sanctions").unlink(), [
        ("lake/gb_hmt_sanctions/2019-01-01", "is missing from the archive"),
    ]),
    ("key gone", gone("keys/node.key"), [("keys/node.key", "is missing")]),
    ("a line of the record gone", in_ledger("DELETE FROM access_log WHERE seq = 3"), [
        ("ledger, access_log", "line 4 follows line 2: lines are missing"),
        ("log", r"entry \d+ of the log is in no line of the record"),
    ]),
    ("half a copy", written("archive/.incoming-0123", "half"), [("archive/.incoming-0123", "half copied by a load")]),
    ("staging left", a_folder("lake/un_sc_sanctions/.staging-0123"), [("lake/.*/.staging-0123", "left by a load")]),
]  # fmt: skip


def original_of(node: Path, dataset: str) -> Path:
    (version,) = json.loads((node / "lake" / dataset / "versions.json").read_text(encoding="utf-8"))
    (source,) = version["sources"].values()
    sha256 = str(source["sha256"])
    return node / "archive" / sha256[:2] / sha256


@pytest.mark.parametrize(("harm", "problems"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_what_a_check_finds(tmp_path: Path, harm: Harm, problems: list[tuple[str, str]]) -> None:
    node, _ = fresh(tmp_path)
    harm(node)
    said = run("check", "--node", node, "--json")
    told = json.loads(said.out)
    assert (said.code, told["ok"]) == (1 if problems else 0, not problems)
    assert ("the log does not go on" in said.err) == any(place == "log" for place, _ in problems), said.err
    found = sorted((problem["where"], problem["what"]) for problem in told["problems"])
    assert len(found) == len(problems), found
    for (where, what), (place, says) in zip(found, problems, strict=True):
        assert re.search(place, where), found
        assert re.search(says, what), found


@pytest.mark.parametrize("lost", ["versions gone", "staging left"])
def test_what_a_load_makes_of_it(tmp_path: Path, lost: str) -> None:
    """A load takes away what another left behind, but no version whose list is lost: the list may come back."""
    node, _ = fresh(tmp_path)
    kept = set((node / "lake" / "un_sc_sanctions").glob("2019-01-01*"))
    next(row[1] for row in FOUND if row[0] == lost)(node)
    assert load(node, SAMPLES["un"], tmp_path / "in").code == 0
    assert kept <= set((node / "lake" / "un_sc_sanctions").iterdir())
    assert not list((node / "lake").glob("*/.staging-*"))
