"""Pairs of a register, weighed by a model."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from contrared.resolve.bulk.blocking import Block
from contrared.resolve.bulk.model import LinkageModel
from contrared.resolve.bulk.training import quietly

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def predict(connection: DuckDBPyConnection, model: LinkageModel, blocks: Sequence[Block], least: float) -> pa.Table:
    """Pairs that share a key and weigh enough, heaviest first.

    Args:
        connection: Where ``entries`` is.
        model: The model.
        blocks: Keys.
        least: Lowest probability that is kept.

    Returns:
        ``left, right, weight`` (bits), ``probability`` and, for each field, the level at which it agrees as
        ``gamma_…``: -1 missing, 0 differs, higher is stronger.
    """
    from splink import DuckDBAPI, Linker

    quietly()
    api = DuckDBAPI(connection=connection)
    settings = model.settings(tuple(block.column for block in blocks))
    linker = Linker(api.register("entries"), settings, log_level=logging.ERROR)
    found = linker.inference.predict(threshold_match_probability=least)
    gammas = ", ".join(f"gamma_{field.name}::tinyint as gamma_{field.name}" for field in model.fields)
    table = connection.execute(f"""
        select least(unique_id_l, unique_id_r) as "left", greatest(unique_id_l, unique_id_r) as "right",
            round(match_weight, 4) as weight, round(match_probability, 6) as probability, {gammas}
        from {found.physical_name} order by weight desc, "left", "right" """).to_arrow_table()
    linker.table_management.delete_tables_created_by_splink_from_db()
    return table
