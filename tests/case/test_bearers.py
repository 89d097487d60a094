"""A new entry that bears a group's name is noticed; what only sounds alike, or was there before, is not."""

from __future__ import annotations

import pytest

from contrared.case.bearers import bearers
from contrared.case.file import GroupOfInterest
from contrared.case.listed import Listing, listings

from ..network.statements import Said, table

GROUP = GroupOfInterest(id="g", name="Red Army (RA)", names=("RED ARMY", "R.A."), designation="us_ofac_sdn FTO")


def later(said: list[Said]) -> tuple[dict[str, dict[str, Listing]], object]:
    rows = table([("n", "Organization", "programId", "FTO"), *said])
    return {"us_ofac_sdn": listings(rows)}, rows


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([("n", "Organization", "name", "Red Army Dissidents")], "Red Army Dissidents"),
        ([("n", "Organization", "name", "Other"), ("n", "Organization", "weakAlias", "NEW RED ARMY")], "NEW RED ARMY"),
        ([("n", "Organization", "name", "The R.A. of the North")], "The R.A. of the North"),
        ([("n", "Organization", "name", "Colored Army")], None),
        ([("n", "Organization", "name", "Red Armyworm Institute")], None),
        ([("n", "Organization", "name", "Rxax")], None),
        ([("n", "Organization", "notes", "Fights the Red Army")], None),
    ],
)
def test_names(said: list[Said], found: str | None) -> None:
    entries, rows = later(said)
    assert [item.name for item in bearers(rows, entries, {}, [GROUP])] == ([found] if found else [])


def test_persons_groups_and_old_entries_are_no_newcomers() -> None:
    person = table([("n", "Person", "programId", "FTO"), ("n", "Person", "name", "Red Army")])
    assert bearers(person, {"us_ofac_sdn": listings(person)}, {}, [GROUP]) == ()
    entries, rows = later([("n", "Organization", "name", "Red Army")])
    assert bearers(rows, entries, entries["us_ofac_sdn"], [GROUP]) == ()
    itself = GROUP.model_copy(update={"id": "n"})
    assert bearers(rows, entries, {}, [itself]) == ()


def test_the_statement_is_the_one_that_gives_the_name() -> None:
    entries, rows = later([("n", "Organization", "name", "Other"), ("n", "Organization", "alias", "Red Army North")])
    (item,) = bearers(rows, entries, {}, [GROUP])
    assert (item.group, item.listing.entity_id, item.statement) == ("g", "n", "s2")
