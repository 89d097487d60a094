"""Signals between names: which tokens agree, how strongly, and how rare they are; symmetric in their two sides."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from contrared.match.profile import Profile
from contrared.match.rarity import Rarity
from contrared.match.tokens import NameForm

#: Similarity of tokens whose skeletons agree, of tokens one or two edits apart, and of an initial and its name.
SAME_SKELETON = 0.93
ONE_EDIT = 0.88
TWO_EDITS = 0.75
INITIAL = 0.5
#: What an unmatched token of the poorer and of the richer name costs: a dropped second name costs little.
MISSING_BOTH = 1.0
MISSING_ONE = 0.35
#: Bits above which a name is no longer preferred over another for being rarer.
ENOUGH_BITS = 40.0
#: Pairs of names of two parties that are compared token by token: those that share the rarest skeletons.
MOST_COMPARED = 6

#: Articles that lists glue to a name: Albalawi, Al Balawi.
ARTICLES = frozenset({"al", "el"})
#: Tokens so long that another first letter is a slip of the pen.
LONG_TOKEN = 9
#: A number in a name, or a Roman one.
_NUMBER = re.compile(r"\d+|[ivx]{1,4}")

Found = tuple[float, float, NameForm | None, NameForm | None]


def name_similarity(left: NameForm, right: NameForm, rarity: Rarity) -> tuple[float, float]:
    """Similarity of two names (0…1) and the bits of what agreed.

    Order does not count. Equal tokens are paired first, then the most similar; every token weighs its bits, a pair
    the lesser of both, and what is left over weighs against.
    """
    if left.key == right.key:
        return 1.0, rarity.total(left)
    mine, theirs = rarity.weights(left), rarity.weights(right)
    pairs, open_left, open_right = align(left, right)
    matched = bits = lost_left = lost_right = 0.0
    for similarity, index, other in pairs:
        weight = min(mine[index], theirs[other])
        matched += weight * similarity
        bits += weight * similarity * similarity
        lost_left += weight * (1.0 - similarity)
        lost_right += weight * (1.0 - similarity)
    if matched == 0.0:
        return 0.0, 0.0
    lost_left += sum(mine[index] for index in open_left)
    lost_right += sum(theirs[index] for index in open_right)
    poorer, richer = (lost_left, lost_right) if lost_left < lost_right else (lost_right, lost_left)
    return matched / (matched + MISSING_BOTH * poorer + MISSING_ONE * (richer - poorer)), bits


def align(left: NameForm, right: NameForm) -> tuple[list[tuple[float, int, int]], list[int], list[int]]:
    """Pairs of positions that belong together with their similarity, and the positions left over on either side."""
    open_right = list(range(len(right.tokens)))
    open_left: list[int] = []
    pairs: list[tuple[float, int, int]] = []
    for index, token in enumerate(left.tokens):
        for other in open_right:
            if right.tokens[other] == token:
                open_right.remove(other)
                pairs.append((1.0, index, other))
                break
        else:
            open_left.append(index)
    if open_left and open_right:
        for similarity, index, other in _alike(left, right, open_left, open_right):
            if index in open_left and other in open_right:
                open_left.remove(index)
                open_right.remove(other)
                pairs.append((similarity, index, other))
    return pairs, open_left, open_right


def clash(left: NameForm, right: NameForm, *, person: bool) -> tuple[str, str] | None:
    """What tells two similar names apart, None where nothing does.

    Of persons: a full part on either side that the other lacks, as brothers have. Of others: a number that the other
    lacks, as sister companies, ships of a class and numbered plants have.
    """
    if left.key == right.key:
        return None
    _, open_left, open_right = align(left, right)
    mine = [left.tokens[index] for index in open_left]
    theirs = [right.tokens[index] for index in open_right]
    if person:
        mine, theirs = ([token for token in tokens if len(token) > 2] for tokens in (mine, theirs))
        apart = bool(mine and theirs)
    else:
        mine, theirs = ([token for token in tokens if _NUMBER.fullmatch(token)] for tokens in (mine, theirs))
        apart = bool(mine or theirs)
    return (" ".join(mine), " ".join(theirs)) if apart else None


def _alike(
    left: NameForm, right: NameForm, open_left: list[int], open_right: list[int]
) -> list[tuple[float, int, int]]:
    found = []
    theirs = [(other, right.tokens[other], right.skeletons[other]) for other in open_right]
    for index in open_left:
        token, code = left.tokens[index], left.skeletons[index]
        for other, other_token, other_code in theirs:
            similarity = token_similarity(token, code, other_token, other_code)
            if similarity:
                found.append((similarity, index, other))
    if len(found) > 1:
        found.sort(key=lambda item: _order(item[0], left.tokens[item[1]], right.tokens[item[2]]))
    return found


def _order(similarity: float, left: str, right: str) -> tuple[float, str, str]:
    return (-similarity, left, right) if left < right else (-similarity, right, left)


def token_similarity(left: str, left_code: str, right: str, right_code: str) -> float:
    """Similarity of two tokens: equal, same skeleton, one or two edits, or an initial.

    Another first letter is another name (Kamal, Jamal), unless one only lacks it (Hussein, Ussein).
    """
    if left == right:
        return 1.0
    long, other_long = len(left), len(right)
    if long == 1 or other_long == 1:
        return INITIAL if left[0] == right[0] and left.isalpha() and right.isalpha() else 0.0
    if left_code == right_code and len(left_code) > 1 and left.isalpha():
        return SAME_SKELETON
    difference = long - other_long
    if difference > 2 or difference < -2:
        return 0.0
    if difference in (2, -2) and (left[2:] == right or right[2:] == left) and max(left, right, key=len)[:2] in ARTICLES:
        return SAME_SKELETON
    if long > 3 and other_long > 3:
        if not difference and long < LONG_TOKEN and left[0] != right[0]:
            return 0.0
        return _spelling(left, right) if left < right else _spelling(right, left)
    return 0.0


@lru_cache(maxsize=1 << 18)
def _spelling(left: str, right: str) -> float:
    """By edits."""
    if not left.isalpha() or not right.isalpha():
        return 0.0
    distance = OSA.distance(left, right, score_cutoff=2)
    if distance == 1:
        return ONE_EDIT
    return TWO_EDITS if distance == 2 and min(len(left), len(right)) >= 7 else 0.0


def best_names(left: Profile, right: Profile, rarity: Rarity) -> Found:
    """The most telling pair of names: similarity, bits, and the two names."""
    best: Found = (0.0, 0.0, None, None)
    keys = {form.key: form for form in right.names}
    for form in left.names:
        other = keys.get(form.key)
        if other is not None:
            best = _better(best, (1.0, rarity.total(form), form, other))
    least = _worth(best)
    others = [(form, set(form.skeletons), rarity.total(form)) for form in right.names]
    hopeful: list[tuple[float, NameForm, NameForm]] = []
    for form in left.names:
        total, alone = rarity.total(form), len(form.tokens) == 1
        for other, codes, other_total in others:
            shared = codes.intersection(form.skeletons)
            if not shared and not (alone and len(other.tokens) == 1):
                continue
            if form.key != other.key and _most(total, other_total) >= least:
                hopeful.append((math.fsum([rarity.bits(code) for code in shared]), form, other))
    if len(hopeful) > MOST_COMPARED:
        hopeful.sort(key=lambda item: (-item[0], sorted((item[1].key, item[2].key))))
    for _, form, other in hopeful[:MOST_COMPARED]:
        best = _better(best, (*name_similarity(form, other, rarity), form, other))
    return best


def _most(left: float, right: float) -> float:
    """The rank that two names could reach at most, were all tokens of the poorer found in the richer."""
    poorer, richer = (left, right) if left < right else (right, left)
    similarity = poorer / (poorer + MISSING_ONE * (richer - poorer)) if poorer else 0.0
    return similarity * similarity * min(poorer, ENOUGH_BITS)


def _worth(found: Found) -> float:
    return found[0] * found[0] * min(found[1], ENOUGH_BITS)


def _better(one: Found, other: Found) -> Found:
    """The more telling of two; of equals the one later in the alphabet, from whichever side one looks."""
    mine, theirs = _worth(one), _worth(other)
    if mine == theirs and one[2] and one[3] and other[2] and other[3]:
        return one if sorted((one[2].key, one[3].key)) >= sorted((other[2].key, other[3].key)) else other
    return one if mine >= theirs else other


def further_names(left: Profile, right: Profile, best: str) -> list[str]:
    """Names of at least two tokens that both bear in full, beyond the one compared: the first, where that is none."""
    shared = {form.key for form in left.names} & {form.key for form in right.names}
    telling = sorted((key for key in shared if " " in key), key=lambda key: (key != best, key))
    return telling[1:]


def shared_weak(left: Profile, right: Profile) -> list[str]:
    """Weak aliases of one that the other bears in any way."""
    mine, theirs = {f.key for f in left.weak}, {f.key for f in right.weak}
    strong_left, strong_right = {f.key for f in left.names}, {f.key for f in right.names}
    return sorted((mine & (theirs | strong_right)) | (theirs & strong_left))
