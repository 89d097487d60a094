"""Keys shown to a serving process: looked up once in a few seconds, and guessers held up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from contrared.govern import record
from contrared.govern.accounts.clock import Clock, wall
from contrared.govern.accounts.key_form import hashed, well_formed
from contrared.govern.accounts.service_keys import ServiceKey, dead, find
from contrared.store import Node

#: Seconds for which what the ledger said of a key is believed: a revoked one opens nothing after that.
BELIEVED = 3.0
#: Failed tries of one address in a minute, beyond which it must wait.
MOST_FAILURES = 20
MINUTE = 60.0
#: Keys and addresses remembered; when there are more, all are forgotten.
MOST = 10_000


class Refused(Exception):  # noqa: N818  (whoever asks is told; nothing went wrong here)
    """A key that does not open, and why; ``lives`` where it opens something else, ``wait`` after too many tries."""

    def __init__(self, why: str, *, lives: bool = False, wait: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.lives = lives
        self.wait = wait


@dataclass(slots=True)
class _Failures:
    """Failed tries of an address in the present minute."""

    since: float
    number: int = 0


class Keyring:
    """What a serving process knows of keys.

    Args:
        node: The opened node.
        clock: What says whether a key has expired.
        ticking: What says how long ago a key was looked up, in seconds.
    """

    def __init__(self, node: Node, clock: Clock = wall, ticking: Callable[[], float] = time.monotonic) -> None:
        self._node = node
        self._clock = clock
        self._ticking = ticking
        self._believed: dict[bytes, tuple[float, ServiceKey]] = {}
        self._failures: dict[str, _Failures] = {}

    def living(self, secret: str, scope: str, address: str) -> ServiceKey:
        """The key of a secret that may ask a route.

        Args:
            secret: What was shown.
            scope: Scope of the route; empty for one that every key may ask.
            address: Where it was shown.

        Raises:
            Refused: it is none, does not live, is of another scope, came from elsewhere, or its address failed too
                often. What it is not known for is told only to whoever shows a living key.
        """
        now, name = self._ticking(), hashed(secret)
        until, key = self._believed.get(name, (0.0, None))
        if key is None or now >= until:
            key = self._looked_up(secret, address, now)
            if len(self._believed) >= MOST:
                self._believed.clear()
            self._believed[name] = (now + BELIEVED, key)
        if not key.from_here(address):
            self._failed(address, now)
            raise Refused("this key may not be shown from here", lives=True)
        if scope and scope not in key.scopes:
            raise Refused(f"this key is not for {scope}", lives=True)
        return key

    def _looked_up(self, secret: str, address: str, now: float) -> ServiceKey:
        self._believed.pop(hashed(secret), None)
        if self._too_many(address, now):
            raise Refused("too many failed tries from here", wait=True)
        key = find(self._node, secret) if well_formed(secret) else None
        if key is None or dead(self._node, key, self._clock()):
            self._failed(address, now)
            raise Refused("this key is not known, expired or was revoked")
        return key

    def _too_many(self, address: str, now: float) -> bool:
        failures = self._failures.get(address)
        return failures is not None and now - failures.since < MINUTE and failures.number >= MOST_FAILURES

    def _failed(self, address: str, now: float) -> None:
        failures = self._failures.get(address)
        if failures is None or now - failures.since >= MINUTE:
            if len(self._failures) >= MOST:
                self._failures.clear()
            failures = self._failures[address] = _Failures(now)
        failures.number += 1
        # One line for the first of a minute and one when it is too many: guessers must not fill the record.
        if failures.number in (1, MOST_FAILURES):
            what = {"from": address, "failures": failures.number, "held up": failures.number >= MOST_FAILURES}
            record.append(
                self._node.ledger, user="unknown", purpose="service", case="", action="service key refused", what=what
            )
