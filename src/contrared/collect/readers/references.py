"""References to other listed parties in running text: ``(QDe.092)``, ``Brother of Malik Noorzai (TAi.154)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.kinship import Kin, kin_before

#: A UN reference: two letters of the regime, i(ndividual) or e(ntity), three digits; lists now and then write
#: ``QDE.145``, ``Qde.129`` or ``QDi322``.
REFERENCE = re.compile(r"\b[A-Z][A-Za-z](?:[EI]\.|[ei]\.?)\d{3}\b")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A party that bears a reference."""

    entity_id: str
    schema: str


class References:
    """Who bears which reference within one list."""

    def __init__(self) -> None:
        self._bearers: dict[str, set[Bearer]] = {}

    def add(self, reference: str, bearer: Bearer) -> None:
        """Remember that a party bears a reference; an empty one is nobody's."""
        if reference:
            self._bearers.setdefault(_fold(reference), set()).add(bearer)

    def bearers(self, reference: str) -> frozenset[Bearer]:
        """Parties that bear a reference, whatever its case."""
        return frozenset(self._bearers.get(_fold(reference), ()))


@dataclass(frozen=True, slots=True)
class _Mention:
    reference: str
    start: int
    end: int
    kin: Kin | None


def links(party: Bearer, text: str, known: References, file: str, place: str) -> Iterator[Draft | Reject]:
    """Edges from a party to the parties its text names.

    A party named several times gets one edge with the characters of every mention; where one of them states kinship
    between two persons it is a ``Family`` edge, which reads from ``person`` to ``relative``: *brother of*.

    Args:
        party: The party the text is about.
        text: The text.
        known: Who bears which reference.
        file: File the text stands in.
        place: Locator of the field, to which the characters are added.
    """
    named: dict[Bearer, list[_Mention]] = {}
    for match in REFERENCE.finditer(text):
        reference = match[0]
        bearers = known.bearers(reference)
        if len(bearers) != 1:
            number = "no party" if not bearers else f"{len(bearers)} parties"
            reason = f"names a reference that {number} of this list bear{'' if bearers else 's'}"
            yield Reject(file, _chars(place, *match.span()), reason, reference)
            continue
        (bearer,) = bearers
        if bearer.entity_id != party.entity_id:
            mention = _Mention(reference, *match.span(), kin_before(text, match.start()))
            named.setdefault(bearer, []).append(mention)
    for bearer, mentions in named.items():
        yield _edge(party, bearer, mentions, text, file, place)


def _edge(party: Bearer, other: Bearer, mentions: list[_Mention], text: str, file: str, place: str) -> Draft:
    key = digest(other.entity_id, 12)
    kin = None
    if party.schema == other.schema == "Person":
        kin = next(((mention, mention.kin) for mention in mentions if mention.kin is not None), None)
    if kin is not None:
        mention, words = kin
        first, second = (other, party) if words.of_other else (party, other)
        edge = Draft(f"{party.entity_id}-family-{key}", "Family", file)
        said = _chars(place, words.start, mention.end)
        edge.add("relationship", words.relationship, said, original=text[words.start : mention.end])
        ends = (("person", first), ("relative", second))
    else:
        edge = Draft(f"{party.entity_id}-link-{key}", "UnknownLink", file)
        for mention in mentions:
            where = _chars(place, mention.start, mention.end)
            edge.add("role", "named in listing text", where, original=mention.reference)
        ends = (("subject", party), ("object", other))
    for mention in mentions:
        for prop, end in ends:
            where = _chars(place, mention.start, mention.end)
            edge.add(prop, end.entity_id, where, original=mention.reference)
    return edge


def _chars(place: str, start: int, end: int) -> str:
    return f"{place};chars={start}-{end}"


def _fold(reference: str) -> str:
    return reference.casefold().replace(".", "").strip()
