"""A door without gaps: what is closed to a person shows nowhere, not by its absence either.

The same is asked of two nodes, one of which holds closed lists and work on them; both must answer byte for byte alike.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from starlette.testclient import TestClient

from contrared.api.app import Serving, application
from contrared.cli.commands import add_all
from contrared.collect import registry
from contrared.govern import Desk
from contrared.govern.memory import Memory
from contrared.match.proof import proven
from contrared.match.question import Known
from contrared.match.remembered import standing
from contrared.match.screening import opened
from contrared.match.segments import segments
from contrared.model import ContraredError
from contrared.store import Node

from ...api.conftest import TOKEN, client_of, ready
from ...collect.damaged import run
from ...conftest import LinesReader
from .two_nodes import CUSTOMS, POLICE, UNHEARD, at, base, closed

add_all()
Nodes = tuple[Path, Path]


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    folder = tmp_path_factory.mktemp("gaps")
    reader = LinesReader()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(registry, "known_readers", lambda: {reader.name: reader})
        first = base(folder)
        yield first, closed(first, folder)


def plain(value: Any) -> Any:
    """What an answer says, in a form that can be compared byte for byte."""
    if isinstance(value, pa.Table):
        return value.to_pylist()
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return str(value)


def told(ask: Callable[[Desk], Any], root: Path, user: str) -> str:
    """An answer, or the error in its place, as text."""
    node = Node.open(root)
    try:
        desk = at(node, user)
        try:
            return json.dumps(plain(ask(desk)), ensure_ascii=False, indent=1)
        except ContraredError as exc:
            return f"{type(exc).__name__}: {exc}"
    finally:
        node.close()


def asked(desk: Desk, known: Known) -> Any:
    answer = opened(desk).ask(*known.queries())
    told = [(each.entity_id, each.score, each.log_odds, each.reasons) for each in answer.candidates]
    return [told, answer.asked, answer.missing]


def asked_before(born: str) -> list[dict[str, Any]]:
    return Known(names=("Ramiro Salcedo Ibarra",), schema="Person", born=born).queries()


def everywhere(desk: Desk) -> Any:
    """Versions of all there is, whoever asks: a program might hold on to them."""
    return desk.node.lake.versions()


def cited(desk: Desk) -> list[str]:
    engine = desk.extent.engine()
    try:
        table = engine.run(engine.statements(desk.node.lake, everywhere(desk)).select("id"))
        return [str(each) for each in table["id"].to_pylist()]
    finally:
        engine.close()


DESK: dict[str, Callable[[Desk], Any]] = {
    "versions": lambda desk: desk.versions(),
    "unheld": lambda desk: desk.unheld(),
    "versions of one": lambda desk: [desk.versions("second"), desk.versions("secret")],
    "current": lambda desk: desk.current(),
    "version": lambda desk: desk.version("second"),
    "version by date": lambda desk: desk.version("second", "2022-05"),
    "version by prefix": lambda desk: desk.version("second", "20"),
    "version of closed": lambda desk: desk.version("secret"),
    "sources": lambda desk: desk.sources(),
    "statements": lambda desk: desk.statements(),
    "statements of all": lambda desk: desk.statements(versions=everywhere(desk)),
    "statements false ones too": lambda desk: desk.statements(versions=everywhere(desk), corrected=True),
    "statements pointing": lambda desk: desk.statements(versions=desk.versions(), pointing_to=["l-6"]),
    "difference": lambda desk: desk.difference(desk.version("open"), desk.version("second")),
    "evidence": lambda desk: desk.evidence(None),
    "evidence of all": lambda desk: desk.evidence(cited(desk), versions=everywhere(desk)),
    "original": lambda desk: [
        desk.original(source.sha256).name for source in sorted(desk.sources().values(), key=lambda s: s.id)
    ],
    "canonical": lambda desk: desk.canonical(),
    "judgements": lambda desk: desk.judgements(),
    "links": lambda desk: desk.links(),
    "links of a kind": lambda desk: [desk.links("auto"), desk.links("candidate")],
    "protected": lambda desk: desk.protected(),
    "claim": lambda desk: desk.claim(""),
    "findings": lambda desk: desk.findings(),
    "findings of closed": lambda desk: desk.findings("case-2"),
    "cases": lambda desk: desk.cases(),
    "corrected": lambda desk: str(desk.corrected()),
    "leaving": lambda desk: desk.leaving(),
}
MEMORY: dict[str, Callable[[Desk], Any]] = {
    "watched": lambda desk: desk.memory.watched(),
    "unwatched": lambda desk: desk.memory.unwatched(),
    "encounters": lambda desk: desk.memory.encounters(),
    "alerts": lambda desk: desk.memory.alerts(everything=True),
    "alerts waiting": lambda desk: desk.memory.alerts(),
    "clearances_shown": lambda desk: desk.memory.clearances_shown(desk.memory.clearances()),
    "standing": lambda desk: standing(desk, opened(desk)),
    "proven": lambda desk: [one for born in ("1966-07-08",) for one in proven(desk, asked_before(born))],
    "segments": lambda desk: [segment.folder.relative_to(desk.node.root) for segment in segments(desk)],
    "screened": lambda desk: asked(desk, Known(names=("Nadia Farouk",), schema="Person", born="1980-02-01")),
    "screened closed": lambda desk: asked(desk, Known(names=("Zoltan Unheard",), schema="Person", born="1959")),
    "found by id": lambda desk: [opened(desk).find(entity) for entity in ("l-1", "c-1", "s-1")],
}
#: What tells nothing of what is held: acts, secrets, and what the program needs whole and no person is shown.
ACTS = {"write", "permitted", "record", "erase", "secret", "memory", "extent"}
WHOLE = {"everybody", "hits", "clearances", "rescreened"}


@pytest.mark.parametrize("name", [*DESK, *MEMORY])
def test_a_desk_answers_as_if_nothing_were_closed(nodes: Nodes, name: str) -> None:
    ask = (DESK | MEMORY)[name]
    without, within = (told(ask, root, CUSTOMS) for root in nodes)
    assert within == without
    if name != "watched":
        assert not [word for word in UNHEARD if word in within and word not in without]


def test_a_program_that_holds_on_to_a_closed_version_gets_nothing_of_it(nodes: Nodes) -> None:
    said = told(
        lambda desk: desk.difference(desk.version("second"), desk.node.lake.versions("second")[-1]), *_within(nodes)
    )
    assert said.startswith("InputError: no version of 'second' fits")


def _within(nodes: Nodes) -> tuple[Path, str]:
    return nodes[1], CUSTOMS


#: Questions whose answer must differ for who may read all, or the comparison above would prove nothing.
TELLING = [
    *("versions", "version", "sources", "statements of all", "difference", "evidence", "canonical", "judgements"),
    *(
        "links",
        "protected",
        "claim",
        "findings",
        "cases",
        "alerts",
        "clearances_shown",
        "segments",
        "proven",
        "screened closed",
    ),
]


@pytest.mark.parametrize("name", TELLING)
def test_whoever_may_read_it_is_told(nodes: Nodes, name: str) -> None:
    ask = (DESK | MEMORY)[name]
    without, within = (told(ask, root, POLICE) for root in nodes)
    assert within != without


def test_no_method_of_a_desk_is_forgotten() -> None:
    def named(kind: type) -> set[str]:
        return {name for name, _ in inspect.getmembers(kind) if not name.startswith("_")}

    asked = {name.partition(" ")[0] for name in DESK}
    assert named(Desk) <= asked | ACTS, "a new way to read goes into the table above"
    acts = {name for name in named(Memory) if name in _writes()}
    assert named(Memory) <= {name.partition(" ")[0] for name in MEMORY} | WHOLE | acts


def _writes() -> set[str]:
    return {
        *("attend", "confirm", "dismiss", "encounter", "escalate", "of", "refuse", "remember", "take_back", "unwatch"),
        "watch",
        *("whitelist", "withdraw"),
    }


COMMANDS = [
    *(("datasets",), ("sources",), ("judgements",), ("encounters",), ("watch", "list"), ("whitelist", "list")),
    *(("alerts",), ("alerts", "--all"), ("diff", "second", "2021-02", "2022-05"), ("diff", "secret", "2022", "2022")),
    *(("show", "l-1"), ("show", "s-1"), ("show", "c-1"), ("show", "c-3"), ("show", "l-6"), ("show", "l-5")),
    *(("why", "J-open"), ("why", "J-secret"), ("why", "N-case-2"), ("why", "c-3"), ("why", "l-1")),
    *(("resolve", "--explain", "l-1", "s-1"), ("resolve", "--explain", "l-1", "c-1")),
    *(("screen", "Nadia Farouk", "--born", "1980-02-01"), ("screen", "Zoltan Unheard")),
    *(("screen", "Ramiro Salcedo Ibarra", "--born", "1966-07-08", "--prove"), ("index",)),
    *(("network", "measure", "degree"), ("audit", "tail"), ("oversight", "suppressed"), ("check",), ("users", "list")),
    *(("retention", "list"), ("hold", "list"), ("review",), ("review", "next"), ("review", "--blind")),
    *(("tip", "list"), ("tip", "patterns"), ("inquiry", "list"), ("inquiry", "due", "--days", "400")),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("as_json", [True, False], ids=["json", "text"])
def test_a_command_answers_as_if_nothing_were_closed(nodes: Nodes, command: tuple[str, ...], as_json: bool) -> None:
    answers = []
    for root in nodes:
        said = run(
            *command,
            *(["--json"] if as_json else []),
            *("--node", root, "--user", CUSTOMS, "--purpose", "border control", "--case", "case-1"),
        )
        out = re.sub(r'"receipt": "[^"]*"', "", said.out)  # its salts are drawn anew each time
        answers.append((said.code, out.replace(str(root), "NODE"), said.err.replace(str(root), "NODE")))
    assert answers[1] == answers[0]


ROUTES = [
    ("GET", "/versions", None),
    ("GET", "/readyz", None),
    *(("GET", f"/entities/{entity}", None) for entity in ("l-1", "s-1", "c-1", "c-3", "s-3")),
    ("POST", "/screen", {"name": "Nadia Farouk", "born": "1980-02-01"}),
    ("POST", "/screen", {"name": "Zoltan Unheard", "born": "1959"}),
    ("POST", "/screen", {"name": "Nadia Farouk", "datasets": ["secret"]}),
    ("POST", "/match/secret", {"queries": {"q": {"schema": "Person", "properties": {"name": ["Nadia Farouk"]}}}}),
    ("POST", "/match/default", {"queries": {"q": {"schema": "Person", "properties": {"name": ["Zoltan Unheard"]}}}}),
    ("GET", "/reconcile/default", None),
    ("GET", "/reconcile/secret", None),
    *(("GET", f"/reconcile/default/suggest/entity?prefix={word}", None) for word in ("Nad", "Zol", "Luc")),
    ("GET", "/reconcile/default/properties?type=Person", None),
]


@pytest.fixture(scope="module")
def clients(nodes: Nodes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, TestClient]]:
    """The same service, started by the customs, over each of the nodes."""
    folder = tmp_path_factory.mktemp("served")
    with ExitStack() as stack:
        started = []
        for root in nodes:
            serving = Serving(
                node=str(root),
                token=TOKEN,
                hosts=("127.0.0.1",),
                once=str(folder / "once"),
                user=CUSTOMS,
                purpose="border control",
                origins=(),
            )
            client = stack.enter_context(client_of(application(serving)))
            ready(client)
            started.append(client)
        yield started[0], started[1]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_a_route_answers_as_if_nothing_were_closed(
    clients: tuple[TestClient, TestClient], method: str, path: str, body: dict[str, Any] | None
) -> None:
    answers = []
    for client in clients:
        said = client.request(method, path, json=body)
        answers.append((said.status_code, re.sub(r'"receipt":\s*"[^"]*"', "", said.text)))
    assert answers[1] == answers[0]
    assert not [word for word in ("c-1", "c-3", "s-3", "c-4") if f'"{word}"' in answers[1][1]]
