"""A restored node goes on from what was witnessed last, under a key of its own; its old self is refused."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from contrared.govern import enter, record
from contrared.govern.handover import make, open_share, restore
from contrared.govern.handover.keepers import new_keeper
from contrared.govern.log.inspection import inspect
from contrared.govern.log.keeping import keep_up, keys_of, signer_of, tree_of
from contrared.govern.log.kept import kept
from contrared.govern.log.note import COSIGNATURE, Signer
from contrared.govern.log.quorum import read
from contrared.govern.log.receipt import promise
from contrared.govern.log.succession import chain
from contrared.govern.log.witness import Witness
from contrared.govern.log.witnessed import have_witnessed, policy_of
from contrared.govern.verify import verify
from contrared.model import InputError
from contrared.store import Node, config
from tests.govern.log.test_witnessing import served

SEEN = Signer.generate("oversight.example/w1", COSIGNATURE)


def named(node: Node, url: str) -> Node:
    (node.root / "keys" / "witnesses").write_text(f"witness body {SEEN.verifier} {url}\nquorum body\n")
    config.put(node.root / "node.toml", "log", "policy", "keys/witnesses")
    config.put(node.root / "node.toml", "log", "oversight", "body")
    return Node.open(node.root)


def packed(node: Node, tmp_path: Path) -> tuple[Path, list[bytes]]:
    keepers = [new_keeper(name, tmp_path / f"{name}.key") for name in ("court", "ombudsman")]
    make(enter(node), tmp_path / "bag", keepers, 2)
    names = ("court", "ombudsman")
    return tmp_path / "bag", [open_share(tmp_path / "bag", tmp_path / f"{name}.key")[1] for name in names]


def test_the_restored_node_goes_on_under_its_own_key_and_the_old_self_says_that_it_is_retired(
    node: Node, tmp_path: Path
) -> None:
    watcher = Witness(tmp_path / "memory", SEEN, [signer_of(node).verifier])
    with served(watcher) as url:
        old = named(node, url)
        row = enter(old).record("read", {"person": "P"})
        receipt = promise(signer_of(old), [row], at=int(time.time()))[0]
        keep_up(old)
        assert have_witnessed(old) == []
        bag, shares = packed(old, tmp_path)
        back = restore(bag, shares, tmp_path / "again")
        new = Node.open(tmp_path / "again")
        assert back.retired == str(signer_of(old).verifier)
        (retirement,) = chain(tree_of(new).folder / "retired")
        assert (retirement.old, retirement.new) == (signer_of(old).verifier, signer_of(new).verifier)
        told = [entry.what for entry in record.entries(new.ledger) if entry.action == "restored"]
        assert (told[0]["old"], told[0]["witnesses"]) == (back.retired, ["body"])
        keep_up(new)
        assert verify(new).problems == ()
        assert kept(new, receipt).proof is not None
        later = time.time() + 600
        assert "no known key signed" in have_witnessed(new, now=later)[0]
        watcher.accept(retirement)
        assert have_witnessed(new, now=later + 600) == []
        found = inspect(new.ledger, tree_of(new), keys_of(new)[0], policy=policy_of(new), earlier=keys_of(new)[1:])
        assert (found.problems, "body" in dict(found.signed)) == ((), True)
        enter(old)
        keep_up(old)
        said = have_witnessed(old, now=later)
        assert "this key retired on" in said[0]


def test_an_archive_older_than_what_was_witnessed_is_refused(node: Node, tmp_path: Path) -> None:
    with served(Witness(tmp_path / "memory", SEEN, [signer_of(node).verifier])) as url:
        old = named(node, url)
        bag, shares = packed(old, tmp_path)
        for number in range(20):
            enter(old).record("read", {"person": f"P{number}"})
        keep_up(old)
        assert have_witnessed(old) == []
        with pytest.raises(InputError, match="the archive has fewer"):
            restore(bag, shares, tmp_path / "again")
        assert not (tmp_path / "again").exists()


def test_an_archive_of_a_forked_log_is_refused(node: Node, tmp_path: Path) -> None:
    with served(Witness(tmp_path / "memory", SEEN, [signer_of(node).verifier])) as url:
        old = named(node, url)
        enter(old)
        keep_up(old)
        shutil.copytree(old.root, tmp_path / "twin")
        twin = Node.open(tmp_path / "twin")
        enter(twin)
        keep_up(twin)
        assert have_witnessed(twin) == []
        for number in range(40):
            enter(old).record("read", {"person": f"P{number}"})
        bag, shares = packed(old, tmp_path)
        with pytest.raises(InputError, match="a witness does not sign"):
            restore(bag, shares, tmp_path / "again")


def test_where_no_witness_answers_the_oversight_body_must_say_by_hand(node: Node, tmp_path: Path) -> None:
    with served(Witness(tmp_path / "memory", SEEN, [signer_of(node).verifier])) as url:
        old = named(node, url)
        enter(old)
        keep_up(old)
        assert have_witnessed(old) == []
        seen = shutil.copy(tree_of(old).folder / "witnessed", tmp_path / "newest")
        bag, shares = packed(old, tmp_path)
    with pytest.raises(InputError, match="no witness can be reached"):
        restore(bag, shares, tmp_path / "again")
    back = restore(bag, shares, tmp_path / "again", witnessed=Path(seen), witnesses=[SEEN.verifier])
    assert back.retired


def test_witnesses_are_asked_at_the_rhythm_that_is_set(node: Node, tmp_path: Path) -> None:
    with served(Witness(tmp_path / "memory", SEEN, [signer_of(node).verifier])) as url:
        old = named(node, url)
        enter(old)
        keep_up(old)
        now = time.time()
        assert have_witnessed(old, now=now) == []
        signed = (tree_of(old).folder / "witnessed").read_bytes()
        enter(old).record("read", {"n": 1})
        for number in range(16):
            enter(old).record("read", {"n": number})
        keep_up(old)
        have_witnessed(old, now=now + 59)
        assert (tree_of(old).folder / "witnessed").read_bytes() == signed
        have_witnessed(old, now=now + 61)
        assert (tree_of(old).folder / "witnessed").read_bytes() != signed
    assert "cannot be reached" in have_witnessed(old, now=now + 200)[0]


def test_a_quorum_without_the_oversight_body_is_no_policy(node: Node) -> None:
    old = named(node, "http://127.0.0.1:9/")
    other = Signer.generate("other.example/w", COSIGNATURE)
    path = node.root / "keys" / "witnesses"
    path.write_text(
        f"witness body {SEEN.verifier}\nwitness friend {other.verifier}\ngroup any-of any body friend\nquorum any-of\n"
    )
    assert read(path).met(["friend"])
    with pytest.raises(InputError, match="a quorum without body"):
        policy_of(old)
