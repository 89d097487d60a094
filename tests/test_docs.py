"""Documentation is an interface: every command, setting, shape and page is there and true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contrared.case.file import CaseFile
from contrared.cli import reference
from contrared.store.config import Config

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
COMMANDS = reference.commands()
REFERENCE = reference.pages()


#: All that is written for people by people.
PROSE = "".join(
    path.read_text(encoding="utf-8")
    for path in [*sorted(DOCS.rglob("*.md")), ROOT / "README.md"]
    if path.parent.name != "reference"
)


@pytest.mark.parametrize("name", sorted(REFERENCE))
def test_the_reference_is_what_the_code_says(name: str) -> None:
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == REFERENCE[name], "run `make docs`"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_an_example_and_json(name: str) -> None:
    command = COMMANDS[name]
    assert f"Example: contrared {name}" in (command.help or "")
    options = {option for parameter in command.params for option in parameter.opts}
    assert "--json" in options
    for parameter in command.params:
        if parameter.name != "help":
            assert getattr(parameter, "help", None), f"{name} {parameter.name} has no help"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_told_to_a_person(name: str) -> None:
    assert f"contrared {name}" in PROSE


@pytest.mark.parametrize("model", [Config, CaseFile], ids=["node.toml", "case.toml"])
def test_every_setting_is_described(model: type[Config] | type[CaseFile]) -> None:
    for path, info in reference.fields(model):
        assert info.description, f"{path} has no description"


PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_decision_is_numbered_once() -> None:
    numbers = [p.name[:4] for p in sorted((DOCS / "decisions").glob("*.md"))]
    assert numbers == sorted(set(numbers))
    assert all(number.isdigit() for number in numbers)
