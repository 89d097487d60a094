"""One row for each entry of a register, gathered from its statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Schemata that are linked together, by the kind of register.
KINDS = {"person": ("Person",), "organisation": ("Organization", "Company", "PublicBody", "LegalEntity")}
#: Columns of an entry that are one property each; where it states several values, the first in order counts.
SINGLE = {
    "first": ("firstName",),
    "second": ("secondName", "middleName"),
    "father": ("fatherName",),
    "last": ("lastName",),
    "phone_text": ("phone",),
    "email_text": ("email",),
    "gender": ("gender",),
    "birthplace_text": ("birthPlace",),
    "position_text": ("position",),
    "country": ("nationality", "citizenship", "country", "jurisdiction", "mainCountry"),
}
#: Numbers that identify, each a column of its own.
NUMBERS = {
    "national_id": ("idNumber",),
    "social_security": ("socialSecurityNumber",),
    "passport": ("passportNumber",),
    "tax": ("taxNumber", "vatCode", "innCode"),
    "registration": ("registrationNumber", "ogrnCode", "uscCode"),
    "lei": ("leiCode",),
}
DATES = ("birthDate", "incorporationDate")
#: Parts of an address, in the order in which they are written.
ADDRESS_PARTS = ("street", "street2", "street3", "postOfficeBox", "postalCode", "city", "region", "state", "country")
#: Property in which a value that cannot be what its column holds is kept as text, after the name of its own property:
#: an e-mail address with two @ or a thirteenth month still says whose entry it is.
KEPT = "notes"
#: Properties that bulk linkage reads.
PROPERTIES = (
    "name",
    KEPT,
    *(prop for props in (*SINGLE.values(), *NUMBERS.values()) for prop in props),
    *DATES,
    "address",
    "addressEntity",
    "full",
    *ADDRESS_PARTS,
)


def gather(connection: DuckDBPyConnection, kind: str, datasets: Sequence[str]) -> int:
    """Make the table ``gathered`` from the relation ``statements``; say how many entries it has.

    Dates may have month or day missing; an address is the entry's own line, else that of its first address.

    Args:
        connection: Where ``statements`` is registered, with ``entity_id, schema, dataset, prop, value``.
        kind: A key of :data:`KINDS`.
        datasets: Registers that take part.
    """
    listed = _listed(datasets)
    singles = ",\n".join(f"{_first(props)} as {name}" for name, props in {**SINGLE, **NUMBERS}.items())
    connection.execute(f"""
        create or replace temp table of_addresses as
        select entity_id, coalesce(min(value) filter (prop = 'full'),
            nullif(concat_ws(' ', {", ".join(f"min(value) filter (prop = '{part}')" for part in ADDRESS_PARTS)}), ''))
            as line
        from statements where schema = 'Address' and dataset in ({listed}) group by entity_id""")
    connection.execute(f"""
        create or replace temp table rows_of_entries as
        select entity_id, min(dataset) as dataset,
            max({{'size': length(value), 'text': value}}) filter (prop = 'name') as longest,
            {singles},
            coalesce(max({{'size': length(value), 'text': value}}) filter (prop in ({_listed(DATES)})),
                max({{'size': 8, 'text': {_told("birthDate")}}}) filter ({_tells("birthDate")})) as date,
            min(value) filter (prop = 'address') as own_address,
            min(value) filter (prop = 'addressEntity') as address_id
        from statements
        where schema in ({_listed(KINDS[kind])}) and dataset in ({listed})
        group by entity_id""")
    connection.execute("""
        create or replace temp table gathered as
        select e.* exclude (longest, date, own_address, address_id),
            e.longest.text as whole, e.date.text as date_text, coalesce(e.own_address, a.line) as address_text
        from rows_of_entries e left join of_addresses a on a.entity_id = e.address_id
        order by e.entity_id""")
    found = connection.execute("select count(*) from gathered").fetchone()
    return int(found[0]) if found else 0


def _first(props: Sequence[str]) -> str:
    stated = [f"min(value) filter (prop = '{prop}')" for prop in props]
    kept = [f"min({_told(prop)}) filter ({_tells(prop)})" for prop in props if prop in ("email", "phone")]
    return f"coalesce({', '.join([*stated, *kept])})"


def _tells(prop: str) -> str:
    return f"prop = '{KEPT}' and starts_with(value, '{prop}: ')"


def _told(prop: str) -> str:
    return f"substr(value, {len(prop) + 3})"


def _listed(values: Sequence[str]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)
