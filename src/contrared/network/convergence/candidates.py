"""Each party that joins the groups, with what it was compared with, its paths and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from contrared.network.convergence.kinds import Said, indications, kind_of
from contrared.network.convergence.null import Null
from contrared.network.convergence.passage import Passage
from contrared.network.convergence.reasons import against
from contrared.network.convergence.result import Candidate, Standing, Stretch, Verdict, Way
from contrared.network.convergence.ways import Ways

#: Columns of the node table that say that a listing has ended.
ENDED = ("delisted", "delisted_at", "end", "ended")
_DIGITS = 9


class Compared(NamedTuple):
    """What the comparison with chance says of one party."""

    verdict: Verdict
    expected: float | None = None
    z: float | None = None
    p: float | None = None
    least: float | None = None
    q: float | None = None


def candidates(
    ways: Ways,
    observed: Passage,
    null: Null,
    *,
    spans: NDArray[np.float64] | None,
    names: tuple[str, str],
    said: Mapping[str, Sequence[Said]],
    source_of: Mapping[str, str],
    q: float,
    top: int,
    best: int,
    turned: bool,
) -> tuple[tuple[Candidate, ...], int]:
    """All bridges and dual members and the first others, and how many more join a pair.

    Args:
        ways: The ways between the groups.
        observed: The passage.
        null: The comparison.
        spans: Lower and upper percentile of the credit over worlds, shape (2, nodes), if there are worlds.
        names: Names of the groups as given.
        said: What is stated of each node.
        source_of: Source of each piece of evidence.
        q: False-discovery rate.
        top: Others written out.
        best: Paths written out.
        turned: Whether the first group of ``ways`` is the second as given; paths are then turned round.
    """
    ties = ways.ties
    verdicts = {int(node): Compared(Verdict.DUAL) for node in np.flatnonzero(ties.dual)}
    for place in np.flatnonzero(observed.credit[null.tested] > 0).tolist():
        node = int(null.tested[place])
        verdicts[node] = _compared(float(observed.credit[node]), null, place, q)
    ids = ways.network.ids.to_pylist()
    rank = list(Verdict)
    order = sorted(
        verdicts,
        key=lambda n: (
            rank.index(verdicts[n].verdict),
            1.0 if (chance := verdicts[n].p) is None else chance,
            -float(observed.credit[n]),
            ids[n],
        ),
    )
    always = [n for n in order if verdicts[n].verdict in {Verdict.BRIDGE, Verdict.DUAL}]
    others = [n for n in order if n not in set(always)]
    chosen = set(always) | set(others[:top])
    columns = [ways.network.nodes[name].to_pylist() for name in ENDED if name in ways.network.nodes.column_names]
    found = []
    for node in (n for n in order if n in chosen):
        outcome, score = verdicts[node], float(observed.credit[node])
        loss, paths, layers = ways.through(node, best=best)
        paths = tuple(_turned(way) for way in paths) if turned else paths
        standing = _standing(ways, node)
        told = indications(said.get(ids[node], ()), layers=layers)
        ended = "; ".join(sorted({str(column[node]) for column in columns if column[node]}))
        found.append(
            Candidate(
                id=ids[node],
                label=ways.network.nodes["label"][node].as_py() or "",
                standing=standing,
                verdict=outcome.verdict,
                kinds=kind_of(told),
                indications=told,
                joins=names,
                score=score,
                score_lo=None if spans is None else round(float(spans[0, node]), 6),
                score_hi=None if spans is None else round(float(spans[1, node]), 6),
                share=round(score / observed.weight, _DIGITS) if observed.weight else 0.0,
                expected=outcome.expected,
                z=outcome.z,
                p=outcome.p,
                least_p=outcome.least,
                q=outcome.q,
                loss=loss,
                paths=paths,
                evidence=tuple(sorted({part for way in paths for s in way.stretches for part in s.evidence})),
                counter_evidence=against(
                    standing=standing,
                    verdict=outcome.verdict,
                    score=score,
                    expected=outcome.expected,
                    neighbours=int(ties.neighbours[node]),
                    loss=loss,
                    paths=paths,
                    ended=ended,
                    source_of=source_of,
                ),
            )
        )
    return tuple(found), len(order) - len(chosen)


def _compared(score: float, null: Null, place: int, q: float) -> Compared:
    expected, deviation = float(null.expected[place]), float(null.deviation[place])
    chance, least, rate = float(null.p[place]), float(null.least[place]), float(null.q[place])
    if rate <= q:
        verdict = Verdict.BRIDGE
    elif chance <= q:
        verdict = Verdict.UNDECIDED
    else:
        verdict = Verdict.BUSY
    return Compared(
        verdict,
        round(expected, _DIGITS),
        round((score - expected) / deviation, 6) if deviation > 0 else None,
        round(chance, _DIGITS),
        round(least, _DIGITS),
        round(rate, _DIGITS),
    )


def _standing(ways: Ways, node: int) -> Standing:
    if ways.ties.dual[node]:
        return Standing.DUAL
    return Standing.THING if ways.ties.thing[node] else Standing.FACILITATOR


def _turned(way: Way) -> Way:
    stretches = tuple(
        Stretch(s.target, s.source, s.layers, s.evidence, s.probability, s.holders) for s in reversed(way.stretches)
    )
    return Way(tuple(reversed(way.nodes)), stretches, way.probability)
