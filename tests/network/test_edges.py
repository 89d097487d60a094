"""The edge table: what becomes a tie, what does not, and that each tie has its evidence."""

from __future__ import annotations

import pyarrow as pa
import pytest

from contrared.network import Edge, Layer, edges
from tests.network.statements import Said, link, people, table


def only(found: tuple[Edge, ...]) -> Edge:
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("schema", "source", "target", "said", "layer", "kind"),
    [
        ("UnknownLink", "subject", "object", ("role", "protects"), Layer.LINKED_TO, "protects"),
        ("Ownership", "owner", "asset", ("percentage", "51"), Layer.OWNERSHIP, "51"),
        ("Directorship", "director", "organization", ("role", "manager"), Layer.DIRECTORSHIP, "manager"),
        ("Membership", "member", "organization", ("role", "chief"), Layer.MEMBERSHIP, "chief"),
        ("Employment", "employee", "employer", ("role", "pilot"), Layer.EMPLOYMENT, "pilot"),
        ("Family", "person", "relative", ("relationship", "son of"), Layer.FAMILY, "son of"),
        ("Associate", "person", "associate", ("relationship", "partner"), Layer.ASSOCIATION, "partner"),
        ("Representation", "agent", "client", ("role", "lawyer"), Layer.ASSOCIATION, "lawyer"),
    ],
)
def test_edge_schemata(schema: str, source: str, target: str, said: tuple[str, str], layer: Layer, kind: str) -> None:
    # the source sorts after the target: the sense of the tie is kept all the same
    statements = table(
        [
            *people("a"),
            ("z", "Company", "name", "Z"),
            ("e", schema, source, "z"),
            ("e", schema, target, "a"),
            ("e", schema, *said),
            ("e", schema, "startDate", "2011-05"),
            ("e", schema, "startDate", "2012"),
            ("e", schema, "endDate", "2015-01-01"),
        ]
    )
    edge = only(edges(statements).edges)
    assert (edge.source, edge.target, edge.layer, edge.kind) == ("z", "a", layer, kind)
    assert (edge.first, edge.last, edge.weight) == ("2011-05", "2015-01-01", 1.0)
    assert edge.statement_ids == ("s2", "s3", "s4", "s5", "s6", "s7")


def test_the_owner_of_a_vessel() -> None:
    statements = table([("v", "Vessel", "name", "V"), ("c", "Company", "name", "C"), ("v", "Vessel", "owner", "c")])
    edge = only(edges(statements).edges)
    assert (edge.source, edge.target, edge.layer, edge.statement_ids) == ("c", "v", Layer.OWNERSHIP, ("s2",))


def test_a_tie_to_something_that_is_no_party_is_counted_not_drawn() -> None:
    found = edges(table([*people("a"), *link("a", "nobody")]))
    assert found.edges == ()
    assert [(r.layer, r.what) for r in found.refusals] == [(Layer.LINKED_TO, "1")]


def test_ties_of_a_cluster_to_itself_are_dropped_and_parallel_ones_kept() -> None:
    said = [*people("a1", "a2", "b"), *link("a1", "a2"), *link("a1", "b"), *link("a2", "b")]
    found = edges(table(said, canonical={"a1": "A", "a2": "A"})).edges
    assert [(e.source, e.target) for e in found] == [("A", "b"), ("A", "b")]
    assert found[0].statement_ids != found[1].statement_ids
    assert found[0].id != found[1].id


@pytest.mark.parametrize("protected", ["p", "P", "p2"])
def test_a_protected_person_and_its_whole_cluster_stay_out(protected: str) -> None:
    said = [*people("p", "p2", "b", "c"), *link("p", "b"), *link("p2", "c"), *link("b", "c")]
    found = edges(table(said, canonical={"p": "P", "p2": "P"}), protected=[protected]).edges
    assert [(e.source, e.target) for e in found] == [("b", "c")]


@pytest.mark.parametrize(
    ("role", "tied"), [("protects", True), ("arms", True), ("fights", False), ("competes-with", False)]
)
def test_what_an_account_says_is_a_layer_of_its_own_and_enmity_no_tie(role: str, tied: bool) -> None:
    told = table([*people("a", "b"), *link("a", "b", role), ("a", "Person", "email", "x1@example.org")], dataset="told")
    listed = table([("b", "Person", "name", "b"), ("b", "Person", "email", "x1@example.org")])
    found = edges(pa.concat_tables([told, listed]), accounts={"told"})
    assert [(e.source, e.target, e.layer, e.kind) for e in found.edges] == [("a", "b", Layer.REPORTED, role)] * tied
    assert [r.what for r in found.refusals] == [role] * (not tied)


def passport(key: str, holder: str, number: str, country: str = "") -> list[Said]:
    said = [(holder, "Person", "passportNumber", number), (key, "Passport", "holder", holder)]
    said.append((key, "Passport", "number", number))
    if country:
        said.append((key, "Passport", "country", country))
    return said


@pytest.mark.parametrize(
    ("left", "right", "tied"),
    [
        (("RL 2325452", "lb"), ("RL2325452", "lb"), True),
        (("RL 2325452", "lb"), ("RL 2325453", "lb"), False),
        (("RL 2325452", "lb"), ("RL", "lb"), False),
        (("RL 2325452", "lb"), ("2325452", "lb"), False),
        (("R-19 3649", "gt"), ("R-19 3650", "gt"), False),
        (("R-19 3649", "gt"), ("R-19", "gt"), False),
        (("5.944.426", "ve"), ("5.944.427", "ve"), False),
        (("5.944.426", "ve"), ("5944426", "ve"), True),
        (("5.944.426", "ve"), ("5.944", "ve"), False),
        (("5.944.426", "ve"), ("5.944.426", "py"), False),
        (("5.944.426", "ve"), ("5.944.426", ""), False),
        (("B0942407", ""), ("B0942407", ""), True),
        (("123456789", "ve"), ("123456789", "ve"), False),
        (("00000000", "ve"), ("00000000", "ve"), False),
        (("00012345", "ve"), ("00012345", "ve"), False),
        (("PASSPORT", "ve"), ("PASSPORT", "ve"), False),
    ],
)
def test_shared_identifiers(left: tuple[str, str], right: tuple[str, str], tied: bool) -> None:
    said = [*people("a", "b"), *passport("pa", "a", *left), *passport("pb", "b", *right)]
    found = edges(table(said)).edges
    if not tied:
        assert found == ()
        return
    edge = only(found)
    assert (edge.source, edge.target, edge.layer, edge.kind) == ("a", "b", Layer.IDENTIFIER, "passport")
    assert {"s2", "s3", "s4"} <= set(edge.statement_ids)


def test_numbers_of_different_kinds_do_not_meet() -> None:
    said = [
        *people("a", "b"),
        ("a", "Person", "passportNumber", "AB1234987"),
        ("b", "Person", "taxNumber", "AB1234987"),
    ]
    assert edges(table(said)).edges == ()


@pytest.mark.parametrize(
    ("prop", "left", "right", "tied"),
    [
        ("phone", "+57 1 555 0199", "(57)(15550199)", True),
        ("phone", "5550", "5550", False),
        ("email", "A.B@Example.org", "a.b@example.org", True),
        ("email", "example.org", "example.org", False),
        ("taxNumber", "844191-K", "844191K", False),  # short, issuer not known
        ("taxNumber", "900123456-7", "9001234567", True),
    ],
)
def test_shared_properties(prop: str, left: str, right: str, tied: bool) -> None:
    said = [*people("a", "b"), ("a", "Person", prop, left), ("b", "Person", prop, right)]
    assert bool(edges(table(said)).edges) is tied


def test_a_shared_wallet_ties_its_holders() -> None:
    key = "LeKvNdNEzgQkzVVnRdV3fAu2DSF1nLsNw6"
    said = [*people("a", "b")]
    for holder, value in (("a", key), ("b", key), ("b", key.lower())):
        wallet = f"w-{holder}-{value}"
        said += [(wallet, "CryptoWallet", "publicKey", value), (wallet, "CryptoWallet", "holder", holder)]
    edge = only(edges(table(said)).edges)
    assert (edge.kind, edge.statement_ids) == ("crypto", ("s2", "s3", "s4", "s5"))


@pytest.mark.parametrize(("number", "expected"), [(2, 1), (4, 6), (6, 15), (7, 0)])
def test_holders_are_capped_and_weighted_by_rarity(number: int, expected: int) -> None:
    names = [f"n{i}" for i in range(number)]
    found = edges(table([*people(*names), *((n, "Person", "email", "x1@example.org") for n in names)]))
    assert len(found.edges) == expected
    assert all(edge.weight == pytest.approx(1 / (number - 1)) for edge in found.edges)
    assert bool(found.refusals) is (expected == 0)


def at(holder: str, address: str, street: str, city: str) -> list[Said]:
    full = ", ".join(part for part in (street, city) if part)
    said = [(holder, "Person", "addressEntity", address), (address, "Address", "full", full)]
    return said + [(address, "Address", p, v) for p, v in (("street", street), ("city", city)) if v]


@pytest.mark.parametrize(
    ("left", "right", "tied"),
    [
        (("Calle 10 No. 5-32", "Bogotá"), ("CALLE 10 NO 5-32", "Bogota"), True),
        (("Calle 10 No. 5-32", "Bogotá"), ("Calle 10 No. 5-32", "Cali"), False),
        (("Calle 10 No. 5-32", "Bogotá"), ("Calle 10 No. 5-3", "Bogotá"), False),
        (("Hamra St 12, PO Box 5", "Beirut"), ("Hamra St 12, PO Box 5", "Beirut"), True),
        (("", "Bogotá"), ("", "Bogotá"), False),
        (("Centro", "Maicao"), ("Centro", "Maicao"), False),
        (("P.O. Box 1234", "Beirut"), ("P.O. Box 1234", "Beirut"), False),
        (("Postal Box 13-5483", "Beirut"), ("Postal Box 13-5483", "Beirut"), False),
        (("Apartado Aereo 4455", "Cali"), ("Apartado Aereo 4455", "Cali"), False),
        (("5-32", "Bogotá"), ("5-32", "Bogotá"), False),
        (("Calle 10 No. 5-32", ""), ("Calle 10 No. 5-32", ""), False),
    ],
)
def test_shared_addresses(left: tuple[str, str], right: tuple[str, str], tied: bool) -> None:
    found = edges(table([*people("a", "b"), *at("a", "x", *left), *at("b", "y", *right)])).edges
    assert [edge.layer for edge in found] == ([Layer.ADDRESS] if tied else [])
    if tied:
        assert {"s2", "s3"} <= set(found[0].statement_ids)


def test_an_address_of_many_ties_nobody() -> None:
    names = [f"n{i}" for i in range(6)]
    said = [*people(*names)]
    for name in names:
        said += at(name, f"addr-{name}", "80 Broad Street", "Monrovia")
    found = edges(table(said))
    assert found.edges == ()
    assert [r.what for r in found.refusals] == ["80 broad street monrovia"]


def test_the_order_of_the_statements_does_not_matter() -> None:
    said = [*people("a", "b", "c"), *link("a", "b"), *link("c", "b"), *passport("p", "a", "X1234598", "ve")]
    said += passport("q", "c", "X1234598", "ve")
    statements = table(said)
    turned = statements.take(list(range(statements.num_rows))[::-1])
    assert edges(statements) == edges(turned)
