"""Who is the same, from statements to canonical ids."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from contrared.model import InputError
from contrared.resolve import Judgement, Resolution, Verdict, explain, judge, resolve
from tests.resolve.parties import LISTS, party, table


def kinds(found: Resolution) -> dict[tuple[str, str], str]:
    return {link.pair: link.kind for link in found.links}


def judged(left: str, right: str, verdict: Verdict) -> Judgement:
    return judge([], left, right, verdict, by="ana", at="2026-01-01", why="seen")


def test_name_and_date_and_country_are_linked_automatically() -> None:
    found = resolve(table(LISTS))
    assert kinds(found)["uk-1", "us-1"] == "auto"
    assert found.canonical["uk-1"] == found.canonical["us-1"]
    assert found.canonical["uk-1"].startswith("ctr-")


def test_namesakes_are_never_merged() -> None:
    found = resolve(table(LISTS))
    assert not {"us-3", "us-4", "uk-3"} & found.canonical.keys()
    assert "us-2" not in found.canonical
    assert kinds(found).get(("uk-3", "us-3")) == "candidate"


def test_a_document_number_never_matches_by_its_prefix() -> None:
    assert ("uk-5", "us-1") not in kinds(resolve(table(LISTS)))


def test_two_entries_of_one_list_are_candidates_until_a_person_judges() -> None:
    found = resolve(table(LISTS))
    assert kinds(found)["us-5", "us-6"] == "candidate"
    assert "us-5" not in found.canonical
    after = resolve(table(LISTS), [judged("us-5", "us-6", Verdict.SAME)])
    assert after.canonical["us-5"] == after.canonical["us-6"]
    assert ("us-5", "us-6") not in kinds(after)


@pytest.mark.parametrize(
    ("verdict", "kind"), [(Verdict.DIFFERENT, None), (Verdict.UNSURE, "candidate"), (Verdict.WITHDRAWN, "auto")]
)
def test_judgements_come_before_scores(verdict: Verdict, kind: str | None) -> None:
    found = resolve(table(LISTS), [judged("us-1", "uk-1", verdict)])
    assert kinds(found).get(("uk-1", "us-1")) == kind
    assert ("us-1" in found.canonical) == (kind == "auto")


def test_a_quoted_reference_counts_only_where_it_may() -> None:
    rows = [
        *LISTS,
        *party("un", "un-1", "Person", "Abu SALIM"),
        *party("uk", "uk-2", "Person", "Salim ABU"),
        *(("un", "un-1-s", "Sanction", prop, value) for prop, value in (("entity", "un-1"), ("unscId", "QDi.001"))),
        *(("uk", "uk-2-s", "Sanction", prop, value) for prop, value in (("entity", "uk-2"), ("unscId", " qdi.001 "))),
        *(("uk", "uk-7-s", "Sanction", prop, value) for prop, value in (("entity", "uk-7"), ("unscId", "KPe.020"))),
        *(("un", "un-7-s", "Sanction", prop, value) for prop, value in (("entity", "un-7"), ("unscId", "KPe.020"))),
    ]
    assert kinds(resolve(table(rows)))["uk-2", "un-1"] == "auto"
    assert kinds(resolve(table(rows), use_references=False)).get(("uk-2", "un-1")) != "auto"
    assert ("uk-7", "un-7") not in kinds(resolve(table(rows))), "a ship is not its owner"


def test_links_say_which_statements_they_rest_on() -> None:
    rows = table(LISTS)
    said = {row["id"]: (row["entity_id"], row["prop"]) for row in rows.to_pylist()}
    link = next(link for link in resolve(rows).links if link.pair == ("uk-1", "us-1"))
    assert {said[statement] for statement in link.statements} == {
        (entity, prop) for entity in ("uk-1", "us-1") for prop in ("name", "birthDate", "country")
    }


def test_ids_stay_on_reload_and_with_another_list() -> None:
    first = resolve(table(LISTS))
    more = [*LISTS, *party("un", "un-9", "Person", "Assad Ahmad BARAKAT", birthDate="1967-03-26", country="py")]
    again = resolve(table(more), previous=first.canonical)
    assert again.canonical["un-9"] == first.canonical["us-1"] == again.canonical["us-1"]


def test_the_order_of_the_statements_does_not_count() -> None:
    assert resolve(table(LISTS)) == resolve(table(LISTS[::-1]))


def test_explain_compares_any_two_parties() -> None:
    found = explain(table(LISTS), "us-3", "us-4")
    assert (found.left.entity_id, found.right.entity_id) == ("us-3", "us-4")
    assert "country differs" in {reason.feature for reason in found.comparison.reasons}
    with pytest.raises(InputError, match="nobody"):
        explain(table(LISTS), "us-3", "nobody")


def test_the_result_does_not_depend_on_the_hash_seed() -> None:
    script = (
        "import json; from contrared.resolve import resolve; from tests.resolve.parties import LISTS, table;"
        "r = resolve(table(LISTS)); print(json.dumps([r.canonical, [l.to_row() for l in r.links]]))"
    )
    outputs = set()
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert json.loads(outputs.pop())[0]
