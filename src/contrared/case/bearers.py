"""New entries of a list that bear a name of a group of interest: a part, a successor, or only a namesake."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from contrared.case.file import GroupOfInterest
from contrared.case.listed import Listing

#: Properties in which a name may stand.
NAMES = ("name", "alias", "weakAlias", "previousName")


@dataclass(frozen=True, slots=True)
class Bearer:
    """An organisation newly on a list that bears a group's name.

    Attributes:
        group: Id of the group, as the case gives it.
        listing: The new entry.
        name: The name that holds the group's.
        statement: Statement that gives that name.
    """

    group: str
    listing: Listing
    name: str
    statement: str


def bearers(
    later: pa.Table,
    listings: Mapping[str, Mapping[str, Listing]],
    before: Mapping[str, Listing],
    groups: Sequence[GroupOfInterest],
) -> tuple[Bearer, ...]:
    """Organisations of the later versions, unknown to the baseline, one of whose names holds a name of a group whole.

    A name is no identity: who it is, a person decides. Persons are left out, whose bynames say less still.

    Args:
        later: Names and programmes of the later versions.
        listings: Entries of the later versions, by dataset and entity id.
        before: Entries of the baseline, by entity id.
        groups: Groups of interest.

    Returns:
        One for each group and entry, by group and entity id.
    """
    new = {
        key: item
        for entries in listings.values()
        for key, item in entries.items()
        if key not in before and key not in {group.id for group in groups}
    }
    rows = later.filter(
        pc.and_(
            pc.is_in(later["prop"], pa.array(NAMES)),
            pc.and_(
                pc.is_in(later["entity_id"], pa.array(sorted(new), pa.string())),
                pc.not_equal(later["schema"], "Person"),
            ),
        )
    )
    columns = (rows[column].to_pylist() for column in ("entity_id", "value", "id"))
    named = sorted(zip(*columns, strict=True))
    found: dict[tuple[str, str], Bearer] = {}
    for group in groups:
        wanted = re.compile(
            r"(?<!\w)(?:" + "|".join(re.escape(name) for name in (group.name, *group.names)) + r")(?!\w)", re.IGNORECASE
        )
        for entity_id, value, statement in named:
            if wanted.search(value):
                found.setdefault((group.id, entity_id), Bearer(group.id, new[entity_id], value, statement))
    return tuple(found[key] for key in sorted(found))
