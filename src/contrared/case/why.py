"""From a claim to the statements it rests on, to the line of the original."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from contrared.case.dossier import Stated, stated
from contrared.case.masking import need_to_see
from contrared.collect.original import Excerpt, excerpt
from contrared.govern import Desk
from contrared.model import InputError, Locator, Source


@dataclass(frozen=True, slots=True)
class Ground:
    """A statement at one place, with that place of the original."""

    statement: Stated
    source: Source
    locator: str
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Why:
    """What a claim rests on; ``more`` counts places left out because of a limit."""

    claim: str
    kind: str
    text: str
    grounds: tuple[Ground, ...]
    more: int = 0


def why(desk: Desk, claim: str, *, limit: int | None = None) -> Why:
    """Follow a claim, a statement or an entity down to the original.

    Claims are what a brief prints an id with: judgements ``J-…``, facts ``F-…``, ties ``T-…``, counter-evidence
    ``C-…``, actions ``A-…``; and findings kept for a case, ``N-…``.

    Args:
        desk: The desk.
        claim: Id, or an unambiguous beginning of a claim's id.
        limit: Show at most that many grounds.

    Raises:
        InputError: nothing by that id, or several claims begin with it.
        PolicyError: it is about a protected person whom this person need not see.
    """
    found = [*desk.claim(claim), *desk.findings(prefix=claim)] if claim else []
    kinds = {row["id"] for row in found}
    if len(kinds) > 1:
        raise InputError(f"several claims begin with {claim!r}", do="choose one of: " + ", ".join(sorted(kinds)))
    if found:
        row = found[-1]
        kind, text, ids = row["kind"], row["text"], list(row["statements"])
        table = desk.statements(versions=desk.versions(), statement_ids=ids, corrected=True)
        claim = row["id"]
    else:
        table = desk.statements(versions=desk.versions(), statement_ids=[claim], corrected=True)
        kind = "statement"
        if table.num_rows == 0:
            table = desk.statements(versions=desk.versions(), entity_ids=[claim], corrected=True)
            kind = "entity"
        if table.num_rows == 0:
            raise InputError(
                f"nothing is known by {claim!r}",
                do="give an id printed in a brief (J-…, F-…, T-…, C-…, A-… or N-…), a statement id or an entity id",
            )
        text = claim
    need_to_see(desk, table)
    if kind == "statement":
        row = table.to_pylist()[0]
        text = f"{row['entity_id']} {row['prop']} = {row['value']}"
    found_grounds, more = grounds(desk, table, limit=limit)
    return Why(claim, kind, text, found_grounds, more)


def grounds(desk: Desk, table: pa.Table, *, limit: int | None = None) -> tuple[tuple[Ground, ...], int]:
    """Every place of the originals at which statements stand, and how many were left out because of the limit."""
    found: list[Ground] = []
    more = 0
    sources = desk.sources()
    for statement in stated(desk, table):
        for place in statement.places:
            if limit is not None and len(found) >= limit:
                more += 1
                continue
            source = sources[place.source_id]
            passage = excerpt(
                desk.original(source.sha256),
                Locator.parse(place.locator),
                filename=source.filename,
                value=statement.original or statement.value,
            )
            found.append(Ground(statement, source, place.locator, passage))
    return tuple(found), more
