"""What of `audit` and `oversight` concerns salts in escrow: naming the body, and what the body opens."""

from __future__ import annotations

from pathlib import Path

from contrared.cli import shapes
from contrared.govern import Desk
from contrared.model import InputError, PolicyError


def escrow(desk: Desk, key: str, body: Path | None) -> shapes.AuditShape:
    """Name the oversight body that salts are sealed to, and seal what it does not have; or say how it stands.

    Raises:
        InputError: the file does not hold one name and key.
        PolicyError: this person may not administer the node.
    """
    from contrared.govern.handover.keepers import read_keepers
    from contrared.govern.log.keeping import body_of, escrow_of, tree_of
    from contrared.govern.log.sealed import seal_all
    from contrared.store import config

    public, name = body_of(desk.node), desk.node.settings.log.escrow.partition(" ")[0]
    if body is not None:
        decision = desk.policy.may(desk.person, "administer", desk.purpose)
        if not decision.permitted:
            raise PolicyError("you may not name who holds the salts", where=desk.person.id, do=decision.rule)
        named = read_keepers(body)
        if len(named) != 1:
            raise InputError("the file holds one name and key", where=str(body), do="give the line `keeper` printed")
        desk.record("escrow", {"body": named[0].line(), "before": desk.node.settings.log.escrow})
        public, name = named[0].public, named[0].name
        config.put(desk.node.root / "node.toml", "log", "escrow", named[0].line())
        seal_all(desk.node, public)
    found = tree_of(desk.node).checkpoint
    size = 0 if found is None else found.size
    gaps = escrow_of(desk.node).missing(public, size) if public is not None else [(0, size)]
    return shapes.AuditShape(
        act="escrow", key=key, size=size, body=name, sealed=size - sum(end - start for start, end in gaps)
    )


def hold(desk: Desk, key: Path | None, memory: Path | None) -> shapes.OversightShape:
    """Take salts in on the body's side and hold all of them against the log.

    Raises:
        InputError: key or memory is missing.
    """
    from contrared.govern.handover.keepers import private_of
    from contrared.govern.oversight.opened import announce, take_in

    key, memory = _both(key, memory)
    told = announce(desk, memory)
    found = take_in(desk.node, memory, private_of(key)[1])
    return shapes.OversightShape(
        act="escrow", size=found.size, taken=found.new, erased=found.erased, told=told, problems=list(found.problems)
    )


def open_named(
    desk: Desk, what: list[int], key: Path | None, memory: Path | None, order: str, later: bool
) -> shapes.OversightShape:
    """Open lines that a court named.

    Raises:
        InputError: key, memory, order or lines are missing.
    """
    from contrared.govern.handover.keepers import private_of
    from contrared.govern.oversight.opened import open_lines

    key, memory = _both(key, memory)
    made, lines = open_lines(desk, memory, private_of(key)[1], what, order, later=later)
    return shapes.OversightShape(
        act="open",
        order=made.order,
        opening=made.hash,
        opened=[
            shapes.OpenedShape(line=one.seq, frame=one.frame, what=one.content, problem=one.problem) for one in lines
        ],
    )


def _both(key: Path | None, memory: Path | None) -> tuple[Path, Path]:
    if key is None or memory is None:
        raise InputError("the body opens with its key and a memory of its own", do="say --key FILE --memory FOLDER")
    return key, memory
