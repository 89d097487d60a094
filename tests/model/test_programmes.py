"""The programme table: every code of the shipped lists is classified, and nothing else is guessed."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from contrared.model.programmes import Category, categories, programme, programmes

LISTS = Path(__file__).parents[2] / "src" / "contrared" / "demo" / "convergence" / "lists"


@pytest.mark.parametrize(
    ("dataset", "code", "category", "law"),
    [
        ("us_ofac_sdn", "SDGT", Category.TERROR, "Executive Order 13224"),
        ("us_ofac_sdn", "SDNTK", Category.DRUGS, "Kingpin"),
        ("us_ofac_cons", "NS-PLC", Category.TERROR, "31 CFR"),
        ("us_ofac_sdn", "TCO", Category.ORGANISED_CRIME, "13581"),
        ("us_ofac_sdn", "SOUTH  SUDAN", Category.COUNTRY, "13664"),
        ("us_ofac_sdn", "ILLICIT-DRUGS-EO", Category.DRUGS, "14059"),
        ("un_sc_sanctions", "Al-Qaida", Category.TERROR, "1267"),
        ("un_sc_sanctions", "Taliban", Category.COUNTRY, "1988"),
        ("un_sc_sanctions", "GB", Category.COUNTRY, "2048"),
        ("gb_hmt_sanctions", "Afghanistan", Category.COUNTRY, "2018"),
        ("gb_hmt_sanctions", "ISIL (Da'esh) and Al-Qaida", Category.TERROR, "2019/466"),
        ("ca_dfatd_sema_sanctions", "Belarus / Bélarus", Category.COUNTRY, "Special Economic Measures Act"),
        ("ca_dfatd_sema_sanctions", "China/Chine", Category.COUNTRY, "Special Economic Measures Act"),
        ("mx_sat_69b", "69-B", Category.TAX, "69-B"),
    ],
)
def test_known_codes(dataset: str, code: str, category: Category, law: str) -> None:
    found = programme(dataset, code)
    assert found is not None
    assert found.category is category
    assert law in found.law
    assert found.authority
    assert found.measures
    assert found.scope


@pytest.mark.parametrize(
    ("dataset", "code"),
    [
        ("us_ofac_sdn", "SDGTX"),
        ("us_ofac_sdn", "SDN"),
        ("us_ofac_sdn", ""),
        ("un_sc_sanctions", "SDGT"),
        ("gb_hmt_sanctions", "Al-Qaida"),
        ("nowhere", "SDGT"),
    ],
)
def test_an_unknown_code_is_not_guessed(dataset: str, code: str) -> None:
    assert programme(dataset, code) is None
    assert categories(dataset, [code]) == frozenset()


def test_categories_unite() -> None:
    assert categories("us_ofac_sdn", ["SDGT", "FTO", "SDNTK", "?"]) == {Category.TERROR, Category.DRUGS}


def test_a_travel_ban_alone_is_no_asset_freeze() -> None:
    found = programme("un_sc_sanctions", "GB")
    assert found is not None
    assert found.measures == ("travel ban",)


def test_every_programme_stands_once() -> None:
    keys = [(dataset, p.code) for p in programmes() for dataset in p.datasets]
    assert len(keys) == len(set(keys)) > 100


@pytest.mark.parametrize("path", ["ofac_2021-06/sdn.csv.gz", "ofac_2024-05/sdn_2024-05-03.csv.gz"])
def test_every_code_of_the_shipped_ofac_lists(path: str) -> None:
    with gzip.open(LISTS / path, "rt", encoding="latin-1") as file:
        rows = [row for row in csv.reader(file) if len(row) > 3]
    codes = {code for row in rows for code in re.split(r"\] \[|; ?", row[3].strip(" []"))}
    assert len(codes) > 60
    assert sorted(code for code in codes if programme("us_ofac_sdn", code) is None) == []


@pytest.mark.parametrize(
    ("path", "element", "dataset"),
    [
        ("un/un_consolidated_2020.xml.gz", "UN_LIST_TYPE", "un_sc_sanctions"),
        ("ca/sema-lmes_2022.xml.gz", "Country", "ca_dfatd_sema_sanctions"),
    ],
)
def test_every_code_of_the_shipped_xml_lists(path: str, element: str, dataset: str) -> None:
    with gzip.open(LISTS / path) as file:
        codes = {found.text or "" for found in etree.parse(file).iter(element)}
    assert sorted(code for code in codes if programme(dataset, code) is None) == []


def test_every_regime_of_the_shipped_uk_list() -> None:
    rows = CalamineWorkbook.from_path(LISTS / "uk" / "ConList_2022-05-04.xlsx").get_sheet_by_index(0).to_python()
    head = next(number for number, row in enumerate(rows) if "Regime" in row)
    column = rows[head].index("Regime")
    codes = {str(row[column]) for row in rows[head + 1 :] if row[column]}
    assert sorted(code for code in codes if programme("gb_hmt_sanctions", code) is None) == []
