"""The columns of the European Union's list in its older CSV form; each section repeats the number of the party."""

from __future__ import annotations

_BASIS = ("leba_numtitle", "leba_publication_date", "leba_url", "programme")


def _section(name: str, *columns: str) -> tuple[str, ...]:
    return (f"{name}_logical_id", "Entity_logical_id", *(f"{name}_{column}" for column in (*_BASIS, *columns)))


#: What stands first may bear another name: ``Date_file``, ``Date_filexxxx``.
DATE = "Date_file"
PARTY = "Entity_logical_id"
REFERENCE = "EU_ref_num"
COLUMNS = (
    DATE,
    PARTY,
    "Subject_type",
    "Leba_numtitle",
    "Leba_publication_date",
    "Leba_url",
    "Programme",
    "Entity_remark",
    *_section("Naal", "lastname", "firstname", "middlename", "wholename", "gender", "title", "function", "language"),
    *_section("Addr", "number", "street", "zipcode", "city", "country", "other"),
    *_section("Birt", "date", "place", "country"),
    *_section("Iden", "number", "country"),
    *_section("Citi", "country"),
    REFERENCE,
)
