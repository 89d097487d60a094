"""The reader of a table by a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from contrared.collect.draft import Draft, Notice, Reject
from contrared.collect.mapping.document import MappingDocument
from contrared.collect.mapping.doubts import Doubts
from contrared.collect.mapping.missing import refuse_missing
from contrared.collect.mapping.plan import Query, make_queries
from contrared.collect.mapping.tables import Row, Table, open_table
from contrared.collect.mapping.tables.table import Column
from contrared.collect.mapping.values import Values
from contrared.collect.reader import About
from contrared.collect.readers.ftm import LONGEST_ID
from contrared.model import InputError


class MappedReader:
    """Reads a table as a mapping says.

    The mapping is a file of the load like the table: kept in the archive, and another mapping makes another version.

    Args:
        document: The mapping.
        mapping: Its file.
        table: Name and file of the table.
        packed: Name and file the table was taken out of, where it was in an archive; kept as well.
        about: Says where the table came from, where the mapping does not.
        dataset: Dataset that is loaded into, where it is not the mapping's.
    """

    name = "map"
    version = "1"
    summary = "any table, by a FollowTheMoney mapping"

    def __init__(
        self,
        document: MappingDocument,
        mapping: Path,
        table: tuple[str, Path],
        packed: tuple[str, Path] | None = None,
        about: About | None = None,
        dataset: str = "",
    ) -> None:
        self._document = document
        self._mapping = mapping
        self._table = table
        self._packed = packed
        self._about = about or document.about
        self._queries = make_queries(document, document.for_file(table[0]), dataset or document.dataset)

    def recognise(self, path: Path) -> bool:
        """Never: which mapping fits a table is for a person to say."""
        return False

    def files(self, path: Path) -> Mapping[str, Path]:
        """The table, the mapping, and the archive the table was in.

        Raises:
            InputError: two of them bear one name.
        """
        found = [self._table, (self._mapping.name, self._mapping), *([self._packed] if self._packed else [])]
        if len({name for name, _ in found}) < len(found):
            raise InputError("table and mapping bear the same name", where=self._table[0], do="rename one of them")
        return dict(found)

    def about(self, files: Mapping[str, Path]) -> About:
        """What the mapping says of the table."""
        return self._about

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject | Notice]:
        """Stream the entities, row by row.

        An entity that a row makes into what it cannot be beside what it was before (a person, a company) is set aside.

        Raises:
            InputError: a column is not there, or the table is broken as a whole.
        """
        name = self._table[0]
        table = open_table(files[name], self._document.reading)
        wanted = {column for query in self._queries for column in query.columns}
        if table.columns is not None:
            there = [column.name for column in table.columns]
            refuse_missing(wanted, there, table=name, mapping=self._document.name, remark=table.remark)
        country, year = self._document.reading.country, _year(self._about.as_of)
        values = Values(table.serial, country, _countries(self._queries), year)
        doubts = Doubts(entity for query in self._queries for entity in query.entities)
        met: set[str] = set()
        try:
            yield from self._rows(table, name, values, doubts, met)
        finally:
            doubts.close()
        if table.columns is None:
            refuse_missing(wanted, sorted(met), table=name, mapping=self._document.name)
        yield from doubts.notices()
        for column, count in sorted(values.serials.items()):
            yield Notice(f"{count} numbers in column {column!r} were read as days, as spreadsheets count them")

    def _rows(self, table: Table, name: str, values: Values, doubts: Doubts, met: set[str]) -> Iterator[Draft | Reject]:
        suffixes = {column.name: column.suffix for column in table.columns or ()}
        for row in table.rows():
            if isinstance(row, Reject):
                yield row
                continue
            if table.columns is None:
                for column in row.cells.keys() - met:
                    met.add(column)
                    suffixes[column] = _suffix(column)
            yield from self._drafts(row, suffixes, name, values, doubts)

    def _drafts(
        self, row: Row, suffixes: Mapping[str, str], name: str, values: Values, doubts: Doubts
    ) -> Iterator[Draft | Reject]:
        taken = made = False
        for query in self._queries:
            if not query.takes(row.cells):
                continue
            taken = True
            for draft in query.drafts(row, suffixes, name, values):
                made = True
                if len(draft.entity_id) > LONGEST_ID or not draft.entity_id.isprintable():
                    reason = f"an id is at most {LONGEST_ID} characters, none of them a control"
                    yield Reject(name, row.place, reason, _shown(row.cells))
                    continue
                before = doubts.excluded(draft)
                if before is not None:
                    reason = f"the same keys made it a {before} before, which is no {draft.schema}"
                    yield Reject(name, row.place, reason, _shown(row.cells))
                    continue
                doubts.look(draft)
                yield draft
        if taken and not made:
            yield Reject(name, row.place, "none of the key columns has a value: no entity", _shown(row.cells))


def _countries(queries: tuple[Query, ...]) -> tuple[str, ...]:
    found = [
        column
        for query in queries
        for entity in query.entities
        for prop in entity.properties
        if prop.prop.type.name == "country" and prop.template is None
        for column in prop.refs
    ]
    return tuple(dict.fromkeys(found))


def _year(as_of: str) -> int:
    """The year a table speaks for; this one where nobody says."""
    return int(as_of[:4]) if as_of[:4].isdigit() else datetime.now(UTC).year


def _suffix(column: str) -> str:
    return Column(column, column).suffix


def _shown(cells: Mapping[str, str]) -> str:
    return " | ".join(f"{name}: {cell}" for name, cell in cells.items())
