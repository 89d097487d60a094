"""Which elements a record of a list may hold; what stands anywhere else is told, never passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from contrared.collect.draft import Reject
from contrared.model import InputError

Element = etree._Element

#: What an element may be: ``leaf`` holds text, ``group`` only other elements; ``many`` may repeat within its parent.
Kind = str
LEAF, LEAVES, GROUP, GROUPS = "leaf", "leaves", "group", "groups"
_TEXTS = frozenset({LEAF, LEAVES})
_SINGLE = frozenset({LEAF, GROUP})


@dataclass(slots=True)
class Elements:
    """Watches the records of one file.

    Args:
        known: Kind of each element by its path below the record, without indexes.
    """

    known: Mapping[str, Kind]
    _records: int = 0
    _seen: set[str] = field(default_factory=set)
    _unknown: Counter[str] = field(default_factory=Counter)

    def unread(self, record: Element, line: int, file: str) -> Iterator[Reject]:
        """Text of a record that the reader will not read: in an unknown element, a second one, or between elements."""
        self._records += 1
        yield from self._below(record, "", line, file)

    def check(self, wanted: Sequence[str], file: str) -> None:
        """Refuse a file whose elements were renamed.

        Args:
            wanted: Paths that stand in every edition of the list.
            file: For the error.

        Raises:
            InputError: one of these stood in no record, and in more than half of them one that is not known.
        """
        missing = [path for path in wanted if path not in self._seen]
        name, count = next(iter(self._unknown.most_common(1)), ("", 0))
        if missing and count * 2 > self._records:
            raise InputError(
                f"no record has {missing[0]}, and the reader does not know {name}: the form of the list has changed",
                where=file,
                do="check which form of the list this is; nothing was loaded",
            )

    def _below(self, parent: Element, above: str, line: int, file: str) -> Iterator[Reject]:
        counts: Counter[str] = Counter()
        for child in parent:
            name = str(child.tag)
            path = f"{above}/{name}" if above else name
            kind = self.known.get(path)
            counts[name] += 1
            where = f"line={line};path={path}"
            said = " ".join((child.text or "").split())
            if kind is None:
                self._unknown[path] += 1
                if words := " ".join(" ".join(str(part) for part in child.itertext()).split()):
                    yield Reject(file, where, "the reader knows no such element", words)
            else:
                self._seen.add(path)
                if said and kind not in _TEXTS:
                    yield Reject(file, where, "text where only elements stand", said)
                if kind in _SINGLE and counts[name] > 1:
                    words = " ".join(" ".join(str(part) for part in child.itertext()).split())
                    if words:
                        yield Reject(file, f"{where}[{counts[name]}]", "stands there twice; the first was taken", words)
                else:
                    yield from self._below(child, path, line, file)
            if after := " ".join((child.tail or "").split()):
                yield Reject(file, where, "text behind this element, where none stands", after)
