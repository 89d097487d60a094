"""Everything the sentences of a brief are made from, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from contrared.case.analysis import Analysis
from contrared.case.listed import Listing, Since
from contrared.case.prepare import Prepared
from contrared.case.wording import joined, list_name
from contrared.model import text
from contrared.network import PathsFound

#: Properties that say to which countries a party has to do.
COUNTRIES = frozenset({"country", "nationality", "citizenship", "birthCountry", "jurisdiction", "flag"})


@dataclass(frozen=True)
class Materials:
    """A prepared and analysed case."""

    prepared: Prepared
    analysis: Analysis

    @property
    def as_of(self) -> str:
        """The latest date the baseline speaks for, among lists that name a group of interest."""
        named = [self.analysis.listings[g.id].as_of for g in self.prepared.case.group if g.id in self.analysis.listings]
        return max(named, default=max(version.as_of for version in self.prepared.baseline))

    def name(self, canonical_id: str) -> str:
        """What a party is called: as the case names its group, else as the lists do."""
        for group in self.prepared.case.group:
            if self.analysis.canonical[group.id] == canonical_id:
                return group.name
        party = self.analysis.parties.get(canonical_id)
        return party.name if party is not None else canonical_id

    def listings_of(self, canonical_id: str) -> list[Listing]:
        """Entries of a party on the lists of the baseline."""
        party = self.analysis.parties.get(canonical_id)
        ids = party.entity_ids if party is not None else ()
        return [self.analysis.listings[entity] for entity in ids if entity in self.analysis.listings]

    def name_statements(self, canonical_id: str) -> list[str]:
        """Statements that name a party, one an entry."""
        found = [item.name_statement for item in self.listings_of(canonical_id) if item.name_statement]
        if found:
            return found
        party = self.analysis.parties.get(canonical_id)
        return self._plain_names(party.entity_ids if party is not None else ())

    def since(self, listings: Iterable[Listing]) -> tuple[str, bool, list[str]]:
        """What became of listings: the note, whether something changed, and the later statements it rests on."""
        notes: list[str] = []
        statements: list[str] = []
        changed = False
        for listing in listings:
            since = self.analysis.since.get(listing.entity_id)
            if since is None:
                continue
            notes.append(_since_note(listing, since))
            statements.extend(since.statements)
            changed = changed or not since.unchanged
        return " ".join(notes), changed, statements

    def countries(self, canonical_id: str) -> set[str]:
        """Countries stated of a party: nationality, citizenship, place of birth, address, flag."""
        return {value for prop, value, _ in self.stated(canonical_id) if prop in COUNTRIES}

    def identifiers(
        self, canonical_id: str, labels: Mapping[str, str], most: int
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Identifiers of a party as shown (``passport A123``), at most so many of a kind, and the statements."""
        stated = self.stated(canonical_id)
        found: dict[str, str] = {}
        for prop, label in labels.items():
            values = [(value, key) for name, value, key in stated if name == prop]
            for value, key in values[:most]:
                found.setdefault(f"{label} {value}", key)
        return tuple(found), tuple(found.values())

    def dates(self, statement_ids: Iterable[str]) -> set[str]:
        """Dates on which statements of the baseline were made."""
        rows = self.prepared.statements
        chosen = rows.filter(pc.is_in(rows["id"], pa.array(sorted(set(statement_ids)))))
        return set(chosen["first_seen"].to_pylist())

    def passage(self, statement_id: str, span: tuple[int, int]) -> str:
        """The part of a statement's text, between semicolons, in which a span stands."""
        rows = self.prepared.statements
        value = str(rows.filter(pc.equal(rows["id"], statement_id))["value"][0].as_py())
        first = value.rfind(";", 0, span[0]) + 1
        last = value.find(";", span[1])
        return " ".join(value[first : last if last >= 0 else len(value)].split()).rstrip(".")

    def stated(self, canonical_id: str) -> list[tuple[str, str, str]]:
        """``(property, value, statement id)`` of everything stated of a party itself, in a total order."""
        return self._by_party.get(canonical_id, [])

    @cached_property
    def _by_party(self) -> dict[str, list[tuple[str, str, str]]]:
        rows = self.prepared.statements
        wanted = {*self.analysis.canonical.values(), *(item.party for item in self.analysis.dual.found)}
        for finding in self.analysis.paths.findings:
            if isinstance(finding, PathsFound):
                wanted.update(node for path in finding.paths for node in path.nodes)
        rows = rows.filter(pc.is_in(rows["canonical_id"], pa.array(sorted(wanted))))
        found: dict[str, list[tuple[str, str, str]]] = {}
        columns = (rows[name].to_pylist() for name in ("canonical_id", "prop", "value", "id"))
        for party, prop, value, key in zip(*columns, strict=True):
            found.setdefault(party, []).append((prop, value, key))
        return {party: sorted(set(items)) for party, items in found.items()}

    def _plain_names(self, entity_ids: Sequence[str]) -> list[str]:
        rows = self.prepared.statements
        rows = rows.filter(pc.and_(pc.equal(rows["prop"], "name"), pc.is_in(rows["entity_id"], pa.array(entity_ids))))
        found: dict[str, str] = {}
        for entity, key in zip(rows["entity_id"].to_pylist(), rows["id"].to_pylist(), strict=True):
            found.setdefault(entity, key)
        return [found[entity] for entity in sorted(found)]


def _since_note(listing: Listing, since: Since) -> str:
    name = list_name(listing.dataset)
    if since.delisted:
        return text("case.since.delisted", list=name, later=since.later_as_of)
    if since.gone:
        new = text("case.since.changed_new", new=joined(since.new)) if since.new else ""
        return text("case.since.changed", later=since.later_as_of, gone=joined(since.gone), new=new)
    if since.new:
        return text("case.since.added", later=since.later_as_of, new=joined(since.new))
    return text("case.since.same", list=name, later=since.later_as_of)
