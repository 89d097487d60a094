"""What an answer comes to: hit, no hit, not comparable, or no answer at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from contrared.share.filters import Filter
from contrared.share.keys import Key, Subject
from contrared.share.oprf import OprfError, finalize
from contrared.share.questions.blocks import BLOCK, Laid, Prepared, lay
from contrared.share.questions.evidence import ACCEPTED, KEYS_A_RECORD, Evidence, evidence, needed

#: States of an outcome.
HIT, NO_HIT, NOT_COMPARABLE = "hit", "no_hit", "not_comparable"


class InvalidAnswerError(Exception):
    """An answer that proves nothing: wrong count, malformed elements, a proof that does not hold, a canary that missed.

    It is never "no hit".
    """


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer comes to.

    Attributes:
        state: ``hit``, ``no_hit`` or ``not_comparable``.
        handles: Of each record that is a hit, and the kinds of its keys that matched; the best supported first.
        rule: By what was decided, for the record and for the person who looks at it.
        evidence: What speaks for each of the handles.
        false_hits: How many strangers would fit as well as each, among as many records as the holder may have.
    """

    state: str
    handles: tuple[tuple[bytes, tuple[str, ...]], ...]
    rule: str
    evidence: tuple[Evidence, ...] = ()
    false_hits: tuple[float, ...] = ()


def conclude(
    prepared: Prepared,
    evaluated: Sequence[bytes],
    proof: bytes,
    public: bytes,
    filter_: Filter,
    accepted: float = ACCEPTED,
) -> Outcome:
    """Verify an answer, look up all its outputs, dummies too, and weigh what they found.

    Args:
        prepared: The question.
        evaluated: The holder's elements.
        proof: Its proof.
        public: Its key, from the manifest.
        filter_: Its filter, whose hash the manifest states.
        accepted: False hits a question that are accepted; a second, stricter step is the same with less.

    Raises:
        InvalidAnswerError: The answer proves nothing.
    """
    subject = prepared.secrets.subject
    laid = lay(subject, prepared.secrets.seed, prepared.secrets.canary, len(prepared.elements) // BLOCK)
    records = filter_.size_class / KEYS_A_RECORD
    wanted = needed(records, accepted)
    weighed = _weighed(subject, _matched(laid, prepared, evaluated, proof, public, filter_))
    hits = [(handle, found) for handle, found in weighed if found.bits >= wanted]
    whole = evidence(subject, (key for key in laid.keys if key is not None))
    rule = (
        f"at least {wanted:.1f} bits from distinct keys of one record, for {accepted:g} false hits a question among "
        f"{records:,.0f} records"
    )
    if hits:
        return Outcome(
            HIT,
            tuple((handle, found.keys) for handle, found in hits),
            rule,
            tuple(found for _, found in hits),
            tuple(found.false_hits(records) for _, found in hits),
        )
    if whole.bits < wanted:
        reason = prepared.why_not or f"everything that is known of the subject comes to {whole.bits:.1f}"
        return Outcome(NOT_COMPARABLE, (), f"{rule}; {reason}")
    return Outcome(NO_HIT, (), rule)


def _matched(
    laid: Laid, prepared: Prepared, evaluated: Sequence[bytes], proof: bytes, public: bytes, filter_: Filter
) -> dict[bytes, list[Key]]:
    """The asked keys of each record that has any."""
    try:
        outputs = finalize(laid.inputs, laid.blinds, prepared.elements, evaluated, proof, public)
    except OprfError as error:
        raise InvalidAnswerError(str(error)) from error
    matched: dict[bytes, list[Key]] = defaultdict(list)
    canary = False
    for key, output in zip(laid.keys, outputs, strict=True):
        for found in filter_.find(output, public):
            if key is None or found.kind != key.kind:
                continue
            if key.kind == "CAN":
                canary = True
            else:
                matched[found.handle].append(key)
    if not canary:
        raise InvalidAnswerError("the canary missed: this filter is not one of the key that answered")
    return matched


def _weighed(subject: Subject, matched: dict[bytes, list[Key]]) -> list[tuple[bytes, Evidence]]:
    weighed = [(handle, evidence(subject, keys)) for handle, keys in matched.items()]
    return sorted(weighed, key=lambda item: (-item[1].bits, item[0]))
