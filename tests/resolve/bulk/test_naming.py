"""Names of a register taken apart."""

import pytest

from contrared.resolve.bulk.naming import Usage, words

KNOWN = [(("maria",), ("garcia",)), (("jose", "maria"), ("lopez", "perez")), (("juan",), ("garcia",))] * 40


@pytest.mark.parametrize(
    ("given", "family", "whole", "expected"),
    [
        (("maria",), ("garcia",), (), ("maria", (), ("garcia",))),
        (("garcia",), ("maria",), (), ("maria", (), ("garcia",))),
        ((), (), ("juan", "maria", "garcia"), ("juan", ("maria",), ("garcia",))),
        ((), (), ("garcia", "juan"), ("juan", (), ("garcia",))),
        (("thomas",), ("james",), (), ("thomas", (), ("james",))),
        (("pepa",), (), (), ("pepa", (), ())),
        ((), (), ("garcia",), ("", (), ("garcia",))),
        ((), (), (), ("", (), ())),
    ],
)
def test_parts(
    given: tuple[str, ...],
    family: tuple[str, ...],
    whole: tuple[str, ...],
    expected: tuple[str, tuple[str, ...], tuple[str, ...]],
) -> None:
    parts = Usage([*KNOWN, (("maria",), ("james",))]).parts(given, family, whole)
    assert (parts.given, parts.further, parts.family) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. María de la O'Hara", ["maria", "ohara"]),
        ("João d’Ávila-Souza", ["joao", "davila", "souza"]),
        ("  ", []),
        ("Иван Петров", ["ivan", "petrov"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected
