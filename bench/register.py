"""A made-up register of persons with known duplicates: names of three languages, errors as clerks make.

Drawn anew from a seed; nobody in it exists. Households come first: one family name, one address, often one telephone;
partners of like age, children who bear the parents' names, twins (one in ten of the younger children) who share
a birth date. Each
person has one entry, or with ``repeated`` further ones. An entry beyond the first is written anew, each field with a
chance of its own: one or two typing errors (a letter left out, doubled, turned or struck beside), day and month
changed, another digit in the date, a pet form of the given name, given and family name in each other's place, second
family name or middle name left out, a new address after moving, a new telephone, a field left empty. E-mail addresses
are made from the name and a number, as they are in life: they depend on it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from register_names import LANGUAGES, Language

#: Chances of what happens to an entry beyond the first.
TYPED_WRONG = 0.10
PET_FORM = 0.06
TRANSPOSED = 0.02
SHORTENED = 0.20
DATE_WRONG = 0.04
DAY_AND_MONTH = 0.02
MOVED = 0.15
OTHER_NUMBER = 0.12
EMPTY = {"born": 0.04, "address": 0.10, "phone": 0.20, "email": 0.35}
#: Share of persons with a telephone or e-mail address at all; of births that are twins; of telephones of a household.
HAS_PHONE, HAS_EMAIL, TWINS, HOUSEHOLD_PHONE = 0.85, 0.6, 0.025, 0.15
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the register.

    Attributes:
        person: Number of the person, the truth.
        given: Given names.
        family: Family names.
        born: Birth date, ISO; empty where unknown.
        address: One line of free text; empty where unknown.
        phone: Telephone; empty where unknown.
        email: E-mail address; empty where unknown.
    """

    person: int
    given: str
    family: str
    born: str
    address: str
    phone: str
    email: str


def register(entries: int, seed: int, repeated: float = 0.3) -> Iterator[Entry]:
    """So many entries, the same from the same seed.

    Args:
        entries: How many entries.
        seed: Seed.
        repeated: Chance that a person has one more entry, each time anew.
    """
    chance = random.Random(seed)
    made = person = 0
    while made < entries:
        for first in _household(chance, person):
            person += 1
            written = first
            while made < entries:
                yield written
                made += 1
                if chance.random() >= repeated:
                    break
                written = _again(first, chance)


def _household(chance: random.Random, number: int) -> list[Entry]:
    language = chance.choices(LANGUAGES, [5, 3, 4])[0]
    address, phone = _address(chance, language), _phone(chance, language)
    year = chance.randrange(1935, 2000)
    size = chance.choices([1, 2, 3, 4, 5], [35, 30, 15, 14, 6])[0]
    fathers, mothers = language.family(chance), language.family(chance)
    found: list[Entry] = []
    born = ""
    for place in range(size):
        twin = place > 2 and chance.random() < TWINS * 4
        if not twin:
            born = _date(chance, year + chance.randrange(-4, 5) if place < 2 else year + chance.randrange(22, 38))
        family = language.surname(fathers, mothers, place, chance)
        given = language.given(chance)
        mine = phone if chance.random() < HOUSEHOLD_PHONE else _phone(chance, language)
        found.append(
            Entry(
                number + place,
                given,
                family,
                born,
                address,
                mine if chance.random() < HAS_PHONE else "",
                _email(given, family, chance) if chance.random() < HAS_EMAIL else "",
            )
        )
    return found


def _again(first: Entry, chance: random.Random) -> Entry:
    given, family, born = first.given, first.family, first.born
    if chance.random() < PET_FORM:
        given = next((pet for language in LANGUAGES if (pet := language.pet(given, chance))), given)
    if chance.random() < SHORTENED:
        given = given.split()[0]
    if chance.random() < SHORTENED / 2 and " " in family:
        family = family.rsplit(" ", 1)[0]
    if chance.random() < TYPED_WRONG:
        given = _misspelt(given, chance)
    if chance.random() < TYPED_WRONG:
        family = _misspelt(family, chance)
    if chance.random() < TRANSPOSED:
        given, family = family, given
    if chance.random() < DAY_AND_MONTH and int(born[8:]) <= 12:
        born = f"{born[:5]}{born[8:]}-{born[5:7]}"
    elif chance.random() < DATE_WRONG:
        born = _date(chance, int(born[:4]))[:8] + born[8:] if chance.random() < 0.5 else _other_year(born, chance)
    written = replace(first, given=given, family=family, born=born)
    language = LANGUAGES[len(first.address) % len(LANGUAGES)]
    if chance.random() < MOVED:
        written = replace(written, address=_address(chance, language))
    elif chance.random() < TYPED_WRONG:
        written = replace(written, address=_misspelt(first.address, chance))
    if first.phone and chance.random() < OTHER_NUMBER:
        written = replace(written, phone=_phone(chance, language))
    if first.email and chance.random() < OTHER_NUMBER:
        written = replace(written, email=_email(first.given, first.family, chance))
    empty = {field: "" for field, share in EMPTY.items() if chance.random() < share}
    return replace(written, **empty)


def _misspelt(text: str, chance: random.Random) -> str:
    for _ in range(1 if chance.random() < 0.8 else 2):
        at = chance.randrange(len(text))
        match chance.randrange(4):
            case 0 if len(text) > 3:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + text[at] + text[at:]
            case 2 if at + 1 < len(text):
                text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
            case _:
                text = text[:at] + chance.choice(_LETTERS) + text[at + 1 :]
    return text


def _date(chance: random.Random, year: int) -> str:
    return f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"


def _other_year(born: str, chance: random.Random) -> str:
    at = chance.choice([2, 3, 9])
    return born[:at] + str(chance.randrange(10)) + born[at + 1 :]


def _address(chance: random.Random, language: Language) -> str:
    street = f"{chance.choice(language.streets)} {chance.choice(language.street_names)}"
    place, postcode = chance.choice(language.places), chance.randrange(10000, 99999)
    return f"{street} {chance.randrange(1, 300)}, {postcode} {place}"


def _phone(chance: random.Random, language: Language) -> str:
    return f"{language.dialling}{chance.randrange(600_000_000, 999_999_999)}"


def _email(given: str, family: str, chance: random.Random) -> str:
    host = chance.choice(["mail.example", "post.example", "correo.example", "empresa.example"])
    names = f"{given.split()[0]}.{family.split()[0]}" if chance.random() < 0.7 else given[0] + family.split()[0]
    return f"{names.lower()}{chance.randrange(1, 1000)}@{host}"
