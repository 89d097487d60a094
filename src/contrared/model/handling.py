"""Handling codes: TLP 2.0, Europol H-codes, caveats and who it may be released to.

Sources: FIRST, *Traffic Light Protocol 2.0* (2022); Europol handling codes H0–H3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from contrared.model.errors import InputError


class Tlp(Enum):
    """TLP 2.0 labels, ordered from freest to strictest."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def label(self) -> str:
        """The label as the standard writes it, ``TLP:AMBER+STRICT``."""
        return "TLP:" + self.name.replace("_", "+")

    @classmethod
    def parse(cls, text: str) -> Tlp:
        """Parse ``TLP:AMBER``, ``amber+strict`` and the like.

        Raises:
            InputError: the label is not one of TLP 2.0.
        """
        name = text.strip().upper().removeprefix("TLP:").replace("+", "_").replace(" ", "_")
        if name == "WHITE":
            name = "CLEAR"
        try:
            return cls[name]
        except KeyError as exc:
            raise InputError(
                f"{text!r} is not a TLP 2.0 label",
                do="use TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED",
            ) from exc


class HandlingCode(StrEnum):
    """Europol handling codes."""

    H0 = "H0"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


@dataclass(frozen=True, slots=True)
class Handling:
    """How something may be handled and passed on."""

    tlp: Tlp = Tlp.CLEAR
    code: HandlingCode | None = None
    caveats: tuple[str, ...] = ()
    releasable_to: tuple[str, ...] = field(default=())

    @property
    def banner(self) -> str:
        """The line printed at the top and foot of each page."""
        parts = [self.tlp.label]
        if self.code is not None:
            parts.append(str(self.code))
        parts.extend(self.caveats)
        if self.releasable_to:
            parts.append("REL TO " + ", ".join(self.releasable_to))
        return " // ".join(parts)

    @classmethod
    def parse(cls, text: str, *, releasable_to: Iterable[str] = ()) -> Handling:
        """Parse a banner such as ``TLP:AMBER // H1 // NO COURT USE // REL TO CO, PA``.

        Raises:
            InputError: no TLP label stands first.
        """
        first, *rest = [part.strip() for part in text.split("//")]
        code: HandlingCode | None = None
        caveats: list[str] = []
        releasable = [name.strip().upper() for name in releasable_to if name.strip()]
        for part in rest:
            if part.upper() in HandlingCode.__members__:
                code = HandlingCode(part.upper())
            elif part.upper().startswith("REL TO "):
                releasable.extend(c.strip().upper() for c in part[7:].split(",") if c.strip())
            elif part:
                caveats.append(part)
        return cls(Tlp.parse(first), code, tuple(caveats), tuple(sorted(set(releasable))))


def strictest(handlings: Iterable[Handling]) -> Handling:
    """Combine handlings so that nothing in the sum is freer than any part.

    The strictest TLP and H-code win, caveats add up, and ``releasable_to`` is the intersection
    of those that name one.

    >>> strictest([Handling(Tlp.GREEN), Handling(Tlp.AMBER, None, ("NO COURT USE",))]).banner
    'TLP:AMBER // NO COURT USE'
    """
    tlp = Tlp.CLEAR
    code: HandlingCode | None = None
    caveats: set[str] = set()
    releasable: set[str] | None = None
    for item in handlings:
        tlp = max(tlp, item.tlp, key=lambda t: t.value)
        if item.code is not None and (code is None or item.code > code):
            code = item.code
        caveats.update(item.caveats)
        if item.releasable_to:
            these = set(item.releasable_to)
            releasable = these if releasable is None else releasable & these
    if releasable is not None and not releasable:
        caveats.add("NOT RELEASABLE")
    return Handling(tlp, code, tuple(sorted(caveats)), tuple(sorted(releasable or ())))
