"""Small lists for the tests of this room: each party a line."""

import hashlib
from collections.abc import Sequence

import pyarrow as pa

Row = tuple[str, str, str, str, str]


def table(rows: Sequence[Row]) -> pa.Table:
    """Statements from ``(dataset, entity, schema, prop, value)``."""
    return pa.Table.from_pylist(
        [
            {
                "id": hashlib.sha1("|".join(row).encode()).hexdigest(),
                "dataset": row[0],
                "entity_id": row[1],
                "schema": row[2],
                "prop": row[3],
                "value": row[4],
            }
            for row in rows
        ]
    )


def party(dataset: str, entity: str, schema: str, name: str, **values: str) -> list[Row]:
    facts = {"name": name, **values}
    return [(dataset, entity, schema, prop, value) for prop, value in facts.items()]


#: Three lists. Assad Barakat stands on two; a company bears his surname; two armies share a name; two entries of one
#: list share a document; the rest gives words their rarity.
LISTS: list[Row] = [
    *party("us", "us-1", "Person", "Assad Ahmad BARAKAT", birthDate="1967-03-26", country="py", idNumber="RL 2325452"),
    *party("uk", "uk-1", "Person", "BARAKAT, Assad Ahmad", birthDate="1967-03-26", country="py"),
    *party("us", "us-2", "Organization", "BARAKAT TRANSNATIONAL CRIMINAL ORGANIZATION", country="sy"),
    *party("us", "us-3", "Organization", "NATIONAL LIBERATION ARMY", country="co"),
    *party("us", "us-4", "Organization", "NATIONAL LIBERATION ARMY", country="mk"),
    *party("uk", "uk-3", "Organization", "NATIONAL LIBERATION ARMY"),
    *party("us", "us-5", "Person", "Zurab Gayozovich MAKIEV", passportNumber="AB123456", birthDate="1960-01-02"),
    *party("us", "us-6", "Person", "Zurab MAKIEV", passportNumber="AB123456", birthDate="1960-01-02"),
    *party("uk", "uk-5", "Person", "Mohamad NOUREDDINE", idNumber="RL 2325499"),
    *party("un", "un-7", "Vessel", "OCEAN MARITIME", imoNumber="9187629"),
    *party("uk", "uk-7", "Organization", "OCEAN MARITIME MANAGEMENT"),
    *(
        row
        for number in range(60)
        for row in party(
            "mx", f"mx-{number:02}", "Company", f"COMERCIAL {chr(97 + number % 26) * 3}{number} SA", country="mx"
        )
    ),
]
