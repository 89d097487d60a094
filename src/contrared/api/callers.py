"""Who asks with a service key, and the seat they sit at: a desk of their own, with the lists that desk may read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from contrared.api.bearer import BEARER
from contrared.api.problems import Problem
from contrared.api.scopes import scope_of
from contrared.api.service import Service
from contrared.govern.accounts.key_form import PREFIX
from contrared.govern.accounts.keyring import Keyring, Refused
from contrared.govern.accounts.service_keys import ServiceKey
from contrared.model import ContraredError, PolicyError

#: Seconds to wait until the lists of a new seat are open.
OPENING = 30.0


class Callers:
    """The seats of a serving process.

    Args:
        keyring: What is known of keys.
        first: The seat of whoever started the process.
        seat: Opens one for the bearer of a key.
    """

    def __init__(self, keyring: Keyring, first: Service, seat: Callable[[ServiceKey], Service]) -> None:
        self._keyring = keyring
        self._first = first
        self._seat = seat
        self._seats: dict[tuple[str, str], asyncio.Task[Service]] = {}

    @staticmethod
    def key_in(said: str) -> bool:
        """Whether what was shown means to be a service key."""
        return said.startswith(PREFIX)

    async def admit(self, secret: str, path: str, address: str) -> Service | Problem:
        """The seat of whoever shows a key, which the lines of this request then name, or why there is none."""
        scope = scope_of(path)
        if scope is None:
            return Problem(403, "no service key may ask this", do="use the token of this run")
        try:
            key = self._keyring.living(secret, scope, address)
            BEARER.set(key.id)
            return await self._seat_of(key)
        except Refused as exc:
            if exc.wait:
                return Problem(429, exc.why, do="wait a minute, and check the key")
            return Problem(403 if exc.lives else 401, exc.why, do="see `contrared keys list`")
        except PolicyError as exc:
            return Problem(403, exc.what, exc.where, exc.do)
        except ContraredError as exc:
            return Problem(503, exc.what, exc.where, exc.do)

    async def _seat_of(self, key: ServiceKey) -> Service:
        person = self._first.desk
        if key.user == person.person.id and key.purpose == person.purpose:
            return self._first
        name = (key.user, key.purpose)
        task = self._seats.get(name)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._seats[name] = asyncio.create_task(asyncio.to_thread(self._opened, key))
        return await asyncio.shield(task)

    def _opened(self, key: ServiceKey) -> Service:
        seat = self._seat(key)
        seat.opened.wait(OPENING)
        return seat

    def close(self) -> None:
        """Let go of all seats but the first."""
        for task in self._seats.values():
            if task.done() and not task.cancelled() and task.exception() is None:
                task.result().close()
