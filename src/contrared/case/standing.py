"""Facts on listings: who is listed for what, and what has changed since."""

from __future__ import annotations

from collections.abc import Sequence

from contrared.case.bearers import Bearer
from contrared.case.listed import Listing
from contrared.case.materials import Materials
from contrared.case.section import FactDraft, SectionDraft
from contrared.case.wording import as_of, codes_of, joined, list_name
from contrared.model import text
from contrared.model.language.phrase import strung
from contrared.model.programmes import Category
from contrared.network import DualListed
from contrared.network.convergence.dual import CRIME, TERROR


def dual(materials: Materials) -> SectionDraft:
    """Who is listed for terrorism and for drugs or organised crime, those of the case's region first."""
    found = materials.analysis.dual.found
    ordered = sorted(found, key=lambda item: (not materials.in_scope(item.party), materials.name(item.party)))
    still = sum(stands(materials, item) for item in found)
    later = sorted({version.as_of for version in materials.prepared.later.values()})
    intro = text(
        "case.dual.intro_later" if later else "case.dual.intro",
        total=len(found),
        still=still,
        later=joined(later),
        scope=sum(materials.in_scope(item.party) for item in found),
    )
    return SectionDraft("dual", intro, tuple(_dual(materials, item) for item in ordered))


def stands(materials: Materials, item: DualListed) -> bool:
    """Whether a party is listed on both sides still, as far as later versions are at hand."""
    standing = set()
    for listing in (*item.terror, *item.crime):
        since = materials.analysis.since.get(listing.entity_id)
        if since is None or not (since.delisted or listing.code in since.gone):
            standing.add(listing.category in CRIME)
    return len(standing) == 2


def _dual(materials: Materials, item: DualListed) -> FactDraft:
    naming = {listing.entity_id for listing in (*item.terror, *item.crime)}
    entries = [entry for entry in materials.listings_of(item.party) if entry.entity_id in naming]
    note, changed, later = materials.since(entries)
    date = as_of(entries)
    sides = [
        text("case.dual.side", kind=text(f"case.categories.{category}"), programmes=_programmes(entries, category))
        for category in (*sorted(TERROR), *sorted(CRIME))
        if codes_of(entries, frozenset({category}))
    ]
    return FactDraft(
        text(
            "case.dual.fact",
            as_of=date,
            name=materials.name(item.party),
            ids=", ".join(entry.entity_id for entry in entries),
            sides=joined(sides),
        ),
        (*item.statement_ids, *(entry.name_statement for entry in entries if entry.name_statement), *later),
        date,
        note,
        changed,
    )


def _programmes(entries: Sequence[Listing], category: Category) -> str:
    """``FTO and SDGT on OFAC's SDN list of 2021-06; …``."""
    said: dict[tuple[str, str], list[Listing]] = {}
    for entry in entries:
        said.setdefault((entry.dataset, entry.as_of), []).append(entry)
    return strung(
        "; ",
        (
            text("case.dual.programmes", codes=joined(codes), list=list_name(dataset), as_of=date)
            for (dataset, date), of_list in said.items()
            if (codes := codes_of(of_list, frozenset({category})))
        ),
    )


def changes(materials: Materials) -> SectionDraft:
    """Groups of interest that left or joined a list since, and new entries that bear a group's name."""
    facts = []
    analysis = materials.analysis
    for group in materials.prepared.case.group:
        entry = analysis.listings.get(group.id)
        since = analysis.since.get(group.id)
        if entry is not None and since is not None and not since.unchanged:
            facts.append(_changed(materials, group.name, entry))
        for dataset, entries in analysis.later.items():
            new = entries.get(group.id)
            earlier = _earlier(materials, dataset)
            if new is not None and entry is None and earlier:
                facts.append(
                    FactDraft(
                        text(
                            "case.changes.joined",
                            as_of=new.as_of,
                            name=group.name,
                            id=group.id,
                            list=list_name(dataset),
                            codes=joined(new.codes),
                            earlier=earlier,
                        ),
                        (*new.statements, new.name_statement),
                        new.as_of,
                    )
                )
        facts.extend(_bearer(materials, group.name, item) for item in analysis.bearers if item.group == group.id)
    return SectionDraft("changes", text("case.changes.intro"), tuple(facts))


def _changed(materials: Materials, name: str, entry: Listing) -> FactDraft:
    note, changed, later = materials.since([entry])
    return FactDraft(
        text(
            "case.changes.gone",
            as_of=entry.as_of,
            name=name,
            id=entry.entity_id,
            list=list_name(entry.dataset),
            codes=joined(entry.codes),
        ),
        (*entry.statements, entry.name_statement, *later),
        entry.as_of,
        note,
        changed,
    )


def _bearer(materials: Materials, group: str, item: Bearer) -> FactDraft:
    new = item.listing
    return FactDraft(
        text(
            "case.changes.bearer",
            as_of=new.as_of,
            name=new.name,
            id=new.entity_id,
            list=list_name(new.dataset),
            codes=joined(new.codes),
            earlier=_earlier(materials, new.dataset),
            group=group,
            borne=item.name,
        ),
        tuple(dict.fromkeys((*new.statements, new.name_statement, item.statement))),
        new.as_of,
    )


def _earlier(materials: Materials, dataset: str) -> str:
    return next((version.as_of for version in materials.prepared.baseline if version.dataset == dataset), "")
