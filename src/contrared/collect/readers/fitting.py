"""Whether FollowTheMoney lets an entity stand at an end of an edge."""

from __future__ import annotations

from functools import cache

from contrared.model.ftm import model


@cache
def fits(edge: str, prop: str, schema: str) -> bool:
    """Whether an entity of a schema may be what a property of an edge names.

    >>> fits("Ownership", "asset", "Company"), fits("Ownership", "asset", "Person")
    (True, False)
    """
    found, given = model.get(edge), model.get(schema)
    if found is None or given is None or prop not in found.properties:
        return False
    wanted = found.properties[prop].range
    return wanted is None or given.is_a(wanted)
