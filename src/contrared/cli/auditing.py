"""The command `audit`: the record of what was read and done, and the log nobody can quietly change."""

from __future__ import annotations

import signal
import threading
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


@app.command()
def audit(
    act: Annotated[
        Act,
        typer.Argument(
            help="tail (newest lines), verify (the whole log), prove LINE, receipt FILE or LINE "
            "(was the promise kept?), sequence (take lines in until stopped), "
            "witness LOG (the oversight body's signature), key (public key of the log), erase LINE…, "
            "escrow (salts sealed to the oversight body), anchor (the newest checkpoint for a gazette or a git tag)"
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
    if act is Act.WITNESS:
        shape = _witness(what or [], witnesses, memory)
    else:
        with output.desk_at(node, user, purpose, case) as desk:
            shape = _at_desk(desk, act, what or [], number, out, witnesses, quorum, legal_basis, once, body, check)
    if json:
        output.emit(shape)
    else:
        _tell(shape)
    if shape.problems:
        raise typer.Exit(1)


def _at_desk(
    desk: Desk,
    act: Act,
    what: list[str],
    number: int,
    out: Path | None,
    witnesses: Path | None,
    quorum: int,
    legal_basis: str,
    once: bool,
    body: Path | None,
    check: Path | None,
) -> shapes.AuditShape:
    from contrared.govern import record
    from contrared.govern.log.keeping import keep_up, signer_of

    key = str(signer_of(desk.node).verifier)
    if act is Act.KEY:
        return shapes.AuditShape(act=act, key=key)
    if act is Act.ESCROW:
        return escrow(desk, key, body)
    if act is Act.TAIL:
        desk.record("audit", {"act": act.value})
        lines = record.newest(desk.node.ledger, number)
        return shapes.AuditShape(act=act, key=key, lines=[_line(entry) for entry in lines])
    if act is Act.SEQUENCE:
        return _sequence(desk, key, once)
    if act is Act.ERASE:
        desk.write().erase([number_of(text) for text in what], legal_basis)
        return shapes.AuditShape(act=act, key=key, erased=len(set(what)))
    desk.record("audit", {"act": act.value, "lines": what})
    keep_up(desk.node)
    if act is Act.PROVE:
        return prove_line(desk, key, what, out)
    if act is Act.ANCHOR:
        return anchor_log(desk, key, out, check)
    if act is Act.RECEIPT:
        return hold_receipt(desk, key, what, out)
    return _verify(desk, key, witnesses, quorum)


def _verify(desk: Desk, key: str, witnesses: Path | None, quorum: int) -> shapes.AuditShape:
    from contrared.govern.log.inspection import inspect
    from contrared.govern.log.keeping import sealed_of, signer_of, tree_of, witness_keys

    known = witness_keys(witnesses) if witnesses else []
    if quorum > len(known):
        raise InputError(
            f"{quorum} witnesses cannot sign where {len(known)} are known",
            where="--quorum",
            do="name their keys with --witnesses FILE",
        )
    with output.progress("opening lines") as bar:
        found = inspect(
            desk.node.ledger,
            tree_of(desk.node),
            signer_of(desk.node).verifier,
            known,
            quorum=quorum,
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

    if once:
        size = keep_up(desk.node)
        if size is None:
            raise NodeError("another sequencer is at work on this log", do="let it, or stop it")
        return shapes.AuditShape(act=Act.SEQUENCE, key=key, size=size)
    stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda *_: stop.set())
    size = sequence(desk.node, stop)
    return shapes.AuditShape(act=Act.SEQUENCE, key=key, size=size)


def _witness(what: list[str], keys: Path | None, memory: Path | None) -> shapes.AuditShape:
    from contrared.govern.log.keeping import witness_keys, witness_signer
    from contrared.govern.log.tree import Tree
    from contrared.govern.log.witness import Witness, WitnessError, witness

    if len(what) != 1 or keys is None or memory is None:
        raise InputError(
            "a witness needs the folder of the log, the log's public key and a memory of its own",
            do="say `contrared audit witness LOG --witnesses KEYS --memory FOLDER`",
        )
    signer = witness_signer(memory)
    try:
        note = witness(Tree(Path(what[0])), [Witness(memory, signer, witness_keys(keys))])
    except WitnessError as exc:
        return shapes.AuditShape(act=Act.WITNESS, key=str(signer.verifier), problems=[f"not signed: {exc}"])
    if note is None:
        raise InputError("there is no checkpoint yet", where=what[0], do="run `contrared audit sequence --once`")
    return shapes.AuditShape(act=Act.WITNESS, key=str(signer.verifier), size=int(note.text.split("\n")[1]))


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
    elif not shape.problems:
        output.say(f"{'witnessed' if shape.act == Act.WITNESS else 'the log has'} {shape.size:,} entries")
    for problem in shape.problems:
        output.say(problem)
