"""What of `oversight` concerns questions to partners: drawn by chance, and computed again with the body's key."""

from __future__ import annotations

import os
from pathlib import Path

from contrared.cli import shapes
from contrared.govern import Desk
from contrared.model import InputError

#: Bytes of randomness where the body brings none.
DICE = 32


def questioned(desk: Desk, key: Path | None, dice: str, number: int) -> shapes.OversightShape:
    """Draw questions and compute them again; say also what partners signed twice.

    Args:
        desk: Of whoever oversees.
        key: Private key of the oversight body.
        dice: Its randomness, hex; taken from the system where there is none.
        number: How many questions.

    Raises:
        InputError: the key is missing or none, or the dice are no hex or too few.
    """
    from contrared.govern.handover.keepers import private_of
    from contrared.share.node import exchange_at

    if key is None:
        raise InputError("seeds of questions open with the key of the body only", do="say --key FILE")
    try:
        thrown = bytes.fromhex(dice) if dice else os.urandom(DICE)
    except ValueError as exc:
        raise InputError("dice are told in hex", where="--dice", do="give at least 32 hex digits") from exc
    exchange = exchange_at(desk)[0]
    looked = exchange.look(exchange.draw(thrown, number), private_of(key)[1])
    wrong = [f"{one.ask} by {one.by}: {one.why}" for one in looked if not one.sound]
    twice = [f"{row['peer']}: {row['kind']} at {row['at']}, both kept" for row in exchange.conflicts()]
    return shapes.OversightShape(
        act="questions",
        dice=thrown.hex(),
        questions=[
            shapes.LookedShape(
                ask=one.ask,
                by=one.by,
                peer=one.peer,
                purpose=one.purpose,
                case=one.case,
                names=list(one.subject["names"]),
                sound=one.sound,
                why=one.why,
            )
            for one in looked
        ],
        problems=wrong + twice,
    )
