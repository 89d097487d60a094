"""Watchlists a partner may ask for: whoever meets somebody on one asks blind, and only then learns that it hit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contrared.govern import Desk
from contrared.govern.subscriptions import Subscriptions
from contrared.model import Grade
from contrared.share.exchange import DeskHoldings, Held, Record, Told
from contrared.share.exchange.holdings import subject_of
from contrared.share.exchange.partners import Partner
from contrared.share.keys import Subject

#: Category of filters that hold watchlists.
WATCHED = "watched"
#: What this node knows of somebody it watches was written down by its own people.
_HANDLING, _GRADE = "TLP:AMBER", str(Grade.parse("F6"))


class NodeHoldings:
    """The lake, as a desk shows it, and the watchlists that are subscribed.

    Args:
        desk: Of the person or service that answers partners.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lake = DeskHoldings(desk)

    def published(self, partner: Partner) -> Iterator[Record]:
        """Records of the lake that may be confirmed to a partner."""
        return self._lake.published(partner)

    def watched(self, partner: Partner) -> Iterator[Record]:
        """Persons on watchlists that are subscribed at a partner."""
        for row in self._rows(partner):
            yield Record(row["id"], whom(row["queries"]))

    def record(self, partner: Partner, record_id: str) -> Held | None:
        """A record of either, that may still be confirmed to a partner."""
        row = next((row for row in self._rows(partner) if row["id"] == record_id), None)
        if row is None:
            return self._lake.record(partner, record_id)
        queries = row["queries"]
        told = [
            Told(prop, value, _GRADE, _HANDLING, row["list"])
            for query in queries[:1]
            for prop, values in sorted(query["properties"].items())
            for value in values
        ]
        return Held(record_id, whom(queries), queries[0], tuple(told))

    def _rows(self, partner: Partner) -> list[dict[str, Any]]:
        lists = {row["list"] for row in Subscriptions(self._desk).held(partner.id)}
        protected = self._desk.protected()
        return [
            row
            for row in self._desk.memory.watched()
            if row["list"] in lists and row["id"] not in protected and row["queries"]
        ]


def whom(queries: Sequence[Mapping[str, Any]]) -> Subject:
    """Whom queries of a watchlist or an encounter are about, for keys."""
    united: dict[str, list[str]] = {}
    for query in queries:
        for prop, values in query["properties"].items():
            united.setdefault(prop, []).extend(value for value in values if value not in united.get(prop, ()))
    return subject_of({"properties": united})
