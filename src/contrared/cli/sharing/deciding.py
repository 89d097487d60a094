"""The commands `inbox` and `decide`: what partners want to know, and what they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.sharing.asking import about
from contrared.cli.sharing.desk import LegalBasis, Wait, delivered, exchange_desk
from contrared.model import Handling, InputError

if TYPE_CHECKING:
    from contrared.govern import Desk
    from contrared.share.exchange import Exchange, Statement
    from contrared.share.peers import Book

WAITING = ("pending", "approved_1")


@app.command()
def inbox(
    request: Annotated[str, typer.Argument(help="Id of a request; all that wait if absent.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Decided ones too.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """List what partners want to know; for one request, what this node could tell, by number.

    Example: contrared inbox --node my-node
    """
    with exchange_desk(node, user, purpose, case) as (desk, exchange, book):
        rows = [row for row in exchange.inbox() if everything or request or row["state"] in WAITING]
        if request:
            rows = [_row(exchange, request)]
        statements = could_tell(desk, book, rows[0]) if request else []
        desk.record("inbox", {"requests": [row["id"] for row in rows]})
        names = {peer.id: peer.name for peer in book.everybody()}
        shape = shapes.InboxShape(
            requests=[_request(row, names) for row in rows], statements=[_said(n, s) for n, s in enumerate(statements)]
        )
    if json:
        output.emit(shape)
        return
    columns = ("request", "partner", "means", "record", "score", "why", "state", "until")
    output.table(
        "requests of partners",
        columns,
        [
            (
                r.id,
                r.partner,
                r.subject,
                r.record,
                "" if r.score is None else f"{r.score:.3f}",
                r.reason,
                r.state,
                r.expires,
            )
            for r in shape.requests
        ],
    )
    if request:
        _tell_statements("what could be told", shape.statements)


@app.command()
def decide(
    request: Annotated[str, typer.Argument(help="Id of the request.")],
    release: Annotated[bool, typer.Option("--release", help="Release the statements; somebody else approves.")] = False,
    tear_line: Annotated[
        bool,
        typer.Option("--tear-line", help="Release them; those under stricter handling are kept back, committed to."),
    ] = False,
    refuse: Annotated[
        str,
        typer.Option("--refuse", help="not-the-same, purpose, legal-basis, originator, operational or other-channel."),
    ] = "",
    ask_back: Annotated[str, typer.Option("--ask-back", help="Ask the partner this before deciding.")] = "",
    handling: Annotated[str, typer.Option("--handling", help="release: how it may be handled.")] = "TLP:AMBER // H1",
    grade: Annotated[str, typer.Option("--grade", help="release: grade of the whole, as B2.")] = "",
    onward: Annotated[
        str, typer.Option("--onward", help="release: passed on to nobody, own-agencies, with-consent or courts.")
    ] = "nobody",
    days: Annotated[int, typer.Option("--days", min=1, help="release: days the partner may keep it.")] = 90,
    keep_back: Annotated[
        str, typer.Option("--keep-back", help="release: numbers of statements that are kept back, as 2,5.")
    ] = "",
    emergency: Annotated[
        str, typer.Option("--emergency", help="release: why it cannot wait for somebody else; reviewed afterwards.")
    ] = "",
    legal_basis: LegalBasis = "",
    wait: Wait = 10.0,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Decide on a partner's request; a release shows exactly what leaves, and waits for somebody else to approve that.

    Example: contrared decide opn-15c7b21ebf785a1b --release --grade B2 --legal-basis "Law 1, art. 9"
    """
    from contrared.model import PolicyError
    from contrared.share.exchange import Refusal

    if sum((release or tear_line, bool(refuse), bool(ask_back))) != 1:
        raise InputError("decide how?", do="say one of --release, --tear-line, --refuse CODE, --ask-back QUESTION")
    shown: list[shapes.SaidShape] = []
    waiting: PolicyError | None = None
    with exchange_desk(node, user, purpose, case) as (desk, exchange, book):
        row = _row(exchange, request)
        if refuse:
            if refuse not in set(Refusal):
                raise InputError(
                    f"{refuse!r} is no code of refusal", where="--refuse", do=f"use one of {', '.join(Refusal)}"
                )
            exchange.refuse(request, Refusal(refuse))
        elif ask_back:
            exchange.ask_back(request, ask_back)
        else:
            if row["draft"] is None or keep_back or grade:
                wanted = _draft(desk, book, row, handling, grade, onward, days, keep_back, legal_basis, tear=tear_line)
                exchange.draft(request, wanted)
            shown = _leaving(_row(exchange, request)["draft"]["object"]["statements"])
            try:
                exchange.release(request, emergency=emergency)
            except PolicyError as exc:
                waiting = exc
        waits = [] if waiting else delivered(exchange, book, wait)
        row = _row(exchange, request)
    decision = {"approved_1": "drafted", "pending": "asked_back"}.get(row["state"], row["state"])
    shape = shapes.DecideShape(
        request=request,
        decision=decision,
        hash=row["draft_hash"],
        release=row["release_id"],
        statements=shown,
        waits=waits,
    )
    if json:
        output.emit(shape)
    else:
        if shown:
            _tell_statements("exactly what leaves", shown)
        output.say(f"{request}: {decision.replace('_', ' ')}" + (f" as {shape.release}" if shape.release else ""))
        for line in waits:
            output.say(f"not delivered yet: {line}")
    if waiting is not None:
        raise waiting


def _draft(
    desk: Desk,
    book: Book,
    row: Mapping[str, Any],
    handling: str,
    grade: str,
    onward: str,
    days: int,
    keep_back: str,
    legal_basis: str,
    *,
    tear: bool,
) -> Any:
    from contrared.share.exchange import Draft, Onward

    if not grade:
        raise InputError("a release says how far it can be trusted", where="--grade", do="grade it, as B2")
    if onward not in set(Onward):
        raise InputError(
            f"{onward!r} is no rule for passing on", where="--onward", do=f"use one of {', '.join(Onward)}"
        )
    statements = could_tell(desk, book, row)
    kept = set(kept_back(keep_back))
    if tear:
        ceiling = Handling.parse(handling).tlp.value
        kept |= {n for n, said in enumerate(statements) if Handling.parse(said.handling).tlp.value > ceiling}
    until = datetime.now(UTC) + timedelta(days=days)
    return Draft(handling, grade, legal_basis, until, Onward(onward), tuple(statements), frozenset(kept))


def kept_back(text: str) -> frozenset[int]:
    """Numbers of statements, parted by commas."""
    return frozenset(int(number) for number in text.split(",") if number.strip().isdigit())


def could_tell(desk: Desk, book: Book, row: Mapping[str, Any]) -> list[Statement]:
    """What this node could tell the partner of the record that was hit."""
    from contrared.share.alerts import NodeHoldings
    from contrared.share.exchange import Statement

    partner = book.get(row["peer"])
    held = None if partner is None else NodeHoldings(desk).record(partner, row["record"])
    if held is None:
        raise InputError(
            "nothing of this record may be told to this partner any more", where=row["record"], do="refuse"
        )
    return [Statement(told.prop, told.value, told.grade, told.handling, told.ids) for told in held.statements]


def _row(exchange: Exchange, request: str) -> dict[str, Any]:
    found = next((row for row in exchange.inbox() if row["id"] == request), None)
    if found is None:
        raise InputError("there is no such request", where=request, do="see `contrared inbox`")
    return found


def _request(row: Mapping[str, Any], names: Mapping[str, str]) -> shapes.PartnerRequestShape:
    return shapes.PartnerRequestShape(
        id=row["id"],
        partner=names.get(row["peer"], row["peer"]),
        state=row["state"],
        subject=about(row["identity"]),
        record=row["record"],
        score=row["score"],
        reasons=[_reason(reason) for reason in row["reasons"]],
        reason=row["reason"],
        purpose=row["purpose"],
        legal_basis=row["legal_basis"],
        asked_back=row["asked_back"],
        received_at=row["received_at"],
        expires=row["expires"],
        release=row["release_id"],
    )


def _reason(reason: Any) -> str:
    if isinstance(reason, Mapping):
        return f"{reason.get('feature')}: {reason.get('left')} / {reason.get('right')}"
    return str(reason)


def _said(number: int, said: Statement) -> shapes.SaidShape:
    return shapes.SaidShape(number=number, prop=said.prop, value=said.value, grade=said.grade, handling=said.handling)


def _leaving(statements: Sequence[Mapping[str, Any]]) -> list[shapes.SaidShape]:
    return [
        shapes.SaidShape(
            number=number,
            prop=said.get("prop", ""),
            value=said.get("value", ""),
            grade=said.get("grade", ""),
            handling=said.get("handling", ""),
            kept_back=said.get("commitment", ""),
        )
        for number, said in enumerate(statements)
    ]


def _tell_statements(title: str, statements: Sequence[shapes.SaidShape]) -> None:
    output.table(
        title,
        ("", "what", "value", "grade", "handling"),
        [
            (s.number, s.prop, s.value, s.grade, s.handling)
            if not s.kept_back
            else (s.number, "KEPT BACK", s.kept_back, "", "")
            for s in statements
        ],
    )
