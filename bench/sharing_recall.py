"""Recall against false hits a question, on true alias pairs of the half kept aside.

``python bench/sharing_recall.py --half dev|test [--records 1000000] [--questions 600]`` prints the curves. Single
errors were looked at on ``dev`` only.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import alias_pairs
from alias_pairs import Measured, Person, Question
from contrared.share.keys import Key, asked_keys, held_keys
from contrared.share.questions.evidence import evidence, needed
from made_persons import made

#: False hits a question for which recall is stated.
RATES = (0.003, 0.01, 0.03, 0.1, 0.3)


def groups(listed: list[Person], asked: list[Question]) -> dict[str, list[Question]]:
    """All questions, and those that have it easier."""
    whole = {person.id for person in listed if len(person.born[0]) == 10}
    return {
        "all": asked,
        "full birth date": [item for item in asked if item.person in whole],
        "name alike (72 to 99)": [item for item in asked if 72 <= item.alike <= 99],
        "both": [item for item in asked if item.person in whole and 72 <= item.alike <= 99],
    }


def strangers(listed: list[Person], asked: list[Question], records: int, seed: int = 6) -> list[float]:
    """Bits of each record of a stranger that matches a question at all, among so many made records."""
    wanted: dict[Key, list[int]] = defaultdict(list)
    for at, question in enumerate(asked):
        for key in asked_keys(question.subject).keys:
            wanted[key].append(at)
    bits = []
    for subject in made(listed, records, seed):
        matched: dict[int, list[Key]] = defaultdict(list)
        for key in held_keys(subject).keys:
            for at in wanted.get(key, ()):
                matched[at].append(key)
        bits.extend(evidence(asked[at].subject, keys).bits for at, keys in matched.items())
    return bits


def among(listed: list[Person], asked: list[Question], records: int) -> Measured:
    """The questions with their own records among so many made ones."""
    own = alias_pairs.measure(listed, asked)
    return Measured(own.own, strangers(listed, asked, records), records, own.without)


def fixed(found: Measured, records: int) -> tuple[float, float, float]:
    """At the bits the rule itself asks for: bits, recall, false hits a question."""
    bits = needed(records)
    return bits, found.recall(bits), found.false_hits(bits) * records / found.records


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "test"), required=True)
    parser.add_argument("--records", type=int, default=0, help="made records for the second curve")
    parser.add_argument("--questions", type=int, default=600)
    arguments = parser.parse_args()
    listed = alias_pairs.persons()
    asked = alias_pairs.questions(listed, arguments.half)
    print(f"{arguments.half}: {len(listed)} records, {len(asked)} questions")
    for name, chosen in groups(listed, asked).items():
        for known, kept in (("primary name", None), ("all other names", alias_pairs.all_others)):
            show(f"{name}, {known}", alias_pairs.measure(listed, chosen, known=kept), 4000)
    if arguments.records:
        step = max(1, len(asked) // arguments.questions)
        show(f"{arguments.records:,} records", among(listed, asked[::step], arguments.records), arguments.records)


def show(name: str, found: Measured, records: int) -> None:
    """One line: recall at each rate, and what the rule itself gives."""
    told = []
    for rate in RATES:
        recall, bits = alias_pairs.at(found, rate, records)
        told.append(f"{recall:.3f} @ {rate:g} ({bits:.1f} bits)")
    bits, recall, false = fixed(found, records)
    print(f"{name:42} n={len(found.own)} not comparable {found.without}: {', '.join(told)}; "
          f"rule {bits:.1f} bits: {recall:.3f} @ {false:.3f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
