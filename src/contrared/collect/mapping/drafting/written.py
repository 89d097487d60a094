"""The text of a drafted mapping."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contrared.collect.mapping.drafting.guess import SCHEMA, Guess
from contrared.collect.mapping.tables import Reading
from contrared.model.ftm import model

#: Parts of an address in the order in which they are written.
ADDRESS = ("street", "address", "city", "postcode", "state")
_FIRST = ("firstName", "middleName", "lastName", "motherName")
#: Below this a guess is written as a comment only.
LEAST = 0.35
#: What a property is called where a schema has another name for it.
_INSTEAD = {
    "birthDate": ("incorporationDate",),
    "nationality": ("jurisdiction", "country"),
    "idNumber": ("registrationNumber",),
}


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are about one kind of thing.

    Attributes:
        schema: FollowTheMoney schema.
        column: Column that tells them apart; empty where all rows are.
        values: What stands there.
        others: Whether those are meant in which something else stands there, or nothing.
    """

    schema: str
    column: str = ""
    values: tuple[str, ...] = ()
    others: bool = False


def written(
    dataset: str,
    as_of: str,
    groups: Sequence[Rows],
    key: tuple[str, ...],
    guesses: Sequence[Guess],
    questions: Sequence[str],
    reading: Reading,
) -> str:
    """The mapping as YAML.

    Args:
        dataset: Name of the dataset.
        as_of: Date the content speaks for.
        groups: What rows are about.
        key: Columns that make the id.
        guesses: What each column holds.
        questions: What to ask of whoever reads it.
        reading: How the table is read.
    """
    own = any(g.column == key[0] and g.role == "id" for g in guesses)
    lines = [
        "# A draft: look at every line that says less than 80 %, answer the questions, delete what is wrong.",
        *(f"# ? {question}" for question in questions),
        f"dataset: {dataset}",
        f"as_of: {_quoted(as_of)}",
        'publisher: ""',
        'licence: ""',
        "grade: F6  # reliability and credibility of the source on the Admiralty scale",
        *_reading(reading),
    ]
    if len(groups) == 1 and not groups[0].column:
        lines += _entities(groups[0].schema, key, own, guesses)
    else:
        lines.append("queries:")
        for rows in groups:
            found = f"{_quoted(rows.column)}: {_list(rows.values)}"
            lines.append(f"  - {'filters_not' if rows.others else 'filters'}: {{{found}}}")
            lines += (f"    {line}" for line in _entities(rows.schema, key, own, guesses))
    read = [g for g in guesses if any(_taken(rows.schema, g) for rows in groups) or g.role == SCHEMA]
    left = [g for g in guesses if g not in read and not (g.column in key and g.role in ("", "id"))]
    lines += [f"# column {_quoted(g.column)} is not read ({_why(g)})" for g in left]
    return "\n".join(lines) + "\n"


def _entities(schema: str, key: tuple[str, ...], own: bool, guesses: Sequence[Guess]) -> Iterator[str]:
    yield "entities:"
    yield f"  {schema.lower()}:"
    yield f"    schema: {schema}"
    yield f"    id_column: {_quoted(key[0])}" if own else f"    keys: {_list(key)}"
    yield "    properties:"
    yield from list(_properties(schema, guesses)) or ["      {}"]
    yield from _accounts(schema.lower(), guesses, key)


def _properties(schema: str, guesses: Sequence[Guess]) -> Iterator[str]:
    named = [g for role in _FIRST for g in guesses if g.role == role and _taken(schema, g)]
    whole = [g for g in guesses if g.role == "name" and _taken(schema, g)]
    if named:
        yield f"      # {' and '.join(g.column for g in named)} together"
        together = f'{{columns: {_list(g.column for g in named)}, join: " "}}'
        yield from (f"      # {g.column}: {_why(g)}" for g in whole)
        also = f"{{{_columns(whole)}}}" if whole else ""
        yield f"      name: [{together}, {also}]" if whole else f"      name: {together}"
    parts = [g for role in ADDRESS for g in guesses if g.role == role and _taken(schema, g)]
    if parts:
        yield from (f"      # {g.column}: {_why(g)}" for g in parts)
        yield f'      address: {{columns: {_list(g.column for g in parts)}, join: ", "}}'
    by_prop: dict[str, list[Guess]] = {}
    for g in guesses:
        if (
            g.role not in ADDRESS
            and g.role != "iban"
            and not (named and g.role == "name")
            and (prop := _prop(schema, g)) is not None
        ):
            by_prop.setdefault(prop, []).append(g)
    for prop, found in by_prop.items():
        yield from (f"      # {g.column}: {_why(g)}" for g in found)
        forms = {g.kind.form for g in found if g.kind is not None and g.kind.form is not None}
        form = f", format: {_quoted(forms.pop())}" if len(forms) == 1 else ""
        yield f"      {prop}: {{{_columns(found)}{form}}}"


def _accounts(owner: str, guesses: Sequence[Guess], key: tuple[str, ...]) -> Iterator[str]:
    for number, g in enumerate((g for g in guesses if g.role == "iban" and g.sure >= LEAST), 1):
        account = "account" if number == 1 else f"account{number}"
        prop = "iban" if g.kind is not None and g.kind.name == "iban" else "accountNumber"
        yield f"  # {g.column}: {_why(g)}; an account is a thing of its own"
        yield f"  {account}:"
        yield "    schema: BankAccount"
        yield f"    key: {_quoted(g.column)}"
        yield "    properties:"
        yield f"      {prop}: {{column: {_quoted(g.column)}}}"
        yield f"  {account}_held:"
        yield "    schema: Ownership"
        yield f"    keys: {_list((*key, g.column))}"
        yield "    properties:"
        yield f"      owner: {{entity: {owner}, required: true}}"
        yield f"      asset: {{entity: {account}, required: true}}"


def _taken(schema: str, g: Guess) -> bool:
    if g.sure < LEAST:
        return False
    return g.role in ADDRESS or g.role == "iban" or _prop(schema, g) is not None


def _prop(schema: str, g: Guess) -> str | None:
    """The property of the schema that a column fills; None where there is none, or the guess is too weak."""
    if g.sure < LEAST:
        return None
    known = model.schemata[schema].properties
    for prop in (g.role, *_INSTEAD.get(g.role, ())):
        if prop in known and not known[prop].stub:
            return prop
    return None


def _reading(reading: Reading) -> Iterator[str]:
    settings = {
        "delimiter": reading.delimiter,
        "encoding": reading.encoding,
        "sheet": reading.sheet,
        "records": reading.records,
        "country": reading.country,
    }
    said = [f"  {name}: {_quoted(value)}" for name, value in settings.items() if value]
    if reading.header:
        said.append(f"  header: {list(reading.header)}")
    if said:
        yield "reading:"
        yield from said


def _why(g: Guess) -> str:
    return f"{g.sure:.0%}; {g.why}".replace("\n", " ")


def _columns(found: Sequence[Guess]) -> str:
    if len(found) == 1:
        return f"column: {_quoted(found[0].column)}"
    return f"columns: {_list(g.column for g in found)}"


def _list(columns: Sequence[str] | Iterator[str]) -> str:
    return f"[{', '.join(map(_quoted, columns))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
