"""One function a signal; each says what agreed, and how strongly, from 0 (nothing) up or below 0 (against)."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from contrared.match.profile import Profile
from contrared.match.rarity import Rarity
from contrared.match.tokens import NameForm

#: Similarity of tokens whose skeletons agree, and of tokens one edit apart.
SAME_SKELETON = 0.93
ONE_EDIT = 0.88
TWO_EDITS = 0.75
INITIAL = 0.5
#: What an unmatched token of the poorer and of the richer name costs.
MISSING_BOTH = 1.0
MISSING_ONE = 0.35


def name_similarity(left: NameForm, right: NameForm, rarity: Rarity) -> tuple[float, float]:
    """Similarity of two names (0…1) and the bits of what agreed; order does not count, rare tokens weigh more."""
    if left.key == right.key:
        return 1.0, sum(rarity.bits(code) for code in left.skeletons)
    taken: set[int] = set()
    matched = bits = lost_left = 0.0
    for token, code in zip(left.tokens, left.skeletons, strict=True):
        weight = rarity.bits(code)
        best, position = 0.0, -1
        for index, (other, other_code) in enumerate(zip(right.tokens, right.skeletons, strict=True)):
            if index in taken:
                continue
            similarity = token_similarity(token, code, other, other_code)
            if similarity > best:
                best, position = similarity, index
        if position >= 0:
            taken.add(position)
            matched += weight * best
            bits += weight * best * best
            lost_left += weight * (1.0 - best)
        else:
            lost_left += weight
    lost_right = sum(rarity.bits(code) for index, code in enumerate(right.skeletons) if index not in taken)
    poorer, richer = sorted((lost_left, lost_right))
    if matched == 0.0:
        return 0.0, 0.0
    return matched / (matched + MISSING_BOTH * poorer + MISSING_ONE * (richer - poorer)), bits


def token_similarity(left: str, left_code: str, right: str, right_code: str) -> float:
    """Similarity of two tokens: equal, same skeleton, one or two edits, or an initial."""
    if left == right:
        return 1.0
    if len(left) == 1 or len(right) == 1:
        return INITIAL if left[0] == right[0] and left.isalpha() and right.isalpha() else 0.0
    if not left.isalpha() or not right.isalpha():
        return 0.0
    if left_code == right_code and len(left_code) > 1:
        return SAME_SKELETON
    shortest = min(len(left), len(right))
    if shortest < 4 or abs(len(left) - len(right)) > 2:
        return 0.0
    distance = OSA.distance(left, right, score_cutoff=2)
    if distance == 1:
        return ONE_EDIT
    return TWO_EDITS if distance == 2 and shortest >= 7 else 0.0


def best_names(left: Profile, right: Profile, rarity: Rarity) -> tuple[float, float, NameForm | None, NameForm | None]:
    """The most telling pair of names: similarity, bits, and the two names."""
    best: tuple[float, float, NameForm | None, NameForm | None] = (0.0, 0.0, None, None)
    keys = {form.key: form for form in right.names}
    for form in left.names:
        other = keys.get(form.key)
        if other is not None:
            bits = sum(rarity.bits(code) for code in form.skeletons)
            best = max(best, (1.0, bits, form, other), key=_rank)
    if best[0] == 1.0 and len(best[2].tokens if best[2] else ()) > 1:
        return best
    for form in left.names:
        codes = set(form.skeletons)
        for other in right.names:
            shared = codes.intersection(other.skeletons)
            if shared or len(form.tokens) == 1 == len(other.tokens):
                best = max(best, (*name_similarity(form, other, rarity), form, other), key=_rank)
    return best


def _rank(found: tuple[float, float, NameForm | None, NameForm | None]) -> tuple[float, str, str]:
    similarity, bits, left, right = found
    return (similarity * similarity * min(bits, 40.0), left.key if left else "", right.key if right else "")


def further_names(left: Profile, right: Profile) -> list[str]:
    """Names of at least two tokens that both bear in full, beyond the first."""
    shared = {form.key for form in left.names} & {form.key for form in right.names}
    return sorted(key for key in shared if " " in key)[1:]


def shared_weak(left: Profile, right: Profile) -> list[str]:
    """Weak aliases of one that the other bears in any way."""
    mine, theirs = {f.key for f in left.weak}, {f.key for f in right.weak}
    strong_left, strong_right = {f.key for f in left.names}, {f.key for f in right.names}
    return sorted((mine & (theirs | strong_right)) | (theirs & strong_left))


def date_agreement(left: Iterable[str], right: Iterable[str]) -> tuple[str, str, str]:
    """How the best pair of dates agrees: ``day``, ``swapped``, ``month``, ``year``, ``near`` or ``differs``.

    Both sides must have a date. A date known to the year agrees with any day of that year.
    """
    order = ("day", "swapped", "month", "year", "near", "differs")
    best = len(order)
    pair = ("", "")
    for first in left:
        for second in right:
            rank = order.index(_date_pair(first, second))
            if rank < best:
                best, pair = rank, (first, second)
    return order[best], *pair


def _date_pair(left: str, right: str) -> str:
    if left[:4] != right[:4]:
        return "near" if abs(int(left[:4]) - int(right[:4])) <= 1 else "differs"
    if len(left) == 10 == len(right):
        if left == right:
            return "day"
        if left[5:7] == right[8:10] and left[8:10] == right[5:7]:
            return "swapped"
        return "month" if left[5:7] == right[5:7] or left[8:10] == right[8:10] else "near"
    if len(left) >= 7 and len(right) >= 7:
        return "month" if left[5:7] == right[5:7] else "near"
    return "year"
