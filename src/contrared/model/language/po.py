"""Catalogue files in the PO format of GNU gettext, read and written: what translators' editors open.

Only what we use of it (GNU gettext manual, 3.0 "The Format of PO Files"): contexts, references, extracted comments,
translators' comments; no plural forms, since our templates say one thing and several apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contrared.model.errors import InputError

_LINE = re.compile(r'(?:(msgctxt|msgid|msgstr)\s+)?("(?:[^"\\]|\\["\\nt])*")')
_ESCAPED = re.compile(r"\\(.)")
_CHARACTERS = {"\\": "\\", '"': '"', "n": "\n", "t": "\t"}
_ESCAPES = {char: "\\" + letter for letter, char in _CHARACTERS.items()}


@dataclass(frozen=True, slots=True)
class Entry:
    """One text and its translation.

    Attributes:
        msgid: The English text, as it stands in the code.
        msgstr: The translation; empty while there is none.
        key: Its key, where English comes from a catalogue of its own; ``msgctxt`` in the file.
        places: Files it stands in.
        notes: Comments of translators.
    """

    msgid: str
    msgstr: str = ""
    key: str = ""
    places: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read(content: str, where: str = "") -> list[Entry]:
    """Entries of a PO file, its header left out.

    Raises:
        InputError: a line is none of the format.
    """
    found = []
    for block in _blocks(content, where):
        if block.msgid or block.key:
            found.append(block)
    return found


def _blocks(content: str, where: str) -> Iterator[Entry]:
    parts: dict[str, str] = {}
    places: list[str] = []
    notes: list[str] = []
    field = ""
    for place, line in enumerate([*content.splitlines(), ""], 1):
        line = line.strip()
        if not line:
            if "msgid" in parts:
                text = parts.get("msgstr", "")
                yield Entry(parts["msgid"], text, parts.get("msgctxt", ""), tuple(places), tuple(notes))
            parts, places, notes, field = {}, [], [], ""
        elif line.startswith("#:"):
            places.extend(line[2:].split())
        elif line.startswith("#"):
            notes.append(line)
        elif match := _LINE.fullmatch(line):
            field = match[1] or field
            if not field or (match[1] and field in parts):
                raise _broken(where, place)
            parts[field] = parts.get(field, "") + _unquoted(match[2])
        else:
            raise _broken(where, place)


def _broken(where: str, line: int) -> InputError:
    return InputError("this is no line of a PO file", where=f"{where}, line {line}", do="mend it with an editor for PO")


def written(entries: Iterable[Entry], language: str) -> str:
    """A PO file of these entries, in their order."""
    head = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    )
    return "\n".join([head, *(_block(entry) for entry in entries)])


def _block(entry: Entry) -> str:
    lines = [*entry.notes, *(f"#: {place}" for place in entry.places)]
    if entry.key:
        lines.append(f"msgctxt {_quoted(entry.key)}")
    lines += [f"msgid {_quoted(entry.msgid)}", f"msgstr {_quoted(entry.msgstr)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    pieces = ["".join(_ESCAPES.get(char, char) for char in line) for line in text.splitlines(keepends=True)]
    if len(pieces) < 2:
        return f'"{"".join(pieces)}"'
    return "\n".join(['""', *(f'"{piece}"' for piece in pieces)])


def _unquoted(quoted: str) -> str:
    return _ESCAPED.sub(lambda match: _CHARACTERS[match[1]], quoted[1:-1])
