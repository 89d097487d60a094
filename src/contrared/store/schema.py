"""Arrow schemas of the lake's tables."""

from __future__ import annotations

import pyarrow as pa

#: One row a statement; columns are those of a FollowTheMoney 4 statement plus the lake version it is read from.
STATEMENTS: pa.Schema = pa.schema(
    [
        ("id", pa.string()),
        ("entity_id", pa.string()),
        ("canonical_id", pa.string()),
        ("schema", pa.string()),
        ("prop", pa.string()),
        ("prop_type", pa.string()),
        ("value", pa.string()),
        ("lang", pa.string()),
        ("original_value", pa.string()),
        ("dataset", pa.string()),
        ("version", pa.string()),
        ("first_seen", pa.string()),
        ("last_seen", pa.string()),
        ("external", pa.bool_()),
        ("origin", pa.string()),
    ]
)

#: One row a place in a source that states a statement; the key is all three columns.
EVIDENCE: pa.Schema = pa.schema([("statement_id", pa.string()), ("source_id", pa.string()), ("locator", pa.string())])
