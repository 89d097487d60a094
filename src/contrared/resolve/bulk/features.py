"""What entries of a register are compared by, as columns: names in parts, dates, addresses, contacts, numbers.

Names go through our own folding and spelling-tolerant codes (:mod:`contrared.match.tokens`); everything else is SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa

from contrared.match.tokens import name_form, skeleton
from contrared.resolve.bulk.gather import NUMBERS
from contrared.resolve.bulk.naming import Parts, Usage, codes, pet_groups, words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
PERSON_NAMES = pa.schema(
    {
        "unique_id": _TEXT,
        "given": _TEXT,
        "given_code": _TEXT,
        "pets": pa.list_(pa.int32()),
        "further": _TEXT,
        "family": _TEXT,
        "families": _TEXTS,
        "family_code": _TEXT,
        "last_code": _TEXT,
        "straight": _TEXT,
        "crossed": _TEXT,
        "name_key": _TEXT,
        "name_codes": _TEXT,
    }
)
OTHER_NAMES = pa.schema(
    {"unique_id": _TEXT, "name_key": _TEXT, "name_codes": _TEXT, "name_words": _TEXTS, "name_start": _TEXT}
)
_NUMBER = "nullif(upper(regexp_replace({0}, '[^\\p{{L}}\\p{{N}}]', '', 'g')), '')"
_FOLDED = "trim(regexp_replace(lower(strip_accents({0})), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"


def person_features(connection: DuckDBPyConnection) -> None:
    """Make the table ``features`` of persons from ``gathered``."""
    columns = connection.execute(
        "select unique_id, first, second, father, last, whole from "
        "(select entity_id as unique_id, first, second, father, last, whole from gathered) order by unique_id"
    ).to_arrow_table()
    ids = columns["unique_id"].to_pylist()
    taken = [_taken(*row) for row in _rows(columns, ("first", "second", "father", "last", "whole"))]
    usage = Usage((given or whole[:-1], family or whole[1:]) for given, family, whole in taken)
    parts = (usage.parts(*row) for row in taken)
    _keep(connection, [_person(identity, part) for identity, part in zip(ids, parts, strict=True)], PERSON_NAMES)


def other_features(connection: DuckDBPyConnection) -> None:
    """Make the table ``features`` of organisations from ``gathered``."""
    columns = connection.execute("select entity_id, whole from gathered order by entity_id").to_arrow_table()
    rows = []
    for identity, whole in _rows(columns, ("entity_id", "whole")):
        form = name_form(whole, person=False) if whole else None
        tokens = form.tokens if form else ()
        rows.append(
            (
                identity,
                form.key or None if form else None,
                " ".join(sorted(set(form.skeletons))) or None if form else None,
                sorted(set(tokens)) or None,
                skeleton(tokens[0]) if tokens else None,
            )
        )
    _keep(connection, rows, OTHER_NAMES)


def _rows(table: pa.Table, names: Sequence[str]) -> Iterator[tuple[str | None, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


_words = lru_cache(maxsize=1 << 18)(lambda text: tuple(words(text)))


def _taken(*texts: str | None) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Words of the given names, of the family names, and of the name written whole."""
    first, second, father, last, whole = (text or "" for text in texts)
    given = (*_words(first), *_words(second), *_words(father))
    family = _words(last)
    if not (given and family) and whole.count(",") == 1:
        before, _, after = whole.partition(",")
        return _words(after), _words(before), ()
    return given, family, _words(whole)


def _person(identity: str | None, parts: Parts) -> tuple[object, ...]:
    family_codes = codes(parts.family)
    family = " ".join(parts.family)
    every = parts.words
    return (
        identity,
        parts.given or None,
        _code(parts.given) if parts.given else None,
        _pets(parts.given) or None,
        " ".join(parts.further) or None,
        family or None,
        list(dict.fromkeys(parts.family)) or None,
        family_codes[0] if family_codes else None,
        family_codes[-1] if family_codes else None,
        f"{parts.given}|{family}" if parts.given and family else None,
        f"{family}|{parts.given}" if parts.given and family else None,
        " ".join(sorted(every)) or None,
        " ".join(sorted({_code(word) for word in every})) or None,
    )


_code = lru_cache(maxsize=1 << 18)(skeleton)
_pets = lru_cache(maxsize=1 << 16)(pet_groups)


def _keep(connection: DuckDBPyConnection, rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> None:
    """Join names with everything else an entry states."""
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in schema]
    names = pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
    connection.register("names_of_entries", names)
    numbers = ",\n".join(f"{_NUMBER.format('g.' + name)} as {name}" for name in NUMBERS)
    connection.execute(f"""
        create or replace table features as
        with cleaned as (
            select g.entity_id, g.dataset, g.gender, g.country, {numbers},
                case when regexp_matches(date_text, '^\\d{{8}}$')
                    then date_text[1:4] || '-' || date_text[5:6] || '-' || date_text[7:8]
                    else nullif(date_text[1:10], '') end as born,
                right(nullif(regexp_replace(phone_text, '\\D', '', 'g'), ''), 9) as phone,
                nullif(lower(trim(email_text)), '') as email,
                nullif({_FOLDED.format("birthplace_text")}, '') as birthplace,
                nullif({_FOLDED.format("position_text")}, '') as position,
                list_filter(string_split({_FOLDED.format("address_text")}, ' '), lambda w: w <> '') as address_words
            from gathered g)
        select n.*, c.* exclude (entity_id, address_words, country, gender),
            lower(c.country) as country, lower(c.gender) as gender,
            nullif(array_to_string(list_sort(list_distinct(address_words)), ' '), '') as address,
            case when len(address_words) > 0 then list_sum(list_distinct(
                list_transform(address_words, lambda w: 1::hugeint << (md5_number_lower(w) % 126)::integer)))::hugeint
                end as address_mask,
            case when length(born) = 10 then born[1:5] || born[9:10] || born[5:7] end as born_turned,
            case when length(born) = 10 then born[1:4] || least(born[6:7], born[9:10])
                || greatest(born[6:7], born[9:10]) end as born_loose,
            born[1:4] as born_year,
            case when length(born) = 10 then born[6:10] end as born_day
        from names_of_entries n join cleaned c on c.entity_id = n.unique_id
        order by n.unique_id""")
    connection.unregister("names_of_entries")
