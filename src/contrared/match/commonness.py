"""How common parts of names are in the lists of the world: one table, the same wherever two parties are compared.

A score then depends on the two parties alone, not on what else a node holds. The table was counted by
``bench/count_names.py`` over the published lists that the project is developed with; it holds parts, never names.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files

from contrared.match.rarity import Rarity


@cache
def commonness(*, person: bool) -> Rarity:
    """Bits of the parts of names of persons, or of everybody and everything else."""
    name = "persons" if person else "others"
    packed = (files("contrared.match") / "counted" / f"{name}.tsv.gz").read_bytes()
    parties, *lines = gzip.decompress(packed).decode("utf-8").splitlines()
    tables: dict[str, dict[str, int]] = {"spelt": {}, "sounds": {}}
    for line in lines:
        kind, part, count = line.split("\t")
        tables[kind][part] = int(count)
    return Rarity(int(parties), tables["sounds"], tables["spelt"])
