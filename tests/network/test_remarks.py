"""Groups of interest named in remarks: found as whole names with their place, and never on a guess."""

from __future__ import annotations

import pyarrow as pa
import pytest

from contrared.network import Edge, Group, Layer, edges
from contrared.network.ties.remarks import folded, usable
from tests.network.statements import table

REGULATIONS = (
    "DOB 25 Mar 1967; POB Lebanon; Additional Sanctions Information - Subject to Secondary Sanctions Pursuant to the "
    "Hizballah Financial Sanctions Regulations; a.k.a. 'HAJJ AS'AD AHMAD'."
)
HIZBALLAH = Group("hiz", ("HIZBALLAH", "LH", "ESO", "FOREIGN RELATIONS DEPARTMENT"))
FARC = Group("farc", ("REVOLUTIONARY ARMED FORCES OF COLOMBIA", "FARC"))
ELN = Group("eln", ("NATIONAL LIBERATION ARMY", "EJERCITO DE LIBERACION NACIONAL", "ELN"))
PARTIES = [
    ("hiz", "Organization", "name", "HIZBALLAH"),
    ("kataib", "Organization", "name", "KATA'IB HIZBALLAH"),
    ("farc", "Organization", "name", "REVOLUTIONARY ARMED FORCES OF COLOMBIA"),
    ("eln", "Organization", "name", "NATIONAL LIBERATION ARMY"),
    ("balkan", "Organization", "name", "NATIONAL LIBERATION ARMY"),
    ("friends", "Organization", "alias", "FRIENDS OF HIZBALLAH"),
    ("x", "Person", "name", "X"),
]


def mentions(notes: str) -> list[Edge]:
    statements = table([*PARTIES, ("x", "Person", "notes", notes)])
    found = edges(statements, groups_of_interest=[HIZBALLAH, FARC, ELN]).edges
    assert all(edge.layer is Layer.REMARK and edge.statement_ids == ("s7",) for edge in found)
    return list(found)


@pytest.mark.parametrize(
    ("notes", "target", "mention"),
    [
        (REGULATIONS, "hiz", "Hizballah"),
        ("Secretary General of HIZBALLAH.", "hiz", "HIZBALLAH"),
        ("Member of Hizballáh", "hiz", "Hizballáh"),
        ("International FARC Commission Member for Mexico.", "farc", "FARC"),
        ("The Revolutionary  Armed\nForces of Colombia pay him", "farc", "Revolutionary  Armed\nForces of Colombia"),
        ("Finances the Ejército de Liberación Nacional.", "eln", "Ejército de Liberación Nacional"),
        ("Not on Sundays; works for Hizballah.", "hiz", "Hizballah"),
        ("Kata'ib Hizballah and Hizballah paid him", "hiz", "Hizballah"),
    ],
)
def test_found_with_its_place(notes: str, target: str, mention: str) -> None:
    (edge,) = mentions(notes)
    assert (edge.source, edge.target) == ("x", target)
    assert edge.span is not None
    assert notes[slice(*edge.span)] == mention
    assert edge.span == (notes.rindex(mention), notes.rindex(mention) + len(mention))


@pytest.mark.parametrize(
    "notes",
    [
        "Member of the LH and of the ESO",  # short capitals recur
        "Foreign ELN commander",
        "farc in lower case is some other word",
        "Hizballahi slogans",  # not the whole word
        "AntiHizballah",
        "Member of Kata'ib Hizballah.",  # the name of another party
        "Member of KATA‘IB HIZBALLAH.",
        "Member of the Friends of Hizballah.",
        "Member of the National Liberation Army.",  # ELN, or the Balkan group
        "Not a member of Hizballah.",
        "He fought against the FARC for years.",
        "Linked To: HIZBALLAH.",  # already an edge of the reader's, or refused by it
        "alt. Linked To: HIZBALLAH; Gender Male",
        "a.k.a. 'HIZBALLAH'; Gender Male",
        "Revolutionary forces of Colombia",
    ],
)
def test_not_found(notes: str) -> None:
    assert mentions(notes) == []


def test_both_kinds_of_mention_say_what_they_are() -> None:
    (edge,) = mentions(REGULATIONS)
    assert edge.kind == "regulations named after it"
    (edge,) = mentions("Secretary General of HIZBALLAH.")
    assert edge.kind == "named in text"


def test_every_place_is_an_edge_of_its_own_and_a_group_names_itself_in_vain() -> None:
    assert len(mentions("Hizballah courier; paid by Hizballah")) == 2
    said = [*PARTIES, ("hiz", "Organization", "notes", REGULATIONS)]
    assert edges(table(said), groups_of_interest=[HIZBALLAH]).edges == ()


def test_the_reason_of_a_listing_belongs_to_the_party_listed() -> None:
    said = [*PARTIES, ("l", "Sanction", "entity", "x"), ("l", "Sanction", "reason", "Courier of the FARC.")]
    (edge,) = edges(table(said), groups_of_interest=[FARC]).edges
    assert (edge.source, edge.target, edge.span) == ("x", "farc", (15, 19))


def test_what_was_refused_is_said() -> None:
    said = [*PARTIES, ("x", "Person", "notes", "Not a member of Hizballah.")]
    reasons = {r.what: r.reason for r in edges(table(said), groups_of_interest=[HIZBALLAH, ELN]).refusals}
    assert reasons["LH"] == "name too short or general to look for"
    assert reasons["national liberation army (us_ofac_sdn)"] == "several parties bear this name"
    assert reasons["s7 16-25"] == "sentence may deny the tie"


@pytest.mark.parametrize(
    ("text_of", "group_on", "rival_on", "expected"),
    [
        ("us_ofac_sdn", "us_ofac_sdn", "gb_hmt_sanctions", 1),  # a list speaks of its own parties first
        ("us_ofac_sdn", "us_ofac_sdn", "us_ofac_sdn", 0),
        ("gb_hmt_sanctions", "us_ofac_sdn", "gb_hmt_sanctions", 0),
        ("un_sc_sanctions", "us_ofac_sdn", "gb_hmt_sanctions", 0),
        ("un_sc_sanctions", "us_ofac_sdn", None, 1),
    ],
)
def test_the_same_name_on_several_lists(text_of: str, group_on: str, rival_on: str | None, expected: int) -> None:
    parts = [table([("hiz", "Organization", "name", "HIZBALLAH")], dataset=group_on)]
    parts.append(table([("x", "Person", "name", "X"), ("x", "Person", "notes", "Paid by Hizballah.")], dataset=text_of))
    if rival_on:
        parts.append(table([("other", "Organization", "name", "Hizballah")], dataset=rival_on))
    found = edges(pa.concat_tables(parts), groups_of_interest=[HIZBALLAH]).edges
    assert len(found) == expected


def test_a_group_merged_over_lists_is_found_under_its_canonical_id() -> None:
    said = [*PARTIES, ("hiz2", "Organization", "name", "HIZBALLAH"), ("x", "Person", "notes", "Paid by Hizballah.")]
    statements = table(said, canonical={"hiz": "H", "hiz2": "H"})
    (edge,) = edges(statements, groups_of_interest=[HIZBALLAH]).edges
    assert edge.target == "H"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("LH", False), ("PCC", False), ("FARC", True), ("Farc", False), ("HAMAS", True), ("AL X", False), ("M 19", False)],
)
def test_usable_names(name: str, expected: bool) -> None:
    assert usable(name) is expected


@pytest.mark.parametrize("text", ["Él Ñandú", "ʿAbd al-Raḥmān", "İstanbul", "ﬁnance", "Straße", "plain"])
def test_folding_keeps_places(text: str) -> None:
    plain, places = folded(text)
    assert len(plain) == len(places)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
