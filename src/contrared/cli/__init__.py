"""Typer commands over the rooms; no logic of their own."""

from contrared.cli.app import main

__all__ = ["main"]
