"""Policies of C2SP tlog-policy: what they allow, and every rule of the format broken once."""

from __future__ import annotations

import hashlib

import pytest

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.note import COSIGNATURE, NoteError, Signer
from contrared.govern.log.quorum import parse
from contrared.model import InputError

LOG = Signer.generate("node.example/log")
SEEN = {name: Signer.generate(f"{name.lower()}.example/w", COSIGNATURE) for name in ("X1", "X2", "X3", "Y1", "Y2")}
KEYS = {name: str(signer.verifier) for name, signer in SEEN.items()}
WITNESSES = "".join(f"witness {name} {key}\n" for name, key in KEYS.items())
TWO_LEVELS = f"""# two levels, as in the specification
log {LOG.verifier} https://log.example/

  {WITNESSES}
group X 2 X1\tX2 X3
group Y any Y1 Y2
group both all X Y
quorum both
"""


@pytest.mark.parametrize(
    ("signed", "met"),
    [
        (["X1", "X2", "Y1"], True),
        (["X1", "X3", "Y2", "Y1"], True),
        (["X1", "Y1"], False),
        (["X1", "X2", "X3"], False),
        ([], False),
    ],
)
def test_groups_of_groups(signed: list[str], met: bool) -> None:
    policy = parse(TWO_LEVELS.encode())
    assert policy.met(signed) is met
    found = Checkpoint(LOG.name, 1, hashlib.sha256(b"").digest())
    note = found.note.signed(LOG.sign(found.text), *(SEEN[name].sign(found.text, seconds=7) for name in signed))
    if met:
        assert policy.check(note) == dict.fromkeys(signed, 7)
    else:
        with pytest.raises(NoteError, match="not the quorum"):
            policy.check(note)


def test_a_forged_or_missing_signature_of_the_log_is_no_checkpoint() -> None:
    policy = parse(f"log {LOG.verifier}\nquorum none\n".encode())
    found = Checkpoint(LOG.name, 1, hashlib.sha256(b"").digest())
    policy.check(found.note.signed(LOG.sign(found.text)))
    other = Signer.generate(LOG.name)
    with pytest.raises(NoteError):
        policy.check(found.note.signed(other.sign(found.text)))


def test_a_forged_cosignature_is_told_even_where_others_would_do() -> None:
    policy = parse(f"log {LOG.verifier}\n{WITNESSES}group any-of any X1 X2\nquorum any-of\n".encode())
    found = Checkpoint(LOG.name, 1, hashlib.sha256(b"").digest())
    forged = SEEN["X2"].sign(found.text + "\n", seconds=7)
    with pytest.raises(NoteError, match="is wrong"):
        policy.check(found.note.signed(LOG.sign(found.text), SEEN["X1"].sign(found.text, seconds=7), forged))


@pytest.mark.parametrize(("quorum", "needed"), [("both", True), ("Y", True), ("X", False)])
def test_whom_a_quorum_cannot_do_without(quorum: str, needed: bool) -> None:
    text = f"{WITNESSES}group X any X1 X2\ngroup Y all Y1\ngroup both all X Y\nquorum {quorum}\n"
    assert parse(text.encode()).needs("Y1") is needed


def test_names_are_octets() -> None:
    raw = (
        b"witness \xe2\x84\xaa "
        + KEYS["X1"].encode()
        + b"\nwitness K "
        + KEYS["X2"].encode()
        + b"\nquorum \xe2\x84\xaa"
    )
    policy = parse(raw)
    assert policy.met(["\N{KELVIN SIGN}"])
    assert not policy.met(["K"])
    assert parse(b"witness \xff " + KEYS["X1"].encode() + b"\nquorum \xff\n").quorum == "\udcff"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no quorum"),
        ("quorum X1\n", "before it is defined"),
        (WITNESSES + "quorum X1\nquorum X1\n", "a second quorum"),
        (WITNESSES + "group none any X1\nquorum none\n", "is taken"),
        (WITNESSES + "group X1 any X2\nquorum X1\n", "is taken"),
        (WITNESSES + "group G any none\nquorum G\n", "before it is defined"),
        (WITNESSES + "group G any G\nquorum G\n", "before it is defined"),
        (WITNESSES + "group G any X1 X1\nquorum G\n", "a member twice"),
        (WITNESSES + "group G any X1\ngroup H any X1\nquorum H\n", "a member twice"),
        (WITNESSES + "group G 0 X1\nquorum G\n", "no threshold"),
        (WITNESSES + "group G 2 X1\nquorum G\n", "no threshold"),
        (WITNESSES + "group G 01 X1\nquorum G\n", "no threshold"),
        (WITNESSES + "group G any\nquorum G\n", "no line of a policy"),
        (WITNESSES + f"witness again {KEYS['X1']}\nquorum X1\n", "stands there twice"),
        (f"log {LOG.verifier}\nlog {LOG.verifier}\nquorum none\n", "stands there twice"),
        (f"log {KEYS['X1']}\nquorum none\n", "wrong kind"),
        (f"witness W {LOG.verifier}\nquorum W\n", "wrong kind"),
        ("log nonsense\nquorum none\n", "name\\+id\\+key"),
        ("quorum none\r\n", "control character"),
        ("quorum\x0bnone\n", "control character"),
        ("quorum\N{NO-BREAK SPACE}none\n", "no line of a policy"),
        ("Quorum none\n", "no line of a policy"),
    ],
)
def test_a_broken_rule_is_named(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse(text.encode())
