"""OFAC's Specially Designated Nationals and consolidated non-SDN lists, as CSV tables or as a lone main file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from contrared.collect.draft import Draft, Reject
from contrared.collect.reader import About
from contrared.collect.readers.ofac_party import OfacParties
from contrared.collect.readers.ofac_tables import (
    dataset_of,
    missing_tables,
    recognised,
    table_of,
    table_rows,
    tables_of,
)
from contrared.model import InputError

_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-_]?(0[1-9]|1[0-2])(?:[-_]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)")

#: What the main file alone can say: remarks carry weak aliases, documents and links. Not in it, and so unknown: aliases
#: and addresses; former names and countries, which those tables tell too; owners and operators, who may be named by
#: an alias.
MAIN_FILE_CARRIES = frozenset(
    "name weakAlias firstName lastName nameSuffix title position profession programId program gender birthDate "
    "birthPlace birthCountry nationality citizenship jurisdiction idNumber passportNumber taxNumber "
    "registrationNumber licenseNumber socialSecurityNumber swiftBic leiCode dunsCode uscCode vatCode imoNumber mmsi "
    "callSign flag pastFlags type tonnage grossRegisteredTonnage buildDate serialNumber model icaoCode website email "
    "phone classification legalForm incorporationDate notes entity authority recordId provisions listingDate holder "
    "number startDate endDate summary subject object role publicKey currency".split()
)


class OfacReader:
    """Reads the CSV triple with comments (folder or main file), or a lone ``sdn*.csv``."""

    name = "ofac"
    version = "3"
    summary = "OFAC SDN or consolidated list: CSV tables (main, alt, add, comments), or the main file alone"

    def recognise(self, path: Path) -> bool:
        """A folder with a main file, or a main file by name and first row."""
        return recognised(path)

    def files(self, path: Path) -> Mapping[str, Path]:
        """The tables found, by file name.

        Raises:
            InputError: no main file, several files for a table, or only one of the alias and address tables.
        """
        return {item.name: item for item in tables_of(path).values()}

    def about(self, files: Mapping[str, Path]) -> About:
        """Public domain, issued by the US Treasury; the date is taken from the file's or folder's name."""
        tables = _tables(files)
        main = tables["main"]
        match = _DATE.search(main.name) or _DATE.search(main.absolute().parent.name)
        return About(
            dataset=dataset_of(main.name) or "",
            publisher="US Department of the Treasury, Office of Foreign Assets Control",
            licence="US Government work, public domain",
            url="https://sanctionslist.ofac.treas.gov/",
            as_of="-".join(part for part in match.groups() if part) if match else "",
            carries=frozenset() if not missing_tables(tables) else MAIN_FILE_CARRIES,
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream parties, then what hangs on them, in the order of the main file."""
        tables = _tables(files)
        parties = OfacParties()
        for table in ("alt", "add", "comments"):
            if table in tables:
                yield from parties.gather(table, table_rows(table, tables[table].name, tables[table]))
        yield from parties.gather_main(table_rows("main", tables["main"].name, tables["main"]))
        for row in parties.main:
            yield from parties.drafts(row)
        yield from parties.dangling()


def _tables(files: Mapping[str, Path]) -> dict[str, Path]:
    tables = {table: path for path in files.values() if (table := table_of(path.name)) is not None}
    if "main" not in tables:
        raise InputError("no OFAC main file among the files", do="give sdn.csv, cons_prim.csv or their folder")
    return tables
