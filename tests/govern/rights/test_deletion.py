"""Deletion on time: nothing is left of what went, killed at any step or not, and that it went can be proved."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest

from contrared.case.why import why
from contrared.collect import LoadOptions, load
from contrared.govern import enter, record
from contrared.govern.log.inspection import inspect
from contrared.govern.log.keeping import keep_up, signer_of, tree_of
from contrared.govern.oversight.lake import altered
from contrared.govern.rights.certificate import among, certify, checked
from contrared.govern.rights.deletion import Deletion
from contrared.govern.rights.held import due, held
from contrared.govern.rights.holds import Holds
from contrared.govern.rights.standing import DELETED
from contrared.govern.verify import verify
from contrared.match.segments import refresh
from contrared.match.watching import catch_up
from contrared.model import InputError, NodeError
from contrared.store import Node

from .conftest import SECRETS, TODAY, Kept, found_in

LAW = "Ley 1581, art. 11"
STEPS = (
    "begun",
    "purged over",
    "staged over",
    "moved over",
    "swapped over",
    "swept over",
    "swept",
    "told",
    "scrubbed",
    "done",
)


class KilledError(Exception):
    pass


def test_every_source_has_a_term(kept: Kept) -> None:
    assert [(item.id, item.term.until) for item in held(kept.node)] == [
        (kept.over, date(2030, 12, 31)),
        (kept.stays, date(2040, 12, 31)),
    ]
    assert [item.id for item in due(kept.node, date(2030, 12, 31))] == []
    assert [item.id for item in due(kept.node, date(2030, 12, 31), within=1)] == [kept.over]
    assert [item.id for item in due(kept.node, TODAY)] == [kept.over]


def test_nothing_of_it_is_left_in_any_file(kept: Kept) -> None:
    root = kept.node.root
    before = found_in(root, SECRETS)
    assert {line.split("/")[0].split(":")[0].split("-wal")[0] for line in before} >= {"archive", "lake", "segments"}
    assert any("ledger" in line for line in before)
    Deletion(kept.desk).run(TODAY, LAW)
    assert found_in(root, (*SECRETS, "o-2", "Beto Rivas")) == []
    assert found_in(root, ("o-1",)) == ["ledger.sqlite: o-1"], "judgements on identity keep whom they were about"
    assert found_in(root, ("Cleo Amaru",)) != [], "what another source states is there"
    assert verify(kept.node).ok
    assert altered(kept.node) == [], "oversight knows that it was deleted, not tampered with"


def test_what_is_left_stands_on_its_own(kept: Kept) -> None:
    Deletion(kept.desk).run(TODAY, LAW)
    desk = kept.desk
    assert set(desk.statements()["entity_id"].to_pylist()) == {"s-1", "s-3"}
    assert desk.canonical() == {}, "nobody is left to be the same as"
    texts = {row["id"]: row["text"] for row in desk.claim("F-")}
    assert texts["F-2"] == "Cleo is named"
    assert "deleted on time" in texts["F-1"]
    told = why(desk, "F-1")
    assert [ground.statement.entity_id for ground in told.grounds] == ["s-1"]
    assert "deleted on time" in desk.findings()[0]["text"]
    assert desk.judgements()[0]["why"].startswith("taken with its source")
    (alert,) = [row for row in desk.memory.alerts(everything=True) if row["entity_id"] == "o-1"]
    assert (alert["state"], alert["facts"], alert["reasons"]) == ("dismissed", None, [])
    assert [row["entity_id"] for row in desk.memory.hits()] == ["s-1"]
    refresh(desk)
    assert catch_up(desk) == [], "nothing new is raised about what stays"


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_it_goes_on_to_the_same_end(kept: Kept, step: str) -> None:
    seen = []

    def kill(at: str) -> None:
        seen.append(at)
        if at == step:
            raise KilledError

    with pytest.raises(KilledError):
        Deletion(kept.desk, kill).run(TODAY, LAW)
    kept.node.close()
    again = Node.open(kept.node.root)
    desk = enter(again, purpose="retention")
    assert set(desk.statements()["entity_id"].to_pylist()) == {"s-1", "s-3"}, "hidden from the first step on"
    assert kept.over not in desk.sources()
    assert all("o-1" not in str(row) for row in desk.evidence(None).to_pylist())
    Deletion(desk).run(TODAY, LAW)
    keep_up(again)
    assert found_in(again.root, SECRETS) == []
    assert verify(again).ok
    assert [entry.action for entry in record.entries(again.ledger)].count(DELETED) == 1
    assert Deletion(desk).run(TODAY, LAW).id == "", "done once"
    again.close()


def test_the_certificate_proves_it_to_a_stranger(kept: Kept) -> None:
    gone = sorted(kept.desk.statements(entity_ids=["o-1", "o-2"])["id"].to_pylist())
    done = Deletion(kept.desk).run(TODAY, LAW)
    data = certify(kept.node, done.id, done.salts)
    key = signer_of(kept.node).verifier
    told = checked(data, key)
    assert told.frame["legal_basis"] == LAW
    assert told.frame["user_id"] == "owner"
    (source,) = told.content["sources"]
    assert source["source_id"] == kept.over
    assert told.content["gone"]["over"]["statements"] == len(gone)
    assert told.content["gone"]["over"]["entities"] == 2
    (version,) = told.content["versions"]
    assert version["after"] == ""
    assert set(version["before_files"]) == {"statements.parquet", "evidence.parquet", "rejects.csv"}
    assert among(data, "over", gone)
    assert not among(data, "over", gone[1:])
    assert done.salts["over"] not in repr(list(record.entries(kept.node.ledger)))
    assert found_in(kept.node.root, (done.salts["over"],)) == [], "the salt does not stay on the node"
    assert not any(word in data.decode() for word in SECRETS)
    assert inspect(kept.node.ledger, tree_of(kept.node), key).problems == ()


@pytest.mark.parametrize("field", ["content", "frame", "proof", "content_salt", "form", "frame_salt"])
def test_a_certificate_that_was_touched_does_not_hold(kept: Kept, field: str) -> None:
    done = Deletion(kept.desk).run(TODAY, LAW)
    told = json.loads(certify(kept.node, done.id))
    if field == "content":
        told["content"]["gone"]["over"]["statements"] += 1
    elif field == "frame":
        told["frame"]["legal_basis"] = "none"
    elif field == "proof":
        told["proof"] = told["proof"].replace("index ", "index 1")
    else:
        told[field] = ("0" if told[field][0] != "0" else "1") + told[field][1:]
    with pytest.raises(InputError):
        checked(json.dumps(told).encode(), signer_of(kept.node).verifier)


def test_the_record_is_erased_only_of_what_went_and_still_verifies(kept: Kept) -> None:
    Deletion(kept.desk).run(TODAY, LAW)
    keep_up(kept.node)
    found = inspect(kept.node.ledger, tree_of(kept.node), signer_of(kept.node).verifier)
    assert found.problems == ()
    assert found.erased > 0
    lines = list(record.entries(kept.node.ledger))
    assert all(entry.user and entry.at for entry in lines), "who and when stay"
    assert [entry.legal_basis for entry in lines if entry.action == "erase"] == [LAW]
    assert any(entry.action == "read" and entry.what.get("entity_ids") == [] for entry in lines)


@pytest.mark.parametrize("target", ["source", "o-1", "s-1", "case-1"])
def test_a_hold_stops_it(kept: Kept, target: str) -> None:
    target = kept.over if target == "source" else target
    Holds(kept.desk).add(target, why="trial", legal_basis="CPP 205", order="Court 3, 12/2030")
    done = Deletion(kept.desk).run(TODAY, LAW)
    assert done.id == ""
    assert done.held == (kept.over,)
    assert found_in(kept.node.root, SECRETS) != []
    assert verify(kept.node).problems == ()


def test_a_hold_within_a_half_run_brings_it_back(kept: Kept) -> None:
    def kill(at: str) -> None:
        if at == "begun":
            raise KilledError

    with pytest.raises(KilledError):
        Deletion(kept.desk, kill).run(TODAY, LAW)
    assert kept.over not in kept.desk.sources()
    with pytest.raises(InputError, match="no source, case, encounter or entity"):
        Holds(kept.desk).add("nobody", why="trial", legal_basis="CPP 205", order="12")
    Holds(kept.desk).add(kept.over, why="trial", legal_basis="CPP 205", order="Court 3, 12/2030")
    assert kept.over in kept.desk.sources()
    done = Deletion(kept.desk).run(TODAY, LAW)
    assert done.content["held"] == [kept.over]
    assert done.content["sources"] == []
    assert set(kept.desk.statements()["entity_id"].to_pylist()) == {"o-1", "o-2", "s-1", "s-3"}


def test_deleting_needs_a_legal_basis_and_a_quiet_node(kept: Kept) -> None:
    with pytest.raises(InputError, match="legal basis"):
        Deletion(kept.desk).run(TODAY, " ")
    with (
        kept.node.lake.staging("over"),
        pytest.raises(NodeError, match="another load of over"),
    ):
        Deletion(kept.desk).run(TODAY, LAW)
    Deletion(kept.desk).run(TODAY, LAW)
    assert found_in(kept.node.root, SECRETS) == []


def test_bytes_that_were_deleted_do_not_come_back_unasked(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> None:
    again = tmp_path_factory.mktemp("again") / "over.lines"
    again.write_bytes(
        kept.node.archive.path(next(s for s in kept.desk.sources().values() if s.dataset == "over").sha256).read_bytes()
    )
    Deletion(kept.desk).run(TODAY, LAW)
    later = (TODAY + timedelta(days=3650)).isoformat()
    with pytest.raises(InputError, match="deleted on time"):
        load(kept.desk, again, LoadOptions(as_of="2021", dataset="other", expires=later))
    assert found_in(kept.node.root, SECRETS) == []
    load(kept.desk, again, LoadOptions(as_of="2021", dataset="other", expires=later, legal_basis="new warrant 9/2031"))


CHILD = """
import os, sys
from datetime import date
from pathlib import Path
from contrared.govern import enter
from contrared.govern.rights.deletion import Deletion
from contrared.store import Node

desk = enter(Node.open(Path(sys.argv[1])), purpose="retention")
Deletion(desk, lambda at: os._exit(9) if at == sys.argv[2] else None).run(date(2031, 1, 1), "Ley 1581, art. 11")
"""


@pytest.mark.parametrize("step", ["purged over", "staged over", "moved over", "swapped over"])
def test_a_process_that_dies_leaves_nothing_half_deleted(kept: Kept, step: str) -> None:
    kept.node.close()
    died = subprocess.run([sys.executable, "-c", CHILD, str(kept.node.root), step], check=False, timeout=120)
    assert died.returncode == 9
    again = Node.open(kept.node.root)
    desk = enter(again, purpose="retention")
    assert set(desk.statements()["entity_id"].to_pylist()) == {"s-1", "s-3"}
    Deletion(desk).run(TODAY, LAW)
    keep_up(again)
    assert found_in(again.root, SECRETS) == []
    assert verify(again).ok
    again.close()
