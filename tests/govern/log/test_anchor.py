"""Anchors: printed, read aloud, typed in again, and held against the log years later."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.govern.log.anchor import Anchor, anchor, continues, from_words, words
from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.note import Signer
from contrared.govern.log.tree import Tree
from contrared.model import InputError

LOG = Signer.generate("node.example/log")


def grow(tree: Tree, old: int, size: int, salt: str = "") -> None:
    entries = [hashlib.sha256(f"{salt}{number}".encode()).digest() for number in range(old, size)]
    found = Checkpoint(LOG.name, size, tree.extend(old, entries))
    tree.publish(found.note.signed(LOG.sign(found.text)))


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    found = Tree(tmp_path / "log")
    grow(found, 0, 300)
    return found


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("7f000001", "lusab babad"),
        ("3f54dcc1", "gutih tugad"),
        ("3f760723", "gutuk bisog"),
        ("8c62c18d", "mudof sakat"),
        ("40ff06c8", "haguz biram"),
        ("801e342d", "mabiv gibot"),
        ("93437702", "natag lisaf"),
        ("d43afd44", "tibup zujah"),
    ],
)
def test_words_are_those_of_the_proposal(address: str, told: str) -> None:
    assert " ".join(words(bytes.fromhex(address))) == told
    assert from_words(told.split()).hex() == address


@given(st.binary(min_size=32, max_size=32), st.integers(0, 2**40))
def test_what_is_printed_is_read_again(root: bytes, size: int) -> None:
    printed = Anchor("node.example/log", size, root)
    assert Anchor.parse(printed.text("2026-11-26")) == printed


def test_it_reads_as_a_gazette_sets_it(tree: Tree) -> None:
    made = anchor(tree, LOG.verifier)
    text = made.text("2026-11-26")
    assert all(len(line) <= 100 for line in text.splitlines())
    hexed, told = text.replace("Words:", "W:"), text.replace("Root:", "R:")
    loud = "".join(line.upper() if ":" in line or line.startswith(" ") else line for line in text.splitlines(True))
    for typed in (hexed, told, loud, text.replace("300", "3.00"), text.replace(" ", "  ")):
        assert Anchor.parse(f"Official gazette, page 7\n{typed}\nAnother notice") == made


def test_the_log_still_continues_what_was_printed(tree: Tree) -> None:
    printed = anchor(tree, LOG.verifier)
    for old, size in ((300, 317), (317, 1100)):
        grow(tree, old, size)
        assert continues(tree, [LOG.verifier], printed) == size


@pytest.mark.parametrize("act", ["rewritten", "cut", "another log", "another key", "another root"])
def test_a_log_that_does_not_is_told(tree: Tree, tmp_path: Path, act: str) -> None:
    printed, keys = anchor(tree, LOG.verifier), [LOG.verifier]
    other = Tree(tmp_path / "other")
    if act == "rewritten":
        grow(other, 0, 400, "x")
    elif act == "cut":
        grow(other, 0, 299)
    else:
        grow(other, 0, 400)
        if act == "another log":
            printed = Anchor("other.example/log", printed.size, printed.root)
        elif act == "another key":
            keys = [Signer.generate(LOG.name).verifier]
        else:
            printed = Anchor(printed.origin, printed.size, bytes(32))
    with pytest.raises(InputError):
        continues(other, keys, printed)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Entries", "Items", "is no anchor"),
        ("Log ", "Record ", "is no anchor"),
        ("Root: ", "Root: f", "root and words|is no anchor"),
        ("Words: lusab", "Words: lusad", "do not say the same"),
    ],
)
def test_what_was_typed_wrong_is_told(old: str, new: str, said: str) -> None:
    text = Anchor("node.example/log", 16, bytes.fromhex("7f00") + bytes(30)).text("2026-11-26")
    typed = text.replace(old, new, 1)
    assert typed != text
    if new == "Root: f":
        typed = typed.replace("7f000000", "7f00000", 1)
    with pytest.raises(InputError, match=said):
        Anchor.parse(typed)
