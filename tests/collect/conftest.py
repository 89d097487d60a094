"""The OFAC lists as published: from the shared data where that is at hand, else the copies that ship with the demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..conftest import SHARED, SHIPPED


def _first(*candidates: Path) -> Path:
    for path in candidates:
        if path.exists():
            return path
    pytest.fail(f"none of these is there: {', '.join(path.name for path in candidates)}")


@pytest.fixture(scope="session")
def ofac_2021() -> Path:
    """All tables of June 2021."""
    return _first(SHARED / "watchlists" / "ofac" / "flat_2021-06", SHIPPED / "lists" / "ofac_2021-06")


@pytest.fixture(scope="session")
def ofac_2024() -> Path:
    """The main file of 3 May 2024, alone."""
    name = "sdn_2024-05-03.csv.gz"
    return _first(SHARED / "watchlists" / "ofac" / "snapshots" / name, SHIPPED / "lists" / "ofac_2024-05" / name)
