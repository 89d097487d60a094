"""How entries of a register are compared, field by field: a readable list of levels with starting weights.

A level is tried after the one before it; ``m`` is how often two entries of one party are at that level, as assumed
before the register itself has been looked at. Commonness weighs names and places; numbers, contacts and dates are told
by few, and how often one of them stands in a register is mostly how often its owner does. What two fields have in
common is kept in one comparison, as they would otherwise count twice (Fellegi & Sunter, JASA 64, 1183, 1969, assume
that fields are independent).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """One way in which two values can agree.

    Attributes:
        label: In words.
        sql: Condition over ``…_l`` and ``…_r``.
        m: Share of pairs of one party that agree in this way, to begin with.
        commonness: Column whose commonness weighs the agreement; empty where it does not matter.
    """

    label: str
    sql: str
    m: float
    commonness: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One comparison.

    Attributes:
        name: Its name in the model; also the column that says whether a register has it.
        missing: Condition under which nothing is compared.
        levels: Ways to agree, the strongest first; what is none of them differs.
        blocks: Columns that find pairs by this field alone.
    """

    name: str
    missing: str
    levels: tuple[Level, ...]
    blocks: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of all levels, the last being that of difference."""
        return (*(level.label for level in self.levels), "differs")

    @property
    def prior(self) -> tuple[float, ...]:
        """Assumed ``m`` of all levels; they add up to 1."""
        agreeing = [level.m for level in self.levels]
        return (*agreeing, 1.0 - sum(agreeing))

    def to_splink(self) -> dict[str, Any]:
        """The comparison as Splink's settings have it."""
        levels: list[dict[str, Any]] = [
            {"sql_condition": self.missing, "label_for_charts": "missing", "is_null_level": True}
        ]
        for level in self.levels:
            found: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.label}
            if level.commonness:
                found["tf_adjustment_column"] = level.commonness
                found["tf_adjustment_weight"] = 1.0
            levels.append(found)
        levels.append({"sql_condition": "ELSE", "label_for_charts": "differs"})
        return {"output_column_name": self.name, "comparison_levels": levels}


def _null(column: str) -> str:
    return f'"{column}_l" is null or "{column}_r" is null'


def _same(column: str) -> str:
    return f'"{column}_l" = "{column}_r"'


def _near(column: str, edits: int = 1, alike: float = 0.75) -> str:
    # Counting edits costs a hundred times what likeness does, and most pairs are not alike.
    return f'(case when {_alike(column, alike)} then damerau_levenshtein("{column}_l", "{column}_r") <= {edits} end)'


def _alike(column: str, least: float) -> str:
    return f'jaro_winkler_similarity("{column}_l", "{column}_r") >= {least}'


def _in_place_of(given: str, family: str) -> str:
    return f'jaro_winkler_similarity("given_{given}", "family_{family}") >= 0.88'


#: Given and family name in each other's place, written wrong or one of them missing as may be.
_CROSSED = (
    'coalesce("straight_l" = "crossed_r", false) or "given_l" <> "given_r" and '
    f'coalesce({_in_place_of("l", "r")}, "given_l" is not null and "given_r" is not null) and '
    f'coalesce({_in_place_of("r", "l")}, true) and ("family_l" is not null or "family_r" is not null)'
)
#: Only one of them found in the other's place: the other is written otherwise, or is a second family name.
_HALF_CROSSED = f"{_in_place_of('l', 'r')} or {_in_place_of('r', 'l')}"
#: Words are bits of a mask: two words share one so seldom that it shows in the shares by chance alone.
_SHARED = 'bit_count("address_mask_l" & "address_mask_r")'
_WORDS = 'least(bit_count("address_mask_l"), bit_count("address_mask_r"))'

GIVEN = Field(
    "given",
    _null("given"),
    (
        Level("given and family name changed places", _CROSSED, 0.01),
        Level("same", _same("given"), 0.77, "given"),
        Level("pet form or spelling variant", f'list_has_any("pets_l", "pets_r") or {_same("given_code")}', 0.06),
        Level("alike", f'{_alike("given", 0.88)} or {_near("given")} and length("given_l") > 2', 0.06),
        Level("initial", 'starts_with("given_l", "given_r") or starts_with("given_r", "given_l")', 0.02),
        Level("somewhat alike", _alike("given", 0.80), 0.02),
        Level("one of them in the other's place", _HALF_CROSSED, 0.01),
    ),
)
FURTHER = Field(
    "further",
    _null("further"),
    (Level("same", _same("further"), 0.85, "further"), Level("initial", '"further_l"[1] = "further_r"[1]', 0.08)),
)
_AT_ONE_ADDRESS = _same("address")
#: Share of pairs of one party whose addresses are the same, to begin with.
_STAYED = 0.6
#: Ways in which family names agree; each is told apart by whether the address is the same, see :data:`CONDITIONED`.
_FAMILY = (
    Level("same", _same("family"), 0.75, "family"),
    Level("alike", f"({_same('family_code')} and {_same('last_code')} or {_alike('family', 0.92)})", 0.12),
    Level("one family name shared", 'list_has_any("families_l", "families_r")', 0.05),
    Level("partly alike", f"({_same('family_code')} or {_same('last_code')} or {_alike('family', 0.85)})", 0.03),
)
FAMILY = Field(
    "family",
    f"{_null('family')} or {_CROSSED} or coalesce(({_HALF_CROSSED}) and not {_alike('given', 0.80)}, false)",
    tuple(
        told
        for level in _FAMILY
        for told in (
            Level(f"{level.label}, at one address", f"{_AT_ONE_ADDRESS} and {level.sql}", level.m * _STAYED),
            replace(level, m=level.m * (1 - _STAYED)),
        )
    ),
)
#: Levels of a field that are reached under a condition, each followed by the same level where it is not met; and the
#: cause that meets it. In a household the family name is the same because the address is: what it proves there is told
#: by how often it is the same between two who share an address, however rare it is.
CONDITIONED = {"family": ("address", tuple(range(0, 2 * len(_FAMILY), 2)))}
BORN = Field(
    "born",
    _null("born"),
    (
        Level("same", _same("born"), 0.84),
        Level(
            "as far as known",
            'length("born_l") <> length("born_r") and '
            '(starts_with("born_l", "born_r") or starts_with("born_r", "born_l"))',
            0.03,
        ),
        Level("day and month changed", '"born_l" = "born_turned_r"', 0.02),
        Level("one digit differs", _near("born"), 0.05),
        Level("day and month, or year", f"{_same('born_day')} or {_same('born_year')}", 0.03),
    ),
)
ADDRESS = Field(
    "address",
    _null("address"),
    (
        Level("same", _same("address"), 0.60, "address"),
        Level(
            "most words shared", f"{_SHARED} >= 2 and {_SHARED} >= 0.7 * {_WORDS} or {_alike('address', 0.95)}", 0.15
        ),
        Level("some words shared", f"{_SHARED} >= 0.4 * {_WORDS}", 0.05),
    ),
    ("address",),
)
PHONE = Field(
    "phone",
    _null("phone"),
    (Level("same", _same("phone"), 0.75), Level("one digit differs", _near("phone"), 0.05)),
    ("phone",),
)
EMAIL = Field(
    "email",
    _null("email"),
    (
        Level("same", _same("email"), 0.75),
        Level("same before the @", "split_part(\"email_l\", '@', 1) = split_part(\"email_r\", '@', 1)", 0.03),
        Level("one or two letters differ", _near("email", 2, 0.8), 0.08),
        Level("alike", _alike("email", 0.9), 0.02),
    ),
    ("email",),
)
GENDER = Field("gender", _null("gender"), (Level("same", _same("gender"), 0.98),))
COUNTRY = Field("country", _null("country"), (Level("same", _same("country"), 0.95, "country"),))
BIRTHPLACE = Field(
    "birthplace",
    _null("birthplace"),
    (Level("same", _same("birthplace"), 0.80, "birthplace"), Level("alike", _alike("birthplace", 0.9), 0.08)),
)
POSITION = Field("position", _null("position"), (Level("same", _same("position"), 0.70, "position"),))
NAME = Field(
    "name_key",
    _null("name_key"),
    (
        Level("same", _same("name_key"), 0.70, "name_key"),
        Level("spelt alike", f"{_same('name_codes')} or {_alike('name_key', 0.95)}", 0.12),
        Level(
            "most words shared",
            'len(list_intersect("name_words_l", "name_words_r")) >= '
            '0.66 * greatest(len("name_words_l"), len("name_words_r"))',
            0.08,
        ),
        Level("alike", _alike("name_key", 0.88), 0.04),
    ),
)


def number(name: str) -> Field:
    """Comparison of an identifying number."""
    return Field(
        name,
        _null(name),
        (Level("same", _same(name), 0.90), Level("one digit differs or two turned", _near(name), 0.05)),
        (name,),
    )


NUMBERS = tuple(number(name) for name in ("national_id", "social_security", "passport", "tax", "registration", "lei"))
FIELDS = {
    "person": (GIVEN, FURTHER, FAMILY, BORN, ADDRESS, PHONE, EMAIL, *NUMBERS, GENDER, COUNTRY, BIRTHPLACE, POSITION),
    "organisation": (NAME, BORN, ADDRESS, PHONE, EMAIL, *NUMBERS, COUNTRY),
}
