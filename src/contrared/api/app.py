"""The application: routers, errors, and the guard around them."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from contrared import __version__
from contrared.api import match, own, reconcile
from contrared.api.guard import App, Guard, Rules
from contrared.api.service import Service
from contrared.model import InputError, NodeError

#: Where a worker finds how it is to serve.
SETTINGS = "CONTRARED_SERVE"


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve.

    Attributes:
        node: Folder of the node.
        token: Secret of this run.
        hosts: Names the service may be asked by.
        once: File made when the token is exchanged for a cookie.
        user: Who serves; empty for the default of ``node.toml``.
        purpose: Why; empty for the default.
        most: Requests worked on or waiting at a time, in each process.
    """

    node: str
    token: str
    hosts: tuple[str, ...]
    once: str
    user: str = ""
    purpose: str = ""
    most: int = 64

    def to_environment(self) -> None:
        """Leave it for the workers."""
        os.environ[SETTINGS] = json.dumps(asdict(self))


def from_environment() -> App:
    """The application of a worker."""
    said = json.loads(os.environ[SETTINGS])
    return application(Serving(**{**said, "hosts": tuple(said["hosts"])}))


def application(serving: Serving) -> App:
    """The application over one node."""
    service = Service(Path(serving.node), serving.user or None, serving.purpose or None)

    @asynccontextmanager
    async def alive(_: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app = FastAPI(
        title="Contrared",
        version=__version__,
        description="Screening of one node: who a party may be, with reasons, and the lists that were asked.",
        lifespan=alive,
    )
    app.state.service = service
    for router in (own.router, match.router, reconcile.router):
        app.include_router(router)
    app.add_exception_handler(InputError, _refused)
    app.add_exception_handler(NodeError, _unready)
    app.add_exception_handler(RequestValidationError, _malformed)
    rules = Rules(serving.token, frozenset(serving.hosts), Path(serving.once), serving.most)
    return Guard(app, rules, service.counts)


async def _refused(_: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, InputError)
    return JSONResponse({"what": exc.what, "where": exc.where, "do": exc.do}, 400)


async def _unready(_: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, NodeError)
    return JSONResponse({"what": exc.what, "where": exc.where, "do": exc.do}, 503, {"retry-after": "1"})


async def _malformed(_: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, RequestValidationError)
    errors: list[dict[str, Any]] = [
        {"where": ".".join(str(part) for part in error["loc"]), "what": error["msg"]} for error in exc.errors()
    ]
    return JSONResponse({"what": "the request is malformed", "errors": errors, "do": "see /docs"}, 422)
