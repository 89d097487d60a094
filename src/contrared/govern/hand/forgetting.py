"""What goes of tips when their sources are deleted on time: all the ledger has of them, whoever gave them first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from contrared.store.ledger import portions
from contrared.store.tables import tip_findings, tips


def forget_tips(connection: Connection, sources: Sequence[str]) -> dict[str, int]:
    """Take out of the ledger the tips that these sources are, with all that was found of them.

    Returns:
        How many tips, where there were any.
    """
    count = 0
    for some in portions(sorted(sources)):
        ids = connection.execute(select(tips.c.id).where(tips.c.source_id.in_(some))).scalars()
        connection.execute(delete(tip_findings).where(tip_findings.c.tip_id.in_([*ids, *some])))
        count += connection.execute(delete(tips).where(tips.c.source_id.in_(some))).rowcount
    return {"tips": count} if count else {}
