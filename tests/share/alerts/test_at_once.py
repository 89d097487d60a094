"""Whoever is met is asked about at partners at once; their duty desk rings only where somebody approved that before."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contrared.govern import record
from contrared.govern.subscriptions import Subscriptions
from contrared.model import InputError
from contrared.share.alerts import ask_partners, followed
from contrared.share.alerts.publishing import publish, renewed
from contrared.share.node import exchange_at

from .nodes import BASIS, Post, known, meet

NADIA = known("Nadia Farouk", "1980-02-11", "AX123456")
STRANGER = known("Ines Aldao Ruiz", "1991-05-05", "ZZ998877")


@pytest.fixture
def posts(tmp_path: Path) -> Iterator[tuple[Post, Post]]:
    """Colombia meets people; Panama watches for Nadia."""
    co, pa = Post(tmp_path / "co", "co"), Post(tmp_path / "pa", "pa")
    meet(co, pa)
    pa.watch("darien", NADIA)
    pa.lets_ask(co, "darien")
    yield co, pa
    co.close()
    pa.close()


def test_with_a_standing_approval_the_partner_hears_within_a_second(posts: tuple[Post, Post]) -> None:
    co, pa = posts
    co.approved_beforehand(pa)
    co.meets(STRANGER)
    started = time.perf_counter()
    (asked,) = co.meets(NADIA)
    took = time.perf_counter() - started
    assert (asked.state, len(asked.opened), asked.left) == ("hit", 1, ())
    (request,) = pa.at()[0].inbox()
    assert request["identity"]["names"] == ["Nadia Farouk"]
    assert "Capurganá" in request["reason"]
    assert request["record"].startswith("wat-")
    assert took < 30, "the bench measures; this only says that nothing waits for a rhythm"
    assert "opened beforehand" in [line.action for line in record.entries(co.node.ledger)]


def test_without_one_only_the_own_desk_hears(posts: tuple[Post, Post]) -> None:
    co, pa = posts
    (asked,) = co.meets(NADIA)
    assert (asked.state, asked.opened, len(asked.left)) == ("hit", (), 1)
    assert pa.at()[0].inbox() == []


def test_whoever_is_not_looked_for_leaves_no_trace_at_the_partner(posts: tuple[Post, Post]) -> None:
    co, pa = posts
    co.approved_beforehand(pa)
    (asked,) = co.meets(STRANGER)
    assert (asked.state, asked.opened, asked.left) == ("no_hit", (), ())
    assert pa.at()[0].inbox() == []
    for path in (path for path in pa.folder.rglob("*") if path.is_file()):
        for secret in (b"Aldao", b"ALDAO", b"ZZ998877", b"1991-05-05"):
            assert secret not in path.read_bytes(), path


@pytest.mark.parametrize(
    "narrow",
    [{"purposes": ("tourism",)}, {"ceiling": "TLP:GREEN"}, {"categories": ("persons",)}, {"partners": ("node-other",)}],
    ids=str,
)
def test_a_standing_approval_carries_what_it_names_and_no_more(
    posts: tuple[Post, Post], narrow: dict[str, object]
) -> None:
    co, pa = posts
    co.approved_beforehand(pa, **narrow)
    (asked,) = co.meets(NADIA)
    assert (asked.opened, len(asked.left)) == ((), 1)


def test_a_standing_approval_is_used_up(posts: tuple[Post, Post]) -> None:
    co, pa = posts
    co.approved_beforehand(pa, most_uses=1, most_per_day=1)
    assert len(co.meets(NADIA)[0].opened) == 1
    assert len(co.meets(NADIA)[0].left) == 1


def test_a_minor_is_not_asked_about(posts: tuple[Post, Post]) -> None:
    co, _ = posts
    assert co.meets(known("Nadia Farouk", "2015-02-11", "AX123456")) == []


def test_who_has_no_documents_is_recorded_and_not_comparable(posts: tuple[Post, Post]) -> None:
    co, _ = posts
    assert co.meets([], note="no papers") == []


def test_a_partner_that_does_not_answer_is_asked_later(posts: tuple[Post, Post]) -> None:
    co, pa = posts
    pa.server.close()
    desk = co.desk()
    exchange, book = exchange_at(desk)
    asks = ask_partners(desk, exchange, book, NADIA, purpose="border control", legal_basis=BASIS)
    (asked,) = followed(desk, exchange, book, asks, handling="TLP:AMBER", reason="met", patience=0.2)
    assert asked.state == "sent"
    assert len(exchange.waiting()) == 1


def test_an_ended_subscription_is_asked_for_no_more(posts: tuple[Post, Post]) -> None:
    co, pa = posts
    desk, (exchange, book) = pa.desk(), pa.at()
    (row,) = Subscriptions(desk).held()
    with pytest.raises(InputError, match="reason"):
        Subscriptions(desk).end(row["id"], "")
    Subscriptions(desk).end(row["id"], "the case is closed")
    assert [done.records for done in publish(desk, exchange, book.named("co"))] == [0]
    pa.deliver()
    assert renewed(desk, exchange, book) == []
    assert Subscriptions(desk).held(everything=True)[0]["ended_why"] == "the case is closed"
    assert co.meets(NADIA)[0].state == "no_hit"


def test_what_is_published_is_published_once_an_epoch(posts: tuple[Post, Post]) -> None:
    _, pa = posts
    desk, (exchange, book) = pa.desk(), pa.at()
    assert renewed(desk, exchange, book) == []
    later = exchange_at(desk, lambda: datetime.now(UTC) + timedelta(days=8))
    assert [done.records for done in renewed(desk, *later)] == [1]
