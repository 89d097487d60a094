"""What goes into an evidence pack, as rows and originals, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pyarrow.compute as pc

from contrared.case.disclosure.gather import Gathered, gather
from contrared.case.disclosure.masking import Mask
from contrared.case.masking import names_any
from contrared.govern import Desk, SourceClass
from contrared.model import InputError, PolicyError, Source

Row = dict[str, Any]
#: Whoever gave a source under this caveat gave it for other ends.
NO_COURT = "NO COURT USE"
PROTECTED = "it names a protected person"
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True)
class Contents:
    """Everything of a pack but custody.

    Attributes:
        cases: Rows of each case's files, by the name of its folder.
        index: From each sentence of a brief to a statement, its source, and the place in the original.
        sources: Sources that a statement of any of the cases rests on, by id.
        withheld: Ids of the sources whose originals are not in the pack.
        statements: Ids of the statements that leave open, each with its entity.
        about: Ids of parties and statements, for the chain of custody.
        masked: How many protected persons are masked.
    """

    cases: Mapping[str, Mapping[str, list[Row]]]
    index: tuple[Row, ...]
    sources: Mapping[str, Source]
    withheld: frozenset[str]
    statements: Mapping[str, str]
    about: frozenset[str]
    masked: int


def contents(desk: Desk, case_ids: Sequence[str], mask: Mask) -> Contents:
    """Gather what some cases rest on, and what speaks against it.

    Raises:
        InputError: no case is named, or there is no such case.
        PolicyError: a source may not be exported, or not be used in court.
    """
    if not case_ids:
        raise InputError("an evidence pack is of cases", where="CASE", do="name them, as `id` in their case.toml")
    gathered = {case: gather(desk, case) for case in dict.fromkeys(case_ids)}
    known = desk.sources()
    named = {row["id"] for found in gathered.values() for row in found.files["sources"]}
    sources = {key: known[key] for key in sorted(named)}
    _may_leave(desk, sources)
    withheld = _naming_protected(desk, mask) & sources.keys()
    cases: dict[str, dict[str, list[Row]]] = {}
    index: list[Row] = []
    statements: dict[str, str] = {}
    for number, (case, found) in enumerate(gathered.items(), 1):
        folder = f"{number:02d}-{re.sub('[^A-Za-z0-9]+', '-', case).strip('-') or 'case'}"
        files = _files(found)
        # Originals that are not in the pack say so where they are listed.
        for row in files["sources"]:
            row["original"] = path_of(sources[row["id"]], row["id"] in withheld)
        cases[folder] = {name: mask.rows(rows) for name, rows in files.items()}
        index += mask.rows(list(_index(case, found, sources, withheld)))
        statements |= {key: entity for key, entity in found.statements.items() if not mask.hides(entity)}
    about = frozenset(party for found in gathered.values() for party in found.parties)
    about |= {key for found in gathered.values() for key in found.statements}
    return Contents(cases, tuple(index), sources, withheld, statements, about, len(mask.number))


def path_of(source: Source, withheld: bool = False) -> str:
    """Where an original lies in the pack: under its hash, with the ending of its name."""
    if withheld:
        return f"withheld: {PROTECTED}"
    suffix = PurePosixPath(source.filename).suffix
    return f"data/originals/{source.sha256}{suffix if _SUFFIX.fullmatch(suffix) else ''}"


def _files(found: Gathered) -> dict[str, list[Row]]:
    """The files of a disclosure, and the merges that were refused; who looked is told by custody, with proofs."""
    files = {name: [dict(row) for row in rows] for name, rows in found.files.items() if name != "access"}
    superseded = {row["supersedes"]: row["id"] for row in files["judgements"] if row.get("supersedes")}
    for row in files["judgements"]:
        by = superseded.get(row["id"])
        row["standing"] = f"superseded by {by}" if by else "in force"
    files["rejected-merges"] = [
        row for row in files["judgements"] if row["verdict"] != "same" or row["standing"] != "in force"
    ]
    return files


def _index(case: str, found: Gathered, sources: Mapping[str, Source], withheld: frozenset[str]) -> Iterable[Row]:
    """One row for each sentence, statement and place."""
    used = {row["id"]: row for row in found.files["statements-used"]}
    for claim in (*found.files["claims"], *found.files["against"]):
        for statement in claim["statements"].split():
            if (row := used.get(statement)) is None:
                continue
            for place in filter(None, row["evidence"].split("; ")):
                key, _, locator = place.partition(" ")
                if key not in sources:
                    continue
                yield {
                    "case": case,
                    "sentence": claim["id"],
                    "kind": claim["kind"],
                    "text": claim["text"],
                    "statement": statement,
                    "entity": row["entity"],
                    "property": row["property"],
                    "value": row["value"],
                    "source": key,
                    "file": sources[key].filename,
                    "place": locator,
                    "original": path_of(sources[key], key in withheld),
                    "sha256": sources[key].sha256,
                    "corrected": row["corrected"],
                }


def _may_leave(desk: Desk, sources: Mapping[str, Source]) -> None:
    """Whether every source may be handed to a court.

    Raises:
        PolicyError: one may not.
    """
    for source in sources.values():
        where = f"{source.dataset}, {source.filename}"
        about = SourceClass(source.handling, str(source.evidential_status))
        decision = desk.policy.may(desk.person, "export", desk.purpose, about)
        if not decision.permitted:
            raise PolicyError("you may not export this", where=where, do=decision.rule)
        if any(caveat.upper() == NO_COURT for caveat in source.handling.caveats):
            raise PolicyError(
                "it was given for no use in court",
                where=where,
                do="ask whoever gave it to lift the caveat, or investigate the case again without it",
            )


def _naming_protected(desk: Desk, mask: Mask) -> frozenset[str]:
    """Sources that say anything of a protected person, or name one as a link of somebody else."""
    hidden = frozenset(mask.members)
    if not hidden:
        return frozenset()
    versions = desk.versions()
    own = desk.statements(versions=versions, entity_ids=sorted(hidden), corrected=True)
    pointing = desk.statements(versions=versions, pointing_to=sorted(hidden), corrected=True)
    ids = set(own["id"].to_pylist()) | set(pointing.filter(names_any(pointing, hidden))["id"].to_pylist())
    found = desk.evidence(sorted(ids))
    return frozenset(pc.unique(found["source_id"]).to_pylist())
