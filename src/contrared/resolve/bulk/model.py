"""The model of a bulk linkage, as it is kept and shown: what each kind of agreement is worth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from contrared.resolve.bulk.comparing import FIELDS, Field


@dataclass(frozen=True, slots=True)
class Weight:
    """What one level of one field is worth.

    Attributes:
        field: Name of the field.
        level: Label of the level.
        m: Share of pairs of one party that are at this level.
        u: Share of pairs of two parties that are.
        by_commonness: Whether a common value counts for less than ``bits`` and a rare one for more.
    """

    field: str
    level: str
    m: float
    u: float
    by_commonness: bool

    @property
    def bits(self) -> float:
        """Weight of evidence, log2(m / u)."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class LinkageModel:
    """A trained model.

    Attributes:
        kind: Kind of register.
        prior: Probability that two random entries are one party.
        weights: Of all levels of all fields, in the order in which levels are tried.
        entries: Entries it was trained on.
        library: Linkage library and version.
    """

    kind: str
    prior: float
    weights: tuple[Weight, ...]
    entries: int
    library: str

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields the model compares."""
        named = {weight.field for weight in self.weights}
        return tuple(field for field in FIELDS[self.kind] if field.name in named)

    def of(self, field: str) -> tuple[Weight, ...]:
        """Weights of one field, strongest level first."""
        return tuple(weight for weight in self.weights if weight.field == field)

    def settings(self, blocks: tuple[str, ...] = ()) -> dict[str, Any]:
        """Settings as the linkage library takes them.

        Args:
            blocks: Columns of keys.
        """
        comparisons = []
        for field in self.fields:
            comparison = field.to_splink()
            for level, weight in zip(comparison["comparison_levels"][1:], self.of(field.name), strict=True):
                level["m_probability"], level["u_probability"] = weight.m, weight.u
            comparisons.append(comparison)
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "unique_id",
            "probability_two_random_records_match": self.prior,
            "comparisons": comparisons,
            "blocking_rules_to_generate_predictions": [
                {"blocking_rule": f'l."{column}" = r."{column}"', "sql_dialect": "duckdb"} for column in blocks
            ],
            "retain_matching_columns": False,
            "retain_intermediate_calculation_columns": False,
            "em_convergence": 0.0005,
            "max_iterations": 25,
        }

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> LinkageModel:
        """Inverse of :meth:`to_dict`."""
        weights = tuple(Weight(**weight) for weight in data["weights"])
        return cls(data["kind"], data["prior"], weights, data["entries"], data["library"])
