"""Brazil, Controladoria-Geral da União: companies barred from public contracts (CEIS) or punished for graft (CNEP)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from contrared.collect.csvrows import rows
from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.encodings import LEGACY, read_list
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.model import InputError

AUTHORITY = "Controladoria-Geral da União (CGU), Brasil"
CEIS = ("cnpjcpf", "nome", "tipo", "data_final", "nome_do_orgao", "uf")
CNEP = ("cnpjcpf", "nome", "tipo", "uf", "nome_do_orgao", "valor_multa")
#: Code, dataset and title of each of the two registers, by its columns.
REGISTERS: dict[tuple[str, ...], tuple[str, str, str]] = {
    CEIS: ("CEIS", "br_cgu_ceis", "Cadastro de Empresas Inidôneas e Suspensas"),
    CNEP: ("CNEP", "br_cgu_cnep", "Cadastro Nacional de Empresas Punidas"),
}
_NAMED = re.compile(r"20\d{2}-\d{2}(?:-\d{2})?")
_STARS = re.compile(r"\s*\*+\s*\Z")


class BrReader:
    """Reads both registers; a row is one sanction, a company is known by its number (CNPJ).

    Rows of natural persons, whose number the registers print in part, and numbers whose check digits are wrong are
    rejected: their party could not be told from another.
    """

    name = "br-cgu"
    version = "1"
    summary = "Brazil: CEIS and CNEP registers of sanctioned companies, CSV (UTF-8 or Windows-1252)"

    def recognise(self, path: Path) -> bool:
        """The file begins with the columns of one of the two."""
        return path.is_file() and _register(head(path, 256)) is not None

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """Which of the two it is; the date is taken from the name of the file, since the registers state none.

        Raises:
            InputError: the file has the columns of neither.
        """
        (path,) = files.values()
        columns = _register(head(path, 256))
        if columns is None:
            # Reading says better what is wrong: the encoding, damage, or the columns.
            next(self.read(files), None)
            raise _wrong(path.name, 1)
        named = _NAMED.search(path.name)
        return About(
            dataset=REGISTERS[columns][1],
            publisher=AUTHORITY,
            licence="CGU open data",
            url=f"https://portaldatransparencia.gov.br/download-de-dados/{REGISTERS[columns][0].lower()}",
            as_of=named[0] if named else "",
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the sanctions.

        Raises:
            InputError: the columns are of neither register, a row has another width, or encodings are mixed.
        """
        ((file, path),) = files.items()
        text, encoding = read_list(path)
        table = rows(text, f"{file} (read as {encoding})", complete=True)
        line, header = next(table, (1, []))
        columns = tuple(cell.strip() for cell in header)
        if columns not in REGISTERS:
            raise _wrong(f"{file} (read as {encoding})", line)
        for line, cells in table:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                raise InputError(
                    f"{len(cells)} columns where the register has {len(columns)}",
                    where=f"{file}, line {line}",
                    do="the row is cut off or the delimiter is another; fetch the file again",
                )
            yield from _sanctioned(dict(zip(columns, cells, strict=True)), columns, file, line)


def valid_cnpj(number: str) -> bool:
    """Whether both check digits of a company's number of 14 digits are right (Receita Federal, modulo 11).

    Examples:
        >>> valid_cnpj("11222333000181"), valid_cnpj("11222333000180")
        (True, False)
    """
    if not re.fullmatch(r"\d{14}", number):
        return False
    for length in (12, 13):
        weights = [(length - 1 - at) % 8 + 2 for at in range(length)]
        left = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
        if int(number[length]) != (0 if left < 2 else 11 - left):
            return False
    return True


def _sanctioned(cells: Mapping[str, str], columns: tuple[str, ...], file: str, line: int) -> Iterator[Draft | Reject]:
    code, _, title = REGISTERS[columns]
    place = f"line={line};field={{}}"
    cell = cells["cnpjcpf"].strip()
    # One of the registers was kept as numbers: leading zeros are gone.
    number = re.sub(r"[./-]", "", cell).zfill(14)
    if not valid_cnpj(number):
        yield Reject(file, place.format("cnpjcpf"), f"{cell!r} is no number of a company", cells["nome"].strip())
        return
    company = Draft(f"br-cnpj-{number}", "Company", file)
    name = _STARS.sub("", cells["nome"])
    company.add("name", name, place.format("nome"), original=cells["nome"])
    if name.strip() != cells["nome"].strip():
        company.add("notes", f"marked on the register: {cells['nome'].strip()}", place.format("nome"))
    company.add("registrationNumber", number, place.format("cnpjcpf"), original=cell)
    company.add("taxNumber", number, place.format("cnpjcpf"), original=cell)
    company.add("jurisdiction", "br", place.format("cnpjcpf"), original=cell)
    company.add("programId", code, place.format("tipo"), original=cells["tipo"])
    yield company
    said = "|".join(cells[column].strip() for column in columns)
    key = digest(said, 10)
    sanction = Draft(f"{company.entity_id}-{code.lower()}-{key}", "Sanction", file)
    sanction.add("entity", company.entity_id, place.format("cnpjcpf"), original=cell)
    sanction.add("programId", code, place.format("tipo"), original=cells["tipo"])
    sanction.add("program", title, place.format("tipo"), original=cells["tipo"])
    sanction.add("country", "br", place.format("tipo"), original=cells["tipo"])
    sanction.add("provisions", cells["tipo"], place.format("tipo"))
    sanction.add("authority", cells["nome_do_orgao"], place.format("nome_do_orgao"))
    if cells["uf"].strip():
        sanction.add("description", f"UF: {cells['uf'].strip()}", place.format("uf"), original=cells["uf"])
    if fine := cells.get("valor_multa", "").strip():
        sanction.add("description", f"Multa: BRL {fine}", place.format("valor_multa"), original=fine)
    if end := cells.get("data_final", "").strip():
        day = _day(end)
        if day is None:
            yield Reject(file, place.format("data_final"), f"{end!r} is no date", name.strip())
        else:
            sanction.add("endDate", day, place.format("data_final"), original=end)
    yield sanction


def _register(start: bytes) -> tuple[str, ...] | None:
    first = start.decode(LEGACY, "replace").removeprefix("ï»¿").splitlines()[:1]
    columns = tuple(cell.strip().strip('"') for cell in first[0].split(",")) if first else ()
    return columns if columns in REGISTERS else None


def _wrong(where: str, line: int) -> InputError:
    told = " or ".join(", ".join(columns) for columns in REGISTERS)
    return InputError(
        "these are the columns of neither CEIS nor CNEP", where=f"{where}, line {line}", do=f"expected {told}"
    )


def _day(cell: str) -> str | None:
    try:
        return datetime.strptime(cell, "%d/%m/%Y").date().isoformat()  # noqa: DTZ007  (a date of the list, of no zone)
    except ValueError:
        return None
