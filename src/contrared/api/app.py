"""The application: routers, errors, and the guard around them."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from contrared import __version__
from contrared.api import match, own, pages, reconcile
from contrared.api.asgi import App
from contrared.api.callers import Callers
from contrared.api.guard import Guard, Rules
from contrared.api.problems import REFUSALS, tell_problems
from contrared.api.service import Service
from contrared.govern.accounts.keyring import Keyring
from contrared.govern.accounts.service_keys import ServiceKey

#: Where a worker finds how it is to serve.
SETTINGS = "CONTRARED_SERVE"
#: Objects made, and collections of each younger generation, before the next is searched for garbage.
COLLECT = (10_000, 20, 20)


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
        origins: Other sites whose pages may ask under ``/reconcile/``.
        session: Secret of the session, or service key, by which whoever starts it enters.
        behind_proxy: Whether a proxy of this machine says where requests come from.
    """

    node: str
    token: str
    hosts: tuple[str, ...]
    once: str
    user: str = ""
    purpose: str = ""
    most: int = 64
    origins: tuple[str, ...] = ()
    session: str = ""
    behind_proxy: bool = False

    def to_environment(self) -> None:
        """Leave it for the workers."""
        os.environ[SETTINGS] = json.dumps(asdict(self))


def from_environment() -> App:
    """The application of a worker."""
    gc.set_threshold(*COLLECT)
    return application(serving(), settle)


def serving() -> Serving:
    """How this worker is to serve."""
    said = json.loads(os.environ[SETTINGS])
    return Serving(**{**said, "hosts": tuple(said["hosts"]), "origins": tuple(said["origins"])})


def settle() -> None:
    """Set aside all there is: a walk through the open lists in search of garbage would stop everybody for 100 ms."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def application(how: Serving, swapped: Callable[[], None] = lambda: None) -> App:
    """The application over one node.

    Args:
        how: How to serve.
        swapped: Called each time newer lists were opened.
    """
    node, user, purpose = Path(how.node), how.user or None, how.purpose or None
    service = Service(node, user, purpose, swapped, session=how.session or None)

    def seat(key: ServiceKey) -> Service:
        return Service(node, key.user, key.purpose, swapped, session=key, first=service)

    callers = Callers(Keyring(service.desk.node), service, seat)

    @asynccontextmanager
    async def alive(_: FastAPI) -> AsyncIterator[None]:
        yield
        callers.close()
        service.close()

    app = FastAPI(
        title="Contrared",
        version=__version__,
        description="Screening of one node: who a party may be, with reasons, and the lists that were asked.",
        lifespan=alive,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    for router in (own.router, match.router, reconcile.router, pages.router):
        app.include_router(router, responses=REFUSALS)
    app.openapi = partial(_contract, app)  # type: ignore[method-assign]
    tell_problems(app)
    rules = Rules(how.token, frozenset(how.hosts), Path(how.once), how.most, frozenset(how.origins))
    return Guard(app, rules, service.counts, callers)


def _contract(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, which says that a token is needed."""
    if not app.openapi_schema:
        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{"token": []}]
        app.openapi_schema = made
    return app.openapi_schema
