"""What every request passes: Host, token, Origin, size, and a bounded number at once."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs

from contrared.api.asgi import Answer, App, Gone, Receive, Scope, Send, TooLarge, headers_of, once_more, whole_body
from contrared.api.bearer import BEARER
from contrared.api.problems import Problem, frames

log = logging.getLogger(__name__)

#: Bytes of a request's body.
MOST_BYTES = 1 << 20
#: Seconds a body may take to come.
BODY_SECONDS = 10.0
COOKIE = "contrared"
#: Where in a request's scope the seat of its bearer is.
SEAT = "contrared.seat"
#: Paths anybody on the machine may ask: whether the process lives and is ready.
OPEN = frozenset({"/healthz", "/readyz"})
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
RECONCILE = "/reconcile/"
#: Names of the machine itself: several services on it share them, told apart by port.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
#: On every answer: nothing is loaded from elsewhere, kept, framed, or told to the next site.
PLAIN = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What is let in.

    Attributes:
        token: Secret of this run.
        hosts: Names the service may be asked by.
        once: File that is made when the token is exchanged for a cookie: that works once.
        most: Requests worked on or waiting at a time.
        origins: Other sites, such as that of an OpenRefine, whose pages may ask under ``/reconcile/``.
    """

    token: str
    hosts: frozenset[str]
    once: Path
    most: int = 64
    origins: frozenset[str] = frozenset()


class Keys(Protocol):
    """Tells whoever shows a service key their seat."""

    def key_in(self, said: str) -> bool:
        """Whether what was shown means to be a service key."""
        ...

    async def admit(self, secret: str, path: str, address: str) -> object:
        """The seat, or the problem that is told instead."""
        ...


class Guard:
    """Wraps an application.

    Args:
        app: The application.
        rules: What is let in.
        counts: Counters to note refusals in.
        keys: Tells whoever shows a service key their seat; without it none is let in.
    """

    def __init__(self, app: App, rules: Rules, counts: Counter[str], keys: Keys | None = None) -> None:
        self._app = app
        self._keys = keys
        self._rules = rules
        self._counts = counts
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        BEARER.set("")
        headers = headers_of(scope)
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        stranger = self._stranger(scope, headers)
        answer = Answer(send, PLAIN if stranger is None else {**PLAIN, **_readable_by(stranger)})
        preflight = stranger is not None and scope["method"] == "OPTIONS"
        refusal = self._refused(scope, headers, asked)
        if refusal is None and not preflight:
            refusal = await self._seated(scope, headers, asked)
        if refusal is not None:
            await self._refuse(answer, refusal)
        elif scope["path"] == "/enter":
            await self._enter(answer)
        elif preflight:
            await answer.give(204, b"", {})
        elif self._inside >= self._rules.most and scope["path"] not in OPEN:
            await self._refuse(answer, Problem(503, "too many requests wait", do="ask again in a moment"))
        else:
            self._inside += 1
            try:
                await self._let_in(scope, receive, headers, answer)
            finally:
                self._inside -= 1

    async def _let_in(self, scope: Scope, receive: Receive, headers: Mapping[str, str], answer: Answer) -> None:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await whole_body(receive, headers, MOST_BYTES)
        except TooLarge:
            problem = Problem(413, f"the request has more than {MOST_BYTES:,} bytes", do="send less at once")
            await self._refuse(answer, problem)
            return
        except TimeoutError:
            await self._refuse(answer, Problem(408, "the request took too long to come", do="send it again"))
            return
        except Gone:
            return
        try:
            await self._app(scope, once_more(body), answer)
        except Exception as exc:  # noqa: BLE001  (told and counted; its own words may hold what was asked)
            self._counts["failures"] += 1
            log.error("%s while answering %s: %s", type(exc).__name__, scope["method"], frames(exc))
            if not answer.begun:
                await self._refuse(answer, Problem(500, "the service failed", do="see its log, and report it"))

    def _refused(self, scope: Scope, headers: Mapping[str, str], asked: Mapping[str, list[str]]) -> Problem | None:
        if _name(headers.get("host", "")) not in self._rules.hosts:
            do = "use the printed address, or start with --allow-host"
            return Problem(421, "this service is not known by that name", do=do)
        if "callback" in asked:
            return Problem(400, "JSONP is not spoken here", do="ask for plain JSON")
        if scope["path"] in OPEN:
            return None
        if not self._shown(headers, asked, scope["path"]) and not self._known(headers, asked, scope["path"]):
            return Problem(401, "no token, or not that of this run", do="send `Authorization: Bearer TOKEN`")
        if scope["method"] in CHANGING and not self._from_here(headers) and self._stranger(scope, headers) is None:
            return Problem(403, "requests from other sites are refused", do="ask from the service's own pages")
        return None

    async def _seated(self, scope: Scope, headers: Mapping[str, str], asked: Mapping[str, list[str]]) -> Problem | None:
        """Give a request that shows a service key the seat of its bearer, or say why there is none."""
        secret = self._shown(headers, asked, scope["path"])
        if not secret or self._keys is None or scope["path"] in OPEN:
            return None
        found = await self._keys.admit(secret, scope["path"], (scope.get("client") or ("", 0))[0])
        if isinstance(found, Problem):
            return found
        scope[SEAT] = found
        return None

    def _shown(self, headers: Mapping[str, str], asked: Mapping[str, list[str]], path: str) -> str:
        """The service key a request shows, where keys are taken; empty where it shows none."""
        said = headers.get("authorization", "")
        shown = [said[7:].strip()] if said.lower().startswith("bearer ") else []
        if path.startswith(RECONCILE):
            shown += asked.get("token", ())
        return next((each for each in shown if self._keys is not None and self._keys.key_in(each)), "")

    def _from_here(self, headers: Mapping[str, str]) -> bool:
        """Whether no page sent a request, or one of ours: another port of this machine is another site."""
        origin = headers.get("origin")
        if origin is None:
            return True
        said = origin.partition("://")[2].lower()
        # A proxy in front may speak to us by another name than that of the page.
        return bool(said) and (
            said == headers.get("host", "").lower() or _name(said) in self._rules.hosts.difference(LOOPBACK)
        )

    def _stranger(self, scope: Scope, headers: Mapping[str, str]) -> str | None:
        """The other site that asks, where it was allowed to."""
        origin = headers.get("origin", "").lower()
        return origin if scope["path"].startswith(RECONCILE) and origin in self._rules.origins else None

    def _known(self, headers: Mapping[str, str], asked: Mapping[str, list[str]], path: str) -> bool:
        said = headers.get("authorization", "")
        if said.lower().startswith("bearer ") and _same(said[7:].strip(), self._rules.token):
            return True
        # OpenRefine can send no header; the address it is given bears the token.
        if path == "/enter" or path.startswith(RECONCILE):
            return any(_same(value, self._rules.token) for value in asked.get("token", ()))
        cookies = dict(part.strip().partition("=")[::2] for part in headers.get("cookie", "").split(";") if "=" in part)
        return _same(cookies.get(COOKIE, ""), session(self._rules.token))

    async def _enter(self, answer: Answer) -> None:
        try:
            os.close(os.open(self._rules.once, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            problem = Problem(401, "this address was opened before", do="start the service again for a new one")
            await self._refuse(answer, problem)
            return
        cookie = f"{COOKIE}={session(self._rules.token)}; HttpOnly; SameSite=Strict; Path=/"
        await answer.give(303, b"", {"location": "/docs", "set-cookie": cookie})

    async def _refuse(self, answer: Answer, problem: Problem) -> None:
        self._counts[f"refused {problem.status}"] += 1
        await answer.give(problem.status, problem.body(), problem.headers())


def session(token: str) -> str:
    """The cookie a token is exchanged for."""
    return hmac.new(token.encode(), b"session", hashlib.sha256).hexdigest()


def _readable_by(origin: str) -> dict[str, str]:
    """Headers that let pages of one other site read an answer (Fetch standard, CORS)."""
    return {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "content-type",
        "vary": "origin",
    }


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def _name(host: str) -> str:
    """A host without its port."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()
