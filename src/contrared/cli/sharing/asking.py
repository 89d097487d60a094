"""The commands `ask` and `open`: blind questions to partners, and opening what they hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.sharing.desk import LegalBasis, Wait, delivered, exchange_desk
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.share.keys import Subject
    from contrared.share.peers import Book

Texts = list[str] | None


@app.command()
def ask(
    partners: Annotated[
        str, typer.Argument(help="Ids, names or countries, with commas between; questions asked before if absent.")
    ] = "",
    name: Annotated[Texts, typer.Option("--name", help="Name; may be given several times.")] = None,
    born: Annotated[Texts, typer.Option("--born", help="Birth date: YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
    doc: Annotated[Texts, typer.Option("--doc", help="Document, COUNTRY:NUMBER as co:AX123456, or its number.")] = None,
    phone: Annotated[Texts, typer.Option("--phone", help="Telephone number, best with + and its country code.")] = None,
    plate: Annotated[Texts, typer.Option("--plate", help="Number plate, COUNTRY:NUMBER.")] = None,
    iban: Annotated[Texts, typer.Option("--iban", help="Account number.")] = None,
    vessel: Annotated[Texts, typer.Option("--vessel", help="IMO number or MMSI of a vessel.")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="A table of persons instead, CSV.")] = None,
    column: Annotated[Texts, typer.Option("--column", help="batch: what a column says, as name=Nombre.")] = None,
    legal_basis: LegalBasis = "",
    wait: Wait = 10.0,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Ask partners whether they know somebody, without telling them whom; or list questions and where they stand.

    Example: contrared ask pa,gt --name "Ana Lopez" --born 1990-04-02 --legal-basis "Law 1, art. 2"
    """
    with exchange_desk(node, user, purpose, case) as (desk, exchange, book):
        made: list[str] = []
        not_asked: list[str] = []
        if partners:
            persons = (
                _table(batch, column or []) if batch else [(_subject(name, born, doc, phone, plate, iban, vessel))]
            )
            peers = [book.named(wanted) for wanted in partners.split(",")]
            for subject in persons:
                for peer in peers:
                    try:
                        asked = exchange.ask(
                            peer.id, subject, purpose=desk.purpose, legal_basis=legal_basis, case=desk.case
                        )
                    except InputError as exc:
                        if batch is None and len(peers) == 1:
                            raise
                        not_asked.append(f"{peer.name}, {_label(subject)}: {exc}")
                    else:
                        made.append(asked)
        waits = delivered(exchange, book, wait) if made else []
        rows = [row for row in exchange.asks() if (row["id"] in made if partners else _about_somebody(row))]
        ids, names = {row["id"]: row for row in rows}, _names(book)
        shape = shapes.AskShape(
            questions=[_question(row, names) for row in rows],
            hits=[_hit(hit, ids[hit["ask_id"]], names) for hit in exchange.openings() if hit["ask_id"] in ids],
            not_asked=not_asked,
            waits=waits,
        )
    if json:
        output.emit(shape)
        return
    columns = ("question", "partner", "about", "state", "asked")
    states = [(q.id, q.partner, q.subject, q.trouble or q.state.replace("_", " "), q.at) for q in shape.questions]
    output.table("questions", columns, states)
    tell_hits(shape.hits)
    for line in shape.not_asked:
        output.say(f"not asked: {line}")
    for line in shape.waits:
        output.say(f"not delivered yet: {line}")


def _about_somebody(row: Mapping[str, Any]) -> bool:
    """Most questions of a stream are about nobody, and nobody wants them listed."""
    return not row["stream"] or any(row["subject"].values())


@app.command("open")
def open_hit(
    hit: Annotated[str, typer.Argument(help="Id of the hit; all hits are listed if absent.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why the partner should answer; it is told.")] = "",
    wait: Wait = 10.0,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Tell a partner whom a question that hit was about, and why; or answer what it asked back. Cannot be taken back.

    Example: contrared open opn-15c7b21ebf785a1b --reason "met at the border with two persons wanted here"
    """
    with exchange_desk(node, user, purpose, case) as (_, exchange, book):
        waits: list[str] = []
        if hit:
            row = next((found for found in exchange.openings() if found["id"] == hit), None)
            if row is None:
                raise InputError("there is no such hit", where=hit, do="see `contrared open`")
            if not reason.strip():
                raise InputError("opening needs a reason", where="--reason", do="say why the partner should answer")
            if row["state"] == "hit":
                exchange.approve(row["ask_id"], row["handle"])
            exchange.open(row["ask_id"], row["handle"], reason)
            waits = delivered(exchange, book, wait)
        asks, names = {row["id"]: row for row in exchange.asks()}, _names(book)
        hits = [_hit(found, asks[found["ask_id"]], names) for found in exchange.openings() if hit in ("", found["id"])]
    shape = shapes.OpenShape(hits=hits, waits=waits)
    if json:
        output.emit(shape)
        return
    tell_hits(shape.hits)
    for line in shape.waits:
        output.say(f"not delivered yet: {line}")


def tell_hits(hits: list[shapes.HitShape]) -> None:
    """Print hits: which keys matched, and how many strangers would fit as well."""
    if hits:
        rows = [
            (
                h.id,
                h.partner,
                h.subject,
                h.state,
                " ".join(h.keys),
                _expected(h),
                h.code or h.question or h.trouble or h.release,
            )
            for h in hits
        ]
        output.table("hits", ("hit", "partner", "about", "state", "keys", "false hits to expect", ""), rows)


def _expected(hit: shapes.HitShape) -> str:
    return "" if hit.false_hits is None else f"{hit.false_hits:.2g}"


def _subject(name: Texts, born: Texts, doc: Texts, phone: Texts, plate: Texts, iban: Texts, vessel: Texts) -> Subject:
    from contrared.share.keys import Subject

    return Subject(
        names=tuple(name or ()),
        born=tuple(born or ()),
        documents=tuple(map(_numbered, doc or ())),
        phones=tuple(phone or ()),
        plates=tuple(map(_numbered, plate or ())),
        ibans=tuple(iban or ()),
        vessels=tuple(vessel or ()),
    )


def _numbered(text: str) -> tuple[str, str]:
    country, parted, number = text.partition(":")
    return (country.lower(), number) if parted else ("", text)


def _table(path: Path, columns: list[str]) -> Iterator[Subject]:
    from contrared.cli.batching import column_mapping
    from contrared.match.columns import known_rows, read_columns
    from contrared.share.alerts import whom

    for _, known in known_rows(path, read_columns(path, column_mapping(columns))):
        yield whom(known.queries())


def _label(subject: Subject) -> str:
    numbers = [number for _, number in (*subject.documents, *subject.plates)]
    said = [*subject.names, *numbers, *subject.phones, *subject.ibans, *subject.vessels]
    return said[0] if said else "nobody"


def _question(row: Mapping[str, Any], names: Callable[[str], str]) -> shapes.QuestionShape:
    return shapes.QuestionShape(
        id=row["id"],
        partner=names(row["peer"]),
        category=row["category"],
        subject=about(row["subject"]),
        state=row["state"],
        trouble=row["trouble"],
        at=row["at"],
    )


def _hit(row: Mapping[str, Any], asked: Mapping[str, Any], names: Callable[[str], str]) -> shapes.HitShape:
    return shapes.HitShape(
        id=row["id"],
        ask=row["ask_id"],
        partner=names(row["peer"]),
        state=row["state"],
        keys=row["kinds"],
        false_hits=row.get("false_hits"),
        subject=about(asked["subject"]),
        code=row["code"],
        question=row["question"],
        release=row["release_id"],
        trouble=row["trouble"],
    )


def about(told: Mapping[str, Any]) -> str:
    """What people know the subject of a question by."""
    numbers = [number for kind in ("documents", "plates") for _, number in told.get(kind, ())]
    said = [*told.get("names", ()), *numbers, *told.get("phones", ()), *told.get("ibans", ()), *told.get("vessels", ())]
    return ", ".join([*said[:1], *told.get("born", ())[:1]])


def _names(book: Book) -> Callable[[str], str]:
    known = {peer.id: peer.name for peer in book.everybody()}
    return lambda peer_id: known.get(peer_id, peer_id)
