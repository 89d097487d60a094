"""Each step of a blind question beside the same calls of libsodium made bare, in turns, in processor time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from ctypes import create_string_buffer
from statistics import median

from contrared.share import oprf
from contrared.share.oprf import verifiable
from contrared.share.oprf.group import invert_all, multiply
from contrared.share.oprf.proof import prove, verify
from contrared.share.oprf.sodium import raw
from contrared.share.oprf.verifiable import SUITE, scalar_from

#: Elements of one turn, and turns of one run.
ELEMENTS, TURNS = 40, 15

_HASH, _TIMES, _BASE = (
    raw(f"crypto_{name}")
    for name in ("core_ristretto255_from_hash", "scalarmult_ristretto255", "scalarmult_ristretto255_base")
)
_REDUCE, _PRODUCT, _INVERT, _VALID, _ADD = (
    raw(f"crypto_core_ristretto255_{name}")
    for name in ("scalar_reduce", "scalar_mul", "scalar_invert", "is_valid_point", "add")
)

Step = tuple[Callable[[], object], Callable[[], object]]


def steps() -> dict[str, Step]:
    """Ours and bare of each step, on the same inputs."""
    pair = oprf.generate()
    inputs = [os.urandom(45) for _ in range(ELEMENTS)]
    wide = [os.urandom(64) for _ in range(ELEMENTS)]
    blinds, elements = oprf.blind(inputs)
    evaluated, proof = oprf.evaluate(pair, elements)
    inverses = invert_all(blinds)
    once = scalar_from(os.urandom)
    out, other = create_string_buffer(32), create_string_buffer(32)

    def bare_blind() -> None:
        for scalar, hashed in zip(wide, wide, strict=True):
            _REDUCE(out, scalar)
            _HASH(other, hashed)
            _TIMES(other, out.raw, other.raw)

    def bare_evaluate() -> None:
        for element in elements:
            _VALID(element)
            _TIMES(out, pair.secret, element)

    def bare_finalize() -> None:
        for scalar, hashed in zip(blinds, evaluated, strict=True):
            for _ in range(3):
                _PRODUCT(out, scalar, scalar)
            _TIMES(out, scalar, hashed)
        _INVERT(out, blinds[0])

    def bare_outputs() -> None:
        for hashed in wide:
            _HASH(other, hashed)
            _TIMES(out, pair.secret, other.raw)

    def bare_prove() -> None:
        for element, scalar in zip(elements, wide, strict=True):
            _REDUCE(out, scalar)
            _TIMES(out, inverses[0], element)
            _ADD(other, out.raw, element)
        for _ in range(2):
            _TIMES(out, pair.secret, elements[0])
        _BASE(out, once)

    def bare_verify() -> None:
        for one, two, scalar in zip(elements, evaluated, wide, strict=True):
            _REDUCE(out, scalar)
            _TIMES(out, inverses[0], one)
            _ADD(other, out.raw, one)
            _TIMES(out, inverses[0], two)
            _ADD(other, out.raw, two)
        for _ in range(3):
            _TIMES(out, inverses[0], elements[0])
        _BASE(out, once)

    def ours_finalize() -> None:
        for data, element in zip(inputs, verifiable.unblind(blinds, evaluated), strict=True):
            SUITE.output(data, element)

    multiply(once, elements[0])
    return {
        "blind": (lambda: oprf.blind(inputs), bare_blind),
        "evaluate": (lambda: verifiable.evaluate_alone(pair, elements), bare_evaluate),
        "finalise": (ours_finalize, bare_finalize),
        "holder's own": (lambda: oprf.outputs(pair, inputs), bare_outputs),
        "prove": (lambda: prove(SUITE, pair, elements, evaluated, once), bare_prove),
        "verify": (lambda: verify(SUITE, pair.public, elements, evaluated, proof), bare_verify),
    }


def measured(runs: int) -> dict[str, tuple[list[float], list[float]]]:
    """Of each step: microseconds an element, and times the bare calls, a value a run."""
    found: dict[str, tuple[list[float], list[float]]] = {}
    for name, (ours, bare) in steps().items():
        costs, ratios = [], []
        for _ in range(runs):
            turns = [(_seconds(ours), _seconds(bare)) for _ in range(TURNS)]
            costs.append(1e6 * median(one for one, _ in turns) / ELEMENTS)
            ratios.append(median(one / other for one, other in turns))
        found[name] = costs, ratios
    return found


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
