"""What the how-to and the docstrings show is what happens."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

from contrared.model import mrz

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "read-a-passport-line.md"
MODULES = sorted(found.name for found in pkgutil.iter_modules(mrz.__path__, f"{mrz.__name__}."))


def test_the_page() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert (failed, tried > 5) == (0, True)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_everything_public_is_there() -> None:
    assert sorted(mrz.__all__) == mrz.__all__
    assert all(hasattr(mrz, name) for name in mrz.__all__)
