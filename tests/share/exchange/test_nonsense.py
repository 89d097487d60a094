"""Rightly signed nonsense of every kind: each gets its error, nothing is raised, and the chain goes on."""

from __future__ import annotations

import gzip

import pytest

from contrared.share.envelope import ANSWERED_BY, Fault, Kind, canonical, seal_to, to_text

from .conftest import Pair
from .nodes import STRANGER, carry, send

BODIES = {
    "nothing": b"",
    "empty": b"{}",
    "list": b"[]",
    "text": b"not JSON at all",
    "twice": b'{"about":"a","about":"a"}',
    "spaced": b'{ "about":"a"}',
    "unknown": canonical({"about": "a", "extra": 1}),
    "deep": b'{"a":' * 500 + b"1" + b"}" * 500,
    "number": canonical({"about": 2**53 - 1}),
    "compressed": gzip.compress(canonical({"about": "a", "code": "purpose"})),
    "bomb": gzip.compress(b"0" * 10_000_000),
    "surrogate": b'{"about":"\\ud800"}',
}


@pytest.mark.parametrize("kind", ANSWERED_BY)
def test_nonsense_gets_an_error_and_no_more(pair: Pair, kind: Kind) -> None:
    for name, body in BODIES.items():
        fault = send(pair.br, pair.pa, kind, lambda _, body=body: body, manifest="0" * 64, heeded=False)  # type: ignore[misc]
        assert fault in set(Fault), name
    assert pair.pa.at().inbox() == []
    assert pair.pa.at().given() == []
    pair.ask(STRANGER)
    assert carry(pair.br, pair.pa) == [(Kind.ASK, "")]


SEALED = (Kind.RELEASE, Kind.ASK_BACK, Kind.RECALL, Kind.NARROW, Kind.CORRECT, Kind.OUTCOME)


@pytest.mark.parametrize("kind", SEALED)
def test_sealed_nonsense_gets_an_error_and_no_more(pair: Pair, kind: Kind) -> None:
    thread = pair.opened()
    key = pair.br.known().seal_key
    for content in (*BODIES.values(), canonical({"object": {}, "signature": "A" * 86}), canonical({"object": 1})):
        whole = [
            lambda bound, content=content: canonical(
                {"about": thread, "sealed": to_text(seal_to(content[:3000], key, bound))}
            ),
            lambda bound, content=content: canonical(
                {"about": thread, "sealed": to_text(seal_to(content[:3000], key, b""))}
            ),
        ]
        for body in whole:
            assert send(pair.pa, pair.br, kind, body) in set(Fault)
    assert pair.br.at().received() == []
    assert pair.br.at().openings()[0]["state"] == "opened"
