"""The acts that take more than one person; a new one is added here and nowhere else."""

from __future__ import annotations

from enum import StrEnum

from contrared.model import InputError
from contrared.store.config import ApprovalSettings


class Act(StrEnum):
    """An act that somebody else must approve."""

    #: To tell a partner who was meant by a question that hit.
    OPEN = "open"
    RELEASE = "release"
    BULK = "bulk"
    EXPORT = "export"
    DISMISS = "dismiss"
    WHITELIST = "whitelist"
    UNWATCH = "unwatch"
    END_HOLD = "end-hold"
    #: To approve beforehand what is narrow and expires; its content is the terms.
    STANDING = "standing"

    @property
    def permission(self) -> str:
        """What policy must let an approver do."""
        return "confirm" if self in _SILENCES else "approve"

    @property
    def urgent(self) -> bool:
        """Whether it may be done alone in an emergency: what tells somebody something cannot wait till morning.

        What puts something away (a hit, a party under watch, a legal hold) loses nothing by waiting.
        """
        return self in (Act.RELEASE, Act.BULK, Act.EXPORT)

    def approvers(self, settings: ApprovalSettings) -> int:
        """How many must approve, beside whoever asks."""
        special = {Act.RELEASE: settings.release_approvers, Act.BULK: settings.bulk_approvers}
        return special.get(self, settings.approvers)


_SILENCES = frozenset({Act.DISMISS, Act.WHITELIST, Act.UNWATCH})


def act_of(name: Act | str) -> Act:
    """An act by its name.

    Raises:
        InputError: there is none.
    """
    try:
        return Act(name)
    except ValueError as exc:
        raise InputError(f"{name!r} is no act that is approved", do=f"use one of {', '.join(Act)}") from exc
