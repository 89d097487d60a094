"""Mexico, article 69-B of the fiscal code: taxpayers presumed or found to issue invoices without substance."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from contrared.collect.csvrows import rows
from contrared.collect.draft import Draft, Reject
from contrared.collect.opening import head, open_bytes
from contrared.collect.reader import About
from contrared.model import InputError

AUTHORITY = "Servicio de Administración Tributaria (SAT), México"
HEADER = ("No", "RFC", "Nombre del Contribuyente", "Situación del contribuyente")
#: Notice and publication columns of each stage, by the beginning of the column's name.
STAGES = ("presunción", "desvirtuaron", "definitivos", "sentencia favorable")
COLUMNS = 20
#: A taxpayer whose case ended so is no longer listed: the list says they were cleared.
CLEARED = frozenset({"Desvirtuado", "Sentencia Favorable"})
STATUS = frozenset({"Definitivo", "Presunto"}) | CLEARED

_RFC = re.compile(r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}")
_GENERIC = frozenset({"XAXX010101000", "XEXX010101000"})
_PREAMBLE = re.compile(r"actualizada al (\d{1,2}) de (\w+) de (\d{4})")
_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


class MxReader:
    """Reads the table below its preamble; a taxpayer listed in two procedures is one party with two listings."""

    name = "mx-69b"
    version = "1"
    summary = "Mexico: SAT list under article 69-B CFF, CSV (Latin-1 or UTF-8)"

    def recognise(self, path: Path) -> bool:
        """The words of the preamble or header stand near the beginning."""
        start = head(path, 2048).decode("latin-1") if path.is_file() else ""
        return "69-B" in start or "RFC,Nombre del Contribuyente" in start

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return {path.name: path}

    def about(self, files: Mapping[str, Path]) -> About:
        """The date is in the preamble (*Información actualizada al …*), where there is one."""
        (path,) = files.values()
        found = _PREAMBLE.search(head(path, 1024).decode("latin-1"))
        as_of = ""
        if found is not None and found[2].lower() in _MONTHS:
            as_of = f"{found[3]}-{_MONTHS.index(found[2].lower()) + 1:02d}-{int(found[1]):02d}"
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
            InputError: no header row with the columns of this list, or a row of another width.
        """
        ((file, path),) = files.items()
        header: list[str] | None = None
        for line, cells in rows(_decode(path), file):
            if header is None:
                if [cell.strip() for cell in cells[: len(HEADER)]] == list(HEADER):
                    header = [cell.strip() for cell in cells]
                    _check_width(header, file, line)
                elif line > 20:
                    break
                continue
            if not any(cell.strip() for cell in cells) or cells == ["\x1a"]:
                continue
            _check_width(cells, file, line)
            yield from _taxpayer(dict(zip(header, cells, strict=True)), file, line)
        if header is None:
            raise InputError(
                "no header row " + ", ".join(HEADER), where=f"{file}, line 1", do="check that it is the 69-B list"
            )


def _taxpayer(cells: Mapping[str, str], file: str, line: int) -> Iterator[Draft | Reject]:
    rfc, name, status = (cells[column].strip() for column in HEADER[1:])
    place = f"line={line};field={{}}"
    if not _RFC.fullmatch(rfc) or rfc in _GENERIC:
        yield Reject(file, place.format("RFC"), f"{rfc!r} is not the RFC of one taxpayer", name)
        return
    if status not in STATUS:
        yield Reject(file, place.format(HEADER[3]), f"unknown status {status!r}", f"{rfc} {name}")
        return
    party = Draft(f"mx-{rfc}", "Company" if len(rfc) == 12 else "Person", file)
    party.add("name", name, place.format(HEADER[2]))
    party.add("taxNumber", rfc, place.format("RFC"))
    party.add("country", "mx", place.format("RFC"), original=rfc)
    key = hashlib.sha1("|".join(cells[c] for c in cells if "presun" in c).encode(), usedforsecurity=False).hexdigest()
    sanction = Draft(f"{party.entity_id}-sanction-{key[:8]}", "Sanction", file)
    sanction.add("entity", party.entity_id, place.format("RFC"), original=rfc)
    sanction.add("programId", "69-B", place.format(HEADER[3]), original=status)
    sanction.add(
        "program", "Artículo 69-B del Código Fiscal de la Federación", place.format(HEADER[3]), original=status
    )
    sanction.add("authority", AUTHORITY, place.format(HEADER[3]), original=status)
    sanction.add("country", "mx", place.format(HEADER[3]), original=status)
    sanction.add("status", status, place.format(HEADER[3]))
    sanction.add("recordId", cells["No"], place.format("No"))
    for column, value in cells.items():
        if column.startswith("Número y fecha de oficio"):
            sanction.add("reason", f"{column}: {value}" if value.strip() else "", place.format(column), original=value)
        elif column.startswith("Publicación"):
            prop = _date_property(column)
            sanction.add(prop, _day(value), place.format(column), original=value)
            text = f"{column}: {value.strip()}" if value.strip() else ""
            sanction.add("description", text, place.format(column), original=value)
    if status not in CLEARED:
        party.add("programId", "69-B", place.format(HEADER[3]), original=status)
    yield party
    yield sanction


def _date_property(column: str) -> str:
    if "presuntos" in column:
        return "listingDate"
    return "startDate" if "definitivos" in column else "endDate"


def _day(value: str) -> str:
    match = _DAY.fullmatch(value.strip())
    return f"{match[3]}-{match[2]}-{match[1]}" if match else value


def _decode(path: Path) -> str:
    with open_bytes(path) as stream:
        data = stream.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _check_width(cells: list[str], file: str, line: int) -> None:
    if len(cells) != COLUMNS:
        raise InputError(
            f"{len(cells)} columns where the 69-B list has {COLUMNS}",
            where=f"{file}, line {line}",
            do="the row is cut off or the delimiter is another; fetch the file again",
        )
