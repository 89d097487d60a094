"""Interests of BODS statements as edges between parties."""

from __future__ import annotations

from collections.abc import Iterator

from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.bods_book import Book
from contrared.collect.readers.fitting import fits
from contrared.collect.readers.jsonwalk import Teller, text

_OWNING = frozenset({"shareholding", "rightsToSurplusAssetsOnDissolution", "rights-to-surplus-assets"})
_DIRECTING = frozenset({"boardMember", "boardChair", "seniorManagingOfficial", "senior-managing-official"})
_ENDS = {
    "Ownership": ("owner", "asset"),
    "Directorship": ("director", "organization"),
    "UnknownLink": ("subject", "object"),
}
_PARTIES = (
    "interestedParty",
    "interestedParty.describedByEntityStatement",
    "interestedParty.describedByPersonStatement",
)
_UNSPECIFIED = ("interestedParty.reason", "interestedParty.unspecified.reason")


def edges(tell: Teller, own: str, book: Book, file: str) -> Iterator[Draft | Reject]:
    """One edge for each interest, from the interested party to the subject."""
    asset_path = "subject" if text(tell.data, "subject") else "subject.describedByEntityStatement"
    asset = book.find(text(tell.data, asset_path))
    if asset is None:
        yield Reject(file, tell.at("subject"), "no statement in the file is about the subject", own)
        return
    party_path = next((path for path in _PARTIES if text(tell.data, path)), "")
    if not party_path:
        yield from _unspecified(tell, asset, book, file, own)
        return
    owner = book.find(text(tell.data, party_path))
    if owner is None:
        yield Reject(file, tell.at(party_path), "no statement in the file is about the interested party", own)
        return
    interests = list(tell.below("interests[]"))
    if not interests:
        # That there is a relationship is stated even where its kind is not.
        yield _edge(tell, Draft(own, "UnknownLink", file), owner, asset, party_path, asset_path)
    seen: set[str] = set()
    for interest in interests:
        kind = text(interest.data, "type")
        schema = "Ownership" if kind in _OWNING else "Directorship" if kind in _DIRECTING else "UnknownLink"
        start, end = _ENDS[schema]
        if not (fits(schema, start, book.schemata[owner]) and fits(schema, end, book.schemata[asset])):
            schema = "UnknownLink"
        way = text(interest.data, "directOrIndirect") or text(interest.data, "interestLevel")
        key = digest(f"{kind}|{way}|{text(interest.data, 'startDate')}", 8)
        if key in seen:
            key = digest(f"{kind}|{way}|{text(interest.data, 'startDate')}|{len(seen)}", 8)
        seen.add(key)
        edge = _edge(tell, Draft(f"{own}-{key}", schema, file), owner, asset, party_path, asset_path)
        _interest(interest, edge, way)
        yield edge


def _edge(tell: Teller, edge: Draft, owner: str, asset: str, party_path: str, asset_path: str) -> Draft:
    start, end = _ENDS[edge.schema]
    tell.derived(edge, start, owner, party_path)
    tell.derived(edge, end, asset, asset_path)
    return edge


def _interest(interest: Teller, edge: Draft, way: str) -> None:
    owning = edge.schema == "Ownership"
    for prop, path in (
        ("role", "type"),
        ("startDate", "startDate"),
        ("endDate", "endDate"),
        ("summary", "details"),
        ("ownershipType" if owning else "summary", "directOrIndirect"),
        ("ownershipType" if owning else "summary", "interestLevel"),
    ):
        interest.say(edge, prop, path)
    if interest.data.get("beneficialOwnershipOrControl") is True:
        said = "beneficial ownership or control"
        edge.add("description", said, interest.at("beneficialOwnershipOrControl"), original="true")
    for share in interest.below("share"):
        exact = text(share.data, "exact")
        low = text(share.data, "minimum") or text(share.data, "exclusiveMinimum")
        high = text(share.data, "maximum") or text(share.data, "exclusiveMaximum")
        band = exact or (f"{low}-{high}" if low and high else f">={low}" if low else f"<={high}" if high else "")
        path = next((key for key in ("exact", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
                     if text(share.data, key)), "exact")  # fmt: skip
        if owning:
            share.derived(edge, "percentage", band, path)
        else:
            share.derived(edge, "summary", f"Share: {band} %", path)


def _unspecified(tell: Teller, asset: str, book: Book, file: str, own: str) -> Iterator[Draft | Reject]:
    path = next((path for path in _UNSPECIFIED if text(tell.data, path)), "")
    if not path:
        yield Reject(file, tell.at("interestedParty"), "no interested party, and no reason why there is none", own)
        return
    said = text(tell.data, path)
    subject = Draft(asset, book.schemata[asset], file)
    tell.derived(subject, "notes", f"An interested party is not named: {said}", path)
    yield subject
