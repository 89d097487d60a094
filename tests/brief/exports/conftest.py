"""A small holding: a designated group, its leader, firms that own one another, an address, and what is awkward."""

from __future__ import annotations

import pyarrow as pa
import pytest

from contrared.brief.exports import Holding
from contrared.model import Handling, Source
from contrared.model.grading import Grade
from contrared.network import edges, parties
from contrared.store.schema import STATEMENTS

#: ``id|schema|prop|kind|value``; the canonical id of ``p-2`` is ``p-1``.
SAID = """\
g-1|Organization|name|name|North Front
g-1|Organization|alias|name|Northern <Front> & Co
g-1|Organization|programId|string|SDGT
g-1|Organization|country|country|co
p-1|Person|alias|name|=Amaru "the Cook" Quispe
p-1|Person|birthDate|date|1980-05
p-1|Person|religion|string|none of your business
p-1|Person|nationality|country|pe
p-2|Person|name|name|Amaru Quispe
p-2|Person|passportNumber|identifier|PE123456
p-2|Person|addressEntity|entity|a-1
g-2|Organization|name|name|Front Trading Ltda
g-2|Organization|programId|string|SDGT
m-1|Membership|member|entity|p-1
m-1|Membership|organization|entity|g-1
m-1|Membership|role|string|leader
m-1|Membership|startDate|date|2019
m-1|Membership|endDate|date|2020-02
a-1|Address|full|address|Jirón 1, Lima
a-1|Address|country|country|pe
c-1|Company|name|name|Upper Holdings
c-1|Company|registrationNumber|identifier|771
c-2|Company|name|name|Lower Trading
c-2|Company|jurisdiction|country|pa
o-1|Ownership|owner|entity|p-1
o-1|Ownership|asset|entity|c-1
o-1|Ownership|percentage|string|75,5 %
o-1|Ownership|ownershipType|string|direct
o-2|Ownership|owner|entity|c-1
o-2|Ownership|asset|entity|c-2
o-2|Ownership|percentage|string|25-50%
o-2|Ownership|percentage|string|a good part
o-3|Ownership|owner|entity|p-2
o-3|Ownership|asset|entity|c-2
o-3|Ownership|ownershipType|string|indirect, beneficial
d-1|Directorship|director|entity|p-1
d-1|Directorship|organization|entity|c-2
d-1|Directorship|role|string|general manager
v-1|Vessel|name|name|Condor
v-1|Vessel|flag|country|pa
"""


def source(name: str, handling: str, grade: str, as_of: str) -> Source:
    return Source(
        sha256=name * 8,
        size=1,
        filename=f"{name}.csv",
        dataset="us_ofac_sdn",
        as_of=as_of,
        publisher=f"Publisher of {name}",
        licence="",
        url="https://example.org/list.csv",
        reader="r",
        reader_version="1",
        grade=Grade.parse(grade),
        handling=Handling.parse(handling),
    )


@pytest.fixture(scope="session")
def holding() -> Holding:
    rows = [line.split("|") for line in SAID.splitlines()]
    number = len(rows)
    columns = {name: [""] * number for name in STATEMENTS.names if name not in {"external"}}
    table = pa.table(
        {
            **columns,
            "id": [f"s{place:02d}" for place in range(number)],
            "entity_id": [row[0] for row in rows],
            "canonical_id": ["p-1" if row[0] == "p-2" else row[0] for row in rows],
            "schema": [row[1] for row in rows],
            "prop": [row[2] for row in rows],
            "prop_type": [row[3] for row in rows],
            "value": [row[4] for row in rows],
            "dataset": ["us_ofac_sdn"] * number,
            "first_seen": ["2021-06"] * number,
            "external": [False] * number,
        }
    )
    table = table.select(STATEMENTS.names).cast(STATEMENTS)
    known = {
        "src-a": source("openlist", "TLP:CLEAR", "A1", "2021-06"),
        "src-b": source("informed", "TLP:AMBER // H1 // NO COURT USE", "B3", "2021-07-01"),
    }
    # The membership is from the second source alone; everything else from the first.
    evidence = pa.table(
        {
            "statement_id": table["id"],
            "source_id": ["src-b" if row[0] == "m-1" else "src-a" for row in rows],
            "locator": [f"line={place}" for place in range(number)],
        }
    )
    found = parties(table)
    return Holding(table, evidence, known, found, edges(table, known=found).edges, ("node-1", "A node"))
