"""Payments and communication: one tie for what one sends another, with every statement kept."""

from __future__ import annotations

import pyarrow as pa
import pytest

from contrared.network import Edge, EdgeSet, Layer, Refusal, edges
from tests.network.statements import Said, people, table


def payment(key: str, payer: str, beneficiary: str, day: str = "") -> list[Said]:
    said = [(key, "Payment", "payer", payer), (key, "Payment", "beneficiary", beneficiary)]
    return [*said, (key, "Payment", "date", day)] if day else said


def reasons(found: EdgeSet) -> set[tuple[str, str, int]]:
    return {(item.layer, item.reason, item.number) for item in found.refusals}


def test_payments_of_a_pair_are_one_edge_each_way() -> None:
    said = [*people("a", "b"), *payment("p1", "a", "b", "2020-03"), *payment("p2", "a", "b", "2019-12-31")]
    said += payment("p3", "b", "a", "2021-01-01")
    there, back = edges(table(said)).edges
    assert (there.source, there.target, there.layer, there.kind) == ("a", "b", Layer.PAYMENT, "payment")
    assert (there.count, there.first, there.last, there.weight) == (2, "2019-12-31", "2020-03", 2.0)
    assert there.occasions == (("s2", "s3", "s4"), ("s5", "s6", "s7"))
    assert there.statement_ids == ("s2", "s3", "s4", "s5", "s6", "s7")
    assert (back.source, back.target, back.count) == ("b", "a", 1)


def test_two_datasets_are_two_edges() -> None:
    left = table([*people("a", "b"), *payment("p1", "a", "b")], dataset="bank")
    right = table(payment("p2", "a", "b"), dataset="register")
    right = right.set_column(0, "id", pa.array(["t0", "t1"]))
    assert [edge.count for edge in edges(pa.concat_tables([left, right])).edges] == [1, 1]


def test_accounts_stand_in_for_payers_that_nobody_names() -> None:
    said: list[Said] = [("x", "BankAccount", "name", "x"), *people("b")]
    said += [("p", "Payment", "payerAccount", "x"), ("p", "Payment", "beneficiary", "b")]
    (edge,) = edges(table(said)).edges
    assert (edge.source, edge.target) == ("x", "b")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ([("p", "Payment", "payer", "a")], "only one end is stated"),
        (payment("p", "a", "nobody"), "one end is no party in these sources"),
        (payment("p", "a", "a"), "tie of a party to itself"),
    ],
)
def test_what_is_no_payment_between_two(said: list[Said], reason: str) -> None:
    found = edges(table([*people("a", "b"), *said]))
    assert found.edges == ()
    assert reasons(found) == {(Layer.PAYMENT, reason, 1)}


def test_a_payment_that_ends_before_it_starts_is_kept_without_dates_and_said() -> None:
    dates: list[Said] = [("p", "Payment", "startDate", "2020"), ("p", "Payment", "endDate", "2019")]
    found = edges(table([*people("a", "b"), *payment("p", "a", "b"), *dates]))
    (edge,) = found.edges
    assert (edge.first, edge.last) == ("", "")
    assert found.refusals == (Refusal(Layer.PAYMENT, "ends before it starts: taken without dates", "p"),)


CALL: list[Said] = [("m", "Call", "caller", "a"), ("m", "Call", "receiver", "b")]
MAIL: list[Said] = [("m", "Email", "emitters", "a"), ("m", "Email", "recipients", "b")]
CHAT: list[Said] = [("m", "Message", "sender", "a"), ("m", "Message", "recipients", "b")]
ACCOUNT: list[Said] = [
    ("u", "UserAccount", "owner", "a"),
    ("m", "Message", "senderAccount", "u"),
    ("m", "Message", "recipients", "b"),
]


@pytest.mark.parametrize(("said", "kind"), [(CALL, "call"), (MAIL, "e-mail"), (CHAT, "message"), (ACCOUNT, "message")])
def test_who_contacted_whom(said: list[Said], kind: str) -> None:
    (edge,) = edges(table([*people("a", "b"), *said])).edges
    assert (edge.source, edge.target, edge.layer, edge.kind) == ("a", "b", Layer.COMMUNICATION, kind)
    assert edge.statement_ids == tuple(f"s{2 + number}" for number in range(len(said)))


@pytest.mark.parametrize(("number", "tied"), [(1, 1), (4, 4), (20, 20), (21, 0)])
def test_a_circular_ties_nobody_and_receivers_are_never_tied(number: int, tied: int) -> None:
    names = [f"n{i:02}" for i in range(number)]
    said = [*people("a", *names), ("m", "Email", "emitters", "a"), *(("m", "Email", "recipients", n) for n in names)]
    found = edges(table(said))
    assert {edge.source for edge in found.edges} <= {"a"}
    assert len(found.edges) == tied
    assert all(edge.weight == pytest.approx(1 / number) for edge in found.edges)
    assert bool(found.refusals) is (tied == 0)


def test_what_an_account_says_of_payments_is_reported() -> None:
    told = table(payment("p", "a", "b"), dataset="told")
    told = told.set_column(0, "id", pa.array(["t0", "t1"]))
    (edge,) = edges(pa.concat_tables([table(people("a", "b")), told]), accounts={"told"}).edges
    assert (edge.layer, edge.kind) == (Layer.REPORTED, "payment")


def test_protected_persons_neither_pay_nor_call() -> None:
    said = [*people("a", "b"), *payment("p", "a", "b"), *CALL]
    found: tuple[Edge, ...] = edges(table(said), protected={"a"}).edges
    assert found == ()
