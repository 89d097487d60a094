"""What is asked about or held, and the keys derived from it."""

from __future__ import annotations

from dataclasses import dataclass

#: Version of the normaliser. Whatever changes a single key changes it, and nodes of two versions do not compare.
NORMALISER = "contrared-keys-1"
#: Kinds of keys, each with the number that stands for it in a filter (4 bits; 0 is none).
KINDS = {
    "P2D": 1,
    "P2MD": 2,
    "P2Y": 3,
    "T1D": 4,
    "DOC": 5,
    "TEL": 6,
    "PLT": 7,
    "IBAN": 8,
    "IMO": 9,
    "MMSI": 10,
    "CAN": 15,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what is asked about, or held.

    Attributes:
        names: Names as written, in any script of the tables; each may have its parts in any order.
        born: ISO dates: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        documents: Issuing country (two letters, or ``""`` where unknown) and number.
        phones: Numbers, international with ``+`` or ``00`` where known.
        plates: Country (two letters or ``""``) and number plate.
        ibans: Account numbers.
        vessels: IMO numbers (7 digits) or MMSI (9 digits).
    """

    names: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
    phones: tuple[str, ...] = ()
    plates: tuple[tuple[str, str], ...] = ()
    ibans: tuple[str, ...] = ()
    vessels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """One key.

    Attributes:
        kind: One of `KINDS`.
        value: Canonical bytes: version, kind and fields, each after its length in two bytes.
    """

    kind: str
    value: bytes

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields after version and kind."""
        parts: list[str] = []
        at = 0
        while at < len(self.value):
            size = int.from_bytes(self.value[at : at + 2], "big")
            parts.append(self.value[at + 2 : at + 2 + size].decode("ascii"))
            at += 2 + size
        return tuple(parts[2:])


@dataclass(frozen=True, slots=True)
class Derived:
    """The keys of a subject.

    Attributes:
        keys: The telling ones first.
        why_not: ``""``, or why there is none: the subject is *not comparable*, which is something else than unknown.
    """

    keys: tuple[Key, ...]
    why_not: str = ""


def key(kind: str, *fields: str) -> Key:
    """The key of a kind and its fields, which are ASCII."""
    parts = (NORMALISER, kind, *fields)
    coded = (part.encode("ascii") for part in parts)
    return Key(kind, b"".join(len(part).to_bytes(2, "big") + part for part in coded))


def canary(random: bytes) -> Key:
    """The key a holder plants in its filter and names in its manifest; every question carries it and must hit it.

    Args:
        random: Fresh random bytes, 16 or more.
    """
    return key("CAN", random.hex())
