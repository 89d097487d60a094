"""Edge lists, CSV or TSV: two columns of ends, the rest said of the tie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from contrared.collect.csvrows import rows
from contrared.collect.draft import Draft, Reject
from contrared.collect.encodings import read_text
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers.graph_parts import Said, identity, node, tie, tie_identity
from contrared.collect.readers.graphml import stem
from contrared.model import InputError, Locator

#: What the columns of the two ends are called, small letters.
ENDS = (("source", "target"), ("from", "to"), ("ego", "alter"), ("origen", "destino"), ("origem", "destino"))
_DELIMITERS = ",;\t|"
_NAMED = re.compile(r"20\d{2}(?:-\d{2}(?:-\d{2})?)?")


class EdgesReader:
    """Reads ties between parties that are named in two columns.

    The ends are parties, ``LegalEntity`` by the name that stands there; one name is one party within the file. What a
    tie is, a column says (``type``, ``relation``, ``role`` …), as in GraphML. A table that says more of a party
    than its name is better loaded with ``--map``.
    """

    name = "edge-list"
    version = "1"
    summary = "edge list, CSV or TSV with columns source and target (or from and to …)"

    def recognise(self, path: Path) -> bool:
        """A text whose first line names two ends."""
        if not path.is_file():
            return False
        first = head(path, 4096).decode("utf-8", "replace").lstrip("\ufeff").partition("\n")[0].strip("\r")
        return _ends(first.split(_delimiter(first))) is not None

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """An edge list says neither who made it nor of when it is; a date in the file's name is taken."""
        (name,) = files
        found = _NAMED.search(name)
        return About(
            dataset=f"edges_{stem(name)}", publisher="", licence="", url="", as_of=found[0] if found else "", grade="F6"
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Read the rows; one without two ends is set aside.

        Raises:
            InputError: not UTF-8, no columns of ends, or no tie.
        """
        ((file, path),) = files.items()
        text = read_text(path)
        delimiter = _delimiter(text.partition("\n")[0])
        table = rows(text, file, delimiter=delimiter)
        line, header = next(table, (1, []))
        found = _ends(header)
        if found is None:
            known = ", ".join(f"{left} and {right}" for left, right in ENDS)
            raise InputError("no columns name two ends", where=f"{file}, line {line}", do=f"name them {known}")
        prefix, met, ties = stem(file).replace("_", "-"), set[str](), 0
        for line, cells in table:
            if len(cells) != len(header) or not all(cells[at].strip() for at in found):
                yield Reject(
                    file, str(Locator(line=line)), "not two ends, or not as many cells as columns", ",".join(cells)
                )
                continue
            ends = [Said(header[at], cells[at].strip(), _at(line, header[at])) for at in found]
            for end in ends:
                if (own := identity(prefix, end.value)) not in met:
                    met.add(own)
                    yield node(own, end, (), file)
            said = [
                Said(header[at], cell.strip(), _at(line, header[at]))
                for at, cell in enumerate(cells)
                if at not in found and cell.strip() and header[at].strip()
            ]
            left, right = ((identity(prefix, end.value), end) for end in ends)
            ties += 1
            yield tie(tie_identity(prefix, left[0], right[0], said), left, right, said, file)
        if not ties:
            raise InputError("there is no tie in it", where=file, do="check delimiter and columns")


def _ends(header: Sequence[str]) -> tuple[int, int] | None:
    plain = [cell.strip().strip('"').casefold() for cell in header]
    for left, right in ENDS:
        if plain.count(left) == plain.count(right) == 1:
            return plain.index(left), plain.index(right)
    return None


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _at(line: int, field: str) -> str:
    return str(Locator(line=line, field=field))
