"""What every STIX object of ours has: an id from content, dates, who made it, its marking and its sources."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from contrared.brief.exports.holding import Holding, day

Object = dict[str, Any]
#: Namespace of our ids; that of STIX is for observables only (STIX 2.1, section 2.9).
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://contrared.org/stix/v1")
#: Date of what has none: that of the definitions themselves.
DEFINED = "2026-01-01T00:00:00.000Z"
VERSION = "2.1"
_URL_SCHEMES = {"http", "https"}


def stix_id(kind: str, *content: str) -> str:
    """Id from content (UUIDv5, RFC 9562): the same thing of the same node has the same id in every export."""
    return f"{kind}--" + str(uuid.uuid5(NAMESPACE, "\x1f".join((kind, *content))))


def stamp(text: str, *, last: bool = False) -> str:
    """A time stamp for a date, possibly cut off; empty for what is none."""
    found = day(text, last=last)
    return f"{found}T00:00:00.000Z" if found else ""


def base(kind: str, identity: str, span: tuple[str, str], creator: str) -> Object:
    """The properties that all domain and relationship objects must have.

    ``created`` and ``modified`` are the first and the last date for which a source states anything of it: the time of
    the export would make every bundle another.
    """
    created = stamp(span[0]) or DEFINED
    modified = max(created, stamp(span[1]) or created)
    return {
        "type": kind,
        "spec_version": VERSION,
        "id": identity,
        "created_by_ref": creator,
        "created": created,
        "modified": modified,
    }


def references(holding: Holding, sources: Iterable[str]) -> list[Object]:
    """Sources as external references; the hash is that of the bytes as they were received."""
    found = []
    for key in sources:
        source = holding.sources[key]
        item: Object = {
            "source_name": source.publisher or source.dataset,
            "description": f"{source.filename}, as of {source.as_of}, grade {source.grade}, {source.handling.banner}",
            "external_id": key,
        }
        if _is_url(source.url):
            item["url"] = source.url
            item["hashes"] = {"SHA-256": source.sha256}
        found.append(item)
    return found


def confidence(holding: Holding, sources: Iterable[str]) -> Mapping[str, int]:
    """``confidence`` by the Admiralty credibility of the weakest source (STIX 2.1, appendix A); none for 6.

    >>> _CONFIDENCE["2"]
    70
    """
    worst = max((str(holding.sources[key].grade)[-1] for key in sources), default="6")
    return {"confidence": _CONFIDENCE[worst]} if worst in _CONFIDENCE else {}


_CONFIDENCE = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in _URL_SCHEMES and bool(parts.netloc) and not any(map(str.isspace, text))
