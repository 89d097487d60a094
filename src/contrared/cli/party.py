"""Options that say who a party is, shared by the commands that ask for one."""

from __future__ import annotations

from typing import Annotated

import typer

Texts = list[str] | None

Name = Annotated[str | None, typer.Argument(help="Name of the party.")]
Alias = Annotated[Texts, typer.Option("--alias", help="A further name; may be given several times.")]
SchemaName = Annotated[
    str, typer.Option("--schema", help="Person, Organization, Company, Vessel …; any kind if absent.")
]
Born = Annotated[str, typer.Option("--born", help="Birth date or date of incorporation: YYYY, -MM, -DD.")]
Country = Annotated[Texts, typer.Option("--country", help="Nationality, seat or flag; may be given several times.")]
Document = Annotated[
    Texts, typer.Option("--document", help="Number of a passport, identity card, tax office or register.")
]
Imo = Annotated[str, typer.Option("--imo", help="IMO number of a ship.")]
Contact = Annotated[Texts, typer.Option("--contact", help="Phone, mail address or site.")]
Wallet = Annotated[Texts, typer.Option("--wallet", help="Crypto address.")]
Gender = Annotated[str, typer.Option("--gender", help="male or female; a weak contradiction, never a proof.")]
