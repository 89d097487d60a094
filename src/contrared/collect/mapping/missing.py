"""Saying which column a mapping wants and the table does not have."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from contrared.model import InputError

_SHOWN = 12


def refuse_missing(wanted: Iterable[str], there: Iterable[str], *, table: str, mapping: str, remark: str = "") -> None:
    """Refuse a mapping that names columns which are not there.

    Args:
        wanted: Columns the mapping names.
        there: Columns of the table.
        table: Its name.
        mapping: Name of the mapping's file.
        remark: What of the header may explain it; may be empty.

    Raises:
        InputError: one is missing; those there are are listed, the nearest first.
    """
    columns = list(there)
    missing = sorted(set(wanted) - set(columns))
    if not missing:
        return
    first = missing[0]
    twice = [
        name for name in columns if name.startswith(f"{first} (") and name.removeprefix(f"{first} (")[:-1].isdigit()
    ]
    if twice:
        raise InputError(
            f"the table has {len(twice)} columns {first!r}",
            where=f"{mapping}, for {table}",
            do=f"say which is meant: {', '.join(map(repr, twice))}",
        )
    ranked = process.extract(first, columns, scorer=fuzz.WRatio, processor=utils.default_process, limit=None)
    nearest = [name for name, _, _ in ranked]
    nearest += [name for name in columns if name not in nearest]
    shown = ", ".join(map(repr, nearest[:_SHOWN])) + (" …" if len(nearest) > _SHOWN else "")
    others = f" (nor {', '.join(map(repr, missing[1:]))})" if len(missing) > 1 else ""
    raise InputError(
        f"there is no column {first!r}{others}",
        where=f"{mapping}, for {table}",
        do=f"{remark}; there are: {shown}" if remark else f"there are: {shown}",
    )
