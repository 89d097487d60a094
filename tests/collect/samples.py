"""A small sound list for each reader that ships, to be damaged."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl import Workbook

from contrared.collect.readers import bis, mx, uk

#: A name that stands in every sample, and whose letters are written differently in each encoding.
WORD = "Núñez"
CTRL_Z = b"\x1a"

Damage = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Sample:
    """Files of one load.

    Attributes:
        reader: Name of the reader that reads them.
        dataset: Dataset they are loaded into.
        files: Bytes by file name.
        main: The file that is damaged unless a test says otherwise.
        options: What the person who loads must say.
        whole: Whether the folder is given to the command, not the main file.
    """

    reader: str
    dataset: str
    files: Mapping[str, bytes]
    main: str
    options: tuple[str, ...] = ()
    whole: bool = False

    def write(self, folder: Path) -> Path:
        """Put the files into a folder that is made for them, and give the path to load."""
        folder.mkdir()
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        return folder if self.whole else folder / self.main

    def damaged(self, damage: Damage, name: str = "") -> Sample:
        """The same with one file damaged."""
        name = name or self.main
        return replace(self, files={**self.files, name: damage(self.files[name])})

    def without(self, name: str) -> Sample:
        """The same with a file missing."""
        return replace(self, files={key: data for key, data in self.files.items() if key != name})


def changed(old: str | bytes, new: str | bytes, encoding: str = "utf-8") -> Damage:
    """Put something else in one place, which must be there."""
    before = old.encode(encoding) if isinstance(old, str) else old
    after = new.encode(encoding) if isinstance(new, str) else new

    def damage(data: bytes) -> bytes:
        assert before in data
        return data.replace(before, after, 1)

    return damage


def cut_after(mark: str | bytes) -> Damage:
    """Leave off what comes after the first place where something stands."""
    wanted = mark.encode() if isinstance(mark, str) else mark

    def damage(data: bytes) -> bytes:
        return data[: data.index(wanted) + len(wanted)]

    return damage


def _row(*cells: str, width: int) -> str:
    return ",".join([*cells, *["-0- "] * (width - len(cells))]) + "\r\n"


_SDN = (
    _row("36", '"AEROCARIBBEAN AIRLINES"', "-0- ", '"CUBA"', width=12)
    + _row("7", f'"{WORD}, Ana"', '"individual"', '"SDNT"', width=12)
    + _row("9", '"LAST COMPANY"', "-0- ", '"SDNT"', width=12)
)
_ALT = _row("7", "12", '"aka"', '"NUNEZ, Anita"', width=5) + _row("36", "13", '"aka"', '"AERO-CARIBBEAN"', width=5)
_ADD = _row("36", "25", "-0- ", '"Havana"', '"Cuba"', width=6)
_OFAC = {
    "sdn.csv": _SDN.encode("cp1252") + CTRL_Z,
    "alt.csv": _ALT.encode() + CTRL_Z,
    "add.csv": _ADD.encode() + CTRL_Z,
    "sdn_comments.csv": b'36,"goes on."\r\n',
}
_UN = f"""<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2020-01-02T00:00:00">
<INDIVIDUALS>
<INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>ANA</FIRST_NAME><SECOND_NAME>{WORD}</SECOND_NAME>
<UN_LIST_TYPE>Taliban</UN_LIST_TYPE><REFERENCE_NUMBER>TAi.001</REFERENCE_NUMBER><LISTED_ON>2001-02-23</LISTED_ON>
</INDIVIDUAL>
<INDIVIDUAL>
<DATAID>2</DATAID><FIRST_NAME>BO</FIRST_NAME>
<UN_LIST_TYPE>Taliban</UN_LIST_TYPE><REFERENCE_NUMBER>TAi.002</REFERENCE_NUMBER><LISTED_ON>2001-02-23</LISTED_ON>
</INDIVIDUAL>
</INDIVIDUALS>
</CONSOLIDATED_LIST>
"""
_CA = f"""<?xml version="1.0" encoding="UTF-8"?>
<data-set>
<record>
<Country>Russia / Russie</Country><LastName>{WORD}</LastName><GivenName>Ana</GivenName>
<Schedule>1</Schedule><Item>1</Item>
</record>
<record>
<Country>Russia / Russie</Country><LastName>Bo</LastName><GivenName>Cy</GivenName><Schedule>1</Schedule><Item>2</Item>
</record>
</data-set>
"""
_BIS_ORDER = ("08/24/2022", "01/14/2026", "Y", "2022-08-29", "F.R. NOTICE ADDED", "87 F.R. 52741 8/29/2022")
_TEXT = f"Zürich: {WORD} protects the\nSouth Gang, which pays in arms.\n"
_HEAD = {
    "format": "statements/1",
    "dataset": "test_coding",
    "prefix": "t",
    "document": "report.txt",
    "sha256": hashlib.sha256(_TEXT.encode()).hexdigest(),
    "publisher": "A court",
    "licence": "public",
    "as_of": "2020-01-31",
    "grade": "B2",
    "handling": "TLP:GREEN",
    "coder": "A. Coder",
}
_TOML = (
    "".join(f'{key} = "{value}"\n' for key, value in _HEAD.items())
    + f"""
[[entity]]
id = "one"
schema = "Person"
properties = [{{ prop = "name", quote = "{WORD}", span = [8, 13] }}]

[[entity]]
id = "south"
schema = "Organization"

[[link]]
subject = "one"
relation = "protects"
object = "south"
quote = "{WORD} protects the\\nSouth Gang"
span = [8, 37]
note = "{WORD}: time not stated."
"""
)
_CODED = (
    "".join(f"# {key} = {value}\n" for key, value in _HEAD.items())
    + f"""kind,id,schema,subject,prop,value,relation,object,quote,start,end,note
entity,one,Person,,,,,,,,,
entity,south,Organization,,,,,,,,,
statement,,,one,name,,,,{WORD},8,13,
link,,,one,,,protects,south,"{WORD} protects the
South Gang",8,37,Time not stated.
"""
)
_BR = f"""cnpjcpf,nome,tipo,data_final,nome_do_orgao,uf
11.222.333/0001-81,{WORD} CONSTRUÇÕES LTDA,Inidoneidade - Lei de Licitações,18/01/2021,GOVERNO DO ESTADO,SP
00.009.282/0001-98,OUTRA LTDA,Impedimento - Lei do Pregão,,GOVERNO DO ESTADO,DF
""".replace("\n", "\r\n")
_BIS = (
    "\t".join(f'"{column}"' for column in bis.COLUMNS)
    + "\n"
    + "".join(
        "\t".join(f'"{cell}"' for cell in cells) + "\n"
        for cells in (
            (f"ANA {WORD}", "1 MAIN STREET", "EL PASO", "TX", "US", "79905", *_BIS_ORDER),
            ("BO LTD A/K/A BOCO", "", "DUBAI", "", "AE", "", *_BIS_ORDER),
        )
    )
)
_ENTITIES = [
    {"id": "a", "schema": "Person", "properties": {"name": [f"Ana {WORD}"], "country": ["pe"]}},
    {"id": "b", "schema": "Company", "properties": {"name": ["Minera Sur"]}},
]
_STATEMENTS = [
    {"entity_id": "a", "schema": "Person", "prop": "name", "value": f"Ana {WORD}", "dataset": "x"},
    {"entity_id": "a", "schema": "Person", "prop": "country", "value": "pe", "dataset": "x"},
]


def _lines(items: Sequence[object]) -> bytes:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode()


def mx_table(header: Sequence[str] = mx.COLUMNS, encoding: str = "cp1252") -> bytes:
    """The 69-B list, of two taxpayers."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Información actualizada al 18 de mayo de 2021", *[""] * 19])
    writer.writerow(header)
    for number, rfc, name in (("1", "AAA080808HL8", f"{WORD}, S.A."), ("2", "BBB080808HL8", "OTRA, S.A.")):
        cells = {"No": number, "RFC": rfc, mx.COLUMNS[2]: name, mx.COLUMNS[3]: "Definitivo", mx.COLUMNS[13]: "1/2/2020"}
        writer.writerow([cells.get(column, "") for column in header])
    return out.getvalue().encode(encoding)


def uk_workbook(header: Sequence[str] = uk.COLUMNS, groups: Sequence[str] = ("1", "2")) -> bytes:
    """The UK list, of one person for each group."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Data"
    sheet.append(["Last Updated", "04/05/2022"])
    sheet.append(list(header))
    for number, group in enumerate(groups):
        cells = {
            "Name 6": WORD if not number else f"Person {number}",
            "Group Type": "Individual",
            "Alias Type": "Primary name",
            "Regime": "Libya",
            "Listed On": "01/01/2020",
            "Last Updated": "02/02/2021",
            "Other Information": "(UK Sanctions List Ref):LIB0001",
            "Group ID": group,
        }
        sheet.append([cells.get(column) for column in header])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_FTM = ("--dataset", "test_ftm", "--as-of", "2020")
SAMPLES: Mapping[str, Sample] = {
    "ofac": Sample("ofac", "us_ofac_sdn", _OFAC, "sdn.csv", ("--as-of", "2021-06"), whole=True),
    "ofac-lone": Sample("ofac", "us_ofac_sdn", {"sdn_2024-05-03.csv": _OFAC["sdn.csv"]}, "sdn_2024-05-03.csv"),
    "un": Sample("un", "un_sc_sanctions", {"un.xml": _UN.encode()}, "un.xml"),
    "uk-xlsx": Sample("uk-xlsx", "gb_hmt_sanctions", {"uk.xlsx": uk_workbook()}, "uk.xlsx"),
    "ca": Sample("ca", "ca_dfatd_sema_sanctions", {"sema.xml": _CA.encode()}, "sema.xml", ("--as-of", "2022")),
    "mx-69b": Sample("mx-69b", "mx_sat_69b", {"mx.csv": mx_table()}, "mx.csv"),
    "br-cgu": Sample("br-cgu", "br_cgu_ceis", {"ceis_2020-09.csv": _BR.encode()}, "ceis_2020-09.csv"),
    "bis-dpl": Sample("bis-dpl", "us_bis_denied", {"dpl_2022-09.txt": _BIS.encode()}, "dpl_2022-09.txt"),
    "statements": Sample(
        "statements", "test_coding", {"c.toml": _TOML.encode(), "report.txt": _TEXT.encode()}, "c.toml"
    ),
    "statements-csv": Sample(
        "statements", "test_coding", {"c.csv": _CODED.encode(), "report.txt": _TEXT.encode()}, "c.csv"
    ),
    "ftm": Sample("ftm", "test_ftm", {"x.ftm.json": _lines(_ENTITIES)}, "x.ftm.json", _FTM),
    "ftm-statements": Sample("ftm-statements", "test_ftm", {"x.json": _lines(_STATEMENTS)}, "x.json", _FTM),
}
