"""Everything the sentences of a brief are made from, in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from contrared.case.analysis import Analysis
from contrared.case.listed import Listing, Since
from contrared.case.prepare import Prepared
from contrared.case.scope import countries
from contrared.case.wording import joined, list_name
from contrared.model import text
from contrared.model.language.phrase import strung
from contrared.network import Edge, Layer, PathsFound

#: Chains written out for one pair of parties.
CHAINS = 3
#: Parties beside one listed for both that are named with it.
AROUND = 10
#: Layers whose ties a list or register states of the two parties themselves.
STATED = frozenset(
    {
        Layer.OWNERSHIP,
        Layer.DIRECTORSHIP,
        Layer.MEMBERSHIP,
        Layer.EMPLOYMENT,
        Layer.FAMILY,
        Layer.ASSOCIATION,
        Layer.LINKED_TO,
    }
)


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
        if party is not None:
            return party.name
        return next((entry.name for entry in self.later_listings_of(canonical_id)), canonical_id)

    def called(self, canonical_id: str) -> str:
        """The name, and where the later versions have dropped the party, since when it is delisted."""
        name, gone = self.name(canonical_id), self.delisted(canonical_id)
        return strung("", [name, text("case.since.mark", later=gone)]) if gone else name

    def delisted(self, canonical_id: str) -> str:
        """The date by which the later versions have dropped every entry of a party they could carry, or nothing."""
        since = [self.analysis.since.get(entry.entity_id) for entry in self.listings_of(canonical_id)]
        known = [item for item in since if item is not None]
        return max((item.later_as_of for item in known), default="") if all(item.delisted for item in known) else ""

    def listings_of(self, canonical_id: str) -> list[Listing]:
        """Entries of a party on the lists of the baseline."""
        party = self.analysis.parties.get(canonical_id)
        ids = party.entity_ids if party is not None else ()
        return [self.analysis.listings[entity] for entity in ids if entity in self.analysis.listings]

    def name_statements(self, canonical_id: str) -> list[str]:
        """Statements that name a party, one an entry, whether a list makes it or another source."""
        party = self.analysis.parties.get(canonical_id)
        entries = party.entity_ids if party is not None else ()
        listed = {
            entry: self.analysis.listings[entry].name_statement for entry in entries if entry in self.analysis.listings
        }
        others = [self._first_names.get(entry, "") for entry in entries if not listed.get(entry)]
        return sorted({key for key in (*listed.values(), *others) if key})

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
        return strung(" ", notes), changed, statements

    def countries(self, canonical_id: str) -> set[str]:
        """Countries stated of a party, see :func:`contrared.case.scope.countries`."""
        return self._countries.get(canonical_id, set())

    def in_scope(self, canonical_id: str) -> bool:
        """Whether a party is a group of interest, bears its name, or has to do with the region of the question."""
        groups = {
            *self.analysis.canonical.values(),
            *(self.canonical(b.listing.entity_id) for b in self.analysis.bearers),
        }
        if canonical_id in groups:
            return True
        region = set(self.prepared.case.region)
        return not region or bool(region & self.countries(canonical_id))

    @cached_property
    def of_interest(self) -> frozenset[str]:
        """Canonical ids of the parties that have a place in this brief."""
        found = set(self._core)
        for edge in self.around:
            found.update((edge.source, edge.target))
        found.update(self.canonical(item.listing.entity_id) for item in self.analysis.bearers)
        return frozenset(found - self.analysis.hidden)

    @cached_property
    def around(self) -> tuple[Edge, ...]:
        """What a list or register states to tie a party in scope that is listed for both to others.

        Groups of interest are left out, which have too many such ties to name; so is what goes beyond :data:`AROUND`.
        """
        found = [edge for party, ties in self._beside.items() if self.in_scope(party) for edge in ties[:AROUND]]
        return tuple(sorted(set(found), key=lambda edge: edge.key))

    @cached_property
    def _core(self) -> frozenset[str]:
        analysis = self.analysis
        found = set(analysis.canonical.values()) | {item.party for item in analysis.dual.found}
        for finding in analysis.paths.findings:
            if isinstance(finding, PathsFound):
                for path in finding.paths[:CHAINS]:
                    found.update(path.nodes)
        return frozenset(found)

    @cached_property
    def _beside(self) -> dict[str, list[Edge]]:
        groups = set(self.analysis.canonical.values())
        found: dict[str, list[Edge]] = {item.party: [] for item in self.analysis.dual.found if item.party not in groups}
        for edge in self.analysis.edges.edges:
            if edge.layer in STATED:
                for end in (edge.source, edge.target):
                    if end in found:
                        found[end].append(edge)
        return found

    @cached_property
    def _countries(self) -> dict[str, set[str]]:
        return countries(self.prepared.statements, self._named)

    @cached_property
    def _named(self) -> frozenset[str]:
        beside = {end for ties in self._beside.values() for edge in ties for end in (edge.source, edge.target)}
        return self._core | beside

    def canonical(self, entity_id: str) -> str:
        """Canonical id of an entity."""
        return self.prepared.resolution.canonical.get(entity_id, entity_id)

    def later_listings_of(self, canonical_id: str) -> list[Listing]:
        """Entries of a party that only later versions have."""
        return [
            entry
            for entries in self.analysis.later.values()
            for entry in entries.values()
            if self.canonical(entry.entity_id) == canonical_id and entry.entity_id not in self.analysis.listings
        ]

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
        rows = rows.filter(pc.is_in(rows["canonical_id"], pa.array(sorted(self._named))))
        found: dict[str, list[tuple[str, str, str]]] = {}
        columns = (rows[name].to_pylist() for name in ("canonical_id", "prop", "value", "id"))
        for party, prop, value, key in zip(*columns, strict=True):
            found.setdefault(party, []).append((prop, value, key))
        return {party: sorted(set(items)) for party, items in found.items()}

    @cached_property
    def _first_names(self) -> dict[str, str]:
        """Statement that first names each entry of a named party."""
        rows = self.prepared.statements
        rows = rows.filter(
            pc.and_(pc.equal(rows["prop"], "name"), pc.is_in(rows["canonical_id"], pa.array(sorted(self._named))))
        )
        found: dict[str, str] = {}
        for entity, key in zip(rows["entity_id"].to_pylist(), rows["id"].to_pylist(), strict=True):
            found.setdefault(entity, key)
        return found


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
