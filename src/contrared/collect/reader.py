"""The contract a reader fulfils; one reader a file, found through :mod:`contrared.collect.registry`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from contrared.collect.draft import Batch, Draft, Notice, Reject


@dataclass(frozen=True, slots=True)
class About:
    """What a reader knows of the file in front of it before reading it whole.

    Attributes:
        dataset: Dataset name used unless the user gives one, e.g. ``us_ofac_sdn``.
        publisher: Who issues the list.
        licence: Terms it is published under.
        url: Where the publisher offers it.
        as_of: Date found in the file, or empty; the user must then give one.
        carries: FtM properties this form of the list can carry; empty means all. What a version does not carry is
            *unknown* in a difference, not removed.
        grade: Admiralty grade used unless the user gives one.
        handling: Handling banner the file itself carries, used unless the user gives one.
    """

    dataset: str
    publisher: str
    licence: str
    url: str
    as_of: str = ""
    carries: frozenset[str] = frozenset()
    grade: str = "F6"
    handling: str = "TLP:CLEAR"


class Reader(Protocol):
    """Turns the files of one format into drafts, streaming, with a place for every fact."""

    name: str
    version: str
    #: One line for ``contrared load --help`` and the reference.
    summary: str

    def recognise(self, path: Path) -> bool:
        """Whether ``path`` (a file or a folder) looks like this format; cheap, reads a few kilobytes at most."""
        ...

    def files(self, path: Path) -> Mapping[str, Path]:
        """All files that belong to the load, by the name locators use; e.g. the OFAC triple beside ``sdn.csv``."""
        ...

    def about(self, files: Mapping[str, Path]) -> About:
        """Dataset, publisher, licence and date of these files."""
        ...

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Batch | Reject | Notice]:
        """Stream the drafts.

        Raises:
            InputError: the file is broken as a whole (truncated, wrong columns, DTD); names file and line.
        """
        ...
