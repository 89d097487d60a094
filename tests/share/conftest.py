"""Nodes that are introduced to each other, on this machine, with a clock of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contrared.govern import Desk, enter
from contrared.share.peers import Book, Self
from contrared.store import Node

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TABLES = "ab" * 32


@dataclass(frozen=True)
class Member:
    """A node with its desk and its partners."""

    node: Node
    desk: Desk
    book: Book

    @property
    def id(self) -> str:
        return self.node.settings.node.id

    def said(self, country: str, address: str = "") -> Self:
        return Self(self.node.settings.node.name, f"Agency of {country}", country, address, "contrared-keys-1", TABLES)


Members = Callable[[str], Member]


@contextmanager
def members(folder: Path) -> Iterator[Members]:
    """Make nodes of a name in a folder; closed at the end."""
    made: list[Node] = []

    def make(name: str) -> Member:
        node = Node.init(folder / name, name, unencrypted="a test")
        made.append(node)
        desk = enter(node, purpose="test")
        return Member(node, desk, Book(desk, lambda: NOON))

    yield make
    for node in made:
        node.close()


@pytest.fixture
def member(tmp_path: Path) -> Iterator[Members]:
    with members(tmp_path) as make:
        yield make
