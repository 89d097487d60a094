"""Frames hide the size of what they hold, and say when they are not whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.model import InputError
from contrared.share.wire.frame import frame, size_class, unframe


@given(st.binary(max_size=20_000))
def test_what_is_framed_comes_out(message: bytes) -> None:
    data = frame(message)
    assert unframe(data) == message
    assert len(data) in {4096, 8192, 16384, 32768}


@pytest.mark.parametrize(
    ("size", "fits"),
    [(1, 4096), (4096, 4096), (4097, 8192), (1 << 20, 1 << 20), ((1 << 20) + 1, 2 << 20), (5 << 20, 5 << 20)],
)
def test_classes_double_and_then_grow_by_whole_mebibytes(size: int, fits: int) -> None:
    assert size_class(size) == fits


@given(st.integers(1, 10_000_000))
def test_a_class_holds_its_size_and_never_more_than_twice_of_it(size: int) -> None:
    assert size <= size_class(size) <= max(4096, 2 * size)


GOOD = frame(b"x" * 100)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0\0",
        GOOD[:-1],
        GOOD + b"\0",
        GOOD[:200] + b"\1" + GOOD[201:],
        b"\xff\xff\xff\xff" + GOOD[4:],
        (5000).to_bytes(4, "big") + GOOD[4:],
        GOOD + bytes(4096),
    ],
    ids=["empty", "head only", "truncated", "longer", "dirty", "huge length", "longer than it is", "larger class"],
)
def test_a_frame_that_is_not_whole_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        unframe(data)
