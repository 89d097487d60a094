"""FollowTheMoney entities, JSON lines: what another node, OpenAleph or yente loads."""

from __future__ import annotations

import json
from collections.abc import Iterator

from contrared.brief.exports.document import Document
from contrared.brief.exports.holding import Holding


def document(holding: Holding) -> Document:
    """One entity a line, merged by canonical id, with ``datasets``, ``referents`` and the strictest ``handling``."""
    return Document(_lines(holding), between="", tail="")


def _lines(holding: Holding) -> Iterator[str]:
    for entity in holding.entities():
        properties: dict[str, list[str]] = {}
        for row in entity.said:
            values = properties.setdefault(row.prop, [])
            if row.value not in values:
                values.append(row.value)
        content = {
            "id": entity.id,
            "schema": entity.schema,
            "properties": properties,
            "datasets": list(dict.fromkeys(row.dataset for row in entity.said)),
            "referents": list(entity.referents),
            "handling": holding.handling_of(holding.sources_of(entity.statement_ids)).banner,
        }
        yield json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n"
