"""What ASGI hands over and takes: requests with their body read whole, answers with headers of our own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Gone(Exception):  # noqa: N818  (nothing went wrong here)
    """Whoever asked went away before the request was whole."""


class TooLarge(Exception):  # noqa: N818
    """The body has more bytes than allowed."""


def headers_of(scope: Scope) -> dict[str, str]:
    """Headers of a request, names in small letters."""
    return {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}


async def whole_body(receive: Receive, headers: Mapping[str, str], most: int) -> bytes:
    """The body of a request.

    Raises:
        TooLarge: it has, or says it has, more than ``most`` bytes.
        Gone: the connection was closed before its end.
    """
    told = headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise TooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        body += message.get("body", b"")
        if len(body) > most:
            raise TooLarge
        if not message.get("more_body"):
            return bytes(body)


def once_more(body: bytes) -> Receive:
    """Hand a body that was read to an application."""
    told = False

    async def receive() -> Message:
        nonlocal told
        if told:
            return {"type": "http.disconnect"}
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


class Answer:
    """The way back: adds headers to every answer and knows whether one was begun.

    Args:
        send: Where answers go.
        headers: Added unless the answer has them.
    """

    def __init__(self, send: Send, headers: Mapping[str, str]) -> None:
        self._send = send
        self._headers = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in headers.items()]
        self.begun = False

    async def __call__(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.begun = True
            said = {key.lower() for key, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(pair for pair in self._headers if pair[0] not in said)]
        await self._send(message)

    async def give(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """Answer in whole."""
        told = {**headers, "content-length": str(len(body))}
        listed = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in told.items()]
        await self({"type": "http.response.start", "status": status, "headers": listed})
        await self({"type": "http.response.body", "body": body})
