"""Weights of what matched keys are worth: ``python bench/learn_evidence.py``; they are rounded and put in by hand.

Logistic regression between records of the person asked about and of strangers, on the development half of true alias
pairs: strangers of the same list, and a million made ones, which weigh as much as those of the list. The weights in
bits, plus the logarithm of the records looked at, are log-likelihood ratios; so much is added to all dates that the
rule of :func:`contrared.share.questions.evidence.needed` gives about the false hits it promises. Beside them, half
against half of the same pairs: recall by weights learnt on the other.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

import alias_pairs
from alias_pairs import Person, Question
from contrared.share.keys import Key, asked_keys, held_keys
from contrared.share.keys.commonness import bits_of
from contrared.share.keys.key import Subject
from contrared.share.keys.names import codes
from contrared.share.questions.evidence import DATES, MOST_NOT_FOUND, PERSONS, dates_found
from made_persons import made

STRANGERS = 1_000_000
#: Bits by which the weights are moved.
MOVED = 7.3
RATE, RECORDS = 0.03, 4_000


def row(subject: Subject, matched: Iterable[Key]) -> list[float]:
    """Bits of the rarest code found, the second and the others, codes not found, and which date was found."""
    keys = [key for key in matched if key.kind in PERSONS]
    found = {code for key in keys for code in key.fields[: PERSONS[key.kind]]}
    bits = sorted((bits_of(code) for code in found), reverse=True)
    asked = max(len(codes(name) or ()) for name in subject.names)
    level = max(dates_found(subject, keys), key=lambda name: DATES[name].weight)
    missing = min(max(0, asked - len(found)), MOST_NOT_FOUND)
    return [sum(bits[:1]), sum(bits[1:2]), sum(bits[2:]), missing, *(float(level == name) for name in DATES)]


def rows(
    listed: list[Person], asked: list[Question], others: Iterable[Subject]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64], NDArray[np.bool_]]:
    """Rows of every record that matches a question, and for each row its weight and the half of its question."""
    wanted: dict[Key, list[int]] = defaultdict(list)
    for at, question in enumerate(asked):
        for key in asked_keys(question.subject).keys:
            wanted[key].append(at)
    half = [int(alias_pairs.half_of(question.person + "fold") == "dev") for question in asked]
    table, own, weight, fold = [], [], [], []

    def add(record: Subject, person: str, worth: float) -> None:
        matched: dict[int, list[Key]] = defaultdict(list)
        for key in held_keys(record).keys:
            for at in wanted.get(key, ()):
                matched[at].append(key)
        for at, keys in matched.items():
            table.append(row(asked[at].subject, keys))
            own.append(asked[at].person == person)
            weight.append(worth)
            fold.append(bool(half[at]))

    for person in listed:
        add(Subject(names=person.names[:1], born=person.born), person.id, 1.0)
    for stranger in others:
        add(stranger, "", len(listed) / STRANGERS)
    return np.array(table), np.array(own), np.array(weight), np.array(fold)


def learn(table: NDArray[np.float64], own: NDArray[np.bool_], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights in bits."""
    fitted = LogisticRegression(max_iter=5000, fit_intercept=False).fit(table, own, sample_weight=weight)
    return np.asarray(fitted.coef_[0] / math.log(2), np.float64)


def main() -> None:
    listed = alias_pairs.persons()
    asked = alias_pairs.questions(listed, "dev")
    table, own, weight, fold = rows(listed, asked, made(listed, STRANGERS, 6))
    found = learn(table, own, weight)
    found[4:] += math.log2(len(listed)) + MOVED
    names = ("rarest code", "second", "further", "not found", *DATES)
    for name, bits in zip(names, found, strict=True):
        print(f"{name:28} {bits:6.2f}")
    for kept in (False, True):
        weights = learn(table[fold != kept], own[fold != kept], weight[fold != kept])
        told, mine, listing = table[fold == kept] @ weights, own[fold == kept], weight[fold == kept] == 1.0
        questions = sum(alias_pairs.half_of(question.person + "fold") == "dev" for question in asked)
        questions = questions if kept else len(asked) - questions
        strangers = np.sort(told[listing & ~mine])[::-1]
        allowed = int(RATE * questions * len(listed) / RECORDS)
        print(f"one half by the other: recall {(told[mine] > strangers[allowed]).sum() / questions:.3f} at {RATE}")


if __name__ == "__main__":
    main()
