"""References, kinship and dates in running text."""

from __future__ import annotations

import pytest

from contrared.collect import Draft, Reject
from contrared.collect.readers.kinship import kin_before, parent_names
from contrared.collect.readers.references import Bearer, References, links
from contrared.collect.readers.validity import expires, issued, written

SELF = Bearer("un-1", "Person")


def known() -> References:
    found = References()
    found.add("TAi.154", Bearer("un-154", "Person"))
    found.add("QDe.092 ", Bearer("un-92", "Organization"))
    found.add("QDi.322", Bearer("un-322", "Person"))
    found.add("TAi.001", SELF)
    for entity_id in ("un-7", "un-8"):
        found.add("XXi.007", Bearer(entity_id, "Person"))
    found.add("", Bearer("un-9", "Person"))
    return found


def edges(text: str, party: Bearer = SELF) -> list[tuple[str, dict[str, str]]]:
    items = links(party, text, known(), "f", "line=1;path=COMMENTS1")
    return [(i.schema, {f.prop: f.value for f in i.facts}) for i in items if isinstance(i, Draft)]


FAMILY = {"person": "un-1", "relative": "un-154"}
LINK = {"subject": "un-1", "object": "un-154", "role": "named in listing text"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brother of Malik Noorzai (TAi.154).", [("Family", FAMILY | {"relationship": "brother of"})]),
        (
            "Belongs to Noorzai tribe. Brother of Malik\nNoorzai (TAi.154).",
            [("Family", FAMILY | {"relationship": "brother of"})],
        ),
        ("He is a cousin of Malik Noorzai (TAi.154)", [("Family", FAMILY | {"relationship": "cousin of"})]),
        ("Brother-in-law of Mullah Omar (TAi.154)", [("Family", FAMILY | {"relationship": "brother-in-law of"})]),
        (
            "Father's name is Abu Bakar Ba'asyir (TAi.154)",
            [("Family", {"person": "un-154", "relative": "un-1", "relationship": "father of"})],
        ),
        ("Son of Haji Omar, associate of Malik Noorzai (TAi.154)", [("UnknownLink", LINK)]),
        ("Brother of Omar and Malik Noorzai (TAi.154)", [("UnknownLink", LINK)]),
        ("met the son of Malik Noorzai (TAi.154)", [("UnknownLink", LINK)]),
        ("Father's name is Omar. Associated with Malik Noorzai (TAi.154)", [("UnknownLink", LINK)]),
        ("Leader of (tai.154), see TAi.1540 and ATAi.154", []),
        ("listed as TAI.154", [("UnknownLink", LINK)]),
        ("see QDi322", [("UnknownLink", LINK | {"object": "un-322"})]),
        ("himself (TAi.001)", []),
        ("Brother of the movement (QDe.092)", [("UnknownLink", LINK | {"object": "un-92"})]),
        ("", []),
    ],
)
def test_edges(text: str, expected: list[tuple[str, dict[str, str]]]) -> None:
    assert edges(text) == expected


def test_kinship_is_between_persons() -> None:
    found = edges("Brother of Malik Noorzai (TAi.154)", Bearer("un-1", "Organization"))
    assert [schema for schema, _ in found] == ["UnknownLink"]


def test_every_mention_is_evidence_and_kinship_wins_wherever_it_stands() -> None:
    text = "With Malik Noorzai (TAi.154). Brother of Malik Noorzai (TAi.154)."
    (edge,) = links(SELF, text, known(), "f", "line=1;path=C")
    assert isinstance(edge, Draft)
    assert edge.schema == "Family"
    assert [f.locator for f in edge.facts if f.prop == "relative"] == [
        "line=1;path=C;chars=20-27",
        "line=1;path=C;chars=56-63",
    ]
    (said,) = [f for f in edge.facts if f.prop == "relationship"]
    assert said.original == "Brother of Malik Noorzai (TAi.154"
    assert said.locator == "line=1;path=C;chars=30-63"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("with (TAi.999)", "names a reference that no party of this list bears"),
        ("with (XXi.007)", "names a reference that 2 parties of this list bear"),
    ],
)
def test_what_is_unknown_or_ambiguous_is_not_guessed(text: str, reason: str) -> None:
    (reject,) = links(SELF, text, known(), "f", "line=1;path=C")
    assert reject == Reject("f", "line=1;path=C;chars=6-13", reason, text[6:13])


def test_kinship_words_may_not_reach_over_another_name() -> None:
    assert kin_before("Son of A, brother of B (TAi.154)", 24) is None
    assert kin_before("(TAi.040) and uncle of Sirajuddin Haqqani (TAi.144)", 43) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Father’s name is Abdelaziz. Mother’s name is Yamina Soltane.",
            [("fatherName", "Abdelaziz"), ("motherName", "Yamina Soltane")],
        ),
        ("Father's name: Abd al-Razzaq\nAbd al-Baqi", [("fatherName", "Abd al-Razzaq Abd al-Baqi")]),
        ("His father’s name is Noor Muhammad (deceased)", [("fatherName", "Noor Muhammad")]),
        ("Grandfather’s name is Salam.", []),
        ("Father name unknown", []),
    ],
)
def test_parents(text: str, expected: list[tuple[str, str]]) -> None:
    found = list(parent_names(text))
    assert [(parent.prop, parent.name) for parent in found] == expected
    assert all(" ".join(text[p.start : p.end].split()) == p.name for p in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 Apr. 2013", "2013-04-05"),
        ("22 November 2011", "2011-11-22"),
        ("25 Jan.2016", "2016-01-25"),
        ("31.7.2012", "2012-07-31"),
        ("05/05/1998", "1998-05-05"),
        ("08-11-2005", "2005-11-08"),
        ("2026-12-11", "2026-12-11"),
        ("Nov. 1973 ", "1973-11"),
        ("August 1961", "1961-08"),
        ("1993", "1993"),
        ("24/06/1402 (Hijri Calendar)", None),
        ("13/13/2013", None),
        ("Somewhen 1961", None),
        ("Between Aug. and Sep. 1977", None),
        ("", None),
    ],
)
def test_dates_keep_their_precision(text: str, expected: str | None) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("issued on 5 April 1999 at Zarqa, Jordan, expired on 4 April 2004", "1999-04-05", "2004-04-04"),
        ("Date of Issue: 22 November 2011 Date of Expiry: 21 November 2021", "2011-11-22", "2021-11-21"),
        ("British. Issued on 7.1.2014. Valid until 7.1.2024", "2014-01-07", "2024-01-07"),
        ("Issue date: 05/05/1998, expiry date: 04/05/2003", "1998-05-05", "2003-05-04"),
        ("Expiration date: 2026-12-11. ", None, "2026-12-11"),
        ("issued in Stadt Bonn, Germany", None, None),
        ("issued in 1974", "1974", None),
    ],
)
def test_validity(text: str, begins: str | None, ends: str | None) -> None:
    for found, expected in ((issued(text), begins), (expires(text), ends)):
        assert (found and found[0]) == expected
        assert found is None or written(text[found[1] : found[2]]) == expected
