"""What the person who loads a file says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from contrared.model import EvidentialStatus, InputError

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
            InputError: a date or status is not one.
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
                date.fromisoformat(self.expires)
            except ValueError as exc:
                raise InputError(f"{self.expires!r} is not a date", where="--expires", do="write YYYY-MM-DD") from exc


def check_as_of(value: str, where: str) -> None:
    """Refuse an as-of date that is none.

    Raises:
        InputError: not ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or no such day.
    """
    if not value:
        return
    problem = not AS_OF.fullmatch(value)
    if not problem:
        try:
            date.fromisoformat((value + "-01-01")[:10])
        except ValueError:
            problem = True
    if problem:
        raise InputError(f"{value!r} is not a date", where=where, do="write YYYY, YYYY-MM or YYYY-MM-DD")
