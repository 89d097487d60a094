"""What holds for all inputs and keys."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.model import NodeError
from contrared.share import oprf
from contrared.share.oprf import sodium
from contrared.share.oprf.group import invert, invert_all, reduce, scalar_difference, scalar_product, scalar_sum

ORDER = 2**252 + 27742317777372353535851937790883648493
scalars = st.binary(min_size=64, max_size=64).map(reduce).filter(any)
inputs = st.lists(st.binary(max_size=80), min_size=1, max_size=5)


def _number(scalar: bytes) -> int:
    return int.from_bytes(scalar, "little")


@given(inputs)
@settings(max_examples=25, deadline=None)
def test_asked_blind_is_what_the_holder_computes_itself(asked: list[bytes]) -> None:
    pair = oprf.generate()
    blinds, elements = oprf.blind(asked)
    evaluated, proof = oprf.evaluate(pair, elements)
    assert oprf.finalize(asked, blinds, elements, evaluated, proof, pair.public) == oprf.outputs(pair, asked)


@given(st.lists(scalars, min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_inverted_together_is_inverted_one_by_one(many: list[bytes]) -> None:
    assert invert_all(many) == [invert(scalar) for scalar in many]
    assert all(_number(scalar_product(a, b)) == 1 for a, b in zip(many, invert_all(many), strict=True))


@given(scalars, scalars)
@settings(max_examples=50, deadline=None)
def test_scalars_are_numbers_modulo_the_order(left: bytes, right: bytes) -> None:
    one, other = _number(left), _number(right)
    assert _number(scalar_sum(left, right)) == (one + other) % ORDER
    assert _number(scalar_difference(left, right)) == (one - other) % ORDER
    assert _number(scalar_product(left, right)) == one * other % ORDER


def test_zero_has_no_inverse() -> None:
    with pytest.raises(oprf.OprfError):
        invert_all([reduce(b"\1" * 64), bytes(32)])
    assert invert_all([]) == []


def test_the_same_input_is_never_sent_twice_the_same() -> None:
    _, elements = oprf.blind([b"x"] * 20)
    assert len(set(elements)) == 20


def test_a_secret_is_not_shown() -> None:
    pair = oprf.generate()
    assert repr(pair.secret) not in repr(pair)
    assert pair.secret.hex() not in repr(pair)


WITHOUT_A_SYSTEM_LIBRARY = """
import ctypes.util, tempfile
ctypes.util.find_library = lambda name: None
tempfile.NamedTemporaryFile = None
from contrared.share import oprf
pair = oprf.generate()
blinds, elements = oprf.blind([b"x"])
evaluated, proof = oprf.evaluate(pair, elements)
assert oprf.finalize([b"x"], blinds, elements, evaluated, proof, pair.public) == oprf.outputs(pair, [b"x"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="loaded from memory on Linux only")
def test_the_library_of_the_package_serves_where_the_system_has_none() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT_A_SYSTEM_LIBRARY], check=True)


def test_no_library_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sodium, "_of_system", lambda: None)
    monkeypatch.setattr(sodium, "_of_package", lambda: None)
    sodium.library.cache_clear()
    try:
        with pytest.raises(NodeError, match="libsodium"):
            sodium.library()
    finally:
        sodium.library.cache_clear()
