"""Commands at a counter: screen a party, a passport line or a table of customers; build the index."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contrared.api.shapes import RememberedShape, document_query, screen_shape
from contrared.cli import output, party, shapes
from contrared.cli.app import app
from contrared.cli.batching import known_customer, screen_batch, tell_lists
from contrared.cli.batching import prove as prove_asked
from contrared.cli.indexing import refreshed
from contrared.cli.options import HERE, AsOf, CaseId, Emergency, Json, LegalBasis, NodeDir, Purpose, User
from contrared.govern import Desk
from contrared.model import InputError
from contrared.model.language import word

if TYPE_CHECKING:
    from contrared.govern.log.receipt import Receipt
    from contrared.match.screening import Answer

Texts = list[str] | None


@app.command()
def screen(
    name: party.Name = None,
    alias: party.Alias = None,
    schema: party.SchemaName = "",
    born: party.Born = "",
    country: party.Country = None,
    document: party.Document = None,
    imo: party.Imo = "",
    contact: party.Contact = None,
    wallet: party.Wallet = None,
    gender: party.Gender = "",
    mrz: Annotated[
        bool, typer.Option("--mrz", help="Read the machine-readable zone of a document from standard input.")
    ] = False,
    batch: Annotated[Path | None, typer.Option("--batch", help="Screen each row of a CSV file.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="With --batch: the CSV file to write.")] = None,
    column: Annotated[
        Texts, typer.Option("--column", help="With --batch: what a column says, e.g. name=Cliente or born=FechaNac.")
    ] = None,
    list_: Annotated[Texts, typer.Option("--list", help="Ask this dataset only; may be given several times.")] = None,
    model: Annotated[
        str, typer.Option("--model", help="Model that scores: a name, or a file that `contrared learn` wrote.")
    ] = "default",
    prove: Annotated[
        bool, typer.Option("--prove", help="Ask nothing: tell when this very query was asked before, from the record.")
    ] = False,
    row: Annotated[int, typer.Option("--row", min=1, help="With --batch and --prove: this row of the table.")] = 1,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500, help="Candidates to give at most.")] = 10,
    legal_basis: LegalBasis = "",
    emergency: Emergency = "",
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Ask every list the node holds who a party may be; candidates with reasons, and the lists that were asked.

    Example: contrared screen "Tarek Zaidan AISAMI" --born 1974 --country ve --node my-node

    Example: contrared screen --mrz --node my-node < passport.txt

    Example: contrared screen --batch customers.csv --out hits.csv --node my-node

    Example: contrared screen --batch customers.csv --row 17 --prove --node my-node
    """
    from contrared.match.question import Known
    from contrared.match.remembered import remembered

    ways = [bool(name or document or imo or contact or wallet), mrz, batch is not None]
    if sum(ways) != 1:
        raise InputError(
            "say whom to screen, in one way", do="give a name (or a number), or --mrz, or --batch FILE --out FILE"
        )
    with output.desk_at(node, user, purpose, case, as_of) as desk:
        if batch is not None and not prove:
            told = {"legal_basis": legal_basis, "emergency": emergency}
            screen_batch(desk, batch, out, column or [], limit, **told, json=json)
            return
        customer = None if batch is None else known_customer(batch, column or [], row)
        document_read = document_query(sys.stdin.read()) if mrz else None
        if document_read is not None:
            queries, read = document_read
        elif customer is not None:
            queries, read = customer.queries(), None
        else:
            names = tuple(text for text in [name, *(alias or ())] if text)
            known = Known(
                names=names,
                schema=schema,
                born=born,
                countries=tuple(country or ()),
                documents=tuple(document or ()),
                imo=imo,
                contacts=tuple(contact or ()),
                wallets=tuple(wallet or ()),
                gender=gender,
            )
            queries, read = known.queries(), None
        if prove:
            prove_asked(desk, queries, json=json)
            return
        answer, receipt = _ask(desk, queries, limit, list_ or (), model)
        before = remembered(desk, queries, answer)
    shape = screen_shape(queries, answer, read, before, receipt.text())
    if json:
        output.emit(shape)
    else:
        _tell(shape)


def _ask(
    desk: Desk, queries: Sequence[dict[str, Any]], limit: int, datasets: Sequence[str], model: str
) -> tuple[Answer, Receipt]:
    from contrared.match.counter import answered
    from contrared.match.screening import opened

    refreshed(desk)
    return answered(desk, queries, limit=limit, datasets=datasets, screen=opened(desk, model=model))


def _tell(shape: shapes.ScreenShape) -> None:
    if shape.document is not None:
        output.say(f"document read as {shape.document.format}")
        for line in (*shape.document.problems, *shape.document.notes):
            output.say(f"  {line}")
        for line in shape.document.suggestions:
            output.say(f"  it may be: {line}")
    parties = sum(asked.entities for asked in shape.versions)
    compared = ", ".join(shape.compared)
    if shape.candidates:
        rows = []
        for found in shape.candidates:
            why = "; ".join(_reason(reason) for reason in found.reasons if abs(reason.contribution) >= 0.05)
            rows.append((f"{found.score:.3f}", found.name, found.entity_id, " ".join(found.programmes), why))
        output.table("Candidates", ["score", "name", "entry", "programme", "why (log-odds)"], rows)
        for found in shape.candidates:
            if found.tip:
                output.say(f"{found.entity_id} is known from a tip, not from a list")
            if found.remembered is not None:
                output.say(_cleared(found.entity_id, found.remembered))
    else:
        output.say(f"no candidate at {shape.threshold:.2f} or above among {parties:,} parties, by {compared}")
    output.say(f"{compared} compared")
    tell_lists(shape.versions, shape.missing)


def _cleared(entity_id: str, before: RememberedShape) -> str:
    said = f"{entity_id} was cleared before by {before.by} on {before.at} ({before.id}): {before.why}"
    return said + ("; nothing changed since" if before.holds else "; CHANGED since: " + "; ".join(before.changed))


def _reason(reason: shapes.Reason) -> str:
    shown = f" {reason.left} ~ {reason.right}" if reason.left or reason.right else ""
    return f"{word(reason.feature)}{shown} {reason.contribution:+.1f}"
