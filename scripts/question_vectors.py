"""Write ``share/questions/vectors.json``: questions and filter entries from fixed seeds, for other implementations.

``python scripts/question_vectors.py`` writes what the code says; a test holds the code to what is written.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from contrared.share import oprf  # noqa: E402
from contrared.share.filters.entry import expanded, extracted  # noqa: E402
from contrared.share.keys import Subject, canary  # noqa: E402
from contrared.share.questions import prepare  # noqa: E402
from contrared.share.questions.blocks import lay  # noqa: E402

FILE = ROOT / "src" / "contrared" / "share" / "questions" / "vectors.json"
SUBJECTS = (
    Subject(),
    Subject(names=("Yusuf Karim Inventado",), born=("1974-05-09",)),
    Subject(names=("Bruno Dario Felix Gino Luz Mario Tercero Pio",), born=("1971-03-12",)),
    Subject(documents=(("PE", "AB1234567"),), phones=("+51 987 654 321",)),
)


def vector(number: int, subject: Subject) -> dict[str, Any]:
    """One question under a key pair, all from the number."""
    seed = hashlib.sha256(b"seed %d" % number).digest()
    planted = canary(hashlib.sha256(b"canary %d" % number).digest()[:16]).value
    pair = oprf.generate(lambda count: hashlib.sha512(b"key %d" % number).digest()[:count])
    laid, prepared = lay(subject, seed, planted), prepare(subject, seed, planted)
    place = laid.inputs.index(planted)
    output = oprf.outputs(pair, [planted])[0]
    return {
        "subject": {name: value for name, value in asdict(subject).items() if value},
        "seed": seed.hex(),
        "canary": planted.hex(),
        "blinds": [blind.hex() for blind in laid.blinds[:2]],
        "inputs": [data.hex() for data in laid.inputs[:2]],
        "elements": [element.hex() for element in prepared.elements],
        "secret": pair.secret.hex(),
        "public": pair.public.hex(),
        "canary_place": place,
        "canary_output": output.hex(),
        "canary_entries": [
            [f"{part:016x}" for part in expanded(extracted(output), pair.public, entry)] for entry in (0, 1, 15)
        ],
    }


def vectors() -> list[dict[str, Any]]:
    """All of them."""
    return [vector(number, subject) for number, subject in enumerate(SUBJECTS)]


def main() -> None:
    """Write the vectors."""
    FILE.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
