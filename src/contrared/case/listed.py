"""Who is listed under which programmes, and what became of that since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, slots=True)
class Listing:
    """One entry of one list.

    Attributes:
        entity_id: Id of the entry.
        canonical_id: Canonical party it belongs to.
        dataset: List.
        as_of: Date the list speaks for.
        codes: Programme codes as the list writes them, sorted.
        statements: Statements that say so, in the order of ``codes``.
        name: Name of the entry.
        name_statement: Statement that gives the name.
    """

    entity_id: str
    canonical_id: str
    dataset: str
    as_of: str
    codes: tuple[str, ...]
    statements: tuple[str, ...]
    name: str
    name_statement: str


@dataclass(frozen=True, slots=True)
class Since:
    """What a later version of the same list says about an entry.

    Attributes:
        entity_id: Id of the entry.
        later_as_of: Date of the later version.
        delisted: True where the entry is no longer there.
        gone: Programme codes no longer given.
        new: Programme codes newly given.
        statements: Statements of the later version that give its programmes.
    """

    entity_id: str
    later_as_of: str
    delisted: bool
    gone: tuple[str, ...]
    new: tuple[str, ...]
    statements: tuple[str, ...]

    @property
    def unchanged(self) -> bool:
        """True where the entry stands under the same programmes."""
        return not self.delisted and not self.gone and not self.new


def listings(statements: pa.Table) -> dict[str, Listing]:
    """Listings by entity id, from the ``programId`` and ``name`` statements of a table."""
    codes: dict[str, dict[str, str]] = {}
    about: dict[str, tuple[str, str, str]] = {}
    programmes = statements.filter(
        pc.and_(pc.equal(statements["prop"], "programId"), pc.not_equal(statements["schema"], "Sanction"))
    )
    for row in programmes.to_pylist():
        codes.setdefault(row["entity_id"], {}).setdefault(row["value"], row["id"])
        about[row["entity_id"]] = (row["canonical_id"], row["dataset"], row["first_seen"])
    names = primary_names(statements)
    found: dict[str, Listing] = {}
    for entity_id in sorted(codes):
        canonical_id, dataset, as_of = about[entity_id]
        ordered = sorted(codes[entity_id].items())
        name, name_statement = names.get(entity_id, (entity_id, ""))
        found[entity_id] = Listing(
            entity_id,
            canonical_id,
            dataset,
            as_of,
            tuple(code for code, _ in ordered),
            tuple(statement for _, statement in ordered),
            name,
            name_statement,
        )
    return found


def primary_names(statements: pa.Table) -> dict[str, tuple[str, str]]:
    """``(name, statement id)`` of each entity: its ``name``, in Latin script where it has one, first in order."""
    found: dict[str, tuple[bool, str, str]] = {}
    rows = statements.filter(pc.equal(statements["prop"], "name"))
    columns = (rows[column].to_pylist() for column in ("entity_id", "value", "id"))
    for entity_id, value, statement_id in zip(*columns, strict=True):
        candidate = (not value.isascii(), value, statement_id)
        if entity_id not in found or candidate < found[entity_id]:
            found[entity_id] = candidate
    return {key: (value, statement_id) for key, (_, value, statement_id) in found.items()}


def changes(
    earlier: Iterable[Listing], later: Mapping[str, Mapping[str, Listing]], dates: Mapping[str, str]
) -> dict[str, Since]:
    """What became of listings, by entity id.

    Args:
        earlier: Listings of the case.
        later: By dataset, the listings of its later version; datasets without one are left out.
        dates: By dataset, the as-of date of its later version.

    Returns:
        One entry for each listing whose dataset has a later version.
    """
    found: dict[str, Since] = {}
    for listing in earlier:
        if listing.dataset not in later:
            continue
        now = later[listing.dataset].get(listing.entity_id)
        if now is None:
            found[listing.entity_id] = Since(listing.entity_id, dates[listing.dataset], True, listing.codes, (), ())
            continue
        found[listing.entity_id] = Since(
            listing.entity_id,
            dates[listing.dataset],
            False,
            tuple(code for code in listing.codes if code not in now.codes),
            tuple(code for code in now.codes if code not in listing.codes),
            now.statements,
        )
    return found
