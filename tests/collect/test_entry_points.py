"""A reader of somebody else, as the page tells how to write one: found through its entry point, and it loads."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from contrared.collect.registry import SHIPPED, choose, known_readers

from .damaged import run

PAGE = Path(__file__).parents[2] / "docs/how-to/add-a-reader.md"


def block(language: str, mark: str) -> str:
    """The code of the page in which something stands."""
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (found,) = (code for code in blocks if mark in code)
    return found


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package of the page with what an installer would write beside it; nothing is built or fetched."""
    site = tmp_path / "site"
    package = site / "port_bans"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "reader.py").write_text(block("python", "class PortBansReader"), encoding="utf-8")
    project = tomllib.loads(block("toml", 'name = "port-bans"'))["project"]
    made = site / "port_bans-1.0.dist-info"
    made.mkdir()
    (made / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = [
        f"[{group}]\n" + "".join(f"{name} = {target}\n" for name, target in named.items())
        for group, named in project["entry-points"].items()
    ]
    (made / "entry_points.txt").write_text("\n".join(points))
    monkeypatch.syspath_prepend(str(site))
    known_readers.cache_clear()
    yield tmp_path
    known_readers.cache_clear()


def test_it_is_found_behind_those_that_ship(installed: Path) -> None:
    known = list(known_readers())
    assert len(known) > len(SHIPPED)
    assert "port-bans" in known[len(SHIPPED) :]
    path = installed / "bans.csv"
    path.write_text(block("csv", "PV-17"), encoding="utf-8")
    assert choose(path).name == "port-bans"


def test_it_loads(installed: Path) -> None:
    node, path = installed / "node", installed / "bans.csv"
    path.write_text(block("csv", "PV-17") + "PV-19;cat;Tom;;;\n", encoding="utf-8")
    assert run("init", node).code == 0
    said = run("load", path, "--as-of", "2024-03-01", "--node", node, "--json")
    assert said.code == 0, said.err
    told = json.loads(said.out)["version"]
    assert (told["dataset"], told["entities"], told["rejects"]) == ("pv_port_bans", 4, 1)
    assert told["reader"] == "port-bans 1"


def test_one_of_the_name_of_ours_is_passed_over(installed: Path) -> None:
    reader = installed / "site/port_bans/reader.py"
    reader.write_text(reader.read_text(encoding="utf-8").replace('name = "port-bans"', 'name = "un"'), encoding="utf-8")
    assert type(known_readers()["un"]).__name__ == "UnReader"
