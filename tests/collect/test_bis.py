"""The denied persons list: one party a name and order, several addresses, other names in the cell, the whole list."""

from __future__ import annotations

from pathlib import Path

from contrared.collect.readers.bis import COLUMNS, BisReader

from .lists import Reading, original, reading

READER = BisReader()


def table(tmp_path: Path, *rows: dict[str, str]) -> Reading:
    path = tmp_path / "dpl_2022-09-01.txt"
    lines = [COLUMNS, *(tuple(row.get(column, "") for column in COLUMNS) for row in rows)]
    path.write_text("".join("\t".join(f'"{cell}"' for cell in line) + "\n" for line in lines), encoding="ascii")
    assert READER.recognise(path)
    assert READER.about(READER.files(path)).as_of == "2022-09-01"
    return reading(READER, path)


def parties(read: Reading) -> list[str]:
    return [key for key, drafts in read.drafts.items() if drafts[0].schema == "LegalEntity"]


def test_the_whole_list() -> None:
    path = original("us_other", "bis_denied_persons_2021.txt")
    about = READER.about(READER.files(path))
    assert (about.dataset, about.as_of) == ("us_bis_denied", "")
    read = reading(READER, path)
    assert (len(parties(read)), read.rejects) == (461, [])


def test_rows_of_one_name_and_order_are_one_party(tmp_path: Path) -> None:
    same = {"Name": "ANA REYES", "Effective_Date": "08/24/2022", "Expiration_Date": "01/14/2026"}
    read = table(
        tmp_path,
        {**same, "City": "EL PASO", "State": "TX"},
        {**same, "City": "JUAREZ", "Country": "MX"},
        {**same, "Effective_Date": "01/02/2020", "City": "EL PASO"},
    )
    first, second = parties(read)
    assert len(read.values(first, "addressEntity")) == 2
    assert read.values(first, "country") == ["MX"]  # that the first stands in Texas is not for us to say
    assert read.values(f"{first}-order", "startDate") == ["2022-08-24"]
    assert read.values(f"{second}-order", "startDate") == ["2020-01-02"]


def test_other_names_in_the_cell(tmp_path: Path) -> None:
    read = table(
        tmp_path,
        {"Name": " FU SUN A/K/A FRANK SUN"},
        {"Name": "NORTH AIRLINES D/B/A N7 AIRLINES"},
        {"Name": "PEARL (A.K.A. NEI CHU) LI"},
        {"Name": "SPORTS ZONE (MNC GROUP, INC.)"},
    )
    assert [(read.values(key, "name"), read.values(key, "alias")) for key in parties(read)] == [
        (["FU SUN"], ["FRANK SUN"]),
        (["NORTH AIRLINES"], ["N7 AIRLINES"]),
        (["PEARL LI"], ["NEI CHU"]),
        (["SPORTS ZONE (MNC GROUP, INC.)"], []),
    ]


def test_what_cannot_be_taken_is_rejected_with_its_place(tmp_path: Path) -> None:
    read = table(
        tmp_path,
        {"Name": "", "City": "MIAMI"},
        {"Name": "BO", "Effective_Date": "24/08/2022", "Standard_Order": "MAYBE"},
    )
    assert [(reject.locator, reject.reason) for reject in read.rejects] == [
        ("line=2;field=Name", "no name"),
        ("line=3;field=Effective_Date", "'24/08/2022' is no date"),
        ("line=3;field=Standard_Order", "unknown kind of order 'MAYBE'"),
    ]
    assert len(parties(read)) == 1
