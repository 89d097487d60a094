"""Clusters under constraints, with ids that stay."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from contrared.resolve.clusters import Clusters, clusters

LISTS = {entity: entity[0] for entity in ("a1", "a2", "b1", "b2", "c1", "c2", "d1", "e1")}
Pairs = Sequence[tuple[str, str]]


def made(
    auto: Pairs = (), same: Pairs = (), different: Pairs = (), previous: Mapping[str, str] | None = None
) -> Clusters:
    return clusters(auto, same, different, LISTS, previous or {})


def groups(found: Clusters) -> set[frozenset[str]]:
    by_id: dict[str, set[str]] = {}
    for entity, identity in found.canonical.items():
        by_id.setdefault(identity, set()).add(entity)
    return {frozenset(members) for members in by_id.values()}


def test_links_join_and_singletons_keep_their_own_id() -> None:
    found = made([("a1", "b1"), ("b1", "c1")])
    assert groups(found) == {frozenset({"a1", "b1", "c1"})}
    assert "d1" not in found.canonical


def test_different_separates_through_any_chain() -> None:
    found = made([("a1", "b1"), ("b1", "c1")], different=[("a1", "c1")])
    assert groups(found) == {frozenset({"a1", "b1"})}
    assert found.held == (("b1", "c1"),)


def test_two_entries_of_one_list_are_joined_by_a_person_only() -> None:
    chain = [("a1", "b1"), ("a2", "b1")]
    assert made(chain).held == (("a2", "b1"),)
    joined = made(chain, same=[("a1", "a2")])
    assert groups(joined) == {frozenset({"a1", "a2", "b1"})}
    assert joined.held == ()


def test_judgements_that_contradict_each_other_are_reported() -> None:
    found = made(same=[("a1", "b1"), ("b1", "c1")], different=[("a1", "c1")])
    assert found.conflicts == (("b1", "c1"),)
    assert groups(found) == {frozenset({"a1", "b1"})}


def test_an_id_stays_while_the_cluster_grows_and_shrinks() -> None:
    first = made([("a1", "b1")])
    identity = first.canonical["a1"]
    grown = made([("a1", "b1"), ("b1", "c1")], previous=first.canonical)
    assert set(grown.canonical.values()) == {identity}
    shrunk = made([("b1", "c1")], previous=grown.canonical)
    assert shrunk.canonical == {"b1": identity, "c1": identity}


def test_after_a_split_the_id_goes_to_most_of_its_members_not_to_the_largest_cluster() -> None:
    previous = dict.fromkeys(("a1", "b1", "c1"), "ctr-old")
    found = made([("b1", "c1"), ("a1", "b2"), ("b2", "c2"), ("c2", "d1")], previous=previous)
    assert found.canonical["b1"] == "ctr-old"
    assert found.canonical["a1"] != "ctr-old"


def test_of_two_clusters_that_join_the_smaller_id_wins_a_tie() -> None:
    previous = {"a1": "ctr-2", "b1": "ctr-2", "c1": "ctr-1", "d1": "ctr-1"}
    found = made([("a1", "b1"), ("c1", "d1"), ("b1", "c1")], previous=previous)
    assert set(found.canonical.values()) == {"ctr-1"}


def test_a_new_cluster_never_takes_an_id_that_lives_on_elsewhere() -> None:
    fresh = made([("a1", "b1")]).canonical["a1"]
    found = made([("a1", "b1"), ("c1", "d1")], previous={"c1": fresh, "d1": fresh})
    assert found.canonical["c1"] == fresh
    assert found.canonical["a1"] != fresh


PAIRS = st.lists(st.sampled_from(list(combinations(sorted(LISTS), 2))), max_size=12)


@given(PAIRS, PAIRS, PAIRS)
def test_constraints_hold_whatever_is_linked(auto: Pairs, same: Pairs, different: Pairs) -> None:
    found = made(auto, same, different)
    canonical = {entity: found.canonical.get(entity, entity) for entity in LISTS}
    for left, right in different:
        assert canonical[left] != canonical[right]
    for left, right in same:
        assert canonical[left] == canonical[right] or (left, right) in found.conflicts
    again = clusters(auto, same, different, LISTS, found.canonical)
    assert again == found
