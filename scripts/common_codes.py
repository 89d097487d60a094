"""Write ``share/keys/tables/common.json``: what share of listed persons bears each code of the normaliser.

``python scripts/common_codes.py`` was run once, on the persons of the OFAC list of June 2021, the UN list of 2020 and
the UK list of May 2022 that ship with the demo, and only on the half of them (by a hash of their id) that the matching
rule was developed on; the other half judges it. The table is part of ``contrared-keys-1``.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

from contrared.share.keys.names import codes  # noqa: E402
from un_uk import LISTS, statements_of  # noqa: E402

TABLE = ROOT / "src" / "contrared" / "share" / "keys" / "tables" / "common.json"
FILES = (
    LISTS / "ofac_2021-06",
    LISTS / "un" / "un_consolidated_2020.xml.gz",
    LISTS / "uk" / "ConList_2022-05-04.xlsx",
)


def main() -> None:
    """Write the table."""
    names: dict[str, list[str]] = defaultdict(list)
    for file in FILES:
        found = statements_of(file)
        columns = (found[column].to_pylist() for column in ("entity_id", "schema", "prop", "value"))
        for entity, schema, prop, value in zip(*columns, strict=True):
            if schema == "Person" and prop == "name":
                names[entity].append(value)
    half = [name[0] for entity, name in names.items() if hashlib.sha256(entity.encode()).digest()[0] % 2 == 0]
    counted = Counter(code for name in half for code in codes(name) or ())
    shares = {code: round(count / len(half), 6) for code, count in sorted(counted.items()) if count > 1}
    TABLE.write_text(
        json.dumps({"rarest": round(1 / len(half), 6), "shares": shares}, indent=0) + "\n", encoding="ascii"
    )


if __name__ == "__main__":
    main()
