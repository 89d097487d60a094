"""The scenario as it is written down: nodes, who walks, what is held of them, who watches, who is found where."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contrared.match.encounter import Met
from contrared.match.question import Known


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody who walks: a traveller, or somebody who has nothing to do with it."""

    number: int
    at: str
    names: tuple[str, ...]
    born: str
    documents: tuple[str, ...]
    countries: tuple[str, ...]
    references: tuple[str, ...]
    note: str
    bystander: bool

    @property
    def label(self) -> str:
        """What the table calls them."""
        return self.names[0] if self.names else "without documents"

    def queries(self) -> list[dict[str, Any]]:
        """What is known of them; empty where there are no documents."""
        if not self.names:
            return []
        known = Known(
            names=self.names, schema="Person", born=self.born, countries=self.countries, documents=self.documents
        )
        return known.queries()

    def met(self, at: str, place: str, country: str) -> Met:
        """An encounter with them."""
        return Met(
            queries=self.queries(), at=at, place=place, country=country, references=self.references, note=self.note
        )


@dataclass(frozen=True, slots=True)
class Script:
    """The scenario.

    Attributes:
        title: What it shows; it says that everybody is synthetic.
        purpose: For which purpose the nodes act.
        legal_basis: On which basis.
        case: In which case.
        nodes: By country: name and agency.
        walkers: By number.
        records: What nodes hold of them, rows of ``scenario.toml``.
        watches: Whom they watch for, and where they subscribed.
        found: Where they are met again.
        folder: Where the scenario and the holdings lie.
    """

    title: str
    purpose: str
    legal_basis: str
    case: str
    nodes: Mapping[str, tuple[str, str]]
    walkers: Mapping[int, Walker]
    records: tuple[Mapping[str, Any], ...]
    watches: tuple[Mapping[str, Any], ...]
    found: tuple[Mapping[str, Any], ...]
    folder: Path

    @property
    def travellers(self) -> list[Walker]:
        """Those the scenario is about."""
        return [walker for walker in self.walkers.values() if not walker.bystander]

    @property
    def bystanders(self) -> list[Walker]:
        """Those who have nothing to do with it."""
        return [walker for walker in self.walkers.values() if walker.bystander]


def read_script(folder: Path) -> Script:
    """Read ``scenario.toml`` of a folder; the holdings lie beside it."""
    told = tomllib.loads((folder / "scenario.toml").read_text(encoding="utf-8"))
    walkers = [_walker(row, bystander=False) for row in told["traveller"]]
    walkers += [_walker(row, bystander=True) for row in told["bystander"]]
    return Script(
        title=told["title"],
        purpose=told["purpose"],
        legal_basis=told["legal_basis"],
        case=told["case"],
        nodes={row["country"]: (row["name"], row["agency"]) for row in told["node"]},
        walkers={walker.number: walker for walker in sorted(walkers, key=lambda each: each.number)},
        records=tuple(told["record"]),
        watches=tuple(told["watch"]),
        found=tuple(told["found"]),
        folder=folder,
    )


def _walker(row: Mapping[str, Any], *, bystander: bool) -> Walker:
    return Walker(
        number=row["number"],
        at=row["at"],
        names=tuple(row.get("names", ())),
        born=row.get("born", ""),
        documents=tuple(row.get("documents", ())),
        countries=tuple(row.get("countries", ())),
        references=tuple(row.get("reference", ())),
        note=row.get("note", ""),
        bystander=bystander,
    )
