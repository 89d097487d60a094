"""Profiles as bytes: JSON arrays, read back without taking names apart again."""

from __future__ import annotations

from typing import Any

import orjson

from contrared.match.profile import Profile
from contrared.match.tokens import NameForm


def pack(profile: Profile) -> bytes:
    """A profile as bytes."""
    return orjson.dumps(
        [
            profile.entity_id,
            profile.kind,
            profile.dataset,
            [_form(form) for form in profile.names],
            [_form(form) for form in profile.weak],
            profile.dates,
            sorted(profile.countries),
            sorted(profile.places),
            sorted(profile.homelands),
            sorted(profile.identifiers),
            sorted(profile.contacts),
            [sorted(words) for words in profile.addresses],
            profile.gender,
            sorted(profile.reference),
        ]
    )


def unpack(data: bytes | memoryview) -> Profile:
    """The profile that :func:`pack` packed."""
    (
        entity_id,
        kind,
        dataset,
        names,
        weak,
        dates,
        countries,
        places,
        homelands,
        identifiers,
        contacts,
        addresses,
        gender,
        reference,
    ) = orjson.loads(data)
    strong = tuple([_formed(form) for form in names])
    faint = tuple([_formed(form) for form in weak])
    keys = frozenset([form.key for form in strong])
    weak_keys = frozenset([form.key for form in faint])
    return Profile(
        entity_id=entity_id,
        kind=kind,
        dataset=dataset,
        names=strong,
        weak=faint,
        dates=tuple(dates),
        countries=frozenset(countries),
        places=frozenset(places),
        homelands=frozenset(homelands),
        identifiers=frozenset([(kind_of, value) for kind_of, value in identifiers]),
        contacts=frozenset(contacts),
        addresses=tuple([frozenset(words) for words in addresses]),
        gender=gender,
        reference=frozenset(reference),
        keys=keys | weak_keys,
        faint=weak_keys - keys,
    )


def _form(form: NameForm) -> list[Any]:
    packed = [form.text, " ".join(form.tokens), " ".join(form.skeletons), form.key]
    return [*packed, form.vowelless, form.lineage] if form.vowelless or form.lineage else packed


def _formed(packed: list[Any]) -> NameForm:
    if len(packed) == 4:
        text, tokens, skeletons, key = packed
        return NameForm(text, tuple(tokens.split(" ")), tuple(skeletons.split(" ")), key)
    text, tokens, skeletons, key, vowelless, lineage = packed
    pairs = tuple([(child, father) for child, father in lineage])
    return NameForm(text, tuple(tokens.split(" ")), tuple(skeletons.split(" ")), key, vowelless, pairs)
