"""Seeking: which listed parties are worth scoring for a query, by a cheap bound on the likeness of their names."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from contrared.match.align import JOINED
from contrared.match.alike import (
    FAR,
    NICKNAME,
    SCAN,
    SCRIPT,
    SHORTEST_TWO_SLIPS,
    SLIP,
    SLIPS,
    SPELLING,
    START,
    root,
    scanned,
)
from contrared.match.commonness import commonness
from contrared.match.index.build import KIND_CODES, LONGEST_NEAR, SHORTEST_JOINED, SHORTEST_NEAR, SHORTEST_SOUND
from contrared.match.index.hashing import asked, hashes, neighbourhood
from contrared.match.index.letters import Letters, near
from contrared.match.index.lookup import Lookup, Numbers
from contrared.match.index.parts import Parts
from contrared.match.naming import MISSING_BOTH, MISSING_ONE
from contrared.match.nicknames import same_bearer
from contrared.match.profile import Profile
from contrared.match.tokens import NameForm, skeleton

Floats = NDArray[np.float32]
#: Numbers of rows, as NumPy takes them fastest.
Rows = NDArray[np.intp]
#: Rows that bear a token like another, each once; the closeness of the closest of each; the same rows, each as often
#: as it bears one.
Bearers = tuple[Rows, Floats, Rows]
#: Where each row stands in some array.
Places = NDArray[np.int32]
#: Estimated likeness of names below which a party is not scored: where nothing but the name is known, and where facts
#: may make up for a name that is less alike.
LEAST_BARE = 0.6
LEAST = 0.5
#: Share of the weight of a query's name that a row must gain to be looked at.
LEAST_SHARE = 0.3
#: Edits between a token and one that is taken for it.
MOST_EDITS = 2
#: Sorts after every letter that a token may go on with.
LAST_LETTER = "\U0010ffff"
#: Parties scored for one name of a query, the most alike first.
MOST = 12
#: Rows kept at hand for tokens that come up again; those of a token that takes more than a hundredth are not.
MOST_KEPT = 1_000_000
#: Rows that take as much room as what is kept of a token beside its rows.
A_TOKEN = 40
NOBODY: Bearers = (np.zeros(0, np.intp), np.zeros(0, np.float32), np.zeros(0, np.intp))
_JOINED = np.array([JOINED.closeness], np.float32)
#: Likeness from which listed parties count as namesakes of the query, and how many of them are scored at most.
ALL_ALIKE = 0.97
MOST_NAMESAKES = 500
#: Names of a query that are sought; a query with more is a dossier, not a question.
MOST_NAMES = 8
#: Tokens of a name that are sought.
MOST_TOKENS = 16
#: Kinds that each kind can be the same party as.
_COMPARABLE = {
    kind: [KIND_CODES[kind], *([3] if kind in ("person", "organisation") else [1, 2] if kind == "legal" else [])]
    for kind in KIND_CODES
}


class Seeker:
    """Finds candidates in the parts of a segment; threads may share it."""

    def __init__(self, parts: Parts) -> None:
        arrays = parts.arrays
        self._letters: Letters = np.asarray(arrays["token_letters"])
        self._lengths: NDArray[np.uint8] = np.asarray(arrays["token_lengths"])
        self._tokens: list[str] = bytes(parts.blobs["tokens"]).decode("utf-8", "surrogatepass").split("\n")
        self._ids = {token: number for number, token in enumerate(self._tokens)}
        self._offsets: list[int] = arrays["posting_offsets"].tolist()
        self._rows: Numbers = arrays["posting_rows"]
        self._entity: Numbers = np.asarray(arrays["row_entity"])
        self._kind: NDArray[np.uint8] = np.asarray(arrays["row_kind"])
        self._bits: Floats = np.asarray(arrays["row_bits"])
        self._sounds = _lookup(arrays, "sounds")
        self._roots = _lookup(arrays, "roots")
        self._scans = _lookup(arrays, "scans")
        self._near = _lookup(arrays, "near")
        self._near_sounds = _lookup(arrays, "near_sounds")
        self._numbers = _lookup(arrays, "numbers")
        self._misread = _lookup(arrays, "misread")
        self._kept: dict[tuple[str, bool, bool, bool], Bearers] = {}
        self._before = self._kept
        self._kept_rows = 0
        self._local = threading.local()

    def seek(self, query: Profile, most: int = MOST) -> list[int]:
        """Numbers of the parties worth scoring, the most alike first; each once, at most so many for each name."""
        found: dict[int, None] = dict.fromkeys(self._by_number(query))
        allowed = _COMPARABLE.get(query.kind, [])
        least = LEAST if query.dates or query.identifiers or query.contacts or query.addresses else LEAST_BARE
        for form in (*query.names, *query.weak)[:MOST_NAMES]:
            found.update(dict.fromkeys(self._by_name(form, allowed, least, most, person=query.kind == "person")))
        return list(found)

    def _by_number(self, query: Profile) -> list[int]:
        if not query.identifiers and not query.contacts:
            return []
        exact = [f"{kind}|{value}" for kind, value in query.identifiers]
        exact += [f"contact|{contact}" for contact in query.contacts]
        misread = [f"{kind}|{scanned(value.lower())}" for kind, value in query.identifiers]
        found = self._numbers.under(hashes(exact))
        return [*sorted(found), *sorted(self._misread.under(hashes(misread)) - found)]

    def _by_name(self, form: NameForm, allowed: list[int], least: float, most: int, *, person: bool) -> list[int]:
        tokens = form.tokens[:MOST_TOKENS]
        weights = list(commonness(person=person).weights(form)[: len(tokens)])
        if person:
            # An initial fits many names; it neither finds nor excludes one.
            weights = [weight if len(token) > 1 else 0.0 for token, weight in zip(tokens, weights, strict=True)]
        total = sum(weights)
        if not total:
            return []
        gained, place = self._scratch()
        touched = []
        for at, (token, weight) in enumerate(zip(tokens, weights, strict=True)):
            if not weight:
                continue
            for rows, closeness, all_rows in self._bearers(token, form, at, place, person=person):
                gained[rows] += closeness * np.float32(weight)
                touched.append(all_rows)
        if not touched:
            return []
        rows = touched[0] if len(touched) == 1 else np.concatenate(touched)
        best = self._rank(rows[gained[rows] >= LEAST_SHARE * total], gained, total, allowed, least, most)
        gained[rows] = 0.0
        return best

    def _rank(self, rows: Rows, gained: Floats, total: float, allowed: list[int], least: float, most: int) -> list[int]:
        """Estimate the likeness of each row's name as the scorer does, and keep the parties of the best."""
        kinds = self._kind[rows]
        fitting = kinds == allowed[0]
        for code in allowed[1:]:
            fitting |= kinds == code
        rows = rows[fitting]
        if not len(rows):
            return []
        values = np.minimum(gained[rows], total)
        lost_here = total - values
        lost_there = np.maximum(self._bits[rows] - values, 0.0)
        poorer, richer = np.minimum(lost_here, lost_there), np.maximum(lost_here, lost_there)
        estimate = values / (values + MISSING_BOTH * poorer + MISSING_ONE * (richer - poorer))
        keep = estimate >= least
        rows, estimate, values = rows[keep], estimate[keep], values[keep]
        order = np.lexsort((rows, -values, -estimate))
        # Names alone tell namesakes not apart: all of them are scored, so that a birth date may.
        most = max(most, min(MOST_NAMESAKES, int((estimate > ALL_ALIKE).sum())))
        return list(dict.fromkeys(self._entity[rows[order[: most * 8]]].tolist()))[:most]

    def _bearers(self, token: str, form: NameForm, at: int, place: Places, *, person: bool) -> Iterator[Bearers]:
        """Rows that bear a token like this one."""
        key = (token, person, form.vowelless, at == len(form.tokens) - 1)
        bearers = self._kept.get(key) or self._keep(key, self._before.get(key) or self._rows_like(key, place))
        rows = bearers[0]
        if len(rows):
            yield bearers
        joined = [
            self._rows[self._offsets[number] : self._offsets[number + 1]]
            for first, second in pairwise(form.tokens[max(0, at - 1) : at + 2])
            if len(first) + len(second) >= SHORTEST_JOINED and (number := self._ids.get(first + second)) is not None
        ]
        if joined:
            # A row that bears the token itself counts for that.
            every = further = np.concatenate(joined).astype(np.intp)
            if len(joined) > 1:
                further = further[_last(further, place)]
            if len(rows):
                place[rows] = np.arange(len(rows), dtype=np.int32)
                known = place[further]
                known[known >= len(rows)] = 0
                further = further[rows[known] != further]
            yield further, _JOINED, every

    def _rows_like(self, key: tuple[str, bool, bool, bool], place: Places) -> Bearers:
        """Rows that bear a token like this one."""
        token, person, vowelless, last_of_name = key
        offsets, rows = self._offsets, self._rows
        parts: list[Numbers] = []
        closeness: list[float] = []
        if len(token) >= SHORTEST_NEAR or (len(token) == SHORTEST_NEAR - 1 and last_of_name):
            first = bisect_left(self._tokens, token)
            last = bisect_left(self._tokens, token + LAST_LETTER, first)
            if last > first:
                parts.append(rows[offsets[first] : offsets[last]])
                closeness.append(START.closeness)
        for close, number in self._alike(token, person=person, vowelless=vowelless):
            parts.append(rows[offsets[number] : offsets[number + 1]])
            closeness.append(close)
        if not parts:
            return NOBODY
        found = np.concatenate(parts).astype(np.intp)
        close_of = np.repeat(np.array(closeness, np.float32), [len(part) for part in parts])
        keep = _last(found, place)
        return found[keep], close_of[keep], found

    def _keep(self, key: tuple[str, bool, bool, bool], told: Bearers) -> Bearers:
        """Keep the rows of a token at hand; those nobody has asked for in a while are let go."""
        size = len(told[2]) + A_TOKEN
        if size <= MOST_KEPT // 100:
            self._kept_rows += size
            if self._kept_rows > MOST_KEPT:
                self._kept, self._before, self._kept_rows = {}, self._kept, size
            self._kept[key] = told
        return told

    def _alike(self, token: str, *, person: bool, vowelless: bool) -> list[tuple[float, int]]:
        """Tokens like this one by their numbers, with a closeness near that of the scorer, the closest last."""
        tokens, ids = self._tokens, self._ids
        known = ids.get(token)
        if len(token) == 1:
            return [(1.0, known)] if known is not None else []
        found: dict[int, float] = {}
        code = skeleton(token)
        if SHORTEST_NEAR <= len(token) <= LONGEST_NEAR and token.isalpha():
            slips = self._near.under(neighbourhood(token))
            if known is None and not slips and len(code) >= SHORTEST_SOUND:
                sounding = self._near_sounds.every(neighbourhood(code))
                close = near(token, self._letters[sounding], self._lengths[sounding], MOST_EDITS)
                slips.update(sounding[close].tolist())
            long = len(token) >= SHORTEST_TWO_SLIPS - 1
            for number in slips:
                distance = OSA.distance(token, tokens[number], score_cutoff=MOST_EDITS)
                if distance <= MOST_EDITS:
                    closeness = SLIP.closeness if distance == 1 else SLIPS.closeness if long else FAR.closeness
                    found[number] = max(closeness, found.get(number, 0.0))
        if vowelless and token.isalpha():
            found.update(dict.fromkeys(self._roots.under(asked(root(token))), SCRIPT.closeness))
        if person and token.isalpha():
            found.update((ids[other], NICKNAME.closeness) for other in same_bearer(token) if other in ids)
        if len(token) >= SHORTEST_NEAR:
            found.update(dict.fromkeys(self._scans.under(asked(scanned(token))), SCAN.closeness))
        if len(code) > 1:
            found.update(dict.fromkeys(self._sounds.under(asked(code)), SPELLING.closeness))
        if known is not None:
            found[known] = 1.0
        return sorted((closeness, number) for number, closeness in found.items())

    def _scratch(self) -> tuple[Floats, Places]:
        """Arrays of one value a row, of this thread: one of zeros, which whoever takes it leaves behind, and one of
        places, which may hold anything."""
        held: tuple[Floats, Places] | None = getattr(self._local, "scratch", None)
        if held is None:
            size = len(self._entity)
            held = self._local.scratch = (np.zeros(size, np.float32), np.zeros(size, np.int32))
        return held


def _last(rows: Rows, place: Places) -> NDArray[np.bool_]:
    """Where each row stands for the last time, shape (n,)."""
    numbers = np.arange(len(rows), dtype=np.int32)
    place[rows] = numbers
    last: NDArray[np.bool_] = place[rows] == numbers
    return last


def _lookup(arrays: Any, name: str) -> Lookup:
    return Lookup(arrays[f"{name}_keys"], arrays[f"{name}_numbers"])
