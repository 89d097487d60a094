"""References to other listed parties in running text: ``(QDe.092)``, ``Brother of Malik Noorzai (TAi.154)``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contrared.collect.draft import Draft, Reject

#: A UN reference: two letters of the regime, i(ndividual) or e(ntity), three digits.
REFERENCE = re.compile(r"\b(?P<reference>[A-Z]{2}[ei]\.\d{3})\b")
_KINSHIP = re.compile(
    r"(?P<word>(?:half-|step)?(?:brother|sister|son|daughter|father|mother|wife|husband|uncle|cousin|nephew|niece)"
    r"(?:-in-law)?) of [^.();:]{2,80}\(\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference in a text, its characters, and the word of kinship right before it, if any."""

    reference: str
    start: int
    end: int
    kinship: str


def mentions(text: str) -> Iterator[Mention]:
    """All references in a text, in order."""
    for match in REFERENCE.finditer(text):
        kin = _KINSHIP.search(text[: match.start()])
        yield Mention(match["reference"], match.start(), match.end(), kin["word"].lower() if kin else "")


def links(
    party: str, schema: str, text: str, known: Mapping[str, tuple[str, str]], file: str, place: str
) -> Iterator[Draft | Reject]:
    """Edges from a party to the parties its text names.

    Args:
        party: Entity id of the party the text is about.
        schema: Its schema.
        text: The text.
        known: Entity id and schema by reference, case folded; a reference of several parties is not in it.
        file: File the text stands in.
        place: Locator of the field, to which the characters are added.
    """
    seen: set[str] = set()
    for mention in mentions(text):
        where = f"{place};chars={mention.start}-{mention.end}"
        target = known.get(mention.reference.casefold())
        if target is None:
            yield Reject(file, where, "names a reference that no single party of this list bears", mention.reference)
            continue
        if target[0] == party or target[0] in seen:
            continue
        seen.add(target[0])
        key = hashlib.sha1(target[0].encode(), usedforsecurity=False).hexdigest()[:12]
        if mention.kinship and schema == "Person" and target[1] == "Person":
            edge = Draft(f"{party}-family-{key}", "Family", file)
            edge.add("person", party, where, original=mention.reference)
            edge.add("relative", target[0], where, original=mention.reference)
            edge.add("relationship", f"{mention.kinship} of", where, original=mention.reference)
        else:
            edge = Draft(f"{party}-link-{key}", "UnknownLink", file)
            edge.add("subject", party, where, original=mention.reference)
            edge.add("object", target[0], where, original=mention.reference)
            edge.add("role", "named in listing text", where, original=mention.reference)
        yield edge
