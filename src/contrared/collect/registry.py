"""Which readers there are: ours and those that others add through the entry point ``contrared.readers``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from contrared.collect.reader import Reader
from contrared.collect.unrecognised import unrecognised
from contrared.model import InputError

GROUP = "contrared.readers"

#: Readers that ship with the project, most specific first; imported when asked for.
SHIPPED = (
    "contrared.collect.readers.ofac_xml:OfacXmlReader",
    "contrared.collect.readers.ofac:OfacReader",
    "contrared.collect.readers.un:UnReader",
    "contrared.collect.readers.uk:UkReader",
    "contrared.collect.readers.uk_csv:UkCsvReader",
    "contrared.collect.readers.eu:EuReader",
    "contrared.collect.readers.ca:CaReader",
    "contrared.collect.readers.mx:MxReader",
    "contrared.collect.readers.br:BrReader",
    "contrared.collect.readers.bis:BisReader",
    "contrared.collect.readers.gb_psc:GbPscReader",
    "contrared.collect.readers.bods:BodsReader",
    "contrared.collect.readers.gleif:GleifReader",
    "contrared.collect.readers.misp:MispReader",
    "contrared.collect.readers.graphml:GraphmlReader",
    "contrared.collect.readers.edges:EdgesReader",
    "contrared.collect.readers.coded:CodedReader",
    "contrared.collect.readers.statements:StatementsReader",
    "contrared.collect.readers.entered:EnteredReader",
    "contrared.collect.readers.ftm:FtmReader",
    "contrared.collect.readers.ftm_array:FtmArrayReader",
)


@cache
def known_readers() -> dict[str, Reader]:
    """All readers by name, shipped ones first."""
    found: dict[str, Reader] = {}
    for target in SHIPPED:
        module, _, name = target.partition(":")
        reader: Reader = getattr(import_module(module), name)()
        assert reader.name not in found, f"two readers are called {reader.name}"
        found[reader.name] = reader
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        added: Reader = point.load()()
        found.setdefault(added.name, added)
    return found


def choose(path: Path, name: str | None = None) -> Reader:
    """The reader asked for, or the first that recognises the path.

    Raises:
        InputError: no such path or reader, the path is neither file nor folder, or none recognises it; then it says
            what it looks like.
    """
    _check_path(path)
    known = known_readers()
    if name is not None:
        if name not in known:
            raise InputError(f"there is no reader {name!r}", do="choose one of: " + ", ".join(known))
        return known[name]
    if path.is_file() and path.stat().st_size == 0:
        raise InputError("the file is empty", where=path.name, do="fetch it again; nothing was loaded")
    try:
        for reader in known.values():
            if reader.recognise(path):
                return reader
        raise unrecognised(path, known)
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror})", where=str(path), do="check who may read it") from exc


def _check_path(path: Path) -> None:
    try:
        there = path.exists()
    except OSError as exc:
        raise InputError(f"no such path ({exc.strerror})", where=str(path), do="check the path") from exc
    if not there:
        link = path.is_symlink()
        raise InputError(
            "the link leads nowhere" if link else "there is no such file or folder",
            where=str(path),
            do="check where it points" if link else "check the path",
        )
    if not path.is_dir() and not path.is_file():
        raise InputError("is neither a file nor a folder", where=str(path), do="copy what it gives into a file")
    try:
        path.name.encode("utf-8")
    except UnicodeEncodeError as exc:
        raise InputError(
            f"the name of the file, {path.name!a}, is not UTF-8", do="rename it; nobody could cite it so"
        ) from exc
    if not path.name.isprintable():
        raise InputError(
            f"the name of the file, {path.name!a}, holds control characters", do="rename it; nobody could cite it"
        )
