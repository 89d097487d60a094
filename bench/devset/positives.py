"""True pairs: a name of a listed party, corrupted or held out, with or without further facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from rapidfuzz import fuzz

from . import facts
from .case import Case
from .corruption import Source, corrupted
from .keys import key, script, words
from .listed import Listed
from .persons import recased
from .register import Register, draw

#: Parties a half, by tradition of persons and by list of the rest.
PERSONS_PER_TRADITION = 450
ORGANISATIONS = 900
MEXICAN_COMPANIES = 300
VESSELS = 300
QUERIES_EACH = 2
EXACT_SHARE = 0.05
HELD_OUT_SHARE = 0.35
OTHER_SCRIPT_SHARE = 0.75
#: An alias that looks less like the other names than this (0–100) is another name, not another spelling.
LIKE_ENOUGH = 62
SHORTEST = 5


def positives(register: Register) -> Iterator[Case]:
    """All true pairs of both halves, in a fixed order."""
    for half in ("dev", "test"):
        for entry in chosen(register, half):
            yield from _of(register, entry, half)
    yield from _across(register)


def chosen(register: Register, half: str) -> list[Listed]:
    """The listed entries asked for in a half: as many of each tradition and kind as there are, up to the quota."""
    pools: dict[str, list[Listed]] = defaultdict(list)
    quota: dict[str, int] = {}
    for entry in register.entries:
        if register.half(entry) != half or entry.kind == "aircraft":
            continue
        pool = register.tradition(entry)
        most = {"organisation": ORGANISATIONS, "vessel": VESSELS}.get(pool, PERSONS_PER_TRADITION)
        if entry.dataset == "mx_sat_69b" and entry.kind == "organisation":
            pool, most = "companies of Mexico", MEXICAN_COMPANIES
        pools[pool].append(entry)
        quota[pool] = most
    return [entry for pool in sorted(pools) for entry in draw(pools[pool], quota[pool], f"positives {half}")]


def _of(register: Register, entry: Listed, half: str) -> Iterator[Case]:
    rng = Random(f"positives:{entry.id}")
    tradition = register.tradition(entry)
    canonical = register.canonical[entry.id]

    def case(number: str, kind: str, severity: int, name: str, withheld: tuple[str, ...] = ()) -> Case | None:
        mix, properties = facts.drawn(rng, entry.kind, entry.properties)
        spoken = [word for word in words(name) if len(word) > 1]
        if len("".join(spoken)) < SHORTEST or (entry.kind == "person" and len(words(name)) < 2):
            return None
        if register.taken(name, (), besides=canonical):
            return None
        return Case(
            f"p-{entry.id}-{number}",
            half,
            True,
            kind,
            severity,
            tradition,
            mix,
            entry.schema,
            name,
            properties,
            entry.id,
            canonical,
            withheld,
        )

    names = [name for name in entry.names if _telling(entry, name)]
    for number in range(QUERIES_EACH):
        if not names:
            return
        name = rng.choice(names)
        if rng.random() < EXACT_SHARE:
            made = case(f"{number}", "as listed", 0, recased(rng, name))
        else:
            found = corrupted(rng, Source(name, entry.kind, tradition, entry.properties))
            made = None if found is None else case(f"{number}", found[0], found[1], recased(rng, found[2]))
        if made is not None:
            yield made
    other_scripts = any(script(name) not in {"latin", ""} for name in entry.names)
    if (
        rng.random() < (OTHER_SCRIPT_SHARE if other_scripts else HELD_OUT_SHARE)
        and (held := _held_out(rng, entry)) is not None
    ):
        kind, name, withheld = held
        made = case("h", kind, 2, name, withheld)
        if made is not None:
            yield made


def _telling(entry: Listed, name: str) -> bool:
    """Whether a name by itself points to someone: no weak alias, no lone word or lone kunya for a person."""
    if name in entry.properties.get("weakAlias", ()):
        return False
    spoken = words(name)
    return entry.kind != "person" or (
        len(spoken) > 1 and not (len(spoken) == 2 and spoken[0] in {"abu", "abou", "umm"})
    )


def _held_out(rng: Random, entry: Listed) -> tuple[str, str, tuple[str, ...]] | None:
    latin = [name for name in entry.names if script(name) == "latin"]
    if not latin:
        return None
    scripts = sorted({script(name) for name in entry.names} - {"latin", ""})
    if scripts and rng.random() < 0.6:
        chosen_script = rng.choice(scripts)
        own = [name for name in entry.names if script(name) == chosen_script]
        return f"own script ({chosen_script}), list in Latin", rng.choice(own), tuple(sorted(own))
    options = []
    for alias in latin[1:]:
        others = [name for name in latin if key(name) != key(alias)]
        likeness = max((fuzz.token_sort_ratio(key(alias), key(name)) for name in others), default=0)
        if likeness >= LIKE_ENOUGH and " " in key(alias):
            options.append(alias)
    if not options:
        return None
    alias = rng.choice(options)
    # Every name in another script goes too: it would give the alias away.
    same = [name for name in entry.names if key(name) == key(alias) or script(name) != "latin"]
    return "alias held out", alias, tuple(sorted(same))


def _across(register: Register) -> Iterator[Case]:
    """Entries of the UN and UK lists that one reference joins; development half only."""
    by_reference: dict[str, list[Listed]] = defaultdict(list)
    for entry in register.entries:
        if entry.kind in {"person", "organisation"}:
            for reference in entry.references:
                by_reference[reference].append(entry)
    seen: set[tuple[str, str]] = set()
    for reference in sorted(by_reference):
        british = [entry for entry in by_reference[reference] if entry.id.startswith("uk-")]
        united = [entry for entry in by_reference[reference] if entry.id.startswith("un-")]
        for asked in united:
            for target in british:
                if register.half(target) == "dev" and asked.kind == target.kind and (asked.id, target.id) not in seen:
                    seen.add((asked.id, target.id))
                    yield from _crossed(register, asked, target)


def _crossed(register: Register, asked: Listed, target: Listed) -> Sequence[Case]:
    rng = Random(f"across:{asked.id}:{target.id}")
    mix, properties = facts.drawn(rng, target.kind, asked.properties)
    exact = any(key(asked.names[0]) == key(name) for name in target.names)
    kind, severity = ("same name on two lists", 0) if exact else ("other spelling on two lists", 2)
    return [
        Case(
            f"x-{asked.id}-{target.id}", "dev", True, kind, severity, register.tradition(target), mix, asked.schema,
            asked.names[0], properties, target.id, register.canonical[target.id],
        )
    ]  # fmt: skip
