"""OFAC's Specially Designated Nationals and consolidated non-SDN lists, as CSV tables or as a lone main file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from contrared.collect.draft import Draft, Reject
from contrared.collect.reader import About
from contrared.collect.readers.ofac_party import OfacParties
from contrared.collect.readers.ofac_tables import family_of, missing_tables, table_rows
from contrared.model import InputError

_DATE = re.compile(r"(20\d{2})[-_]?(\d{2})?[-_]?(\d{2})?")

#: What the main file alone can say: remarks carry weak aliases, documents and links; aliases proper and addresses
#: stand in files that are not there.
MAIN_FILE_CARRIES = frozenset(
    "name weakAlias previousName firstName lastName title position programId program gender birthDate birthPlace "
    "nationality citizenship idNumber passportNumber taxNumber registrationNumber licenseNumber socialSecurityNumber "
    "swiftBic leiCode dunsCode uscCode vatCode imoNumber mmsi callSign flag pastFlags type tonnage "
    "grossRegisteredTonnage buildDate serialNumber model icaoCode operator owner website email phone classification "
    "legalForm incorporationDate notes entity authority recordId provisions holder number startDate endDate subject "
    "object role publicKey currency summary description".split()
)


class OfacReader:
    """Reads the CSV triple with comments (folder or main file), or a lone ``sdn*.csv``."""

    name = "ofac"
    version = "1"
    summary = "OFAC SDN or consolidated list: CSV tables (main, alt, add, comments), or the main file alone"

    def recognise(self, path: Path) -> bool:
        """A folder with a main file, or a main file by name and first row."""
        return family_of(path) is not None

    def files(self, path: Path) -> Mapping[str, Path]:
        """The tables found, by file name.

        Raises:
            InputError: no main file, or only one of the alias and address tables is there.
        """
        family = family_of(path)
        if family is None:
            raise InputError(
                "no OFAC main file here", where=str(path), do="give sdn.csv, cons_prim.csv or their folder"
            )
        _, found = family
        missing = missing_tables(found)
        if len(missing) == 1:
            raise InputError(
                f"the {missing[0]} table is missing beside {found['main'].name}",
                where=str(path),
                do="put all tables of the list into the folder, or load the main file alone under a dated name",
            )
        return {item.name: item for item in found.values()}

    def about(self, files: Mapping[str, Path]) -> About:
        """Public domain, issued by the US Treasury; the date is taken from the file's or folder's name."""
        dataset, tables = _tables(files)
        main = tables["main"]
        match = _DATE.search(main.name) or _DATE.search(main.absolute().parent.name)
        return About(
            dataset=dataset,
            publisher="US Department of the Treasury, Office of Foreign Assets Control",
            licence="US Government work, public domain",
            url="https://sanctionslist.ofac.treas.gov/",
            as_of="-".join(part for part in match.groups() if part) if match else "",
            carries=frozenset() if not missing_tables(tables) else MAIN_FILE_CARRIES,
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream parties, then what hangs on them, in the order of the main file."""
        _, tables = _tables(files)
        parties = OfacParties()
        for table in ("alt", "add", "comments"):
            if table in tables:
                parties.gather(table, table_rows(table, tables[table].name, tables[table]))
        yield from parties.gather_main(table_rows("main", tables["main"].name, tables["main"]))
        for row in parties.main:
            yield from parties.drafts(row)
        yield from parties.dangling()


def _tables(files: Mapping[str, Path]) -> tuple[str, dict[str, Path]]:
    for path in files.values():
        family = family_of(path)
        if family is not None:
            dataset, found = family
            return dataset, {table: item for table, item in found.items() if item.name in files}
    raise InputError("no OFAC main file among the files", do="give sdn.csv, cons_prim.csv or their folder")
