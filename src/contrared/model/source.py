"""A source: one retrieved file or message, with everything that is known about how it came to us."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from contrared.model.grading import Grade
from contrared.model.handling import Handling


class EvidentialStatus(StrEnum):
    """What the source may be used for in proceedings."""

    PUBLIC = "public"
    EVIDENCE = "evidence"
    INTELLIGENCE = "intelligence"
    TIP = "tip"


#: Reader of a source that was kept as it came beside what was entered of it; it makes no statements.
RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Source:
    """One retrieved file or message.

    Attributes:
        sha256: Hex digest of the bytes as they lie in the archive.
        size: Length of those bytes.
        filename: Name the file had when it was obtained.
        dataset: Dataset it was loaded into.
        as_of: Date the content speaks for, as far as known (``2021-06`` or ``2021-06-08``).
        publisher: Who issued it.
        licence: Under which terms.
        url: Where the publisher offers it, if anywhere.
        reader: Reader that turned it into statements.
        reader_version: And its version.
        grade: Admiralty grade.
        handling: Handling and releasability.
        obtained_from: From whom it came to us.
        obtained_how: How (download, handover, order, seizure ...).
        obtained_at: When, ISO date or date-time, as stated by the person who loaded it.
        legal_basis: Law, order or warrant under which it is held.
        evidential_status: What it may be used for.
        expires: Date after which it may no longer be held.
    """

    sha256: str
    size: int
    filename: str
    dataset: str
    as_of: str
    publisher: str
    licence: str
    url: str
    reader: str
    reader_version: str
    grade: Grade
    handling: Handling
    obtained_from: str = ""
    obtained_how: str = ""
    obtained_at: str = ""
    legal_basis: str = ""
    evidential_status: EvidentialStatus = EvidentialStatus.PUBLIC
    expires: date | None = None

    @property
    def id(self) -> str:
        """Id from content: same bytes, dataset, date and attributes give the same id."""
        identity = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False)
        return "src-" + hashlib.sha256(identity.encode()).hexdigest()[:20]

    @property
    def is_tip(self) -> bool:
        """Whether it is a tip, which alone carries nothing."""
        return self.evidential_status is EvidentialStatus.TIP

    @property
    def names_sender(self) -> bool:
        """Whether its bytes may tell who gave a tip."""
        return self.is_tip and self.reader == RECEIVED

    def to_dict(self) -> dict[str, str | int]:
        """Flat, JSON-ready form; the inverse of :meth:`from_dict`."""
        out: dict[str, str | int] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, Handling):
                out["handling"] = value.banner
            elif isinstance(value, date):
                out[item.name] = value.isoformat()
            elif value is None:
                out[item.name] = ""
            elif isinstance(value, int):
                out[item.name] = value
            else:
                out[item.name] = str(value)
        return out

    @classmethod
    def from_dict(cls, data: dict[str, str | int]) -> Source:
        """Rebuild a source from :meth:`to_dict`."""
        values = {key: str(value) for key, value in data.items()}
        return cls(
            sha256=values["sha256"],
            size=int(data["size"]),
            filename=values["filename"],
            dataset=values["dataset"],
            as_of=values["as_of"],
            publisher=values["publisher"],
            licence=values["licence"],
            url=values["url"],
            reader=values["reader"],
            reader_version=values["reader_version"],
            grade=Grade.parse(values["grade"]),
            handling=Handling.parse(values["handling"]),
            obtained_from=values["obtained_from"],
            obtained_how=values["obtained_how"],
            obtained_at=values["obtained_at"],
            legal_basis=values["legal_basis"],
            evidential_status=EvidentialStatus(values["evidential_status"]),
            expires=date.fromisoformat(values["expires"]) if values["expires"] else None,
        )
