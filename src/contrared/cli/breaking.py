"""`users break-glass`: make the secret, open a keeper's share, use it."""

from __future__ import annotations

from pathlib import Path

from contrared.cli import output, shapes
from contrared.govern import Desk
from contrared.model import InputError


def made(desk: Desk, keepers: Path | None, needed: int, out: Path | None) -> shapes.GlassShape:
    """Make the secret, and a file for each keeper."""
    from contrared.govern.accounts.break_glass import make
    from contrared.govern.handover.keepers import read_keepers

    glass = make(desk, read_keepers(_given(keepers, "--keepers")), needed, _given(out, "--out"))
    files = [str(path) for path in glass.files]
    return shapes.GlassShape(act="make", id=glass.id, needed=glass.needed, keepers=list(glass.keepers), files=files)


def opened(share: list[Path], key: Path | None, out: Path | None) -> shapes.GlassShape:
    """Open a keeper's share; needs no node."""
    from contrared.govern.accounts.glass_shares import opened_share
    from contrared.store.durable import write_bytes

    target = _given(out, "--out")
    if target.exists():
        raise InputError("there is something already", where=str(target), do="name a new file")
    if len(share) != 1:
        raise InputError("one share is opened at a time", where="--share", do="give the keeper's file")
    keeper, found = opened_share(share[0], _given(key, "--key"))
    write_bytes(target, found.hex().encode() + b"\n", mode=0o600)
    return shapes.GlassShape(act="open", keepers=[keeper], files=[str(target)])


def used(node: Path, shares: list[Path], user: str, why: str, name: str) -> shapes.GlassShape:
    """Let somebody in who may let others in."""
    from contrared.govern.accounts.break_glass import use

    if not user:
        raise InputError("who is to be let in?", where="--for", do="give the id of an administrator")
    read = [_share(path) for path in shares]
    with output.node_at(node) as opened_node:
        invitation = use(opened_node, read, user, why, name=name)
    return shapes.GlassShape(act="use", user=user, word=invitation.word, ends_at=invitation.ends_at)


def tell(shape: shapes.GlassShape) -> None:
    """Print what was done."""
    if shape.act == "make":
        output.say(
            f"{shape.id}: {shape.needed} of {', '.join(shape.keepers)} break the glass; secrets before it do not"
        )
        for path in shape.files:
            output.say(f"  {path}")
    elif shape.act == "open":
        output.say(f"share of {shape.keepers[0]} written to {shape.files[0]}")
    else:
        output.say(shape.word)
        output.say(f"`contrared passwd --invited` asks for it, once, until {shape.ends_at}; all sessions have ended")


def _given(path: Path | None, option: str) -> Path:
    if path is None:
        raise InputError("is missing", where=option, do="see `contrared users --help`")
    return path


def _share(path: Path) -> bytes:
    try:
        return bytes.fromhex(path.read_text(encoding="utf-8").strip())
    except (OSError, ValueError) as exc:
        do = "give a file that `users break-glass open` wrote"
        raise InputError("is no opened share", where=str(path), do=do) from exc
