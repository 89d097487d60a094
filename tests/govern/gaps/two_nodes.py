"""Two nodes: the second is a copy of the first that holds more, closed lists and work on them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from contrared.case.identity import record_judgement, resolve_node
from contrared.collect import LoadOptions, load
from contrared.collect.entering import Named
from contrared.collect.entering.receiving import Received, receive
from contrared.govern import Desk, enter, now
from contrared.govern.hand import inquiries, tips
from contrared.govern.users import Users
from contrared.match.counter import screen
from contrared.match.question import Known
from contrared.match.segments import refresh
from contrared.match.subjects import subjects
from contrared.match.watching import look, rescreen
from contrared.model import Handling, Protection
from contrared.resolve.judgement import Verdict
from contrared.store import Node
from contrared.store.tables import clearances, judgements

#: Works with all that is here, in a case; and works at a counter of the customs, where intelligence is closed.
POLICE, CUSTOMS = "pol", "cus"
CLOSED = "TLP:AMBER"
OPEN = """l-1|Person|name|Nadia Farouk
l-1|Person|birthDate|1980-02-01
l-1|Person|idNumber|AB-771
l-2|Person|name|Bo Quintero Rojas
l-2|Person|birthDate|1971-03-04
l-4|Person|name|Ramiro Salcedo Ibarra
l-4|Person|birthDate|1966-07-08
l-5|Person|name|Lucia Montes Vera
l-6|Company|name|Minera del Sur SA
l-7|Ownership|owner|l-4
l-7|Ownership|asset|l-6
"""
SECOND = """s-1|Person|name|Nadia Farouk
s-1|Person|birthDate|1980-02-01
s-1|Person|idNumber|AB-771
s-2|Person|name|Bo Quintero Rojas
s-2|Person|birthDate|1971
s-4|Person|name|Ramiro Salcedo Ibarra
s-4|Person|birthDate|1966-07-08
"""
#: Names somebody who is on open lists, somebody who is nowhere else, and says more of somebody who is open.
SECRET = """c-1|Person|name|Nadia Farouk
c-1|Person|birthDate|1980-02-01
c-1|Person|idNumber|AB-771
c-3|Person|name|Zoltan Unheard
c-3|Person|birthDate|1959-01-01
c-4|Person|name|Lucia Montes Vera
c-4|Person|birthDate|1990-09-09
l-1|Person|alias|The Unheard
c-7|Ownership|owner|c-3
c-7|Ownership|asset|l-6
"""
#: What a later version of an open list adds.
MORE = "s-3|Person|name|Zoltan Unheard\ns-3|Person|birthDate|1959-01-01\n"
#: Everything that stands in the closed lists alone.
UNHEARD = ("nheard", "Bob", "s-3", "c-1", "c-3", "c-4", "c-7", "1990-09-09", "1959", "secret", "2022-05")


def at(node: Node, user: str, case: str = "case-1") -> Desk:
    """A desk under the profile the node has."""
    return enter(node, user, "border control", case)


def base(folder: Path) -> Path:
    """The node without what is closed."""
    root = folder / "without"
    node = Node.init(root, "gaps", unencrypted="a test")
    users = Users(enter(node, purpose="founding"))
    users.add(POLICE, "Police", "supervisor", force="police", country="co")
    users.add(CUSTOMS, "Customs", "analyst", force="customs", country="co")
    node.close()
    settings = root / "node.toml"
    settings.write_text(settings.read_text().replace('profile = "owner"', 'profile = "military-barred"'), "utf-8")
    node = Node.open(root)
    desk = at(node, POLICE)
    _load(desk, folder, "open", OPEN, "2021-01")
    _load(desk, folder, "second", SECOND, "2021-02")
    refresh(desk)
    desk.memory.watch("bank", [("Nadia Farouk", _known("Nadia Farouk", "1980-02-01"))])
    desk.memory.watch("bank", [("Zoltan Unheard", _known("Zoltan Unheard", "1959-01-01"))])
    desk.memory.watch("bank", [("Ramiro Salcedo", _known("Ramiro Salcedo Ibarra", "1966-07-08"))])
    desk.memory.encounter(
        {
            "at": "2026-01-02T08:00:00+00:00",
            "place": "Paso",
            "country": "co",
            "label": "Bo Quintero",
            "queries": _known("Bo Quintero Rojas", "1971-03-04"),
            "references": [],
            "companions": [],
            "note": "",
            "handling": "TLP:CLEAR",
            "route": "",
        }
    )
    look(desk, subjects(desk))
    record_judgement(desk, "l-2", "s-2", Verdict.UNSURE, "asked by telephone")
    desk.memory.whitelist(_known("Ramiro Salcedo", "1966"), "R. Salcedo", _entry("l-4"), "another birth place")
    desk.write().protect("l-5", Protection.WITNESS, "heard in court")
    _case(desk, "case-1", "J-open", "l-4", "open")
    resolve_node(desk)
    resolve_node(at(node, CUSTOMS))
    # Decided long before anything closed came.
    with node.ledger.begin() as connection:
        for table in (judgements, clearances):
            connection.execute(update(table).values(at="2026-01-01T00:00:00+00:00"))
    node.close()
    return root


def _told_and_asked(desk: Desk) -> None:
    """Two tips about the unheard, both false, and a question about him and one about somebody on an open list."""
    for day in ("2026-01-02", "2026-01-03"):
        came = Received("letter", Handling.parse(CLOSED), f"Bob {day}", sender="Nadia", received=day, about=("c-3",))
        made, _ = receive(desk, came, [Named("Person", (("name", "Bob Unheard"),))])
        tips.refute(desk, made.id, "Bob was abroad")
    for about in ("c-3", "l-1"):
        inquiries.ask(
            desk,
            addressee="Banco X",
            kind="bank",
            asked="accounts of the Unheard",
            order="Court 3",
            legal_basis="CPP 235",
            due=(date.fromisoformat(now()[:10]) + timedelta(days=30)).isoformat(),
            about=(about,),
        )


def closed(root: Path, folder: Path) -> Path:
    """A copy of it that holds more, none of it for the customs."""
    copy = Path(shutil.copytree(root, folder / "with"))
    node = Node.open(copy)
    desk = at(node, POLICE)
    _load(desk, folder, "secret", SECRET, "2022-05", handling=CLOSED, status="intelligence")
    _load(desk, folder, "second", SECOND.replace("Bo", "Bob") + MORE, "2022-05", handling=CLOSED, status="evidence")
    refresh(desk)
    for dataset in ("second", "secret"):
        rescreen(desk, None, desk.version(dataset))
    record_judgement(desk, "l-2", "c-3", Verdict.DIFFERENT, "the Unheard is older")
    record_judgement(desk, "l-1", "s-1", Verdict.SAME, "the report on the Unheard says so")
    desk.memory.whitelist(_known("Zoltan", "1959"), "Zoltan", _entry("c-3"), "seen in person")
    desk.write().protect("c-3", Protection.MINOR, "said to be young")
    alert = next(row for row in desk.memory.alerts() if row["entity_id"] == "c-3")
    desk.memory.attend(alert["id"], "taken in hand")
    _case(desk, "case-2", "J-secret", "c-3", "secret")
    _told_and_asked(desk)
    screen(desk, Known(names=("Ramiro Salcedo Ibarra",), schema="Person", born="1966-07-08").queries())
    resolve_node(desk)
    node.close()
    return copy


def _load(
    desk: Desk,
    folder: Path,
    name: str,
    content: str,
    as_of: str,
    *,
    handling: str = "TLP:CLEAR",
    status: str = "public",
) -> None:
    path = folder / f"{name}-{as_of}.lines"
    path.write_text(content, encoding="utf-8")
    options = LoadOptions(as_of=as_of, dataset=name, handling=handling, evidential_status=status)
    load(desk, path, options)


def _known(name: str, born: str) -> list[dict[str, Any]]:
    return [{"id": "", "schema": "Person", "properties": {"name": [name], "birthDate": [born]}}]


def _entry(entity_id: str) -> dict[str, Any]:
    return {"entity_id": entity_id, "facts": {"name": [entity_id]}}


def _case(desk: Desk, case: str, claim: str, entity_id: str, dataset: str) -> None:
    cited: Sequence[str] = desk.statements(entity_ids=[entity_id])["id"].to_pylist()
    version = desk.version(dataset)
    pen = desk.write()
    pen.case(case, f"Case on {entity_id}", {"datasets": [dataset]})
    pen.claims(case, [{"id": claim, "kind": "judgement", "text": f"On {entity_id}", "statements": list(cited)}])
    pen.finding(
        {
            "id": f"N-{case}",
            "case_id": case,
            "kind": "ranking",
            "text": f"Counted over {version.entities} entities",
            "body": {},
            "statements": [],
            "versions": [f"{version.dataset}@{version.version}"],
        }
    )
