"""What every request passes: Host, token, Origin, size, and a bounded number at once."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Bytes of a request's body.
MOST_BYTES = 1 << 20
COOKIE = "contrared"
#: Paths anybody on the machine may ask: whether the process lives and is ready.
OPEN = frozenset({"/healthz", "/readyz"})
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Rules:
    """What is let in.

    Attributes:
        token: Secret of this run.
        hosts: Names the service may be asked by.
        once: File that is made when the token is exchanged for a cookie: that works once.
        most: Requests worked on or waiting at a time.
    """

    token: str
    hosts: frozenset[str]
    once: Path
    most: int = 64


class Guard:
    """Wraps an application.

    Args:
        app: The application.
        rules: What is let in.
        counts: Counters to note refusals in.
    """

    def __init__(self, app: App, rules: Rules, counts: Counter[str]) -> None:
        self._app = app
        self._rules = rules
        self._counts = counts
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        refusal = self._refused(scope, headers, asked)
        if refusal is not None:
            await self._answer(send, *refusal)
            return
        if scope["path"] == "/enter":
            await self._enter(send)
            return
        if self._inside >= self._rules.most and scope["path"] not in OPEN:
            await self._answer(send, 503, "too many requests wait", "ask again in a moment", {"retry-after": "1"})
            return
        body = await _body(receive, headers)
        if body is None:
            await self._answer(send, 413, f"the request has more than {MOST_BYTES:,} bytes", "send less at once")
            return
        self._inside += 1
        try:
            await self._app(scope, _again(body), send)
        finally:
            self._inside -= 1

    def _refused(
        self, scope: Scope, headers: Mapping[str, str], asked: Mapping[str, list[str]]
    ) -> tuple[int, str, str] | None:
        host = _name(headers.get("host", ""))
        if host not in self._rules.hosts:
            return (
                421,
                "this service is not known by that name",
                "use the printed address, or start with --allow-host",
            )
        if "callback" in asked:
            return 400, "JSONP is not spoken here", "ask for plain JSON"
        if scope["path"] in OPEN:
            return None
        if not self._known(headers, asked, scope["path"]):
            return (
                401,
                "no token, or not that of this run",
                "send `Authorization: Bearer TOKEN`",
            )
        origin = headers.get("origin")
        if scope["method"] in CHANGING and origin and _name(origin.partition("://")[2]) not in self._rules.hosts:
            return (
                403,
                "requests from other sites are refused",
                "ask from the service's own pages",
            )
        return None

    def _known(self, headers: Mapping[str, str], asked: Mapping[str, list[str]], path: str) -> bool:
        said = headers.get("authorization", "")
        if said.lower().startswith("bearer ") and _same(said[7:].strip(), self._rules.token):
            return True
        # OpenRefine can send no header; the address it is given bears the token.
        if path == "/enter" or path.startswith("/reconcile/"):
            return any(_same(value, self._rules.token) for value in asked.get("token", ()))
        cookies = dict(part.strip().partition("=")[::2] for part in headers.get("cookie", "").split(";") if "=" in part)
        return _same(cookies.get(COOKIE, ""), session(self._rules.token))

    async def _enter(self, send: Send) -> None:
        try:
            os.close(os.open(self._rules.once, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            await self._answer(send, 401, "this address was opened before", "start the service again for a new one")
            return
        cookie = f"{COOKIE}={session(self._rules.token)}; HttpOnly; SameSite=Strict; Path=/"
        await self._answer(send, 303, "", "", {"location": "/docs", "set-cookie": cookie})

    async def _answer(
        self, send: Send, status: int, what: str, do: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self._counts[f"refused {status}"] += 1
        body = json.dumps({"what": what, "do": do}).encode()
        told = {"content-type": "application/json", "content-length": str(len(body)), **(headers or {})}
        listed = [(key.encode(), value.encode()) for key, value in told.items()]
        await send({"type": "http.response.start", "status": status, "headers": listed})
        await send({"type": "http.response.body", "body": body})


def session(token: str) -> str:
    """The cookie a token is exchanged for."""
    return hmac.new(token.encode(), b"session", hashlib.sha256).hexdigest()


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def _name(host: str) -> str:
    """A host without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


async def _body(receive: Receive, headers: Mapping[str, str]) -> bytes | None:
    """The whole body, None where it is too large."""
    if headers.get("content-length", "0").isdigit() and int(headers.get("content-length", "0")) > MOST_BYTES:
        return None
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += bytes(message.get("body", b""))
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body"):
            return body


def _again(body: bytes) -> Receive:
    told = False

    async def receive() -> Message:
        nonlocal told
        if told:
            return {"type": "http.disconnect"}
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
