"""Facts on ties: what joins two groups, what lists state around a party listed for both, where nothing joins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contrared.case.apart import apart
from contrared.case.materials import CHAINS, Materials
from contrared.case.section import FactDraft, SectionDraft
from contrared.case.wording import joined, layer_name, role
from contrared.model import text
from contrared.model.language.phrase import strung
from contrared.network import Edge, Layer, NoPath, Path, PathsFound, Step


def paths(materials: Materials) -> SectionDraft:
    """Chains of ties that join two groups, or a group and a party listed for both."""
    facts: list[FactDraft] = []
    for finding in materials.analysis.paths.findings:
        if isinstance(finding, PathsFound):
            facts.extend(_chain(materials, finding, path) for path in finding.paths[:CHAINS])
    intro = text("case.paths.intro", hops=materials.prepared.case.options.max_hops)
    return SectionDraft("paths", intro, tuple(facts))


def _chain(materials: Materials, finding: PathsFound, path: Path) -> FactDraft:
    note, later = _changed(materials, path.nodes)
    date = max(materials.dates(path.statement_ids))
    return FactDraft(
        text(
            "case.paths.fact" if finding.hops > 1 else "case.paths.direct",
            as_of=date,
            hops=finding.hops,
            a=materials.called(finding.a),
            b=materials.called(finding.b),
            chain=strung("; ", (_step(materials, step) for step in path.steps)),
            layer=layer_name(path.weakest),
            more=text("case.paths.more", total=finding.total) if finding.total > 1 else "",
        ),
        (*path.statement_ids, *later),
        date,
        note,
        bool(note),
    )


def around(materials: Materials) -> SectionDraft:
    """What lists and registers state to tie a party listed for both to others."""
    facts = []
    alike: dict[tuple[str, Layer], list[Edge]] = {}
    for edge in materials.around:
        alike.setdefault((edge.source, edge.layer), []).append(edge)
    for edges in alike.values():
        note, later = _changed(materials, dict.fromkeys(end for edge in edges for end in (edge.source, edge.target)))
        statements = tuple(sorted({key for edge in edges for key in edge.statement_ids}))
        date = max(materials.dates(statements))
        facts.append(
            FactDraft(
                text("case.around.fact", as_of=date, said=_said(materials, edges)),
                (*statements, *later),
                date,
                note,
                bool(note),
            )
        )
    return SectionDraft("around", text("case.around.intro"), tuple(facts))


def no_path(materials: Materials) -> SectionDraft:
    """Groups that nothing joins in these sources."""
    none = [finding for finding in materials.analysis.paths.findings if isinstance(finding, NoPath)]
    hops = materials.prepared.case.options.max_hops
    facts = []
    for item in apart((finding.a, finding.b) for finding in none):
        one = len(item.parties) == 1
        key = "among" if item.among and item.others else "only_among" if item.among else "one" if one else "several"
        facts.append(
            FactDraft(
                text(
                    f"case.no_path.{key}",
                    as_of=materials.as_of,
                    hops=hops,
                    a=_named(materials, item.parties, "and"),
                    b=_named(materials, item.others, "or"),
                ),
                tuple(name for party in (*item.parties, *item.others) for name in materials.name_statements(party)),
                materials.as_of,
            )
        )
    return SectionDraft("no_path", text("case.no_path.intro"), tuple(facts))


def _named(materials: Materials, parties: Iterable[str], last: str) -> str:
    return joined(sorted(map(materials.called, parties)), last=last)


def _changed(materials: Materials, parties: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """What has changed since about the listings of parties, each named, and the statements it rests on.

    Those delisted are left out: their names say so.
    """
    notes, statements = [], []
    for party in parties:
        note, changed, later = materials.since(materials.listings_of(party))
        if changed and not materials.delisted(party):
            notes.append(text("case.since.of", name=materials.name(party), note=note))
            statements.extend(later)
    return strung(" ", notes), tuple(statements)


def _step(materials: Materials, step: Step) -> str:
    strongest = [edge for edge in step.edges if edge.layer is step.layer]
    edge = strongest[0]
    if edge.layer is Layer.REMARK and edge.span is not None:
        said = materials.passage(edge.statement_ids[0], edge.span)
        return text(
            "case.paths.step_remark",
            source=materials.called(edge.source),
            target=materials.called(edge.target),
            said=said,
        )
    return _said(materials, strongest)


def _said(materials: Materials, edges: Sequence[Edge]) -> str:
    """What edges of one layer between two parties say, each direction for itself."""
    layer = edges[0].layer
    if layer.shared:
        return text(f"case.paths.says.{layer}", said=joined(dict.fromkeys(edge.kind for edge in edges)))
    directions: dict[tuple[str, str], list[str]] = {}
    for edge in edges:
        directions.setdefault((edge.source, edge.target), []).append(role(edge.kind) or layer_name(layer))
    wording = "case.paths.step_role" if layer in (Layer.REPORTED, Layer.LINKED_TO) else "case.paths.step_kind"
    said = [
        text(
            wording,
            source=materials.called(source),
            target=materials.called(target),
            kind=joined(dict.fromkeys(kinds)),
        )
        for (source, target), kinds in directions.items()
    ]
    return text(f"case.paths.says.{layer}", said=joined(said))
