"""A request: exactly what is to be approved, and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contrared.govern.approvals.acts import Act
from contrared.govern.approvals.scope import Scope
from contrared.govern.approvals.states import State
from contrared.govern.log.entry import canonical
from contrared.model import InputError

REQUEST_DOMAIN = b"contrared.org/request/v1\n"


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to do, before anybody was asked.

    Attributes:
        act: The act.
        subject: What it is about; asking again about it with other content voids what was asked before.
        content: Exactly what is to be done, as a JSON value.
        scope: What it reaches.
        by: Who wants to.
        purpose: Why.
        case: For which case.
        legal_basis: On which legal basis.
        needed: How many must approve.
    """

    act: Act
    subject: str
    content: dict[str, Any]
    scope: Scope
    by: str
    purpose: str
    case: str
    legal_basis: str
    needed: int

    @property
    def hash(self) -> str:
        """SHA-256 of (domain ‖ canonical JSON of all of it), hex: what approvers sign."""
        told = {
            "act": self.act.value,
            "by": self.by,
            "case": self.case,
            "content": self.content,
            "legal_basis": self.legal_basis,
            "needed": self.needed,
            "purpose": self.purpose,
            "scope": self.scope.to_dict(),
            "subject": self.subject,
        }
        return hashlib.sha256(REQUEST_DOMAIN + canonical(told)).hexdigest()


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it stands in the ledger.

    Attributes:
        id: Its id, ``apr-…``; its content never changes.
        draft: What was asked for.
        hash: Hash it was asked for under; :attr:`whole` says whether it is still that of the content.
        at: When it was asked, UTC.
        expires_at: When it expires, UTC.
        state: Where it stands.
        way: ``persons``, ``standing`` or ``emergency``: how it was permitted.
        standing: The standing approval it was done under, or empty.
        replaces: The request that it took the place of, or empty.
        uses: For a standing approval: how often it was used.
        used_at: When it was done, or empty.
        ended: Who ended it, when and why, where somebody did.
    """

    id: str
    draft: Draft
    hash: str
    at: str
    expires_at: str
    state: State
    way: str
    standing: str
    replaces: str
    uses: int
    used_at: str
    ended: tuple[str, str, str]

    @property
    def whole(self) -> bool:
        """Whether what stands in the ledger is what was asked for."""
        return self.draft.hash == self.hash

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Request:
        """A row of the ledger."""
        draft = Draft(
            act=Act(row["act"]),
            subject=row["subject"],
            content=row["content"],
            scope=Scope.from_dict(row["scope"]),
            by=row["by"],
            purpose=row["purpose"],
            case=row["case_id"],
            legal_basis=row["legal_basis"],
            needed=row["needed"],
        )
        return cls(
            id=row["id"],
            draft=draft,
            hash=row["hash"],
            at=row["at"],
            expires_at=row["expires_at"],
            state=State(row["state"]),
            way=row["way"],
            standing=row["standing_id"] or "",
            replaces=row["replaces"] or "",
            uses=row["uses"],
            used_at=row["used_at"] or "",
            ended=(row["ended_by"] or "", row["ended_at"] or "", row["ended_why"] or ""),
        )


def settled(content: Mapping[str, Any]) -> dict[str, Any]:
    """Content as it comes back from the ledger, so that its hash does.

    Raises:
        InputError: it is no JSON value.
    """
    try:
        found: dict[str, Any] = json.loads(canonical(dict(content)))
    except (TypeError, ValueError) as exc:
        raise InputError(f"what is to be approved is no JSON value: {exc}", do="give text, numbers and lists") from exc
    return found
