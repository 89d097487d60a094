"""Where the ledger is and how to get in: the URL from ``node.toml`` or the environment, the password never in a file
that others may read."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import make_url

from contrared.model import InputError
from contrared.store import tls
from contrared.store.keyring import Keyring
from contrared.store.postgres import address

#: Environment: the whole URL, in place of the one in ``node.toml``; the password alone.
URL, PASSWORD = "CONTRARED_LEDGER_URL", "CONTRARED_LEDGER_PASSWORD"
#: File of the password in the node, sealed where the keys are.
KEPT = Path("keys") / "ledger.key"
_SQLITE = "sqlite:///"


def ledger(url: str, root: Path, unprotected: str = "") -> tuple[str, str]:
    """URL and password of a node's ledger; a relative path of a file is inside the node.

    Args:
        url: As ``node.toml`` says.
        root: Folder of the node.
        unprotected: Why the way to the database may be open to others; empty where nobody said.

    Raises:
        InputError: it is no URL, or ``node.toml`` holds a password, which others may read.
        NodeError: the password is sealed and the passphrase is not to be had, or others could read on the way to the
            database and nobody said why they may.
    """
    named = os.environ.get(URL, "")
    found = named or url
    if not named and address(found).password:
        raise InputError(
            "the URL of the ledger bears a password, and others may read this file",
            where=str(root / "node.toml"),
            do=f"take it out there, change it, and put the new one into {PASSWORD} or {KEPT} (mode 600)",
        )
    if found.startswith(_SQLITE):
        path = found.removeprefix(_SQLITE)
        return (found if path.startswith("/") else _SQLITE + str((root / path).resolve())), ""
    asked = address(found)
    tls.checked(asked, unprotected)
    if (there := tls.placed(make_url(found), root)) != make_url(found):
        found = there.render_as_string(hide_password=False)
    return found, _password(root)


def not_elsewhere(url: str) -> None:
    """Refuse to make or restore a ledger while the environment names another, which would be written in its place.

    Args:
        url: Where it is to lie; empty for a file of the node.

    Raises:
        InputError: the environment names another.
    """
    named = os.environ.get(URL, "")
    if named and (not url or address(named) != address(url)):
        raise InputError(
            f"{URL} names another ledger than this is to be",
            where=URL,
            do="unset it, or say the same",
        )


def keep_password(root: Path, password: str) -> None:
    """Keep the password in the node, for its owner only, sealed where a passphrase is set.

    Raises:
        InputError: it is empty.
        NodeError: it cannot be written, or the passphrase is not to be had.
    """
    if not password:
        raise InputError("the password is empty", do=f"put it into {PASSWORD}")
    Keyring(root / "keys").write(root / KEPT, password.encode())


def told() -> str:
    """The password that the environment gives, empty where it gives none."""
    return os.environ.get(PASSWORD, "")


def _password(root: Path) -> str:
    if (given := os.environ.get(PASSWORD)) is not None:
        return given
    path = root / KEPT
    if not path.exists():
        return ""
    if path.stat().st_mode & 0o077:
        raise InputError("others may read the password of the ledger", where=str(path), do=f"chmod 600 {path}")
    return Keyring.around(path).read(path).decode()
