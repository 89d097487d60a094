"""Who learned of the two who walk beside the travellers: everything that was stored and sent is looked through.

A search that can only come out empty shows nothing, so it looks for two things it must find: that the node which
recorded the two knows them, and what was told of a traveller, sealed though it was on its way.
"""

from __future__ import annotations

import base64
import gzip
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from contrared.case.border.script import Script, Walker
from contrared.share.alerts import whom
from contrared.share.envelope import EnvelopeError, open_sealed, peek, read_object
from contrared.share.keys import asked_keys, held_keys


@dataclass(frozen=True, slots=True)
class Searched:
    """What the search came to.

    Attributes:
        files: Files looked through, of nodes other than the one that recorded the two.
        messages: Messages and replies looked through, sealed contents opened with the recipient's key.
        size: Bytes of all that, unpacked.
        needles: Spellings, numbers and keys looked for.
        found: Where any of them was found; empty when nobody learned.
        at_home: Whether the node that recorded the two is found to know them, as it must.
        sealed: Whether what was sealed to a partner is found there once opened, as it must.
    """

    files: int
    messages: int
    size: int
    needles: int
    found: tuple[str, ...]
    at_home: bool
    sealed: bool

    @property
    def holds(self) -> bool:
        """Whether nobody learned, and the search can tell."""
        return not self.found and self.at_home and self.sealed


def searched(script: Script, posts: Mapping[str, Any], carried: Iterable[Any], home: str) -> Searched:
    """Look through what every node stored and what every message held.

    Args:
        script: The scenario.
        posts: The nodes, by country.
        carried: Every message, as its recipient saw it.
        home: Country of the node that recorded the two.
    """
    needles = sorted({needle for walker in script.bystanders for needle in needles_of(walker)})
    known = {needle for walker in script.travellers if walker.number == 1 for needle in needles_of(walker)}
    keys = {post.id: (post.at("owner")[2].own().seal_key, post.country) for post in posts.values()}
    found: list[str] = []
    files = messages = size = 0
    at_home = sealed = False
    for country, post in posts.items():
        for path, data in _stored(post.folder):
            hits = [needle for needle in needles if needle in data]
            if country == home:
                at_home = at_home or bool(hits)
                continue
            files, size = files + 1, size + len(data)
            found += [f"{country}: {path}"] if hits else []
    for each in carried:
        key, country = keys[each.recipient]
        for data in (each.data, each.reply):
            inner = _opened(data, [key, keys[each.sender][0]])
            messages, size = messages + 1, size + len(data) + len(inner)
            if any(needle in part for needle in needles for part in (data, inner)):
                found.append(f"{keys[each.sender][1]} → {country}: {peek(data).header.type}")
            sealed = sealed or any(needle in inner and needle not in data for needle in known)
    return Searched(files, messages, size, len(needles), tuple(found), at_home, sealed)


def needles_of(walker: Walker) -> Iterator[bytes]:
    """What would tell somebody: names, numbers and derived keys, in the forms in which they may be written."""
    subject = whom(walker.queries())
    words = {word for name in walker.names for word in (name, *name.split()) if len(word) > 5}
    for text in (*words, *walker.documents):
        for form in {text, text.upper(), text.lower(), text.title(), text.replace("-", " ")}:
            yield from _written(form.encode())
            yield form.encode("utf-16-le")
    for key in {*asked_keys(subject).keys, *held_keys(subject).keys}:
        yield key.value


def _written(data: bytes) -> Iterator[bytes]:
    """Bytes as they are, as hex, and as base64 wherever in a longer text they may begin."""
    yield data
    yield data.hex().encode()
    for shift in range(3):
        start, end = -(-shift * 8 // 6), (shift + len(data)) * 8 // 6
        for code in (base64.b64encode, base64.urlsafe_b64encode):
            yield code(bytes(shift) + data)[start:end]


def _stored(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield path.relative_to(folder), data + _unpacked(path, data)


def _unpacked(path: Path, data: bytes) -> bytes:
    """What a file says once unpacked: rows of tables, not the pages and columns they lie in."""
    if data.startswith(b"PAR1"):
        return repr(pq.read_table(path).to_pylist()).encode()
    if data.startswith(b"\x1f\x8b"):
        return gzip.decompress(data)
    if data.startswith(b"SQLite format 3"):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = [value for name in names for row in database.execute(f'SELECT * FROM "{name}"') for value in row]
        finally:
            database.close()
        return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in rows)
    return b""


def _opened(data: bytes, keys: Iterable[Any]) -> bytes:
    """What is sealed within a message, opened by whoever it is for."""
    if not data:
        return b""
    envelope = peek(data)
    try:
        told = read_object(envelope.body, "the body")
    except EnvelopeError:
        return b""
    coded = told.get("sealed")
    if not isinstance(coded, str):
        return b""
    for key in keys:
        try:
            return open_sealed(base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)), key, envelope.header.bound)
        except (EnvelopeError, ValueError):
            continue
    return b""
