"""Files of break-glass shares: one a keeper, opened with the keeper's private key only."""

from __future__ import annotations

import json
from pathlib import Path

from contrared.govern.handover.keepers import Keeper, open_with
from contrared.model import InputError
from contrared.store.durable import write_bytes


def write_share(folder: Path, glass: str, node: str, keeper: Keeper, share: bytes) -> Path:
    """Write a keeper's share.

    Returns:
        The file, ``NAME.share``.

    Raises:
        NodeError: the disk is full.
    """
    path = folder / f"{keeper.name}.share"
    about = {"break-glass": glass, "node": node, "keeper": keeper.name, "sealed": keeper.give(share, glass).hex()}
    write_bytes(path, json.dumps(about, indent=1).encode() + b"\n", mode=0o600)
    return path


def opened_share(path: Path, key: Path) -> tuple[str, bytes]:
    """Open a share with the key of its keeper, who hands on nothing but that.

    Returns:
        Name of the keeper, and the share.

    Raises:
        InputError: the file is no share, or the key is not its keeper's.
    """
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        glass, sealed = str(about["break-glass"]), bytes.fromhex(about["sealed"])
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise InputError("is no share", where=str(path), do="give a file that `users break-glass make` wrote") from exc
    return open_with(key, sealed, glass)
