"""Columns of a table of customers: which of them say what, by their heading or as the user says."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from contrared.match.question import Known
from contrared.model import InputError

#: What a column can say, and headings it is recognised by: English, Spanish, Portuguese, and FtM's own.
HEADINGS: Mapping[str, frozenset[str]] = {
    what: frozenset(headings.split())
    for what, headings in {
        "id": "id customer_id customerid client_id cliente_id codigo reference ref",
        "name": "name full_name fullname customer customer_name nombre nombre_completo nome razon_social",
        "first": "first_name firstname given_name given_names nombres prenome",
        "last": "last_name lastname surname family_name apellido apellidos sobrenome",
        "alias": "alias aliases aka also_known_as",
        "schema": "schema type kind tipo",
        "born": "born birth_date birthdate date_of_birth dob fecha_nacimiento data_nascimento",
        "country": "country nationality citizenship pais nacionalidad nacionalidade flag jurisdiction",
        "document": "document passport passport_number passportnumber id_number idnumber documento pasaporte "
        "cedula cpf cnpj rfc nit tax_number taxnumber registration_number",
        "imo": "imo imo_number imonumber",
        "contact": "phone email website telefono telefone correo",
        "wallet": "wallet crypto_address cryptoaddress",
        "gender": "gender sex sexo",
    }.items()
}
#: Characters that part columns.
DELIMITERS = ",;\t|"
SNIFFED = 64 << 10


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is read.

    Attributes:
        delimiter: What parts its columns.
        header: Its headings.
        says: By what a column says, the positions of the columns that say it.
    """

    delimiter: str
    header: tuple[str, ...]
    says: Mapping[str, tuple[int, ...]]

    def identity(self, row: Sequence[str], number: int) -> str:
        """Id of a customer; the number of the row where the table gives none."""
        return self._values(row, "id")[0] if self._values(row, "id") else str(number)

    def known(self, row: Sequence[str]) -> Known:
        """What a row says of a customer."""
        names = self._values(row, "name")
        if not names and (parts := [*self._values(row, "first"), *self._values(row, "last")]):
            names = [" ".join(parts)]
        return Known(
            names=(*names, *self._values(row, "alias")),
            schema=next(iter(self._values(row, "schema")), ""),
            born=next(iter(self._values(row, "born")), ""),
            countries=tuple(self._values(row, "country")),
            documents=tuple(self._values(row, "document")),
            imo=next(iter(self._values(row, "imo")), ""),
            contacts=tuple(self._values(row, "contact")),
            wallets=tuple(self._values(row, "wallet")),
            gender=next(iter(self._values(row, "gender")), "").lower(),
        )

    def _values(self, row: Sequence[str], what: str) -> list[str]:
        return [text for at in self.says.get(what, ()) if at < len(row) and (text := row[at].strip())]


def read_columns(path: Path, mapping: Mapping[str, str]) -> Columns:
    """Recognise the columns of a CSV file.

    Args:
        path: The file, UTF-8.
        mapping: What columns say, ``{"name": "Cliente"}``, beside what their headings tell.

    Raises:
        InputError: not a table, no column says a name or a number, or a column named is not there.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            sample = source.read(SNIFFED)
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror})", where=str(path), do="check the path") from exc
    except UnicodeDecodeError as exc:
        raise InputError("is not UTF-8", where=str(path), do="save the table as CSV in UTF-8") from exc
    lines = sample.splitlines()
    if not lines or not lines[0].strip():
        raise InputError("the table is empty", where=str(path), do="give a CSV file with a heading in its first line")
    delimiter = max(DELIMITERS, key=lambda character: (lines[0].count(character), -DELIMITERS.index(character)))
    header = tuple(next(csv.reader([lines[0]], delimiter=delimiter)))
    folded = [_folded(heading) for heading in header]
    says: dict[str, tuple[int, ...]] = {}
    for what, headings in HEADINGS.items():
        if found := tuple(at for at, heading in enumerate(folded) if heading in headings):
            says[what] = found
    for what, heading in mapping.items():
        if what not in HEADINGS:
            raise InputError(f"a column cannot say {what!r}", where="--column", do="one of: " + ", ".join(HEADINGS))
        if heading not in header:
            raise InputError(
                f"there is no column {heading!r}", where=str(path), do="its columns are: " + ", ".join(header)
            )
        says[what] = (header.index(heading),)
    if not says.keys() & {"name", "last", "document", "imo", "wallet"}:
        raise InputError(
            f"no column is known to hold a name (columns: {', '.join(header)}; parted by {delimiter!r})",
            where=str(path),
            do="say which does: --column name=HEADING",
        )
    return Columns(delimiter, header, says)


def known_row(path: Path, columns: Columns, number: int) -> Known:
    """What a row says of a customer; rows are counted from 1, without the heading, as in the result of a batch.

    Raises:
        InputError: there is no such row, or a line is malformed.
    """
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = csv.reader(source, delimiter=columns.delimiter, strict=True)
        try:
            row = next(islice(rows, number, None), None)
        except (csv.Error, UnicodeDecodeError) as exc:
            raise InputError(
                f"the table is malformed: {exc}", where=f"{path}, line {rows.line_num}", do="correct that line"
            ) from exc
    if not row:
        raise InputError(f"the table has no row {number}", where=str(path), do="rows are counted without the heading")
    return columns.known(row)


def _folded(heading: str) -> str:
    return "_".join(heading.strip().lower().replace("-", " ").split())


def known_rows(path: Path, columns: Columns) -> Iterator[tuple[int, Known]]:
    """What each row says of a customer, with the number of its line.

    Raises:
        InputError: a line is malformed.
    """
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = csv.reader(source, delimiter=columns.delimiter, strict=True)
        try:
            next(rows)
            for row in rows:
                if any(cell.strip() for cell in row):
                    yield rows.line_num, columns.known(row)
        except (csv.Error, UnicodeDecodeError) as exc:
            raise InputError(
                f"the table is malformed: {exc}", where=f"{path}, line {rows.line_num}", do="correct that line"
            ) from exc
