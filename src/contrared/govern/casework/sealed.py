"""What leaves the agency about one case does not name another that is sealed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from contrared.govern.casework.clashes import Openness
from contrared.store.ledger import Ledger
from contrared.store.tables import casebooks

#: In place of what would name a sealed case, or who works on it.
WITHHELD = "withheld: a sealed case"
#: Columns of a line of the record that would.
TELLING = ("by", "user", "purpose", "case", "legal_basis")


def sealed(ledger: Ledger, but: Collection[str] = ()) -> frozenset[str]:
    """Ids of the sealed cases of a node.

    Args:
        ledger: The node's ledger.
        but: Cases that what leaves is about: these are not hidden from themselves.
    """
    with ledger.reading() as connection:
        found = connection.execute(select(casebooks.c.id).where(casebooks.c.openness == Openness.SEALED))
        return frozenset(row.id for row in found) - frozenset(but)


def withheld(row: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    """A line about access as it may leave: that somebody looked stays, who and for which sealed case does not.

    Args:
        row: ``case`` and others of :data:`TELLING`.
        hidden: Cases that are sealed.
    """
    if row["case"] not in hidden:
        return dict(row)
    return {key: WITHHELD if key in TELLING and value else value for key, value in row.items()}
