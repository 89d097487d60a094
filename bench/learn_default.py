"""Learn the weights of the default model from the development half of the cases and write its file.

``python bench/learn_default.py [--write]``; the test half is never read. Some positives are true pairs whose exact
alias is withheld, some negatives near-namesakes: see ``bench/devset``.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from contrared.match import Index, comparable, profile_of
from contrared.match.commonness import commonness
from contrared.match.learn import Labelled, best_threshold, learn
from contrared.match.scorer import score
from contrared.match.weights import Weights
from devset.cases import cases
from devset.persons import parts_of
from devset.register import Register

PATH = Path(__file__).parent.parent / "src/contrared/match/models/default.toml"
START = Path(__file__).parent / "start_model.toml"
#: Share of the negatives that the threshold may let through.
MOST_FALSE = 0.007
#: More candidates than an index ever offers: all of them are namesakes.
MOST_NAMESAKES = 1000
#: Times a namesake by chance counts, and one short form of so many that is learnt from: at a counter nearly everybody
#: is on no list, and lists mostly give short forms as aliases.
CHANCE_COUNTS = 2
SHORT_SHARE = 8
#: Parts of a name from which two of them are a short form.
SHORTENED = 4
#: Share of the strangers that are asked for without a name too.
NAMELESS = 0.1


def labelled() -> list[Labelled]:
    """The development cases as pairs of profiles; a target is prepared once for each set of withheld names."""
    register = Register()
    prepared = {}
    pairs = []
    for case in cases(register, "dev"):
        place = (case.target, case.withheld)
        if place not in prepared:
            prepared[place] = profile_of(register.by_id[case.target].entity(without=frozenset(case.withheld)))
        pair = Labelled(profile_of(case.query()), prepared[place], case.label)
        if comparable(pair.left, pair.right):
            pairs.append(pair)
    return pairs


def strangers(pairs: list[Labelled]) -> list[Labelled]:
    """Each query with a party drawn at random, and once more with that party's birth date and country as its own.

    Near-namesakes alone do not teach that most parties are unlike, nor that among thousands of listed persons some
    were born on one day in one country.
    """
    rng = Random(20261126)
    found = []
    for pair in pairs:
        other = rng.choice(pairs).right
        if not comparable(pair.left, other) or pair.right.entity_id == other.entity_id:
            continue
        found.append(Labelled(pair.left, other, same=False))
        alike = replace(
            pair.left, dates=other.dates, countries=other.countries, places=frozenset(), identifiers=frozenset()
        )
        found.append(Labelled(alike, other, same=False))
        if rng.random() < NAMELESS:
            found.append(Labelled(replace(alike, names=(), weak=(), keys=frozenset()), other, same=False))
    return found


def short_forms(register: Register) -> list[Labelled]:
    """Persons of the development half by the first given name and the first surname alone, as they are known.

    Joaquín Guzmán is Joaquín Archivaldo Guzmán Loera. Names that say as little themselves are withheld from the entry.
    """
    found = []
    for entry in register.entries:
        if entry.kind != "person" or register.half(entry) != "dev":
            continue
        parts = parts_of(entry.names[0], entry.properties)
        if parts is None or len(parts.given) + len(parts.surname) < SHORTENED:
            continue
        short = f"{parts.given[0]} {parts.surname[0]}"
        said = frozenset(name for name in entry.names if len(name.split()) < SHORTENED)
        query = profile_of({"schema": "Person", "properties": {"name": [short]}})
        target = profile_of(entry.entity(without=said))
        if target.names:
            found.append(Labelled(query, target, same=True))
    return found


def namesakes() -> list[Labelled]:
    """What an index of everybody listed offers for persons who are on no list: the namesakes that chance provides."""
    register = Register()
    index = Index(entry.entity() for entry in register.entries)
    found = []
    for case in cases(register, "dev"):
        if case.kind == "clean person":
            query = profile_of(case.query())
            found += [
                Labelled(query, profile_of(candidate.entity), same=False)
                for candidate in index.screen(query, limit=MOST_NAMESAKES, least=0.0)
            ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the model file")
    arguments = parser.parse_args()
    pairs = labelled()
    chance = namesakes()
    known_as = short_forms(Register())
    print(f"{len(known_as):,} persons by two of four names or more")
    print(f"{len(chance):,} namesakes by chance")
    found = learn(
        [*pairs, *strangers(pairs), *chance * CHANCE_COUNTS, *known_as[::SHORT_SHARE]],
        Weights.parse("default", START.read_text(encoding="utf-8")),
        pull=0.5,
    )
    scores = [
        score(p.left, p.right, found.model, commonness(person="person" in {p.left.kind, p.right.kind})).score
        for p in pairs
    ]
    model = replace(
        found.model,
        threshold=best_threshold(scores, [p.same for p in pairs], most_false=MOST_FALSE),
        says=f"Learnt from {len(pairs):,} development pairs by bench/learn_default.py; log-odds.",
    )
    print(f"{found.loss:.4f} bits a pair, threshold {model.threshold}")
    text = model.render()
    print(text)
    if arguments.write:
        PATH.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
