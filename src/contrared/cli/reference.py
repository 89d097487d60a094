"""Writes the reference pages from the code: ``python -m contrared.cli.reference docs/reference [--check]``."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import typer
from pydantic import BaseModel

from contrared.case.file import CaseFile
from contrared.cli import commands as all_commands
from contrared.cli import shapes
from contrared.cli.app import app
from contrared.collect import known_readers
from contrared.store.config import Config

all_commands.add_all()
GENERATED = "<!-- Generated from the code by `make docs`; do not edit. -->\n\n"


def commands() -> dict[str, Any]:
    """All commands of the command line, by name; those of a group with the group before them."""
    found: dict[str, Any] = {}
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        found |= {name: command} if inner is None else {f"{name} {key}": each for key, each in inner.items()}
    return dict(sorted(found.items()))


def command_page() -> str:
    """Reference of every command and option."""
    lines = [GENERATED + "# Commands\n", "Every command prints a documented shape with `--json` (see json.md).\n"]
    for name, command in commands().items():
        lines.append(f"## contrared {name}\n")
        lines.append(inspect.cleandoc(command.help or "").replace("Example: ", "\nExample:\n\n    ") + "\n")
        lines.append("| option | meaning |\n|---|---|")
        for parameter in command.params:
            argument = parameter.param_type_name == "argument"
            shown = str(parameter.name).upper() if argument else ", ".join(parameter.opts)
            meaning = (getattr(parameter, "help", "") or "").replace("|", "/")
            lines.append(f"| `{shown}` | {meaning} |")
        lines.append("")
    return "\n".join(lines)


def model_page(title: str, intro: str, model: type[BaseModel]) -> str:
    """Reference of a file whose shape is a pydantic model."""
    lines = [GENERATED + f"# {title}\n", intro + "\n", "| setting | type | default | meaning |\n|---|---|---|---|"]
    for path, info in fields(model):
        default = "required" if info.is_required() else f"`{info.default!r}`"
        lines.append(f"| `{path}` | {type_name(info.annotation)} | {default} | {info.description} |")
    return "\n".join(lines) + "\n"


def fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """All leaf fields of a model with their dotted path; list items are marked ``[]``."""
    for name, info in model.model_fields.items():
        name = info.serialization_alias or name
        inner, many = _inner(info.annotation)
        if inner is not None:
            yield from fields(inner, f"{prefix}{name}{'[]' if many else ''}.")
        else:
            yield f"{prefix}{name}", info


def json_page() -> str:
    """Reference of every ``--json`` shape."""
    lines = [GENERATED + "# JSON shapes\n", "What `--json` prints, by command. `[]` marks a list.\n"]
    for _, shape in sorted(inspect.getmembers(shapes, inspect.isclass)):
        if issubclass(shape, BaseModel) and shape.__name__.endswith("Shape") and "--json" in (shape.__doc__ or ""):
            lines.append(f"## {inspect.cleandoc(shape.__doc__ or '')}\n")
            lines.append("| field | type | meaning |\n|---|---|---|")
            lines.extend(
                f"| `{path}` | {type_name(info.annotation)} | {info.description} |" for path, info in fields(shape)
            )
            lines.append("")
    return "\n".join(lines)


def reader_page() -> str:
    """Reference of every reader."""
    lines = [GENERATED + "# Readers\n", "| reader | version | reads |\n|---|---|---|"]
    lines.extend(f"| `{name}` | {reader.version} | {reader.summary} |" for name, reader in known_readers().items())
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """All reference pages, by file name."""
    return {
        "commands.md": command_page(),
        "json.md": json_page(),
        "readers.md": reader_page(),
        "node-toml.md": model_page("node.toml", "Settings of a node, written by `contrared init`.", Config),
        "case-toml.md": model_page("case.toml", "The case file that `contrared investigate` runs.", CaseFile),
    }


def type_name(annotation: Any) -> str:
    """A type as the reference writes it."""
    if get_origin(annotation) is not None and hasattr(annotation, "__metadata__"):
        annotation = get_args(annotation)[0]
    shown = annotation.__name__ if isinstance(annotation, type) and not get_args(annotation) else str(annotation)
    return shown.replace("typing.", "").replace("NoneType", "None").replace("|", "or")


def _inner(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    if isinstance(annotation, type) and not get_args(annotation) and issubclass(annotation, BaseModel):
        return annotation, False
    for argument in get_args(annotation):
        if isinstance(argument, type) and not get_args(argument) and issubclass(argument, BaseModel):
            return argument, True
    return None, False


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` say which are stale."""
    folder = Path(arguments[0])
    stale = []
    for name, content in pages().items():
        path = folder / name
        if "--check" in arguments:
            if not path.exists() or path.read_text(encoding="utf-8") != content:
                stale.append(str(path))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    if stale:
        sys.stderr.write(f"stale reference, run `make docs`: {', '.join(stale)}\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
