"""Bringing catalogue files up to date with the code: new texts in, gone ones out, translations kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from contrared.model.language import po
from contrared.model.language.extract.collecting import Found, collected
from contrared.model.language.spoken import ENGLISH, LANGUAGES

SOURCE = Path(__file__).parents[3]
FOLDER = Path(__file__).parents[1]


def merged(found: Sequence[Found], before: Iterable[po.Entry]) -> dict[str, list[po.Entry]]:
    """Entries by file of the catalogue, one file a room, in the order of the code.

    A text that several files of the code have is one entry, with the first. A keyed text whose English changed keeps
    its translation only as a note, for the translator to mend.
    """
    known = {(entry.key, entry.msgid): entry for entry in before}
    by_key = {entry.key: entry for entry in known.values() if entry.key and entry.msgstr}
    places: dict[tuple[str, str], dict[str, None]] = {}
    for text in found:
        places.setdefault((text.key, text.msgid), {})[text.place] = None
    files: dict[str, list[po.Entry]] = {}
    for (key, msgid), where in places.items():
        old = known.get((key, msgid))
        notes = old.notes if old else ()
        if old is None and key in by_key:
            notes = (f"# was: {by_key[key].msgid}", f"# said: {by_key[key].msgstr}")
        entry = po.Entry(msgid, old.msgstr if old else "", key, tuple(where), notes)
        files.setdefault(file_of(entry), []).append(entry)
    return files


def file_of(entry: po.Entry) -> str:
    """File of the catalogue that an entry goes to: by room, and keyed texts by theirs.

    >>> file_of(po.Entry("x", places=("govern/log/tiles.py",)))
    'govern.po'
    """
    if entry.key:
        return f"messages-{entry.key.split('.')[0]}.po"
    room, inside, _ = entry.places[0].partition("/")
    return f"{room if inside else 'contrared'}.po"


def read(language: str, folder: Path = FOLDER) -> list[po.Entry]:
    """All entries of a language.

    Raises:
        InputError: a line of a file is none of the PO format.
    """
    return [
        entry
        for path in sorted((folder / language).glob("*.po"))
        for entry in po.read(path.read_text(encoding="utf-8"), f"{language}/{path.name}")
    ]


def brought_up(language: str, folder: Path = FOLDER, source: Path = SOURCE) -> tuple[int, int]:
    """Write the catalogue of a language anew from the code and what is translated.

    Returns:
        How many texts there are, and how many of them have no translation.

    Raises:
        InputError: a line of a file is none of the PO format.
    """
    files = merged(collected(source), read(language, folder))
    home = folder / language
    home.mkdir(exist_ok=True)
    for path in home.glob("*.po"):
        if path.name not in files:
            path.unlink()
    for name, entries in files.items():
        (home / name).write_text(po.written(entries, language), encoding="utf-8")
    every = [entry for entries in files.values() for entry in entries]
    return len(every), sum(not entry.msgstr for entry in every)


def missing(language: str, folder: Path = FOLDER, source: Path = SOURCE) -> tuple[list[po.Entry], list[po.Entry]]:
    """Texts of the code that a language has no translation of, and entries that no text of the code has.

    Raises:
        InputError: a line of a file is none of the PO format.
    """
    before = read(language, folder)
    now = [entry for entries in merged(collected(source), before).values() for entry in entries]
    keys = {(entry.key, entry.msgid) for entry in now}
    return [entry for entry in now if not entry.msgstr], [
        entry for entry in before if (entry.key, entry.msgid) not in keys
    ]


def others() -> list[str]:
    """Codes of the languages that have a catalogue: all but English."""
    return [code for code in LANGUAGES if code != ENGLISH]
