from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.model import EvidentialStatus, Grade, Handling, InputError, Locator, Source, Tlp, strictest
from contrared.model.messages import catalogue


@pytest.mark.parametrize(("text", "shown"), [("A1", "A1"), ("f6", "F6"), (" b2 ", "B2")])
def test_grade_reads_both_scales(text: str, shown: str) -> None:
    assert str(Grade.parse(text)) == shown


@pytest.mark.parametrize("text", ["", "G1", "A7", "A", "1A", "A0", "AA1"])
def test_grade_refuses_what_is_on_neither_scale(text: str) -> None:
    with pytest.raises(InputError, match="Admiralty"):
        Grade.parse(text)


@pytest.mark.parametrize(
    ("text", "banner"),
    [
        ("TLP:AMBER", "TLP:AMBER"),
        ("amber+strict", "TLP:AMBER+STRICT"),
        ("TLP:WHITE", "TLP:CLEAR"),
        ("TLP:RED // H2 // NO COURT USE // REL TO pa, co", "TLP:RED // H2 // NO COURT USE // REL TO CO, PA"),
    ],
)
def test_handling_banner(text: str, banner: str) -> None:
    assert Handling.parse(text).banner == banner
    assert Handling.parse(banner) == Handling.parse(text)


def test_handling_refuses_an_unknown_label() -> None:
    with pytest.raises(InputError, match="TLP"):
        Handling.parse("SECRET")


HANDLINGS = st.builds(
    Handling,
    st.sampled_from(list(Tlp)),
    st.none(),
    st.sets(st.sampled_from(["A", "B"])).map(lambda s: tuple(sorted(s))),
    st.sets(st.sampled_from(["CO", "PA", "PE"])).map(lambda s: tuple(sorted(s))),
)


@given(st.lists(HANDLINGS, min_size=1, max_size=4))
def test_the_sum_is_never_freer_than_a_part(parts: list[Handling]) -> None:
    total = strictest(parts)
    for part in parts:
        assert total.tlp.value >= part.tlp.value
        assert set(total.caveats) >= set(part.caveats)
        if part.releasable_to:
            assert set(total.releasable_to) <= set(part.releasable_to)
            assert total.releasable_to or "NOT RELEASABLE" in total.caveats


TEXT = st.none() | st.text(min_size=1, max_size=12).filter(lambda s: s.strip() == s)
NUMBER = st.none() | st.integers(0, 10**9)


@given(NUMBER, TEXT, TEXT, NUMBER, st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_locator_reads_back(
    line: int | None, field: str | None, path: str | None, page: int | None, span: tuple[int, int] | None
) -> None:
    locator = Locator(line, field, path, page, *(span or (None, None)))
    if str(locator):
        assert Locator.parse(str(locator)) == locator


@pytest.mark.parametrize("text", ["", "row=3", "line=x", "line", "chars=3"])
def test_locator_refuses_what_it_cannot_read(text: str) -> None:
    if text == "chars=3":
        assert Locator.parse(text).end is None
        return
    with pytest.raises(InputError, match="locator"):
        Locator.parse(text)


def test_source_id_comes_from_content_and_reads_back() -> None:
    source = Source(
        sha256="ab" * 32,
        size=3,
        filename="x.csv",
        dataset="x",
        as_of="2021-06",
        publisher="P",
        licence="CC0",
        url="",
        reader="lines",
        reader_version="1",
        grade=Grade.parse("B2"),
        handling=Handling.parse("TLP:AMBER // REL TO CO"),
        legal_basis="order 12/2026",
        evidential_status=EvidentialStatus.EVIDENCE,
        expires=date(2030, 1, 1),
    )
    again = Source.from_dict(source.to_dict())
    assert again == source
    assert again.id == source.id
    assert source.id.startswith("src-")


def test_errors_say_what_where_and_what_to_do() -> None:
    assert str(InputError("is empty", where="a.csv, line 3", do="fetch it")) == "a.csv, line 3: is empty → fetch it"


def test_catalogue_has_texts() -> None:
    assert catalogue()
