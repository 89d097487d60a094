"""What is typed and not shown: passwords, codes, invitations; from a pipe, a line each."""

from __future__ import annotations

import getpass
import sys

from contrared.model import InputError
from contrared.model.language import said


def typed(what: str) -> str:
    """Ask for a secret.

    Raises:
        InputError: nothing comes.
    """
    if sys.stdin.isatty():
        try:
            return getpass.getpass(f"{said(what)}: ")
        except EOFError as exc:
            raise _missing(what) from exc
    line = sys.stdin.readline()
    if not line:
        raise _missing(what)
    return line.rstrip("\r\n")


def chosen(what: str) -> str:
    """Ask for a new secret, on a terminal twice.

    Raises:
        InputError: nothing comes, or not the same twice.
    """
    first = typed(what)
    if sys.stdin.isatty() and typed(f"{what}, once more") != first:
        raise InputError("these are not the same", do="type it again")
    return first


def _missing(what: str) -> InputError:
    return InputError(
        f"{what.lower()} is missing", do="type it, or send it on standard input, a line for each question"
    )
