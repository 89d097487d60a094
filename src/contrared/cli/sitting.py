"""A sitting at the terminal: pair after pair side by side, a key for each verdict, and the last act undone."""

from __future__ import annotations

from rich.table import Table

from contrared.case.identity import record_judgement, withdraw_judgement
from contrared.case.reviewing import Pair, Side, queue, shown
from contrared.cli import output
from contrared.cli.keystroke import keystroke
from contrared.govern import Desk
from contrared.govern.hand.passing import pass_over, take_up
from contrared.model import InputError
from contrared.resolve import Verdict
from contrared.resolve.queue import Line, Order, Told, Waiting

KEYS = {"y": Verdict.SAME, "n": Verdict.DIFFERENT, "u": Verdict.UNSURE}
ASKED = "y same, n different, u unsure, s later, z undo, q stop"
#: Mark of each way in which a line compares, so that nobody needs colours to tell.
MARKS = {Told.SAME: "=", Told.NEAR: "~", Told.DIFFERS: "≠", Told.ONE_SIDE: ""}
STYLES = {Told.SAME: "green", Told.NEAR: "yellow", Told.DIFFERS: "bold red", Told.ONE_SIDE: "dim"}
#: Characters of one value that are shown.
WIDEST = 200
SLIP = "a slip of the key"


class Sitting:
    """One person going through their queue.

    Args:
        desk: Their desk.
        order: What comes first.
        blind: Whether score, reasons and earlier judgements are hidden.
    """

    def __init__(self, desk: Desk, order: Order, *, blind: bool = False) -> None:
        self._desk = desk
        self._order = order
        self._blind = blind
        self._seen: set[tuple[str, str]] = set()
        #: What was done, the latest last: the pair, and the id of the judgement; none where it was passed over.
        self._done: list[tuple[tuple[str, str], str | None]] = []
        self._undone = 0
        self._why = ""
        self._place = ""

    def run(self) -> None:
        """Show pairs until none is left that was not seen in this sitting, or the person stops."""
        while (item := self._next()) is not None:
            tell(shown(self._desk, item), self._place, blind=self._blind)
            if not self._decided(item):
                break
        judged = sum(1 for _, judgement in self._done if judgement is not None)
        output.say(f"{judged} decided, {len(self._done) - judged} passed over, {self._undone} undone")
        if judged or self._undone:
            output.say("takes effect with the next `contrared resolve`")

    def _next(self) -> Waiting | None:
        # Asked anew for each pair: colleagues decide at the same time, and what they decided no longer waits.
        waiting = queue(self._desk, self._order, blind=self._blind)
        unseen = [item for item in waiting if item.pair not in self._seen]
        self._place = f"{len(unseen):,} to look at, {len(waiting):,} waiting"
        return unseen[0] if unseen else None

    def _decided(self, item: Waiting) -> bool:
        """Take a key; False where the person stops."""
        while True:
            output.console.print(output.plain(ASKED) + ": ", end="")
            key = keystroke().lower()
            output.say(key if key.isprintable() else "")
            if key in ("q", "\x04", ""):
                return False
            if key == "z":
                if self._undo():
                    return True
            elif key == "s":
                pass_over(self._desk, item.pair)
                self._seen.add(item.pair)
                self._done.append((item.pair, None))
                return True
            elif key in KEYS and (why := self._reason()):
                made = record_judgement(self._desk, *item.pair, KEYS[key], why)
                output.say(f"{made.id}: {made.verdict}")
                self._seen.add(item.pair)
                self._done.append((item.pair, made.id))
                return True

    def _reason(self) -> str:
        """Why; empty where the person thinks better of it."""
        again = " (= as before)" if self._why else ""
        why = _line(f"why{again}, empty to go back: ")
        if why == "=" and self._why:
            return self._why
        self._why = why or self._why
        return why

    def _undo(self) -> bool:
        if not self._done:
            output.say("nothing was done in this sitting")
            return False
        pair, judgement = self._done[-1]
        if judgement is None:
            take_up(self._desk, pair)
        else:
            why = _line(f"why is {judgement} undone [{SLIP}]: ") or SLIP
            try:
                withdraw_judgement(self._desk, judgement, why)
            except InputError as exc:
                output.say(str(exc))
                return False
        self._done.pop()
        self._undone += 1
        self._seen.discard(pair)
        output.say(f"undone: {pair[0]} and {pair[1]} wait again")
        return True


def tell(pair: Pair, place: str, *, blind: bool = False) -> None:
    """Print a pair side by side; what differs is marked."""
    output.say()
    output.say(place + ("" if blind else f"; score {pair.item.score:.3f}, would join {pair.item.impact:,}"))
    grid = Table(show_edge=False, pad_edge=False, header_style="bold")
    grid.add_column("")
    grid.add_column("property")
    for side in (pair.left, pair.right):
        grid.add_column(output.plain(_head(side)), overflow="fold", ratio=1)
    for line in pair.lines:
        style = STYLES[line.told]
        cells = (_cell(line, line.left), _cell(line, line.right))
        grid.add_row(MARKS[line.told], output.plain(line.prop), *cells, style=style)
    output.console.print(grid)
    if blind:
        return
    for reason in pair.item.reasons:
        output.say(f"  {reason['contribution']:+.2f} {reason['feature']}: {reason['left']} / {reason['right']}")
    for judged in pair.judgements:
        output.say(f"  {judged.id}: {judged.left} and {judged.right}: {judged.verdict} by {judged.by}, {judged.why}")


def _head(side: Side) -> str:
    also = f"\nwith {', '.join(side.entries)}" if side.entries else ""
    return f"{side.caption}\n{side.entity_id} ({', '.join(side.datasets)}; {' '.join(side.grades)}){also}"


def _cell(line: Line, values: tuple[str, ...]) -> str:
    """Values one below the other; those that agree with one of the other side are marked."""
    shown = (value if len(value) <= WIDEST else value[: WIDEST - 1] + "…" for value in values)
    marks = ("= " if value in line.shared and len(values) > 1 else "" for value in values)
    return "\n".join(output.plain(mark + value) for mark, value in zip(marks, shown, strict=True))


def _line(question: str) -> str:
    output.console.print(output.plain(question), end="")
    try:
        return input().strip()
    except EOFError:
        return ""
