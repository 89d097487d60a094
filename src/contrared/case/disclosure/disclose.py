"""Writing a disclosure: tables, a manifest with their hashes, and its line on record."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contrared.case.disclosure.gather import gather
from contrared.case.disclosure.masking import Mask
from contrared.case.table import neutral
from contrared.govern import Desk, now
from contrared.govern.rights.recipients import hand
from contrared.model import InputError, PolicyError
from contrared.store.durable import disk_errors, write_bytes

FORM = "contrared.org/disclosure/v1"
#: What each file holds, for whoever opens the folder.
FILES = {
    "claims": "what the case says: judgements, facts, ties, actions, findings, and the statements each rests on",
    "against": "counter-evidence that the case itself names",
    "statements-used": "statements that a claim rests on, with grades and where in which source they stand",
    "statements-not-used": "everything else that is stated of the same parties",
    "contradictions": "properties of one party for which sources give different values",
    "judgements": "who decided that two entries are the same, different or unsure, and why",
    "candidates": "pairs that the engine merged, left open or that were rejected, with reasons",
    "dismissed": "alerts and clearances on the parties, and what was decided on them",
    "corrections": "what was found to be false, and corrections that were undone",
    "sources": "every source, its grade, handling, legal basis and the SHA-256 of its bytes",
    "access": "who looked at the parties or acted for the case, when, and why",
}


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What was written: files with their rows, the SHA-256 of the manifest, and how many persons are masked."""

    files: Mapping[str, int]
    manifest: str
    masked: int


def disclose(desk: Desk, case_id: str, out: Path, *, to: str) -> Disclosed:
    """Write what was used in a case and what spoke against it; protected persons are masked.

    Args:
        desk: The desk of somebody who may disclose.
        case_id: The case.
        out: New or empty folder.
        to: Who receives it.

    Raises:
        PolicyError: this person may not disclose.
        InputError: there is no such case, or the folder is in use.
        NodeError: the disk is full.
    """
    decision = desk.policy.may(desk.person, "disclose", desk.purpose)
    if not decision.permitted:
        raise PolicyError("you may not disclose here", where=desk.person.id, do=decision.rule)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError("the folder is not empty", where=str(out), do="choose a new folder for the disclosure")
    found, mask = gather(desk, case_id), Mask(desk)
    tables = {name: _csv(mask.rows(found.files[name])) for name in FILES}
    manifest = {
        "form": FORM,
        "case": case_id,
        "at": now(),
        "by": desk.person.id,
        "to": to,
        "masked": len(mask.number),
        "files": {
            f"{name}.csv": {"sha256": hashlib.sha256(data).hexdigest(), "rows": len(found.files[name]), "holds": what}
            for (name, what), data in zip(FILES.items(), tables.values(), strict=True)
        },
    }
    told = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    digest = hashlib.sha256(told).hexdigest()
    open_pairs = [(key, entity) for key, entity in found.statements.items() if not mask.hides(entity)]
    hand(desk, to, "disclosure", f"case {case_id}", open_pairs)
    # On record before it is written: a folder without its line would be a leak.
    desk.record("disclose", {"case": case_id, "to": to, "manifest": digest, "masked": len(mask.number)})
    with disk_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    for name, data in tables.items():
        write_bytes(out / f"{name}.csv", data)
    write_bytes(out / "manifest.json", told)
    return Disclosed({f"{name}.csv": len(found.files[name]) for name in FILES}, digest, len(mask.number))


def check(folder: Path) -> list[str]:
    """What is wrong with a disclosure: files that are missing, or are not those of its manifest.

    Raises:
        InputError: there is no manifest.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        files = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise InputError(f"no manifest of a disclosure ({exc})", where=str(folder), do="check the folder") from exc
    problems = []
    for name, told in sorted(files.items()):
        path = folder / name
        if not path.is_file():
            problems.append(f"{name} is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != told["sha256"]:
            problems.append(f"{name} is not what was disclosed")
    known = {*files, "manifest.json"}
    problems += [f"{path.name} is not in the manifest" for path in sorted(folder.iterdir()) if path.name not in known]
    return problems


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    out = io.StringIO()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutral("" if row.get(column) is None else row[column]) for column in columns])
    return out.getvalue().encode()
