"""A million made-up listed parties: name parts recombined by frequency, words no list has, aliases, dates, numbers.

Token frequencies follow the lists' own, because parts are drawn as often as they occur. A closed stock would have too
few rare words, so that one surname or telling word in eight is a new one, made of the syllables of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from . import cache, counterfeits, listed, spellings, typos
from .clean import PATH, clean
from .counterfeits import Vocabulary, imo_number
from .pools import Pool, pools
from .register import Register
from .traditions import ORDER, OTHER

NUMBER = 1_000_000
PERSONS, ORGANISATIONS = 0.72, 0.25
NEW_WORDS = 0.125
ALIASES = 0.35
_COUNTRIES = (
    "ru", "sy", "ir", "mx", "co", "cn", "kp", "iq", "ua", "by", "lb", "ve", "af", "pk", "br", "tr", "ae", "us", "gb",
)  # fmt: skip
_FORMS = ("LLC", "Ltd.", "S.A. de C.V.", "S.A.", "Co., Ltd.", "OOO", "GmbH", "Inc.", "")
_GENERIC = (
    "Trading", "International", "Company", "Import Export", "Shipping", "Group", "Industries", "Services", "Holding",
    "Construction", "Technology", "Investment", "Transport", "Oil", "Engineering", "General",
)  # fmt: skip


def path(register: Register, number: int = NUMBER) -> Path:
    """The file of entities as JSON lines, made once."""
    here = Path(__file__).parent
    makers = [here / f"{part}.py" for part in ("million", "pools", "counterfeits", "spellings", "typos")]
    name, key = f"million-{number}", cache.content_key([*makers, PATH], listed.key())
    file = cache.folder() / f"{name}-{key}.jsonl"
    if not file.exists():
        for _ in cache.streamed(name, key, lambda: entities(register, number)):
            break
    return file


def entities(register: Register, number: int) -> Iterator[dict[str, Any]]:
    """So many made-up parties, in a fixed order."""
    stock = pools(register, clean())
    known = counterfeits.vocabulary(register.entries)
    traditions = [tradition for tradition in (*ORDER, OTHER) if tradition in stock]
    weights = [len(stock[tradition].surname) ** 0.5 for tradition in traditions]
    rng = Random("million")
    for at in range(number):
        draw = rng.random()
        if draw < PERSONS:
            tradition = rng.choices(traditions, weights)[0]
            yield _person(rng, f"s-{at}", tradition, stock[tradition])
        elif draw < PERSONS + ORGANISATIONS:
            yield _organisation(rng, f"s-{at}", known)
        else:
            yield _vessel(rng, f"s-{at}", known)


def _new_word(rng: Random, word: str, other: str) -> str:
    if rng.random() >= NEW_WORDS or len(word) < 4 or len(other) < 4:
        return word
    return word[: len(word) // 2 + 1] + other[len(other) // 2 :].lower()


def _aliases(rng: Random, name: str) -> list[str]:
    ways: tuple[Callable[[Random, str], str | None], ...] = (spellings.variant, spellings.heard, typos.dropped)
    found = [rng.choice(ways)(rng, name) for _ in range(rng.randint(1, 3))] if rng.random() < ALIASES else []
    return sorted({alias for alias in found if alias and alias != name})


def _entity(entity_id: str, schema: str, **properties: list[str]) -> dict[str, Any]:
    return {"id": entity_id, "schema": schema, "properties": {k: v for k, v in properties.items() if v}}


def _person(rng: Random, entity_id: str, tradition: str, pool: Pool) -> dict[str, Any]:
    parts = pool.person(rng, tradition)
    surname = [_new_word(rng, part, rng.choice(pool.surname)) for part in parts.surname]
    name = " ".join((*parts.given, *surname))
    born = f"{rng.randint(1935, 2002)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    passport = f"{rng.choice('ABCDEFGHKLMNPRSTVWXYZ')}{rng.randrange(10**7):07d}"
    return _entity(
        entity_id,
        "Person",
        name=[name],
        alias=_aliases(rng, name),
        birthDate=[born] if rng.random() < 0.65 else [],
        nationality=[rng.choice(_COUNTRIES)] if rng.random() < 0.7 else [],
        passportNumber=[passport] if rng.random() < 0.15 else [],
    )


def _organisation(rng: Random, entity_id: str, known: Vocabulary) -> dict[str, Any]:
    telling = [
        _new_word(rng, rng.choice(known.telling).title(), rng.choice(known.telling))
        for _ in range(rng.choice((1, 1, 2, 2, 3)))
    ]
    generic = rng.sample(_GENERIC, rng.choice((0, 1, 1, 2)))
    name = " ".join(word for word in (*telling, *generic, rng.choice(_FORMS)) if word)
    return _entity(
        entity_id,
        "Organization",
        name=[name],
        alias=_aliases(rng, name),
        country=[rng.choice(_COUNTRIES)] if rng.random() < 0.8 else [],
        registrationNumber=[f"{rng.randrange(10**9):09d}"] if rng.random() < 0.3 else [],
    )


def _vessel(rng: Random, entity_id: str, known: Vocabulary) -> dict[str, Any]:
    words = [rng.choice(known.vessel).upper() for _ in range(rng.choice((1, 2)))]
    number = [str(rng.randint(1, 20))] if rng.random() < 0.3 else []
    return _entity(
        entity_id,
        "Vessel",
        name=[" ".join((*words, *number))],
        imoNumber=[imo_number(rng)] if rng.random() < 0.9 else [],
        flag=[rng.choice(_COUNTRIES)],
    )
