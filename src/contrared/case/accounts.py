"""Accounts that a person coded from a document: who is said to do what with whom, in which words."""

from __future__ import annotations

from dataclasses import dataclass

from contrared.case.materials import Materials


@dataclass(frozen=True, slots=True)
class Account:
    """A tie that a person coded from a document, with the words it rests on."""

    about: frozenset[str]
    source: str
    role: str
    target: str
    quote: str
    as_of: str
    statement_ids: tuple[str, ...]


def accounts(materials: Materials) -> list[Account]:
    """All coded accounts of ties, in the order of their text."""
    rows = materials.prepared.statements
    coded = {version.dataset for version in materials.prepared.baseline if version.reader.startswith("statements ")}
    links: dict[str, dict[str, tuple[str, str, str, str]]] = {}
    columns = (
        rows[c].to_pylist()
        for c in ("entity_id", "dataset", "schema", "prop", "value", "id", "first_seen", "original_value")
    )
    for entity, dataset, schema, prop, value, key, seen, original in zip(*columns, strict=True):
        if dataset in coded and schema == "UnknownLink":
            links.setdefault(entity, {})[prop] = (value, key, seen, original or value)
    found = []
    mapping = materials.prepared.resolution.canonical
    for link in links.values():
        if not {"subject", "object", "role", "description"} <= set(link):
            continue
        ends = [mapping.get(link[end][0], link[end][0]) for end in ("subject", "object")]
        found.append(
            Account(
                about=frozenset(ends),
                source=materials.name(ends[0]),
                role=link["role"][0],
                target=materials.name(ends[1]),
                quote=" ".join(link["description"][0].split()),
                as_of=link["role"][2],
                statement_ids=tuple(sorted(link[prop][1] for prop in ("subject", "object", "role", "description"))),
            )
        )
    return sorted(found, key=lambda account: (account.source, account.role, account.target, account.quote))
