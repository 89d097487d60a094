"""Mexico, article 69-B of the fiscal code: taxpayers presumed or found to issue invoices without substance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from contrared.collect.csvrows import rows
from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.encodings import LEGACY, read_list
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.model import InputError

AUTHORITY = "Servicio de Administración Tributaria (SAT), México"
HEADER = ("No", "RFC", "Nombre del Contribuyente", "Situación del contribuyente")
_NOTICE = "Número y fecha de oficio global de "
#: Columns in their order: number and date of the notice, and its publication, on the SAT's page and in the gazette
#: (DOF), for each stage of the procedure.
COLUMNS = (
    *HEADER,
    f"{_NOTICE}presunción SAT",
    "Publicación página SAT presuntos",
    f"{_NOTICE}presunción DOF",
    "Publicación DOF presuntos",
    f"{_NOTICE}contribuyentes que desvirtuaron SAT",
    "Publicación página SAT desvirtuados",
    f"{_NOTICE}contribuyentes que desvirtuaron DOF",
    "Publicación DOF desvirtuados",
    f"{_NOTICE}definitivos SAT",
    "Publicación página SAT definitivos",
    f"{_NOTICE}definitivos DOF",
    "Publicación DOF definitivos",
    f"{_NOTICE}sentencia favorable SAT",
    "Publicación página SAT sentencia favorable",
    f"{_NOTICE}sentencia favorable DOF",
    "Publicación DOF sentencia favorable",
)
#: A taxpayer whose case ended so is no longer listed: the list says they were cleared.
CLEARED = frozenset({"Desvirtuado", "Sentencia Favorable"})
STATUS = frozenset({"Definitivo", "Presunto"}) | CLEARED

_RFC = re.compile(r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}")
#: Numbers that stand for "some national" and "some foreigner".
_GENERIC = frozenset({"XAXX010101000", "XEXX010101000"})
_PREAMBLE = re.compile(r"actualizada al (\d{1,2}) de (\w+) de (\d{4})")
_NAMED = re.compile(r"20\d{2}-\d{2}(?:-\d{2})?")
_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
_DAY = re.compile(r"\b(\d{2})[/-](\d{2})[/-](\d{4}|\d{2})\b")
#: A day as a spreadsheet counts it, where the list forgot to write it as a date.
_SERIAL = re.compile(r"4\d{4}")
_SERIAL_EPOCH = date(1899, 12, 30)
#: What stands behind some names: "// En cumplimiento a la sentencia …", "// ANTES …", "ANTES DENOMINADA …".
_BEHIND_NAME = re.compile(r"\s*//\s*|\s+(?=ANTES DENOMINADA )")
_FORMER = re.compile(r"(?:(?P<former>ANTES(?: DENOMINADA)?)|AHORA)\s+", re.IGNORECASE)
#: The preamble and the header stand within the first lines.
_HEADER_WITHIN = 20


class MxReader:
    """Reads the table below its preamble; a taxpayer listed in two procedures is one party with two listings."""

    name = "mx-69b"
    version = "3"
    summary = "Mexico: SAT list under article 69-B CFF, CSV (Windows-1252 or UTF-8)"

    def recognise(self, path: Path) -> bool:
        """The words of the preamble or header stand near the beginning."""
        start = head(path, 2048).decode(LEGACY, "replace") if path.is_file() else ""
        return "69-B" in start or "RFC,Nombre del Contribuyente" in start

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """The date is in the preamble (*Información actualizada al …*) or, without one, in the file's name.

        Raises:
            InputError: there is none, and reading the list fails.
        """
        (path,) = files.values()
        found = _PREAMBLE.search(head(path, 1024).decode(LEGACY, "replace"))
        named = _NAMED.search(path.name)
        as_of = named[0] if named else ""
        if found is not None and found[2].lower() in _MONTHS:
            as_of = f"{found[3]}-{_MONTHS.index(found[2].lower()) + 1:02d}-{int(found[1]):02d}"
        if not as_of:
            # Nobody is asked for the date of a list that is damaged, or of what is no list.
            next(self.read(files), None)
        return About(
            dataset="mx_sat_69b",
            publisher=AUTHORITY,
            licence="Libre Uso MX",
            url="http://omawww.sat.gob.mx/cifras_sat/Paginas/datos/vinculo.html?page=ListCompleta69B.html",
            as_of=as_of,
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the taxpayers.

        Raises:
            InputError: no header row with the columns of this list, a row of another width, or mixed encodings.
        """
        ((file, path),) = files.items()
        text, encoding = read_list(path)
        header = False
        last = 0
        for line, cells in rows(text, file, complete=True):
            if not header:
                if [cell.strip() for cell in cells[:2]] == list(HEADER[:2]):
                    _check_header(cells, f"{file} (read as {encoding}), line {line}")
                    header = True
                elif line > _HEADER_WITHIN:
                    break
            elif any(cell.strip() for cell in cells):
                if len(cells) != len(COLUMNS):
                    raise InputError(
                        f"{len(cells)} columns where the 69-B list has {len(COLUMNS)}",
                        where=f"{file}, line {line}",
                        do="the row is cut off or the delimiter is another; fetch the file again",
                    )
                number = cells[0].strip()
                if number.isdigit():
                    if int(number) > last + 1:
                        reason = f"row {number} of the list follows row {last}: rows between them are missing"
                        yield Reject(file, f"line={line};field=No", reason)
                    last = int(number)
                yield from _taxpayer(dict(zip(COLUMNS, cells, strict=True)), file, line)
        if not header:
            raise InputError(
                f"no header row {', '.join(HEADER)}",
                where=f"{file} (read as {encoding}), line 1",
                do="check that it is the 69-B list",
            )


def _taxpayer(cells: Mapping[str, str], file: str, line: int) -> Iterator[Draft | Reject]:
    rfc, name, status = (cells[column].strip() for column in HEADER[1:])
    place = f"line={line};field={{}}"
    if not _RFC.fullmatch(rfc) or rfc in _GENERIC:
        # Most are struck out by order of a court, name included: an id of our own would bring back what it removed.
        yield Reject(file, place.format("RFC"), f"{rfc!r} is not the RFC of one taxpayer", name)
        return
    if status not in STATUS:
        yield Reject(file, place.format(HEADER[3]), f"unknown status {status!r}", f"{rfc} {name}")
        return
    party = Draft(f"mx-{rfc}", "Company" if len(rfc) == 12 else "Person", file)
    _names(party, cells[HEADER[2]], place.format(HEADER[2]))
    party.add("taxNumber", rfc, place.format("RFC"))
    party.add("country", "mx", place.format("RFC"), original=rfc)
    if status not in CLEARED:
        party.add("programId", "69-B", place.format(HEADER[3]), original=status)
    yield party
    yield _listing(cells, party, status, place)


def _names(party: Draft, cell: str, place: str) -> None:
    """The name, a former or a later one, and the ruling that the list writes behind some names (kept as notes)."""
    start = 0
    for sign in (*_BEHIND_NAME.finditer(cell), None):
        end = len(cell) if sign is None else sign.start()
        part = cell[start:end]
        at = start + len(part) - len(part.lstrip())
        words = part.strip()
        where = f"{place};chars={at}-{at + len(words)}"
        if match := _FORMER.match(words):
            skipped = match.end()
            where = f"{place};chars={at + skipped}-{at + len(words)}"
            party.add("previousName" if match["former"] else "name", words[skipped:], where)
        elif start == 0:
            party.add("name", words, where if end < len(cell) else place)
        else:
            party.add("notes", words, where)
        start = end if sign is None else sign.end()


def _listing(cells: Mapping[str, str], party: Draft, status: str, place: str) -> Draft:
    """The procedure: each notice and each day of publication a fact of its own.

    Of a taxpayer who was cleared only the notices that cleared them are given as reason; the earlier ones are kept as
    description.
    """
    first = "|".join(cells[column] for column in COLUMNS[4:8])
    key = digest(first, 8)
    sanction = Draft(f"{party.entity_id}-sanction-{key}", "Sanction", party.file)
    sanction.add("entity", party.entity_id, place.format("RFC"), original=cells["RFC"])
    where = place.format(HEADER[3])
    for prop, value in (
        ("programId", "69-B"),
        ("program", "Artículo 69-B del Código Fiscal de la Federación"),
        ("authority", AUTHORITY),
        ("country", "mx"),
    ):
        sanction.add(prop, value, where, original=status)
    sanction.add("status", status, where)
    sanction.add("recordId", cells["No"], place.format("No"))
    for column in COLUMNS[4:]:
        cell = cells[column].strip()
        if not cell:
            continue
        where = place.format(column)
        text = f"{column}: {cell}"
        if column.startswith(_NOTICE):
            cleared_by = "desvirtuaron" in column or "sentencia" in column
            reason = cleared_by if status in CLEARED else True
            sanction.add("reason" if reason else "description", text, where, original=cell)
            continue
        sanction.add("description", text, where, original=cell)
        for day in _days(cell):
            sanction.add(_date_property(column), day, where, original=cell)
    return sanction


def _date_property(column: str) -> str:
    if "presuntos" in column:
        return "listingDate"
    return "startDate" if "definitivos" in column else "endDate"


def _days(cell: str) -> Iterator[str]:
    """The days in a cell: one, two (``28/09/2018 - 01/10/2018``), or one as a spreadsheet counts days."""
    if _SERIAL.fullmatch(cell):
        yield (_SERIAL_EPOCH + timedelta(days=int(cell))).isoformat()
        return
    for day, month, year in _DAY.findall(cell):
        yield f"{year if len(year) == 4 else f'20{year}'}-{month}-{day}"


def _check_header(cells: list[str], where: str) -> None:
    for position, column in enumerate(COLUMNS):
        there = cells[position].strip() if position < len(cells) else ""
        if there != column:
            raise InputError(
                f"column {position + 1} should be {column!r}, there is {there!r}" if there else f"no column {column!r}",
                where=where,
                do="check that it is the 69-B list, and its encoding",
            )
    if len(cells) > len(COLUMNS):
        raise InputError(
            f"{len(cells)} columns where the 69-B list has {len(COLUMNS)}; the first unknown one is "
            f"{cells[len(COLUMNS)]!r}",
            where=where,
            do="check which form of the list this is",
        )
