"""How accurate screening is, ours and the peer's, on cases made from the lists themselves.

``python bench/accuracy.py --half dev|test --matcher ours|logic-v2|both [--json] [--show N] [--no-index]``

Pairs: each query against one listed entry. Index: queries against all listed parties. Look at single errors on the
development half only; of the test half nothing but totals is printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from devset import endtoend, pairwise, tables
from devset.case import Case
from devset.cases import cases
from devset.matcher import Matcher, chosen
from devset.register import Register
from figure import Figure, of

#: Queries of each sort put to the index, beside the 3,000 clean persons.
TRUE_QUERIES = 2000
NEAR_QUERIES = 4000

Results = dict[str, dict[str, Any]]


PAGE = """<!-- Written by `python bench/accuracy.py --half {half} --write`; do not edit. -->

# How accurate screening is

Totals of the **{half}** half of the development cases: `ours` is `contrared.match` with its default model, `logic-v2`
is nomenklatura's LogicV2 at its usual threshold, on the same cases in the same run. Cases are made from the published
lists' own aliases by typed corruptions, and near-namesakes of each naming tradition, split by party; weights and
threshold were learnt on the other half, and errors of the test half have not been looked at. `precision` holds for the
share of true pairs in this set, which at a counter is far smaller: read it with the false hits.

```
{tables}
```
"""


def evaluate(
    half: str, matchers: Sequence[Matcher], *, with_index: bool = True, show: int = 0, true: int = TRUE_QUERIES
) -> Results:
    """All tables of each matcher.

    Args:
        half: ``dev`` or ``test``.
        matchers: Which matchers.
        with_index: Whether to ask an index too.
        show: Print so many errors of each sort; the development half only.
        true: True queries put to the index.
    """
    register = Register()
    labelled = cases(register, half)
    sets = pairwise.record_pairs(half)
    found: Results = {}
    for matcher in matchers:
        print(f"{matcher.name}: {len(labelled):,} pairs …", file=sys.stderr, flush=True)
        scored = pairwise.scores(matcher, register, labelled)
        result = found[matcher.name] = {
            "threshold": matcher.threshold,
            "pairs": pairwise.tables(matcher, labelled, scored),
            "records": pairwise.record_tables(matcher, sets),
        }
        if show and half == "dev":
            _show(matcher, register, labelled, scored, show)
        if with_index:
            asked = endtoend.sample(labelled, true, NEAR_QUERIES)
            print(f"{matcher.name}: {len(asked):,} queries …", file=sys.stderr, flush=True)
            answers = endtoend.ask(matcher, register, asked)
            result["index"] = endtoend.tables(matcher, register, asked, answers)
    return found


def _show(matcher: Matcher, register: Register, labelled: Sequence[Case], scored: Sequence[float], most: int) -> None:
    seen: dict[tuple[bool, str], int] = {}
    for case, score in zip(labelled, scored, strict=True):
        if (score >= matcher.threshold) == case.label:
            continue
        place = (case.label, case.kind)
        seen[place] = seen.get(place, 0) + 1
        if seen[place] <= most:
            target = register.by_id[case.target].entity(without=frozenset(case.withheld))
            sort = "missed" if case.label else "false hit"
            print(f"--- {sort} · {case.kind} · {case.tradition} · {score:.3f} · {case.id}")
            print(f"    {case.name}  {case.properties}")
            facts = {k: v for k, v in target["properties"].items() if k in {"name", "alias", "birthDate", "country"}}
            print(f"    {case.target}  {facts}")
            for reason in matcher.reasons(matcher.prepare(case.query()), matcher.prepare(target)):
                print(f"        {reason}")


def report(found: Results) -> str:
    """Every table as text, matchers side by side."""

    def part(section: str, table: str) -> dict[str, Any]:
        return {name: result[section][table] for name, result in found.items()}

    blocks = [
        tables.totals("Pairs at the matcher's threshold", part("pairs", "at threshold")),
        tables.totals("Pairs at best F1", part("pairs", "at best F1")),
        tables.calibration(part("pairs", "calibration")),
        tables.shares("Recall by kind of corruption", part("pairs", "recall by kind")),
        tables.shares("Recall by tradition", part("pairs", "recall by tradition")),
        tables.shares("Recall by accompanying facts", part("pairs", "recall by facts")),
        tables.shares("False hits by kind", part("pairs", "false hits by kind")),
    ]
    for sort in ("recombined and clean", "near-namesakes"):
        table = f"false hits by tradition, {sort}"
        blocks.append(tables.shares(table[0].upper() + table[1:], part("pairs", table)))
        blocks.append(f"  worst to best: {part('pairs', f'worst to best, {sort}')}")
    blocks.append(f"Scored exactly 1: {part('pairs', 'scored exactly 1')}")
    for name in next(iter(found.values()))["records"]:
        for at in ("at threshold", "at best F1"):
            blocks.append(
                tables.totals(f"{name} {at}", {matcher: r["records"][name][at] for matcher, r in found.items()})
            )
    if all("index" in result for result in found.values()):
        singles = [key for key, value in next(iter(found.values()))["index"].items() if not isinstance(value, dict)]
        rows = [[key, *(result["index"][key] for result in found.values())] for key in singles]
        blocks.append(tables.grid("Through the index", ["", *found], rows))
        for table in ("hit recall by kind", "false hits by kind", "false hits by tradition, recombined and clean"):
            blocks.append(tables.shares(f"Through the index: {table}", part("index", table)))
    return "\n\n".join(blocks)


def measure(runs: int) -> list[Figure]:
    """Totals of the test half, ours and the peer's; figures do not vary between runs."""
    found = evaluate("test", chosen("both"))
    figures = []
    for name, result in found.items():
        pairs, index = result["pairs"]["at threshold"], result["index"]
        figures += [
            of("accuracy", f"{name}: {what} of pairs", [pairs[what]], "", digits=4) for what in ("recall", "f1")
        ]
        figures.append(of("accuracy", f"{name}: false hits of pairs", [pairs["false_hits"]], "", digits=4))
        for what in ("recall@1", "hit recall", "false hits, clean persons"):
            figures.append(of("accuracy", f"{name}: {what}", [index[what]], "", digits=4))
        ratio = result["pairs"]["worst to best, recombined and clean"]
        figures.append(of("accuracy", f"{name}: false hits, worst to best tradition", [ratio], ""))
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["dev", "test"], default="dev")
    parser.add_argument("--matcher", choices=["ours", "logic-v2", "both"], default="both")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="N errors of each kind (dev half only)")
    parser.add_argument("--no-index", action="store_true", help="pairs only")
    parser.add_argument("--write", type=Path, help="write the tables as a page of the documentation")
    parser.add_argument("--true-queries", type=int, default=TRUE_QUERIES)
    arguments = parser.parse_args()
    if arguments.show and arguments.half == "test":
        parser.error("errors of the test half are not looked at")
    found = evaluate(
        arguments.half,
        chosen(arguments.matcher),
        with_index=not arguments.no_index,
        show=arguments.show,
        true=arguments.true_queries,
    )
    if arguments.json:
        print(json.dumps(_plain(found), indent=2, ensure_ascii=False))
    else:
        print(report(found))
    if arguments.write:
        arguments.write.write_text(PAGE.format(half=arguments.half, tables=report(found)), encoding="utf-8")
    return 0


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {" · ".join(map(str, k)) if isinstance(k, tuple) else str(k): _plain(v) for k, v in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


if __name__ == "__main__":
    sys.exit(main())
