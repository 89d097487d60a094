"""The index finds whom the scorer knows, and says what is wrong with a segment that is not whole."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from contrared.match import Index, compare, threshold
from contrared.match.index.parts import EDITION, HEAD
from contrared.model import NodeError


def party(identity: str, name: str, schema: str = "Person", **values: str) -> dict[str, Any]:
    return {"id": identity, "schema": schema, "properties": {"name": [name], **{k: [v] for k, v in values.items()}}}


LISTED = [
    party("aissami", "Tareck Zaidan El Aissami Maddah", birthDate="1974-11-12", nationality="ve"),
    party("barakat", "Assad Ahmad BARAKAT", birthDate="1967-03-26", passportNumber="C2045678"),
    party("bilal", "Muhammad BILAL", nationality="pk"),
    party("lopez", "José Luis López Martínez", nationality="mx"),
    party("kim", "KIM Jong Nam"),
    party("petrov", "Ivan Sergeyevich PETROV"),
    party("minera", "Minera del Sur S.A. de C.V.", "Company", taxNumber="MSU010203AB1"),
    party("trading", "International Trading Group LLC", "Company"),
    party("victory", "Victory 3", "Vessel", imoNumber="IMO9187629"),
    {"id": "wallet", "schema": "CryptoWallet", "properties": {"publicKey": ["12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"]}},
    {"id": "address", "schema": "Address", "properties": {"full": ["Main Street 1"]}},
]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(LISTED)


FOUND = [
    (party("", "Tarek Zaidan AISAMI"), "aissami"),
    (party("", "Aissami Tareck Zaidan"), "aissami"),
    (party("", "Tarek AISAMI", birthDate="1974"), "aissami"),
    (party("", "Tareck Zaidan El Aisami Madah"), "aissami"),
    (party("", "Asad Ahmed Barakat"), "barakat"),
    (party("", "8arakat Assad Ahmad"), "barakat"),
    (party("", "Assad Ahmad Baraka"), "barakat"),
    (party("", "محمد بلال"), "bilal"),
    (party("", "Pepe Luis Lopez Martinez"), "lopez"),
    (party("", "Kim Jongnam"), "kim"),
    (party("", "Иван Сергеевич Петров"), "petrov"),
    (party("", "MINERA DEL SUR", "Organization"), "minera"),
    (party("", "Intl Trading Grp", "Organization"), "trading"),
    (party("", "M/V VICTORY III", "Vessel"), "victory"),
    (party("", "Another Name Entirely", "Vessel", imoNumber="9187629"), "victory"),
    (party("", "Wholly Otherwise", passportNumber="C2045678"), "barakat"),
    (party("", "A. Ahmad Barakat", passportNumber="C2O45678"), "barakat"),
    ({"schema": "CryptoWallet", "properties": {"publicKey": ["12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"]}}, "wallet"),
]


@pytest.mark.parametrize(("query", "expected"), FOUND, ids=lambda value: value if isinstance(value, str) else "")
def test_who_is_listed_is_found_with_the_score_of_compare(index: Index, query: dict[str, Any], expected: str) -> None:
    found = index.screen(query)
    assert found[0].entity_id == expected
    listed = next(item for item in LISTED if item["id"] == expected)
    assert found[0].entity == listed
    compared = compare(query, listed)
    assert (found[0].score, found[0].reasons) == (compared.score, compared.reasons)


NOT_FOUND = [
    party("", "John Smith"),
    party("", "Victory", "Vessel"),
    party("", "Tareck Zaidan El Aissami Maddah", "Vessel"),
    party("", "Assad Ahmad Barakat", birthDate="1989-01-02"),
    party("", ""),
    party("", "a"),
    party("", "x" * 10_000),
    party("", "\u202e\x00 😀"),
]


@pytest.mark.parametrize("query", NOT_FOUND, ids=range(len(NOT_FOUND)))
def test_who_is_not_listed_is_not_found(index: Index, query: dict[str, Any]) -> None:
    assert index.screen(query) == []


def test_candidates_come_best_first_and_no_more_than_asked(index: Index) -> None:
    found = index.screen(party("", "Assad Ahmad Barakat", passportNumber="C2045678"), limit=3, least=0.0)
    assert [candidate.score for candidate in found] == sorted((c.score for c in found), reverse=True)
    assert index.screen(party("", "Assad Ahmad Barakat"), limit=0) == []


def test_among_many_namesakes_the_one_born_that_day_is_found() -> None:
    many = [party(f"n{year}", "Nadia Farouk", birthDate=f"{year}-03-01") for year in range(1900, 1990)]
    found = Index(many).screen(party("", "Nadia Farouk", birthDate="1965-03-01"))
    assert found[0].entity_id == "n1965"


@pytest.mark.parametrize("born", ["unknown", "74", "", "19-11-1974", "-", "١٩٧٤"])
def test_a_date_that_is_none_says_nothing(index: Index, born: str) -> None:
    found = index.screen(party("", "Tareck Zaidan El Aissami", birthDate=born))
    assert [candidate.entity_id for candidate in found] == ["aissami"]


def test_an_empty_index_answers() -> None:
    assert len(Index([])) == 0
    assert Index([]).screen(party("", "Assad Barakat")) == []


def test_a_saved_segment_answers_alike(index: Index, tmp_path: Path) -> None:
    index.save(tmp_path / "s")
    opened = Index.open(tmp_path / "s")
    assert len(opened) == len(index) == len(LISTED) - 1
    for query, _ in FOUND:
        assert [(c.entity_id, c.score, c.reasons) for c in opened.screen(query)] == [
            (c.entity_id, c.score, c.reasons) for c in index.screen(query)
        ]


def test_the_same_entities_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        Index(LISTED).save(tmp_path / name)
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_threads_share_an_index(index: Index) -> None:
    queries = [query for query, _ in FOUND] * 20
    alone = [[c.entity_id for c in index.screen(query)] for query in queries]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda query: [c.entity_id for c in index.screen(query)], queries)) == alone


def test_a_segment_replaced_while_it_is_open_goes_on_answering(index: Index, tmp_path: Path) -> None:
    index.save(tmp_path / "s")
    opened = Index.open(tmp_path / "s")
    Index(LISTED[:1]).save(tmp_path / "s")
    assert opened.screen(party("", "Assad Ahmad Barakat"))[0].entity_id == "barakat"
    assert len(Index.open(tmp_path / "s")) == 1
    assert [item.name for item in tmp_path.iterdir()] == ["s"]


@pytest.mark.parametrize("name", ["profiles.bin", "tokens.bin", "posting_rows.npy", "near_keys.npy"])
def test_a_segment_cut_in_half_is_refused(index: Index, tmp_path: Path, name: str) -> None:
    index.save(tmp_path / "s")
    path = tmp_path / "s" / name
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(NodeError, match=f"{name}: the segment is damaged"):
        Index.open(tmp_path / "s")
    path.unlink()
    with pytest.raises(NodeError, match="damaged"):
        Index.open(tmp_path / "s")


@pytest.mark.parametrize(("edition", "said"), [(EDITION + 1, "a newer"), (EDITION - 1, "an older")])
def test_a_segment_of_another_edition_is_refused(index: Index, tmp_path: Path, edition: int, said: str) -> None:
    index.save(tmp_path / "s")
    head = tmp_path / "s" / HEAD
    head.write_text(json.dumps({**json.loads(head.read_text()), "edition": edition}))
    with pytest.raises(NodeError, match=said):
        Index.open(tmp_path / "s")
    head.write_text("{")
    with pytest.raises(NodeError, match="head"):
        Index.open(tmp_path / "s")
    head.unlink()
    with pytest.raises(NodeError, match="no segment"):
        Index.open(tmp_path / "s")


def test_near_misses_stay_below_the_threshold(index: Index) -> None:
    found = index.screen(party("", "Assad Ahmad Hussein"), least=0.0)
    assert all(candidate.score < threshold() for candidate in found)
