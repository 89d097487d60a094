"""All sections of recorded facts of a case: cited, graded, dated, without likelihood."""

from __future__ import annotations

from collections.abc import Callable

from contrared.case.accounts import reported
from contrared.case.chains import around, no_path, paths
from contrared.case.materials import Materials
from contrared.case.sameness import same
from contrared.case.section import SectionDraft
from contrared.case.standing import changes, dual


def sections(materials: Materials) -> list[SectionDraft]:
    """All sections, in the order they are read."""
    builders: tuple[Callable[[Materials], SectionDraft], ...] = (
        dual,
        around,
        paths,
        no_path,
        changes,
        same,
        reported,
    )
    return [build(materials) for build in builders]
