"""Groups of interest named in what a list says of another party: the weakest layer, and labelled so.

A name is looked for as whole words in remarks and reasons. When in doubt nothing is found:

- names of one word count from five letters; capitals of four letters only as the case itself gives them and only
  spelt so; shorter ones (``LH``, ``PCC``) never;
- a name that another party bears too, on the same list or on others where the list names neither, says nothing of
  which is meant (``NATIONAL LIBERATION ARMY``);
- a name that stands inside a longer name of another party is that party's (``KATA'IB HIZBALLAH``);
- a mention in one sentence with a word of denial or enmity is left to the reader of the original;
- ``Linked To:`` and ``a.k.a.`` are not remarks: the reader made edges and names of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from contrared.network.edge import Edge, Layer, Refusal
from contrared.network.ties.rows import Row, rows

#: Properties that hold what a list says of a party in its own words.
TEXTS = ("notes", "reason", "summary", "description")
NAMES = ("name", "alias", "weakAlias", "previousName")
#: Words that turn a mention round, or may; the sentence is then not taken.
_DENIAL = re.compile(
    r"\b(not|no|never|nor|neither|without|against|anti|rival|rivals|enemy|enemies|opposed|fought|fighting|denie[sd]|deny"
    r"|unrelated|confused|unlike|than|no longer)\b"
)
_SEGMENT = re.compile(r"[;\n]|(?<=\w\w)\.(?=\s|$)")  # not after the letters of "a.k.a."
_STRUCTURED = re.compile(r"\W*(linked to|alt linked to|a ?\W?k ?\W?a|f ?\W?k ?\W?a|n ?\W?k ?\W?a|www\b|http)")
_LEGAL = re.compile(r"\W+(international\W+)?financ\w+\W+(sanctions\W+regulations|prevention)")


@dataclass(frozen=True, slots=True)
class Group:
    """A group of interest of the case.

    Attributes:
        id: Entity id, or canonical id, of the group.
        names: Names to look for in remarks.
        name: Name it is shown under; the first of ``names`` unless given.
    """

    id: str
    names: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    group: str
    word: str  # its longest word
    pattern: re.Pattern[str]
    exact: str  # the only spelling that counts, or empty
    longer: tuple[re.Pattern[str], ...]
    own: frozenset[str]  # lists on which the group bears the name
    rivals: frozenset[str]  # lists on which another party does

    def clear_on(self, dataset: str) -> bool:
        """Whether a list means the group by the name: a list speaks of its own parties first."""
        return dataset not in self.rivals and (dataset in self.own or not self.rivals)


def folded(text: str) -> tuple[str, list[int]]:
    """Text without accents and letter case, and for each of its characters its place in the original.

    >>> folded("Él")
    ('el', [0, 1])
    """
    if text.isascii():
        return text.casefold().replace("`", "'"), list(range(len(text)))
    out: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            if not unicodedata.combining(part):
                out.append(_QUOTES.get(part, part))
                places.append(place)
    return "".join(out), places


def _plain(text: str) -> str:
    """As :func:`folded`, without the places."""
    if text.isascii():
        return text.casefold()
    return _COMBINING.sub("", unicodedata.normalize("NFKD", text)).casefold()


_COMBINING = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
_QUOTES = dict.fromkeys("‘’ʻʼʽʿʾ`´", "'")


def named_in_remarks(
    statements: pa.Table, canonical: Mapping[str, str], nodes: frozenset[str], groups: Sequence[Group]
) -> Iterator[Edge | Refusal]:
    """Edges from a party to each group of interest that its remarks name, one for each place."""
    refused: list[Refusal] = []
    names = _names(statements, canonical, nodes, groups, refused)
    yield from sorted(set(refused))
    if not names:
        return
    anything = tuple(sorted({name.word for name in names}))
    subjects = {row.entity_id: row.value for row in rows(statements, props={"entity"}, schemas={"Sanction"})}
    for row in rows(statements, props=TEXTS):
        subject = row.canonical_id if row.schema != "Sanction" else subjects.get(row.entity_id, "")
        subject = canonical.get(subject, subject)
        if subject not in nodes:
            continue
        plain = _plain(row.value)
        if any(word in plain for word in anything):  # most texts name nobody; only the others are worth a close look
            text, places = folded(row.value)
            yield from _mentions(row, subject, text, places, names)


def _mentions(row: Row, subject: str, text: str, places: list[int], names: Sequence[_Name]) -> Iterator[Edge | Refusal]:
    for name in names:
        if name.group == subject or not name.clear_on(row.dataset):
            continue
        others = [found.span() for pattern in name.longer for found in pattern.finditer(text)]
        for found in name.pattern.finditer(text):
            start, end = found.span()
            span = places[start], places[end - 1] + 1
            if name.exact and row.value[slice(*span)] != name.exact:
                continue
            if any(first <= start and end <= last for first, last in others):
                continue
            segment = _segment(text, start, end)
            if _STRUCTURED.match(segment):
                continue
            if _DENIAL.search(segment):
                yield Refusal(Layer.REMARK, "sentence may deny the tie", f"{row.id} {span[0]}-{span[1]}")
                continue
            kind = "regulations named after it" if _LEGAL.match(text[end : end + 60]) else "named in text"
            yield Edge(subject, name.group, Layer.REMARK, kind, (row.id,), span=span)


def _segment(text: str, start: int, end: int) -> str:
    first = max((found.end() for found in _SEGMENT.finditer(text, 0, start)), default=0)
    last = _SEGMENT.search(text, end)
    return text[first : last.start() if last else len(text)]


def _names(
    statements: pa.Table,
    canonical: Mapping[str, str],
    nodes: frozenset[str],
    groups: Sequence[Group],
    refused: list[Refusal],
) -> list[_Name]:
    wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for group in groups:
        key = canonical.get(group.id, group.id)
        for name in dict.fromkeys(group.names):
            form = " ".join(_words(name))
            if key not in nodes:
                continue
            if usable(name):
                wanted[form].append((key, name))
            else:
                refused.append(Refusal(Layer.REMARK, "name too short or general to look for", name))
    bearers = _bearers(statements, nodes, wanted)
    names = []
    for form, found in sorted(wanted.items()):
        key, name = found[0]
        if any(other != key for other, _ in found):
            refused.append(Refusal(Layer.REMARK, "name given for several groups", form))
            continue
        rivals = frozenset(dataset for whose, dataset in bearers[form][form] if whose != key)
        for dataset in sorted(rivals):
            refused.append(Refusal(Layer.REMARK, "several parties bear this name", f"{form} ({dataset})"))
        longer = [o for o, whose in bearers[form].items() if o != form and any(w != key for w, _ in whose)]
        names.append(
            _Name(
                group=key,
                word=max(form.split(), key=len),
                pattern=_pattern(form),
                exact=name if len(form) < 5 else "",
                longer=tuple(_pattern(other) for other in sorted(longer)),
                own=frozenset(dataset for whose, dataset in bearers[form][form] if whose == key),
                rivals=rivals,
            )
        )
    return names


def usable(name: str) -> bool:
    """Whether a name is long enough to be looked for in running text."""
    words = _words(name)
    letters = sum(len(word) for word in words)
    if len(words) == 1 and letters == 4:
        return name.isalpha() and name.isupper()
    return letters >= (5 if len(words) == 1 else 8)


def _bearers(
    statements: pa.Table, nodes: frozenset[str], wanted: Mapping[str, object]
) -> dict[str, dict[str, set[tuple[str, str]]]]:
    """Who bears each wanted name or a longer one around it, on which list: wanted → borne → (party, dataset)."""
    found: dict[str, dict[str, set[tuple[str, str]]]] = {form: defaultdict(set) for form in wanted}
    hints = tuple(sorted({max(form.split(), key=len) for form in wanted}))
    for row in rows(statements, props=NAMES):
        if row.canonical_id not in nodes:
            continue
        plain = _plain(row.value)
        if not any(word in plain for word in hints):
            continue
        words = _words(row.value)
        borne = " ".join(words)
        for form in wanted:
            if f" {form} " in f" {borne} ":
                found[form][borne].add((row.canonical_id, row.dataset))
    return found


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", folded(name)[0])


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"[\W_]{1,3}".join(map(re.escape, form.split())) + r"(?!\w)")
