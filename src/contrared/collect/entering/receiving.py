"""Receiving a tip: what came is archived as it came, its facts become a source of their own, graded F6."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contrared.collect.encodings import read_text
from contrared.collect.entering.entry import Entry, Named, Said
from contrared.collect.entering.keeping import Kept, enter_by_hand, kept_before
from contrared.collect.options import check_as_of
from contrared.govern import Desk, now
from contrared.govern.hand import tips
from contrared.govern.hand.tip import Tip
from contrared.model import EvidentialStatus, Handling, InputError
from contrared.model.grading import TIP_GRADE

#: Endings of files whose text is kept beside the tip, so that wordings can be compared.
TEXTS = frozenset({".txt", ".md", ".eml", ".csv"})
#: Bytes of a tip; a recording or a scan goes into it, a disk image does not.
MOST = 100 << 20


@dataclass(frozen=True, slots=True)
class Received:
    """How a tip came.

    Attributes:
        channel: By what: telephone, letter, web form, a walk-in.
        handling: Handling.
        text: What was told, in its own words; of a recording or scan, what it says.
        file: What came, as it came; the text itself unless given.
        sender: Who gave it; empty where it is anonymous. Never part of a source.
        received: Date on which it came; today if empty.
        about: Entities held before that it speaks of.
        note: What tells it from another that says the same.
    """

    channel: str
    handling: Handling
    text: str = ""
    file: Path | None = None
    sender: str = ""
    received: str = ""
    about: tuple[str, ...] = ()
    note: str = ""


def receive(desk: Desk, came: Received, entities: Sequence[Named]) -> tuple[Tip, Kept]:
    """Keep a tip.

    Args:
        desk: The desk of whoever takes it.
        came: How it came.
        entities: What it says, as entities.

    Raises:
        InputError: nothing came, or it cannot be read; it names nobody who is held, or a fact cannot be kept; or the
            very same came before.
        PolicyError: this person may not write.
    """
    desk.write()
    if not came.channel.strip():
        raise InputError("how the tip came is not said", where="--channel", do="telephone, letter, web form …")
    check_as_of(came.received, "--received")
    _held(desk, came.about)
    with tempfile.TemporaryDirectory(prefix="tip-", dir=desk.node.root) as between:
        path, text = _as_it_came(came, Path(between))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        entry = Entry(_said(desk, came, digest), tuple(entities))
        kept = kept_before(desk, entry)
        if kept is not None and (known := tips.taken(desk, kept.source.id)):
            raise InputError(
                f"the very same came before, as {known}",
                do="if it came again, say so in --note: how often it comes is part of what it tells",
            )
        kept = kept or enter_by_hand(desk, entry, path, how=f"tip taken by {desk.person.id}")
    made = [each.id for each in kept.entry.entities]
    # An end of a link, too, is somebody the tip speaks of.
    named = {value for each in kept.entry.entities for _, value in each.values} - set(made)
    pointed = desk.extent.held(named)
    row = {
        "id": f"tip-{kept.entry.id.removeprefix('ent-')}",
        "source_id": kept.source.id,
        "dataset": kept.version.dataset,
        "entities": made,
        "about": sorted({*came.about, *pointed}),
        "text": text,
        "sender": came.sender.strip(),
        "channel": came.channel.strip(),
        "received": entry.said.as_of,
    }
    tips.keep(desk, row)
    return tips.one(desk, str(row["id"])), kept


def _held(desk: Desk, about: Sequence[str]) -> None:
    held = desk.extent.held(about)
    if missing := [each for each in about if each not in held]:
        raise InputError(
            f"the node holds nothing about {', '.join(missing)}", where="--about", do="see `contrared screen`"
        )


def _as_it_came(came: Received, folder: Path) -> tuple[Path, str]:
    if came.file is None:
        if not came.text.strip():
            raise InputError("nothing was told", where="--text", do="give --text, or --file with what came")
        path = folder / "tip.txt"
        path.write_text(came.text, encoding="utf-8")
        return path, came.text
    if not came.file.is_file():
        raise InputError("there is no such file", where=str(came.file), do="give the file that came")
    if not 0 < came.file.stat().st_size <= MOST:
        raise InputError("it is empty or over 100 MB", where=came.file.name, do="give what came, without what else")
    text = came.text
    if not text and came.file.suffix.lower() in TEXTS:
        text = read_text(came.file)
    return came.file, text


def _said(desk: Desk, came: Received, digest: str) -> Said:
    at = now()
    return Said(
        by=desk.person.id,
        at=at,
        source=f"tip by {came.channel.strip()}",
        locator=f"as it came, SHA-256 {digest}",
        grade=TIP_GRADE,
        handling=came.handling,
        as_of=came.received or at[:10],
        status=EvidentialStatus.TIP,
        obtained_from="somebody who is named" if came.sender.strip() else "nobody who is named",
        note=came.note,
    )
