"""Every command: importing this module adds them all to the app."""

from contrared.cli import (
    alerting,
    casework,
    clearing,
    demonstration,
    identity,
    indexing,
    learning,
    loading,
    nodes,
    screening,
    serving,
    watching,
)

__all__ = [
    "alerting",
    "casework",
    "clearing",
    "demonstration",
    "identity",
    "indexing",
    "learning",
    "loading",
    "nodes",
    "screening",
    "serving",
    "watching",
]
