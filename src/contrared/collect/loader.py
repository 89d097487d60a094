"""Running a reader over files and committing what it yields as one immutable version."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contrared.collect.draft import Batch, Draft, Notice, Reject
from contrared.collect.options import LoadOptions, check_as_of
from contrared.collect.reader import About, Reader
from contrared.collect.registry import choose
from contrared.collect.staged import StagedVersion
from contrared.govern import Desk
from contrared.govern.rights.reload import refuse
from contrared.model import EvidentialStatus, Grade, Handling, InputError, Source
from contrared.model.grading import TIP_GRADE
from contrared.store import DatasetVersion
from contrared.store.archive import Put
from contrared.store.durable import disk_errors
from contrared.store.ledger import now

#: Called with the number of entities read so far.
Progress = Callable[[int], None]

PROGRESS_EVERY = 500


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did.

    Attributes:
        version: The version that now stands.
        already: True where the very same content was there before and nothing was written.
        rejects: Path of ``rejects.csv``.
        notices: What the reader told about the whole of it; nothing is kept of this.
    """

    version: DatasetVersion
    already: bool
    rejects: Path
    notices: tuple[str, ...] = ()


def load(
    desk: Desk,
    path: Path,
    options: LoadOptions | None = None,
    *,
    reader: str | Reader | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Load a file or folder into the node the desk stands in.

    Args:
        desk: The desk of the person who loads.
        path: File or folder.
        options: What is said about it.
        reader: A reader or the name of one; recognised from the content unless given.
        progress: Told how many entities were read.

    Returns:
        The version; the previous ones stay.

    Raises:
        InputError: the file or an option is unusable; nothing was changed.
        NodeError: another load of the dataset is running, or the disk is full; nothing was changed.
    """
    options = options or LoadOptions()
    options.check()
    chosen = choose(path, reader) if reader is None or isinstance(reader, str) else reader
    files = chosen.files(path)
    about = chosen.about(files)
    dataset = options.dataset or about.dataset
    as_of = options.as_of or about.as_of
    check_as_of(as_of, path.name)
    if not dataset:
        raise InputError("the file does not say which dataset it is", where=path.name, do="give --dataset NAME")
    if not as_of:
        raise InputError("the file does not say of what date it is", where=path.name, do="give --as-of DATE")
    lake = desk.node.lake
    pen = desk.write()
    with (
        lake.staging(dataset) as folder,
        disk_errors(folder),
        desk.node.archive.bringing(lake.originals) as put,
    ):
        stamps = _stamps(files)
        sources = _archive(put, files, chosen, about, dataset, as_of, options)
        refuse(desk.node, sources.values())
        _apart(dataset, sources.values(), lake.versions(dataset))
        wanted = version_id(as_of, sources.values())
        for known in lake.versions(dataset):
            if known.version == wanted:
                desk.record("load", {"dataset": dataset, "version": wanted, "already": True})
                return LoadReport(known, True, lake.folder(known) / "rejects.csv")
        ids = {name: source.id for name, source in sources.items()}
        with StagedVersion(folder, dataset, wanted, as_of, ids, desk.node.settings.engine) as staged:
            count = 0
            refused: Reject | None = None
            notices = _told_of_grade(options)
            for item in chosen.read(files):
                if isinstance(item, Notice):
                    notices.append(item.text)
                    continue
                staged.take(item)
                if isinstance(item, Draft):
                    count += 1
                    if progress is not None and count % PROGRESS_EVERY == 0:
                        progress(count)
                elif isinstance(item, Batch):
                    count += item.entities
                    if progress is not None:
                        progress(count)
                elif refused is None:
                    refused = item
            tally = staged.finish()
        if tally.statements == 0:
            told = f"; first, {refused.file}, {refused.locator}: {refused.reason}" if refused is not None else ""
            raise InputError(
                f"nothing in it could be read{told}", where=path.name, do="check that it is the list you think it is"
            )
        if _stamps(files) != stamps:
            raise InputError(
                "the file changed while it was read", where=path.name, do="wait until it is written and load it again"
            )
        version = DatasetVersion(
            dataset=dataset,
            version=wanted,
            as_of=as_of,
            carries=tuple(sorted(about.carries)),
            sources={source.id: dict(source.to_dict()) for source in sources.values()},
            files={},
            statements=tally.statements,
            evidence=tally.evidence,
            entities=tally.entities,
            rejects=tally.rejects,
            reader=f"{chosen.name} {chosen.version}",
            loaded_at=now(),
        )
        version = lake.commit(folder, version)
    hashes = {"files": dict(sorted(version.files.items())), "originals": sorted(s.sha256 for s in sources.values())}
    desk.record("load", {"dataset": dataset, "version": wanted, "by": pen.user, **hashes})
    return LoadReport(version, False, lake.folder(version) / "rejects.csv", tuple(notices))


def _archive(
    put: Put,
    files: Mapping[str, Path],
    reader: Reader,
    about: About,
    dataset: str,
    as_of: str,
    options: LoadOptions,
) -> dict[str, Source]:
    grade = Grade.parse(about.grade)
    grade = Grade.of(options.reliability or grade.reliability, options.credibility or grade.credibility)
    if options.evidential_status == EvidentialStatus.TIP:
        # Whoever sends it, and whatever the reader holds of its publisher.
        grade = TIP_GRADE
    handling = Handling.parse(options.handling or about.handling, releasable_to=options.releasable_to)
    sources: dict[str, Source] = {}
    for name, path in files.items():
        sha256, size = put(path)
        sources[name] = Source(
            sha256=sha256,
            size=size,
            filename=path.name,
            dataset=dataset,
            as_of=as_of,
            publisher=about.publisher,
            licence=options.licence or about.licence,
            url=about.url,
            reader=reader.name,
            reader_version=reader.version,
            grade=grade,
            handling=handling,
            obtained_from=options.obtained_from,
            obtained_how=options.obtained_how,
            obtained_at=options.obtained_at,
            legal_basis=options.legal_basis,
            evidential_status=EvidentialStatus(options.evidential_status or "public"),
            expires=date.fromisoformat(options.expires) if options.expires else None,
        )
    return sources


def _told_of_grade(options: LoadOptions) -> list[str]:
    asked = options.reliability.strip().upper() or "F", options.credibility.strip() or "6"
    if options.evidential_status != EvidentialStatus.TIP or asked == ("F", "6"):
        return []
    return [f"a tip is graded {TIP_GRADE}, whatever is asked; corroborate it with `contrared tip corroborate`"]


def _apart(dataset: str, sources: Iterable[Source], versions: Iterable[DatasetVersion]) -> None:
    """Keep tips in datasets of their own: what stands beside a tip would be held for no more than one.

    Raises:
        InputError: a tip would become a version of something else, or something else of a tip.
    """
    tip = any(source.is_tip for source in sources)
    if all(version.of_tips == tip for version in versions):
        return
    if tip:
        raise InputError(
            f"the dataset {dataset!r} holds no tips, and this is one", where="--dataset", do="give it a name of its own"
        )
    raise InputError(
        f"the dataset {dataset!r} holds tips, and this is none", where="--dataset", do="give it a name of its own"
    )


def _stamps(files: Mapping[str, Path]) -> dict[str, tuple[int, int, int]]:
    """What tells that a file was written to: then the bytes read may not be those in the archive."""
    found = {}
    for name, path in files.items():
        stat = path.stat()
        found[name] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    return found


def version_id(as_of: str, sources: Iterable[Source]) -> str:
    """Id of a version from its date and what it is made of."""
    ids = sorted(source.id for source in sources)
    return f"{as_of}.{hashlib.sha256(' '.join(ids).encode()).hexdigest()[:10]}"
