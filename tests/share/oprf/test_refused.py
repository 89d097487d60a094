"""What a peer that errs or cheats may send; each is an error, none is an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contrared.share import oprf
from contrared.share.oprf.group import IDENTITY, check_element, check_scalar, reduce

ORDER = 2**252 + 27742317777372353535851937790883648493
PAIR, OTHER = oprf.generate(), oprf.generate()
INPUTS = [b"one", b"two", b"three"]
BLINDS, ELEMENTS = oprf.blind(INPUTS)
EVALUATED, PROOF = oprf.evaluate(PAIR, ELEMENTS)


Answer = tuple[list[bytes], bytes, bytes]


def _scalar(number: int) -> bytes:
    return number.to_bytes(32, "little")


#: RFC 9496, appendix A.2: encodings that no element has.
BAD_ELEMENTS = {
    "identity": bytes(32),
    "empty": b"",
    "short": ELEMENTS[0][:31],
    "long": ELEMENTS[0] + b"\0",
    "not below the prime": bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    "all ones": bytes.fromhex("ff" * 32),
    "negative": bytes.fromhex("0100000000000000000000000000000000000000000000000000000000000000"),
    "not a square": bytes.fromhex("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"),
    "high bit": ELEMENTS[0][:31] + bytes((ELEMENTS[0][31] | 0x80,)),
}
BAD_SCALARS = {
    "zero": bytes(32),
    "empty": b"",
    "short": _scalar(1)[:31],
    "the order": _scalar(ORDER),
    "one above the order": _scalar(ORDER + 1),
    "all ones": b"\xff" * 32,
}


@pytest.mark.parametrize("element", BAD_ELEMENTS.values(), ids=BAD_ELEMENTS)
def test_no_element(element: bytes) -> None:
    with pytest.raises(oprf.OprfError):
        check_element(element)
    with pytest.raises(oprf.OprfError):
        oprf.evaluate(PAIR, [ELEMENTS[0], element])
    with pytest.raises(oprf.OprfError):
        oprf.finalize(INPUTS, BLINDS, ELEMENTS, [EVALUATED[0], element, EVALUATED[2]], PROOF, PAIR.public)
    with pytest.raises(oprf.OprfError):
        oprf.finalize(INPUTS, BLINDS, ELEMENTS, EVALUATED, PROOF, element)


@pytest.mark.parametrize("scalar", BAD_SCALARS.values(), ids=BAD_SCALARS)
@pytest.mark.parametrize("side", [0, 1], ids=["challenge", "response"])
def test_no_scalar(scalar: bytes, side: int) -> None:
    with pytest.raises(oprf.OprfError):
        check_scalar(scalar)
    with pytest.raises(oprf.OprfError):
        oprf.restore(scalar)
    proof = scalar + PROOF[32:] if side == 0 else PROOF[:32] + scalar
    with pytest.raises(oprf.OprfError):
        oprf.finalize(INPUTS, BLINDS, ELEMENTS, EVALUATED, proof, PAIR.public)


def test_the_largest_scalar_is_one() -> None:
    assert oprf.restore(PAIR.secret) == PAIR
    assert check_scalar(_scalar(ORDER - 1)) == _scalar(ORDER - 1)
    assert reduce(_scalar(ORDER) + bytes(32)) == IDENTITY


def _swapped() -> Answer:
    return [EVALUATED[1], EVALUATED[0], EVALUATED[2]], PROOF, PAIR.public


def _one_under_another_key() -> Answer:
    other, _ = oprf.evaluate(OTHER, ELEMENTS[:1])
    return [other[0], *EVALUATED[1:]], PROOF, PAIR.public


def _proof_of_others() -> Answer:
    _, elements = oprf.blind(INPUTS)
    return EVALUATED, oprf.evaluate(PAIR, elements)[1], PAIR.public


def _all_under_another_key() -> Answer:
    evaluated, proof = oprf.evaluate(OTHER, ELEMENTS)
    return evaluated, proof, PAIR.public


def _too_few() -> Answer:
    return EVALUATED[:2], PROOF, PAIR.public


def _too_many() -> Answer:
    return [*EVALUATED, EVALUATED[0]], PROOF, PAIR.public


def _none() -> Answer:
    return [], PROOF, PAIR.public


def _proof_cut() -> Answer:
    return EVALUATED, PROOF[:-1], PAIR.public


def _proof_turned() -> Answer:
    return EVALUATED, PROOF[32:] + PROOF[:32], PAIR.public


ANSWERS: list[Callable[[], Answer]] = [
    _swapped,
    _one_under_another_key,
    _proof_of_others,
    _all_under_another_key,
    _too_few,
    _too_many,
    _none,
    _proof_cut,
    _proof_turned,
]


@pytest.mark.parametrize("make", ANSWERS, ids=lambda make: make.__name__.strip("_").replace("_", " "))
def test_no_answer(make: Callable[[], Answer]) -> None:
    evaluated, proof, public = make()
    with pytest.raises(oprf.OprfError):
        oprf.finalize(INPUTS, BLINDS, ELEMENTS, evaluated, proof, public)


def test_one_bit_of_the_proof() -> None:
    for at in range(0, 512, 37):
        turned = bytearray(PROOF)
        turned[at // 8] ^= 1 << at % 8
        with pytest.raises(oprf.OprfError):
            oprf.finalize(INPUTS, BLINDS, ELEMENTS, EVALUATED, bytes(turned), PAIR.public)


def test_nothing_asked() -> None:
    with pytest.raises(oprf.OprfError):
        oprf.evaluate(PAIR, [])
    with pytest.raises(oprf.OprfError):
        oprf.blind([])
    with pytest.raises(oprf.OprfError):
        oprf.finalize([], [], [], [], PROOF, PAIR.public)


def test_an_input_may_have_65535_bytes() -> None:
    assert len(oprf.outputs(PAIR, [b"x" * 65_535])[0]) == 64
    with pytest.raises(oprf.OprfError):
        oprf.outputs(PAIR, [b"x" * 65_536])
