"""Weights, probabilities and directions of ties: read, checked, and every decision said."""

from __future__ import annotations

import re
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from contrared.network.files.stated import Place, treatment
from contrared.network.treatment import NetworkError, Treatment

#: A column as a reader has it, in one array or in parts.
Column: TypeAlias = "pa.Array | pa.ChunkedArray"
Floats = NDArray[np.float64]

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
#: Thousands in groups, or a decimal comma with three places: nobody can tell.
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")
#: What stands where nothing is known.
MISSING = frozenset({"", "na", "n/a", "null", "none", "."})
_TRUE = frozenset("true t yes y 1 directed di si sí sim arc".split())
_FALSE = frozenset("false f no n 0 undirected un mutual both bidirectional não nao edge".split())


def weights(column: Column, place: Place) -> tuple[Floats, list[Treatment]]:
    """Weight of each row, 0 or more; 1 where none is stated.

    Raises:
        NetworkError: a weight is negative, infinite or no number; names the place.
    """
    found, treatments = _numbers(column, "weight", place)
    _refuse(found == np.inf, column, "weight", "is infinite: give a number", place)
    _refuse(found < 0, column, "weight", "is negative: a tie has strength above 0, so leave the tie out", place)
    none = np.isnan(found)
    if none.any():
        treatments.append(treatment("no weight", "taken as 1", np.flatnonzero(none), place))
        found = np.where(none, 1.0, found)
    return found, treatments


def probabilities(column: Column, place: Place) -> tuple[Floats, list[Treatment]]:
    """Probability of each row, from 0 to 1; NaN where none is stated.

    Raises:
        NetworkError: one is outside 0 to 1 or no number; names the place.
    """
    found, treatments = _numbers(column, "probability", place)
    how = "is not between 0 and 1: give 80 % as 0.8"
    _refuse((found < 0) | (found > 1), column, "probability", how, place)
    return found, treatments


def directions(column: Column, default: bool, place: Place) -> tuple[NDArray[np.bool_], list[Treatment]]:
    """Whether each row is directed.

    Raises:
        NetworkError: a word that says neither; names the place.
    """
    kind = column.type
    if not (pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_null(kind) or is_text(kind)):
        raise NetworkError(f"{place(0)}: the column directed holds {kind}: give true or false")
    codes, kinds = encoded(column)
    said = np.zeros(len(kinds), np.int8)
    for at, said_word in enumerate(kinds):
        word = said_word.strip().casefold()
        said[at] = 1 if word in _TRUE else 0 if word in _FALSE else 2 if word in MISSING else 3
    row = said[codes]
    if (wrong := np.flatnonzero(row == 3)).size:
        word = kinds[codes[wrong[0]]]
        raise NetworkError(f"{place(int(wrong[0]))}: directed is {word!r}: give true or false, directed or undirected")
    treatments = []
    if (none := np.flatnonzero(row == 2)).size:
        how = f"taken as {'directed' if default else 'undirected'}"
        treatments.append(treatment("no direction", how, none, place))
    return np.where(row == 2, default, row == 1), treatments


def is_direction(words: list[str]) -> bool:
    """Whether words all say if a tie is directed, as in a column ``Type`` of Gephi's."""
    return bool(words) and {word.strip().casefold() for word in words} <= {"directed", "undirected", "mutual"}


def is_number(text: str) -> bool:
    """Whether a cell is a number, with a decimal point or comma."""
    text = text.strip()
    return bool(_NUMBER.fullmatch(text) or _DECIMAL_COMMA.fullmatch(text) or GROUPED.fullmatch(text))


def is_text(kind: pa.DataType) -> bool:
    """Whether an Arrow type holds text, dictionary-encoded or not."""
    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def flat(column: Column) -> pa.Array:
    """A column as one array."""
    if isinstance(column, pa.Array):
        return column
    return pa.array([], column.type) if column.length() == 0 else pa.concat_arrays(column.chunks)


def encoded(column: Column) -> tuple[NDArray[np.int64], list[str]]:
    """Texts as codes and the distinct texts; a null is an empty text."""
    coded = pc.fill_null(flat(pc.cast(column, pa.large_string())), "").dictionary_encode()
    return coded.indices.to_numpy(zero_copy_only=False).astype(np.int64), coded.dictionary.to_pylist()


def _numbers(column: Column, name: str, place: Place) -> tuple[Floats, list[Treatment]]:
    """Numbers of a column, NaN where nothing is stated."""
    if not is_text(column.type):
        return _typed(flat(column), name, place), []
    codes, kinds = encoded(column)
    texts = [kind.strip() for kind in kinds]
    treatments: list[Treatment] = []
    scale = 1.0
    if name == "probability" and (percent := [text.endswith("%") for text in texts if not _missing(text)]):
        if all(percent):
            scale, texts = 100.0, [text.removesuffix("%").strip() for text in texts]
            treatments.append(Treatment("percent sign", len(codes), "80% taken as 0.8"))
        elif any(percent):
            first = _first(codes, [text.endswith("%") for text in texts])
            told = f"probability {kinds[codes[first]]!r} has a percent sign and others have none"
            raise NetworkError(f"{place(first)}: {told}: give all as 0.8 or all as 80%")
    if any(_DECIMAL_COMMA.fullmatch(text) for text in texts):
        texts = _with_points(texts, codes, name, place)
        treatments.append(Treatment("decimal comma", len(codes), f"1,5 in {name} taken as 1.5"))
    wrong = [not _missing(text) and _NUMBER.fullmatch(text) is None for text in texts]
    if any(wrong):
        first = _first(codes, wrong)
        raise NetworkError(
            f"{place(first)}: {name} {kinds[codes[first]]!r} is not a number: correct it or leave it empty"
        )
    values = np.array([np.nan if _missing(text) else float(text) / scale for text in texts], np.float64)
    return values[codes], treatments


def _with_points(texts: list[str], codes: NDArray[np.int64], name: str, place: Place) -> list[str]:
    """Decimal commas as points.

    Raises:
        NetworkError: it cannot be told whether 1,500 is one and a half or fifteen hundred.
    """
    comma = [bool(_DECIMAL_COMMA.fullmatch(text)) for text in texts]
    point = any("." in text for text in texts)
    if point or not any(comma[at] and not GROUPED.fullmatch(text) for at, text in enumerate(texts)):
        first = _first(codes, comma)
        why = "others have a decimal point" if point else "it may be a decimal comma or part thousands"
        raise NetworkError(f"{place(first)}: {name} {texts[codes[first]]!r} has a comma, and {why}: write 1.5 or 1500")
    return [text.replace(",", ".") if comma[at] else text for at, text in enumerate(texts)]


def _typed(column: pa.Array, name: str, place: Place) -> Floats:
    kind = column.type
    numeric = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    if not numeric and not pa.types.is_null(kind):
        raise NetworkError(f"{place(0)}: the column {name} holds {kind}, not numbers")
    if pa.types.is_floating(kind):
        nan = pc.fill_null(pc.is_nan(column), False).to_numpy(zero_copy_only=False)
        _refuse(nan, column, name, "is not a number: correct it or leave it empty", place)
    return np.asarray(pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False), np.float64)


def _missing(text: str) -> bool:
    return text.casefold() in MISSING


def _first(codes: NDArray[np.int64], marked: list[bool]) -> int:
    return int(np.flatnonzero(np.array(marked)[codes])[0])


def _refuse(wrong: NDArray[np.bool_], column: Column, name: str, told: str, place: Place) -> None:
    if (rows := np.flatnonzero(wrong)).size:
        raise NetworkError(f"{place(int(rows[0]))}: {name} {column[int(rows[0])].as_py()} {told}")
