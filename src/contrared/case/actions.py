"""The action page: who can act on whom, under which listing and law, until when, and what to ask next."""

from __future__ import annotations

from dataclasses import dataclass

from contrared.case.authorities import financial_intelligence_unit
from contrared.case.listed import Listing
from contrared.case.materials import Materials
from contrared.case.particulars import Particulars, particulars
from contrared.case.wording import joined, list_name, sentence, worded
from contrared.model import text
from contrared.model.language.phrase import strung
from contrared.model.programmes import programme
from contrared.network.convergence.dual import CRIME, TERROR

#: Units asked about one party, those of the case's region first.
ASKED = 4


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """An action before its citations are looked up."""

    authority: str
    party: str
    identifiers: tuple[str, ...]
    listing: str
    law: str
    measure: str
    until: str
    next_inquiry: str
    statement_ids: tuple[str, ...]
    scopes: tuple[tuple[str, str], ...]


def actions(materials: Materials) -> list[ActionDraft]:
    """One action for each entry in force of a party in scope, against terrorism, drugs or organised crime."""
    found = []
    for party in sorted(materials.of_interest, key=lambda key: (materials.name(key), key)):
        if not materials.in_scope(party):
            continue
        known = particulars(materials, party)
        for entry in (*materials.listings_of(party), *materials.later_listings_of(party)):
            standing = [
                (found_programme, code, statement, as_of)
                for code, statement, as_of in in_force(materials, entry)
                if (found_programme := programme(entry.dataset, code)) is not None
                and found_programme.category in TERROR | CRIME
            ]
            if not standing:
                continue
            date = standing[0][3]
            titles = joined(code if code == item.title else f"{code} ({item.title})" for item, code, _, _ in standing)
            found.append(
                ActionDraft(
                    authority="; ".join(dict.fromkeys(item.authority for item, _, _, _ in standing)),
                    party=text("case.actions.party", name=materials.name(party), ids=entry.entity_id),
                    identifiers=known.shown,
                    listing=text(
                        "case.actions.listing", list=sentence(list_name(entry.dataset)), programmes=titles, as_of=date
                    ),
                    law="; ".join(dict.fromkeys(item.law for item, _, _, _ in standing)),
                    measure=strung("; ", dict.fromkeys(worded(m) for item, _, _, _ in standing for m in item.measures)),
                    until=text("case.actions.until_listed", as_of=date),
                    next_inquiry=_inquiry(materials, party, known),
                    statement_ids=(
                        *(statement for _, _, statement, _ in standing),
                        entry.name_statement,
                        *known.statement_ids,
                    ),
                    scopes=tuple(dict.fromkeys((item.authority, worded(item.scope)) for item, _, _, _ in standing)),
                )
            )
    return found


def in_force(materials: Materials, entry: Listing) -> list[tuple[str, str, str]]:
    """``(code, statement, as of)`` of the programmes under which the latest version at hand lists an entry."""
    later = materials.analysis.later.get(entry.dataset)
    if later is None:
        return [(code, key, entry.as_of) for code, key in zip(entry.codes, entry.statements, strict=True)]
    now = later.get(entry.entity_id)
    if now is None:
        return []
    return [(code, key, now.as_of) for code, key in zip(now.codes, now.statements, strict=True)]


def _inquiry(materials: Materials, party: str, known: Particulars) -> str:
    name = materials.name(party)
    region = set(materials.prepared.case.region)
    units = [
        unit
        for country in sorted(materials.countries(party), key=lambda code: (code not in region, code))
        if (unit := financial_intelligence_unit(country)) is not None
    ]
    if not units:
        return text("case.actions.inquiry_where" if known.shown else "case.actions.inquiry_none", name=name)
    identifier = text("case.actions.inquiry_identifier", identifier=known.first) if known.first else ""
    return text("case.actions.inquiry", unit=joined(units[:ASKED]), name=name, identifier=identifier)
