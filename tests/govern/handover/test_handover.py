"""Handing a node over: packed, verified, opened by enough keepers, and the same node again elsewhere."""

from __future__ import annotations

import io
import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.collect import LoadOptions, load
from contrared.govern import enter, record
from contrared.govern.handover import bag, make, open_share, restore, verify_archive
from contrared.govern.handover.keepers import Keeper, new_keeper, read_keepers
from contrared.govern.handover.sealing import PIECE, seal, unseal
from contrared.govern.handover.shares import join, split
from contrared.govern.log.keeping import keep_up, signer_of, tree_of
from contrared.govern.log.note import Signer
from contrared.govern.verify import verify
from contrared.model import InputError, NodeError
from contrared.store import Node
from tests.conftest import SHIPPED
from tests.store.postgres.server import Server


@given(st.binary(min_size=1, max_size=40), st.integers(2, 6), st.data())
def test_any_k_of_n_shares_give_the_secret_and_fewer_do_not(secret: bytes, keepers: int, data: st.DataObject) -> None:
    needed = data.draw(st.integers(2, keepers))
    shares = split(secret, keepers, needed)
    for some in itertools.combinations(shares, needed):
        assert join(list(some)) == secret
    assert len({share[0] for share in shares}) == keepers
    # One share fewer fits every secret equally well: for each value of a byte there is a polynomial through it.
    few = shares[: needed - 1]
    fitting = {join([*few, bytes([255, value])])[0] for value in range(256)} if len(secret) == 1 else set(range(256))
    assert len(fitting) == 256


@pytest.mark.parametrize(("keepers", "needed"), [(1, 1), (3, 1), (2, 3), (256, 2)])
def test_keepers_that_cannot_be(keepers: int, needed: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        split(b"x", keepers, needed)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7])
def test_a_sealed_stream_opens_and_every_cut_or_change_is_found(size: int) -> None:
    data, key = bytes(number % 251 for number in range(size)), bytes(32)
    out = io.BytesIO()
    seal([data[:5], data[5:]], key, out)
    whole = out.getvalue()
    assert b"".join(unseal(io.BytesIO(whole), key, "x")) == data
    broken = [whole[:-1], whole[:-20], whole + b"x", whole[:30] + bytes([whole[30] ^ 1]) + whole[31:]]
    if size > PIECE:
        broken.append(whole[: 27 + PIECE + 16])
    if size > 2 * PIECE:
        first, second = whole[27 : 27 + PIECE + 16], whole[27 + PIECE + 16 : 27 + 2 * (PIECE + 16)]
        broken.append(whole[:27] + second + first + whole[27 + 2 * (PIECE + 16) :])
    for other in broken:
        with pytest.raises(InputError):
            b"".join(unseal(io.BytesIO(other), key, "x"))
    with pytest.raises(InputError, match="does not open"):
        b"".join(unseal(io.BytesIO(whole), bytes([1]) * 32, "x"))


def test_a_node_with_its_ledger_in_postgresql_is_packed_whole(
    tmp_path: Path, server: Server, keepers: dict[str, Path]
) -> None:
    node = Node.init(tmp_path / "over", unencrypted="a test", ledger=server.empty())
    enter(node, purpose="test").record("looked", {"who": "somebody"})
    escrow = [new_keeper(name, path) for name, path in keepers.items()]
    make(enter(node), tmp_path / "bag", escrow, 2)
    shares = [open_share(tmp_path / "bag", path)[1] for path in list(keepers.values())[:2]]
    restore(tmp_path / "bag", shares, tmp_path / "again")
    again = Node.open(tmp_path / "again")
    assert again.ledger.sqlite
    assert "looked" in [entry.action for entry in record.entries(again.ledger)]
    keep_up(again)
    assert verify(again).ok
    again.close()
    node.close()


@pytest.fixture
def keepers(tmp_path: Path) -> dict[str, Path]:
    return {name: tmp_path / f"{name}.key" for name in ("court", "ombudsman", "university")}


@pytest.fixture
def packed(node: Node, tmp_path: Path, keepers: dict[str, Path]) -> Path:
    desk = enter(node)
    source = next(iter(sorted(SHIPPED.glob("**/*un*.xml*"))), None)
    assert source is not None
    load(desk, source, LoadOptions())
    escrow = [new_keeper(name, path) for name, path in keepers.items()]
    made = make(desk, tmp_path / "bag", escrow, 2)
    assert made.files > 8
    return tmp_path / "bag"


def opened(bag_folder: Path, keepers: dict[str, Path], *names: str) -> list[bytes]:
    return [open_share(bag_folder, keepers[name])[1] for name in names]


def test_two_of_three_keepers_put_the_same_node_up_again(
    node: Node, packed: Path, keepers: dict[str, Path], tmp_path: Path
) -> None:
    key = signer_of(node).verifier
    found = verify_archive(packed, key=key)
    assert (found.problems, found.needed, found.files) == ((), 2, None)
    assert found.shares == ("court", "ombudsman", "university")
    shares = opened(packed, keepers, "university", "court")
    assert verify_archive(packed, key=key, shares=shares).files is not None
    back = restore(packed, shares, tmp_path / "again", key=key)
    assert back.node == node.settings.node.id
    again = Node.open(tmp_path / "again")
    assert verify(again).problems == ()
    first, second = enter(node).statements(), enter(again).statements()
    assert first.num_rows > 100
    assert first.equals(second)
    keep_up(again)
    assert verify(again).problems == ()


def test_one_keeper_alone_opens_nothing(packed: Path, keepers: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not enough"):
        restore(packed, opened(packed, keepers, "court"), tmp_path / "again")
    assert not (tmp_path / "again").exists()
    other = tmp_path / "other.key"
    new_keeper("stranger", other)
    with pytest.raises(InputError, match="does not open that share"):
        open_share(packed, other)


def test_nothing_of_what_the_node_holds_can_be_read_in_the_archive(packed: Path) -> None:
    for path in packed.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"un_sc_sanctions" not in data
            assert b"statements.parquet" not in data


def test_what_is_missing_or_changed_is_said(packed: Path, keepers: dict[str, Path], tmp_path: Path, node: Node) -> None:
    shares = opened(packed, keepers, "court", "ombudsman")
    for name in ("data/node.sealed", "data/shares/court.share", "manifest-sha256.txt", "bag-info.txt", "signature.txt"):
        copy = tmp_path / "copy"
        shutil.copytree(packed, copy)
        (copy / name).unlink()
        if name == "bag-info.txt":
            with pytest.raises(InputError, match=name):
                verify_archive(copy)
        else:
            assert any(Path(name).name in problem for problem in verify_archive(copy).problems), name
        shutil.rmtree(copy)
        shutil.copytree(packed, copy)
        data = bytearray((copy / name).read_bytes())
        data[len(data) // 2] ^= 1
        (copy / name).write_bytes(data)
        assert verify_archive(copy).problems, name
        with pytest.raises(InputError):
            restore(copy, shares, tmp_path / "again")
        assert not (tmp_path / "again").exists()
        shutil.rmtree(copy)
    (packed / "extra").write_text("x")
    assert verify_archive(packed).problems == ("extra is in no manifest",)


def test_an_archive_signed_by_somebody_else_is_found_with_the_key_from_elsewhere(packed: Path) -> None:
    stranger = Signer.generate("node-0.contrared/log")
    assert verify_archive(packed).problems == ()
    (problem,) = verify_archive(packed, key=stranger.verifier).problems
    assert problem.startswith("the signature does not hold")


def test_an_archive_older_than_what_was_witnessed_is_refused(
    node: Node, packed: Path, keepers: dict[str, Path], tmp_path: Path
) -> None:
    shares = opened(packed, keepers, "court", "ombudsman")
    enter(node)
    keep_up(node)
    seen = tmp_path / "witnessed"
    shutil.copy(tree_of(node).folder / "checkpoint", seen)
    with pytest.raises(InputError, match="were witnessed"):
        restore(packed, shares, tmp_path / "again", witnessed=seen)
    shutil.copy(packed / "checkpoint.txt", seen)
    restore(packed, shares, tmp_path / "again", witnessed=seen)


def test_what_cannot_be_packed(node: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Keeper("one", bytes(range(32)))
    desk = enter(node)
    with pytest.raises(InputError, match="at least two"):
        make(desk, tmp_path / "bag", [one], 2)
    (tmp_path / "there").mkdir()
    with pytest.raises(InputError, match="something already"):
        make(desk, tmp_path / "there", [one, Keeper("two", bytes(range(1, 33)))], 2)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("contrared.govern.handover.making.seal", full)
    with pytest.raises(NodeError, match="disk is full"):
        make(desk, tmp_path / "bag", [one, Keeper("two", bytes(range(1, 33)))], 2)
    assert not (tmp_path / "bag").exists()


def test_files_of_keepers(tmp_path: Path) -> None:
    path = tmp_path / "keepers"
    path.write_text(f"# who\none {'ab' * 32}\n\ntwo {'cd' * 32}\n")
    assert [keeper.name for keeper in read_keepers(path)] == ["one", "two"]
    for text, said in [
        (f"one {'ab' * 32}\none {'cd' * 32}", "line 2"),
        ("one ab", "64 hex"),
        ("a/b " + "ab" * 32, "name"),
    ]:
        path.write_text(text)
        with pytest.raises(InputError, match=said):
            read_keepers(path)
    (tmp_path / "k").write_text("x")
    with pytest.raises(InputError, match="something already"):
        new_keeper("one", tmp_path / "k")
    with pytest.raises(InputError, match="no bag"):
        bag.problems(tmp_path)
