"""Writing a brief: checked first, then both files, each in one step."""

from __future__ import annotations

from pathlib import Path

from contrared.brief import html, pdf
from contrared.brief.checks import check
from contrared.brief.content import Brief
from contrared.brief.told import check_told
from contrared.model.language import speaking, spoken


def write(brief: Brief, folder: Path, language: str | None = None) -> dict[str, Path]:
    """Write ``brief.html`` and ``brief.pdf``; nothing is written when the brief is refused.

    Ids of judgements and facts are those of the English text, so that they are the same in every language.

    Args:
        brief: The brief.
        folder: Where to; made if missing.
        language: Code of the language; the one spoken unless given.

    Raises:
        BriefError: the brief may not be written; names every sentence and what it lacks.
        InputError: the language is none of ours.
    """
    check(brief)
    with speaking(language or spoken()):
        check_told(brief)
        rendered = {"brief.html": html.render(brief).encode(), "brief.pdf": pdf.render(brief)}
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, content in rendered.items():
        temporary = folder / f".{name}.tmp"
        temporary.write_bytes(content)
        written[name.removeprefix("brief.")] = temporary.replace(folder / name)
    return written
