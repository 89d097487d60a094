"""Keeping an entry: its file in the archive, its statements in the day's dataset, one version more.

What was entered on one day is one dataset, so that screening opens one index for a day and not one for each fact. Each
version holds the day's entries so far, each a source of its own with its own grade and handling.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contrared.collect.encodings import read_text
from contrared.collect.entering.checking import checked
from contrared.collect.entering.entry import READER, READER_VERSION, Entry
from contrared.collect.entering.form import parse, render
from contrared.collect.entering.telling import dataset_of, drafts
from contrared.collect.loader import version_id
from contrared.collect.staged import StagedVersion
from contrared.govern import Desk
from contrared.govern.rights.reload import refuse
from contrared.model import InputError, Source
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
    """

    entry: Entry
    source: Source
    version: DatasetVersion
    before: DatasetVersion | None


def enter_by_hand(desk: Desk, entry: Entry) -> Kept:
    """Check an entry and keep it.

    Args:
        desk: The desk of whoever enters it.
        entry: What is entered; its entities may point to what the node holds or to each other by their ids.

    Raises:
        InputError: a value cannot be kept, or the same was entered before; nothing was changed.
        PolicyError: this person may not write.
        NodeError: somebody else's entry is being written, or the disk is full; nothing was changed.
    """
    pen = desk.write()
    held = _held(desk, entry)
    entry = Entry(entry.said, tuple(checked(each, held) for each in entry.entities)).with_ids()
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
        source = _source(entry, sha256, size, dataset)
        refuse(desk.node, [source])
        sources[source.id] = source
        # Several may come within one second, after which the lake orders versions by their id: so they count.
        date, _, digest = version_id(day, sources.values()).partition(".")
        version = f"{date}.{len(sources):05}{digest}"
        ids = {each.filename: key for key, each in sources.items()}
        with StagedVersion(folder, dataset, version, day, ids, desk.node.settings.engine) as staged:
            for each in sorted(sources.values(), key=lambda one: one.filename):
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
    desk.record("entry", {**what, "files": dict(sorted(made.files.items())), "originals": [sha256]})
    return Kept(entry, source, made, before)


def _held(desk: Desk, entry: Entry) -> Callable[[str], frozenset[str]]:
    own = {each.id: each.schema for each in entry.entities if each.id}

    def held(entity_id: str) -> frozenset[str]:
        if entity_id in own:
            return frozenset((own[entity_id],))
        found = desk.statements(versions=desk.versions(), entity_ids=[entity_id])
        return frozenset(found["schema"].to_pylist())

    return held


def _source(entry: Entry, sha256: str, size: int, dataset: str) -> Source:
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
        obtained_how=f"entered by hand by {said.by}",
        obtained_at=said.at,
        legal_basis=said.legal_basis,
        evidential_status=said.status,
    )
