"""A mapping file: what the rows of a table say, in FollowTheMoney's mapping format, and how the table is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from contrared.collect.encodings import read_text
from contrared.collect.mapping.tables import Reading
from contrared.collect.reader import About
from contrared.model import InputError

#: Keys beside the queries; what FollowTheMoney's own tools have there and says nothing about the data is let be.
_ABOUT = ("dataset", "publisher", "licence", "url", "as_of", "grade", "handling")
_LET_BE = frozenset({"label", "info_url", "roles", "category", "summary", "description", "languages", "name", "title"})
_QUERY = frozenset(
    {
        "entities",
        "filters",
        "filters_not",
        "csv_url",
        "csv_urls",
        "database",
        "table",
        "tables",
        "joins",
        "query",
        "unprotected",
    }
)


@dataclass(frozen=True, slots=True)
class MappingDocument:
    """A mapping.

    Attributes:
        name: Name of its file, for errors.
        dataset: Dataset, and the prefix of FollowTheMoney's keys; empty where it names none.
        about: What it says of the table.
        reading: How the table is read.
        queries: Each with ``entities`` and perhaps ``filters``, ``filters_not`` and where the rows come from.
    """

    name: str
    dataset: str
    about: About
    reading: Reading
    queries: tuple[Mapping[str, Any], ...]

    def for_file(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """The queries over a table: those that name a file of this name, or all where they all mean one and the same.

        Raises:
            InputError: they name several files, and this is none of them.
        """
        wanted = [_files(query) for query in self.queries]
        if any(name in names for names in wanted):
            return tuple(q for q, names in zip(self.queries, wanted, strict=True) if not names or name in names)
        named = {item for names in wanted for item in names}
        if len(named) > 1:
            raise InputError(
                f"the mapping is for {', '.join(sorted(named))}, and not for {name}",
                where=self.name,
                do="load one of these, or leave csv_url out where a query fits any table",
            )
        return self.queries


def read_mapping(path: Path) -> MappingDocument:
    """Read a mapping file (YAML, or JSON, which is YAML).

    Four forms are known: FollowTheMoney's ``{dataset: {queries: […]}}``, the same without the outer name, a lone query
    ``{entities: {…}}``, and a list of queries.

    Raises:
        InputError: not YAML, or not a mapping; names line or key.
    """
    name = path.name
    try:
        data = yaml.safe_load(read_text(path))
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        where = name if mark is None else f"{name}, line {mark.line + 1}"
        raise InputError(
            f"not YAML: {getattr(exc, 'problem', None) or exc}", where=where, do="check the indentation there"
        ) from exc
    return mapping_from(data, name)


def mapping_from(data: Any, name: str) -> MappingDocument:
    """The same from what the file says.

    Raises:
        InputError: not a mapping.
    """
    dataset = ""
    if isinstance(data, list):
        data = {"queries": data}
    if not isinstance(data, dict):
        raise _error("not a mapping", name)
    if len(data) == 1 and not {"queries", "query", "entities"} & set(data):
        ((key, inner),) = data.items()
        if not isinstance(inner, dict):
            raise _error(f"{key!r} holds no queries", name)
        dataset, data = str(key), inner
    if "entities" in data:
        queries: Any = [{key: value for key, value in data.items() if key in _QUERY}]
        rest = {key: value for key, value in data.items() if key not in _QUERY}
    else:
        queries = data.get("queries", data.get("query"))
        rest = {key: value for key, value in data.items() if key not in ("queries", "query")}
    queries = [queries] if isinstance(queries, dict) else queries
    if not isinstance(queries, list) or not queries:
        raise _error("there are no queries", name)
    for at, query in enumerate(queries, 1):
        if not isinstance(query, dict) or not isinstance(query.get("entities"), dict) or not query["entities"]:
            raise _error(f"query {at} has no entities", name)
        if unknown := sorted(set(map(str, query)) - _QUERY):
            raise _error(f"query {at}: there is no key {unknown[0]!r}", name, "known: " + ", ".join(sorted(_QUERY)))
    if unknown := sorted(set(map(str, rest)) - set(_ABOUT) - _LET_BE - {"reading"}):
        raise _error(f"there is no key {unknown[0]!r}", name, "known: " + ", ".join((*_ABOUT, "reading", "queries")))
    said = {key: str(rest[key]) for key in _ABOUT if rest.get(key) is not None}
    dataset = said.pop("dataset", dataset)
    about = About(
        dataset=dataset,
        publisher=said.get("publisher", ""),
        licence=said.get("licence", ""),
        url=said.get("url", ""),
        as_of=said.get("as_of", ""),
        grade=said.get("grade", "F6"),
        handling=said.get("handling", "TLP:CLEAR"),
    )
    return MappingDocument(name, dataset, about, _reading(rest.get("reading") or {}, name), tuple(queries))


def _reading(data: Any, name: str) -> Reading:
    known = [item.name for item in fields(Reading)]
    if not isinstance(data, dict):
        raise _error("'reading' is no table of settings", name)
    if unknown := sorted(set(map(str, data)) - set(known)):
        raise _error(f"reading: there is no setting {unknown[0]!r}", name, "known: " + ", ".join(known))
    header = data.get("header") or ()
    rows: Sequence[Any] = header if isinstance(header, list) else (header,) if header else ()
    if not all(isinstance(row, int) and not isinstance(row, bool) and row > 0 for row in rows):
        raise _error("reading: header is the number of a row, or several", name, "e.g. header: [1, 2]")
    if (ragged := data.get("ragged") or "reject") not in ("reject", "fill"):
        raise _error(f"reading: ragged is reject or fill, not {ragged!r}", name)
    texts = {key: str(data[key]) for key in known if key not in ("header", "ragged") and data.get(key) is not None}
    return Reading(**texts, header=tuple(sorted(rows)), ragged=ragged)


def _files(query: Mapping[str, Any]) -> list[str]:
    found = query.get("csv_urls", query.get("csv_url"))
    return [str(item).rpartition("/")[2] for item in (found if isinstance(found, list) else [found]) if item]


def _error(what: str, name: str, do: str = "see how to bring your own table in the documentation") -> InputError:
    return InputError(what, where=name, do=do)
