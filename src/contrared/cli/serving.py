"""The command `serve`: screening over HTTP."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, Json, NodeDir, Purpose, User
from contrared.model import InputError, NodeError

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8600,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that answer.")] = 1,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", help="A further name the service may be asked by.")
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
    from contrared.api.worker import work, work_together
    from contrared.store import Node

    if host not in ("127.0.0.1", "localhost", "::1") and not behind_proxy:
        raise InputError(
            f"{host} can be reached from other machines",
            where="--host",
            do="put a proxy that speaks TLS in front and say --behind-proxy, or leave --host out",
        )
    Node.open(node).close()
    token = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="contrared-") as folder:
        Serving(
            node=str(node.resolve()),
            token=token,
            hosts=(*LOOPBACK, *(name.lower() for name in allow_host or ())),
            once=str(Path(folder) / "entered"),
            user=user or "",
            purpose=purpose or "",
        ).to_environment()
        if token_file is not None:
            handle = os.open(token_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w") as stream:
                stream.write(token + "\n")
        address = f"http://{host}:{port}"
        if json:
            output.emit(shapes.ServeShape(address=address, token=token, enter=f"{address}/enter?token={token}"))
        else:
            output.say(f"serving on {address}; open once in a browser: {address}/enter?token={token}")
            output.say(f"programs send `Authorization: Bearer {token}`; the token is of this run")
        address_of = "127.0.0.1" if host == "localhost" else host
        if workers == 1:
            work(address_of, port)
        elif code := work_together(address_of, port, workers):
            raise NodeError(f"a serving process ended with exit code {code}", do="see what it wrote above")
