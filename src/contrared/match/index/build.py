"""Building the parts of a segment from entities."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import orjson
from followthemoney.proxy import EntityProxy
from numpy.typing import NDArray

from contrared.match.alike import root, scanned
from contrared.match.commonness import commonness
from contrared.match.index.hashing import hashed, hashes, shortened
from contrared.match.index.letters import letters_of
from contrared.match.index.lookup import Lookup
from contrared.match.index.packing import pack
from contrared.match.index.parts import Parts
from contrared.match.profile import Profile, profile_of
from contrared.match.tokens import NameForm, skeleton

Entity = Mapping[str, Any] | EntityProxy

#: Codes of kinds of parties in the rows.
KIND_CODES = {"person": 1, "organisation": 2, "legal": 3, "vessel": 4, "aircraft": 5, "vehicle": 6, "wallet": 7}
#: Tokens shorter than this have no typing errors looked up.
SHORTEST_NEAR = 4
#: Longer than any word of a name: such tokens have none looked up either.
LONGEST_NEAR = 64
#: Sounds fewer than this have no slips looked up.
SHORTEST_SOUND = 3
#: Letters of two neighbours that may be written as one word.
SHORTEST_JOINED = 5


class Builder:
    """Takes entities one by one and gives the parts of a segment."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._whole: set[int] = set()
        self._posted = (array("I"), array("I"))
        self._row_entity = array("I")
        self._row_kind = array("B")
        self._row_bits = array("f")
        self._numbers = (array("Q"), array("I"))
        self._misread = (array("Q"), array("I"))
        self._names = (array("Q"), array("I"))
        self._profiles = _Blob()
        self._entities = _Blob()
        self.count = 0

    def add(self, entity: Entity, profile: Profile | None = None) -> None:
        """Take one entity; one that can be no party is passed over."""
        profile = profile or profile_of(entity)
        code = KIND_CODES.get(profile.kind)
        if code is None:
            return
        number = self.count
        self.count += 1
        _file(self._names, profile.entity_id, number)
        self._profiles.add(pack(profile))
        self._entities.add(orjson.dumps(_shown(entity), default=str))
        rarity = commonness(person=profile.kind == "person")
        for form in (*profile.names, *profile.weak):
            row = len(self._row_entity)
            self._row_entity.append(number)
            self._row_kind.append(code)
            self._row_bits.append(rarity.total(form))
            self._post(form, row)
        for kind, value in profile.identifiers:
            _file(self._numbers, f"{kind}|{value}", number)
            _file(self._misread, f"{kind}|{scanned(value.lower())}", number)
        for contact in profile.contacts:
            _file(self._numbers, f"contact|{contact}", number)

    def parts(self, about: Mapping[str, Any] | None = None) -> Parts:
        """The parts of everything taken so far."""
        tokens = sorted(self._ids)
        # Numbers follow the alphabet, so that tokens of one beginning are neighbours.
        renumbered = np.zeros(len(tokens), dtype=np.uint64)
        renumbered[[self._ids[token] for token in tokens]] = np.arange(len(tokens), dtype=np.uint64)
        named = [(number, token) for number, token in enumerate(tokens) if self._ids[token] in self._whole]
        postings = Lookup.of(renumbered[_numpy(self._posted[0], np.uint32)], _numpy(self._posted[1], np.uint32))
        offsets = np.searchsorted(postings.keys, np.arange(len(tokens) + 1, dtype=np.uint64)).astype(np.uint64)
        arrays: dict[str, NDArray[Any]] = {
            "token_letters": letters_of(tokens),
            "token_lengths": np.fromiter((min(255, len(token)) for token in tokens), dtype=np.uint8),
            "posting_offsets": offsets,
            "posting_rows": postings.numbers,
            "row_entity": _numpy(self._row_entity, np.uint32),
            "row_kind": _numpy(self._row_kind, np.uint8),
            "row_bits": _numpy(self._row_bits, np.float32),
            "profile_offsets": self._profiles.offsets(),
            "entity_offsets": self._entities.offsets(),
        }
        lookups = {
            "sounds": Lookup.of(hashes(skeleton(token) for token in tokens), _count(len(tokens))),
            "roots": _filed([(root(token), number) for number, token in named if token.isalpha()]),
            "scans": _filed([(scanned(token), number) for number, token in named]),
            "near": _filed(
                (short, number)
                for number, token in named
                if SHORTEST_NEAR <= len(token) <= LONGEST_NEAR and token.isalpha()
                for short in shortened(token)
            ),
            "near_sounds": _filed(
                (short, number)
                for number, token in named
                if len(code := skeleton(token)) >= SHORTEST_SOUND and len(token) <= LONGEST_NEAR and token.isalpha()
                for short in shortened(code)
            ),
            "ids": Lookup.of(_numpy(self._names[0], np.uint64), _numpy(self._names[1], np.uint32)),
            "numbers": Lookup.of(_numpy(self._numbers[0], np.uint64), _numpy(self._numbers[1], np.uint32)),
            "misread": Lookup.of(_numpy(self._misread[0], np.uint64), _numpy(self._misread[1], np.uint32)),
        }
        for name, lookup in lookups.items():
            arrays[f"{name}_keys"], arrays[f"{name}_numbers"] = lookup.keys, lookup.numbers
        blobs = {
            "tokens": "\n".join(tokens).encode("utf-8", "surrogatepass"),
            "profiles": self._profiles.bytes(),
            "entities": self._entities.bytes(),
        }
        counts = {"entities": self.count, "names": len(self._row_entity), "tokens": len(tokens)}
        return Parts(arrays, blobs, {**(about or {}), **counts})

    def _post(self, form: NameForm, row: int) -> None:
        for token in form.tokens:
            number = self._number(token)
            self._whole.add(number)
            self._posted[0].append(number)
            self._posted[1].append(row)
        for first, second in pairwise(form.tokens):
            if len(first) + len(second) >= SHORTEST_JOINED:
                self._posted[0].append(self._number(first + second))
                self._posted[1].append(row)

    def _number(self, token: str) -> int:
        number = self._ids.get(token)
        if number is None:
            number = self._ids[token] = len(self._ids)
        return number


def build(entities: Iterable[Entity], about: Mapping[str, Any] | None = None) -> Parts:
    """The parts of a segment of these entities."""
    builder = Builder()
    for entity in entities:
        builder.add(entity)
    return builder.parts(about)


class _Blob:
    """Byte strings one after the other, and where each ends."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._ends = array("Q", [0])

    def add(self, data: bytes) -> None:
        self._data += data
        self._ends.append(len(self._data))

    def bytes(self) -> bytes:
        return bytes(self._data)

    def offsets(self) -> NDArray[np.uint64]:
        return _numpy(self._ends, np.uint64)


def _shown(entity: Entity) -> dict[str, Any]:
    return entity.to_dict() if isinstance(entity, EntityProxy) else dict(entity)


def _file(table: tuple[array[int], array[int]], text: str, number: int) -> None:
    table[0].append(hashed(text))
    table[1].append(number)


def _filed(items: Iterable[tuple[str, int]]) -> Lookup:
    keys, numbers = array("Q"), array("I")
    for text, number in items:
        keys.append(hashed(text))
        numbers.append(number)
    return Lookup.of(_numpy(keys, np.uint64), _numpy(numbers, np.uint32))


def _numpy(values: array[Any], kind: type[np.generic]) -> NDArray[Any]:
    return np.frombuffer(values, dtype=kind) if len(values) else np.zeros(0, dtype=kind)


def _count(most: int) -> NDArray[np.uint32]:
    return np.arange(most, dtype=np.uint32)
