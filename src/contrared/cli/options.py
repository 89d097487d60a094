"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

NodeDir = Annotated[
    Path, typer.Option("--node", envvar="CONTRARED_NODE", help="Folder of the node.", show_default="this folder")
]
User = Annotated[str | None, typer.Option("--user", help="Act as this user; default from node.toml.")]
Purpose = Annotated[str | None, typer.Option("--purpose", help="Why you enter; default from node.toml.")]
CaseId = Annotated[str | None, typer.Option("--case", help="Case you enter for; default from node.toml.")]
AsOf = Annotated[
    str,
    typer.Option("--as-of", help="What lists said by then: 2021, 2021-06 or 2021-06-30; now if absent."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the documented JSON shape instead of a table.")]
Unencrypted = Annotated[
    str,
    typer.Option(
        "--unencrypted",
        envvar="CONTRARED_UNENCRYPTED",
        help="Why the node may lie on a volume that is not known to be encrypted; kept on record.",
    ),
]
Unprotected = Annotated[
    str,
    typer.Option(
        "--ledger-unprotected",
        help="Why the way to a database on another host may be open to others; kept on record.",
    ),
]
LegalBasis = Annotated[
    str, typer.Option("--legal-basis", help="On which legal basis; approvers see it, and the record keeps it.")
]
Emergency = Annotated[
    str,
    typer.Option(
        "--emergency", help="Where somebody else must approve: why it cannot wait. Done alone, reviewed afterwards."
    ),
]

HERE = Path()
