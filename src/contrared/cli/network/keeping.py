"""Keeping a finding for its case, as it was reached; `contrared why` finds it, and the brief takes it up."""

from __future__ import annotations

import hashlib
import json as encoding
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from contrared.cli import output
from contrared.cli.network.target import Opened
from contrared.cli.network.written import as_json
from contrared.model import InputError

Keep = Annotated[
    bool, typer.Option("--keep", help="Keep the finding for the case, as it is; it goes into the next brief.")
]


def keep_finding(at: Opened, kind: str, result: Any, *, text: str, evidence: Iterable[str]) -> str:
    """Keep a result for the case; its id comes from its content.

    Raises:
        InputError: the network is of no case.
    """
    if at.desk is None or at.case is None or not at.case.id:
        raise InputError("a finding is kept for a case", where="--keep", do="name a case that was investigated")
    body = as_json(result)
    told = encoding.dumps([kind, body], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    identity = "N-" + hashlib.sha256(told.encode()).hexdigest()[:10]
    new = at.desk.write().finding(
        {
            "id": identity,
            "case_id": at.case.id,
            "kind": kind,
            "text": text,
            "body": body,
            "statements": sorted(set(evidence)),
            "versions": {version.dataset: version.version for version in at.case.versions},
        }
    )
    output.note(f"{identity} kept for {at.case.id}" if new else f"{identity} was kept already")
    return identity


def evidence_of(at: Opened, nodes: Iterable[str]) -> set[str]:
    """Ids of what the ties of some nodes rest on."""
    import pyarrow as pa
    import pyarrow.compute as pc

    network = at.network
    wanted = pa.array(sorted(network.place(node) for node in set(nodes)), pa.int32())
    touched = pc.or_(pc.is_in(network.ties["source"], wanted), pc.is_in(network.ties["target"], wanted))
    return {
        key for cell in network.ties.filter(touched)["evidence"].to_pylist() for key in (cell or "").split(" ") if key
    }
