"""The command `demo`: the border scenario, then the convergence case."""

from __future__ import annotations

import time
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.casework import case_shape, progress_of_case, report
from contrared.cli.options import Json
from contrared.govern.founding import found
from contrared.model import InputError, text
from contrared.store import Node

if TYPE_CHECKING:
    from contrared.case.border import Run

UNENCRYPTED = "a demonstration: lists that are public and travellers who are invented"


class Part(StrEnum):
    """What `demo` shows."""

    ALL = "all"
    BORDER = "border"
    CONVERGENCE = "convergence"


@app.command()
def demo(
    part: Annotated[Part, typer.Argument(help="border, convergence, or all of it.")] = Part.ALL,
    node: Annotated[Path, typer.Option("--node", help="Folder of the case's node; made if missing.")] = Path(
        "demo-node"
    ),
    out: Annotated[Path, typer.Option("--out", help="Folder of the results.")] = Path("demo-out"),
    json: Json = False,
) -> None:
    """Play the border scenario on four nodes, then run the demo case on the lists that ship with the project.

    Example: contrared demo border --out demo-out
    """
    started = time.perf_counter()
    border = None if part is Part.CONVERGENCE else _border(out, json=json)
    if part is Part.BORDER:
        if json:
            output.emit(border)  # type: ignore[arg-type]
    else:
        _case(node, out, border, started, json=json)
    if border is not None and not border.nobody_learned:
        raise typer.Exit(1)


def _case(node: Path, out: Path, border: shapes.BorderShape | None, started: float, *, json: bool) -> None:
    from contrared.case import investigate

    opened = Node.open(node) if (node / "node.toml").exists() else found(node, "demo", unencrypted=UNENCRYPTED)
    try:
        with resources.as_file(resources.files("contrared").joinpath("demo")) as folder, progress_of_case() as told:
            run = investigate(opened, folder / "convergence" / "case.toml", out, progress=told)
    finally:
        opened.close()
    if json:
        output.emit(shapes.DemoShape(border=border, **case_shape(run, out, []).model_dump(by_alias=True)))
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


def _border(out: Path, *, json: bool) -> shapes.BorderShape:
    """Play the scenario in a new folder; the nodes stay there to be looked at."""
    from contrared.case import border
    from contrared.store.durable import disk_errors, write_bytes

    root = _free(out / "border")
    with disk_errors(root):
        root.mkdir(parents=True)
    with (
        resources.as_file(resources.files("contrared").joinpath("demo", "border")) as folder,
        output.progress("border scenario") as bar,
    ):
        task = bar.task_ids[0]
        run = border.run(border.read_script(folder), root / "nodes", lambda what: bar.update(task, description=what))
    files = {"text": root / "report.txt", "html": root / "report.html"}
    write_bytes(files["text"], border.text(run).encode())
    write_bytes(files["html"], border.html(run).encode())
    shape = _shape(run, {kind: str(path) for kind, path in files.items()})
    if not json:
        _tell(run, shape)
    return shape


def _free(folder: Path) -> Path:
    """A folder in it that is not there yet: what an earlier run left is left."""
    for number in range(1, 10_000):
        if not (found := folder / f"run-{number}").exists():
            return found
    raise InputError("too many runs lie there", where=str(folder), do="remove some, or give another --out")


def _shape(run: Run, files: dict[str, str]) -> shapes.BorderShape:
    assert run.searched is not None
    return shapes.BorderShape(
        files=files,
        events=[shapes.EventShape(node=each.node, what=each.what, seconds=each.seconds) for each in run.events],
        travellers=[
            shapes.FateShape(who=fate.walker.label, last=fate.last, state=fate.state)
            for _, fate in sorted(run.fates.items())
        ],
        messages=run.messages,
        alert_seconds=[round(each, 3) for each in run.alerts],
        nobody_learned=run.searched.holds,
        found=list(run.searched.found),
        files_searched=run.searched.files,
        needles=run.searched.needles,
        problems=run.problems,
        seconds=round(run.seconds, 1),
    )


def _tell(run: Run, shape: shapes.BorderShape) -> None:
    from contrared.case.border.report import alerts, verdict

    assert run.searched is not None
    output.say(run.script.title)
    for each in shape.events:
        output.say(f"  {each.node.upper()}  {each.what}" + ("" if each.seconds is None else f" ({each.seconds:.2f} s)"))
    output.table(
        "The six", ("who", "met last", "state"), [(each.who, each.last, each.state) for each in shape.travellers]
    )
    output.say(verdict(run.searched))
    output.say(alerts(run))
    for problem in shape.problems:
        output.say(f"PROBLEM {problem}")
    output.say(f"{shape.seconds:.0f} s; what each side saw: {shape.files['html']}")
    output.say()
