"""``python -m contrared.model.language.extract [--check]``: brings the catalogues up to date with the code.

With ``--check`` nothing is written: what is missing is printed in PO form, and the exit code is 1 where something is.
"""

from __future__ import annotations

import sys

from contrared.model.language import po
from contrared.model.language.extract.catalogues import brought_up, missing, others


def main(arguments: list[str]) -> int:
    """Bring up to date, or check."""
    told = 0
    for language in others():
        if "--check" in arguments:
            lacking, stale = missing(language)
            told += len(lacking) + len(stale)
            sys.stdout.write(po.written([*lacking, *stale], language))
        else:
            total, empty = brought_up(language)
            sys.stdout.write(f"{language}: {total} texts, {empty} without a translation\n")
    return 1 if told else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
