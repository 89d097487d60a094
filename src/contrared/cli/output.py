"""Printing: tables for people, JSON for machines, errors for whoever must act."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from contrared.cli.kept import session_for
from contrared.govern import Desk, enter
from contrared.govern.deposits import absent
from contrared.govern.log.keeping import keep_up
from contrared.model import InputError, NodeError
from contrared.model.language import Phrase, said, word
from contrared.store import Node

#: Columns whose cells are words of closed vocabularies; H1 … H9 are hypotheses, whose cells say how evidence bears.
WORDED = frozenset(
    {"feature", "state", "kind", "verdict", "category", "mark", "what changed", "told", "found", "level", "act"}
    | {"remark", *(f"H{number}" for number in range(1, 10))}
)
#: Columns of a table that goes into a file or a pipe, where no terminal says how wide it is.
UNWATCHED_WIDTH = 200


def _console() -> Console:
    shown = Console(highlight=False, soft_wrap=True)
    return shown if shown.is_terminal else Console(highlight=False, soft_wrap=True, width=UNWATCHED_WIDTH)


console = _console()
errors = Console(stderr=True, highlight=False, soft_wrap=True)


#: Control characters and marks that turn the direction of writing: a name in a list must not steer a terminal.
_STEERING = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
    "\N{REPLACEMENT CHARACTER}",
)
_STEERING[ord("\t")] = " "
_STEERING[ord("\n")] = "\n"


def plain(text: object) -> str:
    """Text as it may be shown on a terminal: no markup, nothing that moves the cursor or turns the line."""
    return escape(str(text).translate(_STEERING))


def emit(shape: BaseModel) -> None:
    """Print a documented JSON shape."""
    sys.stdout.write(shape.model_dump_json(indent=2, by_alias=True) + "\n")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; cells are text, never markup."""
    worded = [column in WORDED for column in columns]
    shown = Table(title=plain(said(title)), title_justify="left", header_style="bold", show_edge=False, pad_edge=False)
    for column in columns:
        shown.add_column(plain(said(column)), overflow="fold")
    for row in rows:
        shown.add_row(*(plain(_told(cell, worded=here)) for cell, here in zip(row, worded, strict=True)))
    console.print(shown)


def _told(cell: object, *, worded: bool) -> object:
    if isinstance(cell, Phrase):
        return said(cell)
    return word(cell) if worded and isinstance(cell, str) else cell


def say(line: str = "") -> None:
    """Print one line of plain text."""
    console.print(plain(said(line)))


def passage(text: str, start: int | None, end: int | None) -> None:
    """Print a passage of an original, the part that counts standing out."""
    if start is None or end is None:
        console.print(plain(text))
    else:
        console.print(
            f"  {plain(text[:start])}[bold reverse]{plain(text[start:end])}[/bold reverse]{plain(text[end:])}"
        )


def note(line: str) -> None:
    """Print one line to standard error, where it does not disturb ``--json``."""
    errors.print(plain(said(line)))


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """A progress line on standard error, gone when done and silent where nobody watches."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    ) as shown:
        shown.add_task(plain(said(label)), total=None)
        yield shown


#: Roles that are told at the end of each command that a deposit is missing.
_MAY_DEPOSIT = ("owner", "administrator")


def _witnessed(node: Node) -> list[str]:
    if not node.settings.log.policy:
        return []
    from contrared.govern.log.witnessed import have_witnessed

    try:
        return have_witnessed(node)
    except InputError as exc:
        return [f"the witnesses cannot be asked: {exc}"]


def _tell_date(desk: Desk) -> None:
    """Say on which versions an answer as of a date rests, and what is not held of that date."""
    current = desk.current()
    if not current:
        raise InputError(f"nothing is held as of {desk.as_of}", where="--as-of", do="see `contrared datasets`")
    note(f"as of {desk.as_of}: " + ", ".join(f"{each.dataset} {each.as_of}" for each in current))
    if missing := desk.unheld():
        note(f"not held as of {desk.as_of}: {', '.join(missing)}")


@contextmanager
def desk_at(node: Path, user: str | None, purpose: str | None, case: str | None, as_of: str = "") -> Iterator[Desk]:
    """Open the node, enter, take what was recorded into the log, and close it again.

    Raises:
        InputError: nothing was held by the date that is asked for.
    """
    with node_at(node) as opened:
        desk = enter(opened, user, purpose, case, session=session_for(opened, user), as_of=as_of)
        if as_of:
            _tell_date(desk)
        yield desk
        if desk.person.role in _MAY_DEPOSIT and (missing := absent(opened)):
            note(missing)


@contextmanager
def node_at(node: Path) -> Iterator[Node]:
    """Open the node, take what was recorded into the log, and close it again; whoever enters does so by a desk."""
    opened = Node.open(node)
    try:
        yield opened
        try:
            keep_up(opened)
            for line in _witnessed(opened):
                note(line)
        except NodeError as exc:
            # What was recorded waits in the ledger; whoever must act is told, and `contrared check` says what is wrong.
            note(f"the log does not go on: {exc}")
    finally:
        opened.close()
