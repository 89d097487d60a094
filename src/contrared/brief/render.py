"""Writing a brief: checked first, then both files, each in one step."""

from __future__ import annotations

from pathlib import Path

from contrared.brief import html, pdf
from contrared.brief.checks import check
from contrared.brief.content import Brief


def write(brief: Brief, folder: Path) -> dict[str, Path]:
    """Write ``brief.html`` and ``brief.pdf``; nothing is written when the brief is refused.

    Raises:
        BriefError: the brief may not be written; names every sentence and what it lacks.
    """
    check(brief)
    rendered = {"brief.html": html.render(brief).encode(), "brief.pdf": pdf.render(brief)}
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, content in rendered.items():
        temporary = folder / f".{name}.tmp"
        temporary.write_bytes(content)
        written[name.removeprefix("brief.")] = temporary.replace(folder / name)
    return written
