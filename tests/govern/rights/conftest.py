"""A node with one list whose term is over and one that stays, and everything the ledger copies from a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from contrared.collect import LoadOptions, load
from contrared.govern import Desk, enter
from contrared.match.question import Known
from contrared.match.segments import refresh
from contrared.match.subjects import Subject
from contrared.match.watching import look
from contrared.store import Node

from ...conftest import LinesReader

#: What only the list whose term is over says; it must be nowhere on the node afterwards.
SECRETS = ("Zorzal Quemado", "Villa Recóndita 47", "QX7719203")
TODAY = date(2031, 1, 1)
OVER = """o-1|Person|name|Ximena Quispe Vargas
o-1|Person|alias|Zorzal Quemado
o-1|Person|birthDate|1984-03-02
o-1|Person|notes|last seen in Villa Recóndita 47
o-1|Person|passportNumber|QX7719203
o-2|Person|name|Beto Rivas
bad row about Zorzal Quemado
"""
STAYS = """s-1|Person|name|Ximena Quispe Vargas
s-1|Person|birthDate|1984
s-3|Person|name|Cleo Amaru
"""


@dataclass(frozen=True)
class Kept:
    """The node, its desk, and ids of what lies in it."""

    node: Node
    desk: Desk
    over: str
    stays: str


@pytest.fixture
def kept(lines_reader: LinesReader, lines: Callable[[str, str], Path], desk: Desk) -> Kept:
    load(desk, lines("over", OVER), LoadOptions(as_of="2021", dataset="over", expires="2030-12-31"))
    load(desk, lines("stays", STAYS), LoadOptions(as_of="2021", dataset="stays", expires="2040-12-31"))
    pen = desk.write()
    refresh(desk)
    queries = Known(names=("Ximena Quispe Vargas",), schema="Person", born="1984-03-02").queries()
    (row,) = desk.memory.watch("port", [("Ximena", queries)])
    look(desk, [Subject(row["id"], "watched", row["label"], tuple(queries), "port")])
    statements = {(s["entity_id"], s["prop"]): s["id"] for s in desk.statements(entity_ids=["o-1", "s-1"]).to_pylist()}
    rests = [statements["o-1", "alias"], statements["s-1", "name"]]
    pen.case("case-1", "A case", {})
    pen.claims(
        "case-1",
        [
            {"id": "F-1", "kind": "fact", "text": "Ximena is called Zorzal Quemado", "statements": rests},
            {"id": "F-2", "kind": "fact", "text": "Cleo is named", "statements": [statements["s-1", "name"]]},
        ],
    )
    body = {"method": "test", "who": "Zorzal Quemado"}
    finding = {"id": "N-1", "case_id": "case-1", "kind": "rank", "text": "Zorzal Quemado ranks first"}
    pen.finding({**finding, "body": body, "statements": rests, "versions": {}})
    link = {"left_id": "o-1", "right_id": "s-1", "kind": "auto", "score": 0.99}
    pen.resolution({"o-1": "o-1", "s-1": "o-1"}, [{**link, "reasons": [{"left": "QX7719203"}]}])
    judged = {"id": "jdg-1", "left_id": "o-1", "right_id": "s-1", "verdict": "same", "by": "owner", "at": "2021-01-01"}
    pen.judgement({**judged, "why": "both are Zorzal Quemado", "supersedes": None})
    sources = {source.dataset: key for key, source in desk.sources().items()}
    return Kept(desk.node, enter(desk.node, purpose="retention"), sources["over"], sources["stays"])


def found_in(root: Path, words: tuple[str, ...]) -> list[str]:
    """Files of a node that hold one of the words, as they are or within what Parquet packs."""
    hits = []
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if path.suffix == ".parquet":
            data += repr(pq.read_table(path).to_pylist()).encode()
        folded = data.lower()
        hits += [f"{path.relative_to(root)}: {word}" for word in words if word.lower().encode() in folded]
    return hits
