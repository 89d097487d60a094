"""Which format is written by what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from contrared.brief.exports import bods, ftm, gexf, graphml, stix, tables
from contrared.brief.exports.document import Document
from contrared.brief.exports.holding import Holding
from contrared.model import InputError


class Format(StrEnum):
    """Formats of an export."""

    FTM = "ftm"
    CSV = "csv"
    GRAPHML = "graphml"
    GEXF = "gexf"
    STIX = "stix"
    BODS = "bods"
    EVIDENCE = "evidence"

    @property
    def folder(self) -> bool:
        """Whether it is written as a folder."""
        return self in {Format.CSV, Format.EVIDENCE}

    @property
    def of_ties(self) -> bool:
        """Whether it needs the ties of the network, which take time to find."""
        return self not in {Format.FTM, Format.BODS}


_SINGLE = {
    Format.FTM: ftm.document,
    Format.GRAPHML: graphml.document,
    Format.GEXF: gexf.document,
    Format.STIX: stix.document,
    Format.BODS: bods.document,
}


def check_columns(fmt: Format, columns: Sequence[str]) -> None:
    """Whether these columns can be chosen, asked before anything is approved or put on record.

    Raises:
        InputError: the format has no columns, or not these.
    """
    if columns and fmt is not Format.CSV:
        raise InputError(f"{fmt.value} has no columns to choose", where="--columns", do="give --format csv")
    tables.chosen(columns)


def documents(holding: Holding, fmt: Format, columns: Sequence[str] = ()) -> Mapping[str, Document]:
    """The files of a format, by name; the name is empty where there is one file, named by who writes it.

    Args:
        holding: What leaves.
        fmt: Any format but ``evidence``, which is made of a case.
        columns: Columns of the statements, for ``csv``.

    Raises:
        InputError: these columns cannot be chosen.
    """
    check_columns(fmt, columns)
    return tables.documents(holding, columns) if fmt is Format.CSV else {"": _SINGLE[fmt](holding)}
