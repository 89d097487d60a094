"""Keeping an entry: its file in the archive, its statements in the day's dataset, one version more.

What was entered on one day is one dataset, so that screening opens one index for a day and not one for each fact. Each
version holds the day's entries so far, each a source of its own with its own grade and handling. What an entry was made
from (a letter, a reply) is archived beside it as it came: a source that makes no statements.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from contrared.collect.encodings import read_text
from contrared.collect.entering.checking import checked
from contrared.collect.entering.entry import READER, READER_VERSION, Entry
from contrared.collect.entering.form import parse, render
from contrared.collect.entering.telling import dataset_of, drafts
from contrared.collect.loader import version_id
from contrared.collect.staged import StagedVersion
from contrared.govern import Desk
from contrared.govern.rights.reload import refuse
from contrared.model import EvidentialStatus, InputError, Source
from contrared.model.grading import TIP_GRADE
from contrared.model.source import RECEIVED
from contrared.store import DatasetVersion
from contrared.store.durable import disk_errors
from contrared.store.ledger import now


@dataclass(frozen=True, slots=True)
class Kept:
    """What an entry became.

    Attributes:
        entry: The entry, its entities with their ids and checked values.
        source: The source it is.
        version: The version that now stands.
        before: The version of the day that stood before it; None for the first entry of a day.
        received: What it was made from, as it came, where that was given.
    """

    entry: Entry
    source: Source
    version: DatasetVersion
    before: DatasetVersion | None
    received: Source | None = None


def enter_by_hand(desk: Desk, entry: Entry, received: Path | None = None, *, how: str = "") -> Kept:
    """Check an entry and keep it.

    Args:
        desk: The desk of whoever enters it.
        entry: What is entered; its entities may point to what the node holds or to each other by their ids.
        received: File it was made from, kept as it came beside it.
        how: How it was obtained; that it was entered by hand, and by whom, unless given.

    Raises:
        InputError: a value cannot be kept, a tip is graded better than F6, or the same was entered before; nothing was
            changed.
        PolicyError: this person may not write.
        NodeError: somebody else's entry is being written, or the disk is full; nothing was changed.
    """
    pen = desk.write()
    if entry.said.status is EvidentialStatus.TIP and entry.said.grade != TIP_GRADE:
        raise InputError(f"a tip is graded F6, not {entry.said.grade}", do="corroborate it: see `contrared tip`")
    entry = made_ready(desk, entry)
    day = entry.said.at[:10]
    dataset = dataset_of(entry.said)
    lake, archive = desk.node.lake, desk.node.archive
    with lake.staging(dataset) as folder, disk_errors(folder), archive.bringing(lake.originals) as put:
        known = lake.versions(dataset)
        before = known[-1] if known else None
        sources = {} if before is None else {key: Source.from_dict(data) for key, data in before.sources.items()}
        if any(source.filename == entry.filename for source in sources.values()):
            raise InputError(
                f"you entered the very same before, as {entry.id}",
                do="see `contrared show`; if it is about somebody else, say in --note what tells the two apart",
            )
        written = folder / entry.filename
        written.write_text(render(entry), encoding="utf-8")
        sha256, size = put(written)
        written.unlink()
        source = _source(entry, sha256, size, dataset, how or f"entered by hand by {entry.said.by}")
        came = None if received is None else _as_it_came(source, entry, received, put(received))
        new = [source] if came is None else [source, came]
        refuse(desk.node, new)
        sources |= {each.id: each for each in new}
        # Several may come within one second, after which the lake orders versions by their id: so they count.
        date, _, digest = version_id(day, sources.values()).partition(".")
        version = f"{date}.{len(sources):05}{digest}"
        ids = {each.filename: key for key, each in sources.items()}
        with StagedVersion(folder, dataset, version, day, ids, desk.node.settings.engine) as staged:
            told = [each for each in sources.values() if each.reader != RECEIVED]
            for each in sorted(told, key=lambda one: one.filename):
                for draft in drafts(*parse(read_text(archive.path(each.sha256)), each.filename), each.filename):
                    staged.take(draft)
            tally = staged.finish()
        made = lake.commit(
            folder,
            DatasetVersion(
                dataset=dataset,
                version=version,
                as_of=day,
                carries=(),
                sources={key: dict(each.to_dict()) for key, each in sources.items()},
                files={},
                statements=tally.statements,
                evidence=tally.evidence,
                entities=tally.entities,
                rejects=tally.rejects,
                reader=f"{READER} {READER_VERSION}",
                loaded_at=now(),
            ),
        )
    what = {"dataset": dataset, "version": version, "source": source.id, "by": pen.user}
    originals = sorted(each.sha256 for each in new)
    desk.record("entry", {**what, "files": dict(sorted(made.files.items())), "originals": originals})
    return Kept(entry, source, made, before, came)


def made_ready(desk: Desk, entry: Entry) -> Entry:
    """An entry as it would be kept: its values checked, its entities with their ids.

    Raises:
        InputError: a value cannot be kept.
    """
    held = _held(desk, entry)
    return Entry(entry.said, tuple(checked(each, held) for each in entry.entities)).with_ids()


def kept_before(desk: Desk, entry: Entry) -> Kept | None:
    """What the very same entry became, where an interruption kept the rest of it from being written.

    Raises:
        InputError: a value cannot be kept.
    """
    entry = made_ready(desk, entry)
    for version in reversed(desk.versions()):
        sources = [Source.from_dict(data) for data in version.sources.values()]
        own = [source for source in sources if source.filename == entry.filename]
        if own:
            came = [source for source in sources if source.filename.startswith(f"{entry.id}.received")]
            return Kept(entry, own[0], version, version, came[0] if came else None)
    return None


def _held(desk: Desk, entry: Entry) -> Callable[[str], frozenset[str]]:
    own = {each.id: each.schema for each in entry.entities if each.id}

    def held(entity_id: str) -> frozenset[str]:
        if entity_id in own:
            return frozenset((own[entity_id],))
        found = desk.statements(versions=desk.versions(), entity_ids=[entity_id])
        return frozenset(found["schema"].to_pylist())

    return held


def _as_it_came(source: Source, entry: Entry, received: Path, archived: tuple[str, int]) -> Source:
    sha256, size = archived
    # Its own name may tell from whom it came, and names of sources are shown to more people than their bytes.
    filename = f"{entry.id}.received{received.suffix.lower()}"
    return replace(source, sha256=sha256, size=size, filename=filename, reader=RECEIVED, reader_version="1")


def _source(entry: Entry, sha256: str, size: int, dataset: str, how: str) -> Source:
    said = entry.said
    return Source(
        sha256=sha256,
        size=size,
        filename=entry.filename,
        dataset=dataset,
        as_of=said.as_of,
        publisher=said.source,
        licence="not published",
        url="",
        reader=READER,
        reader_version=READER_VERSION,
        grade=said.grade,
        handling=said.handling,
        obtained_from=said.obtained_from,
        obtained_how=how,
        obtained_at=said.at,
        legal_basis=said.legal_basis,
        evidential_status=said.status,
    )
