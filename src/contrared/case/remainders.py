"""What a brief says beside its findings: counter-evidence, what is not known, what would change it, method."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from contrared import __version__
from contrared.case.accounts import accounts
from contrared.case.facts import of_interest
from contrared.case.materials import Materials
from contrared.case.wording import joined, list_name
from contrared.model import text
from contrared.network import PathsFound

#: Words of coded accounts that speak against a tie.
AGAINST = frozenset({"competes-with", "counters", "fights", "opposes"})
#: Libraries whose version can change a finding.
LIBRARIES = ("followthemoney", "rigour", "networkit", "scipy", "duckdb", "pyarrow", "rapidfuzz")


@dataclass(frozen=True, slots=True)
class CounterDraft:
    """Counter-evidence before its citations are looked up."""

    text: str
    statement_ids: tuple[str, ...]


def counter(materials: Materials) -> list[CounterDraft]:
    """What is kept apart, what was delisted, and accounts that speak against a tie."""
    found = []
    prepared, analysis = materials.prepared, materials.analysis
    names = {entry.entity_id: entry for entry in analysis.listings.values()}
    for item in prepared.case.judgement:
        if item.verdict == "different" and item.left in names and item.right in names:
            left, right = names[item.left], names[item.right]
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
    for party in sorted(of_interest(materials), key=materials.name):
        for entry in materials.listings_of(party):
            since = analysis.since.get(entry.entity_id)
            if since is not None and since.delisted:
                found.append(
                    CounterDraft(
                        text(
                            "case.counter.delisted",
                            name=materials.name(party),
                            list=list_name(entry.dataset),
                            later=since.later_as_of,
                        ),
                        (*entry.statements, entry.name_statement),
                    )
                )
    interest = of_interest(materials)
    for account in accounts(materials):
        if account.role in AGAINST and account.about & interest:
            found.append(
                CounterDraft(
                    text(
                        "case.counter.reported_against",
                        source=account.source,
                        role=account.role,
                        target=account.target,
                        quote=account.quote,
                    ),
                    account.statement_ids,
                )
            )
    return found


def open_candidates(materials: Materials) -> int:
    """Pairs left to a person that touch a party of this brief."""
    interest = of_interest(materials)
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
    found = [text("case.gaps.no_money")]
    for dataset, later in sorted(prepared.later.items()):
        if later.carries:
            found.append(text("case.gaps.unknown_properties", list=list_name(dataset), later=later.as_of))
    found.extend(
        text("case.gaps.older", list=list_name(version.dataset), as_of=version.as_of)
        for version in prepared.baseline
        if version.dataset not in prepared.later
    )
    names = {analysis.canonical[group.id]: group.name for group in prepared.case.group}
    unlisted = [*analysis.paths.absent, *analysis.paths.unlisted]
    found.extend(
        text("case.gaps.absent", name=names.get(key, key), as_of=materials.as_of) for key in unlisted if key in names
    )
    if count := open_candidates(materials):
        found.append(text("case.gaps.candidates", count=count))
    if analysis.dual.unclassified:
        found.append(text("case.gaps.unclassified", codes=joined(analysis.dual.unclassified)))
    if rejected := sum(version.rejects for version in prepared.baseline):
        found.append(text("case.gaps.rejects", count=f"{rejected:,}"))
    return found


def indicators(materials: Materials) -> list[str]:
    """What would change the judgements."""
    found = [text("case.indicators.second_list"), text("case.indicators.delisted")]
    for finding in materials.analysis.paths.findings:
        if isinstance(finding, PathsFound):
            key = "structured" if finding.hops == 1 else "corroborated"
            a, b = materials.name(finding.a), materials.name(finding.b)
            found.append(text(f"case.indicators.{key}", a=a, b=b))
    if count := open_candidates(materials):
        found.append(text("case.indicators.judged", count=count))
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
    if analysis.hidden:
        found.append(text("case.method.protected", count=len(analysis.hidden)))
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    found.append(text("case.method.versions", contrared=__version__, libraries=libraries))
    return found
