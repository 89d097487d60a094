"""What speaks against a candidate."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from contrared.model import text
from contrared.network.convergence.rarity import BUSY
from contrared.network.convergence.result import Loss, Reason, Standing, Verdict, Way

#: Layers that alone do not carry a tie: something is shared, mentioned, or told by one.
WEAK_LAYERS = frozenset({"identifier", "address", "co-location", "remark", "reported", "document"})
#: Probability of a path below which it is called low.
LOW = 0.5


def against(
    *,
    standing: Standing,
    verdict: Verdict,
    score: float,
    expected: float | None,
    neighbours: int,
    loss: Loss,
    paths: Sequence[Way],
    ended: str,
    source_of: Mapping[str, str],
    weak: Collection[str] = WEAK_LAYERS,
) -> tuple[Reason, ...]:
    """All reasons against a candidate, in a fixed order.

    Args:
        standing: What it is towards the groups.
        verdict: What the comparison with chance says.
        score: Pairs it joins.
        expected: What is expected of its like.
        neighbours: Its neighbours.
        loss: What is lost without it.
        paths: The paths written out.
        ended: When it was delisted or its listing ended; empty where nothing is stated.
        source_of: Source of each piece of evidence, where known.
        weak: Layers that alone do not carry a tie.
    """
    found: list[Reason] = []
    if verdict is Verdict.BUSY and expected is not None:
        found.append(_reason("expected", score=f"{score:.4g}", expected=f"{expected:.4g}"))
    if standing is Standing.THING and neighbours >= BUSY:
        found.append(_reason("thing", holders=f"{BUSY} or more"))
    if ended:
        found.append(_reason("delisted", when=ended))
    if loss.pairs == 1:
        found.append(_reason("one-pair"))
    if loss.bypassed:
        found.append(_reason("bypassed", bypassed=loss.bypassed, pairs=loss.pairs))
    return (*found, *_of_paths(paths, source_of, weak)) if paths else tuple(found)


def _of_paths(paths: Sequence[Way], source_of: Mapping[str, str], weak: Collection[str]) -> Iterator[Reason]:
    evidence = sorted({part for way in paths for stretch in way.stretches for part in stretch.evidence})
    sources = sorted({source_of.get(part, "") for part in evidence})
    if not evidence:
        yield _reason("no-evidence")
    elif len(evidence) == 1:
        yield _reason("single-evidence", evidence=evidence[0])
    elif len(sources) == 1 and sources[0]:
        yield _reason("single-source", source=sources[0])
    poor = [{s.layers for s in way.stretches if set(s.layers) <= set(weak)} for way in paths]
    if all(poor):
        layers = sorted({layer for stretches in poor for named in stretches for layer in named})
        yield _reason("weak-layers", layers=", ".join(layers))
    likely = [way.probability for way in paths]
    known = [p for p in likely if p is not None]
    if len(known) == len(likely) and max(known) < LOW:
        yield _reason("low-probability", probability=f"{max(known):.3g}")
    shared = sorted(
        {f"{s.source} – {s.target} ({', '.join(s.layers)})" for w in paths for s in w.stretches if s.holders >= BUSY}
    )
    if shared:
        yield _reason("busy-thing", busy=BUSY, things="; ".join(shared))


def _reason(code: str, **values: object) -> Reason:
    return Reason(code, text(f"convergence.against.{code}", **values))
