"""A second filter within an epoch shares nothing with the first that a partner could count by."""

from __future__ import annotations

import numpy as np

from contrared.govern.exchange import OUT, Book
from contrared.share.exchange.manifests import Manifest
from contrared.share.filters import Filter

from .conftest import Pair
from .nodes import side


def test_no_entry_of_one_filter_stands_in_the_next(pair: Pair) -> None:
    pair.publish()
    held = side(pair.pa)
    with held.pen.reading() as read:
        rows = read.many(Book.MANIFESTS, peer=pair.br.id, direction=OUT)
    first, second = (Manifest.from_bytes(row["body"]) for row in rows)
    assert (first.epoch, first.public == second.public) == (second.epoch, False)
    tags = [Filter.from_bytes(held.pen.file(row["filter"]).read_bytes()).tags for row in rows]
    assert not np.isin(tags[0], tags[1]).any()


def test_a_question_under_the_first_is_still_answered(pair: Pair) -> None:
    asked = pair.ask()
    pair.pa.at().publish(pair.br.id, purpose="search for persons", legal_basis="treaty")
    (message,) = pair.br.at().waiting()
    reply = pair.pa.at().receive(message.data)
    pair.br.at().delivered(message.id, reply)
    (opening,) = pair.br.at().openings(asked)
    assert opening["state"] == "hit"
    assert pair.hit()
