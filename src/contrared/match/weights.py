"""Models for screening: named features with weights, one readable file a model."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from contrared.match.factual import FACT_FEATURES
from contrared.match.naming import NAME_FEATURES
from contrared.model import InputError

#: Classes of parties that have weights of names of their own.
CLASSES = ("person", "organisation", "thing")
#: Features of names beside those of one pair of names.
AROUND_NAMES = ("start", "names differ", "no name", "weak alias", "further name")


@dataclass(frozen=True, slots=True)
class Weights:
    """A model: weights in log-odds.

    Attributes:
        name: Name of the model.
        threshold: Score from which a pair is shown to a person.
        most_by_name: By class, the log-odds that names alone can reach, ``start`` included.
        names: By class, the weight of each feature of names.
        facts: Weight of each feature of facts.
        says: Where the weights come from.
    """

    name: str
    threshold: float
    most_by_name: Mapping[str, float]
    names: Mapping[str, Mapping[str, float]]
    facts: Mapping[str, float]
    says: str = ""

    @classmethod
    def parse(cls, name: str, text: str) -> Weights:
        """Read a model file.

        Raises:
            InputError: not TOML, or a feature is missing or unknown.
        """
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as exc:
            raise InputError(f"not TOML: {exc}", where=f"model {name}", do="correct that line") from exc
        names = {of: table.get(of, {}) for of in CLASSES}
        for of, held in names.items():
            _check(name, of, held, (*AROUND_NAMES, *NAME_FEATURES, "most by name"))
        _check(name, "facts", table.get("facts", {}), FACT_FEATURES)
        if not isinstance(table.get("threshold"), int | float):
            raise InputError("lacks a threshold", where=f"model {name}", do="see the file of the default")
        return cls(
            name=name,
            threshold=float(table["threshold"]),
            most_by_name={of: float(held["most by name"]) for of, held in names.items()},
            names={of: {k: float(v) for k, v in held.items() if k != "most by name"} for of, held in names.items()},
            facts={key: float(value) for key, value in table["facts"].items()},
            says=str(table.get("says", "")),
        )

    def render(self) -> str:
        """The model file; the inverse of :meth:`parse`."""
        lines = [f"says = {_quoted(self.says)}", f"threshold = {self.threshold:g}"]
        for of in CLASSES:
            lines += ["", f"[{of}]", f'"most by name" = {self.most_by_name[of]:g}']
            lines += [f"{_quoted(key)} = {self.names[of][key]:.3f}" for key in (*AROUND_NAMES, *NAME_FEATURES)]
        lines += ["", "[facts]", *(f"{_quoted(key)} = {self.facts[key]:.3f}" for key in FACT_FEATURES)]
        return "\n".join(lines) + "\n"


def _check(name: str, table: str, held: Mapping[str, object], wanted: tuple[str, ...]) -> None:
    for what, keys in (("lacks", set(wanted) - held.keys()), ("has the unknown", held.keys() - set(wanted))):
        if keys:
            raise InputError(
                f"[{table}] {what} {', '.join(sorted(keys))}", where=f"model {name}", do="see the file of the default"
            )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _folder() -> Traversable:
    return files("contrared.match") / "models"


@cache
def known_models() -> tuple[str, ...]:
    """Names of the models that ship with the project."""
    return tuple(sorted(item.name.removesuffix(".toml") for item in _folder().iterdir() if item.name.endswith(".toml")))


@cache
def weights(name: str) -> Weights:
    """A model by the name of one that ships with the project, or by the path of a model file (``….toml``).

    Raises:
        InputError: there is no such model, or its file is wrong.
    """
    if name.endswith(".toml"):
        try:
            return Weights.parse(name, Path(name).read_text(encoding="utf-8"))
        except OSError as exc:
            raise InputError(f"cannot be read ({exc.strerror})", where=name, do="check the path") from exc
    if name not in known_models():
        raise InputError(f"there is no matching model {name!r}", do="choose one of: " + ", ".join(known_models()))
    return Weights.parse(name, (_folder() / f"{name}.toml").read_text(encoding="utf-8"))
