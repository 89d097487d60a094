"""Which of a party's references belongs to which of its regimes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

_PREFIX = re.compile(r"[A-Z]+")


class RegimeCodes:
    """Regimes by the letters with which their references begin, learned from parties of one regime.

    A party of several regimes states all its references in one cell (``AQD0194 and SOM0003``); the letters tell them
    apart.

    Args:
        stated: Regimes of each party, and its references by label.
    """

    def __init__(self, stated: Iterable[tuple[Collection[str], Mapping[str, Collection[str]]]]) -> None:
        self._homes: dict[tuple[str, str], set[str]] = {}
        for regimes, codes in stated:
            if len(regimes) == 1:
                for label, found in codes.items():
                    for code in found:
                        self._homes.setdefault((label, _prefix(code)), set()).update(regimes)

    def belongs(self, label: str, code: str, regime: str, regimes: Collection[str]) -> bool:
        """Whether a reference is that of one of the party's regimes; of every one where the letters do not tell."""
        homes = self._homes.get((label, _prefix(code)), set()) & set(regimes)
        return not homes or regime in homes


def _prefix(code: str) -> str:
    match = _PREFIX.match(code)
    return match[0] if match else ""
