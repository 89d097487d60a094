"""Which readers there are: ours and those that others add through the entry point ``contrared.readers``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from contrared.collect.reader import Reader
from contrared.model import InputError

GROUP = "contrared.readers"

#: Readers that ship with the project, most specific first; imported when asked for.
SHIPPED = (
    "contrared.collect.readers.ofac:OfacReader",
    "contrared.collect.readers.un:UnReader",
    "contrared.collect.readers.uk:UkReader",
    "contrared.collect.readers.ca:CaReader",
    "contrared.collect.readers.mx:MxReader",
    "contrared.collect.readers.coded:CodedReader",
    "contrared.collect.readers.ftm:FtmReader",
)


@cache
def known_readers() -> dict[str, Reader]:
    """All readers by name, shipped ones first."""
    found: dict[str, Reader] = {}
    for target in SHIPPED:
        module, _, name = target.partition(":")
        reader: Reader = getattr(import_module(module), name)()
        found[reader.name] = reader
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        added: Reader = point.load()()
        found.setdefault(added.name, added)
    return found


def choose(path: Path, name: str | None = None) -> Reader:
    """The reader asked for, or the first that recognises the path.

    Raises:
        InputError: no such path or reader, or none recognises it.
    """
    if not path.exists():
        raise InputError("there is no such file or folder", where=str(path), do="check the path")
    known = known_readers()
    if name is not None:
        if name not in known:
            raise InputError(f"there is no reader {name!r}", do="choose one of: " + ", ".join(known))
        return known[name]
    if path.is_file() and path.stat().st_size == 0:
        raise InputError("the file is empty", where=path.name, do="fetch it again; nothing was loaded")
    for reader in known.values():
        if reader.recognise(path):
            return reader
    raise InputError("no reader recognises this", where=str(path), do="name one with --reader: " + ", ".join(known))
