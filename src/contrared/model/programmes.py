"""Sanctions and tax programmes: what each code of each list means, on which law it rests and who must obey.

The table is ``programmes.toml``; its head explains how programmes were put into categories.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType


class Category(StrEnum):
    """What a programme is against."""

    TERROR = "terror"
    DRUGS = "drugs"
    ORGANISED_CRIME = "organised-crime"
    PROLIFERATION = "proliferation"
    CYBER = "cyber"
    COUNTRY = "country"
    CORRUPTION = "corruption"
    HUMAN_RIGHTS = "human-rights"
    TAX = "tax"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme.

    Attributes:
        datasets: Datasets whose lists use the code.
        code: The code as written today.
        title: What it is, in words.
        category: What it is against.
        law: The instrument it rests on, or the statute that is made under.
        authority: Who administers it.
        measures: What it orders.
        scope: Who must obey.
    """

    datasets: tuple[str, ...]
    code: str
    title: str
    category: Category
    law: str
    authority: str
    measures: tuple[str, ...]
    scope: str


def programme(dataset: str, code: str) -> Programme | None:
    """The programme a list means by a code, or None: then it is "not classified", never guessed.

    Letter case and white space do not matter; of a bilingual list the English half is the code.

    >>> programme("us_ofac_sdn", "SDGT").law
    'Executive Order 13224; 31 CFR part 594'
    """
    table, bilingual = _table()
    if dataset in bilingual:
        code = code.partition("/")[0]
    return table.get((dataset, _key(code)))


def categories(dataset: str, codes: Iterable[str]) -> frozenset[Category]:
    """Categories of those codes that are classified."""
    return frozenset(found.category for code in codes if (found := programme(dataset, code)) is not None)


def programmes() -> tuple[Programme, ...]:
    """All programmes, each once, in the order of the table."""
    return tuple(dict.fromkeys(_table()[0].values()))


def _key(code: str) -> str:
    return " ".join(code.split()).casefold()


@cache
def _table() -> tuple[Mapping[tuple[str, str], Programme], frozenset[str]]:
    content = resources.files(__package__).joinpath("programmes.toml").read_text(encoding="utf-8")
    table: dict[tuple[str, str], Programme] = {}
    bilingual: set[str] = set()
    for block in tomllib.loads(content)["list"]:
        datasets = tuple(block["datasets"])
        if block.get("bilingual", False):
            bilingual.update(datasets)
        for row in block["programme"]:
            entry = Programme(
                datasets=datasets,
                code=row["code"][0],
                title=row["title"],
                category=Category(row["category"]),
                law=row["law"],
                authority=row.get("authority", block["authority"]),
                measures=tuple(row.get("measures", block["measures"])),
                scope=block["scope"],
            )
            for dataset in datasets:
                for code in row["code"]:
                    if table.setdefault((dataset, _key(code)), entry) is not entry:
                        raise ValueError(f"programmes.toml: {dataset} {code} stands there twice")
    return MappingProxyType(table), frozenset(bilingual)
