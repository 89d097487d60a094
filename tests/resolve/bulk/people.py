"""A small register with known duplicates, as statements; everybody in it is made up."""

from __future__ import annotations

import random

import pyarrow as pa

GIVEN = "maria jose ana juan pedro lucia carmen rui nuno ines emma john alice mark diogo vera hugo elena".split()
BEGINNINGS = "alba berro cama dora eche ferra gala herme iri jara lande mora nave orte pala".split()
ENDINGS = "bal con dero gorri llana mendi nilla quera rdi sal tegui varri zabal".split()
Row = dict[str, str]


def register(people: int = 180, seed: int = 5, dataset: str = "clients") -> list[Row]:
    """People, a third of them with a second entry that has a letter of the family name doubled or no address."""
    chance = random.Random(seed)
    rows = []
    for number in range(people):
        row = {
            "id": f"{dataset}-{number:04}a",
            "firstName": chance.choice(GIVEN),
            "lastName": chance.choice(BEGINNINGS) + chance.choice(ENDINGS),
            "birthDate": f"{chance.randrange(1940, 2000)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
            "address": f"Calle {chance.choice(BEGINNINGS)} {chance.randrange(1, 200)}, {chance.choice(ENDINGS)}",
            "phone": f"+34 {chance.randrange(600_000_000, 699_999_999)}",
        }
        rows.append(row)
        if number % 3 == 0:
            again = {**row, "id": f"{dataset}-{number:04}b"}
            if number % 2:
                again["address"] = ""
            else:
                again["lastName"] += again["lastName"][-1]
            rows.append(again)
    return rows


def statements(rows: list[Row], dataset: str = "clients", schema: str = "Person") -> pa.Table:
    """The rows as statements."""
    facts = [(row["id"], prop, value) for row in rows for prop, value in row.items() if prop != "id" and value]
    return pa.table(
        {
            "id": pa.array([f"{entity}:{prop}" for entity, prop, _ in facts], pa.string()),
            "dataset": pa.array([dataset] * len(facts), pa.string()),
            "entity_id": pa.array([entity for entity, _, _ in facts], pa.string()),
            "schema": pa.array([schema] * len(facts), pa.string()),
            "prop": pa.array([prop for _, prop, _ in facts], pa.string()),
            "value": pa.array([value for _, _, value in facts], pa.string()),
        }
    )
