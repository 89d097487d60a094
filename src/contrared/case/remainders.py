"""What a brief says beside its findings: counter-evidence, what is not known, what would change it, method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

import pyarrow.compute as pc
from rigour.territories import get_territory

from contrared import __version__
from contrared.case.accounts import accounts, said
from contrared.case.materials import Materials
from contrared.case.wording import counted, joined, list_name, sentence
from contrared.model import text
from contrared.network import DualListed, PathsFound

#: Words of coded accounts that speak against a tie.
AGAINST = frozenset({"competes-with", "fights", "opposes"})
#: What a case may rest on beside lists, and the schemata that would hold it.
KINDS: Mapping[str, frozenset[str]] = {
    "payments": frozenset({"Payment"}),
    "registers": frozenset({"Ownership", "Directorship"}),
    "movements": frozenset({"Trip", "Event"}),
    "messages": frozenset({"Call", "Message", "Email"}),
}
#: Libraries whose version can change a finding.
LIBRARIES = ("followthemoney", "rigour", "networkit", "scipy", "duckdb", "pyarrow", "rapidfuzz")


@dataclass(frozen=True, slots=True)
class CounterDraft:
    """Counter-evidence before its citations are looked up."""

    text: str
    statement_ids: tuple[str, ...]


def counter(materials: Materials) -> list[CounterDraft]:
    """What is kept apart, what no longer stands, who is named by one authority alone, accounts against a tie."""
    return [*_apart(materials), *_fallen(materials), *_alone(materials), *_against(materials)]


def _apart(materials: Materials) -> list[CounterDraft]:
    found = []
    listings = materials.analysis.listings
    hidden = materials.analysis.hidden
    for item in materials.prepared.case.judgement:
        if item.verdict != "different" or item.left not in listings or item.right not in listings:
            continue
        left, right = listings[item.left], listings[item.right]
        if {left.canonical_id, right.canonical_id} & hidden:
            continue
        found.append(
            CounterDraft(
                text(
                    "case.counter.apart",
                    left=left.name,
                    left_id=item.left,
                    right=right.name,
                    right_id=item.right,
                    why=item.why,
                    by=item.by,
                ),
                (left.name_statement, right.name_statement, *left.statements, *right.statements),
            )
        )
    return found


def _fallen(materials: Materials) -> list[CounterDraft]:
    """Listings that ended, whole or in part."""
    found = []
    for party in sorted(materials.of_interest, key=lambda key: (materials.name(key), key)):
        for entry in materials.listings_of(party):
            since = materials.analysis.since.get(entry.entity_id)
            if since is None or not (since.delisted or since.gone):
                continue
            found.append(
                CounterDraft(
                    text(
                        "case.counter.delisted" if since.delisted else "case.counter.fewer",
                        name=materials.name(party),
                        list=list_name(entry.dataset),
                        as_of=entry.as_of,
                        later=since.later_as_of,
                        gone=joined(since.gone),
                    ),
                    (*entry.statements, entry.name_statement, *since.statements),
                )
            )
    return found


def _alone(materials: Materials) -> list[CounterDraft]:
    """Parties that one authority alone names for both; whoever doubts that authority has nothing else."""
    by_list: dict[str, list[DualListed]] = {}
    for item in materials.analysis.dual.found:
        lists = {entry.dataset for entry in materials.listings_of(item.party)}
        if len(lists) == 1 and materials.in_scope(item.party):
            by_list.setdefault(lists.pop(), []).append(item)
    return [
        CounterDraft(
            counted(
                "case.counter.one_list",
                len(items),
                names=joined(sorted(materials.called(item.party) for item in items)),
                list=list_name(dataset),
                as_of=next(v.as_of for v in materials.prepared.baseline if v.dataset == dataset),
            ),
            tuple(key for item in items for key in item.statement_ids),
        )
        for dataset, items in sorted(by_list.items())
    ]


def _against(materials: Materials) -> list[CounterDraft]:
    return [
        CounterDraft(
            text(
                "case.counter.reported_against",
                as_of=account.as_of,
                list=list_name(account.document),
                said=said([account]),
                quote=account.quote,
            ),
            account.statement_ids,
        )
        for account in accounts(materials)
        if account.role in AGAINST and account.about & materials.of_interest
    ]


def open_candidates(materials: Materials) -> int:
    """Pairs left to a person that touch a party of this brief."""
    interest = materials.of_interest
    mapping = materials.prepared.resolution.canonical
    return sum(
        1
        for link in materials.prepared.resolution.links
        if link.kind == "candidate"
        and {mapping.get(link.left, link.left), mapping.get(link.right, link.right)} & interest
    )


def gaps(materials: Materials) -> list[str]:
    """What is not known."""
    prepared, analysis = materials.prepared, materials.analysis
    schemata = set(pc.unique(prepared.statements["schema"]).to_pylist())
    missing = [text(f"case.gaps.kinds.{kind}") for kind, names in KINDS.items() if not schemata & names]
    found = [text("case.gaps.kinds_missing", kinds=joined(missing, last="or"))] if missing else []
    lists = {version.dataset.partition("_")[0] for version in prepared.baseline}
    if unheard := [country for country in prepared.case.region if country not in lists]:
        found.append(text("case.gaps.region", countries=joined((_country(code) for code in unheard), last="or")))
    for dataset, later in sorted(prepared.later.items()):
        if later.carries:
            found.append(sentence(text("case.gaps.unknown_properties", list=list_name(dataset), later=later.as_of)))
    found.extend(
        sentence(text("case.gaps.older", list=list_name(version.dataset), as_of=version.as_of))
        for version in prepared.baseline
        if version.dataset not in prepared.later
    )
    found.extend(_unlisted(materials))
    for item in analysis.bearers:
        found.append(
            text(
                "case.gaps.bearer",
                name=item.listing.name,
                id=item.listing.entity_id,
                group=materials.name(analysis.canonical[item.group]),
            )
        )
    if count := open_candidates(materials):
        found.append(counted("case.gaps.candidates", count))
    if analysis.dual.unclassified:
        found.append(text("case.gaps.unclassified", codes=joined(analysis.dual.unclassified)))
    if rejected := sum(version.rejects for version in prepared.baseline):
        found.append(counted("case.gaps.rejects", rejected))
    return found


def _unlisted(materials: Materials) -> list[str]:
    """Groups of interest for which no path could be looked for, or only where the case asks."""
    analysis = materials.analysis
    named = {analysis.canonical[group.id]: group.name for group in materials.prepared.case.group}
    return [
        text(f"case.gaps.{key}", name=named[party], as_of=materials.as_of)
        for key, parties in (("absent", analysis.paths.absent), ("unlisted", analysis.paths.unlisted))
        for party in parties
        if party in named
    ]


def _country(code: str) -> str:
    territory = get_territory(code)
    return territory.name if territory is not None else code.upper()


def indicators(materials: Materials) -> list[str]:
    """What would change the judgements."""
    found = [text("case.indicators.second_list"), text("case.indicators.delisted")]
    for finding in materials.analysis.paths.findings:
        if isinstance(finding, PathsFound):
            key = "structured" if finding.hops == 1 else "corroborated"
            a, b = materials.called(finding.a), materials.called(finding.b)
            found.append(text(f"case.indicators.{key}", a=a, b=b))
    if count := open_candidates(materials):
        found.append(counted("case.indicators.judged", count))
    return found


def method(materials: Materials) -> list[str]:
    """How it was made, so that it can be made again."""
    prepared, analysis = materials.prepared, materials.analysis
    versions = [*prepared.baseline, *prepared.later.values()]
    resolution = prepared.resolution
    automatic = sum(1 for link in resolution.links if link.kind == "auto")
    found = [
        text(
            "case.method.loaded",
            statements=f"{sum(v.statements for v in versions):,}",
            evidence=f"{sum(v.evidence for v in versions):,}",
            versions=len(versions),
        ),
        text(
            "case.method.resolved",
            parties=f"{resolution.parties:,}",
            automatic=f"{automatic:,}",
            candidates=f"{len(resolution.links) - automatic:,}",
            judgements=resolution.judgements,
            model=resolution.model,
        ),
        text(
            "case.method.network",
            ties=f"{len(analysis.edges.edges):,}",
            nodes=f"{len(analysis.graph.nodes):,}",
            components=f"{len(analysis.components):,}",
            communities=f"{len(analysis.communities.groups):,}",
            seed=analysis.communities.method.seed,
            modularity=analysis.communities.modularity,
        ),
        text("case.method.refused", refused=f"{len(analysis.edges.refusals):,}"),
    ]
    if hubs := [materials.name(key) for key in analysis.paths.hubs]:
        found.append(text("case.method.hubs", names=joined(sorted(hubs))))
    found.append(text("case.method.protected"))
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    found.append(text("case.method.versions", contrared=__version__, libraries=libraries))
    return found
