"""What two names have in common and what tells them apart, as named features."""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from contrared.match.align import Alignment, align
from contrared.match.profile import Profile
from contrared.match.rarity import Rarity
from contrared.match.tokens import NameForm

#: What an unmatched token of the poorer and of the richer name costs: a dropped second name costs little.
MISSING_BOTH = 1.0
MISSING_ONE = 0.35
#: Bits of matched tokens above which a name is as telling as a name can be.
ENOUGH_BITS = 30.0
#: Bits of a token that count as one part, where parts are counted by weight.
ONE_PART = 10.0
#: Slips up to which a name still counts as whole within a longer one.
SLIPS_CONTAINED = 0.3
#: Names of a party that are looked at closely, the most alike first.
LOOKED_AT = 4

#: Features of names; their weights stand in the model, apart for persons, organisations and things.
NAME_FEATURES = (
    "name",
    "name close",
    "name very close",
    "name equal",
    "name rare",
    "name contained",
    "part differs",
    "part missing",
    "spelling differs",
    "initial only",
    "one part only",
    "lineage inverted",
    "number differs",
    "number missing",
)


class NameEvidence(NamedTuple):
    """Features of a pair of names.

    Attributes:
        left: One name.
        right: The other.
        values: Value of each feature that is not 0.
        apart: The parts that only one of them has.
    """

    left: NameForm
    right: NameForm
    values: dict[str, float]
    apart: tuple[str, str]


def name_evidence(left: NameForm, right: NameForm, rarity: Rarity, *, person: bool) -> NameEvidence | None:
    """Features of two names, None where no part of one, initials apart, is like any of the other.

    ``name`` rises from 0 at a similarity of .4 to 1 at 1, ``name close`` from .75 and ``name very close`` from .92.
    ``name rare`` is the share of :data:`ENOUGH_BITS` that the parts in common carry; ``name contained`` is its square,
    where the shorter name stands whole, with two parts or more, in the longer. ``part differs`` counts what both
    names have and the other has not, ``part missing`` what only the longer has, in parts of :data:`ONE_PART` bits.
    """
    if left.key == right.key:
        bits = rarity.total(left)
        values = {"name": 1.0, "name close": 1.0, "name very close": 1.0, "name equal": 1.0}
        values["name rare"] = min(1.0, bits / ENOUGH_BITS)
        if len(left.tokens) == 1:
            values["one part only"] = 0.5
        return NameEvidence(left, right, values, ("", ""))
    found = align(left, right, person=person)
    if all(matched.likeness.kind == "initial" for matched in found.matched):
        return None
    return _unequal(left, right, found, rarity, person=person)


def _unequal(left: NameForm, right: NameForm, found: Alignment, rarity: Rarity, *, person: bool) -> NameEvidence:
    mine, theirs = rarity.weights(left), rarity.weights(right)
    matched = bits = lost_left = lost_right = slips = 0.0
    full = initials = 0
    for like, at, other in found.matched:
        weight = min(sum([mine[n] for n in at]), sum([theirs[n] for n in other]))
        closeness = like.closeness
        if like.kind == "initial":
            initials += 1
            weight = min(weight, ONE_PART / 2)
        else:
            full += 1
            if like.kind not in ("same", "joined"):
                slips += 1.0 - closeness
        matched += weight * closeness
        bits += weight * closeness * closeness
        lost_left += weight * (1.0 - closeness)
        lost_right += weight * (1.0 - closeness)
    only_left = [n for n in found.left if len(left.tokens[n]) > 1]
    only_right = [n for n in found.right if len(right.tokens[n]) > 1]
    apart_left, apart_right = sum([mine[n] for n in only_left]), sum([theirs[n] for n in only_right])
    lost_left += apart_left
    lost_right += apart_right
    poorer, richer = (lost_left, lost_right) if lost_left < lost_right else (lost_right, lost_left)
    similarity = matched / (matched + MISSING_BOTH * poorer + MISSING_ONE * (richer - poorer))
    values = {"name": max(0.0, (similarity - 0.4) / 0.6), "name rare": min(1.0, bits / ENOUGH_BITS) * similarity}
    if similarity > 0.75:
        values["name close"] = (similarity - 0.75) / 0.25
        if similarity > 0.92:
            values["name very close"] = (similarity - 0.92) / 0.08
    if only_left or only_right:
        less, more = sorted((apart_left, apart_right))
        if full > 1 and not less and slips < SLIPS_CONTAINED:
            values["name contained"] = min(1.0, bits / ENOUGH_BITS) ** 2
        if less:
            values["part differs"] = min(2.5, less / ONE_PART)
        if more > less:
            values["part missing"] = min(3.0, (more - less) / ONE_PART)
    if slips:
        values["spelling differs"] = min(1.0, slips)
    if initials:
        values["initial only"] = float(initials)
    if full <= 1 and (len(left.tokens) > 1 or len(right.tokens) > 1):
        values["one part only"] = 1.0
    if not person:
        numbers_left = [left.tokens[n] for n in found.left if _is_number(left.tokens[n])]
        numbers_right = [right.tokens[n] for n in found.right if _is_number(right.tokens[n])]
        if numbers_left and numbers_right:
            values["number differs"] = 1.0
        elif numbers_left or numbers_right:
            values["number missing"] = 1.0
    apart = (" ".join([left.tokens[n] for n in only_left]), " ".join([right.tokens[n] for n in only_right]))
    return NameEvidence(left, right, values, apart)


def hopeful_names(left: Profile, right: Profile) -> list[tuple[NameForm, NameForm]]:
    """The pairs of names worth a closer look, most alike first: at most :data:`LOOKED_AT`."""
    mine, theirs = (*left.names, *left.weak), (*right.names, *right.weak)
    if len(mine) * len(theirs) <= 2:
        return [(one, other) for one in mine for other in theirs]
    ranked = []
    for one in mine:
        codes = frozenset(one.skeletons)
        for other in theirs:
            shared = len(codes.intersection(other.skeletons))
            alike = 200.0 if one.key == other.key else ratio(one.key, other.key)
            ranked.append((alike + 80.0 * shared / max(1, min(len(one.tokens), len(other.tokens))), one, other))
    ranked.sort(key=lambda item: (-item[0], sorted((item[1].key, item[2].key))))
    return [(one, other) for _, one, other in ranked[:LOOKED_AT]]


def inverted(left: Profile, right: Profile) -> bool:
    """Whether one is said to be the child of whom the other is the father: Salman bin Muhammad, Muhammad bin Salman."""
    mine = {pair for form in left.names for pair in form.lineage}
    if not mine:
        return False
    theirs = {pair for form in right.names for pair in form.lineage}
    return mine.isdisjoint(theirs) and any((father, child) in theirs for child, father in mine)


def _is_number(token: str) -> bool:
    return token.isdigit() or token in {"i", "v", "x"}
