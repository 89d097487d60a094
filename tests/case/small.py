"""A case small enough to see through: two groups, one that joins them, one listed for both, and what changed since."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

TEXT = "It was said that Carl Middle arms the South Cartel.\n"
CODING = """\
format = "statements/1"
dataset = "hearing"
prefix = "h"
title = "A hearing"
document = "hearing.txt"
sha256 = "{sha}"
publisher = "A court"
licence = "public"
as_of = 2020-01-31
grade = "B2"
handling = "TLP:CLEAR"
coder = "A. Coder"

[[entity]]
id = "carl"
schema = "Person"
properties = [{{ prop = "name", quote = "Carl Middle", span = [17, 28] }}]

[[entity]]
id = "south"
schema = "Organization"
properties = [{{ prop = "name", quote = "South Cartel", span = [38, 50] }}]

[[link]]
subject = "carl"
relation = "arms"
object = "south"
quote = "Carl Middle arms the South Cartel"
span = [17, 50]
speaker = "A witness"
note = "When is not said."
"""
CASE = """\
id = "small"
title = "A small case"
question = "Who bridges the two?"
purpose = "testing"
legal_basis = "none needed"
handling = "TLP:CLEAR"
region = ["co"]

[[source]]
path = "june.ftm.json"
reader = "ftm"
dataset = "us_ofac_sdn"
as_of = "2021-06"
reliability = "A"
credibility = "2"

[[source]]
path = "may.ftm.json"
reader = "ftm"
dataset = "us_ofac_sdn"
as_of = "2024-05-03"
later = true
reliability = "A"
credibility = "2"

[[source]]
path = "hearing.toml"
reader = "statements"

[[group]]
id = "north"
name = "North Front"
designation = "us_ofac_sdn SDGT"

[[group]]
id = "south"
name = "South Cartel"
designation = "us_ofac_sdn SDNTK"

[[judgement]]
left = "carl"
right = "karl"
verdict = "different"
by = "A. Analyst"
at = "2026-01-01"
why = "Cousins"

[[judgement]]
left = "h-carl"
right = "carl"
verdict = "same"
by = "A. Analyst"
at = "2026-01-01"
why = "The hearing speaks of him"

[[judgement]]
left = "h-south"
right = "south"
verdict = "same"
by = "A. Analyst"
at = "2026-01-01"
why = "The hearing speaks of it"
"""


def entity(key: str, schema: str, **properties: Any) -> dict[str, Any]:
    listed = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return {"id": key, "schema": schema, "properties": listed}


def linked(subject: str, target: str) -> dict[str, Any]:
    return entity(f"{subject}-to-{target}", "UnknownLink", subject=subject, object=target, role="Linked To")


NORTH = entity("north", "Organization", name="North Front", programId="SDGT")
SOUTH = entity("south", "Organization", name="South Cartel", programId="SDNTK", country="co")
MIDDLE = entity("carl", "Person", name="Carl Middle", programId="SDNTK", birthDate="1960-01-01")
OTHER = entity("karl", "Person", name="Karl Middle", programId="SDNTK")
BOTH = entity("both", "Person", name="Ann Bridge", programId=["SDGT", "SDNTK"], passportNumber="AB123456")
PAPERS = entity("papers", "Passport", holder="both", number="AB123456", country="co")
HOUSE = entity("house", "Company", name="Bridge House", programId="SDNTK")
JUNE = [
    NORTH,
    SOUTH,
    MIDDLE,
    OTHER,
    BOTH,
    PAPERS,
    HOUSE,
    linked("carl", "north"),
    linked("carl", "south"),
    linked("both", "house"),
]
RENEWED = entity("renewed", "Organization", name="North Front Renewed", programId="FTO")
MAY = [SOUTH, MIDDLE, OTHER, BOTH, HOUSE, RENEWED]


def write(
    folder: Path, *, june: list[dict[str, Any]] = JUNE, may: list[dict[str, Any]] = MAY, case: str = CASE
) -> Path:
    """Write the case and its sources; the path of ``case.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, entities in (("june", june), ("may", may)):
        lines = "".join(json.dumps(item) + "\n" for item in entities)
        (folder / f"{name}.ftm.json").write_text(lines, encoding="utf-8")
    (folder / "hearing.txt").write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (folder / "hearing.toml").write_text(CODING.format(sha=digest), encoding="utf-8")
    path = folder / "case.toml"
    path.write_text(case, encoding="utf-8")
    return path
