"""What an asker keeps between question and answer, as bytes that can be stored sealed and read again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from contrared.model import InputError
from contrared.share.keys import NORMALISER, Subject

#: Bytes of a seed.
SEED = 32
_PAIRS = ("documents", "plates")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a question was made from.

    Attributes:
        seed: Its seed.
        canary: Value of the canary's key.
        subject: Who was asked about.
    """

    seed: bytes = field(repr=False)
    canary: bytes = field(repr=False)
    subject: Subject = field(repr=False)

    def to_bytes(self) -> bytes:
        """JSON in ASCII, the same for the same question."""
        told = {name: value for name, value in asdict(self.subject).items() if value}
        whole = {"version": NORMALISER, "seed": self.seed.hex(), "canary": self.canary.hex(), "subject": told}
        return json.dumps(whole, sort_keys=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Secrets:
        """Read what `to_bytes` wrote.

        Raises:
            InputError: Not the secrets of a question, or of another version of the normaliser.
        """
        try:
            whole = json.loads(data)
            if whole["version"] != NORMALISER:
                raise InputError(
                    f"the question was made by {whole['version']}, this node derives keys by {NORMALISER}",
                    where="question",
                    do="ask anew",
                )
            return cls(bytes.fromhex(whole["seed"]), bytes.fromhex(whole["canary"]), _subject(whole["subject"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError("the bytes are not the secrets of a question", where="question", do="ask anew") from error


def _subject(told: dict[str, Any]) -> Subject:
    known = {item.name for item in fields(Subject)}
    if not known.issuperset(told):
        raise KeyError(*told)
    return Subject(**{name: _values(name, given) for name, given in told.items()})


def _values(name: str, given: list[Any]) -> tuple[Any, ...]:
    return tuple((str(land), str(number)) for land, number in given) if name in _PAIRS else tuple(map(str, given))
