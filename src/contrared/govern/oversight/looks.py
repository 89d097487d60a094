"""Who looked at somebody: the lines of the record that name an entity."""

from __future__ import annotations

from collections.abc import Iterator

from contrared.govern import record
from contrared.govern.record import Entry
from contrared.store.ledger import Ledger


def looks(ledger: Ledger, entity_id: str) -> list[Entry]:
    """Lines of the record whose content names an entity, oldest first.

    Lines whose content was erased name nobody. Reads of whole lists are not looks at everybody on them.
    """
    return [entry for entry in record.entries(ledger) if entity_id in set(_named(entry.what))]


def _named(what: object) -> Iterator[str]:
    if isinstance(what, str):
        yield what
    elif isinstance(what, dict):
        for value in what.values():
            yield from _named(value)
    elif isinstance(what, list):
        for value in what:
            yield from _named(value)
