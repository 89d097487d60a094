"""Commands in the order in which somebody meets them, for ``contrared --help`` and the reference."""

from __future__ import annotations

#: Commands by what they are for; a test holds it against the commands there are.
SECTIONS: dict[str, tuple[str, ...]] = {
    "Begin": ("demo", "init", "check", "keyring"),
    "Collect": ("fetch", "map", "load", "enter", "tip", "inquiry", "datasets", "sources", "seizures", "diff"),
    "Screen": ("screen", "encounter", "encounters", "watch", "alerts", "whitelist", "index", "learn", "serve"),
    "Resolve": ("resolve", "review", "judge", "undo", "judgements", "show"),
    "Illuminate and brief": ("case", "investigate", "why", "network", "export"),
    "Share": (
        "peer",
        "exchange",
        "ask",
        "open",
        "inbox",
        "decide",
        "outcome",
        "recall",
        "narrow",
        "amend",
        "subscribe",
        "stream",
        "bundle",
        "receipts",
    ),
    "Time and rights": ("protect", "protection", "correct", "disclose", "hold", "retention", "statistics"),
    "Govern": ("users", "policy", "approvals", "standing", "audit", "oversight", "archive", "backup", "restore"),
    "Who you are": ("login", "logout", "passwd", "totp", "sessions", "keys"),
}


def place(command: str) -> tuple[int, int]:
    """Where a command stands among all; one of no section comes last."""
    for at, names in enumerate(SECTIONS.values()):
        if command in names:
            return at, names.index(command)
    return len(SECTIONS), 0
