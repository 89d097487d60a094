"""Every sentence of the demo's brief is followed to the lines of the originals."""

from __future__ import annotations

import pytest

from contrared.brief import claims
from contrared.case.why import why
from contrared.govern import enter
from contrared.model import InputError

from ..conftest import Demo


def test_every_claim_leads_to_lines_that_say_it(demo: Demo) -> None:
    desk = enter(demo.node, purpose="test")
    held = claims(demo.run.brief)
    assert len(held) > 30
    for identity, kind, text, statements in held:
        found = why(desk, identity, limit=8)
        assert (found.kind, found.text) == (kind, text)
        assert {ground.statement.id for ground in found.grounds} <= set(statements)
        assert found.grounds, f"{identity} leads nowhere"
        for ground in found.grounds:
            assert ground.excerpt.text.strip(), f"{identity}: {ground.locator} of {ground.source.filename} is empty"


def test_a_statement_and_an_entity_can_be_asked_for_too(demo: Demo) -> None:
    desk = enter(demo.node, purpose="test")
    (_, _, _, statements), *_ = claims(demo.run.brief)
    assert why(desk, statements[0]).kind == "statement"
    entity = why(desk, "ofac-8265", limit=3)
    assert entity.kind == "entity"
    assert entity.more > 0
    with pytest.raises(InputError, match="nothing is known"):
        why(desk, "J-ffffffffffff")
