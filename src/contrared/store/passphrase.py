"""Where the passphrase of a node's keys comes from: a credential of systemd, a file, or a prompt."""

from __future__ import annotations

import getpass
import os
import sys
import unicodedata
from pathlib import Path

from contrared.model import InputError, NodeError

#: Name of the credential a service gets from systemd (``LoadCredential=contrared:…``, systemd.exec(5)).
CREDENTIAL = "contrared"
FILE = "CONTRARED_PASSPHRASE_FILE"
#: Characters a new passphrase must have: six diced words have more.
SHORTEST = 12


def given() -> bytes:
    """The passphrase, from ``$CREDENTIALS_DIRECTORY/contrared``, the file that ``CONTRARED_PASSPHRASE_FILE`` names, or
    a prompt, whichever comes first.

    Raises:
        NodeError: there is none of them, or the file cannot be read.
    """
    if (path := _file()) is not None:
        return read(path)
    return prepared(_asked("Passphrase of the node's keys: "))


def chosen(path: Path | None = None, *, ask: bool = False) -> bytes:
    """A new passphrase: from a file, where one is named here or as for :func:`given`, else asked for twice.

    Args:
        path: File with the new passphrase.
        ask: Ask, even where :func:`given` finds one: that is the old one.

    Raises:
        InputError: it is too short, or the two are not the same.
        NodeError: nobody can be asked, or the file cannot be read.
    """
    path = path or (None if ask else _file())
    if path is not None:
        return _long_enough(read(path))
    first = prepared(_asked("New passphrase of the node's keys: "))
    if prepared(_asked("The same again: ")) != first:
        raise InputError("the two passphrases are not the same", do="try again; nothing was changed")
    return _long_enough(first)


def read(path: Path) -> bytes:
    """The passphrase a file holds, without the end of its line.

    Raises:
        NodeError: it cannot be read, is empty or is not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise NodeError(f"the passphrase cannot be read ({exc})", where=str(path), do="check the file") from exc
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise NodeError("the passphrase is empty", where=str(path), do="check the file")
    return prepared(text)


def prepared(text: str) -> bytes:
    """A passphrase as it goes into the derivation: NFC, so that keyboards that compose differently agree, in UTF-8."""
    return unicodedata.normalize("NFC", text).encode()


def _file() -> Path | None:
    if (folder := os.environ.get("CREDENTIALS_DIRECTORY")) and (path := Path(folder) / CREDENTIAL).is_file():
        return path
    named = os.environ.get(FILE)
    return Path(named) if named else None


def _asked(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise NodeError(
            "the passphrase of the node's keys is needed and nobody can be asked",
            do=f"name a file with it in {FILE}, or give the service the credential {CREDENTIAL!r}",
        )
    return getpass.getpass(prompt)


def _long_enough(passphrase: bytes) -> bytes:
    if len(passphrase.decode()) < SHORTEST:
        raise InputError(f"the passphrase has fewer than {SHORTEST} characters", do="take six words by dice")
    return passphrase
