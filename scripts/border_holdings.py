"""Makes the synthetic people that the nodes of `contrared demo border` hold: ``python scripts/border_holdings.py``.

Nobody in them exists. Names are drawn at random from parts that are common in the country, from a fixed seed.
"""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

OUT = Path(__file__).parents[1] / "src" / "contrared" / "demo" / "border" / "holdings"
NUMBER = 300
GIVEN = {
    "br": "João Ana Pedro Juliana Rafael Camila Lucas Fernanda Thiago Beatriz Bruno Larissa Caio Diego Renata",
    "co": "Andrés Paola Camilo Diana Julián Catalina Sebastián Natalia Felipe Marcela Iván Lorena Óscar Yesenia Luz",
    "pa": "Rolando Yamileth Abdiel Itzel Ricaurte Dayra Eliécer Maritza Omar Vielka Irving Rubén Edilma",
    "gt": "Byron Lesbia Estuardo Evelyn Mynor Heidy Selvin Brenda Edgar Mirna Wilmer Glendy Hugo Ingrid Rudy",
}
FAMILY = {
    "br": "Silva Santos Oliveira Souza Pereira Costa Rodrigues Almeida Nascimento Lima Araújo Ribeiro Carvalho Gomes",
    "co": "Rodríguez Gómez González Martínez García López Hernández Sánchez Ramírez Pérez Díaz Muñoz Rojas Moreno",
    "pa": "Castillo Batista Quintero Rodríguez Caballero De León Cedeño Samaniego Pinzón Barría Domínguez",
    "gt": "Morales Ajú Chocooj Hernández Xicay Pérez Tzunún Ramírez Coc Velásquez Sis Gómez Caal Choc Ixcot",
}


def people(country: str) -> list[dict[str, object]]:
    """The people of one country, as FollowTheMoney entities."""
    draw = random.Random(f"border-{country}")
    given, family = GIVEN[country].split(), FAMILY[country].split()
    found: list[dict[str, object]] = []
    for number in range(NUMBER):
        names = [draw.choice(given), draw.choice(family), draw.choice(family)]
        born = f"{draw.randint(1955, 2004)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
        properties = {
            "name": [" ".join(names)],
            "birthDate": [born],
            "nationality": [country],
            "passportNumber": [f"{country.upper()}{draw.randint(10**6, 10**7 - 1)}"],
        }
        found.append({"id": f"{country}-person-{number:04d}", "schema": "Person", "properties": properties})
    return found


def main() -> None:
    """Write one file for each country."""
    OUT.mkdir(parents=True, exist_ok=True)
    for country in GIVEN:
        lines = [json.dumps(person, ensure_ascii=False, sort_keys=True) for person in people(country)]
        with (OUT / f"{country}_2026-02-01.ftm.json.gz").open("wb") as stream:
            stream.write(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))


if __name__ == "__main__":
    main()
