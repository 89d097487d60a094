"""Every command: importing this module adds them all to the app."""

from contrared.cli import (
    alerting,
    archiving,
    auditing,
    casework,
    demonstration,
    governing,
    identity,
    indexing,
    learning,
    loading,
    nodes,
    overseeing,
    screening,
    serving,
    watching,
)

__all__ = [
    "alerting",
    "archiving",
    "auditing",
    "casework",
    "demonstration",
    "governing",
    "identity",
    "indexing",
    "learning",
    "loading",
    "nodes",
    "overseeing",
    "screening",
    "serving",
    "watching",
]
