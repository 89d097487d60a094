"""The command line: one app, its commands added by the modules beside it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from contrared import __version__
from contrared.cli.sections import SECTIONS, place
from contrared.cli.spoken import OPTION, asked_for, tell
from contrared.model import ContraredError, InputError
from contrared.model.language import said, speak, speaking
from contrared.store.durable import disk_trouble

#: What asks a running command to end: Ctrl-C, a service or the machine going down, a terminal that is closed.
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOPPED = "stopped: what was not finished is not in the node, what was there before is whole → run it again"


class Commands(TyperGroup):
    """All commands; an argument that cannot be used is told as any other bad input, in one line."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for.

        Raises:
            InputError: an argument or option of it is missing, cannot be read or is none of those there are.
        """
        try:
            return super().invoke(ctx)
        except typer.BadParameter as exc:
            command = exc.ctx.command_path if exc.ctx is not None else ctx.command_path
            raise InputError(said(exc.format_message()).rstrip("."), do=f"see `{command} --help`") from exc


class Sections(Commands):
    """The commands of the program, by what they are for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands, in the order in which somebody meets them."""
        return sorted(super().list_commands(ctx), key=place)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, each section under its title."""
        names = self.list_commands(ctx)
        width = formatter.width - 6 - max((len(name) for name in names), default=0)
        for title, wanted in SECTIONS.items():
            told = [(name, self.commands[name].get_short_help_str(width)) for name in names if name in wanted]
            if told:
                with formatter.section(said(title)):
                    formatter.write_dl(told)


app = typer.Typer(
    name="contrared",
    cls=Sections,
    help="A counter-network node: lists, registers and reports in; resolved parties, bridges and a cited brief out.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
    lang: str = typer.Option("", OPTION, help="Language of what people read: en, es or pt; JSON stays English."),
) -> None:
    """A counter-network node: lists, registers and reports in; resolved parties, bridges and a cited brief out."""
    if lang:
        context.with_resource(speaking(lang))
    if version:
        typer.echo(f"contrared {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


class Stopped(SystemExit):
    """Raised where a signal finds the program: whatever was begun is undone on the way out, as after an error."""


def main() -> None:
    """Run the command line; an error that a person can act on, or being stopped, is one line and an exit code."""
    with _stoppable() as asked:
        try:
            from contrared.cli import commands

            language, arguments = asked_for(sys.argv[1:])
            speak(language)
            commands.add(arguments)
            command = typer.main.get_command(app)
            tell(command)
            command(arguments)
        except ContraredError as exc:
            _end(exc.told(said), exc.exit_code)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(141)
        except Stopped as exc:
            _end(said(STOPPED), int(str(exc.code)))
        except Exception as exc:
            if asked:
                # The query engine meets a signal with an error of its own.
                _end(said(STOPPED), asked[0])
            if (trouble := disk_trouble(exc)) is not None:
                _end(trouble.told(said), trouble.exit_code)
            raise


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """Listen to the signals above, except those that whoever started the program had it ignore, as ``nohup`` does.

    Yields:
        Exit codes of the signals that came, in their order.
    """
    asked: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        asked.append(128 + number)
        raise Stopped(128 + number)

    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {each: signal.getsignal(each) for each in SIGNALS}
    before = {each: handler for each, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    for each in before:
        signal.signal(each, stop)
    try:
        yield asked
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _end(said: str, code: int) -> NoReturn:
    """Say one line, nothing in it that steers a terminal, and end."""
    line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in " ".join(said.splitlines()))
    with suppress(OSError):  # a terminal that was closed
        sys.stderr.write(f"contrared: {line}\n")
    sys.exit(code)
