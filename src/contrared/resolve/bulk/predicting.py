"""Pairs of a register, weighed by a model."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from contrared.resolve.bulk.blocking import Block
from contrared.resolve.bulk.chance import level_of, pair_columns
from contrared.resolve.bulk.model import LinkageModel

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

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection=connection)
    settings = model.settings(tuple(block.column for block in blocks))
    linker = Linker(api.register("entries"), settings, log_level=logging.ERROR)
    found = linker.inference.predict(threshold_match_probability=least)
    levels = ", ".join(
        f"(case {level_of(field)} when -1 then -1 else {len(field.levels)} - {level_of(field)} end)::tinyint "
        f"as gamma_{field.name}"
        for field in model.fields
    )
    # The library keeps no levels without the values compared: they are told anew for the pairs that remain.
    table = connection.execute(f"""
        select "left", "right", weight, probability, {levels} from (
            select least(unique_id_l, unique_id_r) as "left", greatest(unique_id_l, unique_id_r) as "right",
                round(match_weight, 4) as weight, round(match_probability, 6) as probability,
                {pair_columns(model.fields)}
            from {found.physical_name} p
            join entries l on l.unique_id = p.unique_id_l join entries r on r.unique_id = p.unique_id_r)
        order by weight desc, "left", "right" """).to_arrow_table()
    linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    return table
