"""A correction at its source calls back what was released on it, without anybody thinking of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from contrared.govern.rights.recipients import CORRECTION, EXPIRED, pending, received_in, tell
from contrared.share.exchange import Statement
from contrared.store.tables import notices

from .conftest import Pair, draft
from .nodes import carry

SAID = (
    Statement("name", "Nadia Farouk", "B2", "TLP:AMBER", ("s-name", "s-alias")),
    Statement("notes", "named by a source who would be in danger", "C3", "TLP:RED", ("s-notes",)),
)


def released(pair: Pair) -> str:
    thread = pair.opened()
    pair.pa.at("ana").draft(thread, draft(statements=SAID))
    with pytest.raises(Exception, match="waits"):
        pair.pa.at("ana").release(thread)
    pair.approve("ben")
    made = pair.pa.at("ana").release(thread)
    assert {fault for _, fault in carry(pair.pa, pair.br)} == {""}
    return made


def corrected(pair: Pair, statement: str, topic: str = CORRECTION, **body: str) -> int:
    """What a correction or a deletion leaves in the outbox; how many are to be told."""
    with pair.pa.node.ledger.begin() as connection:
        rows = received_in(connection, [statement])
        return tell(
            connection, topic, "cor-1", rows, {"false": "a secret of another", "why": "judgment 7/2026", **body}
        )


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        (CORRECTION, "it rests on a statement that was found to be false"),
        (EXPIRED, "it rests on a statement that may be held no longer"),
    ],
)
def test_the_partner_is_told_once(pair: Pair, topic: str, said: str) -> None:
    made = released(pair)
    assert corrected(pair, "s-alias", topic) == 1
    pair.pa.at().tidy()
    assert {fault for _, fault in carry(pair.pa, pair.br)} == {""}
    (received,) = pair.br.at().received()
    assert (received["id"], received["state"], received["why"]) == (made, "recalled", said)
    assert pending(pair.pa.node) == []
    pair.pa.at().tidy()
    assert pair.pa.at().waiting() == []


def test_what_was_torn_off_was_not_handed_out(pair: Pair) -> None:
    released(pair)
    assert corrected(pair, "s-notes") == 0


def test_a_release_that_was_recalled_by_hand_is_not_recalled_again(pair: Pair) -> None:
    made = released(pair)
    pair.pa.at().recall(made, "the source withdrew")
    corrected(pair, "s-name")
    pair.pa.at().tidy()
    assert pending(pair.pa.node) == []
    carry(pair.pa, pair.br)
    assert [row["why"] for row in pair.br.at().received()] == ["the source withdrew"]


@pytest.mark.parametrize("case", ["undone", "revoked"])
def test_what_waits_for_a_person(pair: Pair, case: str) -> None:
    released(pair)
    corrected(pair, "s-name", **({"undone": "cor-1"} if case == "undone" else {}))
    if case == "revoked":
        pair.pa.book.known = {key: replace(known, active=False) for key, known in pair.pa.book.known.items()}
    pair.pa.at().tidy()
    with pair.pa.node.ledger.reading() as connection:
        assert connection.execute(select(notices.c.told_at)).scalars().all() == [None]
    assert {row["state"] for row in pair.pa.at().given()} == {"released"}
