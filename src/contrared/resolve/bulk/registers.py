"""Which datasets are registers, to be linked in bulk, and how they go together with lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from contrared.match.model import RESOLUTION
from contrared.model import InputError
from contrared.resolve.bulk.gather import KINDS
from contrared.resolve.bulk.linking import Linkage, link
from contrared.resolve.judgement import Judgement, Verdict, in_force
from contrared.resolve.resolution import Progress, Resolution, resolve

#: A dataset of more parties is a register whatever it was read by; review pair by pair would not end.
LARGE = 50_000
#: Readers of an agency's own tables, whose rows nobody promised to be a party each.
OWN_TABLES = frozenset({"map"})


@dataclass(frozen=True, slots=True)
class Registered:
    """A resolution in which registers took part.

    Attributes:
        resolution: Who is the same.
        linkages: What bulk linkage gave, by kind of register.
        alone: Registers too large to be compared with lists pair by pair; they are screened against them instead.
    """

    resolution: Resolution
    linkages: tuple[Linkage, ...]
    alone: tuple[str, ...]


def registers_among(readers: Mapping[str, str], sizes: Mapping[str, int], wanted: Iterable[str] | None) -> list[str]:
    """The datasets that are linked in bulk.

    Those that are asked for; where nobody asked, those read from an agency's own tables, and those of more than
    :data:`LARGE` parties.

    Args:
        readers: Name of the reader of each dataset.
        sizes: Number of parties of each dataset.
        wanted: Names as asked for; None where nobody asked.

    Raises:
        InputError: no such dataset is held.
    """
    if wanted is not None:
        for name in wanted:
            if name not in readers:
                raise InputError(f"there is no dataset {name!r}", where="--bulk", do="see `contrared datasets`")
        return sorted(set(wanted))
    return sorted(name for name, reader in readers.items() if reader in OWN_TABLES or sizes[name] > LARGE)


def resolve_registers(
    statements: pa.Table,
    registers: Sequence[str],
    judgements: Iterable[Judgement] = (),
    previous: Mapping[str, str] | None = None,
    *,
    progress: Progress | None = None,
    tips: Collection[str] = (),
    threads: int = 2,
    memory: str = "4GB",
) -> Registered:
    """Find who is the same where registers take part.

    Registers are linked in bulk, within each and across them; lists are compared with each other and with registers of
    no more than :data:`LARGE` parties pair by pair. Judgements come before both, and clusters are made of both.

    Args:
        statements: Statements of parties, their addresses and listings.
        registers: Datasets linked in bulk.
        judgements: All human judgements.
        previous: Canonical ids so far.
        progress: Told the step, how far it is and how far it goes.
        tips: Datasets that are tips; none of them is among the registers.
        threads: Threads of the engine.
        memory: Memory of the engine.

    Raises:
        InputError: entries of a register state nothing beside names.
    """
    known = list(judgements)
    judged = [(j.left, j.right, j.verdict) for j in in_force(known).values() if j.verdict is not Verdict.WITHDRAWN]
    linkages = []
    for number, kind in enumerate(KINDS):
        if progress is not None:
            progress("linking registers", number, len(KINDS))
        made = link(statements, registers, kind, judged=judged, threads=threads, memory=memory)
        if made is not None:
            linkages.append(made)
    alone = tuple(name for name in registers if _parties(statements, name) > LARGE)
    lists = statements.filter(pc.invert(pc.is_in(statements["dataset"], pa.array(alone, pa.string()))))
    resolution = resolve(
        lists,
        known,
        previous,
        model=RESOLUTION,
        progress=progress,
        registers=frozenset(registers),
        tips=tips,
        drafts=[item for linkage in linkages for item in linkage.links],
        unlike=[pair for linkage in linkages for pair in linkage.apart],
    )
    return Registered(resolution, tuple(linkages), alone)


def _parties(statements: pa.Table, dataset: str) -> int:
    return int(pc.count_distinct(statements.filter(pc.equal(statements["dataset"], dataset))["entity_id"]).as_py())
