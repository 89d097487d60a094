"""Publishing again within an epoch: a change where one serves, else a filter that shares nothing with the first."""

from __future__ import annotations

import numpy as np
import pytest

from contrared.govern.exchange import IN, OUT, Book, Row
from contrared.share.envelope import Kind
from contrared.share.exchange import Published
from contrared.share.exchange.manifests import Manifest
from contrared.share.filters import Filter
from contrared.share.keys import Subject

from .conftest import Pair
from .nodes import NADIA, STRANGER, TOMAS, Post, carry, send, side


def again(pair: Pair) -> Published:
    return pair.pa.at().publish(pair.br.id, purpose="search for persons", legal_basis="treaty")


def rows(post: Post, direction: str) -> list[Row]:
    with side(post).pen.reading() as read:
        return [row for row in read.many(Book.MANIFESTS) if row["direction"] == direction]


def forget(pair: Pair) -> None:
    """What the holder knew of its filter is gone, as on a node that was restored."""
    held = side(pair.pa)
    for row in rows(pair.pa, OUT):
        held.pen.remove_file(row["holding"])


def states(pair: Pair, *subjects: Subject) -> list[str]:
    asked = [pair.ask(subject) for subject in subjects]
    carry(pair.br, pair.pa)
    found = {row["id"]: row["state"] for row in pair.br.at().asks()}
    return [found[each] for each in asked]


def test_a_change_finds_who_came_and_no_longer_who_went(pair: Pair) -> None:
    assert states(pair, NADIA, TOMAS, STRANGER) == ["hit", "hit", "no_hit"]
    pair.pa.shelf.put("r-new", STRANGER)
    pair.pa.shelf.closed.add(next(key for key, held in pair.pa.shelf.held.items() if held.subject == TOMAS))
    done = again(pair)
    assert (done.whole, done.size < 2000) == (False, True)
    assert carry(pair.pa, pair.br) == [(Kind.MANIFEST, ""), (Kind.CHANGE, "")]
    assert states(pair, NADIA, TOMAS, STRANGER) == ["hit", "no_hit", "hit"]
    first, second = (Manifest.from_bytes(row["body"]) for row in rows(pair.br, IN))
    assert (first.public, first.canary, first.sequence + 1) == (second.public, second.canary, second.sequence)


def test_a_change_of_nobody_looks_like_any_other(pair: Pair) -> None:
    nobody = again(pair)
    pair.pa.shelf.put("r-new", STRANGER)
    assert again(pair).size == nobody.size
    assert [fault for _, fault in carry(pair.pa, pair.br)] == [""] * 4
    assert states(pair, NADIA, STRANGER) == ["hit", "hit"]


def test_a_record_that_reads_otherwise_now_gets_another_handle(pair: Pair) -> None:
    _, before = pair.hit()
    record = next(key for key, held in pair.pa.shelf.held.items() if held.subject == NADIA)
    pair.pa.shelf.put(record, Subject(names=NADIA.names, born=NADIA.born, documents=(("co", "ZZ 900001"),)))
    again(pair)
    carry(pair.pa, pair.br)
    _, after = pair.hit()
    assert before != after
    with side(pair.pa).pen.reading() as read:
        meant = {row["handle"]: row["record"] for row in read.many(Book.HANDLES)}
    assert meant[before] == meant[after] == record


def test_filters_that_a_change_overtook_go_on_both_sides(pair: Pair) -> None:
    again(pair)
    carry(pair.pa, pair.br)
    for post, direction in ((pair.pa, OUT), (pair.br, IN)):
        post.at().tidy()
        assert [bool(row["filter"]) for row in rows(post, direction)] == [False, True]
        folder = post.node.root / "exchange"
        kept = {name for row in rows(post, direction) for name in (row["filter"], row["holding"]) if name}
        assert {path.name for path in folder.iterdir()} == kept
    assert states(pair, NADIA) == ["hit"]


@pytest.mark.parametrize("trouble", ["forgotten", "not taken"])
def test_a_whole_filter_under_another_key_where_a_change_cannot_be(pair: Pair, trouble: str) -> None:
    if trouble == "forgotten":
        forget(pair)
    else:
        again(pair)
        side(pair.br).pen.remove_file(rows(pair.br, IN)[0]["filter"])
        assert carry(pair.pa, pair.br) == [(Kind.MANIFEST, ""), (Kind.CHANGE, "filter")]
    assert again(pair).whole
    held = side(pair.pa)
    first, last = rows(pair.pa, OUT)[0], rows(pair.pa, OUT)[-1]
    assert Manifest.from_bytes(first["body"]).public != Manifest.from_bytes(last["body"]).public
    tags = [Filter.from_bytes(held.pen.file(row["filter"]).read_bytes()).tags for row in (first, last)]
    assert not np.isin(tags[0], tags[1]).any()
    assert [fault for _, fault in carry(pair.pa, pair.br)] == ["", ""]
    assert states(pair, NADIA) == ["hit"]


def test_a_question_under_the_first_is_still_answered(pair: Pair) -> None:
    asked = pair.ask()
    again(pair)
    (message,) = pair.br.at().waiting()
    reply = pair.pa.at().receive(message.data)
    pair.br.at().delivered(message.id, reply)
    (opening,) = pair.br.at().openings(asked)
    assert opening["state"] == "hit"
    assert pair.hit()


def test_a_change_is_held_against_its_manifest(pair: Pair) -> None:
    again(pair)
    manifest = rows(pair.pa, OUT)[-1]["digest"]
    change = next(each.data for each in pair.pa.at().waiting() if b'"type":"change"' in each.data)
    carry(pair.pa, pair.br)
    assert send(pair.pa, pair.br, Kind.CHANGE, lambda _: b"none", manifest="0" * 64) == "manifest"
    assert send(pair.pa, pair.br, Kind.CHANGE, lambda _: b"none", manifest=manifest) == "filter"
    body = change[change.index(b"CTRCHG1\n") :]
    other = body[:8] + bytes(32) + body[40:]
    assert send(pair.pa, pair.br, Kind.CHANGE, lambda _: other, manifest=manifest) == "filter"
    assert send(pair.pa, pair.br, Kind.CHANGE, lambda _: body, manifest=rows(pair.pa, OUT)[0]["digest"]) == "filter"
    assert send(pair.pa, pair.br, Kind.CHANGE, lambda _: body[:-8], manifest=manifest) == "filter"
    assert states(pair, NADIA) == ["hit"]
