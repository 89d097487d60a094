"""The command `demo`: travellers at a checkpoint, then the convergence case."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.alerting import alert_shapes, tell_alerts
from contrared.cli.app import app
from contrared.cli.casework import case_shape, progress_of_case, report
from contrared.cli.indexing import refreshed
from contrared.cli.options import Json
from contrared.govern import enter
from contrared.govern.founding import found
from contrared.model import text
from contrared.store import Node

#: Why the demo's node may lie anywhere.
UNENCRYPTED = "a demonstration: lists that are public and travellers who are invented"


@app.command()
def demo(
    node: Annotated[Path, typer.Option("--node", help="Folder of the demo's node; made if missing.")] = Path(
        "demo-node"
    ),
    out: Annotated[Path, typer.Option("--out", help="Folder of the results.")] = Path("demo-out"),
    json: Json = False,
) -> None:
    """Screen synthetic travellers against the lists that ship with the project, then run the demo case on them.

    Example: contrared demo --node demo-node --out demo-out
    """
    from contrared.case import investigate

    started = time.perf_counter()
    opened = Node.open(node) if (node / "node.toml").exists() else found(node, "demo", unencrypted=UNENCRYPTED)
    try:
        with (
            resources.as_file(resources.files("contrared").joinpath("demo")) as folder,
            progress_of_case() as told,
        ):
            case_file = folder / "convergence" / "case.toml"
            checkpoint, alerts = _checkpoint(opened, case_file, folder / "checkpoint" / "travellers.toml", told)
            if not json:
                _tell(checkpoint, alerts)
            run = investigate(opened, case_file, out, progress=told)
    finally:
        opened.close()
    if json:
        output.emit(
            shapes.DemoShape(travellers=len(checkpoint.met), **case_shape(run, out, alerts).model_dump(by_alias=True))
        )
        return
    report(run)
    output.say()
    output.say(
        text(
            "cli.demo.done",
            seconds=f"{time.perf_counter() - started:.0f}",
            html=run.files["html"],
            pdf=run.files["pdf"],
            claim=run.brief.judgements[0].id if run.brief.judgements else run.brief.facts[0].id,
            node=node,
        )
    )


def _checkpoint(
    node: Node, case_file: Path, travellers: Path, told: Callable[[str, int], None]
) -> tuple[Any, list[shapes.AlertShape]]:
    from contrared.case.checkpoint import arrivals
    from contrared.case.file import read_case
    from contrared.case.prepare import load_sources

    case = read_case(case_file)
    load_sources(enter(node, purpose=case.purpose, case=case.id), case, case_file.parent, told)
    desk = enter(node, purpose="border control (demonstration)")
    refreshed(desk)
    found = arrivals(desk, travellers)
    return found, alert_shapes(desk, found.alerts)


def _tell(checkpoint: Any, alerts: list[shapes.AlertShape]) -> None:
    lists, parties = checkpoint.asked
    output.say(f"{checkpoint.title}: {len(checkpoint.met)} recorded, {lists} lists with {parties:,} parties asked")
    raised = {alert.subject for alert in alerts}
    for subject in checkpoint.met:
        said = (
            "ALERT" if subject.id in raised else "no candidate" if subject.queries else "nothing a list could be asked"
        )
        output.say(f"  {subject.where:32}  {subject.label:28}  {said}")
    tell_alerts(alerts)
    output.say()
