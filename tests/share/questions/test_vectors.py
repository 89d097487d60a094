"""The published vectors of questions and filter entries: what our own constructions give, byte by byte."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest

from contrared.share import oprf, questions
from contrared.share.filters.entry import expanded, extracted
from contrared.share.keys import Subject
from contrared.share.questions import BLOCK, recompute
from contrared.share.questions.blocks import lay

VECTORS: list[dict[str, Any]] = json.loads(
    resources.files(questions).joinpath("vectors.json").read_text(encoding="ascii")
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["subject"])[:50])
def test_vector(vector: dict[str, Any]) -> None:
    subject = Subject(**{name: tuple(map(_value, given)) for name, given in vector["subject"].items()})
    seed, canary = bytes.fromhex(vector["seed"]), bytes.fromhex(vector["canary"])
    assert [element.hex() for element in recompute(seed, subject, canary)] == vector["elements"]
    laid = lay(subject, seed, canary)
    assert [blind.hex() for blind in laid.blinds[:2]] == vector["blinds"]
    assert [data.hex() for data in laid.inputs[:2]] == vector["inputs"]
    assert laid.inputs[vector["canary_place"]] == canary
    pair = oprf.restore(bytes.fromhex(vector["secret"]))
    assert pair.public.hex() == vector["public"]
    (output,) = oprf.outputs(pair, [canary])
    assert output.hex() == vector["canary_output"]
    entries = [expanded(extracted(output), pair.public, number) for number in (0, 1, 15)]
    assert [[f"{part:016x}" for part in entry] for entry in entries] == vector["canary_entries"]


def _value(given: Any) -> Any:
    return tuple(given) if isinstance(given, list) else given


def test_they_are_of_one_and_of_four_blocks() -> None:
    assert {len(vector["elements"]) // BLOCK for vector in VECTORS} == {1, 4}
