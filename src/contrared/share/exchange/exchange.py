"""One node's side of everything: what comes in, what goes out, and what people decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from contrared.govern import Desk
from contrared.govern.exchange import Book, Pen, Row
from contrared.model import InputError
from contrared.share.envelope import Kind
from contrared.share.exchange import (
    after,
    asking,
    deciding,
    ending,
    hearing,
    opening,
    oversight,
    proving,
    publishing,
    rejoining,
    requests,
)
from contrared.share.exchange.answering import take_ask
from contrared.share.exchange.approving import Approving, FourEyes
from contrared.share.exchange.delivering import delivered
from contrared.share.exchange.holdings import DeskHoldings, Holdings
from contrared.share.exchange.manifests import Manifest, take_change, take_filter, take_manifest, usable
from contrared.share.exchange.opening import Refusal
from contrared.share.exchange.partners import Peers
from contrared.share.exchange.post import Outgoing, Why, waiting
from contrared.share.exchange.publishing import Published, Record
from contrared.share.exchange.receiving import Handler, receive
from contrared.share.exchange.release import Draft
from contrared.share.exchange.side import Side
from contrared.share.exchange.telling import tell_partners
from contrared.share.exchange.terms import Terms
from contrared.share.keys import Subject

#: The category there is: persons.
PERSONS = "persons"


class Exchange:
    """One node's side of everything.

    Args:
        desk: Of the officer who acts, or of the service that answers partners.
        peers: Who the partners are.
        clock: Tells the time.
        approving: Says whether somebody else approved a release; as this node has it unless given.
        terms: On which terms this node exchanges; as ``node.toml`` says unless given.
        holdings: Where records come from; the lake, as the desk shows it, unless given.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        peers: Peers,
        clock: Callable[[], datetime],
        approving: Approving | None = None,
        terms: Terms | None = None,
        holdings: Holdings | None = None,
    ) -> None:
        pen = Pen(desk.node, desk.person.id, desk.purpose, desk.case)
        self._side = Side(
            desk, peers, clock, terms or Terms.of(desk.node.settings.exchange, desk.node.settings.log.escrow), pen
        )
        self._approving = approving or FourEyes()
        self._holdings = holdings or DeskHoldings(desk)
        self._handlers: dict[Kind, Handler] = {
            Kind.MANIFEST: take_manifest,
            Kind.FILTER: take_filter,
            Kind.CHANGE: take_change,
            Kind.ASK: take_ask,
            Kind.OPEN: requests.take_open(self._holdings),
            Kind.RELEASE: opening.take_release,
            Kind.REFUSE: opening.take_refusal,
            Kind.ASK_BACK: opening.take_question,
            Kind.RECALL: hearing.take_change,
            Kind.NARROW: hearing.take_change,
            Kind.CORRECT: hearing.take_correction,
            Kind.OUTCOME: hearing.take_outcome,
        }

    # -- messages ---------------------------------------------------------------------------------------------------

    def receive(self, data: bytes) -> bytes:
        """Take a message in and answer it; a repeat gets the same answer, byte for byte.

        Returns:
            The envelope that answers; empty where whoever sent it is owed none.

        Raises:
            NodeError: this node cannot work now; the partner sends the same again later.
        """
        return receive(self._side, [data], self._handlers)[0]

    def receive_all(self, messages: Sequence[bytes]) -> list[bytes]:
        """Take many messages in, as from a stick; the log is waited for once.

        Args:
            messages: The envelopes, each chain in its order.

        Returns:
            The envelope that answers each, as :meth:`receive`.

        Raises:
            NodeError: this node cannot work now; the partner sends the same again later.
        """
        return receive(self._side, messages, self._handlers)

    def waiting(self) -> list[Outgoing]:
        """Messages that must still be delivered, in the order of each chain.

        Raises:
            NodeError: the log does not take in what they tell of.
        """
        return waiting(self._side)

    def delivered(self, message_id: str, reply: bytes) -> None:
        """Take up what came back for a message.

        Raises:
            InputError: no such message was sent.
            EnvelopeError: it is no answer of the partner to this message.
        """
        uptakes = {Kind.ASK: asking.take_answer, Kind.OPEN: opening.take_receipt}
        troubles = {Kind.ASK: asking.trouble, Kind.OPEN: opening.trouble}
        delivered(self._side, message_id, reply, uptakes, troubles)
        asking.erase(self._side, message_id)

    def tidy(self) -> None:
        """End what ran out, destroy keys whose grace is over, erase what a kill left behind, and tell of corrections.

        Partners are told only where the person or service at the desk may answer them.
        """
        requests.expire_requests(self._side)
        opening.expire_openings(self._side)
        ending.destroy_ended(self._side)
        ending.remove_filters(self._side)
        asking.erase_left(self._side)
        if self._side.desk.policy.may(self._side.desk.person, "answer", self._side.desk.purpose).permitted:
            tell_partners(self._side)

    def rejoin(self, peer: str, why: str) -> rejoining.Rejoined:
        """Set the chains with a partner right after one side was restored from an older backup."""
        return rejoining.rejoin(self._side, peer, why)

    # -- asking -----------------------------------------------------------------------------------------------------

    def ask(
        self, peer: str, subject: Subject, *, purpose: str, legal_basis: str, case: str, category: str = PERSONS
    ) -> str:
        """Ask a partner whether it knows somebody (:func:`contrared.share.exchange.asking.ask`)."""
        why = Why(purpose, legal_basis)
        return asking.ask(self._side, self._side.partner(peer), subject, why=why, case=case, category=category)

    def ask_in_stream(
        self, peer: str, subject: Subject, stream: asking.InStream, *, why: Why, case: str, category: str
    ) -> str:
        """Ask on the beat of a stream, about somebody or nobody."""
        return asking.ask(
            self._side, self._side.partner(peer), subject, why=why, case=case, category=category, stream=stream
        )

    def asked(self, ask_id: str) -> Row:
        """One question.

        Raises:
            InputError: there is none of this id.
        """
        found = self._rows(Book.ASKS, hidden=("secrets", "seed_sealed", "case_salt", "canary"), id=ask_id)
        if not found:
            raise InputError("there is no such question", where=ask_id)
        return found[0]

    def askable(self, peer: str, category: str = PERSONS) -> bool:
        """Whether a partner has published something of a category to ask under now."""
        with self._side.pen.reading() as read:
            return usable(read, peer, category, self._side.now()) is not None

    def approve(self, ask_id: str, handle: str) -> str:
        """Decide that a record of a hit may be opened."""
        return opening.approve(self._side, ask_id, handle)

    def open(self, ask_id: str, handle: str, reason: str) -> str:
        """Tell the partner who is meant, and why; or answer what it asked back."""
        return opening.open_record(self._side, ask_id, handle, reason)

    def outcome(self, release_id: str, found: after.Found) -> None:
        """Tell whoever released what came of it."""
        after.outcome(self._side, release_id, found)

    def asks(self) -> list[Row]:
        """Questions that were asked, and where each stands."""
        return self._rows(Book.ASKS, hidden=("secrets", "seed_sealed", "case_salt", "canary"))

    def openings(self, ask_id: str | None = None) -> list[Row]:
        """Records that were hit, and where each stands."""
        return self._rows(Book.OPENINGS) if ask_id is None else self._rows(Book.OPENINGS, ask_id=ask_id)

    def received(self) -> list[Row]:
        """Releases that came in."""
        return self._rows(Book.RELEASES, direction="in")

    # -- answering --------------------------------------------------------------------------------------------------

    def publish(
        self,
        peer: str,
        records: Iterable[Record] | None = None,
        *,
        purpose: str,
        legal_basis: str,
        category: str = PERSONS,
        whole: bool = False,
    ) -> Published:
        """Publish what may be confirmed to a partner; everything that may be, unless records are given."""
        partner = self._side.partner(peer)
        chosen = self._holdings.published(partner) if records is None else records
        return publishing.publish(self._side, partner, category, chosen, Why(purpose, legal_basis), whole=whole)

    def is_published(self, peer: str, category: str = PERSONS) -> bool:
        """Whether something of a category was published to a partner in the present epoch."""
        with self._side.pen.reading() as read:
            rows = read.many(Book.MANIFESTS, peer=peer, direction="out", category=category)
        stated, now = (Manifest.from_bytes(row["body"]) for row in rows), self._side.now()
        return any(found.starts <= now < found.ends for found in stated)

    def inbox(self) -> list[Row]:
        """Requests of partners, and where each stands."""
        return self._rows(Book.REQUESTS)

    def draft(self, request_id: str, draft: Draft) -> str:
        """Draft exactly what would leave."""
        return deciding.draft(self._side, request_id, draft)

    def release(self, request_id: str, *, emergency: str = "") -> str:
        """Release what was drafted, if somebody else approved exactly that."""
        return deciding.release(self._side, request_id, self._approving, emergency)

    def refuse(self, request_id: str, code: Refusal) -> None:
        """Refuse a request; the partner is told the code and nothing else."""
        deciding.refuse(self._side, request_id, code)

    def ask_back(self, request_id: str, question: str) -> None:
        """Ask the partner something before deciding."""
        deciding.ask_back(self._side, request_id, question)

    def given(self) -> list[Row]:
        """Releases that went out, with what was kept back of them."""
        return self._rows(Book.RELEASES, direction="out")

    def recall(self, release_id: str, why: str) -> None:
        """Call a release back."""
        after.recall(self._side, release_id, why)

    def narrow(self, release_id: str, handling: str, why: str) -> None:
        """Narrow how a release may be handled."""
        after.narrow(self._side, release_id, handling, why)

    def correct(self, release_id: str, draft: Draft, why: str, *, emergency: str = "") -> str:
        """Correct a release by another object."""
        return after.correct(self._side, release_id, draft, why, self._approving, emergency)

    def receipts_wanted(self, peer: str) -> bytes:
        """Which entries a partner promised that its log would hold."""
        return proving.wanted(self._side, peer)

    def receipts_proved(self, data: bytes) -> bytes:
        """Prove to a partner that this node's log holds what it was promised."""
        return proving.proofs(self._side, data)

    def receipts_proven(self, data: bytes) -> proving.Proven:
        """Check what a partner proved."""
        return proving.proven(self._side, data)

    # -- oversight --------------------------------------------------------------------------------------------------

    def conflicts(self) -> list[Row]:
        """Evidence against partners: two messages of one number or id, two manifests of one number, two views."""
        return self._rows(Book.CONFLICTS)

    def draw(self, randomness: bytes, number: int) -> list[str]:
        """Questions drawn at random for the oversight body."""
        return oversight.draw(self._side, randomness, number)

    def look(self, ask_ids: Sequence[str], private: X25519PrivateKey) -> list[oversight.Looked]:
        """Questions computed again and compared with what was sent."""
        return oversight.look(self._side, ask_ids, private)

    def _rows(self, book: Book, *, hidden: Sequence[str] = (), **key: str) -> list[Row]:
        with self._side.pen.reading() as read:
            rows = read.many(book, **key)
        return [{name: value for name, value in row.items() if name not in hidden} for row in rows]
