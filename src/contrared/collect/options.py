"""What the person who loads a file says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from followthemoney.types import registry

from contrared.model import EvidentialStatus, InputError

#: Where the day begins first: a date is only still to come when it is so everywhere.
_FIRST = timezone(timedelta(hours=14))
AS_OF = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """Everything ``contrared load`` can be told; empty means: as the reader knows, or unknown.

    Attributes:
        dataset: Dataset to load into.
        as_of: Date the content speaks for, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        reliability: A–F.
        credibility: 1–6.
        handling: Handling banner, e.g. ``TLP:AMBER // H1``.
        releasable_to: Countries or agencies it may be passed on to.
        obtained_from: From whom it came.
        obtained_how: How it came.
        obtained_at: When it came.
        legal_basis: Law, order or warrant.
        evidential_status: What it may be used for.
        expires: Until when it may be held.
        licence: Terms, where they differ from what the reader knows.
    """

    dataset: str = ""
    as_of: str = ""
    reliability: str = ""
    credibility: str = ""
    handling: str = ""
    releasable_to: tuple[str, ...] = ()
    obtained_from: str = ""
    obtained_how: str = ""
    obtained_at: str = ""
    legal_basis: str = ""
    evidential_status: str = ""
    expires: str = ""
    licence: str = ""

    def check(self) -> None:
        """Refuse what cannot be.

        Raises:
            InputError: a date, status or country is not one, the expiry has passed, or the as-of date is to come.
        """
        check_as_of(self.as_of, "--as-of")
        if self.evidential_status and self.evidential_status not in {s.value for s in EvidentialStatus}:
            raise InputError(
                f"{self.evidential_status!r} is not an evidential status",
                where="--evidential-status",
                do="choose one of: " + ", ".join(s.value for s in EvidentialStatus),
            )
        if self.expires:
            try:
                until = date.fromisoformat(self.expires)
            except ValueError as exc:
                raise InputError(f"{self.expires!r} is not a date", where="--expires", do="write YYYY-MM-DD") from exc
            if until < datetime.now(UTC).date():
                raise InputError(
                    f"{self.expires} has passed: what may no longer be held is not loaded",
                    where="--expires",
                    do="give a later date, or leave the file where it is",
                )
        for name in self.releasable_to:
            check_releasable(name)


def check_as_of(value: str, where: str) -> None:
    """Refuse an as-of date that is none.

    Raises:
        InputError: not ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, no such day, or a day to come.
    """
    if not value:
        return
    problem = not AS_OF.fullmatch(value)
    if not problem:
        try:
            begins = date.fromisoformat((value + "-01-01")[:10])
        except ValueError:
            problem = True
    if problem:
        raise InputError(f"{value!r} is not a date", where=where, do="write YYYY, YYYY-MM or YYYY-MM-DD")
    if begins > datetime.now(_FIRST).date():
        raise InputError(f"{value} is still to come", where=where, do="give the date the content speaks for")


def check_releasable(name: str) -> None:
    """Refuse two letters that are no country; longer names are agencies and groupings, which no list settles.

    Raises:
        InputError: empty, several at once, or not an ISO 3166-1 alpha-2 code.
    """
    text = name.strip()
    known = registry.country.names
    if "," in text or "/" in text:
        raise InputError(f"{name!r} is several names", where="--releasable-to", do="give the option once for each")
    if not text or (len(text) == 2 and text.lower() not in known):
        raise InputError(
            f"{name!r} is no country",
            where="--releasable-to",
            do="give an ISO 3166-1 alpha-2 code such as CO, or the name of an agency",
        )
