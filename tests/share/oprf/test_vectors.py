"""The published vectors of RFC 9497, appendix A.1: the three modes of ristretto255-SHA512."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from contrared.share.oprf import partly, plain, verifiable
from contrared.share.oprf.suite import OPRF, POPRF, VOPRF, KeyPair, Suite

from ...conftest import SHARED

VECTORS = SHARED / "vectors" / "voprf_vectors.json"


def _cases() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    if VECTORS.exists():
        for suite in json.loads(VECTORS.read_text(encoding="utf-8")):
            if suite["identifier"] == "ristretto255-SHA512":
                yield from ((suite, vector) for vector in suite["vectors"])


CASES = list(_cases())
IDS = [f"mode {suite['mode']}, batch {vector['Batch']}, {vector['Input'][:6]}" for suite, vector in CASES]


def _bytes(text: str) -> list[bytes]:
    return [bytes.fromhex(part) for part in text.split(",")]


def _pair(suite: dict[str, Any]) -> KeyPair:
    return Suite(suite["mode"]).derive_key_pair(bytes.fromhex(suite["seed"]), bytes.fromhex(suite["keyInfo"]))


def _fixed(scalar: str) -> verifiable.Randomness:
    """A source that gives one scalar: it is below the order, so reducing it changes nothing."""
    return lambda count: bytes.fromhex(scalar).ljust(count, b"\0")


@pytest.mark.skipif(not VECTORS.exists(), reason="the vectors are not at hand")
def test_all_eight_are_there() -> None:
    assert sorted((suite["mode"], vector["Batch"]) for suite, vector in CASES) == [
        (OPRF, 1), (OPRF, 1), (VOPRF, 1), (VOPRF, 1), (VOPRF, 2), (POPRF, 1), (POPRF, 1), (POPRF, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(("suite", "vector"), CASES, ids=IDS)
def test_vector(suite: dict[str, Any], vector: dict[str, Any]) -> None:
    mode = Suite(suite["mode"])
    assert mode.context.hex() in suite["groupDST"]
    pair = _pair(suite)
    assert pair.secret.hex() == suite["skSm"]
    inputs, blinds = _bytes(vector["Input"]), _bytes(vector["Blind"])
    elements = verifiable.blind_with(mode, inputs, blinds)
    assert elements == _bytes(vector["BlindedElement"])
    if suite["mode"] == OPRF:
        answer = plain.evaluate(pair, elements)
        found = plain.finalize(inputs, blinds, answer)
    else:
        assert pair.public.hex() == suite["pkSm"]
        random = _fixed(vector["Proof"]["r"])
        if suite["mode"] == VOPRF:
            answer, proof = verifiable.evaluate(pair, elements, random)
            found = verifiable.finalize(inputs, blinds, elements, answer, proof, pair.public)
            assert verifiable.outputs(pair, inputs) == found
        else:
            info = bytes.fromhex(vector["Info"])
            answer, proof = partly.evaluate(pair, elements, info, random)
            found = partly.finalize(inputs, blinds, elements, answer, proof, pair.public, info)
        assert proof.hex() == vector["Proof"]["proof"]
    assert answer == _bytes(vector["EvaluationElement"])
    assert found == _bytes(vector["Output"])
