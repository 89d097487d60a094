"""A dataset version: what one load wrote, never changed afterwards."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DatasetVersion:
    """One immutable version of a dataset.

    Attributes:
        dataset: Name, e.g. ``us_ofac_sdn``.
        version: Id from date and content, e.g. ``2021-06.1f0c…``.
        as_of: Date the content speaks for.
        carries: FtM properties this version can state; empty means all.
        sources: Source dictionaries (:meth:`contrared.model.Source.to_dict`) by id.
        files: SHA-256 of each file of the version, by name.
        statements: Number of statements.
        evidence: Number of evidence rows.
        entities: Number of entities.
        rejects: Number of rows or values set aside in ``rejects.csv``.
        reader: Reader and version that wrote it.
        loaded_at: Wall-clock time of the load, UTC ISO.
        formerly: Ids of the versions this one stands in for, oldest first: some of their sources were deleted.
        taken: What was taken out each time: deletion, when, legal basis, and how many sources and statements.
    """

    dataset: str
    version: str
    as_of: str
    carries: tuple[str, ...]
    sources: dict[str, dict[str, Any]]
    files: dict[str, str]
    statements: int
    evidence: int
    entities: int
    rejects: int
    reader: str
    loaded_at: str
    formerly: tuple[str, ...] = ()
    taken: tuple[dict[str, Any], ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """``(dataset, version)``."""
        return (self.dataset, self.version)

    @property
    def of_tips(self) -> bool:
        """Whether it is of tips, which have datasets of their own and alone carry nothing."""
        return any(source["evidential_status"] == "tip" for source in self.sources.values())

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        data = asdict(self)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> DatasetVersion:
        """Inverse of :meth:`to_dict`."""
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        return cls(**values)
