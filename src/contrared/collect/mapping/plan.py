"""A mapping made ready to run: FollowTheMoney's own classes check it and make the keys, ours keep the place."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from followthemoney.exc import InvalidMapping
from followthemoney.mapping.entity import EntityMapping
from followthemoney.mapping.property import PropertyMapping
from followthemoney.mapping.query import QueryMapping
from followthemoney.mapping.source import Source

from contrared.collect.draft import Draft
from contrared.collect.mapping.document import MappingDocument
from contrared.collect.mapping.tables.table import SEVERAL, Row
from contrared.collect.mapping.values import Values
from contrared.model import InputError
from contrared.model.ftm import model


class _Bare(QueryMapping):
    """A query without its source: rows are read by us, and nothing is connected to."""

    def _get_source(self, data: dict[str, Any]) -> Source:
        return Source(self, data)


@dataclass(frozen=True, slots=True)
class Query:
    """One query of a mapping.

    Attributes:
        dataset: Dataset that is loaded into.
        entities: FollowTheMoney's, each after those it refers to.
        wanted: Column and the values one of which it must have.
        unwanted: Column and the values none of which it may have.
        columns: All columns it refers to.
    """

    dataset: str
    entities: tuple[EntityMapping, ...]
    wanted: tuple[tuple[str, frozenset[str | None]], ...]
    unwanted: tuple[tuple[str, frozenset[str | None]], ...]
    columns: frozenset[str]

    def takes(self, cells: Mapping[str, str]) -> bool:
        """Whether the filters let a row through."""
        return all(cells.get(column) in values for column, values in self.wanted) and not any(
            cells.get(column) in values for column, values in self.unwanted
        )

    def drafts(self, row: Row, suffixes: Mapping[str, str], file: str, values: Values) -> Iterator[Draft]:
        """The entities a row makes, each fact with its place.

        Args:
            row: The row.
            suffixes: What the locator of a cell has behind that of the row, by column.
            file: Name of the table.
            values: Turns cells into values.
        """
        made: dict[str, str] = {}
        for entity in self.entities:
            identity = entity.compute_key(row.cells)
            if identity is None:
                continue
            if entity.id_column is not None:
                identity = f"{self.dataset}-{identity}"
            draft = Draft(identity, entity.schema.name, file)
            for prop in entity.properties:
                before = len(draft.facts)
                if prop.entity is not None:
                    draft.add(prop.prop.name, made.get(prop.entity), row.place)
                else:
                    _state(draft, prop, row, suffixes, values)
                if prop.required and len(draft.facts) == before:
                    break
            else:
                made[entity.name] = identity
                yield draft


def make_queries(document: MappingDocument, queries: Sequence[Mapping[str, Any]], dataset: str) -> tuple[Query, ...]:
    """Check queries of a mapping and make them ready.

    Args:
        document: The mapping.
        queries: Those of it that are wanted.
        dataset: Dataset that is loaded into. It goes before every id, so that 17 here is not 17 in another register.

    Raises:
        InputError: there is no such schema or property, an entity has no keys, a reference leads nowhere.
    """
    found = []
    for at, data in enumerate(queries, 1):
        where = f"{document.name}, query {at}" if len(queries) > 1 else document.name
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                first, further = _apart(data)
                query = _Bare(model, first, key_prefix=dataset or None)
                _add(query, further)
        except InvalidMapping as exc:
            raise InputError(str(exc), where=where, do=_do(str(exc))) from exc
        except (AttributeError, TypeError, ValueError) as exc:
            raise InputError(
                f"not a mapping: {exc}", where=where, do="each property is e.g. {column: Name} or {entity: other}"
            ) from exc
        for entity in query.entities:
            if entity.schema.abstract:
                raise InputError(
                    f"{entity.name}: {entity.schema.name} is abstract", where=where, do="name a kind of it"
                )
        wanted, unwanted = _filters(data.get("filters"), where), _filters(data.get("filters_not"), where)
        columns = {*query.refs, *(column for column, _ in (*wanted, *unwanted))}
        found.append(Query(dataset, tuple(query.entities), wanted, unwanted, frozenset(columns)))
    return tuple(found)


#: What a property takes from, beyond the first: entity, property, and what FollowTheMoney's mapping says of it.
_Further = list[tuple[str, str, Mapping[str, Any]]]


def _apart(data: Mapping[str, Any]) -> tuple[dict[str, Any], _Further]:
    """A query in FollowTheMoney's form, and apart what is ours: a property that takes from several lists of columns."""
    further: _Further = []
    entities = {}
    for name, entity in data["entities"].items():
        properties = dict(entity.get("properties") or {})
        for prop, mapped in properties.items():
            if isinstance(mapped, list):
                if not mapped or any(not isinstance(each, dict) or "entity" in each for each in mapped):
                    raise InvalidMapping(f"Invalid property: {prop}; a list is of columns, e.g. [{{column: Name}}]")
                properties[prop] = mapped[0]
                further += [(name, prop, each) for each in mapped[1:]]
        entities[name] = {**entity, "properties": properties}
    return {**data, "entities": entities}, further


def _add(query: QueryMapping, further: _Further) -> None:
    by_name = {entity.name: entity for entity in query.entities}
    for name, prop, mapped in further:
        entity = by_name[name]
        found = PropertyMapping(query, dict(mapped), entity.schema.properties[prop])
        entity.properties.append(found)
        entity.refs.update(found.refs)
        query.refs.update(found.refs)


def _state(draft: Draft, mapped: PropertyMapping, row: Row, suffixes: Mapping[str, str], values: Values) -> None:
    name = mapped.prop.name
    for text, column in _texts(mapped, row.cells):
        place = row.place if column is None else row.place + suffixes.get(column, "")
        for piece in text.split(mapped.split) if mapped.split else (text,):
            if piece := piece.strip():
                value = values.clean(mapped.prop, piece, mapped.format, row.cells, column)
                draft.add(name, value, place, original=None if value == piece else piece)


def _texts(mapped: PropertyMapping, cells: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """What a property is given, and the first column it comes from."""
    if mapped.template is not None:
        filled = [ref for ref in mapped.replacements.values() if ref in cells]
        if filled:
            text = mapped.template
            for mark, ref in mapped.replacements.items():
                text = text.replace(mark, cells.get(ref, "").replace(SEVERAL, " "))
            yield text.strip(" ,;"), filled[0]
        return
    found: list[tuple[str, str | None]] = [(literal, None) for literal in mapped.literals]
    for ref in mapped.refs:
        cell = cells.get(ref)
        if cell is not None:
            found += ((text, ref) for text in (cell.split(SEVERAL) if SEVERAL in cell else (cell,)))
    if mapped.join is None:
        yield from found
    elif found:
        yield mapped.join.join(text for text, _ in found), found[0][1]


def _filters(data: Any, where: str) -> tuple[tuple[str, frozenset[str | None]], ...]:
    if data is None:
        return ()
    if not isinstance(data, dict):
        raise InputError("filters are columns with values", where=where, do="e.g. filters: {Type: [PERSON]}")
    found = []
    for column, values in data.items():
        listed = values if isinstance(values, list) else [values]
        found.append((str(column), frozenset(None if value is None else str(value) for value in listed)))
    return tuple(found)


def _do(told: str) -> str:
    if "schema" in told.lower():
        return "use a schema of FollowTheMoney, e.g. Person, Company, LegalEntity, Vessel, Payment"
    if "property" in told.lower():
        return "use a property of that schema; `contrared map` drafts a mapping with the right names"
    return "see how to bring your own table in the documentation"
