"""What is done in a case, one event after the other; none is ever changed, a correction is another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Kinds of events."""

    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    LEAD = "lead"
    MEMBER = "member"
    LEFT = "left"
    NOTE = "note"
    SUBJECT = "subject"
    UNSUBJECT = "subject removed"
    TASK = "task"
    DONE = "task done"
    HYPOTHESIS = "hypothesis"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Event:
    """Something somebody did in a case.

    Attributes:
        number: 1, 2, … within the case.
        kind: What.
        target: What it is about: an entity, a user, a statement, the number of a task.
        body: The rest.
        by: Who.
        at: When, UTC.
    """

    number: int
    kind: Kind
    target: str
    body: Mapping[str, Any]
    by: str
    at: str
