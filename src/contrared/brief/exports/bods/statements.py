"""A BODS 0.4 file: an array of entity, person and relationship statements, written one by one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from contrared.brief.exports.bods.interests import Interested, components, interest, interested
from contrared.brief.exports.bods.parties import entity_details, person_details
from contrared.brief.exports.document import Document
from contrared.brief.exports.holding import Entity, Holding, day, is_a

VERSION = "0.4"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://contrared.org/bods/v1")
LINKS = ("Ownership", "Directorship")
Statement = dict[str, Any]


def document(holding: Holding) -> Document:
    """Every organisation, every person with an interest in one, and their interests.

    Components come before what they are components of, as the standard asks. Ties of other kinds, and things that are
    owned but are no legal entity, have no word in BODS and are not in it.
    """
    return Document((_json(item) for item in _statements(holding)), head="[\n", between=",\n", tail="\n]\n")


def _statements(holding: Holding) -> Iterator[Statement]:
    made = Statements(holding)
    for entity in holding.entities():
        if (said := made.party(entity)) is not None:
            yield said
    for last in (False, True):
        for item in made.interests:
            if (item.way == "indirect") is last:
                yield made.relationship(item)


class Statements:
    """Makes statements of what leaves.

    Args:
        holding: What leaves.
    """

    def __init__(self, holding: Holding) -> None:
        self.holding = holding
        named = {key for key, party in holding.parties.items() if is_a(party.schema, "LegalEntity")}
        links = [entity for entity in holding.entities() if entity.schema in LINKS]
        every = [item for link in links for item in interested(link)]
        self.interests = [item for item in every if item.subject in named and (not item.party or item.party in named)]
        self._chains = components(self.interests)
        steps = [(item, step) for item in self.interests for step in self._chain(item)]
        self._steps = {self._key(step) for _, step in steps}
        self._between = {
            end for item, step in steps for end in (step.party, step.subject) if end not in (item.party, item.subject)
        }
        self._subject: dict[str, str] = {}
        for item in self.interests:
            self._subject.setdefault(item.party, item.subject)
        #: Date of publication: the last for which any source speaks, for the same content must give the same bytes.
        self._published = max((day(source.as_of, last=True) for source in holding.sources.values()), default="")

    def party(self, entity: Entity) -> Statement | None:
        """A statement on a party; none for what BODS has no word for."""
        party = self.holding.parties.get(entity.id)
        if party is None or not is_a(party.schema, "LegalEntity"):
            return None
        component = entity.id in self._between
        if is_a(party.schema, "Person"):
            if entity.id not in self._subject:
                return None
            details = person_details(entity, party.name, component=component)
            return self._statement("person", (entity.id,), self._subject[entity.id], details, entity)
        details = entity_details(entity, party.name, component=component)
        return self._statement("entity", (entity.id,), entity.id, details, entity)

    def relationship(self, item: Interested) -> Statement:
        """A statement on an interest."""
        told, odd = interest(item)
        details: dict[str, Any] = {"isComponent": self._key(item) in self._steps}
        if chain := self._chain(item):
            ends = {end for step in chain for end in (step.party, step.subject)} - {item.party, item.subject}
            details["componentRecords"] = [
                *map(self._record, sorted(ends)),
                *sorted(self._record(*self._key(step)) for step in chain),
            ]
        details["subject"] = self._record(item.subject)
        unknown = {"reason": "informationUnknownToPublisher"}
        details["interestedParty"] = self._record(item.party) if item.party else unknown
        details["interests"] = [told]
        found = self._statement("relationship", self._key(item), item.subject, details, item.link)
        for text in odd:
            self._annotate(found, f"Another share is stated: {text}", "/recordDetails/interests/0")
        return found

    def _statement(
        self, kind: str, record: tuple[str, ...], subject: str, details: Mapping[str, Any], entity: Entity
    ) -> Statement:
        sources = self.holding.sources_of(entity.statement_ids)
        record_id = self._record(*record)
        content = json.dumps([record_id, details, entity.span], sort_keys=True, ensure_ascii=False)
        name = self.holding.producer[1] or self.holding.producer[0]
        found: Statement = {
            "statementId": str(uuid.uuid5(NAMESPACE, content)),
            "declarationSubject": self._record(subject),
            "statementDate": day(entity.span[1]) or self._published,
            "publicationDetails": {
                "publicationDate": self._published,
                "bodsVersion": VERSION,
                "publisher": {"name": name},
            },
            "recordId": record_id,
            "recordType": kind,
            "recordStatus": "new",
            "recordDetails": details,
        }
        if sources:
            found["source"] = self._source(sources)
        found["annotations"] = []
        handling = self.holding.handling_of(sources)
        self._annotate(found, f"Handling: {handling.banner}", "/")
        for key in sources:
            known = self.holding.sources[key]
            self._annotate(
                found, f"{known.publisher}, {known.filename}, as of {known.as_of}, grade {known.grade} ({key})", "/"
            )
        return found

    def _source(self, sources: tuple[str, ...]) -> dict[str, Any]:
        known = [self.holding.sources[key] for key in sources]
        found: dict[str, Any] = {
            "type": ["thirdParty"],
            "description": "; ".join(dict.fromkeys(source.publisher or source.dataset for source in known)),
        }
        if url := next((source.url for source in known if source.url.startswith(("https://", "http://"))), ""):
            found["url"] = url
        return found

    def _annotate(self, statement: Statement, text: str, target: str) -> None:
        note = {"motivation": "commenting", "description": text, "statementPointerTarget": target}
        statement["annotations"].append({**note, "creationDate": self._published})

    def _chain(self, item: Interested) -> tuple[Interested, ...]:
        return self._chains.get(self._key(item), ())

    def _key(self, item: Interested) -> tuple[str, str, str]:
        return item.id, item.party, item.subject

    def _record(self, *keys: str) -> str:
        """Id of a record: the same in every export of this node."""
        return str(uuid.uuid5(NAMESPACE, "\x1f".join((self.holding.producer[0], *keys))))


def _json(item: Statement) -> str:
    return json.dumps(item, ensure_ascii=False)
