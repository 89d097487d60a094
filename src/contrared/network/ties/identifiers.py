"""Shared identifiers: the same whole number of the same kind, from the same issuer as far as known, in two hands.

Only whole normalised values are compared. ``RL 2325452`` is one value; neither ``RL`` nor a part of the digits is
ever looked at, because prefixes of document numbers join half a country.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.rows import Row, rows
from contrared.network.ties.sharing import pairs

#: Kind of identifier each property holds; values are compared within a kind only.
KINDS: Mapping[str, str] = {
    "passportNumber": "passport",
    "idNumber": "id",
    "socialSecurityNumber": "id",
    "taxNumber": "tax",
    "vatCode": "tax",
    "innCode": "tax",
    "registrationNumber": "registration",
    "ogrnCode": "registration",
    "imoNumber": "imo",
    "phone": "phone",
    "email": "email",
    "website": "website",
    "publicKey": "crypto",
    "cryptoAddress": "crypto",
}
#: Documents and wallets that carry an identifier of their holder.
CARRIERS: Mapping[str, tuple[str, str]] = {
    "Passport": ("number", "passport"),
    "Identification": ("number", "id"),
    "CryptoWallet": ("publicKey", "crypto"),
}
#: Kinds whose numbers mean nothing without the issuer.
ISSUED = frozenset({"passport", "id", "tax", "registration"})
#: Fewest letters and digits of a value that is compared at all, leading zeros apart.
SHORTEST = 6
#: The same where no issuer is known on one of the sides: a bare short number recurs from country to country.
SHORTEST_UNISSUED = 8
_SITE = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:www\.|m\.)?([^\s/?#@:]+\.[^\s/?#@:.]{2,})(?::\d+)?(/[^?#\s]*)?(?=[?#]|$)", re.I
)
#: Hosts that say nothing without a path.
PLATFORMS = (
    "facebook.com",
    "google.com",
    "instagram.com",
    "linkedin.com",
    "telegram.me",
    "t.me",
    "twitter.com",
    "x.com",
    "youtube.com",
)
_RUNS = "01234567890", "09876543210"


def normalised(kind: str, value: str) -> str | None:
    """The form in which two values are compared, or None for one too short or too general to compare.

    >>> normalised("passport", "RL 2325452"), normalised("id", "5.944.426"), normalised("id", "R-19")
    ('RL2325452', '5944426', None)
    """
    text = unicodedata.normalize("NFKC", value)
    if kind == "email":
        text = text.strip().casefold()
        return text if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) else None
    if kind == "crypto":  # base58 addresses tell capitals apart
        text = "".join(text.split())
        return text if len(text) >= 20 else None
    if kind == "website":
        return _site(text)
    if kind == "imo":
        text = re.sub(r"(?i)\bimo\b", "", text)
    if kind == "phone":
        digits = re.sub(r"^(\s*\+|\s*00)", "", text)
        text = re.sub(r"\D", "", digits) if not re.search(r"[^\W\d_]", digits) else ""
    key = "".join(c for c in text.upper() if c.isalnum())
    core = key.lstrip("0")
    if len(core) < SHORTEST or not any(c.isdigit() for c in core):
        return None
    if len(set(core)) < 3 or any(core in run for run in _RUNS):
        return None
    return key


def _site(text: str) -> str | None:
    """Host and path of a website; of a platform that serves millions of pages only with a path.

    >>> _site("HTTPS://www.Example.org/"), _site("facebook.com"), _site("facebook.com/some.shop")
    ('example.org', None, 'facebook.com/some.shop')
    """
    found = _SITE.match(text.strip())
    if found is None:
        return None
    host, path = found[1].casefold(), (found[2] or "").rstrip("/")
    return host + path if path or host not in PLATFORMS else None


@dataclass(slots=True)
class _Claim:
    """That one party holds one identifier."""

    statements: set[str] = field(default_factory=set)
    issuers: set[str] = field(default_factory=set)


#: (kind, normalised value) → holder → claim
_Claims = dict[tuple[str, str], dict[str, _Claim]]


def shared_identifiers(
    statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str], *, most: int
) -> Iterator[Edge | Refusal]:
    """Edges between parties that hold the same identifier.

    Args:
        statements: Statements with the columns of the lake.
        canonical: Canonical id of each entity.
        nodes: Canonical ids that may be nodes.
        most: Values with more holders than this are a mistake or a service, not a tie.
    """
    for (kind, value), holders in sorted(_claims(statements, canonical, nodes).items()):
        if len(holders) < 2:
            continue
        if len(holders) > most:
            yield Refusal(Layer.IDENTIFIER, f"held by more than {most} parties", f"{kind} {value}")
            continue
        for edge in pairs(Layer.IDENTIFIER, kind, {key: frozenset(c.statements) for key, c in holders.items()}):
            reason = _conflict(kind, value, holders[edge.source], holders[edge.target])
            if reason:
                yield Refusal(Layer.IDENTIFIER, reason, f"{kind} {value}: {edge.source}, {edge.target}")
            else:
                yield edge


def _conflict(kind: str, value: str, left: _Claim, right: _Claim) -> str:
    if kind not in ISSUED:
        return ""
    if left.issuers and right.issuers:
        return "" if left.issuers & right.issuers else "same number, other issuing country"
    return "" if len(value.lstrip("0")) >= SHORTEST_UNISSUED else "short number, issuing country not known"


def _claims(statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str]) -> _Claims:
    claims: _Claims = defaultdict(lambda: defaultdict(_Claim))
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows(statements, props=KINDS):
        if row.canonical_id in nodes and row.schema not in CARRIERS:
            kind = KINDS[row.prop]
            key = normalised(kind, row.value)
            if key is not None:
                claims[kind, key][row.canonical_id].statements.add(row.id)
                kinds[row.canonical_id, key].add(kind)
    for facts in _carried(statements).values():
        number_prop, usual = CARRIERS[facts["holder"][0].schema]
        for number in facts[number_prop]:
            for holder in facts["holder"]:
                node = canonical.get(holder.value, holder.value)
                key = normalised(usual, number.value)
                if key is None or node not in nodes:
                    continue
                # The party's own property says what kind of number it is more exactly than the document's schema.
                for kind in kinds.get((node, key)) or {usual}:
                    claim = claims[kind, key][node]
                    claim.statements |= {number.id, holder.id}
                    for country in facts["country"]:
                        claim.statements.add(country.id)
                        claim.issuers.add(country.value)
    return claims


def _carried(statements: pa.Table) -> dict[str, dict[str, list[Row]]]:
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    props = {"holder", "country"} | {number for number, _ in CARRIERS.values()}
    for row in rows(statements, props=props, schemas=CARRIERS):
        found[row.entity_id][row.prop].append(row)
    return {key: facts for key, facts in found.items() if facts["holder"]}
