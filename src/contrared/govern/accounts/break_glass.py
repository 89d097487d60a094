"""Break-glass: when nobody who may let others in can get in, keepers together make one who can, and nobody in silence.

A secret of 32 bytes is split among keepers (Shamir), each share encrypted to its keeper alone (HPKE); the node keeps
only the hash of the secret. It works once, and only after the log has taken in that it is going to be used.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from contrared.govern import record
from contrared.govern.accounts import sessions, tries
from contrared.govern.accounts.clock import Clock, told, wall
from contrared.govern.accounts.glass_shares import write_share
from contrared.govern.accounts.invitations import Invitation, issue
from contrared.govern.desk import Desk
from contrared.govern.handover.keepers import Keeper
from contrared.govern.handover.shares import join, split
from contrared.govern.log.keeping import keep_up
from contrared.govern.user_id import USER_ID
from contrared.model import InputError, NodeError, PolicyError
from contrared.store import Node
from contrared.store.durable import disk_errors
from contrared.store.tables import access_log, break_glass, users

SIZE = 32
#: Roles that can let others in.
ROLES = ("owner", "administrator")
#: Hours in which the new administrator must choose a password.
HOURS = 1
PURPOSE = "break-glass"
BEGUN = "break-glass begun"
#: Seconds to wait for another process to take the line into the log.
WAIT = 10.0
_STEP = 0.1


@dataclass(frozen=True, slots=True)
class Glass:
    """A break-glass secret: id, how many of which keepers put it together, files of their shares."""

    id: str
    needed: int
    keepers: tuple[str, ...]
    files: tuple[Path, ...]


def make(desk: Desk, keepers: Sequence[Keeper], needed: int, out: Path, clock: Clock = wall) -> Glass:
    """Make a secret and a file with each keeper's share; the secret before it is worth nothing from now on.

    Args:
        desk: Of somebody who may administer.
        keepers: Who keeps a share.
        needed: How many of them put the secret together.
        out: New folder of the files.
        clock: What says the time.

    Raises:
        PolicyError: whoever sits at the desk may not administer.
        InputError: ``out`` is there, or so many of so many keepers cannot be.
        NodeError: the disk is full.
    """
    decision = desk.policy.may(desk.person, "administer", desk.purpose)
    if not decision.permitted:
        raise PolicyError("you may not administer this node", where=desk.person.id, do=decision.rule)
    secret, glass = os.urandom(SIZE), f"bgl-{os.urandom(6).hex()}"
    try:
        shares = split(secret, len(keepers), needed)
    except ValueError as exc:
        raise InputError(str(exc), where="--keepers, --needed", do="name at least two keepers") from exc
    if out.exists():
        raise InputError("there is something already", where=str(out), do="name a new folder")
    with disk_errors(out):
        out.mkdir(mode=0o700, parents=True)
    node = desk.node.settings.node.id
    files = [write_share(out, glass, node, keeper, share) for keeper, share in zip(keepers, shares, strict=True)]
    row = {
        "id": glass,
        "hash": hashlib.sha256(secret).digest(),
        "needed": needed,
        "keepers": [keeper.name for keeper in keepers],
        "made_by": desk.person.id,
        "made_at": told(clock()),
    }
    with desk.node.ledger.begin() as connection:
        before = update(break_glass).where(break_glass.c.used_at.is_(None), break_glass.c.replaced_at.is_(None))
        connection.execute(before.values(replaced_at=row["made_at"]))
        connection.execute(insert(break_glass).values(**row))
        what = {key: row[key] for key in ("id", "needed", "keepers")}
        record.note(
            connection,
            user=desk.person.id,
            purpose=desk.purpose,
            case=desk.case,
            action="break-glass made",
            what={**what, "keys": {keeper.name: keeper.public.hex() for keeper in keepers}},
        )
    return Glass(glass, needed, tuple(keeper.name for keeper in keepers), tuple(files))


def use(node: Node, shares: Sequence[bytes], user: str, why: str, *, name: str = "", clock: Clock = wall) -> Invitation:
    """Let a user in who may let others in: unlocked, invited to choose a password, or made new.

    Nobody needs to be logged in. All sessions on the node end. That it is begun is in the log before anything changes.

    Args:
        node: The opened node.
        shares: Opened shares, as many as are needed.
        user: Who is to be let in.
        why: Why.
        name: Name of the user, if there is none of that id yet.
        clock: What says the time.

    Returns:
        An invitation, for one hour.

    Raises:
        InputError: no reason; or no such user and no name, or one who may not let others in.
        PolicyError: the shares are too few, wrong, or of a secret that was used or replaced.
        NodeError: the log does not take it in.
    """
    if not why.strip():
        raise InputError("breaking the glass needs a reason", where="--why", do="say why")
    at = clock()
    glass = _opened(node, shares)
    keepers = sorted(share[0] for share in shares)
    told_of = {"id": glass["id"], "user": user, "why": why.strip(), "shares": keepers}
    with node.ledger.reading() as connection:
        _checked(connection, user, name)
    _log_first(node, told_of)
    with node.ledger.begin() as connection:
        unused = update(break_glass).where(break_glass.c.id == glass["id"], break_glass.c.used_at.is_(None))
        if not connection.execute(unused.values(used_at=told(at))).rowcount:
            raise _wrong()
        if _checked(connection, user, name):
            values = {"locked_at": None, "locked_why": None}
            connection.execute(update(users).where(users.c.id == user).values(**values))
        else:
            connection.execute(insert(users).values(id=user, name=name.strip(), role=ROLES[1], created_at=told(at)))
        tries.forget(connection, user)
        ended = sessions.end(connection, at, PURPOSE, "the glass was broken")
        made = issue(connection, user, PURPOSE, at, HOURS)
        what = {**told_of, "sessions": ended, "until": made.ends_at}
        record.note(connection, user=PURPOSE, purpose=PURPOSE, case="", action="break-glass used", what=what)
    return made


def _opened(node: Node, shares: Sequence[bytes]) -> Any:
    """The secret the shares put together, as the ledger knows it."""
    try:
        found = hashlib.sha256(join(list(shares))).digest()
    except ValueError:
        found = b""
    wanted = select(break_glass).where(break_glass.c.used_at.is_(None), break_glass.c.replaced_at.is_(None))
    with node.ledger.reading() as connection:
        row = connection.execute(wanted).mappings().first()
    if row is None or not hmac.compare_digest(row["hash"], found):
        what = {"shares": len(shares)}
        record.append(node.ledger, user="unknown", purpose=PURPOSE, case="", action="break-glass refused", what=what)
        raise _wrong()
    return row


def _wrong() -> PolicyError:
    return PolicyError(
        "these shares do not break the glass: too few, wrong, or of a secret that was used or replaced",
        do="see on record which keepers have a share: `break-glass made`",
    )


def _checked(connection: Connection, user: str, name: str) -> bool:
    """Whether there is the user, who then may let others in; otherwise whether one can be made."""
    role = connection.execute(select(users.c.role).where(users.c.id == user)).scalar()
    if role is not None and role not in ROLES:
        raise InputError(f"{user!r} has the role {role}", do=f"take one whose role is {' or '.join(ROLES)}")
    if role is None and not (name.strip() and USER_ID.fullmatch(user)):
        raise InputError(f"there is no user {user!r}", do="give --name too, and a fit id, to make an administrator")
    return role is not None


def _log_first(node: Node, what: dict[str, Any]) -> None:
    """Put on record what is going to happen, and wait until the log has it."""
    record.append(node.ledger, user=PURPOSE, purpose=PURPOSE, case="", action=BEGUN, what=what)
    mine = select(func.max(access_log.c.seq)).where(access_log.c.action == BEGUN)
    with node.ledger.reading() as connection:
        seq = connection.execute(mine).scalar_one()
    until = time.monotonic() + WAIT
    while True:
        keep_up(node)
        with node.ledger.reading() as connection:
            if connection.execute(select(access_log.c.place).where(access_log.c.seq == seq)).scalar() is not None:
                return
        if time.monotonic() > until:
            raise NodeError("the log does not take it in", do="run `contrared audit sequence --once`, then try again")
        time.sleep(_STEP)
