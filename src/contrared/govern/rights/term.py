"""How long a source may be held: as was stated for it, else as the node's settings say; none is held for ever."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contrared.model import Source
from contrared.store.config import RetentionSettings


@dataclass(frozen=True, slots=True)
class Term:
    """Until when a source may be held.

    Attributes:
        until: Last day.
        rule: What says so, in words.
    """

    until: date
    rule: str

    def over(self, today: date) -> bool:
        """Whether the last day is past."""
        return today > self.until


def term(source: Source, since: str, settings: RetentionSettings) -> Term:
    """The term of a source.

    Args:
        source: The source.
        since: When the node first held it, ISO date or date-time; counts where nobody said when it was obtained.
        settings: Months for each legal basis and kind of source.
    """
    if source.expires is not None:
        return Term(source.expires, "stated for this source")
    months, rule = _months(source, settings)
    begun = obtained(source.obtained_at) or date.fromisoformat(since[:10])
    return Term(later(begun, months), f"{months} months for {rule}")


def obtained(text: str) -> date | None:
    """The day somebody stated as the one a source was obtained on; None where it is none.

    A month or a year alone counts from its last day: held rather a little longer than too short for a court.
    """
    found = re.match(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)", text.strip())
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    try:
        return date(year, month, int(found[3] or calendar.monthrange(year, month)[1]))
    except (ValueError, calendar.IllegalMonthError):
        return None


def later(day: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _months(source: Source, settings: RetentionSettings) -> tuple[int, str]:
    fitting = [basis for basis in settings.legal_bases if basis and source.legal_basis.startswith(basis)]
    if fitting:
        longest = max(fitting, key=len)
        return settings.legal_bases[longest], f"legal basis {longest!r}"
    kinds: Mapping[str, int] = {
        "public": settings.public_months,
        "evidence": settings.evidence_months,
        "intelligence": settings.intelligence_months,
        "tip": settings.tip_months,
    }
    kind = str(source.evidential_status)
    return kinds[kind], f"sources of kind {kind!r}"
