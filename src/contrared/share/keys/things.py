"""Keys of things that identify by themselves: documents, phones, number plates, accounts, vessels."""

from __future__ import annotations

from collections.abc import Iterable

from contrared.share.keys.key import Key, Subject, key
from contrared.share.keys.names import spelt
from contrared.share.keys.tables import table


def folded(text: str) -> str:
    """Letters and digits of a number, letters that are taken for digits as the digit.

    >>> folded("AB-1O5 / 7Z")
    'a810572'
    """
    plain = "".join(spelt(text) or ())
    confusable = table("rules")["confusable"]
    return "".join(confusable.get(letter, letter) for letter in plain)


def _plain(text: str) -> str:
    return "".join(spelt(text) or ())


def _country(text: str) -> str:
    plain = _plain(text)
    return plain if len(plain) == 2 else ""


def thing_keys(subject: Subject) -> tuple[list[Key], list[str]]:
    """Keys of all things of a subject, and what gave none."""
    rules = table("rules")
    lengths = rules["shortest_document"], rules["shortest_document_anywhere"]
    plates = rules["shortest_plate"], rules["shortest_plate_anywhere"]
    groups: list[tuple[str, str, Iterable[Key]]] = []
    groups += [("document", number, _numbered("DOC", land, number, *lengths)) for land, number in subject.documents]
    groups += [("phone", number, _phone(number)) for number in subject.phones]
    groups += [("plate", number, _numbered("PLT", land, number, *plates)) for land, number in subject.plates]
    groups += [("IBAN", number, _iban(number)) for number in subject.ibans]
    groups += [("vessel", number, _vessel(number)) for number in subject.vessels]
    found: list[Key] = []
    without = []
    for name, number, keys in groups:
        derived = list(keys)
        found += derived
        if not derived:
            without.append(f"{name} {number!r} is too short, incomplete or fails its check digit")
    return list(dict.fromkeys(found)), without


def _numbered(kind: str, land: str, number: str, shortest: int, anywhere: int) -> Iterable[Key]:
    """With its country, and without where it is long enough to be the only one of its kind."""
    plain = folded(number)
    if len(plain) >= shortest and (country := _country(land)):
        yield key(kind, country, plain)
    if len(plain) >= anywhere:
        yield key(kind, "", plain)


def _phone(number: str) -> Iterable[Key]:
    """All digits where the country is said, and the last nine."""
    rules = table("rules")
    digits = "".join(letter for letter in _plain(number) if letter.isdigit())
    abroad = number.lstrip(" \t\u00a0(").startswith(("+", "00"))
    whole = digits[2:] if abroad and digits.startswith("00") else digits
    if abroad and len(whole) >= rules["shortest_phone"]:
        yield key("TEL", "+" + whole)
    if len(whole) >= rules["phone_tail"]:
        yield key("TEL", whole[-rules["phone_tail"] :])


def _iban(number: str) -> Iterable[Key]:
    """Country and account without the check digits they give (ISO 13616), where those are right."""
    plain = _plain(number)
    if not (15 <= len(plain) <= 34 and plain[:2].isalpha() and plain[2:4].isdigit()):
        return
    turned = plain[4:] + plain[:4]
    if int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1:
        yield key("IBAN", plain[:2], plain[4:])


def _vessel(number: str) -> Iterable[Key]:
    """IMO number with its check digit right, or MMSI."""
    digits = "".join(letter for letter in _plain(number) if letter.isdigit())
    if len(digits) == 7:
        weighed = sum(int(digit) * weight for digit, weight in zip(digits, range(7, 1, -1), strict=False))
        if weighed % 10 == int(digits[6]):
            yield key("IMO", digits)
    elif len(digits) == 9:
        yield key("MMSI", digits)
