"""Seeking: which listed parties are worth scoring for a query, by a cheap bound on the likeness of their names."""

from __future__ import annotations

import threading
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contrared.match.alike import likeness, root, scanned
from contrared.match.commonness import commonness
from contrared.match.index.build import KIND_CODES, SHORTEST_JOINED, SHORTEST_NEAR
from contrared.match.index.hashing import hashed, hashes, shortened
from contrared.match.index.lookup import Lookup, Numbers
from contrared.match.index.parts import Parts
from contrared.match.naming import MISSING_BOTH, MISSING_ONE
from contrared.match.nicknames import same_bearer
from contrared.match.profile import Profile
from contrared.match.tokens import NameForm, skeleton

Floats = NDArray[np.float32]
#: Estimated likeness of names below which a party is not scored.
LEAST = 0.5
#: Parties scored for one name of a query, the most alike first.
MOST = 12
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
        self._numbers = _lookup(arrays, "numbers")
        self._misread = _lookup(arrays, "misread")
        self._local = threading.local()

    def seek(self, query: Profile) -> list[int]:
        """Numbers of the parties worth scoring, the most alike first; each once."""
        found: dict[int, None] = dict.fromkeys(self._by_number(query))
        allowed = _COMPARABLE.get(query.kind, [])
        for form in (*query.names, *query.weak)[:MOST_NAMES]:
            found.update(dict.fromkeys(self._by_name(form, allowed, person=query.kind == "person")))
        return list(found)

    def _by_number(self, query: Profile) -> list[int]:
        if not query.identifiers and not query.contacts:
            return []
        exact = [f"{kind}|{value}" for kind, value in query.identifiers]
        exact += [f"contact|{contact}" for contact in query.contacts]
        found = self._numbers.under([hashed(text) for text in exact]).tolist()
        misread = [hashed(f"{kind}|{scanned(value.lower())}") for kind, value in query.identifiers]
        return [*found, *self._misread.under(misread).tolist()] if misread else found

    def _by_name(self, form: NameForm, allowed: list[int], *, person: bool) -> list[int]:
        tokens = form.tokens[:MOST_TOKENS]
        weights = commonness(person=person).weights(form)[: len(tokens)]
        total = sum(weights)
        if not tokens or not total:
            return []
        gained, here = self._scratch()
        touched = []
        for at, token in enumerate(tokens):
            rows = self._mark(self._alike(token, form, at, person=person), here)
            if rows is not None:
                gained[rows] += here[rows] * weights[at]
                here[rows] = 0.0
                touched.append(rows)
        if not touched:
            return []
        rows = touched[0] if len(touched) == 1 else np.concatenate(touched)
        values = gained[rows]
        rows = rows[values >= 0.3 * total] if total > 1 else rows
        best = self._rank(rows, gained, total, allowed)
        for part in touched:
            gained[part] = 0.0
        return best

    def _rank(self, rows: Numbers, gained: Floats, total: float, allowed: list[int]) -> list[int]:
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
        keep = estimate >= LEAST
        rows, estimate, values = rows[keep], estimate[keep], values[keep]
        order = np.lexsort((rows, -values, -estimate))
        return list(dict.fromkeys(self._entity[rows[order[: MOST * 8]]].tolist()))[:MOST]

    def _mark(self, alike: list[tuple[float, int]], here: Floats) -> Numbers | None:
        """Write the closeness of a token to each row that bears one like it; the rows, with repeats."""
        found = []
        for closeness, number in alike:
            start, stop = self._offsets[number], self._offsets[number + 1]
            if start < stop:
                rows = self._rows[start:stop]
                here[rows] = closeness
                found.append(rows)
        if not found:
            return None
        return found[0] if len(found) == 1 else np.concatenate(found)

    def _alike(self, token: str, form: NameForm, at: int, *, person: bool) -> list[tuple[float, int]]:
        """Numbers of the tokens like this one with their closeness, the closest last."""
        known = self._ids.get(token)
        if len(token) == 1:
            return [(1.0, known)] if known is not None else []
        numbers: set[int] = set(self._sounds.under([hashed(skeleton(token))]).tolist())
        if token.isalpha():
            if len(token) >= SHORTEST_NEAR:
                numbers.update(self._near.under(hashes(shortened(token))).tolist())
            if form.vowelless:
                numbers.update(self._roots.under([hashed(root(token))]).tolist())
            if person:
                numbers.update(self._ids[other] for other in same_bearer(token) if other in self._ids)
        if len(token) >= SHORTEST_NEAR:
            numbers.update(self._scans.under([hashed(scanned(token))]).tolist())
        found = []
        for number in numbers:
            other = self._tokens[number]
            like = (
                likeness(token, other, person=person, vowelless=form.vowelless)
                if token <= other
                else likeness(other, token, person=person, vowelless=form.vowelless)
            )
            if like is not None:
                found.append((like.closeness, number))
        if known is not None and known not in numbers:
            found.append((1.0, known))
        for first, second in pairwise(form.tokens[max(0, at - 1) : at + 2]):
            joined = self._ids.get(first + second) if len(first) + len(second) >= SHORTEST_JOINED else None
            if joined is not None:
                found.append((0.95, joined))
        found.sort()
        return found

    def _scratch(self) -> tuple[Floats, Floats]:
        """Two arrays of zeros, one value a row, of this thread; whoever takes them leaves zeros behind."""
        held: tuple[Floats, Floats] | None = getattr(self._local, "scratch", None)
        if held is None:
            size = len(self._entity)
            held = self._local.scratch = (np.zeros(size, np.float32), np.zeros(size, np.float32))
        return held


def _lookup(arrays: Any, name: str) -> Lookup:
    return Lookup(arrays[f"{name}_keys"], arrays[f"{name}_numbers"])
