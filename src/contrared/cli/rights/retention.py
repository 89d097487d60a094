"""The commands `retention …`: what is due, deleting it, and proving that it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import Commands, app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contrared.govern.rights.held import Held
    from contrared.govern.rights.subjects import KeptSubject

retention = typer.Typer(
    name="retention",
    cls=Commands,
    help="Terms of sources: what is due, deleting on time, and the proof that it was done.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(retention)


@retention.command()
def due(
    days: Annotated[int, typer.Option("--days", min=0, help="Also what ends within that many days.")] = 30,
    everything: Annotated[bool, typer.Option("--all", help="Everything with its term.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """List sources, encounters and parties off a watchlist whose term is over or ends soon; none is without one.

    Example: contrared retention due --days 90 --node my-node
    """
    from contrared.govern.rights.held import due as ending
    from contrared.govern.rights.held import held
    from contrared.govern.rights.subjects import due_subjects, kept_subjects

    with output.desk_at(node, user, purpose, case) as desk:
        known = desk.sources()
        found = held(desk.node) if everything else ending(desk.node, _today(), days)
        shown = {row["id"] for row in (*desk.memory.encounters(), *desk.memory.unwatched())}
        people = kept_subjects(desk.node) if everything else due_subjects(desk.node, _today(), days)
        rows = [_term(item) for item in found if item.id in known]
        rows += [_term_of_subject(item) for item in people if item.id in shown]
    if json:
        output.emit(shapes.RetentionShape(sources=rows))
        return
    table = [
        (r.until, r.dataset, r.filename or r.source, r.rule, ", ".join(r.holds) or ("over" if r.over else ""))
        for r in rows
    ]
    output.table("Terms", ["until", "dataset", "file", "because", "held by"], table)


@retention.command()
def run(
    legal_basis: Annotated[str, typer.Option("--legal-basis", help="Law that demands it, kept for good.")],
    out: Annotated[Path | None, typer.Option("--out", help="File for the certificate of the deletion.")] = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Delete every source and encounter whose term is over and that no hold keeps, and everything made of it.

    Stopped at any moment it hides at once what has to go, and goes on when it is run again.

    Example: contrared retention run --legal-basis "Ley 1581, art. 11" --out deleted.json --node my-node
    """
    from contrared.govern.rights.certificate import certify
    from contrared.govern.rights.deletion import Deletion
    from contrared.store.durable import write_bytes

    with output.desk_at(node, user, purpose, case) as desk:
        with output.progress("deleting") as bar:
            task = bar.task_ids[0]
            done = Deletion(desk, lambda step: bar.update(task, description=f"deleting: {step}")).run(
                _today(), legal_basis
            )
        if done.id and out is not None:
            write_bytes(out, certify(desk.node, done.id, done.salts))
    gone = done.content.get("gone", {}).values()
    shape = shapes.DeletionShape(
        deletion=done.id,
        sources=[source["source_id"] for source in done.content.get("sources", [])],
        statements=sum(each["statements"] for each in gone),
        entities=sum(each["entities"] for each in gone),
        lines=sum(each["lines"] for each in gone),
        held=list(done.held),
        out=str(out) if out is not None and done.id else "",
    )
    if json:
        output.emit(shape)
        return
    if not shape.deletion:
        output.say("nothing is due" + (f"; {len(shape.held)} sources stay because of a hold" if shape.held else ""))
        return
    output.say(
        f"{shape.deletion}: {len(shape.sources)} sources, {shape.statements:,} statements, {shape.entities:,} entities "
        f"deleted; {shape.lines:,} lines of the record erased"
    )
    if shape.held:
        output.say(f"{len(shape.held)} sources stay because of a hold")
    output.say(f"certificate: {shape.out}" if shape.out else f"prove it with `contrared retention prove {done.id}`")


@retention.command(name="list")
def listed(
    node: NodeDir = HERE, user: User = None, purpose: Purpose = None, case: CaseId = None, json: Json = False
) -> None:
    """List deletions: when, by whom, on which legal basis, how many sources.

    Example: contrared retention list --node my-node
    """
    from contrared.govern.rights.held import deleted

    with output.desk_at(node, user, purpose, case) as desk:
        rows = [shapes.DeletedShape(**row) for row in deleted(desk.node)]
    if json:
        output.emit(shapes.DeletionsShape(deletions=rows))
        return
    table = [(r.id, r.at, r.by, r.legal_basis, r.sources, r.held, r.done_at or "not done") for r in rows]
    output.table("Deletions", ["id", "begun", "by", "legal basis", "sources", "kept by holds", "done"], table)


@retention.command()
def prove(
    deletion: Annotated[str, typer.Argument(help="Id of a deletion, or with --key the file of a certificate.")],
    out: Annotated[Path | None, typer.Option("--out", help="File to write the certificate to.")] = None,
    key: Annotated[str, typer.Option("--key", help="Public key of the log: check the certificate, no node.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Prove a deletion to a stranger, or check such a proof with nothing but the public key of the log.

    Example: contrared retention prove del-15c7b21ebf78 --out deleted.json --node my-node
    """
    from contrared.govern.log.note import NoteError, Verifier
    from contrared.govern.rights.certificate import certify, checked
    from contrared.store.durable import write_bytes

    if key:
        try:
            verifier = Verifier.parse(key)
        except NoteError as exc:
            raise InputError(str(exc), where="--key", do="see `contrared audit key`") from exc
        data = _read(Path(deletion))
    else:
        from contrared.govern.log.keeping import signer_of

        with output.desk_at(node, user, purpose, case) as desk:
            desk.record("retention", {"prove": deletion})
            data = certify(desk.node, deletion)
            verifier = signer_of(desk.node).verifier
        if out is not None:
            write_bytes(out, data)
    told = checked(data, verifier)
    shape = shapes.CertificateShape(
        at=told.frame["at"],
        by=told.frame["user_id"],
        legal_basis=told.frame["legal_basis"],
        deleted=dict(told.content),
        size=told.size,
        out=str(out) if out is not None and not key else "",
    )
    if json:
        output.emit(shape)
        return
    output.say(f"{len(told.content['sources'])} sources deleted by {shape.by}, {shape.at}, under {shape.legal_basis}")
    for source in told.content["sources"]:
        output.say(f"  {source['dataset']}: {_bytes(source)}, {source['rule']}, until {source['expired']}")
    output.say(f"the log of {shape.size:,} entries says so")


def _today() -> date:
    return datetime.now(UTC).date()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror})", where=str(path), do="check the path") from exc


def _bytes(source: Mapping[str, str]) -> str:
    return f"bytes {source['sha256'][:16]}…" if source["sha256"] else source["source_id"]


def _term_of_subject(item: KeptSubject) -> shapes.TermShape:
    return shapes.TermShape(
        source=item.id,
        dataset=item.kind,
        filename="",
        legal_basis="",
        until=item.term.until.isoformat(),
        rule=item.term.rule,
        over=item.term.over(_today()),
        holds=list(item.holds),
    )


def _term(item: Held) -> shapes.TermShape:
    return shapes.TermShape(
        source=item.id,
        dataset=item.source.dataset,
        filename=item.source.filename,
        legal_basis=item.source.legal_basis,
        until=item.term.until.isoformat(),
        rule=item.term.rule,
        over=item.term.over(_today()),
        holds=list(item.holds),
    )
