"""From a request to the service behind it, and from what was sent to queries that can be put to the lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from contrared.api.guard import SEAT
from contrared.api.problems import checked_text
from contrared.api.service import Service
from contrared.match.question import checked_schema
from contrared.model import InputError

#: Values of all properties of a query; one with more is a dossier, not a question.
MOST_VALUES = 1000


def service(request: Request) -> Service:
    """The service behind a request: that of whoever started the process, or the seat of the key it bears."""
    found: Service = request.scope.get(SEAT) or request.app.state.service
    return found


def checked_query(query: Mapping[str, Any]) -> dict[str, Any]:
    """A query of schema and properties, values made lists of text; what is no text or number is left out.

    Raises:
        InputError: no schema, no party's schema, no properties, or too many.
    """
    properties = query.get("properties")
    if not isinstance(query.get("schema"), str) or not isinstance(properties, dict):
        raise InputError("a query needs schema and properties", where="queries", do="see /docs")
    checked_text(query, "queries")
    told: dict[str, list[str]] = {}
    for key, values in properties.items():
        listed = values if isinstance(values, list) else [values]
        told[str(key)] = [str(value) for value in listed if isinstance(value, str | int | float) and str(value).strip()]
    if sum(map(len, told.values())) > MOST_VALUES:
        raise InputError(f"more than {MOST_VALUES:,} values", where="queries", do="ask for one party")
    return {"id": str(query.get("id", "")), "schema": checked_schema(query["schema"]), "properties": told}
