"""A case file says what is wrong with it, where and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.case import investigate
from contrared.case.file import read_case
from contrared.model import InputError
from contrared.store import Node

from ..conftest import SHIPPED

GOOD = """\
id = "small"
title = "A small case"
question = "Who?"
purpose = "testing"
legal_basis = "none needed"
handling = "TLP:CLEAR"
[[source]]
path = "seminar.toml"
reader = "statements"
"""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("[[source]]", "[[source"), "not TOML"),
        (('id = "small"\n', ""), "id: Field required"),
        (('id = "small"', 'id = "Not An Id"'), "id: "),
        (('legal_basis = "none needed"\n', ""), "legal_basis: Field required"),
        (('reader = "statements"', 'reeder = "statements"'), "source.0.reeder"),
        (('handling = "TLP:CLEAR"', 'handling = "TLP:PINK"'), "PINK"),
        (('path = "seminar.toml"\n', ""), "source.0.path"),
        (('reader = "statements"', 'as_of = "2021-13"'), "2021-13"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    path = tmp_path / "case.toml"
    text = GOOD.replace(*change)
    assert text != GOOD
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_case(path)
    assert says in str(refused.value)


def test_a_good_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_case(path).id == "small"


def case_of(folder: Path, extra: str) -> Path:
    path = folder / "case.toml"
    text = GOOD.replace('"seminar.toml"', f'"{SHIPPED / "seminar" / "seminar.toml"}"')
    path.write_text(text + extra, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ('[[source]]\npath = "missing.csv"\n', "no such file"),
        ('[[group]]\nid = "perry-pcc"\nname = "PCC"\ndesignation = "us_ofac_sdn SDNTK"\n', "designation"),
        (
            """[[judgement]]\nleft = "perry-pcc"\nright = "ofac-1"\nverdict = "same"\nby = "An analyst"
at = "2026-11-24"\nwhy = "both"\n""",
            "ofac-1",
        ),
    ],
)
def test_what_does_not_fit_the_sources_is_refused(tmp_path: Path, node: Node, extra: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        investigate(node, case_of(tmp_path, extra), tmp_path / "out")
    assert says in str(refused.value)
    assert not (tmp_path / "out" / "brief.html").exists()
