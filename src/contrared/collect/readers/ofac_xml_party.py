"""One ``DistinctParty`` of OFAC's Advanced XML: its names, features and papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from contrared.collect.cleaning import property_of
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.elements import Element
from contrared.collect.readers.ofac_xml_beside import OfacPaper, OfacPlace, Piece
from contrared.collect.readers.ofac_xml_features import Features
from contrared.collect.readers.ofac_xml_values import Values
from contrared.collect.readers.un_elements import each, text

_ALIASES = {"A.K.A.": "alias", "F.K.A.": "previousName", "N.K.A.": "alias", "Name": "name"}
_LATIN = "Latin"
#: Parts of a person's name in the order in which they are spoken; any other part stands after the first name.
_ORDER = ("First Name", "Middle Name", "Nickname", "Patronymic", "", "Last Name", "Matronymic", "Maiden Name")
_PART_PROPERTIES = {
    "First Name": "firstName",
    "Middle Name": "middleName",
    "Patronymic": "fatherName",
    "Last Name": "lastName",
    "Matronymic": "motherName",
}


@dataclass(slots=True)
class OfacBook:
    """What is known of a file before its parties are read, and who they were afterwards.

    Attributes:
        values: The reference value sets.
        places: Locations by number.
        papers: Documents by the number of the identity that holds them.
        owned: Profiles that somebody owns or controls: in FollowTheMoney only a company can be.
        parties: Entity id and schema of each profile.
        measures: What features of a profile say of its sanctions.
    """

    values: Values = field(default_factory=Values)
    places: dict[str, OfacPlace] = field(default_factory=dict)
    papers: dict[str, list[OfacPaper]] = field(default_factory=dict)
    owned: set[str] = field(default_factory=set)
    parties: dict[str, tuple[str, str]] = field(default_factory=dict)
    measures: dict[str, list[Piece]] = field(default_factory=dict)


def schema_of(profile: Element, book: OfacBook) -> str | None:
    """The schema of a party by its kind; None where the kind is not known or is that of a place."""
    found = book.values.find("PartySubType", profile.get("PartySubTypeID"))
    if found is None:
        return None
    kind = book.values.name("PartyType", found.attributes.get("PartyTypeID"))
    if kind == "Transport":
        return {"Vessel": "Vessel", "Aircraft": "Airplane"}.get(found.name)
    if kind in ("Entity", "Other Entity"):
        return "Company" if profile.get("ID") in book.owned else "Organization"
    return "Person" if kind == "Individual" else None


def party(record: Element, line: int, file: str, book: OfacBook) -> Iterator[Draft | Reject]:
    """Everything one record says, papers and addresses first."""
    profile = record.find("Profile")
    number = record.get("FixedRef", "")
    if profile is None or not number.isdecimal():
        yield Reject(file, f"line={line};path=@FixedRef", f"{number!r} is not the number of a party", "")
        return
    schema = schema_of(profile, book)
    if schema is None:
        kind = profile.get("PartySubTypeID", "")
        reason = f"no kind of party has the number {kind}"
        yield Reject(file, f"line={line};path=Profile/@PartySubTypeID", reason, number)
        return
    if profile.get("ID", "") in book.parties:
        yield Reject(file, f"line={line};path=@FixedRef", f"party {number} stands there twice; the first was taken", "")
        return
    draft = Draft(f"ofac-{number}", schema, file)
    for path, identity in each(profile, "Identity"):
        yield from _names(draft, identity, f"line={line};path=Profile/{path}", book.values)
    if not any(fact.prop == "name" for fact in draft.facts):
        yield Reject(file, f"line={line};path=@FixedRef", "a party without a primary name", number)
        return
    book.parties[profile.get("ID", "")] = (draft.entity_id, schema)
    draft.add("notes", text(record, "Comment"), f"line={line};path=Comment")
    measures: list[Piece] = []
    yield from Features(draft, line, book.values, book.places, measures).tell(profile)
    if measures:
        book.measures[profile.get("ID", "")] = measures
    for identity in profile.findall("Identity"):
        for paper in book.papers.pop(identity.get("ID", ""), ()):
            yield from paper.tell(draft)
    yield draft


def _names(draft: Draft, identity: Element, where: str, values: Values) -> Iterator[Reject]:
    kinds = {
        group.get("ID"): values.name("NamePartType", group.get("NamePartTypeID"))
        for group in identity.findall("NamePartGroups/MasterNamePartGroup/NamePartGroup")
    }
    primary = identity.get("Primary") == "true" and identity.get("False") != "true"
    for path, alias in each(identity, "Alias"):
        prop = _ALIASES.get(values.name("AliasType", alias.get("AliasTypeID")))
        if prop is None:
            reason = f"no kind of alias has the number {alias.get('AliasTypeID')}; taken as an alias"
            yield Reject(draft.file, f"{where}/{path}/@AliasTypeID", reason, draft.entity_id)
            prop = "alias"
        if not primary and prop == "name":
            prop = "alias"
        if alias.get("LowQuality") == "true":
            prop = "weakAlias"
        for below, named in each(alias, "DocumentedName"):
            main = prop == "name" and alias.get("Primary") == "true"
            _name(draft, prop, named, f"{where}/{path}/{below}", kinds, values, main=main)
            if identity.get("False") == "true":
                said = " ".join(text(part) for part in named.iter("NamePartValue"))
                draft.add("notes", f"A false identity: {said}", f"{where}/{path}/{below}", original=said)


def _name(
    draft: Draft,
    prop: str,
    named: Element,
    where: str,
    kinds: Mapping[str | None, str],
    values: Values,
    *,
    main: bool,
) -> None:
    stated = [
        (kinds.get(part.get("NamePartGroupID"), ""), text(part), f"{where}/{path}", part)
        for path, part in each(named, "DocumentedNamePart/NamePartValue")
    ]
    stated = [item for item in stated if item[1]]
    written = " ".join(item[1] for item in stated)
    if not written:
        return
    person = draft.schema == "Person"
    spoken = sorted(stated, key=lambda item: _ORDER.index(item[0] if item[0] in _ORDER else "")) if person else stated
    full = " ".join(item[1] for item in spoken)
    draft.add(prop, full, where, original=written if written != full else None)
    script = values.name("Script", stated[0][3].get("ScriptID"))
    if script not in ("", _LATIN):
        number = stated[0][3].get("ScriptID")
        draft.add("notes", f"{written}: {script} script", f"{stated[0][2]}/@ScriptID", original=number)
    elif main and person:
        for kind, value, place, _ in stated:
            if kind in _PART_PROPERTIES:
                draft.add(_PART_PROPERTIES[kind], value, place)
    if property_of(draft.schema, "abbreviation") is not None:
        for _, value, place, part in stated:
            if part.get("Acronym") == "true":
                draft.add("abbreviation", value, place)
