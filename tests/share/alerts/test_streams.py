"""Streams: questions on a beat look alike whether somebody was met or not, and whoever is met waits for the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from contrared.govern import record
from contrared.govern.streams import Streams
from contrared.model import InputError, Protection
from contrared.share.alerts import WATCHED, Beaten, beat, beat_of, taken_up
from contrared.share.envelope import Envelope, Kind, peek
from contrared.share.exchange.bodies import Ask
from contrared.store.tables import exchange_messages

from .nodes import BASIS, OVERSIGHT, PURPOSE, Post, known, meet

NADIA = known("Nadia Farouk", "1980-02-11", "AX123456")
STRANGER = known("Ines Aldao Ruiz", "1991-05-05", "ZZ998877")
#: More keys than one block has places.
LONG = known("Amaru Bela Cruz Dora Elk Fuentes Gala Huanca Inti", "1980-02-11")
START = datetime.now(UTC)
EVERY = 60


@pytest.fixture
def posts(tmp_path: Path) -> Iterator[tuple[Post, Post]]:
    """Colombia meets people and asks on a beat; Panama watches for Nadia."""
    co, pa = Post(tmp_path / "co", "co"), Post(tmp_path / "pa", "pa")
    meet(co, pa)
    pa.watch("darien", NADIA)
    pa.lets_ask(co, "darien")
    begin(co, pa)
    yield co, pa
    co.close()
    pa.close()


def begin(post: Post, other: Post, **changed: Any) -> dict[str, Any]:
    peer = post.at()[1].named(other.country)
    told = {"every": EVERY, "blocks": 1, "purpose": PURPOSE, "legal_basis": BASIS, **changed}
    return Streams(post.desk()).begin(peer.id, WATCHED, **told)


def beaten(post: Post, number: int) -> list[Beaten]:
    """The beat so many beats after the start, delivered."""
    found = beat(post.desk(), *post.at(), START + timedelta(seconds=EVERY * number))
    post.deliver()
    return found


def sent(post: Post) -> list[Envelope]:
    """The questions a node sent, as they left."""
    with post.node.ledger.reading() as connection:
        rows = connection.execute(select(exchange_messages).where(exchange_messages.c.direction == "out")).mappings()
        found = [peek(row["data"]) for row in rows if row["kind"] == str(Kind.ASK)]
    return sorted(found, key=lambda envelope: envelope.header.seq)


def test_whoever_is_met_waits_for_the_beat_and_is_heard_of_then(posts: tuple[Post, Post]) -> None:
    co, pa = posts
    co.approved_beforehand(pa)
    assert co.meets(NADIA) == [], "nothing at once"
    assert sent(co) == []
    (gone,) = beaten(co, 1)
    assert gone.encounter
    (answer,) = taken_up(co.desk(), co.at()[0])
    assert (answer.encounter, answer.state, len(answer.opened), answer.left) == (gone.encounter, "hit", 1, ())
    co.deliver()
    (request,) = pa.at()[0].inbox()
    assert request["identity"]["names"] == ["Nadia Farouk"]
    assert "Capurganá" in request["reason"]
    assert taken_up(co.desk(), co.at()[0]) == [], "once"


def test_without_a_standing_approval_a_person_decides(posts: tuple[Post, Post]) -> None:
    co, pa = posts
    co.meets(NADIA)
    beaten(co, 1)
    (answer,) = taken_up(co.desk(), co.at()[0])
    assert (answer.opened, len(answer.left)) == ((), 1)
    assert pa.at()[0].inbox() == []


def test_the_partner_cannot_tell_somebody_from_nobody(posts: tuple[Post, Post]) -> None:
    co, _ = posts
    for number, met in enumerate((None, STRANGER, None, NADIA, LONG, None), 1):
        if met is not None:
            co.meets(met)
        (gone,) = beaten(co, number)
        assert bool(gone.encounter) == (met is not None)
    questions = sent(co)
    assert len(questions) == 6
    for question in questions:
        header, body = question.header, Ask.from_bytes(question.body)
        assert len(body.elements) == 40, "also of those for whom one block is too small"
        assert (header.purpose, header.legal_basis) == (PURPOSE, BASIS)
        assert len(header.case_commitment) == 64, "also a question about nobody commits to a case"
        assert len(question.body) == len(questions[0].body)
        life = datetime.fromisoformat(header.expires) - datetime.fromisoformat(header.created)
        assert life == timedelta(days=life.days), "the same for all"
    assert len({question.header.case_commitment for question in questions}) == 6
    assert len({Ask.from_bytes(question.body).elements for question in questions}) == 6


def test_a_beat_is_struck_once_and_none_is_made_up_for(posts: tuple[Post, Post]) -> None:
    co, _ = posts
    co.meets(NADIA)
    co.meets(STRANGER)
    (first,) = beaten(co, 1)
    assert beaten(co, 1) == beaten(co, 0) == []
    (second,) = beaten(co, 50)
    assert first.encounter != second.encounter
    assert first.encounter, "who came first is asked about first"
    (third,) = beaten(co, 51)
    assert third.encounter == ""
    (stream,) = Streams(co.desk()).held()
    assert not Streams(co.desk()).claim(stream["id"], beat_of(stream, START + timedelta(seconds=EVERY * 51)))


def test_oversight_computes_questions_about_nobody_again(posts: tuple[Post, Post]) -> None:
    co, _ = posts
    co.meets(LONG)
    asks = [gone.ask for number in (1, 2) for gone in beaten(co, number)]
    looked = co.at()[0].look(asks, OVERSIGHT)
    assert [one.sound for one in looked] == [True, True]
    assert [bool(one.subject["names"]) for one in looked] == [True, False]
    assert {row["state"] for row in co.at()[0].asks()} <= {"no_hit", "not_comparable"}


def test_whoever_is_protected_since_or_waits_in_an_ended_stream_is_not_asked_about(posts: tuple[Post, Post]) -> None:
    co, pa = posts
    co.meets(NADIA)
    (encounter,) = co.desk().memory.encounters()
    co.desk().write().protect(encounter["id"], Protection.VICTIM, "she said so")
    (gone,) = beaten(co, 1)
    assert gone.encounter == ""
    co.meets(STRANGER)
    (stream,) = Streams(co.desk()).held()
    assert Streams(co.desk()).end(stream["id"], "the partner asked for it") >= 1
    assert beaten(co, 2) == []
    assert Streams(co.desk()).waiting(stream["id"]) == []
    (asked,) = co.meets(STRANGER)
    assert asked.partner == co.at()[1].named(pa.country).id, "at once again"
    acts = [line.action for line in record.entries(co.node.ledger)]
    assert {"stream begun", "stream waits", "stream ended"} <= set(acts)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"every": 0}, "is no beat"),
        ({"every": 100_000}, "is no beat"),
        ({"blocks": 0}, "no 0 blocks"),
        ({"blocks": 5}, "no 5 blocks"),
        ({"legal_basis": " "}, "legal basis"),
        ({}, "a stream already"),
    ],
)
def test_what_is_no_stream(posts: tuple[Post, Post], changed: dict[str, Any], said: str) -> None:
    co, pa = posts
    with pytest.raises(InputError, match=said):
        begin(co, pa, **changed)
    with pytest.raises(InputError, match="reason"):
        Streams(co.desk()).end("str-1", " ")
    with pytest.raises(InputError, match="no such stream"):
        Streams(co.desk()).end("str-1", "why")


def test_nothing_goes_to_a_partner_that_was_revoked(posts: tuple[Post, Post]) -> None:
    co, pa = posts
    _, book = co.at()
    book.revoke(book.named(pa.country).id, "left the agreement")
    assert beat(co.desk(), *co.at(), START + timedelta(seconds=EVERY)) == []
