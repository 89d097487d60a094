"""The command `inquiry new`."""

from __future__ import annotations

from typing import Annotated

import typer

from contrared.cli import output
from contrared.cli.inquiries.group import inquiry, tell
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User


@inquiry.command()
def new(
    to: Annotated[str, typer.Option("--to", help="Whom you ask.")],
    ask: Annotated[str, typer.Option("--ask", help="What you ask.")],
    order: Annotated[str, typer.Option("--order", help="Order or request it is made under, with its number.")],
    legal_basis: Annotated[str, typer.Option("--legal-basis", help="Law.")],
    due: Annotated[str, typer.Option("--due", help="Deadline, YYYY-MM-DD.")],
    kind: Annotated[str, typer.Option("--kind", help="bank, registry, court or other.")] = "other",
    about: Annotated[
        list[str] | None, typer.Option("--about", help="Entity held, whom you ask about; may be repeated.")
    ] = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Keep a question to a bank, registry or court, for the case you entered for; the letter itself is yours to send.

    Example: contrared inquiry new --to "Banco X" --kind bank --ask "Accounts of Ana Ríos since 2024" --about ent-0123
        --order "Court 3, 12/2026" --legal-basis "CPP 235" --due 2027-01-31
    """
    from contrared.govern.hand import inquiries

    with output.desk_at(node, user, purpose, case) as desk:
        found = inquiries.ask(
            desk,
            addressee=to,
            kind=kind,
            asked=ask,
            order=order,
            legal_basis=legal_basis,
            due=due,
            about=tuple(about or ()),
        )
    tell(found, json=json)
