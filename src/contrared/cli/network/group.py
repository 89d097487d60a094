"""The group of commands on networks."""

from __future__ import annotations

import typer

from contrared.cli.app import Commands, app

network = typer.Typer(
    name="network",
    cls=Commands,
    help="Networks of a case or of an edge list: who matters and how sure that is, bridges, communities, disruption.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(network)
