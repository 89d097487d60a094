"""What is wrong with one row or value costs no more than that: the rest is loaded, ``rejects.csv`` says the place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .damaged import fresh, load, rejects
from .samples import CTRL_Z, SAMPLES, Damage, changed, uk_workbook


def again(row: bytes, number: int = 1) -> Damage:
    """A row that stands there once more, before the last."""

    def damage(data: bytes) -> bytes:
        (found,) = re.findall(row, data, flags=re.DOTALL)[:1]
        return data.replace(found, found * (number + 1), 1)

    return damage


#: Sample, file, damage, and file, place and reason (a pattern) of each line in ``rejects.csv``.
SET_ASIDE: list[tuple[str, str, Damage, list[tuple[str, str, str]]]] = [
    ("ofac", "sdn.csv", lambda data: data, []),
    ("ofac", "sdn.csv", lambda data: data.rstrip(CTRL_Z), [("sdn.csv", "line=3", "no Ctrl-Z after this row")]),
    ("ofac", "alt.csv", lambda data: data.rstrip(CTRL_Z), [("alt.csv", "line=2", "no Ctrl-Z after this row")]),
    ("ofac", "sdn.csv", again(rb"7,[^\n]*\n"), [("sdn.csv", "line=3;field=ent_num", "entity number 7 .* twice")]),
    ("ofac", "sdn.csv", changed("36,", "x,"), [
        ("sdn.csv", "line=1;field=ent_num", "'x' is not an entity number"),
        ("alt.csv", "line=2;field=ent_num", "no party has entity number 36"),
        ("add.csv", "line=1;field=ent_num", "no party has entity number 36"),
        ("sdn_comments.csv", "line=1;field=ent_num", "no party has entity number 36"),
    ]),
    ("ofac-lone", "sdn_2024-05-03.csv", changed("9,", "-0- ,"), [
        ("sdn_2024-05-03.csv", "line=3;field=ent_num", "'' is not an entity number"),
    ]),
    ("un", "un.xml", changed("<DATAID>2<", "<DATAID>1<"), [("un.xml", "line=8;path=DATAID", "DATAID 1 .* twice")]),
    ("un", "un.xml", changed("<DATAID>2</DATAID>", ""), [("un.xml", "line=8;path=DATAID", "'' is not a DATAID")]),
    ("un", "un.xml", changed("<FIRST_NAME>BO<", "<FIRST_NAME><"), [("un.xml", "line=8;path=DATAID", "no FIRST_NAME")]),
    ("un", "un.xml", changed("<FIRST_NAME>BO", "<EYES>blue</EYES><FIRST_NAME>BO"), [
        ("un.xml", "line=8;path=EYES", "the reader knows no such element"),
    ]),
    ("ca", "sema.xml", changed("<LastName>Bo</LastName><GivenName>Cy</GivenName>", ""), [
        ("sema.xml", "line=7", "no LastName, GivenName or Entity"),
    ]),
    ("ca", "sema.xml", changed("<GivenName>Cy", "<GivenName>Dy</GivenName><GivenName>Cy"), [
        ("sema.xml", r"line=7;path=GivenName\[2\]", "twice; the first was taken"),
    ]),
    ("uk-xlsx", "uk.xlsx", lambda _: uk_workbook(groups=("1", "x")), [
        ("uk.xlsx", "line=4;path=Data;field=Group ID", "'x' is not a Group ID"),
    ]),
    ("mx-69b", "mx.csv", changed("2,BBB080808HL8", "2,BBB"), [("mx.csv", "line=4;field=RFC", "'BBB' is not the RFC")]),
    ("mx-69b", "mx.csv", changed("2,BBB", "4,BBB"), [("mx.csv", "line=4;field=No", "row 4 of the list follows row 1")]),
    ("mx-69b", "mx.csv", changed("S.A.\",Definitivo", "S.A.\",Quizás", "cp1252"), [
        ("mx.csv", "line=3;field=Situación del contribuyente", "unknown status 'Quizás'"),
    ]),
    ("ftm", "x.ftm.json", changed('"id": "b"', '"id": "a"'), [
        ("x.ftm.json", "line=2;field=schema", "the id stands there as Person before, which is no Company"),
    ]),
    ("ftm", "x.ftm.json", changed('"schema": "Company"', '"schema": "Gnome"'), [
        ("x.ftm.json", "line=2;field=schema", "no entities of schema 'Gnome'"),
    ]),
    ("ftm", "x.ftm.json", changed('"country": ["pe"]', '"country": ["nowhere"], "hue": ["red"]'), [
        ("x.ftm.json", "line=1;field=country", "not a valid country; kept as text"),
        ("x.ftm.json", "line=1;field=hue", "Person has no property 'hue'"),
    ]),
    ("ftm", "x.ftm.json", changed('"Minera Sur"', r'"\ud83d", "Minera Sur"'), [
        ("x.ftm.json", "line=2;field=name", "half of a surrogate pair"),
    ]),
    ("ftm-statements", "x.json", changed('"prop": "country", ', ""), [
        ("x.json", "line=2;field=value", "a statement has a property and a value"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize("case", SET_ASIDE, ids=lambda case: f"{case[0]}: {case[3][0][2][:40] if case[3] else 'none'}")
def test_set_aside_and_told(tmp_path: Path, case: tuple[str, str, Damage, list[tuple[str, str, str]]]) -> None:
    name, file, damage, expected = case
    node, _ = fresh(tmp_path)
    said = load(node, SAMPLES[name].damaged(damage, file), tmp_path / "bad", "--json")
    found = rejects(said)
    assert said.err == ""
    assert len(found) == len(expected), found
    for told, patterns in zip(found, expected, strict=True):
        for text, pattern in zip(told, patterns, strict=True):
            assert re.search(pattern, text), told
