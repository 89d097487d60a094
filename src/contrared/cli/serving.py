"""The command `serve`: screening over HTTP."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.kept import session_for
from contrared.cli.options import HERE, Json, NodeDir, Purpose, User
from contrared.model import ContraredError, InputError, NodeError

if TYPE_CHECKING:
    from contrared.store import Node

_ORIGIN = re.compile(r"https?://[^/*\s]+", re.IGNORECASE)


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8600,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that answer.")] = 1,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", help="A further name the service may be asked by.")
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option("--allow-origin", help="Another site whose pages may reconcile, as http://127.0.0.1:3333."),
    ] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="Listen beyond this machine: a proxy in front speaks TLS.")
    ] = False,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help="Write the token here, readable by you alone.")
    ] = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    json: Json = False,
) -> None:
    """Serve screening over HTTP: the node's own API, yente's /match and the Reconciliation API of OpenRefine.

    Example: contrared serve --node my-node
    """
    from contrared.api.app import Serving
    from contrared.api.guard import LOOPBACK
    from contrared.api.worker import free, work, work_together

    if not _loopback(host) and not behind_proxy:
        raise InputError(
            f"{host} can be reached from other machines",
            where="--host",
            do="put a proxy that speaks TLS in front and say --behind-proxy, or leave --host out",
        )
    for origin in allow_origin or ():
        if not _ORIGIN.fullmatch(origin):
            raise InputError(f"{origin!r} is no single site", where="--allow-origin", do="write http://HOST:PORT")
    session = _session(node, user, purpose)
    free(host, port)
    token = secrets.token_urlsafe(24)
    shown = f"[{host}]" if ":" in host else host
    with tempfile.TemporaryDirectory(prefix="contrared-") as folder:
        Serving(
            node=str(node.resolve()),
            token=token,
            hosts=(*sorted(LOOPBACK), shown.lower(), *(name.lower() for name in allow_host or ())),
            once=str(Path(folder) / "entered"),
            user=user or "",
            purpose=purpose or "",
            session=session or "",
            behind_proxy=behind_proxy,
            origins=tuple(origin.lower() for origin in allow_origin or ()),
        ).to_environment()
        if token_file is not None:
            _write_secret(token_file, token)
        address = f"http://{shown}:{port}"
        if json:
            output.emit(shapes.ServeShape(address=address, token=token, enter=f"{address}/enter?token={token}"))
        else:
            output.say(f"serving on {address}; open once in a browser: {address}/enter?token={token}")
            output.say(f"programs send `Authorization: Bearer {token}`; the token is of this run")
        with _sequencing(node, user, session):
            if workers == 1:
                work(host, port)
            elif code := work_together(host, port, workers):
                raise NodeError(f"a serving process ended with exit code {code}", do="see what it wrote above")


def _session(node: Path, user: str | None, purpose: str | None) -> str | None:
    """What the processes enter with; whoever may not enter is told before they are started."""
    from contrared.govern import enter
    from contrared.store import Node

    opened = Node.open(node)
    try:
        found = session_for(opened, user)
        if found is not None or opened.settings.accounts.required:
            enter(opened, user, purpose, session=found)
        return found
    finally:
        opened.close()


@contextmanager
def _sequencing(node: Path, user: str | None, session: str | None) -> Iterator[None]:
    """Take lines of the record into the log while the service answers, unless another process does; make deposits."""
    from contrared.govern.log.keeping import sequence
    from contrared.govern.log.sequencer import SequencerBusyError
    from contrared.govern.log.witnessed import asking
    from contrared.store import Node

    opened, stop, failed = Node.open(node), threading.Event(), []

    def run() -> None:
        try:
            with asking(opened, stop, output.note), _depositing(opened, stop, user, session):
                sequence(opened, stop)
        except SequencerBusyError as exc:
            output.note(str(exc))
        except ContraredError as exc:
            failed.append(exc)
            output.note(f"the log does not go on: {exc}")

    thread = threading.Thread(target=run, name="sequencer")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        opened.close()
    if failed:
        raise failed[0]


@contextmanager
def _depositing(node: Node, stop: threading.Event, user: str | None, session: str | None) -> Iterator[None]:
    """Make the deposits of the node while the service answers."""
    from contrared.govern.handover.deposits import keep_depositing

    arguments = (node, stop, output.note)
    thread = threading.Thread(
        target=keep_depositing, args=arguments, kwargs={"user": user, "session": session}, name="deposits"
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _write_secret(path: Path, secret: str) -> None:
    """Write a file that only its owner can read, whoever could read it before."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            os.fchmod(handle, 0o600)
            stream.write(secret + "\n")
    except OSError as exc:
        raise InputError(
            f"cannot be written: {exc.strerror}", where=str(path), do="name a file in a folder of yours"
        ) from exc
