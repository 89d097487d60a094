"""The command `diff`: what changed between two versions of a list, by kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError
from contrared.model.language import word

if TYPE_CHECKING:
    from contrared.collect.difference import EntityDifference


@app.command()
def diff(
    dataset: Annotated[str, typer.Argument(help="Dataset name.")],
    first: Annotated[str, typer.Argument(help="Earlier version: id, beginning of an id, or date.")],
    second: Annotated[str, typer.Argument(help="Later version.")],
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            help="Only these: added, removed, renamed, alias, programme, remark, number, birth, address, other.",
        ),
    ] = None,
    entity: Annotated[str, typer.Option("--entity", help="Only this party.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Say what was added, removed or changed between two versions, in which way, and what one of them cannot say.

    Example: contrared diff us_ofac_sdn 2021-06 2024-05-03 --node my-node

    Example: contrared diff us_ofac_sdn 2021-06 2024-05-03 --kind renamed --kind programme --node my-node
    """
    from contrared.collect.change_kinds import ChangeKind, changed, counted, kind_of, renumbered
    from contrared.collect.difference import difference, parties

    wanted = set(kind or ChangeKind)
    if unknown := sorted(wanted - set(ChangeKind)):
        known = ", ".join(ChangeKind)
        raise InputError(f"there is no kind of change {unknown[0]!r}", where="--kind", do=f"use {known}")
    with output.desk_at(node, user, purpose, case) as desk:
        found = difference(desk, desk.version(dataset, first), desk.version(dataset, second))

    def of(entries: tuple[EntityDifference, ...], fixed: ChangeKind | None = None) -> list[EntityDifference]:
        return [
            each
            for each in entries
            if entity in ("", each.entity_id) and wanted.intersection([fixed] if fixed else changed(each))
        ]

    added, removed, other = of(found.added, ChangeKind.ADDED), of(found.removed, ChangeKind.REMOVED), of(found.changed)
    again = [each for each in renumbered(found) if entity in ("", each.old, each.new)]
    if json:

        def shape(entry: EntityDifference, *of_kind: ChangeKind) -> shapes.EntityChange:
            return shapes.EntityChange(
                entity_id=entry.entity_id,
                schema=entry.schema,
                name=entry.name,
                kinds=[str(each) for each in of_kind or changed(entry)],
                removed=[shapes.Change(statement_id=c.statement_id, prop=c.prop, value=c.value) for c in entry.removed],
                added=[shapes.Change(statement_id=c.statement_id, prop=c.prop, value=c.value) for c in entry.added],
            )

        output.emit(
            shapes.DiffShape(
                dataset=found.dataset,
                first=found.first,
                second=found.second,
                kinds=counted(found),
                added=[shape(e, ChangeKind.ADDED) for e in added],
                removed=[shape(e, ChangeKind.REMOVED) for e in removed],
                changed=[shape(e) for e in other],
                renumbered=[shapes.RenumberedShape(old=e.old, new=e.new, why=e.why, value=e.value) for e in again],
                unknown_properties=list(found.unknown_properties),
                unknown=found.unknown,
            )
        )
        return
    output.say(f"{found.dataset}: {found.first} → {found.second}")
    output.table("Kinds of change", ["kind", "parties"], [(name, f"{n:,}") for name, n in counted(found).items()])
    heads = ["id", "schema", "name"]
    gone, new = parties(removed), parties(added)
    output.table(f"removed: {len(gone):,} parties", heads, [(e.entity_id, e.schema, e.name) for e in gone])
    output.table(f"added: {len(new):,} parties", heads, [(e.entity_id, e.schema, e.name) for e in new])
    others = parties(other)
    rows = [
        (e.entity_id, e.name, ", ".join(word(str(each)) for each in changed(e)), sign, c.prop, c.value)
        for e in others
        for sign, changes in (("-", e.removed), ("+", e.added))
        for c in changes
        if kind_of(c.prop) in wanted
    ]
    output.table(f"changed: {len(others):,} parties", ["id", "name", "how", "", "property", "value"], rows)
    if again:
        cells = [(e.old, e.new, e.why, e.value) for e in again]
        output.table("May have been given another id (left to a person)", ["gone", "new", "by", "shared"], cells)
    if found.unknown:
        output.say(
            f"unknown: {found.unknown:,} statements of {', '.join(found.unknown_properties)}, "
            "which one of the versions cannot carry"
        )
