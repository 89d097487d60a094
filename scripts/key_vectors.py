"""Write ``share/keys/vectors.json``: what ``contrared-keys-1`` makes of names and subjects, for other implementations.

``python scripts/key_vectors.py`` writes what the code says; a test holds the code to what is written.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from contrared.share.keys import NORMALISER, Subject, asked_keys, held_keys, normaliser_hash  # noqa: E402
from contrared.share.keys.names import codes, spelt  # noqa: E402

FILE = ROOT / "src" / "contrared" / "share" / "keys" / "vectors.json"
NAMES = (
    "Mohammed Ali", "MUHAMMAD ALI", "محمد علي", "Мухаммад Али", "José da Silva Peñalosa", "Jose Penalosa Silva",
    "Jose\u0301 Pen\u0303alosa", "Abd al-Rahman Yasin", "Abdulrahman Yassin", "Abdurrahman Jasin", "عبد الرحمن ياسين",
    "Abdullah Omar", "Abd Allah Umar", "عبدالله عمر", "Usama bin Ladin", "Osama Ben Laden", "Юрий Ильич Гагарин",
    "Yuriy Ilyich Gagarin", "Jurij Gagarin", "Γεώργιος Παπαδόπουλος", "Georgios Papadopoulos", "Łukasz Żółć",
    "Çağrı Şahin", "Straße Groß", "O'Neill, Seán", "Nguyễn Văn Đức", "Ｆｕｌｌ Ｗｉｄｔｈ", "יוסף כהן",
    "Sheikh Dr. Karim", "王伟", "X", "", "A B", "de la Cruz", "Xiang Wei Chen", "Abu Khalid", "Habib Hadi",
    "Чайковский", "Tschaikowsky", "Tchaikovsky",
    "One Two Three Four Five Six Seven Eight Nine Ten",
)  # fmt: skip
SUBJECTS = (
    Subject(names=("Carlos Ficticio Nadie",), born=("1971-03-12",)),
    Subject(names=("Nadie Carlos",), born=("1971-12-03",)),
    Subject(names=("Carlos Nadie",), born=("1971",)),
    Subject(names=("Carlos Nadie",), born=("1971-01-01",)),
    Subject(names=("Carlos Nadie",), born=("1971-03",)),
    Subject(names=("Carlos Nadie", "Карлос Надие"), born=("1971-03-12", "1972")),
    Subject(names=("Nadie",), born=("1971-03-12",)),
    Subject(names=("Nadie",), born=("1971",)),
    Subject(names=("Muhammad",), born=("1971-03-12",)),
    Subject(names=("Carlos Nadie",)),
    Subject(names=("王伟",), born=("1971-03-12",)),
    Subject(documents=(("PE", "AB-1O5 / 7Z"), ("", "12345"), ("CO", "123"))),
    Subject(phones=("+51 987 654 321", "00 51 987 654 321", "987654321", "110")),
    Subject(plates=(("BR", "ABC-1D23"), ("", "XY 12"))),
    Subject(ibans=("GB82 WEST 1234 5698 7654 32", "GB83 WEST 1234 5698 7654 32")),
    Subject(vessels=("IMO 9074729", "9074728", "MMSI 235 087 000")),
    Subject(),
)


def main() -> None:
    """Write the vectors."""
    subjects = []
    for subject in SUBJECTS:
        asked, held = asked_keys(subject), held_keys(subject)
        subjects.append(
            {
                "subject": {name: value for name, value in asdict(subject).items() if value},
                "asked": [key.value.hex() for key in asked.keys],
                "held": [key.value.hex() for key in held.keys],
                "why_not": asked.why_not,
            }
        )
    vectors = {
        "version": NORMALISER,
        "hash": normaliser_hash().hex(),
        "names": [{"name": name, "spelt": spelt(name), "codes": codes(name)} for name in NAMES],
        "subjects": subjects,
    }
    FILE.write_text(json.dumps(vectors, indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
