"""What a release waits for: approval by others of exactly what leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from contrared.govern import Desk


@dataclass(frozen=True, slots=True)
class Reach:
    """What a release reaches, for standing approvals and for who may see the request: partner, category, handling."""

    partner: str
    category: str
    handling: str


class Approving(Protocol):
    """Says whether somebody else has approved exactly this."""

    def demand(
        self, desk: Desk, content: Mapping[str, Any], *, subject: str, reach: Reach, legal_basis: str, emergency: str
    ) -> Callable[[Any], str]:
        """Leave to do exactly this, to be taken up once within the transaction of the release.

        Args:
            desk: Of whoever asks; they cannot approve it themselves.
            content: Exactly what is to leave, by its hash.
            subject: What it is about; another content about the same voids what was approved before.
            reach: What it reaches.
            legal_basis: On which legal basis.
            emergency: Why it cannot wait, where it cannot.

        Returns:
            Takes the permit up, given the connection of the transaction; gives the id of the request, or nothing.

        Raises:
            PolicyError: somebody else must approve it first; says what to do.
        """
        ...


class FourEyes:
    """Approval as this node has it: by others, signed, for exactly this content, used once; or a standing approval."""

    def demand(
        self, desk: Desk, content: Mapping[str, Any], *, subject: str, reach: Reach, legal_basis: str, emergency: str
    ) -> Callable[[Any], str]:
        """Leave to do exactly this (:func:`contrared.govern.approvals.demand`).

        Raises:
            Waiting: somebody else must approve it first; a request was made, or stands.
        """
        from contrared.govern import approvals

        permit = approvals.demand(
            desk,
            approvals.Act.RELEASE,
            content,
            subject=subject,
            scope=approvals.Scope(reach.partner, reach.category, (), reach.handling),
            legal_basis=legal_basis,
            emergency=emergency,
        )
        return lambda connection: approvals.use(connection, permit)
