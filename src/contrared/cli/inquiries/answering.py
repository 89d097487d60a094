"""The command `inquiry answer`: the reply loaded as a source."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.inquiries.group import InquiryId, inquiry, inquiry_shape
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User


@inquiry.command()
def answer(
    inquiry_id: InquiryId,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The reply as it came.")],
    mapping: Annotated[
        Path | None, typer.Option("--map", help="Mapping that says what the rows of a table are; see `map`.")
    ] = None,
    reader: Annotated[str, typer.Option("--reader", help="Reader; recognised from the content if absent.")] = "",
    document: Annotated[
        bool, typer.Option("--document", help="Keep it as a document, byte for byte; no facts are read from it.")
    ] = False,
    part: Annotated[bool, typer.Option("--part", help="It answers a part; the rest is still waited for.")] = False,
    received: Annotated[str, typer.Option("--received", help="Day on which it came; today if absent.")] = "",
    as_of: Annotated[str, typer.Option("--as-of", help="Date it speaks for; the day it came if absent.")] = "",
    grade: Annotated[str, typer.Option("--grade", help="Admiralty grade.")] = "B2",
    handling: Annotated[str, typer.Option("--handling", help="E.g. 'TLP:AMBER // H1'.")] = "TLP:AMBER",
    status: Annotated[str, typer.Option("--status", help="evidence, intelligence or public.")] = "evidence",
    note: Annotated[str, typer.Option("--note", help="What came, or what is missing.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Load a reply; law, order, and how and from whom it was obtained are those of the inquiry.

    Example: contrared inquiry answer inq-0123456789ab accounts.csv --map accounts.yml --part --note "2025 is missing"
    """
    from contrared.cli.alerting import rescreened, tell_alerts
    from contrared.collect.replying import Reply
    from contrared.collect.replying import answer as load_reply

    reply = Reply(
        path=path,
        mapping=mapping,
        reader=reader,
        document=document,
        whole=not part,
        as_of=as_of,
        received=received,
        grade=grade,
        handling=handling,
        status=status,
        note=note,
    )
    with output.desk_at(node, user, purpose, case) as desk:
        done = load_reply(desk, inquiry_id, reply)
        alerts = rescreened(desk, done.before, done.version)
    shape = shapes.AnsweredShape(
        inquiry=inquiry_shape(done.inquiry),
        dataset=done.version.dataset,
        version=done.version.version,
        document=done.document,
        entities=done.version.entities,
        statements=done.version.statements,
        rejects=done.version.rejects,
        alerts=alerts,
    )
    if json:
        output.emit(shape)
        return
    output.say(f"{done.inquiry.id} to {done.inquiry.addressee}: {done.inquiry.state}")
    if done.document:
        output.say(f"kept as the document {done.document} in {shape.dataset}")
    else:
        output.say(f"{shape.dataset}: {shape.entities:,} entities, {shape.statements:,} statements")
    if shape.rejects:
        output.say(f"{shape.rejects:,} rows or values set aside")
    tell_alerts(alerts)
