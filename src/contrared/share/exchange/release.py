"""A release: one signed object that carries how it may be handled, and statements, some of them kept back.

A statement that is kept back stands there as a salted commitment (the tear-line): whoever holds the release can later
be shown the statement and its salt, before a judge for instance, and check that it is what was committed to. The
signature is over the object itself, apart from any message, so that it can be shown to others and verified by them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from contrared.govern.log.entry import commitment
from contrared.model import Grade, Handling, InputError
from contrared.share.envelope import EnvelopeError, Fault, Fields, canonical, read_object, to_text, to_time

DOMAIN = b"contrared.org/exchange/release/v1\n"
STATEMENT_DOMAIN = b"contrared.org/exchange/statement/v1\n"
MOST_STATEMENTS = 1000


class Onward(StrEnum):
    """To whom the recipient may pass a release on."""

    NOBODY = "nobody"
    OWN_AGENCIES = "own-agencies"
    WITH_CONSENT = "with-consent"
    COURTS = "courts"


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said: property and value, its grade, and the handling of where it comes from.

    ``ids`` are the statements of the lake that say it; they stay at this node.
    """

    prop: str
    value: str
    grade: str
    handling: str
    ids: tuple[str, ...] = field(default=(), compare=False)

    def to_dict(self) -> dict[str, str]:
        """As it is signed, or committed to."""
        return {"prop": self.prop, "value": self.value, "grade": self.grade, "handling": self.handling}


@dataclass(frozen=True, slots=True)
class Draft:
    """What an officer wants to release.

    Attributes:
        handling: Banner: TLP, H-code, caveats.
        grade: Grade of the whole, ``B2``.
        legal_basis: On which legal basis.
        expires: Until when the recipient may keep it.
        onward: To whom it may be passed on.
        statements: All statements, those that are kept back among them.
        kept_back: Places of the statements that are kept back.
    """

    handling: str
    grade: str
    legal_basis: str
    expires: datetime
    onward: Onward
    statements: tuple[Statement, ...]
    kept_back: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A statement that was kept back, with the salt that opens its commitment."""

    place: int
    statement: Statement
    salt: bytes

    def to_dict(self) -> dict[str, Any]:
        """As it lies in the ledger of whoever released, and as it is shown later."""
        return {"place": self.place, "statement": self.statement.to_dict(), "salt": self.salt.hex()}


def drafted(
    draft: Draft, about: Mapping[str, str], created: datetime, draw: Callable[[int], bytes] = os.urandom
) -> tuple[dict[str, Any], list[KeptBack]]:
    """The object that would leave, unsigned, and what is kept back of it.

    Args:
        draft: What the officer wants to release.
        about: Ids: of the release, of sender, recipient, thread and question, and of a release that it corrects.
        created: When.
        draw: Where salts come from: the operating system.

    Raises:
        InputError: nothing is said, a grade or handling is none, the handling is freer than that of a statement, it
            ends before it begins, or a statement is kept back that is not there.
    """
    handling = Handling.parse(draft.handling)
    Grade.parse(draft.grade)
    if not draft.legal_basis.strip():
        raise InputError("a release needs a legal basis", do="say on which it rests")
    if draft.expires <= created:
        raise InputError("a release ends after it is made", where=to_time(draft.expires), do="give a later end")
    if not draft.statements or len(draft.statements) > MOST_STATEMENTS:
        raise InputError(f"a release has 1 to {MOST_STATEMENTS} statements", do="choose what is to be said")
    if not draft.kept_back <= set(range(len(draft.statements))):
        raise InputError("a statement is kept back that is not there", do="number them from 0")
    shown: list[dict[str, Any]] = []
    kept: list[KeptBack] = []
    for place, statement in enumerate(draft.statements):
        if place in draft.kept_back:
            kept.append(KeptBack(place, statement, draw(32)))
            shown.append({"commitment": committed(statement, kept[-1].salt)})
            continue
        _as_strict(handling, place, statement)
        shown.append(statement.to_dict())
    return {
        "version": 1,
        **about,
        "created": to_time(created),
        "expires": to_time(draft.expires),
        "handling": handling.banner,
        "grade": draft.grade.upper(),
        "legal_basis": draft.legal_basis,
        "onward": str(draft.onward),
        "statements": shown,
    }, kept


def _as_strict(handling: Handling, place: int, statement: Statement) -> None:
    """A release is handled at least as strictly as each statement in it: TLP, H-code and caveats."""
    held = Handling.parse(statement.handling)
    codes = [str(found.code or "") for found in (held, handling)]
    if held.tlp.value > handling.tlp.value or codes[0] > codes[1] or not set(held.caveats) <= set(handling.caveats):
        raise InputError(
            f"{handling.banner} is freer than {statement.handling} of statement {place}",
            do="release it under a stricter handling, or keep that statement back",
        )


def committed(statement: Statement, salt: bytes) -> str:
    """Commitment to a statement, in hex."""
    return commitment(STATEMENT_DOMAIN, salt, canonical(statement.to_dict())).hex()


def signed(content: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """The object with its signature."""
    return canonical({"object": content, "signature": to_text(key.sign(DOMAIN + canonical(content)))})


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was verified."""

    id: str
    sender: str
    recipient: str
    thread: str
    ask: str
    corrects: str
    created: datetime
    expires: datetime
    handling: str
    grade: str
    legal_basis: str
    onward: Onward
    statements: tuple[Statement | str, ...]

    def opens(self, place: int, statement: Statement, salt: bytes) -> bool:
        """Whether a statement that was kept back is the one that was committed to."""
        said = self.statements[place] if 0 <= place < len(self.statements) else None
        return isinstance(said, str) and len(salt) == 32 and committed(statement, salt) == said


def verified(data: bytes, key: Ed25519PublicKey) -> Release:
    """Verify a release: who signed it, and that it says how it may be handled.

    Raises:
        EnvelopeError: malformed, or signed by another.
    """
    outer = read_object(data, "the release")
    fields = Fields(outer, "the release")
    signature, inner = fields.bytes("signature", 64), outer.get("object")
    fields.inner("object")
    fields.done()
    try:
        key.verify(signature, DOMAIN + canonical(inner))
    except InvalidSignature as exc:
        raise EnvelopeError(Fault.SIGNATURE, "the release is signed by another") from exc
    return _read(Fields(inner or {}, "the release"))


def _read(fields: Fields) -> Release:
    fields.number("version", 1, 1)
    found = Release(
        fields.id("id"),
        fields.id("from"),
        fields.id("to"),
        fields.id("thread"),
        fields.hex("ask", 16),
        fields.id("corrects", empty=True),
        fields.time("created"),
        fields.time("expires"),
        fields.text("handling"),
        fields.text("grade", 2),
        fields.text("legal_basis"),
        _onward(fields.text("onward", 20)),
        tuple(_statements(fields.many("statements", MOST_STATEMENTS))),
    )
    fields.done()
    try:
        Handling.parse(found.handling)
        Grade.parse(found.grade)
    except InputError as exc:
        raise EnvelopeError(Fault.MALFORMED, exc.what) from exc
    return found


def _statements(values: Iterable[Any]) -> Iterable[Statement | str]:
    for value in values:
        fields = Fields(value if isinstance(value, dict) else {}, "a statement")
        if isinstance(value, dict) and "commitment" in value:
            yield fields.hex("commitment", 32)
        else:
            yield Statement(
                fields.text("prop", 64),
                fields.text("value", 4000, lines=True),
                fields.text("grade", 2),
                fields.text("handling"),
            )
        fields.done()


def _onward(text: str) -> Onward:
    if text not in set(Onward):
        raise EnvelopeError(Fault.MALFORMED, f"{text!r} is no rule for passing on")
    return Onward(text)
