"""Every command: importing this module adds them all to the app."""

from contrared.cli import casework, identity, loading, nodes, screening

__all__ = ["casework", "identity", "loading", "nodes", "screening"]
