"""A partner proves that its log holds what it promised, and that it never went back; or it is found out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from contrared.govern import record
from contrared.govern.log.keeping import keep_up
from contrared.model import InputError
from contrared.store.tables import access_log, exchange_checkpoints

from .conftest import Pair
from .nodes import STRANGER, carry


@pytest.fixture
def talked(pair: Pair) -> Pair:
    """Two questions were answered, and one hit opened: three receipts."""
    pair.ask(STRANGER)
    carry(pair.br, pair.pa)
    pair.released()
    for node in (pair.br.node, pair.pa.node):
        keep_up(node)
    return pair


def ids(pair: Pair) -> tuple[str, str]:
    return pair.br.at()._side.peers.own().id, pair.pa.at()._side.peers.own().id


def test_every_receipt_is_proved_and_checkpoints_agree(talked: Pair) -> None:
    _, pa = ids(talked)
    wanted = talked.br.at().receipts_wanted(pa)
    assert len(json.loads(wanted)["entries"]) == 3
    assert b"Nadia" not in wanted
    found = talked.br.at().receipts_proven(talked.pa.at().receipts_proved(wanted))
    assert (found.proved, found.missing, found.split) == (3, (), ())
    assert found.heard > 0
    (line,) = [e for e in record.entries(talked.br.node.ledger) if e.action == "exchange proven"]
    assert (line.what["proved"], line.what["missing"]) == (3, [])
    (line,) = [e for e in record.entries(talked.pa.node.ledger) if e.action == "exchange proofs"]
    assert line.what["entries"] == 3


def test_of_entries_of_others_nothing_is_proved(talked: Pair) -> None:
    _, pa = ids(talked)
    told = json.loads(talked.br.at().receipts_wanted(pa))
    with talked.pa.node.ledger.reading() as connection:
        row = connection.execute(select(access_log).where(access_log.c.action == "enter")).mappings().first()
    assert row is not None
    from contrared.govern.log.entry import frame_leaf

    told["entries"] = [frame_leaf(dict(row)).hex()]
    assert json.loads(talked.pa.at().receipts_proved(json.dumps(told).encode()))["proofs"] == {}


def changed(answer: bytes, how: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer)
    first, second, *_ = sorted(told["proofs"])
    if how == "one left out":
        del told["proofs"][first]
    elif how == "one for another":
        told["proofs"][first] = told["proofs"][second]
    elif how == "no proof":
        told["proofs"][first] = "no proof"
    return told


@pytest.mark.parametrize("how", ["one left out", "one for another", "no proof"])
def test_what_is_not_proved_is_missing(talked: Pair, how: str) -> None:
    _, pa = ids(talked)
    answer = talked.pa.at().receipts_proved(talked.br.at().receipts_wanted(pa))
    found = talked.br.at().receipts_proven(json.dumps(changed(answer, how)).encode())
    assert (found.proved, len(found.missing), found.split) == (2, 1, ())


def test_a_log_that_is_not_the_one_heard_is_found_out(talked: Pair) -> None:
    _, pa = ids(talked)
    answer = talked.pa.at().receipts_proved(talked.br.at().receipts_wanted(pa))
    with talked.br.node.ledger.begin() as connection:
        row = connection.execute(select(exchange_checkpoints)).mappings().first()
        assert row is not None
        own = exchange_checkpoints.c.size == row["size"]
        connection.execute(update(exchange_checkpoints).where(own).values(root="00" * 32))
    found = talked.br.at().receipts_proven(answer)
    assert found.split == (row["size"],)
    told = json.loads(answer)
    told["grown"] = {}
    assert len(talked.br.at().receipts_proven(json.dumps(told).encode()).split) > 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: told.update(form="x"), "no such file"),
        (lambda told: told.update(to="somebody"), "for somebody"),
        (lambda told: told.update({"from": "somebody"}), "no partner"),
        (lambda told: told.update(proofs=[]), "no such file"),
        (lambda told: told.update(proofs={"zz": ""}), "no such file"),
        (lambda told: told.update(checkpoint="x"), "does not hold"),
        (lambda told: told.update(checkpoint=told["checkpoint"].replace("/log", "/other", 1)), "does not hold"),
    ],
)
def test_what_is_no_answer(talked: Pair, change: Any, said: str) -> None:
    _, pa = ids(talked)
    told = json.loads(talked.pa.at().receipts_proved(talked.br.at().receipts_wanted(pa)))
    change(told)
    with pytest.raises(InputError, match=said):
        talked.br.at().receipts_proven(json.dumps(told).encode())


def test_what_is_no_list(talked: Pair) -> None:
    _, pa = ids(talked)
    told = json.loads(talked.br.at().receipts_wanted(pa))
    for wrong in ({**told, "heard": [-1]}, {**told, "entries": "x"}, {**told, "to": "other"}, [], {"form": 1}):
        with pytest.raises(InputError):
            talked.pa.at().receipts_proved(json.dumps(wrong).encode())
    with pytest.raises(InputError, match="no partner"):
        talked.br.at().receipts_wanted("nobody")
