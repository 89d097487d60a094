"""The keys a holder publishes and the keys an asker asks."""

from __future__ import annotations

from contrared.share.keys.key import NORMALISER, Derived, Subject
from contrared.share.keys.persons import person_keys
from contrared.share.keys.tables import normaliser_hash
from contrared.share.keys.things import thing_keys


class NormaliserError(Exception):
    """Two nodes derive keys differently: none of their answers would mean anything, so none is given."""


def held_keys(subject: Subject) -> Derived:
    """What a holder publishes of a record.

    Raises:
        InputError: A date is none.
    """
    return _derived(subject, asked=False)


def asked_keys(subject: Subject) -> Derived:
    """What is asked about a subject; with the years beside each year of birth.

    Raises:
        InputError: A date is none.
    """
    return _derived(subject, asked=True)


def _derived(subject: Subject, *, asked: bool) -> Derived:
    things, without = thing_keys(subject)
    persons, why_not = person_keys(subject, asked=asked)
    if things or persons:
        return Derived((*things, *persons))
    reasons = [reason for reason in (why_not, *without) if reason]
    return Derived((), "; ".join(reasons) or "neither a name nor a number is given")


def same_normaliser(version: str, hashed: bytes) -> None:
    """Refuse a partner whose manifest states another normaliser.

    Raises:
        NormaliserError: Version or hash of the tables differ.
    """
    if (version, hashed) != (NORMALISER, normaliser_hash()):
        raise NormaliserError(
            f"the partner derives keys by {version} ({hashed.hex()[:16]}), this node by {NORMALISER} "
            f"({normaliser_hash().hex()[:16]}): both must run the same version before they ask each other"
        )
