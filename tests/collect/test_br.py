"""The Brazilian registers: two forms, numbers that lost their zeros, rows of persons, the whole lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.collect.readers.br import BrReader, valid_cnpj

from .lists import original, reading

READER = BrReader()
CEIS = "cnpjcpf,nome,tipo,data_final,nome_do_orgao,uf\n"
CNEP = "cnpjcpf  ,nome,tipo,uf,nome_do_orgao,valor_multa\n"


@pytest.mark.parametrize(
    ("name", "dataset", "companies", "sanctions", "rejects"),
    [
        ("br_ceis_2020-09_companies_only.csv.gz", "br_cgu_ceis", 4935, 6526, 3),
        ("br_cnep_punidas_2020-09.csv", "br_cgu_cnep", 19, 25, 3),
    ],
)
def test_whole_lists(name: str, dataset: str, companies: int, sanctions: int, rejects: int) -> None:
    """A row said twice is one sanction; three numbers of each are no numbers of companies."""
    path = original("br", name)
    assert READER.recognise(path)
    about = READER.about(READER.files(path))
    assert (about.dataset, about.as_of) == (dataset, "2020-09")
    read = reading(READER, path)
    assert (read.schemata["Company"], read.schemata["Sanction"], len(read.rejects)) == (companies, sanctions, rejects)
    assert all("is no number of a company" in reject.reason for reject in read.rejects)


def test_a_row_is_a_sanction_of_a_company(tmp_path: Path) -> None:
    path = tmp_path / "ceis.csv"
    path.write_text(
        CEIS
        + "11.222.333/0001-81,NORTE LTDA - EPP   **,Inidoneidade - Lei de Licitações,18/01/2021,ESTADO DA BAHIA,BA\n"
        + "11.222.333/0001-81,NORTE LTDA - EPP   **,Impedimento - Lei do Pregão,,CORREIOS,DF\n",
        encoding="utf-8",
    )
    read = reading(READER, path)
    assert read.values("br-cnpj-11222333000181", "name") == ["NORTE LTDA - EPP"]
    assert read.values("br-cnpj-11222333000181", "notes") == ["marked on the register: NORTE LTDA - EPP   **"]
    found = {key: drafts for key, drafts in read.drafts.items() if drafts[0].schema == "Sanction"}
    told = [(read.values(key, "provisions"), read.values(key, "endDate")) for key in found]
    assert told == [
        (["Inidoneidade - Lei de Licitações"], ["2021-01-18"]),
        (["Impedimento - Lei do Pregão"], []),
    ]


def test_a_number_that_lost_its_zeros_is_made_whole_and_a_person_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "cnep_2020-09.csv"
    rows = "6990590000123,SUL LTDA,Multa - Lei da Empresa Limpa,DF,CORREIOS,159.00\n25980213805,ANA REIS,Multa,SP,X,1\n"
    path.write_text(CNEP + rows, encoding="cp1252")
    read = reading(READER, path)
    assert read.values("br-cnpj-06990590000123", "registrationNumber") == ["06990590000123"]
    (reject,) = read.rejects
    assert (reject.locator, reject.raw) == ("line=3;field=cnpjcpf", "ANA REIS")


def test_a_date_that_is_none_is_rejected_and_the_sanction_stays(tmp_path: Path) -> None:
    path = tmp_path / "ceis.csv"
    path.write_text(CEIS + "11.222.333/0001-81,NORTE LTDA,Suspensão,31/02/2021,ESTADO,BA\n", encoding="utf-8")
    read = reading(READER, path)
    assert read.schemata["Sanction"] == 1
    (reject,) = read.rejects
    assert (reject.locator, reject.reason) == ("line=2;field=data_final", "'31/02/2021' is no date")


@pytest.mark.parametrize("number", ["00009282000198", "06990590000123"])
def test_each_digit_of_a_number_counts(number: str) -> None:
    assert valid_cnpj(number)
    wrong = [
        number[:at] + digit + number[at + 1 :] for at in range(14) for digit in "0123456789" if digit != number[at]
    ]
    # The first twelve digits are checked modulo 11, where a remainder of ten and of none give the same digit.
    assert sum(valid_cnpj(each) for each in wrong) <= 2
