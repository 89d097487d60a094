"""Who is who in a file of BODS statements, in all versions of the standard that are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from contrared.collect.digest import digest
from contrared.collect.jsonrows import JsonRecord
from contrared.collect.readers.jsonwalk import text, texts

_OLD_KINDS = {
    "entityStatement": "entity",
    "personStatement": "person",
    "ownershipOrControlStatement": "relationship",
}
_COMPANIES = frozenset({"registeredEntity", "legalEntity"})
_PUBLIC = frozenset({"state", "stateBody"})
_PLAIN = 120
_DETAILS = (
    "isComponent entityType entityType.type entityType.subtype entityType.details unspecifiedEntityDetails.* name "
    "alternateNames[] jurisdiction.* incorporatedInJurisdiction.* identifiers[].* foundingDate dissolutionDate uri "
    "addresses[].* personType unspecifiedPersonDetails.* names[].* nationalities[].* birthDate deathDate "
    "placeOfBirth.* placeOfResidence.* taxResidencies[].* politicalExposure.* pepStatusDetails[].* hasPepStatus "
    "subject subject.describedByEntityStatement interestedParty interestedParty.* interests[].* componentRecords[] "
    "componentStatementIDs[] publicListing.* formedByStatute.*".split()
)
#: Paths that are read, or that say nothing about a party.
KNOWN = frozenset(
    [
        *"statementId statementID statementDate statementType recordId recordType recordStatus declarationSubject "
        "declaration publicationDetails.* source.* annotations[].* replacesStatements[]".split(),
        *_DETAILS,
        *(f"recordDetails.{path}" for path in _DETAILS),
    ]
)


def kind_of(record: JsonRecord) -> str | None:
    """``entity``, ``person`` or ``relationship``; None where the record is no statement."""
    new = text(record.data, "recordType")
    if new in _OLD_KINDS.values():
        return new
    return _OLD_KINDS.get(text(record.data, "statementType"))


@dataclass(slots=True)
class Book:
    """What a first pass over the statements learns.

    Attributes:
        schemata: Schema of each party, ``Ownership`` for relationships, by entity id.
    """

    schemata: dict[str, str] = field(default_factory=dict)
    _ids: dict[str, str] = field(default_factory=dict)
    _last: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    def learn(self, record: JsonRecord) -> None:
        """Take in one statement."""
        kind = kind_of(record)
        number = _number(record)
        if kind is None or not number:
            return
        replaced = next(
            (self._ids[old] for _, old in texts(record.data, "replacesStatements[]") if old in self._ids), ""
        )
        own = self._ids.setdefault(number, replaced or _entity_id(number))
        self.schemata[own] = _schema(record, kind)
        date = text(record.data, "statementDate")[:10]
        before = self._last.get(own)
        # ISO dates of day precision compare as text; of two of one day the later in the file counts.
        if before is None or date >= before[0]:
            self._last[own] = (date, record.line, record.nth)

    def own_id(self, record: JsonRecord) -> str | None:
        """Entity id of the record a statement is about."""
        return self._ids.get(_number(record))

    def find(self, number: str) -> str | None:
        """Entity id of the record or statement of that number."""
        return self._ids.get(number)

    def superseded(self, record: JsonRecord) -> int | None:
        """The line of a later statement about the same record, if there is one."""
        _, line, nth = self._last[self._ids[_number(record)]]
        return None if (line, nth) == (record.line, record.nth) else line


def _number(record: JsonRecord) -> str:
    return text(record.data, "recordId") or text(record.data, "statementID")


def _entity_id(number: str) -> str:
    plain = number.isprintable() and " " not in number and len(number) <= _PLAIN
    return f"bods-{number if plain else digest(number, 16)}"


def _schema(record: JsonRecord, kind: str) -> str:
    if kind != "entity":
        return "Person" if kind == "person" else "Ownership"
    said = text(record.data, "recordDetails.entityType.type") or text(record.data, "entityType")
    if said in _COMPANIES:
        return "Company"
    return "PublicBody" if said in _PUBLIC else "LegalEntity"
