"""UN and UK lists: how many of the parties on both are found, on the half that was kept aside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from figure import Figure, of


def measure(runs: int) -> list[Figure]:
    """Totals of the half kept aside; the result is the same in every run, so it is taken once."""
    del runs
    script = Path(__file__).with_name("un_uk.py")
    done = subprocess.run([sys.executable, str(script), "--half", "test", "--json"], capture_output=True, text=True)
    if not done.stdout:
        raise SystemExit(done.stderr)
    found = json.loads(done.stdout)
    return [
        of("UN and UK", "true pairs in the half kept aside", [found["true pairs in this half"]], "pairs", digits=0),
        of("UN and UK", "automatic merges: precision", [found["precision"]], "", "≥ 0.99", 4),
        of("UN and UK", "automatic merges: recall", [found["recall"]], "", "≥ 0.90", 4),
        of("UN and UK", "with candidates: recall", [found["recall with candidates"]], "", "≥ 0.99", 4),
        of("UN and UK", "most candidates a group", [found["most candidates a group"]], "", "≤ 3", 0),
    ]
