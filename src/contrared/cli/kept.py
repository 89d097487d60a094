"""The session of the command line: one a node, in a file that only its owner reads, under the user's state folder."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import asdict, dataclass
from pathlib import Path

from contrared.model import InputError
from contrared.store import Node
from contrared.store.durable import disk_errors, write_bytes

#: Environment variable with the service key of a command that nobody watches.
KEY = "CONTRARED_KEY"


@dataclass(frozen=True, slots=True)
class Kept:
    """A session kept between commands: whose, its id, and its secret."""

    user: str
    session: str
    token: str


def keep(node: Node, held: Kept) -> Path:
    """Keep a session until it is dropped or another takes its place.

    Returns:
        The file.

    Raises:
        NodeError: it cannot be written.
    """
    path = _path(node)
    with disk_errors(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_bytes(path, json.dumps(asdict(held)).encode() + b"\n", mode=0o600)
    return path


def kept(node: Node) -> Kept | None:
    """The session that is kept for a node, living or not.

    Raises:
        InputError: its file can be read or written by others, or is none.
    """
    path = _path(node)
    try:
        about = path.lstat()
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror})", where=str(path), do="remove it, and log in again") from exc
    if not stat.S_ISREG(about.st_mode) or about.st_uid != os.getuid() or about.st_mode & 0o077:
        raise InputError(
            "the file of your session is open to others",
            where=str(path),
            do="remove it, log in again, and end the old session with `contrared sessions revoke`",
        )
    try:
        return Kept(**json.loads(text))
    except (ValueError, TypeError) as exc:
        raise InputError("is no file of a session", where=str(path), do="remove it, and log in again") from exc


def drop(node: Node) -> None:
    """Forget the session that is kept for a node."""
    path = _path(node)
    with disk_errors(path):
        path.unlink(missing_ok=True)


def session_for(node: Node, user: str | None) -> str | None:
    """What a command enters with: the service key in the environment, or the kept session unless it is another user's.

    Raises:
        InputError: the file of the session is open to others, or none.
    """
    if os.environ.get(KEY):
        return os.environ[KEY]
    held = kept(node)
    return held.token if held is not None and user in (None, held.user) else None


def _path(node: Node) -> Path:
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "contrared" / "sessions" / f"{node.settings.node.id}.json"
