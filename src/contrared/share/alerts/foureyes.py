"""Releases wait for the second pair of eyes that every act of that weight waits for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contrared.govern import Desk
from contrared.govern.approvals import Act, Scope, demand, use
from contrared.share.exchange import Reach


class FourEyes:
    """Approval of releases by other persons of the node, or by a standing approval that covers them."""

    def demand(
        self, desk: Desk, content: Mapping[str, Any], *, subject: str, reach: Reach, legal_basis: str, emergency: str
    ) -> Callable[[Any], str]:
        """Leave to release exactly this, to be taken up within the transaction of the release.

        Raises:
            Waiting: somebody else must approve it first; a request was made, or stands.
        """
        scope = Scope(partner=reach.partner, category=reach.category, handling=reach.handling)
        permit = demand(
            desk,
            Act.RELEASE,
            content,
            subject=subject,
            scope=scope,
            legal_basis=legal_basis,
            emergency=emergency,
        )
        return lambda connection: use(connection, permit)
