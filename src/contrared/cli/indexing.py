"""The index that screening asks, built with progress; the command `index`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.govern import Desk

if TYPE_CHECKING:
    from contrared.match.segments import Segment


@app.command()
def index(
    node: NodeDir = HERE, user: User = None, purpose: Purpose = None, case: CaseId = None, json: Json = False
) -> None:
    """Build what screening asks: one index for each current list. `load` and `screen` do it where it is missing.

    Example: contrared index --node my-node
    """
    from contrared.match.segments import segments

    with output.desk_at(node, user, purpose, case) as desk:
        built = {str(segment.folder) for segment in refreshed(desk)}
        found = segments(desk)
    listed = [
        shapes.IndexShape(dataset=s.version.dataset, version=s.version.version, built=str(s.folder) in built)
        for s in found
    ]
    if json:
        output.emit(shapes.IndexesShape(indexes=listed))
        return
    rows = [(item.dataset, item.version, "built" if item.built else "was there") for item in listed]
    output.table("Indexes", ["dataset", "version", ""], rows)


def refreshed(desk: Desk) -> list[Segment]:
    """Build the segments that are missing, with progress."""
    from contrared.match.segments import refresh

    with output.progress("building the index") as bar:
        task = bar.task_ids[0]
        return refresh(desk, lambda name, n: bar.update(task, description=f"building the index: {name}", completed=n))
