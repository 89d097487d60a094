"""Partners at an encounter: asked at once where the settings say so, and the duty desk that watches what comes in."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from contrared.cli import output, shapes
from contrared.cli.alerting import alert_shapes, tell_alerts
from contrared.govern import Desk

#: Seconds between two looks of a duty desk.
LOOK = 0.2
_BELL = "\a"


def asked_partners(desk: Desk, encounter_id: str) -> list[shapes.PartneredShape]:
    """Ask partners about somebody who was just recorded, where the settings say so."""
    if not desk.node.settings.exchange.ask_at_encounters:
        return []
    from contrared.share.alerts import asked_at_encounter
    from contrared.share.node import exchange_at

    row = next(row for row in desk.memory.encounters() if row["id"] == encounter_id)
    exchange, book = exchange_at(desk)
    names = {peer.id: peer.name for peer in book.everybody()}
    return [
        shapes.PartneredShape(
            partner=names.get(found.partner, found.partner),
            category=found.category,
            question=found.ask,
            state=found.state,
            opened=list(found.opened),
            left=list(found.left),
        )
        for found in asked_at_encounter(desk, exchange, book, row)
    ]


def watch_desk(desk: Desk, stop: Callable[[], bool] = lambda: False) -> None:
    """Ring for each alert and each request of a partner that comes in, until the program is stopped."""
    from contrared.share.node import exchange_at

    exchange, book = exchange_at(desk)
    seen = {row["id"] for row in desk.memory.alerts()} | {row["id"] for row in exchange.inbox()}
    output.say("watching; Ctrl-C ends it")
    while not stop():
        fresh = [row for row in desk.memory.alerts() if row["id"] not in seen]
        asked = [row for row in exchange.inbox() if row["id"] not in seen]
        if fresh or asked:
            sys.stderr.write(_BELL)
            tell_alerts(alert_shapes(desk, fresh))
            names = {peer.id: peer.name for peer in book.everybody()}
            for row in asked:
                who = ", ".join(row["identity"]["names"][:1] + row["identity"]["born"][:1])
                output.say(f"PARTNER {names.get(row['peer'], row['peer'])}: {who}: {row['reason']} ({row['id']})")
            seen |= {row["id"] for row in (*fresh, *asked)}
        time.sleep(LOOK)
