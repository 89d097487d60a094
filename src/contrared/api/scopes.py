"""Which scope a service key needs for a route; a route that is not here no key may ask."""

from __future__ import annotations

#: Beginnings of paths; ``/screen`` means itself and what lies under it.
_SCOPES = {
    "/screen": "screen",
    "/match": "match",
    "/reconcile": "reconcile",
    "/versions": "read",
    "/entities": "read",
    "/metrics": "metrics",
    "/docs": "",
    "/openapi.json": "",
}


def scope_of(path: str) -> str | None:
    """The scope of a path; empty where every key may ask, None where none may."""
    first = "/" + path.removeprefix("/").partition("/")[0]
    return _SCOPES.get(first)
