"""Who joins two groups that are otherwise apart, and whether that is more than being busy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from contrared.network.convergence.between import SHARED_LAYERS, Between, laid_out
from contrared.network.convergence.candidates import candidates
from contrared.network.convergence.kinds import Said, said_in
from contrared.network.convergence.null import Control, Null, compared
from contrared.network.convergence.passage import passage
from contrared.network.convergence.result import Bridges, GroupOfInterest
from contrared.network.convergence.rewiring import SWAPS
from contrared.network.convergence.ways import Ways
from contrared.network.finding import Method
from contrared.network.multilayer import Multilayer
from contrared.network.treatment import NetworkError, Treatment

#: Rewired networks unless told otherwise. A party without its like is found only if 1/(samples + 1) is small beside q
#: divided by the number of parties tested.
SAMPLES = 1000
#: First ends beyond which a sample of them is taken.
MOST_STARTS = 2000
#: Schemata of nodes that are no party but something that parties share.
THINGS = ("Address", "Identification", "Passport", "Document", "BankAccount", "CryptoWallet", "UserAccount", "Phone")

CITATION = (
    "Freeman, Sociometry 40, 35 (1977); Borgatti & Everett, Soc. Networks 28, 466 (2006); Milo et al., "
    "arXiv:cond-mat/0312028 (2003); Besag & Clifford, Biometrika 76, 633 (1989); Benjamini & Hochberg, "
    "J. R. Stat. Soc. B 57, 289 (1995); Newman, Phys. Rev. E 64, 016132 (2001)"
)


def bridges(
    network: Multilayer,
    between: frozenset[str],
    and_: frozenset[str],
    *,
    names: tuple[str, str],
    authorities: tuple[str, str],
    samples: int = SAMPLES,
    seed: int = 1,
    q: float = 0.05,
    control: Control = "BH",
    protected: Collection[str] = (),
    max_hops: int = 3,
    swaps: float = SWAPS,
    worlds: int = 200,
    top: int = 25,
    best: int = 5,
    said: Mapping[str, Sequence[Said]] | None = None,
    source_of: Mapping[str, str] | None = None,
    shared: Collection[str] = SHARED_LAYERS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Bridges:
    """Candidate facilitators between two groups.

    A party outside both groups is credited with the pairs of members that shortest paths through others join
    (:func:`~contrared.network.convergence.passage.passage`), and the credit is compared with that of parties with as
    many ties in every layer in networks rewired at random
    (:func:`~contrared.network.convergence.null.compared`). Members of both groups are told apart. Which way a tie runs
    is not looked at. O(samples · m log m).

    Args:
        network: The network.
        between: Ids of the members of the first group.
        and_: Ids of the members of the second.
        names: Names of the two groups.
        authorities: The designation or case authorisation each rests on.
        samples: Rewired networks.
        seed: Seed.
        q: False-discovery rate.
        control: How it is controlled.
        protected: Ids of protected persons. They and their ties are taken away before anything else.
        max_hops: Longest path in ties, at least 2.
        swaps: Swaps tried for each tie of a rewired network.
        worlds: Worlds drawn from the probabilities of the ties, where some are stated.
        top: Candidates written out beside the bridges and the dual members.
        best: Paths written out for a candidate.
        said: What is stated of the nodes, by id, beside the columns of the node table.
        source_of: Source of each piece of evidence, where known.
        shared: Layers whose weight is the rarity of what is shared.
        on_progress: Told how many samples of how many are done.

    Raises:
        NetworkError: a group has no name, no authority or no member in the network; a number makes no sense.
    """
    _checked(samples=samples, q=q, max_hops=max_hops, swaps=swaps, worlds=worlds, top=top, best=best)
    network = _without(network, protected)
    hidden = frozenset(protected)
    groups, marks = [], []
    for name, authority, members in zip(names, authorities, (between, and_), strict=True):
        group, mark = _group(network, name, authority, members - hidden)
        groups.append(group)
        marks.append(mark)
    ties = laid_out(network, marks[0], marks[1], thing=_things(network), shared=shared)
    swapped = len(ties.ends_a) > len(ties.ends_b)
    if swapped:
        ties = laid_out(network, marks[1], marks[0], thing=_things(network), shared=shared)
    starts = ties.ends_a
    if len(starts) > MOST_STARTS:
        starts = np.sort(np.random.default_rng([seed, 2]).choice(starts, MOST_STARTS, replace=False))
    observed = passage(ties, starts=starts, max_hops=max_hops)
    null = compared(
        ties,
        observed,
        starts=starts,
        max_hops=max_hops,
        samples=samples,
        seed=seed,
        swaps=swaps,
        control=control,
        on_progress=on_progress,
    )
    known = said_in(network.nodes)
    for key, more in (said or {}).items():
        known[key] = (*known.get(key, ()), *more)
    found, rest = candidates(
        Ways(network, ties, max_hops, shared),
        observed,
        null,
        spans=_spans(ties, starts, max_hops, worlds, seed),
        names=names,
        said=known,
        source_of=source_of or {},
        q=q,
        top=top,
        best=best,
        turned=swapped,
    )
    return Bridges(
        groups=(groups[0], groups[1]),
        direct=observed.direct,
        joined=observed.joined,
        joined_expected=round(null.joined, 6),
        tested=len(null.tested),
        moved=round(null.moved, 6),
        candidates=found,
        more=rest,
        treatments=_treatments(network, ties, null),
        method=Method.of(
            "bridges between groups, beside a degree-preserving null",
            seed=seed,
            libraries=("numpy", "pyarrow", "scipy"),
            citation=CITATION,
            between=names[0],
            and_=names[1],
            samples=samples,
            q=q,
            control=control,
            max_hops=max_hops,
            swaps_tried_per_tie=swaps,
            worlds=worlds if _uncertain(ties) else 0,
            starts="all" if len(starts) == len(ties.ends_a) else len(starts),
            layers=network.layers,
            shared_layers=sorted(set(shared) & set(network.layers)),
        ),
    )


def _checked(*, samples: int, q: float, max_hops: int, swaps: float, worlds: int, top: int, best: int) -> None:
    if samples < 19 or worlds < 0 or top < 0 or best < 1 or max_hops < 2 or swaps <= 0 or not 0 < q < 1:
        raise NetworkError(
            "bridges need samples of 19 or more, max_hops of 2 or more, best of 1 or more, swaps above 0 and q between "
            f"0 and 1; given samples={samples}, max_hops={max_hops}, swaps={swaps}, q={q}, worlds={worlds}, top={top}, "
            f"best={best}"
        )


def _without(network: Multilayer, protected: Collection[str]) -> Multilayer:
    """The network without some nodes and their ties, as if they had never been in it."""
    gone = pc.is_in(network.ids, value_set=pa.array(sorted(protected), pa.string()))
    if not pc.any(gone).as_py():
        return Multilayer(network.nodes, network.ties)
    kept = ~gone.to_numpy(zero_copy_only=False).astype(bool)
    number = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    ties = network.ties.filter(pa.array(kept[network.source] & kept[network.target]))
    for place, name in enumerate(("source", "target")):
        ties = ties.set_column(place, ties.schema.field(name), pa.array(number[ties[name].to_numpy()]))
    return Multilayer(network.nodes.filter(pa.array(kept)), ties)


def _group(
    network: Multilayer, name: str, authority: str, members: frozenset[str]
) -> tuple[GroupOfInterest, NDArray[np.bool_]]:
    if not name.strip():
        raise NetworkError("a group of interest needs a name")
    if not authority.strip():
        raise NetworkError(
            f"the group of interest {name!r} cites no authority: name the designation or case authorisation it rests on"
        )
    mark = pc.is_in(network.ids, value_set=pa.array(sorted(members), pa.string()))
    inside = mark.to_numpy(zero_copy_only=False).astype(bool)
    if not inside.any():
        raise NetworkError(f"the group of interest {name!r} has no member in this network")
    absent = tuple(sorted(members - set(network.ids.filter(mark).to_pylist())))
    return GroupOfInterest(name, authority, int(inside.sum()), absent), inside


def _things(network: Multilayer) -> NDArray[np.bool_]:
    if "schema" not in network.nodes.column_names:
        return np.zeros(len(network.ids), bool)
    schema = network.nodes["schema"].cast(pa.string()).combine_chunks()
    found = pc.fill_null(pc.is_in(schema, value_set=pa.array(THINGS)), False)
    return np.asarray(found.to_numpy(zero_copy_only=False)).astype(bool)


def _uncertain(ties: Between) -> bool:
    return bool((ties.probability < 1.0).any())


def _spans(
    ties: Between, starts: NDArray[np.int64], max_hops: int, worlds: int, seed: int
) -> NDArray[np.float64] | None:
    """5th and 95th percentile of the credit of each node over worlds in which each tie exists by its probability."""
    if not worlds or not _uncertain(ties):
        return None
    random = np.random.default_rng([seed, 1])
    drawn = np.empty((worlds, ties.order), np.float32)
    for world in range(worlds):
        there = random.random(len(ties.probability)) < ties.probability
        drawn[world] = passage(ties.keep(there), starts=starts, max_hops=max_hops).credit
    return np.asarray(np.quantile(drawn, [0.05, 0.95], axis=0, method="inverted_cdf"), np.float64)


def _treatments(network: Multilayer, ties: Between, null: Null) -> tuple[Treatment, ...]:
    loops = int((network.source == network.target).sum())
    found = [Treatment("self-loop", loops, "left out: nobody is tied to themselves")] if loops else []
    same = len(network.source) - loops - len(ties.source)
    if same:
        found.append(Treatment("parallel tie", same, "one for each layer and pair, the rarest thing shared counts"))
    unstated = network.ties["probability"].null_count
    if unstated and _uncertain(ties):
        found.append(Treatment("no probability", unstated, "the tie counts as certain in every world"))
    fixed = int(ties.fixed.sum())
    if fixed:
        found.append(Treatment("tie within a group", fixed, "not rewired, and no path runs along it"))
    return tuple(found)
