"""The checkpoint that opens the demo: synthetic travellers, the real lists, one alert."""

from __future__ import annotations

from contrared.case.checkpoint import arrivals
from contrared.govern import enter
from contrared.match.segments import refresh

from ..conftest import SHIPPED, Demo

TRAVELLERS = SHIPPED.parent / "checkpoint" / "travellers.toml"


def test_one_of_six_travellers_raises_one_alert(demo: Demo) -> None:
    desk = enter(demo.node, purpose="border control")
    refresh(desk)
    found = arrivals(desk, TRAVELLERS)
    assert "synthetic" in found.title.lower()
    assert len(found.met) == 6
    (alert,) = found.alerts
    assert (alert["kind"], alert["entity_id"], alert["subject_id"]) == ("new", "ofac-8265", found.met[3].id)
    assert {"name", "date day"} <= {reason["feature"] for reason in alert["reasons"]}
    assert found.met[5].queries == (), "a traveller without documents is recorded all the same"
    again = arrivals(desk, TRAVELLERS)
    assert [subject.id for subject in again.met] == [subject.id for subject in found.met]
    assert len(again.alerts) == 1
