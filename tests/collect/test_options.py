"""What is said about a file is refused where it cannot be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contrared.collect import LoadOptions
from contrared.model import Handling, InputError

TODAY = datetime.now(UTC).date()


def test_an_expiry_that_has_passed_is_refused() -> None:
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    with pytest.raises(InputError, match="has passed"):
        LoadOptions(expires=yesterday).check()
    LoadOptions(expires=TODAY.isoformat()).check()


@pytest.mark.parametrize("days", [2, 400])
def test_an_as_of_date_to_come_is_refused(days: int) -> None:
    with pytest.raises(InputError, match="still to come"):
        LoadOptions(as_of=(TODAY + timedelta(days=days)).isoformat()).check()
    LoadOptions(as_of=str(TODAY.year)).check()


@pytest.mark.parametrize("name", ["QQ", "", " ", "CO, PA", "CO//PA"])
def test_what_is_no_country_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="--releasable-to"):
        LoadOptions(releasable_to=(name,)).check()


def test_countries_and_agencies_are_taken_and_come_back_from_the_banner() -> None:
    options = LoadOptions(releasable_to=("co", "PA", "Europol"))
    options.check()
    handling = Handling.parse("TLP:AMBER", releasable_to=options.releasable_to)
    assert handling.releasable_to == ("CO", "EUROPOL", "PA")
    assert Handling.parse(handling.banner) == handling
