"""The command line: one app, its commands added by the modules beside it."""

from __future__ import annotations

import sys

import typer

from contrared import __version__
from contrared.model import ContraredError

app = typer.Typer(
    name="contrared",
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
) -> None:
    """A counter-network node: lists, registers and reports in; resolved parties, bridges and a cited brief out."""
    if version:
        typer.echo(f"contrared {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Run the command line; an error that a person can act on is one line and an exit code."""
    from contrared.cli import casework, identity, loading, nodes  # noqa: F401  (each adds its commands)

    try:
        app()
    except ContraredError as exc:
        sys.stderr.write(f"contrared: {exc}\n")
        sys.exit(exc.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
