"""Packing evidence: leave to hand it out, its line on record, and a bag that proves itself."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from contrared.case.disclosure.masking import Mask
from contrared.case.evidence.contents import Contents, contents, path_of
from contrared.case.evidence.custody import COLUMNS, Custody, custody
from contrared.case.table import neutral
from contrared.govern import Desk, record
from contrared.govern.approvals import Act, Scope, demand, spend
from contrared.govern.handover import bag
from contrared.govern.log.keeping import keep_up, signer_of
from contrared.govern.rights.recipients import hand, itself
from contrared.model import InputError, NodeError, strictest
from contrared.store.durable import disk_errors, write_bytes

LANGUAGES = ("en", "es", "pt")
FORM = "contrared evidence v1"


@dataclass(frozen=True, slots=True)
class Packed:
    """What was packed.

    Attributes:
        name: SHA-256 of the manifest of tag files, which stands for every byte: to be written into the covering letter.
        files: Rows of each table by its path in the bag.
        originals: How many originals are in it.
        withheld: How many are not, since they name protected persons.
        masked: How many protected persons are masked.
        lines: How many lines of the record the chain of custody has.
    """

    name: str
    files: Mapping[str, int]
    originals: int
    withheld: int
    masked: int
    lines: int


def pack(
    desk: Desk, case_ids: Sequence[str], out: Path, *, to: str = "", legal_basis: str = "", emergency: str = ""
) -> Packed:
    """Write a BagIt bag (RFC 8493) of what some cases rest on and of what speaks against them.

    In it: originals as they were received, statements used and not used, judgements with those that were refused or
    superseded, counter-evidence, the chain of custody with proofs from the log, an index from each sentence to its
    place in an original, a readme, and a verifier. Protected persons are masked, and originals that name one are
    listed with their hash and left out. The same inputs give the same bytes: no file says when the bag was made but by
    the last line of the record it goes back to.

    Args:
        desk: The desk of somebody who may export and disclose.
        case_ids: Cases that were investigated here.
        out: Folder of the bag; must not be there.
        to: Who receives it; the person at the desk unless given.
        legal_basis: On which legal basis, for the request and the record.
        emergency: Why it cannot wait for anybody.

    Raises:
        Waiting: somebody else must approve it first.
        PolicyError: this person may not, or a source may not leave or not be used in court.
        InputError: no such case, or ``out`` is in the way.
        NodeError: an original is missing or damaged, the log cannot be read, or the disk is full.
    """
    desk.permitted(["disclose"], "hand out evidence")
    if out.exists():
        raise InputError("there is something already", where=str(out), do="name a new folder")
    until = max((entry.seq for entry in record.newest(desk.node.ledger, 1)), default=0)
    mask = Mask(desk)
    found = contents(desk, case_ids, mask)
    _whole(desk, found)
    said = {"format": "evidence", "cases": list(found.cases), "statements": len(found.statements)}
    permit = demand(
        desk,
        Act.EXPORT,
        {**said, "to": to, "sha256": digest(found)},
        subject=f"export evidence of {', '.join(sorted(set(case_ids)))}",
        scope=Scope(
            partner=to,
            datasets=tuple(sorted({source.dataset for source in found.sources.values()})),
            handling=strictest(source.handling for source in found.sources.values()).banner,
        ),
        legal_basis=legal_basis,
        emergency=emergency,
    )
    # On record before it is written: a folder without its line would be a leak.
    spend(permit, "export", said)
    hand(desk, to or itself(desk), "export", f"evidence, {desk.purpose}", found.statements.items())
    keep_up(desk.node)
    chain = custody(desk, found.sources, found.about, frozenset(case_ids), mask, until)
    return write(desk, found, chain, out, to=to or itself(desk), until=until)


def digest(found: Contents) -> str:
    """SHA-256 of what is approved: everything but the chain of custody, which every look at the node makes longer."""
    rows = [found.cases, found.index, sorted(found.withheld), sorted(found.sources)]
    return hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()


def write(desk: Desk, found: Contents, chain: Custody, out: Path, *, to: str, until: int) -> Packed:
    """Write the bag beside ``out`` and put it there whole.

    Raises:
        NodeError: an original is missing or damaged, or the disk is full.
    """
    with disk_errors(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".evidence-") as folder:
            staged = Path(folder) / "bag"
            rows = _tables(staged, found, chain)
            originals = _originals(desk, found, staged)
            for name, data in chain.proofs.items():
                write_bytes(_made(staged / "data" / "proofs" / name), data)
            _tags(desk, staged, found, to, until)
            shutil.move(staged, out)
    return Packed(bag.name_of(out), rows, originals, len(found.withheld), found.masked, len(chain.proofs))


def _tables(staged: Path, found: Contents, chain: Custody) -> dict[str, int]:
    tables: dict[str, Sequence[Mapping[str, Any]]] = {
        f"data/{folder}/{name}.csv": rows for folder, files in found.cases.items() for name, rows in files.items()
    }
    tables["data/index.csv"] = found.index
    tables["data/custody.csv"] = chain.rows
    for path, rows in tables.items():
        columns = COLUMNS if path == "data/custody.csv" else tuple(dict.fromkeys(key for row in rows for key in row))
        write_bytes(_made(staged / path), _csv(columns, rows))
    return {path: len(rows) for path, rows in sorted(tables.items())}


def _originals(desk: Desk, found: Contents, staged: Path) -> int:
    """Copy the bytes as they were received; how many files."""
    written = set()
    for key, source in found.sources.items():
        path = staged / path_of(source)
        if key not in found.withheld and path not in written:
            shutil.copyfile(desk.original(source.sha256), _made(path))
            if bag.digest(path) != source.sha256:
                raise NodeError(
                    "the original in the archive is damaged",
                    where=f"{source.dataset}, {source.filename}",
                    do="restore the archive from a backup; `contrared check` names every damaged file",
                )
            written.add(path)
    return len(written)


def _whole(desk: Desk, found: Contents) -> None:
    """Whether every original is there, before anything is approved or handed out."""
    for key, source in found.sources.items():
        if key not in found.withheld and not desk.original(source.sha256).is_file():
            raise NodeError(
                "the original is missing from the archive",
                where=f"{source.dataset}, {source.filename}",
                do="restore the archive from a backup",
            )


def _tags(desk: Desk, staged: Path, found: Contents, to: str, until: int) -> None:
    settings = desk.node.settings.node
    handling = strictest(source.handling for source in found.sources.values()).banner
    told = {
        "Source-Organization": settings.name or settings.id,
        "External-Description": f"Evidence of {', '.join(found.cases)}",
        "Contrared-Node": settings.id,
        "Contrared-To": " ".join(to.split()),
        "Contrared-By": desk.person.id,
        "Contrared-Handling": handling,
        "Contrared-Record": f"line {until}",
    }
    bag.close(staged, told)
    texts = resources.files(__package__)
    words = {
        "node": told["Source-Organization"],
        "to": told["Contrared-To"],
        "cases": ", ".join(found.cases),
        "handling": handling,
        "originals": str(len({path_of(s) for key, s in found.sources.items() if key not in found.withheld})),
        "withheld": str(len(found.withheld)),
        "masked": str(found.masked),
        "until": str(until),
    }
    for language in LANGUAGES:
        text = (texts / f"readme.{language}.txt").read_text(encoding="utf-8")
        write_bytes(staged / f"README.{language}.txt", text.format(**words).encode())
    write_bytes(staged / "verify.py", (texts / "verify.py").read_bytes())
    signer = signer_of(desk.node)
    lines = "".join(f"{bag.digest(staged / name)} {name}\n" for name in ("manifest-sha256.txt", "bag-info.txt"))
    text = f"{FORM}\n{lines}"
    write_bytes(staged / "signature.txt", (text + "\n" + signer.sign(text).line()).encode())
    write_bytes(staged / "key.txt", f"{signer.verifier}\n".encode())
    bag.close_tags(staged)


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutral("" if row.get(column) is None else row[column]) for column in columns])
    return out.getvalue().encode()
