"""Comparing two parties: a score in 0…1 and the reasons it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followthemoney.proxy import EntityProxy

from contrared.match.cautious import cautious
from contrared.match.commonness import commonness
from contrared.match.model import RESOLUTION
from contrared.match.profile import Profile, profile_of
from contrared.match.rarity import Rarity
from contrared.match.reason import Comparison
from contrared.match.scorer import class_of, score
from contrared.match.weights import weights

Party = EntityProxy | Mapping[str, Any] | Profile
NO_RARITY = Rarity()


def compare(
    left: Party, right: Party, model: str = "default", rarity: Rarity | None = None, *, least: float = 0.0
) -> Comparison:
    """Compare two parties: FtM entities, mappings with ``schema`` and ``properties``, or prepared profiles.

    Ethnicity, religion and political opinion are never read.

    Args:
        left: One party.
        right: The other.
        model: Name of a model: ``resolution``, or one of :func:`contrared.match.weights.known_models`.
        rarity: How rare the parts of names are; as in the lists that ship with the project unless given (the model
            ``resolution`` counts every part alike then).
        least: Score below which the caller does not care: such a pair may come back as 0.

    Raises:
        InputError: there is no such model.

    >>> a = {"schema": "Person", "properties": {"name": ["Tareck El Aissami"], "birthDate": ["1974-11-12"]}}
    >>> compare(a, a).score > 0.95
    True
    """
    a = left if isinstance(left, Profile) else profile_of(left)
    b = right if isinstance(right, Profile) else profile_of(right)
    if model == RESOLUTION.name:
        return cautious(a, b, RESOLUTION, rarity or NO_RARITY, least=least) if comparable(a, b) else Comparison(0.0, ())
    chosen = weights(model)
    if not comparable(a, b):
        return Comparison(0.0, ())
    return score(a, b, chosen, rarity or commonness(person=class_of(a, b) == "person"))


def threshold(model: str = "default") -> float:
    """Score from which a pair is shown to a person.

    Raises:
        InputError: there is no such model.
    """
    return RESOLUTION.candidate if model == RESOLUTION.name else weights(model).threshold


def comparable(left: Profile, right: Profile) -> bool:
    """Whether two parties can be the same by what they are: a person is never a company or a ship."""
    if left.kind == right.kind:
        return left.kind != "other"
    return {left.kind, right.kind} in ({"legal", "person"}, {"legal", "organisation"})
