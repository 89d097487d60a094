"""Commands on who is the same: resolve, judge, undo, judgements, show."""

from __future__ import annotations

import time
from typing import Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.linked import linkage_shape, say_linked
from contrared.cli.options import HERE, AsOf, CaseId, Json, NodeDir, Purpose, User
from contrared.resolve.judgement import Verdict

#: Titles of the two tables of `show`; decisions of `resolve --explain`.
SHOWN_TEXTS = ("Statements", "Listings, documents, addresses, links")
DECIDED_TEXTS = (
    "judged {verdict} by {by}: {why}; score {score}",
    "linked automatically; score {score}",
    "in one cluster through others; score {score}",
    "candidate, left to a person; score {score}",
    "not linked in bulk; compared here as entries of lists are; score {score}",
    "kept apart: one list has them as two entries; score {score}",
    "not linked; score {score}",
)


@app.command()
def resolve(
    explain: Annotated[
        tuple[str, str] | None, typer.Option("--explain", help="Say why two entities are, or are not, one party.")
    ] = None,
    bulk: Annotated[
        list[str] | None,
        typer.Option(
            "--bulk",
            help="A register to be linked in bulk; may be repeated. Unless given: tables read by a mapping, and "
            "datasets of more than 50,000 parties.",
        ),
    ] = None,
    model: Annotated[bool, typer.Option("--model", help="Show what each agreement is worth in bulk linkage.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Find who is the same across all datasets; judgements come before scores; registers are linked in bulk.

    Example: contrared resolve --node my-node; contrared resolve --explain ofac-4706 ofac-7755
    """
    from contrared.case.identity import explain as explain_pair
    from contrared.case.identity import resolve_with_registers

    with output.desk_at(node, user, purpose, case) as desk:
        if explain is not None:
            found = explain_pair(desk, *explain)
            if json:
                output.emit(
                    shapes.ExplainShape(
                        left=explain[0],
                        right=explain[1],
                        score=found.score,
                        decision=found.decision,
                        reasons=[_reason(reason) for reason in found.reasons],
                    )
                )
                return
            output.say(f"comparing {found.left_name} ({explain[0]}) with {found.right_name} ({explain[1]})")
            output.say(f"{found.decision}; score {found.score:.3f}")
            rows = [(r["feature"], r["left"], r["right"], f"{r['contribution']:+.2f}") for r in found.reasons]
            output.table("reasons, in log-odds", ["feature", "left", "right", "contribution"], rows)
            return
        started = time.perf_counter()
        with output.progress("resolving") as bar:
            task = bar.task_ids[0]
            found_all = resolve_with_registers(
                desk,
                bulk=bulk,
                progress=lambda step, n, total: bar.update(task, description=step, completed=n, total=total),
            )
            resolution = found_all.resolution
        seconds = time.perf_counter() - started
    automatic = sum(1 for link in resolution.links if link.kind == "auto")
    shape = shapes.ResolveShape(
        entities=resolution.parties,
        merged=len(resolution.canonical),
        clusters=len(set(resolution.canonical.values())),
        automatic=automatic,
        candidates=len(resolution.links) - automatic,
        judgements=resolution.judgements,
        seconds=round(seconds, 2),
        registers=[linkage_shape(linkage) for linkage in found_all.linkages],
        alone=list(found_all.alone),
    )
    if json:
        output.emit(shape)
        return
    output.say(f"{shape.entities:,} parties, {resolution.compared:,} pairs compared in {seconds:.1f} s")
    output.say(f"{shape.clusters:,} parties stand on several lists ({shape.merged:,} entries; {automatic:,} links)")
    output.say(f"{shape.candidates:,} candidates are left to a person; {shape.judgements:,} judgements in force")
    for left, right in resolution.conflicts:
        output.say(f"judgements contradict each other: {left} and {right} cannot be joined")
    say_linked(shape, model=model)


@app.command()
def judge(
    left: Annotated[str, typer.Argument(help="Entity id.")],
    right: Annotated[str, typer.Argument(help="Entity id.")],
    verdict: Annotated[Verdict, typer.Argument(help="same, different or unsure.")],
    why: Annotated[str, typer.Option("--why", help="Reason, kept on record.")],
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Decide whether two entities are one party; takes effect with the next resolve.

    Example: contrared judge ofac-4706 ofac-7755 different --why "Colombia and the Balkans"
    """
    from contrared.case.identity import record_judgement

    with output.desk_at(node, user, purpose, case) as desk:
        made = record_judgement(desk, left, right, verdict, why)
    _judged(made.to_row(), json=json)


@app.command()
def undo(
    judgement: Annotated[str, typer.Argument(help="Id of a judgement in force.")],
    why: Annotated[str, typer.Option("--why", help="Reason, kept on record.")],
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Withdraw a judgement; both stay on record.

    Example: contrared undo jdg-0123456789abcdef --why "wrong passport page"
    """
    from contrared.case.identity import withdraw_judgement

    with output.desk_at(node, user, purpose, case) as desk:
        made = withdraw_judgement(desk, judgement, why)
    _judged(made.to_row(), json=json)


@app.command()
def judgements(
    node: NodeDir = HERE, user: User = None, purpose: Purpose = None, case: CaseId = None, json: Json = False
) -> None:
    """List all judgements, superseded ones included.

    Example: contrared judgements --node my-node --json
    """
    with output.desk_at(node, user, purpose, case) as desk:
        rows = desk.judgements()
    found = [_judgement_shape(row) for row in rows]
    if json:
        output.emit(shapes.JudgementsShape(judgements=found))
        return
    columns = ["id", "left", "right", "verdict", "by", "why", "supersedes"]
    output.table(
        "Judgements",
        columns,
        [(j.id, j.left, j.right, j.verdict, j.by, j.why, j.supersedes or "") for j in found],
    )


@app.command()
def show(
    entity: Annotated[str, typer.Argument(help="Entity id or canonical id.")],
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Show one party: every statement of every list, its evidence and grades.

    Example: contrared show ofac-4711 --node my-node
    """
    from contrared.case.dossier import Dossier, Stated, dossier

    with output.desk_at(node, user, purpose, case, as_of) as desk:
        found: Dossier = dossier(desk, entity)

    def shape(item: Stated) -> shapes.StatementShape:
        return shapes.StatementShape(
            id=item.id,
            entity_id=item.entity_id,
            schema=item.schema,
            prop=item.prop,
            value=item.value,
            original_value=item.original,
            dataset=item.dataset,
            as_of=", ".join(item.as_of),
            corrected=item.corrected,
            evidence=[
                shapes.EvidenceShape(
                    source_id=place.source_id,
                    locator=place.locator,
                    grade=str(found.sources[place.source_id].grade),
                    publisher=found.sources[place.source_id].publisher,
                    as_of=found.sources[place.source_id].as_of,
                    tip=found.tips.get(place.source_id, ""),
                )
                for place in item.places
            ],
        )

    if json:
        output.emit(
            shapes.ShowShape(
                canonical_id=found.canonical_id,
                entities=list(found.entities),
                caption=found.caption,
                protected=list(found.marks),
                statements=[shape(item) for item in found.statements],
                linked=[shape(item) for item in found.linked],
                candidates=[_link(row) for row in found.candidates],
            )
        )
        return
    output.say(f"{found.caption} ({found.canonical_id})")
    if found.marks:
        output.say("PROTECTED: " + ", ".join(found.marks))
    if len(found.entities) > 1:
        output.say("entries: " + ", ".join(found.entities))
    for title, items in zip(SHOWN_TEXTS, (found.statements, found.linked), strict=True):
        rows = []
        for item in items:
            grades = sorted({str(found.sources[p.source_id].grade) for p in item.places})
            place = item.places[0] if item.places else None
            where = f"{found.sources[place.source_id].filename} {place.locator}" if place else ""
            more = f" (+{len(item.places) - 1})" if len(item.places) > 1 else ""
            value = item.value if len(item.value) <= 120 else item.value[:117] + "…"
            value = f"FALSE ({item.corrected}): {value}" if item.corrected else value
            states = {found.tips.get(place.source_id, "") for place in item.places}
            value = f"TIP ({', '.join(sorted(states))}): {value}" if states and "" not in states else value
            rows.append((item.entity_id, item.prop, value, ", ".join(item.as_of), " ".join(grades), where + more))
        output.table(title, ["entry", "property", "value", "as of", "grade", "evidence"], rows)
    if found.candidates:
        output.table(
            "May be the same as (left to a person)",
            ["left", "right", "score"],
            [(row["left_id"], row["right_id"], f"{row['score']:.3f}") for row in found.candidates],
        )


def _reason(row: dict[str, Any]) -> shapes.Reason:
    return shapes.Reason(feature=row["feature"], left=row["left"], right=row["right"], contribution=row["contribution"])


def _link(row: dict[str, Any]) -> shapes.LinkShape:
    return shapes.LinkShape(
        left=row["left_id"],
        right=row["right_id"],
        kind=row["kind"],
        score=row["score"],
        reasons=[_reason(reason) for reason in row["reasons"]],
    )


def _judgement_shape(row: dict[str, Any]) -> shapes.JudgementShape:
    return shapes.JudgementShape(
        id=row["id"],
        left=row["left_id"],
        right=row["right_id"],
        verdict=row["verdict"],
        by=row["by"],
        why=row["why"],
        supersedes=row["supersedes"],
    )


def _judged(row: dict[str, Any], *, json: bool) -> None:
    shape = _judgement_shape(row)
    if json:
        output.emit(shape)
    else:
        output.say(f"{shape.id}: {shape.left} and {shape.right} judged {shape.verdict} by {shape.by}")
        output.say("takes effect with the next `contrared resolve`")
