"""The reply to an inquiry: archived, and loaded as a source that is held under the inquiry's own order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from contrared.collect.entering import Entry, Named, Said, enter_by_hand, kept_before
from contrared.collect.loader import load
from contrared.collect.mapping import mapped
from contrared.collect.options import LoadOptions, check_as_of
from contrared.govern import Desk, now
from contrared.govern.hand import inquiries
from contrared.govern.hand.inquiry import Event, Inquiry, following
from contrared.model import EvidentialStatus, Grade, Handling, InputError
from contrared.store import DatasetVersion


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it came.

    Attributes:
        path: The file.
        mapping: Mapping that says what the rows of a table are; None where a reader reads it.
        reader: Name of the reader; recognised from the content if empty.
        document: Whether it is kept as a document, whose facts are entered by hand or coded.
        whole: Whether it answers all that was asked.
        as_of: Date it speaks for; the day it came if empty.
        received: Day on which it came; today if empty.
        grade: Admiralty grade, such as ``B2``.
        handling: Handling banner.
        status: What it may be used for.
        note: What came, or what is missing.
    """

    path: Path
    mapping: Path | None = None
    reader: str = ""
    document: bool = False
    whole: bool = True
    as_of: str = ""
    received: str = ""
    grade: str = "B2"
    handling: str = "TLP:AMBER"
    status: str = "evidence"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An inquiry that was answered, and what the reply became.

    Attributes:
        inquiry: The inquiry as it stands now.
        version: The version that now stands.
        before: The version of that dataset that stood before it; None where there was none.
        document: Id of the document where it was kept as one; empty otherwise.
    """

    inquiry: Inquiry
    version: DatasetVersion
    before: DatasetVersion | None
    document: str


def answer(desk: Desk, inquiry_id: str, reply: Reply) -> Answered:
    """Load a reply and keep that it came.

    Legal basis, order, and how and from whom it was obtained are those of the inquiry. Each reply is a dataset of its
    own, so that a second part does not take the place of the first. Interrupted between the two, the same command goes
    on where it was.

    Raises:
        InputError: no such inquiry, it waits for no reply, or the file is not what it is said to be; nothing is kept.
        PolicyError: this person may not write.
    """
    desk.write()
    inquiry = inquiries.one(desk, inquiry_id)
    event = Event.REPLY if reply.whole else Event.PART
    following(inquiry.state, event, inquiry.id)
    if reply.document and (reply.mapping or reply.reader):
        raise InputError("a document is not read", where="--document", do="leave out --map and --reader, or this")
    if reply.mapping and reply.reader:
        raise InputError("a table is read by a mapping or by a reader", where="--reader", do="leave one of them out")
    received = _received(reply.received, inquiry)
    if not reply.path.is_file():
        raise InputError("there is no such file", where=str(reply.path), do="give the file that came")
    keep = _as_document if reply.document else _loaded
    version, before, sources, document = keep(desk, inquiry, reply, received)
    became: dict[str, Any] = {"dataset": version.dataset, "version": version.version, "sources": sorted(sources)}
    done = inquiries.replied(desk, inquiry.id, event, reply.note, became)
    return Answered(done, version, before, document)


def how(inquiry: Inquiry) -> str:
    """How a reply was obtained, in words."""
    return f"reply to inquiry {inquiry.id}, which was asked by {inquiry.by}"


def under(inquiry: Inquiry) -> str:
    """Law and order a reply is held under."""
    return f"{inquiry.legal_basis}; {inquiry.order}"


def _received(value: str, inquiry: Inquiry) -> str:
    today = now()[:10]
    if not value:
        return today
    try:
        day = date.fromisoformat(value).isoformat()
    except ValueError as exc:
        raise InputError(f"{value!r} is not a day", where="--received", do="write YYYY-MM-DD") from exc
    if not inquiry.at[:10] <= day <= today:
        raise InputError(
            f"it was asked on {inquiry.at[:10]}, and cannot have been answered on {day}",
            where="--received",
            do="give the day on which the reply came",
        )
    return day


def _loaded(
    desk: Desk, inquiry: Inquiry, reply: Reply, received: str
) -> tuple[DatasetVersion, DatasetVersion | None, Mapping[str, Any], str]:
    grade = Grade.parse(reply.grade)
    dataset = f"{inquiry.id.replace('-', '_')}_{len(inquiry.replies) + 1}"
    options = LoadOptions(
        dataset=dataset,
        as_of=reply.as_of or received,
        reliability=str(grade.reliability),
        credibility=str(grade.credibility),
        handling=reply.handling,
        obtained_from=inquiry.addressee,
        obtained_how=how(inquiry),
        obtained_at=received,
        legal_basis=under(inquiry),
        evidential_status=_status(reply.status),
    )
    with ExitStack() as opened:
        path, by = (
            (reply.path, reply.reader or None)
            if reply.mapping is None
            else opened.enter_context(mapped(str(reply.path), reply.mapping, desk.node.root, dataset))
        )
        try:
            report = load(desk, path, options, reader=by)
        except InputError as exc:
            raise InputError(
                f"the reply was not loaded: {exc}", do="give --map for a table, or --document to keep it as it is"
            ) from exc
    return report.version, None, report.version.sources, ""


def _as_document(
    desk: Desk, inquiry: Inquiry, reply: Reply, received: str
) -> tuple[DatasetVersion, DatasetVersion | None, Mapping[str, Any], str]:
    check_as_of(reply.as_of, "--as-of")
    with reply.path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    at = now()
    said = Said(
        by=desk.person.id,
        at=at,
        source=inquiry.addressee,
        locator=f"the whole, SHA-256 {sha256}",
        grade=Grade.parse(reply.grade),
        handling=Handling.parse(reply.handling),
        as_of=reply.as_of or received,
        status=EvidentialStatus(_status(reply.status)),
        legal_basis=under(inquiry),
        obtained_from=inquiry.addressee,
        note=reply.note,
    )
    values = (
        ("fileName", reply.path.name),
        ("title", f"Reply to inquiry {inquiry.id}"),
        ("publisher", inquiry.addressee),
        ("date", received),
    )
    entry = Entry(said, (Named("Document", values),))
    kept = kept_before(desk, entry) or enter_by_hand(desk, entry, reply.path, how=how(inquiry))
    sources = {each.id: each for each in (kept.source, kept.received) if each is not None}
    return kept.version, kept.before, sources, kept.entry.id


def _status(status: str) -> str:
    if status not in (EvidentialStatus.EVIDENCE, EvidentialStatus.INTELLIGENCE, EvidentialStatus.PUBLIC):
        raise InputError(f"{status!r} is no reply", where="--status", do="use evidence, intelligence or public")
    return status
