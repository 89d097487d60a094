"""Through what a candidate could facilitate, and the statement that says so; unknown where nothing does."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

import pyarrow as pa

from contrared.model.programmes import programme
from contrared.model.protection import PROTECTED_PROPERTIES
from contrared.network.ties.rows import rows

#: Properties whose words are read. A list of what may be read, so that nothing protected comes in by a new column.
WORDED = frozenset(
    {"role", "roles", "position", "occupation", "sector", "classification", "kind", "type", "legalForm", "legal_form"}
)
#: Further properties, read as codes.
CODED = frozenset({"schema", "topics", "programme", "programId"})


class Facilitation(StrEnum):
    """Through what a party could facilitate."""

    CORRUPTION = "corruption"
    LOGISTICS = "logistics"
    FINANCE = "finance"
    TECHNOLOGY = "technology"
    DOCUMENTS = "documents"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """Something stated of a party.

    Attributes:
        prop: Property; a programme's value is written ``dataset:code``.
        value: Value.
        statement_id: The statement; empty where the network's own file says it.
    """

    prop: str
    value: str
    statement_id: str = ""


@dataclass(frozen=True, slots=True)
class Indication:
    """A kind of facilitation and what says so.

    Attributes:
        kind: The kind.
        prop: Property that was read, ``layer`` for the layer of a tie.
        value: Its value.
        because: Word, topic, schema, layer or category of the table that it agrees with.
        statement_id: The statement; empty where the network's own file says it.
    """

    kind: Facilitation
    prop: str
    value: str
    because: str
    statement_id: str = ""


def indications(said: Iterable[Said], *, layers: Collection[str] = ()) -> tuple[Indication, ...]:
    """All that the table ``kinds.toml`` takes for an indication, by kind and then in the order of the statements.

    Args:
        said: What is stated of the party; properties that are not on the lists above are not looked at.
        layers: Layers of its ties on the paths.

    >>> [(i.kind.value, i.because) for i in indications([Said("position", "Agente de aduanas"), Said("religion", "x")])]
    [('corruption', 'aduana*')]
    """
    found = []
    for item in sorted(set(said)):
        if item.prop in PROTECTED_PROPERTIES or item.prop not in WORDED | CODED:
            continue
        for kind, entry in _table().items():
            because = entry.agrees(item)
            if because:
                found.append(Indication(kind, item.prop, item.value, because, item.statement_id))
    for layer in sorted(layers):
        found += [Indication(kind, "layer", layer, layer) for kind, entry in _table().items() if layer in entry.layers]
    order = list(Facilitation)
    return tuple(sorted(found, key=lambda i: (order.index(i.kind), i.prop, i.value, i.statement_id)))


def kind_of(found: Iterable[Indication]) -> tuple[Facilitation, ...]:
    """The kinds indicated, in the order of the enumeration; ``unknown`` alone where there are none."""
    kinds = {item.kind for item in found}
    return tuple(kind for kind in Facilitation if kind in kinds) or (Facilitation.UNKNOWN,)


def said_of(statements: pa.Table, ids: Collection[str]) -> dict[str, tuple[Said, ...]]:
    """What statements say of some parties, by canonical id: the properties this module reads, and their schemata.

    Args:
        statements: Statements with the columns of the lake, canonical ids filled in.
        ids: Canonical ids.
    """
    found: dict[str, set[Said]] = defaultdict(set)
    for row in rows(statements, props=WORDED | {"topics", "programId", "name"}):
        if row.canonical_id not in ids:
            continue
        found[row.canonical_id].add(Said("schema", row.schema, ""))
        if row.prop == "programId":
            found[row.canonical_id].add(Said("programme", f"{row.dataset}:{row.value}", row.id))
        elif row.prop != "name":
            found[row.canonical_id].add(Said(row.prop, row.value, row.id))
    return {key: tuple(sorted(said)) for key, said in sorted(found.items())}


def said_in(nodes: pa.Table) -> dict[str, tuple[Said, ...]]:
    """What the columns of a node table say, by id; several values of a cell are parted by a semicolon."""
    columns = [name for name in nodes.column_names if name in WORDED | CODED]
    found: dict[str, set[Said]] = defaultdict(set)
    for name in columns:
        prop = "programme" if name == "programId" else name
        for node, cell in zip(nodes["id"].to_pylist(), nodes[name].cast(pa.string()).to_pylist(), strict=True):
            found[node].update(Said(prop, value.strip()) for value in (cell or "").split(";") if value.strip())
    return {key: tuple(sorted(said)) for key, said in sorted(found.items()) if said}


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[tuple[str, re.Pattern[str]], ...]
    topics: tuple[str, ...]
    schemata: frozenset[str]
    layers: frozenset[str]
    programmes: frozenset[str]

    def agrees(self, item: Said) -> str:
        """What in the table the statement agrees with, or nothing."""
        if item.prop == "schema":
            return item.value if item.value in self.schemata else ""
        if item.prop == "topics":
            return next(
                (topic for topic in self.topics if item.value == topic or item.value.startswith(topic + ".")), ""
            )
        if item.prop in {"programme", "programId"}:
            dataset, _, code = item.value.partition(":")
            known = programme(dataset, code)
            return known.category.value if known is not None and known.category.value in self.programmes else ""
        plain = plain_words(item.value)
        return next((word for word, pattern in self.words if pattern.search(plain)), "")


def plain_words(value: str) -> str:
    """Lower case, without accents and punctuation."""
    letters = unicodedata.normalize("NFKD", value)
    letters = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"\w+", letters))


@cache
def _table() -> Mapping[Facilitation, _Entry]:
    text = resources.files(__package__).joinpath("kinds.toml").read_text(encoding="utf-8")
    return {Facilitation(kind): _entry(entry) for kind, entry in tomllib.loads(text).items()}


def _entry(entry: Mapping[str, list[str]]) -> _Entry:
    return _Entry(
        tuple((word, _pattern(word)) for word in sorted(set(entry["words"]))),
        tuple(entry["topics"]),
        frozenset(entry["schemata"]),
        frozenset(entry["layers"]),
        frozenset(entry["programmes"]),
    )


def _pattern(word: str) -> re.Pattern[str]:
    ending = r"\w*" if word.endswith("*") else ""
    return re.compile(rf"\b{re.escape(word.rstrip('*'))}{ending}\b")
