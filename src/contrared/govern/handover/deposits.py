"""Deposits on a schedule: an outgoing administration cannot leave nothing, and a deposit that is not made is an alert.

Each deposit is an archive whose signed description names the hash of the one before, so that a deposit taken out of the
row shows; each is a line of the record. The absence of one is told wherever somebody who could act looks.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import insert

from contrared.govern import record
from contrared.govern.deposits import Deposit, absent, due_soon, made
from contrared.govern.desk import Desk
from contrared.govern.door import enter
from contrared.govern.handover import bag
from contrared.govern.handover.keepers import read_keepers
from contrared.govern.handover.making import make
from contrared.model import ContraredError, InputError
from contrared.store import Node
from contrared.store.ledger import now
from contrared.store.tables import deposits

#: Seconds between looks at whether a deposit is due, while the service runs.
LOOK_EVERY = 600.0


def deposit(desk: Desk, progress: Callable[[int], None] = lambda _: None, *, if_due: bool = False) -> Deposit | None:
    """Make a deposit as the settings say.

    Args:
        desk: The desk of somebody who may administer the node.
        progress: Told how many files are packed.
        if_due: Only where half of the time until the next one is over.

    Returns:
        The deposit; None where none is due, or another process makes one.

    Raises:
        InputError: the settings do not say for whom and where to.
        PolicyError: this person may not.
        NodeError: the disk is full.
    """
    node, settings = desk.node, desk.node.settings.handover
    if not settings.keepers or not settings.to:
        raise InputError(
            "the settings do not say for whom and where to",
            where=str(node.root / "node.toml"),
            do="set handover.keepers and handover.to",
        )
    with _alone(node.root) as ours:
        if not ours or (if_due and not due_soon(node)):
            return None
        held = made(node)
        before = held[-1].manifest if held else ""
        at = now()
        folder = Path(settings.to)
        folder = folder if folder.is_absolute() else node.root / folder
        place = folder / f"{node.settings.node.id}-{at[:19].replace(':', '')}-{len(held) + 1:04d}"
        packed = make(desk, place, read_keepers(node.root / settings.keepers), settings.needed, progress, before)
        found = Deposit(packed.id, at, desk.person.id, str(place), bag.name_of(place), before)
        row = {key: getattr(found, key) for key in Deposit.__slots__}
        with node.ledger.begin() as connection:
            connection.execute(insert(deposits).values(**row))
            what = {"id": found.id, "place": found.place, "manifest": found.manifest, "before": before}
            record.note(
                connection, user=desk.person.id, purpose=desk.purpose, case=desk.case, action="deposit", what=what
            )
        return found


def keep_depositing(
    node: Node,
    stop: threading.Event,
    tell: Callable[[str], None],
    *,
    user: str | None = None,
    session: str | None = None,
) -> None:
    """Make each deposit when it is due, until asked to stop; what hinders one is told, once until it changes.

    Args:
        node: The node.
        stop: Set to stop.
        tell: Told what a person must know.
        user: Who makes it; default from ``node.toml``.
        session: The session or key they enter by.
    """
    told = ""
    while node.settings.handover.every_days and not stop.is_set():
        try:
            if due_soon(node):
                deposit(enter(node, user, "deposit with the keepers", session=session), if_due=True)
            said = absent(node)
        except ContraredError as exc:
            said = f"the deposit cannot be made: {exc}"
        if said and said != told:
            tell(said)
        told = said
        stop.wait(LOOK_EVERY)


def schedule(node: Node, command: str) -> str:
    """Unit files of systemd and a line of cron that make the deposits.

    Args:
        node: The node.
        command: How the program is started.

    Raises:
        InputError: the settings ask for none.
    """
    days = node.settings.handover.every_days
    if not days:
        raise InputError("no deposits are asked for", where="node.toml", do="set handover.every_days")
    call = f"{command} archive deposit --if-due --node {node.root.resolve()}"
    return (
        "# /etc/systemd/system/contrared-deposit.service\n"
        "[Unit]\nDescription=Deposit of the Contrared node with its keepers\n\n"
        f"[Service]\nType=oneshot\nExecStart={call}\n\n"
        "# /etc/systemd/system/contrared-deposit.timer\n"
        f"[Unit]\nDescription=Looks daily whether the deposit of every {days} days is due\n\n"
        "[Timer]\nOnCalendar=daily\nPersistent=true\nRandomizedDelaySec=1h\n\n"
        "[Install]\nWantedBy=timers.target\n\n"
        "# or a line of cron\n"
        f"17 3 * * * {call}\n"
    )


@contextmanager
def _alone(root: Path) -> Iterator[bool]:
    with (root / ".deposit.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
