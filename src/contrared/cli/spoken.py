"""The language of the command line: which it is, and the help texts told in it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contrared.model.language import ENGLISH, chosen, said, spoken

OPTION = "--lang"
_EXAMPLE = "Example: "
#: What Typer says in help texts and about arguments that cannot be used.
TYPER_TEXTS = (
    "Usage: ",
    "Options",
    "Arguments",
    "Commands",
    "default: {default}",
    "env var: {var}",
    "required",
    "(dynamic)",
    "Show this message and exit.",
    "Example: {command}",
    "Error: {problem}",
    "Missing command.",
    "No such command {name}.",
    "No such option: {option}",
    "No such option: {option} (Possible options: {possible})",
    "Missing argument {hint}",
    "Missing option {hint}",
    "Missing parameter: {name}",
    "Invalid value: {problem}",
    "Invalid value for {param}: {problem}",
    "Option {option} requires an argument.",
    "Option {option} does not take a value.",
    "Got unexpected extra argument ({value})",
    "Got unexpected extra arguments ({value})",
    "{value} is not a valid {kind}.",
    "{value} is not one of {choices}.",
    "{value} is not in the range {range}.",
    "{kind} {path} does not exist.",
)


def asked_for(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The language to speak, and the arguments without the option that says so.

    Args:
        arguments: What follows the name of the program; ``--lang`` may stand before or after the command.

    Raises:
        InputError: what was asked for is no language of ours.
    """
    asked, left = "", list(arguments)
    end = left.index("--") if "--" in left else len(left)
    for place, word in enumerate(left[:end]):
        if word == OPTION and place + 1 < len(left):
            asked = left[place + 1]
            del left[place : place + 2]
            break
        if word.startswith(OPTION + "="):
            asked = left.pop(place).partition("=")[2]
            break
    return chosen(asked, "" if asked else _of_node(left)), left


def _of_node(arguments: Sequence[str]) -> str:
    """What ``node.toml`` of the node that the command is for says; nothing where none can be read.

    That it cannot be read is told by whatever opens the node.
    """
    folder = os.environ.get("CONTRARED_NODE", "")
    for place, word in enumerate(arguments):
        if word == "--node" and place + 1 < len(arguments):
            folder = arguments[place + 1]
        elif word.startswith("--node="):
            folder = word.partition("=")[2]
    try:
        settings = tomllib.loads((Path(folder) / "node.toml").read_text(encoding="utf-8"))
        return str(settings.get("node", {}).get("language", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def tell(command: Any) -> None:
    """Tell the help texts of a command, and of those below it, in the language that is spoken."""
    if spoken() == ENGLISH:
        return
    import typer.core

    setattr(typer.core, "_", said)  # noqa: B010 - what Typer asks for its own texts
    usage: Any = typer.BadParameter.__mro__[1]
    usage.show = _refused
    _tell(command, typer.Context)


def _tell(command: Any, context: Any) -> None:
    shown = context(command)
    command.help = helped(command.help or "")
    for parameter in command.get_params(shown):
        if getattr(parameter, "help", None):
            parameter.help = said(parameter.help)
        if isinstance(getattr(parameter, "show_default", None), str):
            parameter.show_default = said(parameter.show_default)
    command.format_usage = lambda ctx, formatter: formatter.write_usage(
        ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix=said("Usage: ")
    )
    for inner in getattr(command, "commands", {}).values():
        _tell(inner, context)


def _refused(error: Any, file: Any = None) -> None:
    """Show how a command is used, where somebody used it otherwise."""
    import typer

    if error.ctx is not None:
        option = error.ctx.help_option_names[0]
        hint = said(f"Try '{error.ctx.command_path} {option}' for help.")
        typer.echo(f"{error.ctx.get_usage()}\n{hint}\n", err=True)
    typer.echo(said(f"Error: {said(error.format_message())}"), err=True)


def helped(text: str) -> str:
    """A help text paragraph by paragraph; what no catalogue has, as an example, stays as it is."""
    return "\n\n".join(_paragraph(block) for block in text.split("\n\n"))


def _paragraph(block: str) -> str:
    line = " ".join(block.split())
    told = said(line)
    if told == line and line.startswith(_EXAMPLE):
        return said(f"{_EXAMPLE}{{command}}").replace("{command}", line.removeprefix(_EXAMPLE))
    return block if told == line else told
