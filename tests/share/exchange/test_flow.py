"""From a question to what came of it, between two nodes."""

from __future__ import annotations

import pytest

from contrared.govern import record
from contrared.govern.verify import verify
from contrared.model import InputError, PolicyError
from contrared.share.envelope import Kind
from contrared.share.exchange import Found, Refusal, Statement, verified

from .conftest import Pair, draft
from .nodes import NADIA, STRANGER, TOMAS, carry


def test_no_hit_says_nothing_to_anybody(pair: Pair) -> None:
    asked = pair.ask(STRANGER)
    assert carry(pair.br, pair.pa) == [(Kind.ASK, "")]
    (row,) = pair.br.at().asks()
    assert (row["id"], row["state"], row["trouble"]) == (asked, "no_hit", "")
    assert pair.br.at().openings() == []
    assert pair.pa.at().inbox() == []
    assert pair.br.at().waiting() == []


def test_a_hit_is_opened_approved_released_and_its_outcome_told(pair: Pair) -> None:
    release_id = pair.released()
    (got,) = pair.br.at().received()
    (thread,) = pair.br.at().openings()
    (request,) = pair.pa.at().inbox()
    assert (got["id"], got["state"]) == (release_id, "released")
    assert (thread["state"], thread["release_id"]) == ("released", release_id)
    assert (request["state"], request["release_id"], request["record"]) == ("released", release_id, "rec-nadia")
    assert request["score"] > 0.9
    assert request["identity"]["names"] == ["Nadia Farouk"]
    found = verified(got["object"], pair.pa.book.mine.key.public_key())
    assert (found.handling, found.grade, found.onward, found.thread) == (
        "TLP:AMBER // H1",
        "B2",
        "nobody",
        thread["id"],
    )
    assert found.statements[0] == Statement("name", "Nadia Farouk", "B2", "TLP:AMBER")
    assert b"in danger" not in got["object"]
    pair.br.at().outcome(release_id, Found.FOUND)
    assert carry(pair.br, pair.pa) == [(Kind.OUTCOME, "")]
    assert pair.pa.at().given()[0]["outcome"] == "found"
    for node in (pair.br.node, pair.pa.node):
        assert verify(node).ok


def test_what_was_kept_back_can_be_opened_before_a_judge(pair: Pair) -> None:
    pair.released()
    (given,) = pair.pa.at().given()
    (kept,) = given["kept_back"]
    found = verified(pair.br.at().received()[0]["object"], pair.pa.book.mine.key.public_key())
    said = Statement(**kept["statement"])
    assert said.value == "named by a source who would be in danger"
    assert found.opens(kept["place"], said, bytes.fromhex(kept["salt"]))
    assert not found.opens(0, said, bytes.fromhex(kept["salt"]))
    assert not found.opens(kept["place"], said, bytes(32))
    assert not found.opens(
        kept["place"], Statement("notes", "something else", "C3", "TLP:RED"), bytes.fromhex(kept["salt"])
    )


def test_a_refusal_tells_its_code_and_nothing_else(pair: Pair) -> None:
    thread = pair.opened()
    pair.pa.at().refuse(thread, Refusal.OPERATIONAL)
    assert carry(pair.pa, pair.br) == [(Kind.REFUSE, "")]
    (row,) = pair.br.at().openings()
    assert (row["state"], row["code"]) == ("refused", "operational")
    with pytest.raises(InputError, match="refused already"):
        pair.pa.at().draft(thread, draft())


def test_what_is_asked_back_is_answered_before_anything_is_decided(pair: Pair) -> None:
    thread = pair.opened()
    pair.pa.at().ask_back(thread, "On which warrant?")
    for act in (lambda: pair.pa.at().refuse(thread, Refusal.PURPOSE), lambda: pair.pa.at().draft(thread, draft())):
        with pytest.raises(InputError, match="not answered"):
            act()
    carry(pair.pa, pair.br)
    (row,) = pair.br.at().openings()
    assert (row["state"], row["question"]) == ("asked_back", "On which warrant?")
    pair.br.at().open(row["ask_id"], row["handle"], "warrant 44 of the second chamber")
    assert carry(pair.br, pair.pa) == [(Kind.OPEN, "")]
    (request,) = pair.pa.at().inbox()
    assert (request["reason"], request["state"], request["asked_back"]) == (
        "warrant 44 of the second chamber",
        "pending",
        False,
    )
    pair.pa.at().refuse(thread, Refusal.LEGAL_BASIS)
    carry(pair.pa, pair.br)
    assert pair.br.at().openings()[0]["state"] == "refused"


def test_narrowed_then_recalled_on_both_sides(pair: Pair) -> None:
    release_id = pair.released()
    with pytest.raises(InputError, match="not stricter"):
        pair.pa.at().narrow(release_id, "TLP:GREEN", "too much")
    pair.pa.at().narrow(release_id, "TLP:RED // H1", "the case is before a court")
    pair.pa.at().recall(release_id, "another person was meant")
    assert carry(pair.pa, pair.br) == [(Kind.NARROW, ""), (Kind.RECALL, "")]
    (got,) = pair.br.at().received()
    assert (got["state"], got["why"]) == ("recalled", "another person was meant")
    assert pair.pa.at().given()[0]["state"] == pair.pa.at().inbox()[0]["state"] == "recalled"
    with pytest.raises(InputError, match="recalled already"):
        pair.pa.at().recall(release_id, "again")


def test_a_correction_is_approved_like_a_release_and_stands_beside_it(pair: Pair) -> None:
    release_id = pair.released()
    better = draft(statements=(Statement("name", "Nadia Faruk", "B2", "TLP:AMBER"),), kept_back=frozenset())
    with pytest.raises(PolicyError, match="waits"):
        pair.pa.at().correct(release_id, better, "misspelt")
    pair.approve("ben")
    made = pair.pa.at().correct(release_id, better, "misspelt")
    assert carry(pair.pa, pair.br) == [(Kind.CORRECT, "")]
    rows = {row["id"]: row for row in pair.br.at().received()}
    assert set(rows) == {release_id, made}
    assert verified(rows[made]["object"], pair.pa.book.mine.key.public_key()).corrects == release_id
    assert rows[release_id]["why"] == f"corrected by {made}"


def test_each_record_that_hits_is_opened_for_itself(pair: Pair) -> None:
    first, second = pair.hit(NADIA), pair.hit(TOMAS)
    assert first[1] != second[1]
    pair.br.at().approve(*first)
    pair.br.at().open(*first, "stopped")
    carry(pair.br, pair.pa)
    assert [row["record"] for row in pair.pa.at().inbox()] == ["rec-nadia"]


def test_everything_is_on_record_on_both_sides_under_the_same_header(pair: Pair) -> None:
    pair.released()
    sides = [
        {
            entry.what["header"]: (entry.action, entry.purpose, entry.legal_basis)
            for entry in record.entries(node.ledger)
            if "header" in entry.what
        }
        for node in (pair.br.node, pair.pa.node)
    ]
    assert sides[0].keys() == sides[1].keys()
    assert sorted(action for action, _, _ in sides[0].values()) == sorted(
        f"exchange {kind}" for kind in ("manifest", "filter", "ask", "open", "release")
    )
    assert {(purpose, bool(basis)) for _, purpose, basis in sides[0].values()} == {("search for persons", True)}


def test_the_partner_is_told_a_commitment_to_the_case_and_no_more(pair: Pair) -> None:
    pair.ask()
    (message,) = pair.br.at().waiting()
    assert b"case-1" not in message.data
    assert b"Nadia" not in message.data


def test_without_enough_for_a_key_nothing_is_asked(pair: Pair) -> None:
    with pytest.raises(InputError, match="not comparable"):
        pair.ask(type(NADIA)(names=("Nadia Farouk",)))
    assert pair.br.at().waiting() == []
