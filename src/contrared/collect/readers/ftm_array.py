"""FollowTheMoney entities in a JSON array, as programs that fetch a list from OpenSanctions or Aleph write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from contrared.collect.draft import Draft, Reject
from contrared.collect.jsonrows import json_records
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers.ftm import Schemata, read_entity

_NAMED = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_DATASETS = re.compile(rb'"datasets"\s*:\s*\[\s*"([a-z0-9_]+)"\s*\]')
_BEGINNING = 1 << 16


class FtmArrayReader:
    """Reads ids, schemata and properties; other names of an entity (``referents``) and dates of export are not read."""

    name = "ftm-array"
    version = "1"
    summary = "FollowTheMoney entities, JSON array (OpenSanctions, Aleph; also the US terrorist exclusion list so kept)"

    def recognise(self, path: Path) -> bool:
        """An array whose first object has the keys of an entity."""
        if not path.is_file():
            return False
        start = head(path, _BEGINNING).removeprefix(b"\xef\xbb\xbf").lstrip()
        return start.startswith(b"[") and b'"schema"' in start and b'"properties"' in start

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """The dataset is the one that the first entity names, if it names one; the date one in the file's name.

        Raises:
            InputError: no dataset is named, and reading the file fails.
        """
        (path,) = files.values()
        dataset, named = _DATASETS.search(head(path, _BEGINNING)), _NAMED.search(path.name)
        if dataset is None:
            # Nobody is asked for the dataset of a file that is damaged.
            next(self.read(files), None)
        return About(
            dataset=dataset[1].decode() if dataset else "",
            publisher="",
            licence="",
            url="",
            as_of=named[0] if named else "",
            grade="F6",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the entities.

        Raises:
            InputError: not UTF-8, not JSON, cut off, or something other than objects in the array; names the line.
        """
        ((file, path),) = files.items()
        schemata = Schemata()
        for record in json_records(path):
            prefix = f"[{record.nth}].properties." if record.nth > 1 else "properties."
            for item in read_entity(record.data, file, record.line, prefix):
                yield schemata.check(item)
