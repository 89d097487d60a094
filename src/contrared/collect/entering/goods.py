"""Goods by their name: a seizure or declaration that names a commodity gets the commodity entered with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from contrared.collect.entering.entry import Named
from contrared.model import InputError
from contrared.model.commodities import checked_cas
from contrared.model.ftm import model

#: Properties that, on a seizure, say what the commodity is and not what happened.
_OF_COMMODITY = {
    **dict.fromkeys(("kind", "commoditykind"), "commodityKind"),
    **dict.fromkeys(("cas", "casnumber"), "casNumber"),
    **dict.fromkeys(("hs", "hscode"), "hsCode"),
}
_ID = re.compile(r"com-[0-9a-f]{12}")


def with_commodities(entities: Sequence[Named]) -> list[Named]:
    """Entities, each commodity that is named in words before the event that names it.

    ``--commodity cocaine --kind drug`` becomes a commodity of its own, whose id comes from its kind and name, so that
    all who name it so mean one thing; ``--commodity com-…`` points to one that is held.

    Raises:
        InputError: a commodity is named without its kind, or a CAS number is none.
    """
    found: list[Named] = []
    for entity in entities:
        schema = model.get(entity.schema)
        if schema is None or not schema.is_a("GoodsEvent"):
            found.append(entity)
            continue
        kept: list[tuple[str, str]] = []
        about: list[tuple[str, str]] = []
        for name, value in entity.values:
            prop = _OF_COMMODITY.get(name.replace("-", "").casefold())
            (kept if prop is None else about).append((prop or name, value))
        named = [value for name, value in kept if name.casefold() == "commodity"]
        if len(named) == 1 and not _ID.fullmatch(named[0]):
            commodity = _commodity(named[0], about)
            found.append(commodity)
            kept = [(name, commodity.id if name.casefold() == "commodity" else value) for name, value in kept]
        elif about:
            raise InputError(
                "kind and numbers belong to one commodity named in words", do="see `contrared enter --help`"
            )
        found.append(Named(entity.schema, tuple(kept), entity.id))
    return found


def _commodity(name: str, about: Sequence[tuple[str, str]]) -> Named:
    kinds = [value for prop, value in about if prop == "commodityKind"]
    if len(kinds) != 1:
        raise InputError(
            f"{name!r} is named without its kind", where="--kind", do="say drug, precursor, gold, arms, cash or other"
        )
    numbers = tuple((prop, checked_cas(value) if prop == "casNumber" else value) for prop, value in about)
    folded = " ".join(name.casefold().split())
    identity = hashlib.sha256(f"{kinds[0]}\0{folded}".encode()).hexdigest()[:12]
    return Named("Commodity", (("name", name), *numbers), f"com-{identity}")
