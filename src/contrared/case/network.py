"""The network of a case, or of all a node holds: ties with their evidence, and how probable their sources make them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from contrared.case.file import CaseFile, read_case
from contrared.govern import Desk
from contrared.model import InputError
from contrared.model.programmes import Category
from contrared.network import Edge, EdgeSet, Group, Multilayer, Party, edges, parties, shielded
from contrared.network.convergence.dual import CRIME, TERROR
from contrared.network.edge import DEFAULT_LAYERS, Layer
from contrared.network.probability import gradings
from contrared.network.ties.colocation import co_located
from contrared.network.ties.edges import MOST_IN_CROWD, MOST_MET, WINDOW
from contrared.network.ties.encounters import encountered
from contrared.network.ties.multilayer import multilayer
from contrared.network.ties.sightings import recorded
from contrared.store import DatasetVersion

#: Key under which a case is kept with the versions that it was run on.
VERSIONS = "versions"
#: Stands for all that the node holds.
EVERYTHING = "."


@dataclass(frozen=True)
class CaseNetwork:
    """A network with what it rests on.

    Attributes:
        id: Id of the case; empty for all the node holds.
        title: What it is called.
        file: The case file; None for all the node holds.
        versions: Dataset versions it is drawn from.
        parties: Parties by canonical id.
        edges: Ties with their evidence, and what was refused.
        network: The same as columns.
        canonical: Canonical id of each group of interest, by the id the case file gives.
        hidden: Canonical ids of protected persons, who are no nodes.
        sources: Publisher that makes each statement.
    """

    id: str
    title: str
    file: CaseFile | None
    versions: tuple[DatasetVersion, ...]
    parties: Mapping[str, Party]
    edges: EdgeSet
    network: Multilayer
    canonical: Mapping[str, str]
    hidden: frozenset[str]
    sources: Mapping[str, str]

    def members(self, words: str) -> tuple[frozenset[str], str]:
        """Members of a side, and the authority that it rests on.

        Args:
            words: ``terror``, ``drugs`` or ``organised-crime`` for all who are listed for it; or ids of parties, or ids
                or names of the case's groups of interest, parted by commas.

        Raises:
            InputError: nobody is, or a name is not known, or a group has no designation.
        """
        sides = {"terror": TERROR, "drugs": frozenset({Category.DRUGS}), "organised-crime": CRIME}
        if words in sides:
            listed = {key: self._codes(key, sides[words]) for key in self.parties if key not in self.hidden}
            found = {key: codes for key, codes in listed.items() if codes}
            if not found:
                raise InputError(f"nobody is listed for {words}", where=self.title, do="load a list that says so")
            codes = sorted({code for some in found.values() for code in some})
            return frozenset(found), f"listed under {', '.join(codes)}"
        members, authorities = set(), []
        for word in (part.strip() for part in words.split(",")):
            key = self._party(word)
            members.add(key)
            authorities.append(self._authority(word, key))
        return frozenset(members), "; ".join(sorted(set(authorities)))

    def _codes(self, key: str, wanted: Collection[Category]) -> list[str]:
        return sorted(f"{item.dataset} {item.code}" for item in self.parties[key].listings if item.category in wanted)

    def _party(self, word: str) -> str:
        if self.file is not None:
            for group in self.file.group:
                if word in (group.id, group.name):
                    return self.canonical[group.id]
        if word in self.parties and word not in self.hidden:
            return word
        raise InputError(f"{word!r} is no party of this network", where=self.title, do="give an id or a group's name")

    def _authority(self, word: str, key: str) -> str:
        if self.file is not None:
            for group in self.file.group:
                if word in (group.id, group.name):
                    return group.designation or group.authorisation
        codes = sorted(f"{item.dataset} {item.code}" for item in self.parties[key].listings)
        if not codes:
            raise InputError(
                f"{word!r} is listed nowhere", where=self.title, do="name it in case.toml with an authorisation"
            )
        return ", ".join(codes)


def network_of(desk: Desk, of: str, *, layers: Collection[str] = ()) -> CaseNetwork:
    """Draw the network of a case that was investigated on this node, or of all it holds.

    Args:
        desk: The desk.
        of: Id of a case, path of its ``case.toml``, or ``.`` for the current versions of everything.
        layers: Layers to look for; all but ``document`` unless given.

    Raises:
        InputError: there is no such case, it was not run on this node yet, or a layer is unknown.
    """
    file, versions, identity, title = _scope(desk, of)
    statements = desk.statements(versions=list(versions))
    found = parties(statements)
    canonical = desk.canonical()
    hidden = shielded(canonical, list(desk.protected()))
    groups = [Group(group.id, (group.name, *group.names), group.name) for group in (file.group if file else ())]
    coded = {version.dataset for version in versions if version.reader.startswith("statements ")}
    ties = edges(
        statements,
        groups_of_interest=groups,
        protected=sorted(hidden),
        accounts=coded,
        known=found,
        layers=_layers(layers),
    )
    ties = _with_encounters(desk, ties, layers)
    named = sorted({key for edge in ties.edges for key in edge.statement_ids})
    evidence, sources = desk.evidence(None, versions=list(versions)), desk.sources()
    graded = gradings(evidence, sources, statement_ids=named)
    return CaseNetwork(
        id=identity,
        title=title,
        file=file,
        versions=versions,
        parties=found,
        edges=ties,
        network=multilayer(ties, found, graded),
        canonical={group.id: canonical.get(group.id, group.id) for group in (file.group if file else ())},
        hidden=hidden,
        sources={key: " and ".join(sorted({item.origin for item in some})) for key, some in graded.items()},
    )


def _with_encounters(desk: Desk, ties: EdgeSet, layers: Collection[str]) -> EdgeSet:
    """Ties between those whom this node met together, or at one place at one time; none if that may not be seen."""
    wanted = _layers(layers) & {Layer.ENCOUNTER, Layer.CO_LOCATION}
    if not wanted or not desk.policy.may(desk.person, "write", desk.purpose).permitted:
        return ties
    seen = recorded(desk.memory.encounters(), {}, protected=sorted(desk.protected()))
    met = [*encountered(seen, most=MOST_MET), *co_located(seen, window=WINDOW, most=MOST_IN_CROWD)]
    found = {item for item in met if isinstance(item, Edge) and item.layer in wanted}
    refused = {item for item in met if not isinstance(item, Edge) and item.layer in wanted}
    return EdgeSet(
        tuple(sorted({*ties.edges, *found}, key=lambda edge: edge.key)), tuple(sorted({*ties.refusals, *refused}))
    )


def _scope(desk: Desk, of: str) -> tuple[CaseFile | None, tuple[DatasetVersion, ...], str, str]:
    if of == EVERYTHING:
        versions = tuple(desk.current())
        if not versions:
            raise InputError("the node holds nothing", do="load something, see `contrared load --help`")
        return None, versions, "", "all that the node holds"
    wanted = read_case(Path(of)).id if of.endswith(".toml") else of
    rows = {row["id"]: row for row in desk.cases()}
    if wanted not in rows:
        raise InputError(
            f"no case {wanted!r} was investigated on this node",
            do="run `contrared investigate case.toml`, or give an edge list that is there",
        )
    kept = dict(rows[wanted]["file"])
    names = kept.pop(VERSIONS, None)
    if names is None:
        raise InputError(
            f"case {wanted!r} was run by an earlier version and does not say on which lists",
            do="run `contrared investigate` again",
        )
    versions = tuple(desk.version(dataset, version) for dataset, version in sorted(names.items()))
    return CaseFile.model_validate(kept), versions, wanted, str(rows[wanted]["title"])


def _layers(names: Collection[str]) -> frozenset[Layer]:
    if not names:
        return DEFAULT_LAYERS
    known = {layer.value: layer for layer in Layer}
    for name in names:
        if name not in known:
            raise InputError(f"unknown layer {name!r}", where="--layers", do=f"use of: {', '.join(sorted(known))}")
    return frozenset(known[name] for name in names)
