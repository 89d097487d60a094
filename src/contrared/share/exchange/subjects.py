"""Who is asked about, as JSON: within sealed contents and in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contrared.share.envelope import EnvelopeError, Fault, Fields
from contrared.share.keys import Subject

#: Values of one kind that a subject may have.
MOST = 64
_SINGLE = ("names", "born", "phones", "ibans", "vessels")
_PAIRS = ("documents", "plates")
#: Properties of FollowTheMoney that the parts of a subject are compared as.
_PROPERTIES = {"names": "name", "born": "birthDate", "phones": "phone"}


def told(subject: Subject) -> dict[str, Any]:
    """A subject as JSON."""
    single = {name: list(getattr(subject, name)) for name in _SINGLE}
    return single | {name: [list(pair) for pair in getattr(subject, name)] for name in _PAIRS}


def read(fields: Fields) -> Subject:
    """A subject from JSON that a partner sent.

    Raises:
        EnvelopeError: malformed.
    """
    found = Subject(
        names=_texts(fields, "names"),
        born=_texts(fields, "born"),
        documents=_pairs(fields, "documents"),
        phones=_texts(fields, "phones"),
        plates=_pairs(fields, "plates"),
        ibans=_texts(fields, "ibans"),
        vessels=_texts(fields, "vessels"),
    )
    fields.done()
    return found


def kept(data: Mapping[str, Any]) -> Subject:
    """A subject from the ledger."""
    return read(Fields(data, "a subject"))


def entity(subject: Subject) -> dict[str, Any]:
    """The subject as a party that can be compared."""
    properties = {prop: list(getattr(subject, name)) for name, prop in _PROPERTIES.items() if getattr(subject, name)}
    if subject.documents:
        properties["passportNumber"] = [number for _, number in subject.documents]
    if subject.vessels and not subject.names:
        return {"schema": "Vessel", "properties": {"imoNumber": list(subject.vessels)}}
    return {"schema": "Person", "properties": properties}


def _texts(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(_text(value) for value in fields.many(name, MOST))


def _pairs(fields: Fields, name: str) -> tuple[tuple[str, str], ...]:
    return tuple(_pair(value) for value in fields.many(name, MOST))


def _text(value: Any) -> str:
    return Fields({"value": value}, "a subject").text("value", 200)


def _pair(value: Any) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2:
        raise EnvelopeError(Fault.MALFORMED, "a number stands beside its country")
    return Fields({"value": value[0]}, "a subject").text("value", 10, empty=True), _text(value[1])
