"""Second half of the main job: the network, who is listed on both sides, paths between groups, what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contrared.case.bearers import Bearer, bearers
from contrared.case.listed import Listing, Since, changes, listings
from contrared.case.prepare import Prepared, Progress
from contrared.case.scope import countries
from contrared.govern import Desk
from contrared.model import InputError
from contrared.network import (
    Communities,
    DualListings,
    EdgeSet,
    Graph,
    Group,
    GroupPaths,
    Party,
    communities,
    dual_listed,
    edges,
    parties,
    paths_between_groups,
    shielded,
)
from contrared.network.convergence.dual import CRIME, TERROR


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the analysis of a case found.

    Attributes:
        parties: Parties of the baseline, by canonical id.
        edges: Ties between them.
        graph: The graph of the ties.
        components: Connected components, largest first.
        communities: Communities.
        dual: Parties listed for terrorism and for drugs or organised crime.
        paths: Paths between groups of interest, and pairs without one.
        listings: Entries of the baseline's lists, by entity id.
        later: Entries of the later versions, by dataset and entity id.
        since: What became of each entry, by entity id.
        bearers: New entries of the later versions that bear a name of a group of interest.
        canonical: Canonical id of each group of interest, by the id the case file gives.
        hidden: Canonical ids of protected persons, left out of everything.
    """

    parties: Mapping[str, Party]
    edges: EdgeSet
    graph: Graph
    components: tuple[tuple[str, ...], ...]
    communities: Communities
    dual: DualListings
    paths: GroupPaths
    listings: Mapping[str, Listing]
    later: Mapping[str, Mapping[str, Listing]]
    since: Mapping[str, Since]
    bearers: tuple[Bearer, ...]
    canonical: Mapping[str, str]
    hidden: frozenset[str]


def analyse(desk: Desk, prepared: Prepared, progress: Progress) -> Analysis:
    """Analyse a prepared case.

    Raises:
        InputError: a group of interest is in no source, or is not listed as its designation says.
    """
    case = prepared.case
    progress("drawing the network", 0)
    found = parties(prepared.statements)
    mapping = prepared.resolution.canonical
    listed = listings(prepared.statements)
    later_all = listings(prepared.later_statements)
    later = {
        dataset: {key: item for key, item in later_all.items() if item.dataset == dataset}
        for dataset in sorted(prepared.later)
    }
    canonical = {group.id: mapping.get(group.id, group.id) for group in case.group}
    check_designations(prepared, listed, later)
    hidden = shielded(mapping, list(desk.protected()))
    groups = [Group(group.id, (group.name, *group.names), group.name) for group in case.group if group.id in listed]
    coded = {version.dataset for version in prepared.baseline if version.reader.startswith("statements ")}
    ties = edges(prepared.statements, groups_of_interest=groups, protected=sorted(hidden), accounts=coded, known=found)
    graph = Graph.of(ties.edges)
    progress("looking for bridges", len(ties.edges))
    dual = dual_listed(found, hidden=hidden)
    pairs = [
        *((mapping.get(pair.a, pair.a), mapping.get(pair.b, pair.b)) for pair in case.pair),
        *_with_both_sides(prepared, dual, canonical, found),
    ]
    return Analysis(
        parties=found,
        edges=ties,
        graph=graph,
        components=graph.components(),
        communities=communities(graph, seed=case.options.seed),
        dual=dual,
        paths=paths_between_groups(
            graph,
            found,
            sorted(canonical.values()),
            also=pairs,
            max_hops=case.options.max_hops,
            hidden=hidden,
        ),
        listings=listed,
        later=later,
        since=changes(listed.values(), later, {dataset: version.as_of for dataset, version in prepared.later.items()}),
        bearers=bearers(prepared.later_statements, later, listed, case.group),
        canonical=canonical,
        hidden=hidden,
    )


def _with_both_sides(
    prepared: Prepared, dual: DualListings, canonical: Mapping[str, str], found: Mapping[str, Party]
) -> list[tuple[str, str]]:
    """Each party of the case's region that is listed for both, with each listed group: it may be the bridge itself."""
    region = set(prepared.case.region)
    groups = sorted(key for key in set(canonical.values()) if key in found and found[key].categories & (TERROR | CRIME))
    around = countries(prepared.statements, [item.party for item in dual.found])
    return [
        (item.party, group)
        for item in dual.found
        if item.party not in groups and (not region or region & around[item.party])
        for group in groups
    ]


def check_designations(
    prepared: Prepared, listed: Mapping[str, Listing], later: Mapping[str, Mapping[str, Listing]]
) -> None:
    """Hold each group's designation against the lists.

    Raises:
        InputError: no list of the case names the group under that programme.
    """
    for group in prepared.case.group:
        if not group.designation:
            continue
        dataset, _, code = group.designation.partition(" ")
        entries = [item for item in (listed.get(group.id), later.get(dataset, {}).get(group.id)) if item is not None]
        if not any(item.dataset == dataset and code in item.codes for item in entries):
            raise InputError(
                f"no source of the case lists {group.id} under {group.designation!r}",
                where=f"{prepared.case.id}, group {group.name}",
                do="correct the designation, or state the authorisation of the case",
            )
