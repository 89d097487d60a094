"""Listings and relationships of OFAC's Advanced XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.elements import Element
from contrared.collect.readers.fitting import fits
from contrared.collect.readers.ofac_party import AUTHORITY
from contrared.collect.readers.ofac_xml_beside import Piece
from contrared.collect.readers.ofac_xml_elements import day, period, words
from contrared.collect.readers.ofac_xml_party import OfacBook
from contrared.collect.readers.un_elements import each, text

#: The kind of measure whose comment is the code of a programme.
_PROGRAMME = "Program"


@dataclass(frozen=True, slots=True)
class Tie:
    """How a relationship is stated: the schema, and the property that each end is."""

    schema: str
    start: str
    end: str
    role: str = "role"


_LINK = Tie("UnknownLink", "subject", "object")
#: By OFAC's words for it, in lower case; every other kind is a link of that role.
TIES = {
    "owned or controlled by": Tie("Ownership", "asset", "owner"),
    "owns, controls, or operates": Tie("Ownership", "owner", "asset"),
    "leader or official of": Tie("Directorship", "director", "organization"),
    "principal executive officer": Tie("Directorship", "director", "organization"),
    "principal executive officer of": Tie("Directorship", "director", "organization"),
    "family member of": Tie("Family", "person", "relative", "relationship"),
    "associate of": Tie("Associate", "person", "associate", "relationship"),
}


def owned(record: Element, book: OfacBook) -> str | None:
    """The profile that a relationship says is owned or controlled, if it says so of one."""
    tie = TIES.get(book.values.name("RelationType", record.get("RelationTypeID")).casefold())
    if tie is None or tie.schema != "Ownership":
        return None
    return record.get("From-ProfileID" if tie.start == "asset" else "To-ProfileID")


def relationship(record: Element, line: int, file: str, book: OfacBook) -> Iterator[Draft | Reject]:
    """One ``ProfileRelationship``, from the party it is said of to the other."""

    def at(path: str) -> str:
        return f"line={line};path={path}"

    kind = book.values.name("RelationType", record.get("RelationTypeID"))
    ends = []
    for attribute in ("From-ProfileID", "To-ProfileID"):
        profile = record.get(attribute, "")
        if profile not in book.parties:
            yield Reject(file, at(f"@{attribute}"), f"no party of the list has the profile {profile}", kind)
            return
        ends.append((*book.parties[profile], at(f"@{attribute}"), profile))
    if not kind:
        reason = f"no kind of relationship has the number {record.get('RelationTypeID')}"
        yield Reject(file, at("@RelationTypeID"), reason, f"{ends[0][0]} {ends[1][0]}")
        return
    tie = TIES.get(kind.casefold(), _LINK)
    if not all(fits(tie.schema, prop, end[1]) for prop, end in zip((tie.start, tie.end), ends, strict=True)):
        tie = _LINK
    link = Draft(f"ofac-rel-{record.get('ID', '')}", tie.schema, file)
    for prop, (entity_id, _, where, profile) in zip((tie.start, tie.end), ends, strict=True):
        link.add(prop, entity_id, where, original=profile)
    link.add(tie.role, kind, at("@RelationTypeID"), original=record.get("RelationTypeID"))
    link.add("recordId", record.get("ID"), at("@ID"))
    if record.get("Former") == "true":
        former = "summary" if tie.role == "relationship" else "status"
        link.add(former, "former", at("@Former"), original="true")
    quality = book.values.name("RelationQuality", record.get("RelationQualityID"))
    if quality not in ("", "Unknown"):
        link.add(
            "description",
            f"Quality of the relationship: {quality}",
            at("@RelationQualityID"),
            original=record.get("RelationQualityID"),
        )
    link.add("summary", text(record, "Comment"), at("Comment"))
    span = record.find("DatePeriod")
    if span is not None:
        for part, prop in (("Start", "startDate"), ("End", "endDate")):
            found = span.find(f"{part}/From")
            if found is not None:
                link.add(prop, day(found), at(f"DatePeriod/{part}/From"), original=words(found))
    yield link


def listing(record: Element, line: int, file: str, book: OfacBook) -> Iterator[Draft | Reject]:
    """One ``SanctionsEntry``: a listing for each of its programmes, under the id the CSV tables give it."""

    def at(path: str) -> str:
        return f"line={line};path={path}"

    profile = record.get("ProfileID", "")
    if profile not in book.parties:
        yield Reject(file, at("@ProfileID"), f"no party of the list has the profile {profile}", words(record))
        return
    entity_id, schema = book.parties[profile]
    programmes, provisions = [], []
    for path, measure in each(record, "SanctionsMeasure"):
        kind = book.values.name("SanctionsType", measure.get("SanctionsTypeID"))
        said = Piece(text(measure, "Comment"), at(f"{path}/Comment"))
        if kind == _PROGRAMME:
            if said.value:
                programmes.append(said)
            continue
        if not kind:
            reason = f"no kind of measure has the number {measure.get('SanctionsTypeID')}"
            yield Reject(file, at(f"{path}/@SanctionsTypeID"), reason, said.value)
        else:
            provisions.append(Piece(kind, at(f"{path}/@SanctionsTypeID"), measure.get("SanctionsTypeID")))
        provisions.append(said)
    named = book.values.name("List", record.get("ListID"))
    for programme in programmes or [Piece(named, at("@ListID"), record.get("ListID"))]:
        sanction = Draft(f"{entity_id}-sanction-{digest(programme.value, 8)}", "Sanction", file)
        sanction.add("entity", entity_id, at("@ProfileID"), original=profile)
        sanction.add("program", programme.value, programme.where, original=programme.original)
        if programmes:
            sanction.add("programId", programme.value, programme.where)
        for prop, value in (("authority", AUTHORITY), ("country", "us")):
            sanction.add(prop, value, programme.where, original=programme.original or programme.value)
        sanction.add("recordId", entity_id.removeprefix("ofac-"), at("@ProfileID"), original=profile)
        sanction.add("description", f"List: {named}" if named else "", at("@ListID"), original=record.get("ListID"))
        for piece in (*provisions, *book.measures.get(profile, ())):
            sanction.add("provisions", piece.value, piece.where, original=piece.original)
        _events(sanction, record, at, book)
        yield sanction
    if programmes:
        party = Draft(entity_id, schema, file)
        for programme in programmes:
            party.add("programId", programme.value, programme.where)
        yield party


def _events(sanction: Draft, record: Element, at: Callable[[str], str], book: OfacBook) -> None:
    for path, event in each(record, "EntryEvent"):
        kind = book.values.name("EntryEventType", event.get("EntryEventTypeID"))
        prop = {"Created": "listingDate", "Modified": "modifiedAt", "Deleted": "endDate"}.get(kind, "date")
        dated = event.find("Date")
        if dated is not None:
            sanction.add(prop, day(dated), at(f"{path}/Date"), original=words(dated))
        basis = book.values.name("LegalBasis", event.get("LegalBasisID"))
        if basis not in ("", "Unknown"):
            sanction.add("reason", basis, at(f"{path}/@LegalBasisID"), original=event.get("LegalBasisID"))
        sanction.add("summary", text(event, "Comment"), at(f"{path}/Comment"))
    for path, measure in each(record, "SanctionsMeasure"):
        span = measure.find("DatePeriod")
        for date in period(span) if span is not None else ():
            sanction.add("startDate", date, at(f"{path}/DatePeriod"), original=words(measure))
