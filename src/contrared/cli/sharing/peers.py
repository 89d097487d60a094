"""The command `peer`: introductions, given and accepted; partners, listed and revoked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.share.peers import Book, Introduction, Peer


class PeerAct(StrEnum):
    """What `peer` does."""

    INVITE = "invite"
    READ = "read"
    ACCEPT = "accept"
    LIST = "list"
    REVOKE = "revoke"
    RENEW = "renew"


@app.command()
def peer(
    act: Annotated[PeerAct, typer.Argument(help="invite, read, accept, list, revoke or renew.")],
    what: Annotated[
        str, typer.Argument(help="invite, renew: file to write; read, accept: file to read; revoke: id of the partner.")
    ] = "",
    agency: Annotated[str, typer.Option("--agency", help="invite: agency that runs this node.")] = "",
    country: Annotated[str, typer.Option("--country", help="invite: its country, two letters.")] = "",
    address: Annotated[
        str,
        typer.Option(
            "--address",
            help="HOST:PORT. invite: where this node is called; accept: where the partner is called, if elsewhere.",
        ),
    ] = "",
    days: Annotated[int, typer.Option("--days", help="invite, renew: days the introduction holds.")] = 365,
    fingerprint: Annotated[
        str, typer.Option("--fingerprint", help="accept: the 40 digits as the partner read them aloud.")
    ] = "",
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="accept: the address may be a private, loopback or link-local one."),
    ] = False,
    why: Annotated[str, typer.Option("--why", help="revoke, renew: reason, kept on record.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Introduce this node to a partner, accept the partner's introduction, list partners, or cut one off at once.

    Example: contrared peer invite us.introduction --agency "Policía Nacional" --country co --address node.example:8700
    """
    from contrared.share import peers

    if act is not PeerAct.LIST and not what:
        raise InputError(f"{act} what?", do="name the file, or the id of the partner")
    with output.desk_at(node, user, purpose, case) as desk:
        book, made, said, known = peers.Book(desk), "", None, []
        if act in (PeerAct.INVITE, PeerAct.RENEW):
            if act is PeerAct.INVITE:
                data = _introduce(book, Path(what), desk.node.settings.node.name, agency, country, address, days)
            else:
                data = _written(Path(what), lambda: book.renew(why, days=days))
            made, said = peers.fingerprint(data), peers.read(data)
        elif act is PeerAct.READ:
            said = peers.read(_bytes(Path(what)))
        elif act is PeerAct.ACCEPT:
            known = [book.accept(_bytes(Path(what)), fingerprint, address=address or None, private=allow_private)]
        elif act is PeerAct.REVOKE:
            book.revoke(what, why)
            known = [found for found in book.all() if found.id == what]
        else:
            known = book.all()
    shape = shapes.PeersShape(
        act=str(act),
        file=what if act in (PeerAct.INVITE, PeerAct.RENEW) else "",
        fingerprint=made,
        introduction=None if said is None else _said(said),
        peers=[_peer(found) for found in known],
    )
    if json:
        output.emit(shape)
    else:
        _tell(act, shape)


def _introduce(book: Book, path: Path, name: str, agency: str, country: str, address: str, days: int) -> bytes:
    from contrared.share.keys import NORMALISER, normaliser_hash
    from contrared.share.peers import Self

    if not agency or not country:
        raise InputError("an introduction says which agency and country", do="say --agency and --country")
    said = Self(name, agency, country.lower(), address, NORMALISER, normaliser_hash().hex())
    return _written(path, lambda: book.invite(said, days=days))


def _written(path: Path, made: Callable[[], bytes]) -> bytes:
    """Write an introduction where nothing lies yet."""
    from contrared.store.durable import write_bytes

    if path.exists():
        raise InputError("there is something already", where=str(path), do="name a new file")
    data = made()
    write_bytes(path, data)
    return data


def _bytes(path: Path) -> bytes:
    from contrared.share.peers.introduction import MOST_BYTES

    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror})", where=str(path), do="check the path") from exc


def _said(said: Introduction) -> shapes.IntroductionShape:
    return shapes.IntroductionShape(
        id=said.id,
        name=said.name,
        agency=said.agency,
        country=said.country,
        address=said.address,
        made=said.made,
        expires=said.expires,
        changes_keys=bool(said.replaces),
    )


def _peer(found: Peer) -> shapes.PeerShape:
    return shapes.PeerShape(
        id=found.id,
        name=found.name,
        agency=found.agency,
        country=found.country,
        address=found.address,
        private_address=found.private_address,
        state=found.state,
        normaliser=found.normaliser[0],
    )


def _tell(act: PeerAct, shape: shapes.PeersShape) -> None:
    if shape.introduction is not None:
        said = shape.introduction
        output.say(f"{said.name} ({said.id}), {said.agency}, {said.country.upper()}, {said.address or 'bundles only'}")
        output.say(f"made {said.made}, holds until {said.expires}" + (", changes keys" if said.changes_keys else ""))
    if act in (PeerAct.INVITE, PeerAct.RENEW):
        output.say(f"written to {shape.file}; send it in any way you like, then read this aloud on the telephone:")
        output.say(f"    {shape.fingerprint}")
    elif act is PeerAct.READ:
        output.say("call them on a number you know, let them read their fingerprint aloud, and type what you hear:")
        output.say('    contrared peer accept FILE --fingerprint "…"')
    elif act is PeerAct.ACCEPT:
        output.say(
            f"{shape.peers[0].name} ({shape.peers[0].id}) is a partner; revoke at any time: contrared peer revoke"
        )
    elif act is PeerAct.REVOKE:
        output.say(f"{shape.peers[0].name} is neither answered nor asked any more")
    else:
        output.table("partners", ("country", "name", "id", "agency", "address", "state"), _rows(shape.peers))


def _rows(peers: Iterable[shapes.PeerShape]) -> list[tuple[str, ...]]:
    return [(each.country.upper(), each.name, each.id, each.agency, each.address, each.state) for each in peers]
