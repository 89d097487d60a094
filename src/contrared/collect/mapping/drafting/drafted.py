"""A draft of a mapping, as text that loads as it is, with what was guessed and what is asked in comments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from contrared.collect.mapping.drafting.dialled import dialled_in
from contrared.collect.mapping.drafting.guess import SCHEMA, Guess, guess
from contrared.collect.mapping.drafting.written import Rows, written
from contrared.collect.mapping.tables import Reading, Row, open_table
from contrared.collect.mapping.tables.table import SEVERAL
from contrared.collect.mapping.tables.wrapped import records_in
from contrared.model import InputError

LOOKED_AT = 1000
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_PERSONAL = frozenset(
    {"firstName", "lastName", "middleName", "motherName", "fatherName", "birthDate", "gender", "birthPlace"}
)
_CORPORATE = frozenset({"registrationNumber", "incorporationDate", "legalForm", "leiCode", "jurisdiction"})
_VESSEL = frozenset({"imoNumber", "mmsi", "callSign"})
_IDENTIFYING = ("taxNumber", "idNumber", "passportNumber", "registrationNumber", "imoNumber", "leiCode")


@dataclass(frozen=True, slots=True)
class DraftedMapping:
    """A draft.

    Attributes:
        dataset: Name made from the file's.
        schema: What the rows are taken for; the commonest where a column tells several apart.
        columns: What was guessed of each.
        questions: What a person should look at, one sentence each.
        text: The mapping, YAML.
    """

    dataset: str
    schema: str
    columns: tuple[Guess, ...]
    questions: tuple[str, ...]
    text: str


def draft_mapping(path: Path, reading: Reading | None = None, *, name: str = "") -> DraftedMapping:
    """Draft a mapping of a table from its header and its first ``LOOKED_AT`` rows.

    Args:
        path: The table.
        reading: How to read it, where it does not tell itself.
        name: Name of the file it came in, where that is another.

    Raises:
        InputError: no table, or one with no rows.
    """
    reading = reading or Reading()
    wrapped = "" if reading.records or reading.delimiter else records_in(path)
    reading = replace(reading, records=wrapped) if wrapped else reading
    table = open_table(path, reading)
    rows = [item for item in islice(table.rows(), LOOKED_AT) if isinstance(item, Row)]
    if not rows:
        raise InputError("there are no rows to look at", where=path.name, do="check delimiter and header row")
    if table.columns is None:
        names = list(dict.fromkeys(column for row in rows for column in row.cells))
    else:
        names = [column.name for column in table.columns]
    cells = {n: [v for row in rows if n in row.cells for v in row.cells[n].split(SEVERAL)] for n in names}
    guesses = tuple(guess(column, values) for column, values in cells.items())
    groups, questions = _groups(guesses, cells)
    schema = groups[0].schema
    key, asked = _key(guesses)
    questions += asked
    if wrapped:
        questions.append(f"reading.records: the longest list of the document, {wrapped}, is taken for its records")
    if table.remark:
        questions.append(table.remark)
    questions += [
        f"column {g.column!r}: its dates fit {g.kind.form} as well as {g.kind.unclear}; check which is meant"
        for g in guesses
        if g.kind is not None and g.kind.unclear is not None
    ]
    source = name or path.name
    dataset = _dataset(source)
    found = _DATE.search(source)
    as_of = found[0] if found else datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    if not found:
        questions.append("as_of is the day the file was last written: put the day its content speaks for")
    phones = [value for g in guesses if g.role == "phone" for value in cells[g.column]]
    if phones and not reading.country:
        reading = replace(reading, country=dialled_in(phones))
        questions.append(
            f"reading.country: the phone numbers without + look like numbers of {reading.country}"
            if reading.country
            else "reading.country: set the country in which phone numbers without + are dialled, e.g. pe"
        )
    text = written(dataset, as_of, groups, key, guesses, questions, reading)
    return DraftedMapping(dataset, schema, guesses, tuple(questions), text)


def _groups(guesses: Sequence[Guess], cells: Mapping[str, Sequence[str]]) -> tuple[list[Rows], list[str]]:
    """What the rows are about: one schema for all, or those a column tells apart, the commonest first."""
    telling = next((g for g in guesses if g.role == SCHEMA), None)
    if telling is None:
        schema, questions = _schema(guesses)
        return [Rows(schema)], questions
    values = cells[telling.column]
    if len(telling.schemas) == 1 and len(values) == max(map(len, cells.values())):
        return [Rows(telling.schemas[0][0])], []
    groups = [Rows(schema, telling.column, said) for schema, said in telling.schemas]
    groups.sort(key=lambda rows: (-sum(value in rows.values for value in values), rows.schema))
    known = tuple(sorted({value for rows in groups for value in rows.values}))
    rest = f"rows of another {telling.column} than {', '.join(known)} are read as LegalEntity"
    return [*groups, Rows("LegalEntity", telling.column, known, others=True)], [rest]


def _schema(guesses: Sequence[Guess]) -> tuple[str, list[str]]:
    roles = {g.role for g in guesses}
    companies = max((g.kind.share for g in guesses if g.kind and g.kind.name == "company"), default=0.0)
    if roles & _VESSEL:
        return "Vessel", []
    if roles & _PERSONAL and companies < 0.3:
        return "Person", []
    if companies >= 0.8 or (roles & _CORPORATE and not roles & _PERSONAL):
        return "Company", []
    if companies >= 0.3 or not roles & _PERSONAL:
        told = "the rows may be persons or companies: they are read as LegalEntity, which either can be"
        return "LegalEntity", [f"{told}; part them with filters if a column tells which"]
    return "Person", []


def _key(guesses: Sequence[Guess]) -> tuple[tuple[str, ...], list[str]]:
    """Columns that make the id, one of them the table's own where there is one."""
    own = [g for g in guesses if g.role == "id" and g.distinct]
    if own:
        return (max(own, key=lambda g: g.sure).column,), []
    for role in _IDENTIFYING:
        for g in guesses:
            if g.role == role and g.distinct:
                return (g.column,), [
                    f"there is no column of ids: {g.column!r} tells rows apart; put a better one if there is"
                ]
    parts = [g.column for g in guesses if g.role in ("name", "firstName", "lastName", "birthDate")]
    parts = parts or [g.column for g in guesses if g.role] or [g.column for g in guesses]
    told = "there is no column of ids: rows with the same " + ", ".join(map(repr, parts)) + " become one entity"
    return tuple(parts), [f"{told}; put what tells them apart"]


def _dataset(name: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "_", name.casefold().partition(".")[0]).strip("_")
    return stem if stem[:1].isalpha() else f"table_{stem}".rstrip("_")
