"""The published vectors of the normaliser: two implementations that agree on them find each other's records."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest

from contrared.share import keys
from contrared.share.keys import NORMALISER, NormaliserError, Subject, asked_keys, held_keys, normaliser_hash
from contrared.share.keys import key as key_module
from contrared.share.keys.names import codes, spelt

VECTORS: dict[str, Any] = json.loads(resources.files(keys).joinpath("vectors.json").read_text(encoding="ascii"))


def test_they_are_of_this_version() -> None:
    assert VECTORS["version"] == NORMALISER
    assert VECTORS["hash"] == normaliser_hash().hex(), "the tables changed: that is a new version of the normaliser"
    assert len(VECTORS["names"]) >= 40
    assert len(VECTORS["subjects"]) >= 15


@pytest.mark.parametrize("case", VECTORS["names"], ids=lambda case: case["name"] or "empty")
def test_name(case: dict[str, Any]) -> None:
    assert spelt(case["name"]) == case["spelt"]
    found = codes(case["name"])
    assert (list(found) if found is not None else None) == case["codes"]


def _subject(given: dict[str, Any]) -> Subject:
    pairs = ("documents", "plates")
    return Subject(**{n: tuple(map(tuple, v) if n in pairs else v) for n, v in given.items()})


@pytest.mark.parametrize("case", VECTORS["subjects"], ids=lambda case: str(case["subject"])[:60])
def test_subject(case: dict[str, Any]) -> None:
    subject = _subject(case["subject"])
    assert [key.value.hex() for key in asked_keys(subject).keys] == case["asked"]
    assert [key.value.hex() for key in held_keys(subject).keys] == case["held"]
    assert asked_keys(subject).why_not == held_keys(subject).why_not == case["why_not"]
    assert bool(case["why_not"]) != bool(case["asked"])


def test_another_version_is_an_error() -> None:
    keys.same_normaliser(NORMALISER, normaliser_hash())
    with pytest.raises(NormaliserError, match="contrared-keys-2"):
        keys.same_normaliser("contrared-keys-2", normaliser_hash())
    with pytest.raises(NormaliserError):
        keys.same_normaliser(NORMALISER, bytes(32))


def test_every_kind_has_its_own_number_in_four_bits() -> None:
    numbers = list(key_module.KINDS.values())
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 16 for number in numbers)
