"""Count how many listed parties bear each part of a name, for ``contrared.match.commonness``.

``python bench/count_names.py`` rewrites the two tables. Every party of the published lists counts once; a part borne
by fewer than three is left out: unknown parts count as rare.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from contrared.match import Profile, profile_of, rarity_of
from devset.register import Register

FOLDER = Path(__file__).parent.parent / "src/contrared/match/counted"
FEWEST = 3


def write(name: str, profiles: list[Profile]) -> None:
    """One table: the number of parties, then ``spelt`` or ``sounds``, the part, how many bear it."""
    counted = rarity_of(profiles)
    lines = [str(counted.parties)]
    for kind, counts in (("sounds", counted.counts), ("spelt", counted.spellings)):
        lines += [f"{kind}\t{part}\t{count}" for part, count in sorted(counts.items()) if count >= FEWEST]
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.tsv.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    print(f"{path.name}: {counted.parties:,} parties, {len(lines) - 1:,} parts, {path.stat().st_size:,} bytes")


def main() -> None:
    found: dict[bool, list[Profile]] = {True: [], False: []}
    for entry in Register().entries:
        profile = profile_of(entry.entity())
        found[profile.kind == "person"].append(profile)
    write("persons", found[True])
    write("others", found[False])


if __name__ == "__main__":
    main()
