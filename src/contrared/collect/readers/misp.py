"""MISP galaxy clusters: groups that an agency lists or that analysts name, and kinds of firearm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contrared.collect.draft import Draft, Reject
from contrared.collect.jsonrows import JsonRecord, json_records
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers.jsonwalk import Teller, text, texts
from contrared.collect.readers.misp_listed import LISTED, listed
from contrared.model import InputError

_TYPE = re.compile(rb'\A\s*\{.*?"type"\s*:\s*"([a-z0-9-]+)"\s*,\s*"uuid"', re.DOTALL)
_NAME = re.compile(rb'"name"\s*:\s*"([^"\\]{1,200})"')
_NAMED = re.compile(r"20\d{2}-\d{2}(?:-\d{2})?")
_UUID = re.compile(r"[0-9a-fA-F-]{36}")
_BEGINNING = 1 << 14
#: Clusters of these types are kinds of thing that are sold, of which a serial number is found at a scene; not parties.
_GOODS = frozenset({"firearms"})
#: Keys of ``meta`` that say who a group is; a key that is not here is kept as a note.
_META = {"synonyms": "alias", "refs": "sourceUrl", "references": "sourceUrl"}
#: Where names came from, and guesses about whom a group works for: kept as notes, never as its country.
_QUIET = frozenset({"content", "title", "summary", "name", "name-attribution"})


class MispReader:
    """Reads one galaxy: an organisation for each cluster, or a product where it is a galaxy of firearms.

    Relations between clusters are ``UnknownLink``; MISP marks them as ``similar`` with a likelihood that is kept. Which
    country a group is attributed to, and whom it is said to attack, is kept as a note and never becomes its country.
    Not read: which vendor gave which name (``name-attribution``).
    """

    name = "misp-galaxy"
    version = "1"
    summary = "MISP galaxy clusters, JSON: listed groups, threat actors, firearms"

    def recognise(self, path: Path) -> bool:
        """An object that begins with authors, type and uuid of a galaxy and holds values."""
        if not path.is_file():
            return False
        start = head(path, _BEGINNING)
        return _TYPE.search(start) is not None and b'"values"' in start and b'"authors"' in start

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """The dataset bears the type of the galaxy; a galaxy has a version and no date.

        Raises:
            InputError: it has no type, and reading the file fails.
        """
        (path,) = files.values()
        start = head(path, _BEGINNING)
        kind, name, named = _TYPE.search(start), _NAME.search(start), _NAMED.search(path.name)
        if kind is None:
            # Nobody is asked for the dataset of a file that is damaged, or of what is no galaxy.
            next(self.read(files), None)
        return About(
            dataset=f"misp_{kind[1].decode().replace('-', '_')}" if kind else "",
            publisher=f"MISP Project: {name[1].decode('utf-8', 'replace')}" if name else "MISP Project",
            licence="CC0 1.0 or BSD-2-Clause",
            url="https://github.com/MISP/misp-galaxy",
            as_of=named[0] if named else "",
            grade="F6",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the clusters.

        Raises:
            InputError: not UTF-8, not JSON, cut off, or no values in it.
        """
        ((file, path),) = files.items()
        kind = _TYPE.search(head(path, _BEGINNING))
        galaxy = kind[1].decode() if kind is not None else ""
        goods = galaxy in _GOODS
        taken = False
        for record in json_records(path, within="values"):
            uuid, name = text(record.data, "uuid"), text(record.data, "value")
            if not _UUID.fullmatch(uuid) or not name:
                yield Reject(file, record.at(), "no cluster: no uuid or no value", name or uuid)
                continue
            taken = True
            own = f"misp-{uuid.lower()}"
            yield from (_good if goods else _group)(record, own, file)
            if galaxy == LISTED:
                yield from listed(record, own, file)
        if not taken:
            raise InputError("no cluster in it", where=file, do="check that it is a galaxy's list of clusters")


def _group(record: JsonRecord, own: str, file: str) -> Iterator[Draft | Reject]:
    tell = Teller(record, record.data)
    group = Draft(own, "Organization", file)
    tell.say(group, "name", "value")
    tell.say(group, "description", "description")
    meta = record.data.get("meta")
    for key, value in (meta if isinstance(meta, Mapping) else {}).items():
        if key in _QUIET:
            continue
        for place, said in _items(key, value):
            if key in _META:
                group.add(_META[key], said, record.at(f"meta.{place}"))
            else:
                group.add("notes", f"{key}: {said}", record.at(f"meta.{place}"), original=said)
    yield group
    for link in tell.below("related[]"):
        target = text(link.data, "dest-uuid")
        if not _UUID.fullmatch(target):
            yield Reject(file, link.at("dest-uuid"), f"{target!r} is no uuid", own)
            continue
        kind = text(link.data, "type")
        edge = Draft(f"{own}-{kind or 'related'}-{target.lower()}", "UnknownLink", file)
        tell.derived(edge, "subject", own, "uuid")
        link.derived(edge, "object", f"misp-{target.lower()}", "dest-uuid")
        link.say(edge, "role", "type")
        for place, said in texts(link.data, "tags[]"):
            edge.add("summary", said, link.at(place))
        yield edge


def _good(record: JsonRecord, own: str, file: str) -> Iterator[Draft]:
    """A kind of firearm, an ``Asset``: whoever holds one is not in the list."""
    tell = Teller(record, record.data)
    good = Draft(own, "Asset", file)
    tell.say(good, "name", "value")
    tell.say(good, "description", "description")
    meta = record.data.get("meta")
    for key, value in (meta if isinstance(meta, Mapping) else {}).items():
        for place, said in _items(key, value):
            if key == "name":
                good.add("alias", said, record.at(f"meta.{place}"))
            else:
                good.add("notes", f"{key}: {said}", record.at(f"meta.{place}"), original=said)
    yield good


def _items(key: str, value: Any) -> Iterator[tuple[str, str]]:
    for number, item in enumerate(value, 1) if isinstance(value, list) else [(0, value)]:
        if isinstance(item, (str, int, float)) and not isinstance(item, bool) and str(item).strip():
            yield (f"{key}[{number}]" if number else key), str(item).strip()
