"""What partners send that is wrong, each thing with its fault; and what people here may not do."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from contrared.govern import enter, record
from contrared.govern.exchange import Book
from contrared.govern.log.entry import FRAME
from contrared.model import InputError, PolicyError, Protection
from contrared.share import keys
from contrared.share.envelope import Kind, canonical, peek, read_object, seal, seal_to, to_text, unread_text
from contrared.share.exchange import Exchange, Onward, Refusal, Statement
from contrared.share.exchange.bodies import Ask, Open, Sealed
from contrared.share.exchange.manifests import Manifest
from contrared.share.exchange.release import drafted, signed
from contrared.share.exchange.subjects import told
from contrared.share.keys import Subject
from contrared.store import Node

from .conftest import Pair, draft
from .nodes import NADIA, STRANGER, TOMAS, Post, carry, fault_of, send, side

ELEMENTS = 40


def manifest_of(pair: Pair) -> str:
    with side(pair.pa).pen.reading() as read:
        return str(read.many(Book.MANIFESTS, direction="out")[-1]["digest"])


def case_of(pair: Pair, asked: str) -> tuple[str, str]:
    """Message id of a question, and the commitment to its case."""
    (row,) = [row for row in pair.br.at().asks() if row["id"] == asked]
    with side(pair.br).pen.reading() as read:
        message = read.one(Book.MESSAGES, id=row["message"], direction="out")
    assert message is not None
    return row["message"], peek(message["data"]).header.case_commitment


def opening(pair: Pair, asked: str, handle: str, subject: Subject, *, thread: str = "opn-x", manifest: str = "") -> str:
    """An OPEN that no honest asker sends: the fault that comes back."""
    message, case = case_of(pair, asked)
    content = canonical({"subject": told(subject), "reason": "because"})
    key = pair.pa.known().seal_key
    return send(
        pair.br,
        pair.pa,
        Kind.OPEN,
        lambda bound: Open(thread, message, handle, seal_to(content, key, bound)).to_bytes(),
        manifest=manifest or manifest_of(pair),
        case=case,
    )


def tampered(pair: Pair, change: object) -> None:
    """The holder answers one question with an answer of its own making, rightly signed."""
    (message,) = pair.br.at().waiting()
    reply = peek(pair.pa.at().receive(message.data))
    body = change(read_object(reply.body, "it"))  # type: ignore[operator]
    pair.br.at().delivered(message.id, seal(reply.header, canonical(body), pair.pa.book.mine.key))


def _swapped(body: dict[str, str]) -> dict[str, str]:
    data = unread_text(body["evaluated"], "it")
    return {**body, "evaluated": to_text(data[32:64] + data[:32] + data[64:])}


def _line(action: str, purpose: str) -> dict[str, str]:
    """A receipt that opens, for another line."""
    row = record.line(user="peer:x", purpose=purpose, case="", action=action, what={}, legal_basis="treaty, art. 5")
    frame = {key: row[key] for key in FRAME} | {"content": row["content_hash"].hex()}
    told = canonical({"frame": frame, "salt": row["frame_salt"].hex()})
    return {"leaf": row["leaf"].hex(), "frame": told.decode()}


@pytest.mark.parametrize(
    "change",
    [
        _swapped,
        lambda body: {**body, "proof": to_text(bytes(64))},
        lambda body: {**body, "evaluated": body["evaluated"][: len(body["evaluated"]) // 2]},
        lambda body: {**body, "evaluated": to_text(bytes(32 * ELEMENTS))},
        lambda body: {**body, "evaluated": ""},
        lambda body: {**body, "extra": 1},
        lambda body: {key: value for key, value in body.items() if key != "proof"},
        lambda body: {**body, "receipt": {**body["receipt"], "leaf": "0" * 64}},
        lambda body: {**body, "receipt": _line("exchange ask", "another purpose")},
        lambda body: {**body, "receipt": _line("exchange open", "search for persons")},
    ],
    ids=["swapped", "proof", "half", "identity", "none", "extra", "missing", "receipt", "purpose", "act"],
)
def test_an_invalid_answer_is_an_error_and_never_no_hit(pair: Pair, change: object) -> None:
    pair.ask(STRANGER)
    tampered(pair, change)
    (row,) = pair.br.at().asks()
    assert row["state"] == "sent"
    assert row["trouble"].startswith("invalid answer")
    assert pair.br.at().waiting() == []
    assert pair.br.at().openings() == []


def test_an_answer_whose_seed_is_spent_leaves_no_secret(pair: Pair) -> None:
    pair.ask()
    assert [name for name in side(pair.br).pen.vault.names() if name.startswith("ask-")]
    carry(pair.br, pair.pa)
    assert not [name for name in side(pair.br).pen.vault.names() if name.startswith("ask-")]


def test_a_filter_without_its_canary_answers_nothing(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "canary", lambda _: keys.Key("CAN", b"another"))
    pair.pa.at().publish(pair.br.id, purpose="p", legal_basis="b", whole=True)
    monkeypatch.undo()
    carry(pair.pa, pair.br)
    pair.ask()
    carry(pair.br, pair.pa)
    (row,) = pair.br.at().asks()
    assert (row["state"], "canary" in row["trouble"]) == ("sent", True)


@pytest.mark.parametrize(
    ("number", "fault"),
    [(40, "element"), (160, "element"), (200, "blocks"), (39, "blocks"), (41, "blocks"), (0, "blocks")],
)
def test_a_question_has_one_to_four_full_blocks(pair: Pair, number: int, fault: str) -> None:
    body = Ask("persons", tuple(bytes(32) for _ in range(number)), "0" * 64).to_bytes()
    assert send(pair.br, pair.pa, Kind.ASK, lambda _: body, manifest=manifest_of(pair)) == fault
    with side(pair.pa).pen.reading() as read:
        assert read.spent(pair.br.id, "search for persons", "2026-11-26") == 0


@pytest.mark.parametrize("manifest", ["", "0" * 64])
def test_a_question_rests_on_a_manifest(pair: Pair, manifest: str) -> None:
    body = Ask("persons", tuple(bytes(32) for _ in range(40)), "0" * 64).to_bytes()
    assert send(pair.br, pair.pa, Kind.ASK, lambda _: body, manifest=manifest) == "manifest"


def test_a_budget_ends_and_begins_anew_the_next_day(pair: Pair) -> None:
    pair.pa.terms = replace(pair.pa.terms, elements_a_day=100)
    pair.ask(STRANGER), pair.ask(STRANGER), pair.ask(STRANGER)
    assert [fault for _, fault in carry(pair.br, pair.pa)] == ["", "", "budget"]
    states = sorted((row["state"], row["trouble"]) for row in pair.br.at().asks())
    assert states == [("no_hit", ""), ("no_hit", ""), ("sent", "refused: budget")]
    pair.clock.later(days=1)
    pair.ask(STRANGER)
    assert carry(pair.br, pair.pa) == [(Kind.ASK, "")]


def test_two_connections_do_not_overdraw_the_budget(pair: Pair) -> None:
    pair.pa.terms = replace(pair.pa.terms, elements_a_day=200)
    for _ in range(8):
        pair.ask(STRANGER)
    messages = pair.br.at().waiting()
    twice = [pair.pa.at(), _second_connection(pair.pa)]
    given: list[str] = []

    def take(holder: Exchange) -> None:
        done: set[str] = set()
        while len(done) < len(messages):
            for message in messages:
                fault = fault_of(holder.receive(message.data))
                if fault != "order":
                    done.add(message.id)
                    given.append(f"{message.id} {fault}")

    threads = [threading.Thread(target=take, args=(holder,)) for holder in twice]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted({line.split(" ")[1] for line in given}) == ["", "budget"]
    assert len({line for line in given if line.endswith(" ")}) == 5
    with side(pair.pa).pen.reading() as read:
        assert read.spent(pair.br.id, "search for persons", "2026-11-26") == 200


def _second_connection(post: Post) -> Exchange:
    desk = enter(Node.open(post.node.root), "ben", "search for persons", "case-1")
    return Exchange(
        desk, peers=post.book, clock=post.clock, approving=post.approving, terms=post.terms, holdings=post.shelf
    )


def test_a_user_asks_only_so_much_a_day(pair: Pair) -> None:
    pair.br.terms = replace(pair.br.terms, questions_a_day=1)
    pair.ask()
    with pytest.raises(PolicyError, match="as a day allows"):
        pair.ask()
    assert len(pair.br.at().waiting()) == 1


@pytest.mark.parametrize("missing", ["purpose", "legal_basis"])
def test_a_question_says_why(pair: Pair, missing: str) -> None:
    said = {"purpose": "p", "legal_basis": "b", "case": ""} | {missing: " "}
    with pytest.raises(InputError, match="purpose and a legal basis"):
        pair.br.at().ask(pair.pa.id, NADIA, **said)


def test_without_an_oversight_body_nobody_asks(pair: Pair) -> None:
    pair.br.terms = replace(pair.br.terms, oversight=b"")
    with pytest.raises(InputError, match="no oversight body"):
        pair.ask()


def test_what_did_not_hit_cannot_be_opened(pair: Pair) -> None:
    asked = pair.ask(STRANGER)
    carry(pair.br, pair.pa)
    with pytest.raises(InputError, match="no such hit"):
        pair.br.at().approve(asked, "00" * 8)
    asked, handle = pair.hit()
    with pytest.raises(InputError, match="cannot become opened"):
        pair.br.at().open(asked, handle, "not approved")


def test_opening_needs_a_question_its_manifest_its_handle_and_a_hit(pair: Pair) -> None:
    asked, handle = pair.hit(NADIA)
    _, of_tomas = pair.hit(TOMAS)
    before = manifest_of(pair)
    assert opening(pair, asked, "00" * 8, NADIA) == "handle"
    assert opening(pair, asked, of_tomas, NADIA) == "no-hit"
    assert opening(pair, asked, handle, STRANGER) == "no-hit"
    pair.publish()
    assert opening(pair, asked, handle, NADIA, manifest=manifest_of(pair)) == "handle"
    asked_anew, handle_anew = pair.hit(NADIA)
    assert handle_anew != handle
    assert opening(pair, asked_anew, handle, NADIA) == "handle"
    assert opening(pair, asked, handle_anew, NADIA, manifest=before) == "handle"
    assert pair.pa.at().inbox() == []
    assert opening(pair, asked, handle, NADIA, manifest=before) == ""
    assert opening(pair, asked, handle, NADIA, manifest=before) == "state"
    assert opening(pair, asked, handle, NADIA, manifest=before, thread="opn-y") == "state"


def test_opening_what_was_never_asked_or_never_answered(pair: Pair) -> None:
    content = seal_to(b"{}", pair.pa.known().seal_key, b"")
    body = Open("opn-x", "0" * 32, "00" * 8, content).to_bytes()
    assert send(pair.br, pair.pa, Kind.OPEN, lambda _: body, manifest=manifest_of(pair)) == "sealed"
    identity = canonical({"subject": told(NADIA), "reason": "r"})
    key = pair.pa.known().seal_key
    for message in ("0" * 32,):
        fault = send(
            pair.br,
            pair.pa,
            Kind.OPEN,
            lambda bound, message=message: Open("opn-x", message, "00" * 8, seal_to(identity, key, bound)).to_bytes(),  # type: ignore[misc]
            manifest=manifest_of(pair),
        )
        assert fault == "no-ask"


@pytest.mark.parametrize(
    "subject",
    [
        replace(NADIA, born=("1980-99-99",)),
        replace(NADIA, born=("yesterday",)),
        replace(NADIA, names=("\N{ZERO WIDTH JOINER}" * 5,), documents=()),
        replace(NADIA, phones=("+" * 200,), ibans=("?",), vessels=("IMO",), plates=(("zz", "-"),)),
    ],
    ids=["no day", "no date", "no letters", "no numbers"],
)
def test_an_identity_of_nonsense_stops_nothing(pair: Pair, subject: Subject) -> None:
    asked, handle = pair.hit()
    assert opening(pair, asked, handle, subject) in {"malformed", "no-hit", ""}
    pair.ask(STRANGER)
    assert carry(pair.br, pair.pa) == [(Kind.ASK, "")]


def test_a_record_that_is_closed_since_is_not_there_any_more(pair: Pair) -> None:
    asked, handle = pair.hit()
    pair.pa.shelf.closed.add("rec-nadia")
    assert opening(pair, asked, handle, NADIA) == "handle"


def test_protected_persons_are_in_no_filter_whoever_publishes_them(pair: Pair) -> None:
    enter(pair.pa.node, purpose="p").write().protect("rec-nadia", Protection.WITNESS, "testified")
    pair.publish()
    asked = pair.ask()
    carry(pair.br, pair.pa)
    assert [row["state"] for row in pair.br.at().asks() if row["id"] == asked] == ["no_hit"]


def test_who_asks_for_a_release_does_not_approve_it(pair: Pair) -> None:
    thread = pair.opened()
    holder = pair.pa.at("ana")
    holder.draft(thread, draft())
    for _ in range(2):
        with pytest.raises(PolicyError, match="waits"):
            holder.release(thread)
    with pytest.raises(PolicyError, match="does not approve"):
        pair.approve("ana")
    with pytest.raises(PolicyError, match="waits"):
        holder.release(thread)
    assert pair.pa.at().waiting() == []
    assert pair.pa.at().inbox()[0]["state"] == "approved_1"


def test_an_edit_after_the_approval_needs_another(pair: Pair) -> None:
    thread = pair.opened()
    holder = pair.pa.at("ana")
    first = holder.draft(thread, draft())
    with pytest.raises(PolicyError):
        holder.release(thread)
    pair.approve("ben")
    second = holder.draft(thread, draft(kept_back=frozenset({0, 1})))
    assert first != second
    with pytest.raises(PolicyError, match="waits"):
        holder.release(thread)
    pair.approve("ben")
    holder.release(thread)
    carry(pair.pa, pair.br)
    assert b"Nadia" not in pair.br.at().received()[0]["object"]


def test_what_was_released_is_not_released_again(pair: Pair) -> None:
    pair.released()
    thread = pair.pa.at().inbox()[0]["id"]
    with pytest.raises(InputError, match="released already"):
        pair.pa.at().release(thread)
    with pytest.raises(InputError, match="released already"):
        pair.pa.at().refuse(thread, Refusal.PURPOSE)
    assert len(pair.pa.at().given()) == 1


def test_a_request_that_ran_out_while_it_waited_is_not_released(pair: Pair) -> None:
    thread = pair.opened()
    holder = pair.pa.at()
    holder.draft(thread, draft())
    with pytest.raises(PolicyError):
        holder.release(thread)
    pair.approve("ben")
    pair.clock.later(hours=72)
    with pytest.raises(InputError, match="ran out"):
        holder.release(thread)
    holder.tidy()
    assert pair.pa.at().inbox()[0]["state"] == "expired"
    assert pair.pa.at().waiting() == []
    pair.clock.later(days=28)
    pair.br.at().tidy()
    assert pair.br.at().openings()[0]["state"] == "expired"


@pytest.mark.parametrize("kind", [Kind.RECALL, Kind.NARROW])
def test_a_recall_before_its_release(pair: Pair, kind: Kind) -> None:
    pair.opened()
    content = {"why": "w"} | ({"handling": "TLP:RED"} if kind is Kind.NARROW else {})
    key = pair.br.known().seal_key
    body = lambda bound: Sealed("rel-1", seal_to(canonical(content), key, bound)).to_bytes()  # noqa: E731
    assert send(pair.pa, pair.br, kind, body) == "no-release"


def test_an_outcome_of_what_was_never_released(pair: Pair) -> None:
    key = pair.pa.known().seal_key
    for outcome, fault in (("found", "no-release"), ("lost", "malformed")):
        content = canonical({"outcome": outcome})
        body = lambda bound, content=content: Sealed("rel-1", seal_to(content, key, bound)).to_bytes()  # noqa: E731
        assert send(pair.br, pair.pa, Kind.OUTCOME, body) == fault


def test_a_release_that_nobody_opened_or_that_another_signed(pair: Pair) -> None:
    thread = pair.opened()
    asked = pair.pa.at().inbox()[0]["ask"]
    key = pair.br.known().seal_key

    def release(about: str, signer: Post, **changed: str) -> str:
        ids = {"id": "rel-9", "from": pair.pa.id, "to": pair.br.id, "thread": about, "ask": asked, "corrects": ""}
        content, _ = drafted(draft(), {**ids, **changed}, pair.clock())
        data = signed(content, signer.book.mine.key)
        return send(pair.pa, pair.br, Kind.RELEASE, lambda bound: Sealed(about, seal_to(data, key, bound)).to_bytes())

    assert release("opn-none", pair.pa) == "no-ask"
    assert release(thread, pair.br) == "signature"
    assert release(thread, pair.pa, to="node-xx") == "malformed"
    assert release(thread, pair.pa, ask="0" * 32) == "no-ask"
    assert release(thread, pair.pa, corrects="rel-1") == "malformed"
    assert pair.br.at().received() == []
    assert release(thread, pair.pa) == ""
    assert release(thread, pair.pa, id="rel-10") == "state"
    assert len(pair.br.at().received()) == 1


def test_a_refusal_of_a_code_that_is_not_on_the_list(pair: Pair) -> None:
    thread = pair.opened()
    body = canonical({"about": thread, "code": "because the minister said so"[:20]})
    assert send(pair.pa, pair.br, Kind.REFUSE, lambda _: body) == "malformed"
    assert pair.br.at().openings()[0]["state"] == "opened"


def stated(pair: Pair, **changed: object) -> Manifest:
    with side(pair.pa).pen.reading() as read:
        row = read.many(Book.MANIFESTS, direction="out")[-1]
    return replace(Manifest.from_bytes(row["body"]), **changed)  # type: ignore[arg-type]


def test_two_manifests_of_one_number_are_evidence_that_is_kept(pair: Pair) -> None:
    first, other = stated(pair).to_bytes(), stated(pair, filter="0" * 64)
    assert send(pair.pa, pair.br, Kind.MANIFEST, lambda _: other.to_bytes()) == "equivocation"
    assert send(pair.pa, pair.br, Kind.MANIFEST, lambda _: first) == ""
    (kept,) = pair.br.at().conflicts()
    assert kept["kind"] == "equivocation"
    assert {Manifest.from_bytes(kept["held"]).filter, Manifest.from_bytes(kept["other"]).filter} == {
        stated(pair).filter,
        "0" * 64,
    }
    assert pair.hit()


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"normaliser": "0" * 64, "sequence": 2}, "normaliser"),
        ({"sequence": 2}, ""),
        ({"public": bytes(31), "sequence": 2}, "malformed"),
    ],
)
def test_a_manifest_of_another_normaliser_is_an_error(pair: Pair, changed: dict[str, object], fault: str) -> None:
    body = stated(pair, **{"size": 2, **changed}).to_bytes()
    assert send(pair.pa, pair.br, Kind.MANIFEST, lambda _: body) == fault


def test_another_filter_than_its_manifest_states(pair: Pair) -> None:
    new = stated(pair, sequence=2)
    assert send(pair.pa, pair.br, Kind.MANIFEST, lambda _: new.to_bytes()) == ""
    assert send(pair.pa, pair.br, Kind.FILTER, lambda _: b"another", manifest=new.digest) == "filter"
    assert send(pair.pa, pair.br, Kind.FILTER, lambda _: b"any", manifest="0" * 64) == "manifest"


def test_the_key_of_an_epoch_is_destroyed_after_its_grace(pair: Pair) -> None:
    epochs = side(pair.pa).pen.vault.names
    (name,) = epochs()
    pair.clock.later(days=7)
    pair.pa.at().tidy()
    assert epochs() == [name]
    assert pair.ask(STRANGER)
    assert carry(pair.br, pair.pa) == [(Kind.ASK, "")]
    pair.ask(STRANGER)
    pair.clock.later(days=2)
    pair.pa.at().tidy()
    assert epochs() == []
    with side(pair.pa).pen.reading() as read:
        assert read.many(Book.HANDLES) == []
    assert carry(pair.br, pair.pa) == [(Kind.ASK, "manifest")]
    with pytest.raises(InputError, match="nothing to ask under"):
        pair.ask()
    assert "exchange key destroyed" in [entry.action for entry in record.entries(pair.pa.node.ledger)]
    pair.publish()
    assert pair.hit()


def test_filters_go_when_nobody_needs_them_any_more(pair: Pair) -> None:
    folders = [post.node.root / "exchange" for post in (pair.br, pair.pa)]
    asked = pair.ask()
    (message,) = pair.br.at().waiting()
    reply = pair.pa.at().receive(message.data)
    pair.clock.later(days=10)
    for post in (pair.br, pair.pa):
        post.at().tidy()
    assert [len(list(folder.iterdir())) for folder in folders] == [1, 0]
    pair.br.at().delivered(message.id, reply)
    assert [row["state"] for row in pair.br.at().asks() if row["id"] == asked] == ["hit"]
    pair.br.at().tidy()
    assert list(folders[0].iterdir()) == []
    pair.publish()
    assert pair.hit()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"handling": "TLP:GREEN"}, "freer"),
        ({"statements": (Statement("name", "N", "B2", "TLP:AMBER // H2"),), "kept_back": frozenset()}, "freer"),
        ({"statements": (Statement("name", "N", "B2", "TLP:CLEAR // NO COURT"),), "kept_back": frozenset()}, "freer"),
        ({"legal_basis": " "}, "legal basis"),
        ({"statements": ()}, "1 to"),
        ({"kept_back": frozenset({7})}, "not there"),
        ({"grade": "Z9"}, "grade"),
        ({"handling": "SECRET"}, "TLP"),
        ({"expires": draft().expires.replace(year=2020)}, "ends after"),
    ],
)
def test_a_release_says_how_it_may_be_handled(pair: Pair, changed: dict[str, object], said: str) -> None:
    thread = pair.opened()
    with pytest.raises(InputError, match=said):
        pair.pa.at().draft(thread, draft(**changed))
    assert pair.pa.at().inbox()[0]["state"] == "pending"


def test_what_is_kept_back_may_be_stricter_than_the_rest(pair: Pair) -> None:
    secret = Statement("notes", "x", "C3", "TLP:RED")
    open_one = Statement("name", "Nadia", "B2", "TLP:GREEN")
    content, kept = drafted(
        draft(handling="TLP:GREEN", statements=(open_one, secret), onward=Onward.COURTS), {"id": "r"}, pair.clock()
    )
    assert [item.place for item in kept] == [1]
    assert "commitment" in content["statements"][1]
