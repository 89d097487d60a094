"""The holder's answer to a blind question: a budget first, then the evaluation, one proof, a receipt."""

from __future__ import annotations

from contrared.govern.exchange import BudgetError, Stroke
from contrared.share import oprf
from contrared.share.envelope import Envelope, EnvelopeError, Fault, to_text
from contrared.share.exchange.bodies import Ask
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.publishing import pair_for
from contrared.share.exchange.receiving import Act, Taken
from contrared.share.exchange.side import Side


def take_ask(side: Side, partner: Partner, envelope: Envelope) -> Act:
    """Answer a question, without learning whom it is about or whether there is a hit.

    The budget is debited before anything is evaluated, in the transaction that keeps the answer: an answer that was
    given was paid for, and one that was not given cost nothing.

    Raises:
        EnvelopeError: malformed, without purpose or legal basis; from the act also: a manifest that cannot be asked
            under (any more), a budget that is used up, an element that is none.
    """
    asked = Ask.from_bytes(envelope.body)
    header = envelope.header
    if not header.purpose or not header.legal_basis:
        raise EnvelopeError(Fault.POLICY, "a question without purpose or legal basis")

    def act(stroke: Stroke) -> Taken:
        found = pair_for(side, stroke, partner.id, header.manifest)
        if found is None or found[0].category != asked.category:
            raise EnvelopeError(Fault.MANIFEST, "no manifest of this partner that can be asked under")
        day = side.now().date().isoformat()
        try:
            left = stroke.debit(partner.id, header.purpose, day, len(asked.elements), side.terms.elements_a_day)
        except BudgetError as exc:
            raise EnvelopeError(Fault.BUDGET, str(exc)) from exc
        try:
            evaluated, proof = oprf.evaluate(found[1], asked.elements)
        except oprf.OprfError as exc:
            raise EnvelopeError(Fault.ELEMENT, str(exc)) from exc
        return Taken(
            {"evaluated": to_text(b"".join(evaluated)), "proof": to_text(proof)},
            {"elements": len(asked.elements), "seed_hash": asked.seed_hash, "left": left},
            receipt=True,
        )

    return act
