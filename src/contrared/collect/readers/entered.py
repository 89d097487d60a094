"""Entries made by hand, as ``contrared enter`` archives them: every value is evidence of its own line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from contrared.collect.draft import Draft, Reject
from contrared.collect.encodings import read_text
from contrared.collect.entering.entry import FORMAT, READER, READER_VERSION
from contrared.collect.entering.form import parse
from contrared.collect.entering.telling import dataset_of, drafts
from contrared.collect.opening import head
from contrared.collect.reader import About

_MARK = re.compile(rf'^format = "{re.escape(FORMAT)}"$'.encode(), re.MULTILINE)


class EnteredReader:
    """Reads the file of an entry."""

    name = READER
    version = READER_VERSION
    summary = "an entry made by hand, as `contrared enter` archives it (TOML)"

    def recognise(self, path: Path) -> bool:
        """Whether the file says that it is an entry."""
        return path.is_file() and path.name.lower().endswith(".toml") and bool(_MARK.search(head(path, 4096)))

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file alone."""
        return {path.name: path}

    def about(self, files: Mapping[str, Path]) -> About:
        """What the entry says of itself.

        Raises:
            InputError: it is no entry.
        """
        (name, path), *_ = files.items()
        said = parse(read_text(path), name)[0].said
        return About(
            dataset=dataset_of(said),
            publisher=said.source,
            licence="not published",
            url="",
            as_of=said.as_of,
            grade=str(said.grade),
            handling=said.handling.banner,
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """The entities of the entry.

        Raises:
            InputError: it is no entry.
        """
        for name, path in files.items():
            yield from drafts(*parse(read_text(path), name), name)
