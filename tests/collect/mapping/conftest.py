"""A node to load tables into, and a way to do it in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from contrared.collect import LoadOptions, LoadReport, load
from contrared.collect.mapping import mapped
from contrared.govern import Desk, enter
from contrared.store import Node

Bring = Callable[..., LoadReport]

PERSON: dict[str, Any] = {
    "dataset": "register",
    "as_of": "2024-01-01",
    "entities": {
        "person": {
            "schema": "Person",
            "id_column": "id",
            "properties": {"name": {"column": "name"}, "birthDate": {"column": "born"}},
        }
    },
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of an empty node; tests load into it one after the other."""
    node = Node.init(tmp_path_factory.mktemp("mapping") / "node", unencrypted="a test")
    yield enter(node, purpose="test")
    node.close()


@pytest.fixture
def bring(desk: Desk, tmp_path: Path) -> Bring:
    """Load a table, given as bytes or as a path, by a mapping, given as data."""

    def run(table: bytes | Path | str, mapping: Any = PERSON, name: str = "register.csv", **options: str) -> LoadReport:
        if isinstance(table, bytes):
            path = tmp_path / name
            path.write_bytes(table)
            table = path
        written = tmp_path / "mapping.yml"
        written.write_text(mapping if isinstance(mapping, str) else yaml.safe_dump(mapping, sort_keys=False))
        with mapped(str(table), written, desk.node.root, options.get("dataset", "")) as (path, reader):
            return load(desk, path, LoadOptions(**options), reader=reader)

    return run
