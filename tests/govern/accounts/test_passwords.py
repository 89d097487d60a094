"""Which passwords are taken, and what is kept of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.govern.accounts import passwords
from contrared.govern.accounts.passwords import Cost, checked, decoy, proved, stretch
from contrared.model import InputError, NodeError

from .conftest import CHEAP


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "0 characters"),
        ("elevenchars", "11 characters"),
        ("x" * 1025, "more than 1,024"),
        ("password1234!", "guessed first"),
        ("2026Contraseña2026", "guessed first"),
        ("  Colombia1810  ", "guessed first"),
        ("Correct Horse Battery Staple", "guessed first"),
        ("aaaaaaaaaaaa", "guessed first"),
        ("abcabcabcabcabc", "guessed first"),
        ("123456789012", "guessed first"),
        ("20260101-2026", "guessed first"),
        ("abcdefghijklm", "guessed first"),
        ("zyxwvutsrqpon", "guessed first"),
        ("ana.rojas2026", "user's id"),
        ("x-ana.rojas-77", "user's id"),
    ],
)
def test_refused(password: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        checked(password, "ana.rojas")


@pytest.mark.parametrize(
    "password", ["the ferry leaves at dawn", "lower case only", "ñandú bajo el agua", "密码" * 3 + "不是很容易猜的"]
)
def test_taken_without_rules_of_composition(password: str) -> None:
    assert checked(password, "ana.rojas")


def test_the_same_letters_typed_on_another_keyboard_are_the_same_password() -> None:
    composed, taken_apart = "\u00f1and\u00fa bajo el agua", "n\u0303andu\u0301 bajo el agua"
    kept, stretched = passwords.new(checked(composed, "ana"), CHEAP)
    found = proved(taken_apart, kept)
    assert found is not None
    assert found.key("x") == stretched.key("x")


def test_what_is_kept_opens_nothing_and_says_what_a_guess_costs() -> None:
    kept, stretched = passwords.new("the ferry leaves at dawn", CHEAP)
    assert kept.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert stretched.raw not in kept.encode()
    assert len({stretched.raw, stretched.verifier, stretched.key("signing-key"), stretched.key("totp")}) == 4
    assert proved("the ferry leaves at dawN", kept) is None
    assert passwords.new("the ferry leaves at dawn", CHEAP)[0] != kept, "each has a salt of its own"


def test_argon2id_is_that_of_the_rfc() -> None:
    """A vector of the reference program of its authors (its src/test.c), and the cost that ships."""
    tag = stretch("password", b"somesalt", Cost(memory=65_536, passes=2, lanes=1)).raw
    assert tag.hex() == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
    assert Cost() == Cost(memory=1 << 16, passes=3, lanes=4), "RFC 9106, section 4, second recommended option"


@given(st.text(max_size=40))
def test_a_decoy_fits_no_password(password: str) -> None:
    assert proved(password, decoy(CHEAP)) is None


@pytest.mark.parametrize("kept", ["", "$argon2i$v=19$m=64,t=1,p=1$AAAA$BBBB", "plain"])
def test_what_was_changed_in_the_ledger_is_an_error_of_the_node(kept: str) -> None:
    with pytest.raises(NodeError, match="malformed"):
        proved("the ferry leaves at dawn", kept)
