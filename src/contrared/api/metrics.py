"""Counters of a serving process in the text format of Prometheus; no text of any query."""

from __future__ import annotations

from collections.abc import Iterable

from contrared.api.service import Service

COUNTED = ("screenings", "candidates", "swaps", "failures")


def prometheus(held: Service) -> str:
    """All counters and gauges."""
    lines = []
    for name in COUNTED:
        lines += _metric(f"{name}_total", "counter", [("", held.counts[name])])
    lines += _metric("screening_seconds_total", "counter", [("", round(held.seconds, 6))])
    refused = [
        (f'{{status="{name.removeprefix("refused ")}"}}', count)
        for name, count in sorted(held.counts.items())
        if name.startswith("refused ")
    ]
    lines += _metric("refused_total", "counter", refused)
    lines += _metric("ready", "gauge", [("", int(held.ready))])
    lines += _metric("lists_late", "gauge", [("", len(held.late))])
    entities: dict[str, int] = {}
    for asked in held.screen.asked if held.ready else ():
        labels = f'{{dataset="{asked.dataset}",version="{asked.version}"}}'
        entities[labels] = entities.get(labels, 0) + asked.entities
    lines += _metric("list_entities", "gauge", entities.items())
    return "\n".join(lines) + "\n"


def _metric(name: str, kind: str, values: Iterable[tuple[str, float]]) -> list[str]:
    return [f"# TYPE contrared_{name} {kind}", *(f"contrared_{name}{labels} {value}" for labels, value in values)]
