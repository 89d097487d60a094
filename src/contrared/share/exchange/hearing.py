"""What a partner says after a release: recalled, narrowed, corrected; or what came of one of ours."""

from __future__ import annotations

from contrared.govern.exchange import IN, OUT, Book, Stroke
from contrared.model import Handling, InputError
from contrared.share.envelope import Envelope, EnvelopeError, Fault, Fields, Kind, to_time
from contrared.share.exchange.after import Found, together
from contrared.share.exchange.bodies import Sealed
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.receiving import Act, Taken
from contrared.share.exchange.release import verified
from contrared.share.exchange.side import Side
from contrared.share.exchange.states import DECIDED, Holder, moved


def take_change(side: Side, partner: Partner, envelope: Envelope) -> Act:
    """A RECALL or a NARROW comes in.

    Raises:
        EnvelopeError: malformed; from the act also: no release of this partner that it could be about.
    """
    kind, sealed = envelope.header.type, Sealed.from_bytes(envelope.body)
    fields = Fields(side.opened(sealed.sealed, envelope.header.bound), f"the {kind}")
    why = fields.text("why", 2000, lines=True)
    handling = fields.text("handling") if kind is Kind.NARROW else ""
    fields.done()

    def act(stroke: Stroke) -> Taken:
        row = stroke.one(Book.RELEASES, direction=IN, id=sealed.about, peer=partner.id)
        if row is None:
            raise EnvelopeError(Fault.NO_RELEASE, f"{kind} of a release that never came")
        wanted = DECIDED.get((kind, Holder(row["state"])))
        if wanted is None:
            raise EnvelopeError(Fault.STATE, f"{kind} of a release that is {row['state']}")
        if handling:
            _not_freer(handling, verified(row["object"], partner.key).handling)
        state = moved(Holder(row["state"]), wanted)
        told = f"{handling}: {why}" if handling else why
        stroke.change(Book.RELEASES, {"direction": IN, "id": sealed.about}, state=str(state), why=told)
        return Taken(what={"release": sealed.about, "state": str(state)})

    return act


def take_correction(side: Side, partner: Partner, envelope: Envelope) -> Act:
    """A correction comes in: it stands beside what it corrects, which is not removed.

    Raises:
        EnvelopeError: malformed, signed by another; from the act also: no release that it could correct.
    """
    sealed = Sealed.from_bytes(envelope.body)
    data = side.opened(sealed.sealed, envelope.header.bound)
    found = verified(data, partner.key)
    own = side.peers.own().id
    if (found.sender, found.recipient, found.corrects) != (partner.id, own, sealed.about):
        raise EnvelopeError(Fault.MALFORMED, "a correction for another, or of another release")

    def act(stroke: Stroke) -> Taken:
        row = stroke.one(Book.RELEASES, direction=IN, id=sealed.about, peer=partner.id)
        if row is None or row["thread"] != found.thread:
            raise EnvelopeError(Fault.NO_RELEASE, "a correction of a release that never came")
        new = {"direction": IN, "id": found.id, "peer": partner.id, "thread": row["thread"], "kept_back": []}
        times = {"expires": to_time(found.expires), "at": stroke.now()}
        stroke.add(Book.RELEASES, {**new, **times, "state": str(Holder.RELEASED), "object": data})
        stroke.change(Book.RELEASES, {"direction": IN, "id": sealed.about}, why=f"corrected by {found.id}")
        return Taken(what={"release": sealed.about, "correction": found.id})

    return act


def take_outcome(side: Side, partner: Partner, envelope: Envelope) -> Act:
    """What came of a release.

    Raises:
        EnvelopeError: malformed, not on the list; from the act also: nothing of the kind was released to this partner.
    """
    sealed = Sealed.from_bytes(envelope.body)
    fields = Fields(side.opened(sealed.sealed, envelope.header.bound), "the outcome")
    found = fields.text("outcome", 20)
    fields.done()
    if found not in set(Found):
        raise EnvelopeError(Fault.MALFORMED, f"{found!r} is no outcome")

    def act(stroke: Stroke) -> Taken:
        key = {"direction": OUT, "id": sealed.about, "peer": partner.id}
        if not stroke.change(Book.RELEASES, key, outcome=found):
            raise EnvelopeError(Fault.NO_RELEASE, "the outcome of a release that was never made")
        return Taken(what={"release": sealed.about, "outcome": found})

    return act


def _not_freer(wanted: str, now: str) -> None:
    try:
        same = together(wanted, now) == Handling.parse(wanted)
    except InputError as exc:
        raise EnvelopeError(Fault.MALFORMED, exc.what) from exc
    if not same:
        raise EnvelopeError(Fault.MALFORMED, f"{wanted} is freer than {now}")
