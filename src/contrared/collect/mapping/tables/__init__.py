"""Tables of any form, row by row: CSV, workbook, Parquet, JSON; each row knows where it stands."""

from contrared.collect.mapping.tables.opened import open_table
from contrared.collect.mapping.tables.table import Reading, Row, Table

__all__ = ["Reading", "Row", "Table", "open_table"]
