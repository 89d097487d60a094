"""Which module adds which command: the one that is asked for is imported, and no other.

Importing all of them takes a second, which whoever types a command would wait for each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

#: Commands of each module beside this one; a test holds it against what the modules add.
MODULES: dict[str, tuple[str, ...]] = {
    "accounts": (
        "login",
        "logout",
        "passwd",
        "sessions",
        "totp",
    ),
    "alerting": ("alerts",),
    "approving": ("approvals",),
    "archiving": ("archive",),
    "auditing": ("audit",),
    "backing": (
        "backup",
        "restore",
    ),
    "cases": ("case",),
    "casework": (
        "export",
        "investigate",
        "why",
    ),
    "clearing": ("whitelist",),
    "demonstration": ("demo",),
    "differing": ("diff",),
    "entering": ("enter",),
    "fetching": ("fetch",),
    "governing": (
        "policy",
        "users",
    ),
    "identity": (
        "judge",
        "judgements",
        "resolve",
        "show",
        "undo",
    ),
    "indexing": ("index",),
    "inquiries": ("inquiry",),
    "keyholding": ("keyring",),
    "keys": ("keys",),
    "learning": ("learn",),
    "loading": (
        "datasets",
        "load",
        "sources",
    ),
    "mapping": ("map",),
    "network": ("network",),
    "nodes": (
        "check",
        "init",
        "protect",
    ),
    "overseeing": ("oversight",),
    "reviewing": ("review",),
    "rights": (
        "correct",
        "disclose",
        "hold",
        "protection",
        "retention",
        "statistics",
    ),
    "screening": ("screen",),
    "seizing": ("seizures",),
    "serving": ("serve",),
    "sharing": (
        "amend",
        "ask",
        "bundle",
        "decide",
        "exchange",
        "inbox",
        "narrow",
        "open",
        "outcome",
        "peer",
        "recall",
        "receipts",
        "stream",
        "subscribe",
    ),
    "standing": ("standing",),
    "tips": ("tip",),
    "watching": (
        "encounter",
        "encounters",
        "watch",
    ),
}


def add(arguments: Sequence[str]) -> None:
    """Add the command that a command line asks for; all of them where it asks for none, or for none of these.

    Args:
        arguments: What follows the name of the program.
    """
    asked = arguments[0] if arguments else ""
    for module, names in MODULES.items():
        if asked in names:
            import_module(f"contrared.cli.{module}")
            return
    add_all()


def add_all() -> None:
    """Add every command."""
    for module in MODULES:
        import_module(f"contrared.cli.{module}")
