"""What a version holds, beside a slow and obvious account of the same drafts."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from followthemoney import model
from followthemoney.statement import Statement
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.collect import Draft, Reject, staged
from contrared.collect.cleaning import clean
from contrared.collect.staged import StagedVersion, Tally
from contrared.store.config import EngineSettings

SOURCES = {"main.csv": "source-1", "alt.csv": "source-2"}
AS_OF = "2021-06"


def written(items: list[Draft | Reject]) -> tuple[list[dict[str, Any]], list[tuple[str, ...]], list[list[str]], Tally]:
    """Statements, evidence and rejects of a version, as they stand in its files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with StagedVersion(folder, "lists", "v1", AS_OF, SOURCES, EngineSettings(threads=2, memory="1GB")) as version:
            for item in items:
                version.take(item)
            tally = version.finish()
        assert sorted(path.name for path in folder.iterdir()) == [
            "evidence.parquet",
            "rejects.csv",
            "statements.parquet",
        ]
        statements = pq.read_table(folder / "statements.parquet").to_pylist()
        places = [tuple(row.values()) for row in pq.read_table(folder / "evidence.parquet").to_pylist()]
        with (folder / "rejects.csv").open(newline="", encoding="utf-8") as stream:
            rejects = list(csv.reader(stream))[1:]
    return statements, places, rejects, tally


def expected(drafts: list[Draft]) -> tuple[list[dict[str, Any]], list[tuple[str, ...]]]:
    """The same, one statement of FollowTheMoney after the other."""
    rows: dict[str, dict[str, Any]] = {}
    places = set()
    for draft in drafts:
        for fact in draft.facts:
            schema = model.get(draft.schema)
            assert schema is not None
            kind = schema.properties[fact.prop].type.name
            value, prop = clean(kind, fact.value), fact.prop
            if value is None:
                value, prop = f"{fact.prop}: {fact.value}", "notes"
            told = Statement(draft.entity_id, prop, draft.schema, value, "lists", lang=fact.lang)
            original = fact.value if fact.original is None else fact.original
            row = {
                "id": told.id,
                "entity_id": told.entity_id,
                "canonical_id": told.entity_id,
                "schema": told.schema,
                "prop": told.prop,
                "prop_type": told.prop_type,
                "value": told.value,
                "lang": told.lang,
                "original_value": None if original == value else original,
                "dataset": "lists",
                "version": "v1",
                "first_seen": AS_OF,
                "last_seen": AS_OF,
                "external": False,
                "origin": None,
            }
            assert told.id is not None
            known = rows.setdefault(told.id, row)
            for column in ("schema", "original_value"):
                known[column] = min((x for x in (known[column], row[column]) if x is not None), default=None)
            places.add((told.id, SOURCES[fact.file], fact.locator))
    order = sorted(
        rows.values(),
        key=lambda r: (r["entity_id"], r["prop"], r["value"], r["lang"] is None, r["lang"] or "", r["id"]),
    )
    return order, sorted(places)


FACTS = st.tuples(
    st.sampled_from(["name", "alias", "country", "birthDate", "notes"]),
    st.sampled_from(["Ana", "Ana  Pérez", "Ana Pérez", "Peru", "pe", "1970-02", "1970-02-30", "محمد", "'; --"]),
    st.sampled_from(["line=1", "line=2;field=name"]),
    st.sampled_from([None, "spa", "ara"]),
    st.sampled_from([None, "Ana Pérez", "ANA", "01 Feb 1970"]),
    st.sampled_from(sorted(SOURCES)),
)
DRAFTS = st.lists(
    st.tuples(st.sampled_from(["l-1", "l-2", "l-é"]), st.sampled_from(["Person", "LegalEntity"]), st.lists(FACTS)),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(told=DRAFTS, batch=st.sampled_from([1, 3, 50_000]))
def test_a_version_holds_each_statement_once_and_all_its_places(told: Any, batch: int) -> None:
    drafts = []
    for entity_id, schema, facts in told:
        draft = Draft(entity_id, schema, "main.csv")
        for prop, value, locator, lang, original, file in facts:
            if prop != "birthDate" or schema == "Person":
                draft.add(prop, value, locator, lang=lang, original=original, file=file)
        drafts.append(draft)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(staged, "BATCH", batch)
        statements, places, rejects, tally = written([*drafts])
    assert (statements, places) == expected(drafts)
    assert tally == Tally(
        len(statements), len(places), len({row["entity_id"] for row in statements}), rejects=len(rejects)
    )


def test_of_several_ways_to_write_a_value_the_first_in_order_is_kept() -> None:
    draft = Draft("l-1", "Person", "main.csv")
    for original in (None, "PERU (Lima)", "Peru", "PERU"):
        draft.add("country", "pe", "line=1", original=original)
    again = Draft("l-1", "Person", "main.csv")
    again.add("country", "pe", "line=9", original="P.E.")
    for items, kept in (([draft], "PERU"), ([draft, again], "P.E."), ([again, draft], "P.E.")):
        statements, places, _, _ = written([*items])
        assert [row["original_value"] for row in statements] == [kept]
        assert [place[2] for place in places] == [f"line={line}" for line in (1, 9)[: len(items)]]
