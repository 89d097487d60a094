"""The house stands as the design draws it: a room imports only rooms above it, files stay small, no attic."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "contrared"

#: The rooms in the order of the design; each may import itself and those before it.
ROOMS = (
    "model",
    "store",
    "govern",
    "collect",
    "match",
    "resolve",
    "network",
    "money",
    "routes",
    "share",
    "brief",
    "case",
    "api",
    "web",
    "cli",
)
#: Rooms side by side that do not know each other.
STRANGERS = {"network", "money", "routes"}
#: Data that ships with the project; holds no code.
DATA = {"demo"}
#: Below the door only collect/, which fills the lake, may touch what the store holds without a desk;
#: types of values that cross the door are open to all.
BEHIND_THE_DOOR = {"archive", "ledger", "tables", "query", "keys", "exchange_keys"}
BELOW_THE_DOOR = ROOMS[ROOMS.index("collect") + 1 :]

#: Files that must be whole in themselves, with the lines they may have.
ALONE = {"govern/log/standalone.py": 340}

FILES = sorted(SOURCE.rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: import by full name"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _room(path: Path) -> str | None:
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else None


def test_every_folder_is_a_room() -> None:
    found = {p.name for p in SOURCE.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert found <= set(ROOMS) | DATA


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_room_imports_only_rooms_above_it(path: Path) -> None:
    room = _room(path)
    if room is None:
        return
    assert room in ROOMS
    above = set(ROOMS[: ROOMS.index(room) + 1])
    if room in STRANGERS:
        above -= STRANGERS - {room}
    for name in _imports(path):
        parts = name.split(".")
        if parts[0] == "contrared" and len(parts) > 1 and parts[1] in ROOMS:
            assert parts[1] in above, f"{room} may not import {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_rooms_below_the_door_read_through_a_desk(path: Path) -> None:
    if _room(path) not in BELOW_THE_DOOR:
        return
    for name in _imports(path):
        parts = name.split(".")
        if parts[:2] == ["contrared", "store"] and len(parts) > 2:
            assert parts[2] not in BEHIND_THE_DOOR, f"{name} is behind the door; use a desk"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_files_stay_small_and_are_named_for_a_concept(path: Path) -> None:
    most = ALONE.get(str(path.relative_to(SOURCE)), 300)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= most
    assert path.stem not in {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    if path.read_text(encoding="utf-8").strip():
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "a module says what it is"


def test_the_test_tree_mirrors_the_rooms() -> None:
    tests = Path(__file__).parent
    for folder in (p for p in tests.iterdir() if p.is_dir() and not p.name.startswith((".", "__"))):
        assert folder.name in ROOMS, f"tests/{folder.name} mirrors no room"
