"""Nodes and ties of a network as entities: what they are, and what each attribute says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from contrared.collect.draft import Draft
from contrared.collect.mapping.drafting.types import schemas_of
from contrared.model.ftm import model

#: Attributes that say what a node or a tie is, and those that name it; small letters.
WHAT = frozenset(
    {"schema", "type", "kind", "category", "layer", "relation", "relationship", "role", "tipo", "relacion", "relacao"}
)
NAMES = frozenset({"name", "label", "nombre", "nome", "title"})
#: What a node is of which nothing is said.
NODE, TIE = "LegalEntity", "UnknownLink"
#: What ties are called, and the relationship that is of FollowTheMoney.
TIES = {
    **dict.fromkeys(("ownership", "owner", "owns", "shareholder", "propietario", "accionista", "socio"), "Ownership"),
    **dict.fromkeys(("directorship", "director", "directs", "board", "administrador", "diretor"), "Directorship"),
    **dict.fromkeys(("membership", "member", "miembro", "membro"), "Membership"),
    **dict.fromkeys(("employment", "employee", "employer", "works for", "empleado", "empregado"), "Employment"),
    **dict.fromkeys(("family", "relative", "spouse", "sibling", "parent", "familia", "pariente", "parente"), "Family"),
    **dict.fromkeys(("associate", "association", "asociado", "associado"), "Associate"),
}


class Said(NamedTuple):
    """An attribute of a node or tie: its name, what it says, and where that stands."""

    name: str
    value: str
    place: str


def node(own: str, key: Said, said: Iterable[Said], file: str) -> Draft:
    """The entity of a node.

    Args:
        own: Id of the entity.
        key: The node's id in the file, its name where nothing else names it.
        said: Its attributes.
        file: Name of the file.
    """
    told = list(said)
    draft = Draft(own, _schema(told), file)
    rest = [each for each in told if each.name.casefold() not in NAMES]
    named = [each for each in told if each.name.casefold() in NAMES and each.value.strip()]
    for each in named or [key]:
        draft.add("name", each.value, each.place)
    _tell(draft, rest)
    return draft


def tie(own: str, left: tuple[str, Said], right: tuple[str, Said], said: Iterable[Said], file: str) -> Draft:
    """The entity of a tie.

    Args:
        own: Id of the entity.
        left: Id of the entity it begins at, and where the file says so.
        right: The same of its end.
        said: Its attributes.
        file: Name of the file.
    """
    told = list(said)
    schema = next((found for each in told if (found := _tie(each))), TIE)
    edge = model.schemata[schema]
    draft = Draft(own, schema, file)
    draft.add(
        str(edge.source_prop.name if edge.source_prop else "subject"), left[0], left[1].place, original=left[1].value
    )
    draft.add(
        str(edge.target_prop.name if edge.target_prop else "object"), right[0], right[1].place, original=right[1].value
    )
    for each in told:
        if each.name.casefold() in (WHAT | NAMES) and "role" in edge.properties:
            draft.add("role", each.value, each.place)
    _tell(draft, [each for each in told if each.name.casefold() not in (WHAT | NAMES)])
    return draft


def identity(prefix: str, key: str) -> str:
    """Id of the entity of a node: readable where it can be, else hashed."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", key).strip("-")
    if plain == key and len(key) <= 64:
        return f"{prefix}-{key}"
    return f"{prefix}-{plain[:32]}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def tie_identity(prefix: str, left: str, right: str, said: Iterable[Said]) -> str:
    """Id of the entity of a tie: its ends and all it says, so that two that say the same are one."""
    told = sorted((each.name, each.value) for each in said)
    return f"{prefix}-tie-{hashlib.sha256(repr((left, right, told)).encode()).hexdigest()[:20]}"


def _schema(said: Iterable[Said]) -> str:
    for each in said:
        if each.name.casefold() in WHAT:
            if each.value in model.schemata and not model.schemata[each.value].edge:
                return each.value
            if found := schemas_of([each.value]):
                return next(iter(found))
    return NODE


def _tie(said: Said) -> str:
    if said.name.casefold() not in WHAT | NAMES:
        return ""
    if said.value in model.schemata and model.schemata[said.value].edge:
        return said.value
    return TIES.get(said.value.strip().casefold(), "")


def _tell(draft: Draft, said: Iterable[Said]) -> None:
    """Attributes that FollowTheMoney has a property of are that; the rest are notes, as they stand."""
    known = model.schemata[draft.schema].properties
    for each in said:
        prop = known.get(each.name)
        if prop is not None and not prop.stub and prop.type.name != "entity":
            draft.add(each.name, each.value, each.place)
        elif each.value.strip():
            where = "notes" if "notes" in known else "description"
            draft.add(where, f"{each.name}: {each.value}", each.place, original=each.value)
