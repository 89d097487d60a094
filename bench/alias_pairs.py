"""True alias pairs: how often a question by one name of a listed person finds the record kept under another.

A record is a person of the OFAC list of June 2021 with a birth date, kept under the primary name only. A question is an
alias of the same person, with a birth date that has an error in one case of five: day and month turned round, a year
beside, a day beside, in the shares of `ERRORS`. Pairs are split by a hash of the person; the rule was developed on
``dev``, totals alone of ``test`` were looked at.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz.fuzz import token_sort_ratio

from contrared.share.keys import Key, Subject, asked_keys, held_keys
from contrared.share.questions.evidence import evidence
from un_uk import LISTS, half_of, statements_of

#: Of 256 parts each: a date with an error, and of those day and month turned round, a year beside; a day beside else.
WITH_ERROR, TURNED, BESIDE = 51, 51, 141


@dataclass(frozen=True, slots=True)
class Person:
    """A listed person."""

    id: str
    names: tuple[str, ...]
    born: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An alias asked about.

    Attributes:
        person: Whose it is.
        subject: What is asked.
        alike: Likeness of alias and primary name, 0 to 100, tokens sorted.
    """

    person: str
    subject: Subject
    alike: float


def persons() -> list[Person]:
    """Persons of the list with a name and a birth date; the primary name first."""
    table = statements_of(LISTS / "ofac_2021-06")
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    columns = (table[column].to_pylist() for column in ("entity_id", "schema", "prop", "value"))
    for entity, schema, prop, value in zip(*columns, strict=True):
        if schema == "Person":
            found[entity][prop].append(value)
    return [
        Person(entity, (*props["name"], *props["alias"]), tuple(props["birthDate"]))
        for entity, props in sorted(found.items())
        if props["name"] and props["birthDate"]
    ]


def with_error(date: str, seed: str) -> str:
    """The date as somebody else may have written it down; the same for the same seed."""
    drawn = hashlib.sha256(seed.encode()).digest()
    if drawn[0] >= WITH_ERROR:
        return date
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    step = 1 if drawn[2] % 2 else -1
    if drawn[1] < TURNED and day and int(day) <= 12:
        return f"{year}-{day}-{month}"
    if drawn[1] < TURNED + BESIDE or not day:
        return "-".join(filter(None, (str(int(year) + step), month, day)))
    return f"{year}-{month}-{min(28, max(1, int(day) + step)):02}"


def questions(listed: Iterable[Person], half: str) -> list[Question]:
    """The questions of one half."""
    return [
        Question(
            person.id,
            Subject(names=(alias,), born=(with_error(person.born[0], person.id + alias),)),
            token_sort_ratio(person.names[0].lower(), alias.lower()),
        )
        for person in listed
        if half_of(person.id) == half
        for alias in person.names[1:]
    ]


@dataclass(frozen=True, slots=True)
class Measured:
    """What each question found.

    Attributes:
        own: Bits for the record of the same person, a question each; 0 where none matched.
        others: Bits for each record of somebody else that matched at all.
        records: Records there are.
        without: Questions nothing could be derived from.
    """

    own: list[float]
    others: list[float]
    records: int
    without: int

    def recall(self, bits: float) -> float:
        """Share of the questions that find their person."""
        return sum(found >= bits for found in self.own) / len(self.own)

    def false_hits(self, bits: float) -> float:
        """False hits a question among the records."""
        return sum(found >= bits for found in self.others) / len(self.own)


def measure(
    listed: list[Person], asked: list[Question], *, known: Callable[[Person, Question], tuple[str, ...]] | None = None
) -> Measured:
    """Ask all questions of the records in the clear, as blind questions would find them.

    Args:
        listed: The records.
        asked: The questions.
        known: Names a record is kept under for a question; the primary name alone where None.
    """
    by_id = {person.id: person for person in listed}
    index: dict[Key, list[str]] = defaultdict(list)
    for person in listed:
        for key in held_keys(Subject(names=person.names[:1], born=person.born)).keys:
            index[key].append(person.id)
    own, others, without = [], [], 0
    for question in asked:
        keys = asked_keys(question.subject).keys
        without += not keys
        matched: dict[str, list[Key]] = defaultdict(list)
        for key in keys:
            for person in index.get(key, ()):
                matched[person].append(key)
        if known is not None:
            person = by_id[question.person]
            kept = set(held_keys(Subject(names=known(person, question), born=person.born)).keys)
            matched[person.id] = [key for key in keys if key in kept]
        mine = matched.pop(question.person, [])
        own.append(evidence(question.subject, mine).bits if mine else 0.0)
        others.extend(evidence(question.subject, found).bits for found in matched.values())
    return Measured(own, others, len(listed), without)


def all_others(person: Person, question: Question) -> tuple[str, ...]:
    """Every name of the person but the one asked by."""
    return tuple(name for name in person.names if name not in question.subject.names) or person.names[:1]


def curve(found: Measured, per: int = 4000) -> list[tuple[float, float, float]]:
    """Bits, recall and false hits a question among ``per`` records."""
    return [
        (bits / 2, found.recall(bits / 2), found.false_hits(bits / 2) * per / found.records) for bits in range(24, 60)
    ]


def at(found: Measured, wanted: float, per: int = 4000) -> tuple[float, float]:
    """Recall, and bits, where false hits a question among ``per`` records first fall to ``wanted``."""
    ordered = sorted(found.others, reverse=True)
    allowed = int(wanted * len(found.own) * found.records / per)
    bits = (ordered[allowed] if allowed < len(ordered) else 0.0) + 1e-9
    return found.recall(bits), bits
