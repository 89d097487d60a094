"""Blind questions from end to end: who is found, what goes out, and what is no answer."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.model import InputError
from contrared.share import oprf
from contrared.share.filters import Filter, build, new_handle
from contrared.share.keys import Subject, asked_keys, canary, held_keys
from contrared.share.questions import (
    BLOCK,
    InvalidAnswerError,
    Outcome,
    Prepared,
    Secrets,
    conclude,
    prepare,
    recompute,
)

PAIR, OTHER = oprf.generate(), oprf.generate()
CANARY = canary(os.urandom(16))
HANDLES = {name: new_handle() for name in ("inventado", "nadie", "ejemplo", "canary")}
RECORDS = {
    "inventado": Subject(names=("Yusuf Karim Inventado",), born=("1974-05-09",)),
    "nadie": Subject(names=("Carlos Ficticio Nadie",), born=("1971",)),
    "ejemplo": Subject(names=("Ana Ejemplo",), born=("1980-02-29",), documents=(("PE", "AB1234567"),)),
}
FILTER = build(
    PAIR,
    [*((HANDLES[name], held_keys(subject).keys) for name, subject in RECORDS.items()), (HANDLES["canary"], [CANARY])],
)


def asked(subject: Subject, filter_: Filter = FILTER, accepted: float = 0.03) -> Outcome:
    prepared = prepare(subject, os.urandom(32), CANARY.value)
    evaluated, proof = oprf.evaluate(PAIR, prepared.elements)
    return conclude(prepared, evaluated, proof, PAIR.public, filter_, accepted)


FOUND = [
    (Subject(names=("Yousef Kareem INVENTADO",), born=("1974-05-09",)), "hit", "inventado"),
    (Subject(names=("يوسف كريم",), born=("1974-09-05",)), "hit", "inventado"),
    (Subject(names=("Nadie, Carlos F.", "el Ficticio"), born=("1972",)), "hit", "nadie"),
    (Subject(documents=(("", "A8-1234567"),)), "hit", "ejemplo"),
    (Subject(names=("Ana Ejemplo",), born=("1980-02-29",), documents=(("PE", "AB1234567"),)), "hit", "ejemplo"),
    (Subject(names=("Pedro Inventado Nadie",), born=("1990-05-09",)), "no_hit", None),
    (Subject(documents=(("PE", "ZZ7654321"),)), "no_hit", None),
    (Subject(names=("Muhammad Ali",), born=("1990",)), "no_hit", None),
    (Subject(names=("Yusuf Karim Inventado",)), "not_comparable", None),
    (Subject(names=("王伟",), born=("1974-05-09",)), "not_comparable", None),
    (Subject(), "not_comparable", None),
]


@pytest.mark.parametrize(("subject", "state", "who"), FOUND, ids=lambda case: str(case)[:40])
def test_who_is_found(subject: Subject, state: str, who: str | None) -> None:
    outcome = asked(subject)
    assert outcome.state == state
    assert [handle for handle, _ in outcome.handles] == ([HANDLES[who]] if who else [])
    assert len(outcome.evidence) == len(outcome.false_hits) == len(outcome.handles)
    assert all(expected <= 0.03 for expected in outcome.false_hits)
    assert "bits" in outcome.rule


def test_common_names_are_compared_with_few_records_only() -> None:
    many = Subject(names=("Muhammad Ali",), born=("1990",))
    assert asked(many).state == "no_hit"
    assert asked(many, accepted=0.001).state == "not_comparable", "as with a holder of thirty times as many"


def test_a_stricter_rule_is_the_same_with_fewer_false_hits() -> None:
    subject = Subject(names=("Carlos Nadie",), born=("1971",))
    assert asked(subject).state == "hit"
    assert asked(subject, accepted=1e-9).state == "not_comparable"


LENGTHS = [
    (Subject(), 1),
    (RECORDS["inventado"], 1),
    (Subject(names=("Bruno Dario Felix Gino Luz",), born=("1971-03-12",)), 2),
    (Subject(names=("Bruno Dario Felix Gino Luz Mario Tercero Pio",), born=("1971-03-12",)), 4),
]


@pytest.mark.parametrize(("subject", "blocks"), LENGTHS)
def test_what_goes_out_is_always_full_blocks(subject: Subject, blocks: int) -> None:
    prepared = prepare(subject, os.urandom(32), CANARY.value)
    assert len(set(prepared.elements)) == len(prepared.elements) == blocks * BLOCK
    assert prepared.left_out == 0


def test_what_finds_no_place_is_the_least_telling_and_is_said() -> None:
    many = Subject(
        names=tuple(
            f"{first} {last} Tercero" for first in ("Bruno", "Dario", "Felix", "Gino") for last in ("Luz", "Mar")
        ),
        born=tuple(f"19{year}-03-12" for year in range(60, 80)),
        documents=(("PE", "AB1234567"),),
    )
    prepared = prepare(many, os.urandom(32), CANARY.value)
    assert len(prepared.elements) == 160
    assert prepared.left_out == len(asked_keys(many).keys) - 159 > 0
    evaluated, proof = oprf.evaluate(PAIR, prepared.elements)
    assert conclude(prepared, evaluated, proof, PAIR.public, FILTER).handles[0][0] == HANDLES["ejemplo"]


@given(st.binary(min_size=32, max_size=32), st.dates())
@settings(max_examples=10, deadline=None)
def test_oversight_computes_the_same_elements_and_no_other_subject_does(seed: bytes, date: object) -> None:
    subject = Subject(names=("Carlos Nadie",), born=(str(date),))
    prepared = prepare(subject, seed, CANARY.value)
    assert recompute(seed, subject, CANARY.value) == prepared.elements
    assert recompute(seed, Subject(names=("Carlos Nada",), born=(str(date),)), CANARY.value) != prepared.elements


def test_the_same_subject_from_another_seed_looks_like_another() -> None:
    one, other = (prepare(RECORDS["nadie"], os.urandom(32), CANARY.value) for _ in range(2))
    assert not set(one.elements) & set(other.elements)


def test_the_place_of_the_canary_moves() -> None:
    from contrared.share.questions.blocks import lay

    places = {lay(RECORDS["nadie"], os.urandom(32), CANARY.value).inputs.index(CANARY.value) for _ in range(60)}
    assert len(places) > 15


def test_secrets_are_read_again() -> None:
    prepared = prepare(RECORDS["ejemplo"], os.urandom(32), CANARY.value)
    secrets = Secrets.from_bytes(prepared.secrets.to_bytes())
    assert secrets == prepared.secrets
    assert prepare(secrets.subject, secrets.seed, secrets.canary) == prepared
    assert prepared.seed.hex() not in repr(prepared)
    assert "Ejemplo" not in repr(prepared)


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"null", b"\xff", b'{"version":"contrared-keys-1","seed":"x","canary":"","subject":{}}',
     b'{"version":"contrared-keys-1","seed":"","canary":"","subject":{"else":1}}'],
)  # fmt: skip
def test_no_secrets(data: bytes) -> None:
    with pytest.raises(InputError, match="not the secrets"):
        Secrets.from_bytes(data)


def test_secrets_of_another_version() -> None:
    data = prepare(RECORDS["nadie"], os.urandom(32), CANARY.value).secrets.to_bytes()
    with pytest.raises(InputError, match="contrared-keys-0"):
        Secrets.from_bytes(data.replace(b"contrared-keys-1", b"contrared-keys-0", 1))


@pytest.mark.parametrize(("seed", "value"), [(b"", CANARY.value), (bytes(31), CANARY.value), (bytes(32), b"")])
def test_no_question(seed: bytes, value: bytes) -> None:
    with pytest.raises(InputError):
        prepare(RECORDS["nadie"], seed, value)


ASKED = prepare(RECORDS["inventado"], os.urandom(32), CANARY.value)
EVALUATED, PROOF = oprf.evaluate(PAIR, ASKED.elements)
AnswerParts = tuple[Prepared, list[bytes], bytes, bytes, Filter]


def _without_canary() -> AnswerParts:
    records = [(HANDLES[name], held_keys(subject).keys) for name, subject in RECORDS.items()]
    return ASKED, EVALUATED, PROOF, PAIR.public, build(PAIR, records)


def _filter_of_another_key() -> AnswerParts:
    return ASKED, EVALUATED, PROOF, PAIR.public, build(OTHER, [(HANDLES["canary"], [CANARY])])


def _another_canary() -> AnswerParts:
    filter_ = build(PAIR, [(HANDLES["canary"], [canary(os.urandom(16))])])
    return ASKED, EVALUATED, PROOF, PAIR.public, filter_


def _answered_under_another_key() -> AnswerParts:
    evaluated, proof = oprf.evaluate(OTHER, ASKED.elements)
    return ASKED, evaluated, proof, PAIR.public, FILTER


def _answer_to_another_question() -> AnswerParts:
    other = prepare(RECORDS["nadie"], os.urandom(32), CANARY.value)
    return ASKED, *oprf.evaluate(PAIR, other.elements), PAIR.public, FILTER


def _one_swapped() -> AnswerParts:
    return ASKED, [EVALUATED[1], EVALUATED[0], *EVALUATED[2:]], PROOF, PAIR.public, FILTER


def _one_missing() -> AnswerParts:
    return ASKED, EVALUATED[:-1], PROOF, PAIR.public, FILTER


def _a_block_too_many() -> AnswerParts:
    return ASKED, EVALUATED * 2, PROOF, PAIR.public, FILTER


def _nothing() -> AnswerParts:
    return ASKED, [], b"", PAIR.public, FILTER


def _identity() -> AnswerParts:
    return ASKED, [bytes(32), *EVALUATED[1:]], PROOF, PAIR.public, FILTER


BAD: list[Callable[[], AnswerParts]] = [
    _without_canary,
    _filter_of_another_key,
    _another_canary,
    _answered_under_another_key,
    _answer_to_another_question,
    _one_swapped,
    _one_missing,
    _a_block_too_many,
    _nothing,
    _identity,
]


@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__.strip("_").replace("_", " "))
def test_no_answer_is_never_no_hit(make: Callable[[], AnswerParts]) -> None:
    with pytest.raises(InvalidAnswerError):
        conclude(*make())


def test_the_answer_itself_is_one() -> None:
    assert conclude(ASKED, EVALUATED, PROOF, PAIR.public, FILTER).handles[0][0] == HANDLES["inventado"]
