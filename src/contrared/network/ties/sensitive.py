"""Ties that would show what is protected: they are never made, even when a source states them.

Ethnicity, religion, political opinion, health and sexual life make no tie. That two parties have one of them in common
is never looked at; that somebody belongs to a church, a party or a trade union tells the faith or opinion of a person
(Regulation (EU) 2016/679, Art. 9; Directive (EU) 2016/680, Art. 10), and is no membership here. A body that a list
designates, or that a source calls criminal, is another matter: there the membership is what the measure is about.
"""

from __future__ import annotations

import re
from collections import defaultdict

import pyarrow as pa

from contrared.network.ties.rows import rows

#: FtM topics of bodies whose membership shows religion, political opinion or trade union.
PROTECTED_TOPICS = frozenset({"rel", "gov.religion", "pol.party", "pol.union"})
#: FtM topics, and those below them, that make membership a matter of a measure or a crime.
DESIGNATED_TOPICS = ("sanction", "crime", "wanted", "debarment")
#: Why such a tie was not made.
PROTECTED_BODY = "membership would show religion, political opinion or trade union"
PROTECTED_KIND = "rests on a protected attribute"
_SHARED_ATTRIBUTE = re.compile(
    r"\b(co-?religionists?|parishioners?|fellow (believers?|tribes\w+|party members?)"
    r"|(same|shared|common) (religion|faith|church|mosque|congregation|sect|ethnic\w*|tribe|race|party"
    r"|political (opinions?|views?)|illness|disease|sexual\w*))\b",
    re.IGNORECASE,
)


def protected_bodies(statements: pa.Table) -> frozenset[str]:
    """Canonical ids of churches, parties and unions that no list designates and no source calls criminal."""
    topics: dict[str, set[str]] = defaultdict(set)
    designated: set[str] = set()
    for row in rows(statements, props={"topics", "programId"}):
        if row.prop == "topics":
            topics[row.canonical_id].add(row.value)
        else:
            designated.add(row.canonical_id)
    return frozenset(
        body
        for body, said in topics.items()
        if said & PROTECTED_TOPICS and body not in designated and not any(map(_is_designation, said))
    )


def rests_on_protected(kind: str) -> bool:
    """Whether what is stated of a tie is nothing but a protected attribute that both have.

    >>> rests_on_protected("co-religionist"), rests_on_protected("political officer of")
    (True, False)
    """
    return _SHARED_ATTRIBUTE.search(kind) is not None


def _is_designation(topic: str) -> bool:
    return any(topic == one or topic.startswith(one + ".") for one in DESIGNATED_TOPICS)
