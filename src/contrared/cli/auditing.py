"""The command `audit`: the record of what was read and done, and the log nobody can quietly change."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.escrowing import escrow
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.proving import anchor_log, hold_receipt, prove_line
from contrared.cli.proving import number as number_of
from contrared.cli.witnessing import witness_log
from contrared.govern import Desk
from contrared.model import InputError, NodeError


class Act(StrEnum):
    """What `audit` does."""

    TAIL = "tail"
    VERIFY = "verify"
    PROVE = "prove"
    RECEIPT = "receipt"
    SEQUENCE = "sequence"
    WITNESS = "witness"
    KEY = "key"
    ERASE = "erase"
    ESCROW = "escrow"
    ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class Given:
    """What was said on the command line beside the act; each act takes what concerns it."""

    what: list[str]
    number: int
    out: Path | None
    witnesses: Path | None
    policy: Path | None
    quorum: int
    body: Path | None
    check: Path | None
    legal_basis: str
    once: bool


@app.command()
def audit(
    act: Annotated[
        Act,
        typer.Argument(
            help="tail (newest lines), verify (the whole log), prove LINE, receipt FILE or LINE "
            "(was the promise kept?), sequence (take lines in until stopped), witness LOG, serve or accept NOTE (the "
            "oversight body's signature: by hand, over HTTP, or for a log that changed its key), key (public key "
            "of the log), erase LINE…, escrow (salts sealed to the oversight body), "
            "anchor (the newest checkpoint for a gazette or a git tag)"
        ),
    ],
    what: Annotated[
        list[str] | None,
        typer.Argument(help="prove, receipt, erase: numbers of lines; receipt: a file; witness: the folder of a log."),
    ] = None,
    number: Annotated[int, typer.Option("-n", min=1, help="tail: how many lines.")] = 20,
    out: Annotated[Path | None, typer.Option("--out", help="prove, receipt, anchor: file to write.")] = None,
    witnesses: Annotated[
        Path | None, typer.Option("--witnesses", help="verify, witness: file of public keys, one a line.")
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option(
            "--policy", help="verify: C2SP tlog-policy the witnessed checkpoint must meet; that of the node if absent."
        ),
    ] = None,
    listen: Annotated[str, typer.Option("--listen", help="witness serve: address and port.")] = "127.0.0.1:8630",
    quorum: Annotated[int, typer.Option("--quorum", min=0, help="verify: how many witnesses must have signed.")] = 0,
    memory: Annotated[
        Path | None, typer.Option("--memory", help="witness: folder of its key and of what it signed; its own machine.")
    ] = None,
    body: Annotated[
        Path | None, typer.Option("--key", help="escrow: file with name and key of the oversight body, one line.")
    ] = None,
    check: Annotated[
        Path | None, typer.Option("--check", help="anchor: text that was printed; prove that the log continues it.")
    ] = None,
    legal_basis: Annotated[str, typer.Option("--legal-basis", help="erase: law or order, kept for good.")] = "",
    once: Annotated[bool, typer.Option("--once", help="sequence: take in what waits and end.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Look at the record, verify the log it is sealed in, prove a line of it, or witness a log.

    Example: contrared audit verify --node my-node
    """
    given = Given(what or [], number, out, witnesses, policy, quorum, body, check, legal_basis, once)
    if act is Act.WITNESS:
        shape = witness_log(what or [], witnesses, memory, listen)
    else:
        with output.desk_at(node, user, purpose, case) as desk:
            shape = _at_desk(desk, act, given)
    if json:
        output.emit(shape)
    else:
        _tell(shape)
    if shape.problems:
        raise typer.Exit(1)


def _at_desk(desk: Desk, act: Act, given: Given) -> shapes.AuditShape:
    from contrared.govern import record
    from contrared.govern.log.keeping import keep_up, signer_of

    key = str(signer_of(desk.node).verifier)
    if act is Act.KEY:
        return shapes.AuditShape(act=act, key=key)
    if act is Act.ESCROW:
        return escrow(desk, key, given.body)
    if act is Act.TAIL:
        desk.permitted(("audit",), "read the record")
        desk.record("audit", {"act": act.value})
        lines = record.newest(desk.node.ledger, given.number)
        return shapes.AuditShape(act=act, key=key, lines=[_line(entry) for entry in lines])
    if act is Act.SEQUENCE:
        return _sequence(desk, key, given.once)
    if act is Act.ERASE:
        desk.erase([number_of(text) for text in given.what], given.legal_basis)
        return shapes.AuditShape(act=act, key=key, erased=len(set(given.what)))
    desk.record("audit", {"act": act.value, "lines": list(given.what)})
    keep_up(desk.node)
    if act is Act.PROVE:
        return prove_line(desk, key, given.what, given.out)
    if act is Act.ANCHOR:
        return anchor_log(desk, key, given.out, given.check)
    if act is Act.RECEIPT:
        return hold_receipt(desk, key, given.what, given.out)
    return _verify(desk, key, given.witnesses, given.quorum, given.policy)


def _verify(desk: Desk, key: str, witnesses: Path | None, quorum: int, policy: Path | None) -> shapes.AuditShape:
    from contrared.govern.log.inspection import inspect
    from contrared.govern.log.keeping import keys_of, sealed_of, tree_of, witness_keys
    from contrared.govern.log.quorum import read
    from contrared.govern.log.witnessed import policy_of

    known = witness_keys(witnesses) if witnesses else []
    if quorum > len(known):
        raise InputError(
            f"{quorum} witnesses cannot sign where {len(known)} are known",
            where="--quorum",
            do="name their keys with --witnesses FILE",
        )
    demanded = policy_of(desk.node) if policy is None else read(policy)
    oversight, keys = desk.node.settings.log.oversight, keys_of(desk.node)
    if demanded is not None and oversight and not demanded.needs(oversight):
        raise InputError(f"there is a quorum without {oversight}", where=str(policy), do="let the quorum need it")
    with output.progress("opening lines") as bar:
        found = inspect(
            desk.node.ledger,
            tree_of(desk.node),
            keys[0],
            known,
            quorum=quorum,
            policy=demanded,
            earlier=keys[1:],
            escrow=sealed_of(desk.node),
            progress=lambda count: bar.update(bar.task_ids[0], completed=count),
        )
    return shapes.AuditShape(
        act=Act.VERIFY,
        key=key,
        size=found.size,
        entries=found.lines,
        waiting=found.waiting,
        filler=found.filler,
        erased=found.erased,
        signed=dict(found.signed),
        problems=list(found.problems),
    )


def _sequence(desk: Desk, key: str, once: bool) -> shapes.AuditShape:
    from contrared.govern.log.keeping import keep_up, sequence
    from contrared.govern.log.witnessed import asking

    if once:
        size = keep_up(desk.node)
        if size is None:
            raise NodeError("another sequencer is at work on this log", do="let it, or stop it")
        return shapes.AuditShape(act=Act.SEQUENCE, key=key, size=size)
    stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda *_: stop.set())
    with asking(desk.node, stop, output.note):
        size = sequence(desk.node, stop)
    return shapes.AuditShape(act=Act.SEQUENCE, key=key, size=size)


def _line(entry: Any) -> shapes.AuditLineShape:
    return shapes.AuditLineShape(
        line=entry.seq,
        at=entry.at,
        user=entry.user,
        purpose=entry.purpose,
        case=entry.case,
        legal_basis=entry.legal_basis,
        action=entry.action,
        what=entry.what,
    )


def _tell(shape: shapes.AuditShape) -> None:
    if shape.act == Act.TAIL:
        rows = [(each.line, each.at, each.user, each.purpose, each.case, each.action) for each in shape.lines]
        output.table("record", ("line", "at", "who", "why", "case", "act"), rows)
    elif shape.act == Act.VERIFY:
        output.say(
            f"{shape.size:,} entries: {shape.entries:,} lines, {shape.filler:,} filler; {shape.waiting:,} lines wait; "
            f"{shape.erased:,} erased on record; signed by {', '.join(sorted(shape.signed)) or 'nobody'}"
        )
        output.say(f"{len(shape.problems)} problems" if shape.problems else "nothing wrong")
    elif shape.act == Act.PROVE:
        output.say(f"written to {shape.out}" if shape.out else shape.proof.rstrip())
        output.say(f"entry {shape.entry}")
    elif shape.act == Act.RECEIPT:
        if not shape.problems:
            output.say("in the log, proven" if shape.proof else f"waits; promised until {shape.until}")
        output.say(f"written to {shape.out}" if shape.out else (shape.proof or shape.receipt).rstrip())
        output.say(f"entry {shape.entry}")
    elif shape.act == Act.ERASE:
        output.say(f"{shape.erased} lines erased; who, when, why and on which basis stay")
    elif shape.act == Act.ESCROW:
        output.say(f"{shape.sealed:,} of {shape.size:,} entries in escrow with {shape.body or 'nobody'}")
    elif shape.act == Act.ANCHOR:
        if shape.until:
            output.say(f"the log has {shape.size:,} entries and continues the {shape.entries:,} of {shape.until}")
        else:
            output.say(f"written to {shape.out}" if shape.out else shape.anchor.rstrip())
    elif shape.act == Act.KEY:
        output.say(shape.key)
    elif not shape.problems and shape.size:
        output.say(f"{'witnessed' if shape.act == Act.WITNESS else 'the log has'} {shape.size:,} entries")
    for problem in shape.problems:
        output.say(problem)
