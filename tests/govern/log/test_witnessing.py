"""Witnesses on the network: each status of the protocol, many asked at once, and a log somebody else goes on with."""

from __future__ import annotations

import hashlib
import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from contrared.govern.log.asking import add_checkpoint, ask, request
from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.merkle import consistency_proof
from contrared.govern.log.note import COSIGNATURE, Note, Signer, verified
from contrared.govern.log.quorum import Policy, parse
from contrared.govern.log.succession import Retirement, retire
from contrared.govern.log.tree import Tree
from contrared.govern.log.witness import Witness, WitnessError
from contrared.govern.log.witnessed import told
from contrared.govern.log.witnessing import answer, parsed, server
from contrared.model import NodeError

LOG, OTHER = Signer.generate("node.example/log"), Signer.generate("other.example/log")
SEEN = Signer.generate("oversight.example/w1", COSIGNATURE)


def grow(tree: Tree, old: int, size: int, salt: str = "", signer: Signer = LOG) -> Note:
    entries = [hashlib.sha256(f"{salt}{number}".encode()).digest() for number in range(old, size)]
    found = Checkpoint(signer.name, size, tree.extend(old, entries))
    tree.publish(found.note.signed(signer.sign(found.text)))
    assert tree.note is not None
    return tree.note


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "log")


def witness(folder: Path, clock: Callable[[], float] = lambda: 1_800_000_000.0, signer: Signer = SEEN) -> Witness:
    return Witness(folder, signer, [LOG.verifier], clock)


@contextmanager
def served(one: Witness) -> Iterator[str]:
    listening = server(one, "127.0.0.1", 0)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_address[1]}/prefix"
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with served(witness(tmp_path / "memory")) as found:
        yield found


def proof(tree: Tree, old: int, new: int) -> list[bytes]:
    return consistency_proof(old, new, tree.subtree(new))


def status(url: str, old: int, path: list[bytes], note: Note) -> tuple[int, int]:
    with pytest.raises(WitnessError) as refused:
        add_checkpoint(url, SEEN.verifier, old, path, note)
    return refused.value.status, refused.value.size


def test_it_signs_what_continues_what_it_signed(tree: Tree, url: str) -> None:
    first = grow(tree, 0, 16)
    signed = first.signed(add_checkpoint(url, SEEN.verifier, 0, [], first))
    assert verified(signed, [SEEN.verifier]) == {SEEN.name: 1_800_000_000}
    second = grow(tree, 16, 300)
    add_checkpoint(url, SEEN.verifier, 16, proof(tree, 16, 300), second)
    add_checkpoint(url, SEEN.verifier, 300, [], second)


def test_each_refusal_has_its_status(tree: Tree, tmp_path: Path, url: str) -> None:
    first = grow(tree, 0, 16)
    add_checkpoint(url, SEEN.verifier, 0, [], first)
    second = grow(tree, 16, 32)
    forked, other = Tree(tmp_path / "forked"), Tree(tmp_path / "other")
    same = grow(forked, 0, 16, "x")
    longer = grow(forked, 16, 32, "x")
    assert status(url, 33, [], second) == (400, 0)
    assert status(url, 0, [], grow(other, 0, 16, signer=Signer.generate(LOG.name))) == (403, 0)
    assert status(url, 0, [], grow(Tree(tmp_path / "unknown"), 0, 16, signer=OTHER)) == (404, 0)
    assert status(url, 0, [], second) == (409, 16)
    assert status(url, 16, [], same) == (409, 16)
    assert status(url, 16, proof(forked, 16, 32), longer) == (422, 0)
    assert status(url, 16, proof(tree, 16, 32)[:-1], second) == (422, 0)
    assert status(url, 16, [bytes(32)], grow(Tree(tmp_path / "log2"), 0, 16)) == (422, 0)
    add_checkpoint(url, SEEN.verifier, 16, proof(tree, 16, 32), second)
    assert status(url, 16, [], first) == (409, 32)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0\n\n",
        b"old 00\n\nnode.example/log\n0\nAA==\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"old -1\n\nx\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"old 1\nAB==\n\nx\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"old 1\n" + b"AA==\n" * 64 + b"\nx\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"old 1\r\n\nx\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"\xff 1\n\nx\n\n\xe2\x80\x94 a AAAAAAA=\n",
    ],
)
def test_what_is_malformed_is_400(tmp_path: Path, body: bytes) -> None:
    assert answer(witness(tmp_path / "memory"), body)[0] == 400


def test_a_request_is_what_the_specification_shows(tree: Tree) -> None:
    grow(tree, 0, 16)
    note = grow(tree, 16, 40)
    path = proof(tree, 16, 40)
    body = request(16, path, note)
    assert body.startswith(b"old 16\n")
    assert parsed(body) == (16, path, note)


@pytest.mark.parametrize(
    ("length", "path", "wanted"),
    [("65537", "/add-checkpoint", 400), ("0", "/other", 404), ("x", "/add-checkpoint", 400)],
)
def test_http_that_is_no_such_request(url: str, length: str, path: str, wanted: int) -> None:
    host = url.split("/")[2]
    connection = http.client.HTTPConnection(host, timeout=5)
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", length)
    connection.endheaders()
    assert connection.getresponse().status == wanted
    connection.close()


def test_many_at_once_never_sign_two_logs(tree: Tree, tmp_path: Path) -> None:
    """The race of the specification: of two forks of one size only one is ever signed."""
    notes = [grow(Tree(tmp_path / f"fork{number}"), 0, 16, str(number)) for number in range(8)]
    ones = [witness(tmp_path / "memory") for _ in notes]
    start, signed, refused = threading.Barrier(len(notes)), [], []

    def try_it(number: int) -> None:
        start.wait()
        try:
            ones[number].add(0, [], notes[number])
            signed.append(number)
        except WitnessError as exc:
            refused.append(exc.status)

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(len(notes))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(signed), refused) == (1, [409] * 7)


def test_a_clock_that_went_back_is_not_signed_by(tree: Tree, tmp_path: Path) -> None:
    witness(tmp_path / "memory", lambda: 1_800_000_000.0).add(0, [], grow(tree, 0, 16))
    late = witness(tmp_path / "memory", lambda: 1_799_999_999.0)
    note = grow(tree, 16, 32)
    with pytest.raises(NodeError, match="the clock of the witness"):
        late.add(16, proof(tree, 16, 32), note)
    assert answer(late, request(16, proof(tree, 16, 32), note))[0] == 503
    last = late.last(LOG.name)
    assert last is not None
    assert last.size == 16
    witness(tmp_path / "memory", lambda: 1_800_000_001.0).add(16, proof(tree, 16, 32), note)


def policy(quorum: str, **urls: str) -> Policy:
    lines = [f"witness {name} {KEYS[name].verifier} {url}" for name, url in urls.items()]
    return parse("\n".join([*lines, f"group all-of all {' '.join(urls)}", f"quorum {quorum}", ""]).encode())


KEYS = {name: Signer.generate(f"{name}.example/w", COSIGNATURE) for name in ("court", "press")}


def test_a_quorum_is_asked_and_kept_and_who_cannot_be_reached_is_told(tree: Tree, tmp_path: Path) -> None:
    grow(tree, 0, 16)
    with served(witness(tmp_path / "a", signer=KEYS["court"])) as court:
        with served(witness(tmp_path / "b", signer=KEYS["press"])) as press:
            both = policy("all-of", court=court, press=press)
            found = ask(tree, both)
            assert found is not None
            assert (found.signed, dict(found.unsigned)) == (("court", "press"), {})
            assert told(found, both) == []
            kept = Note.parse((tree.folder / "witnessed").read_bytes())
            assert both.check(kept, [LOG.verifier]) == {"court": 1_800_000_000, "press": 1_800_000_000}
        grow(tree, 16, 48)
        found = ask(tree, both, patience=1.0)
        assert found is not None
        assert found.signed == ("court",)
        said = told(found, both)
        assert said[0].startswith("press did not witness the log: ")
        assert "cannot be reached" in said[0]
        assert "the quorum of witnesses has not signed" in said[1]
        assert Note.parse((tree.folder / "witnessed").read_bytes()) == kept
        one = policy("court", court=court, press=press)
        assert ask(tree, one, patience=1.0) is not None
        assert Checkpoint.parse(Note.parse((tree.folder / "witnessed").read_bytes()).text).size == 48


def test_an_answer_that_is_no_signature_of_that_witness_is_not_taken(tree: Tree, tmp_path: Path) -> None:
    grow(tree, 0, 16)
    with served(witness(tmp_path / "a", signer=KEYS["press"])) as url:
        found = ask(tree, policy("court", court=url))
    assert found is not None
    assert "did not sign" in found.unsigned["court"]
    assert not (tree.folder / "witnessed").exists()


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "nonsense", "http:///x"])
def test_an_address_that_is_none_is_told(tree: Tree, url: str) -> None:
    grow(tree, 0, 16)
    found = ask(tree, policy("court", court=url))
    assert found is not None
    assert "no address of a witness" in found.unsigned["court"]


def test_an_old_self_that_wakes_is_refused_and_says_so(tree: Tree, tmp_path: Path) -> None:
    grow(tree, 0, 16)
    with served(witness(tmp_path / "memory")) as url:
        only = parse(f"witness w {SEEN.verifier} {url}\nquorum w\n".encode())
        ask(tree, only)
        asleep = Tree(tmp_path / "asleep")
        grow(asleep, 0, 16)
        grow(tree, 16, 64)
        ask(tree, only)
        grow(asleep, 16, 32, "old self")
        found = ask(asleep, only)
        assert found is not None
        assert (found.signed, found.ahead) == ((), 64)
        assert "this node may be retired" in told(found, only)[-1]
        grow(asleep, 32, 128, "old self")
        found = ask(asleep, only)
        assert found is not None
        assert "was rewritten or forked" in found.unsigned["w"]


def test_a_key_that_retired_is_refused_by_name(tree: Tree, tmp_path: Path) -> None:
    one, follower = witness(tmp_path / "memory"), Signer.generate(LOG.name)
    first = grow(tree, 0, 16)
    one.add(0, [], first)
    found = Checkpoint.parse(first.text)
    note = retire(LOG, follower, found)
    assert Retirement.parse(note.note.to_bytes()) == note
    one.accept(note)
    after = grow(tree, 16, 32, signer=follower)
    one.add(16, proof(tree, 16, 32), after)
    with pytest.raises(WitnessError, match="this key retired on"):
        one.add(32, [], found.note.signed(LOG.sign(found.text)))
    with pytest.raises(WitnessError) as refused:
        one.accept(retire(LOG, Signer.generate(LOG.name), found))
    assert refused.value.status == 403
    with pytest.raises(WitnessError) as refused:
        one.accept(retire(follower, Signer.generate(LOG.name), found))
    assert refused.value.status == 409
    with pytest.raises(WitnessError) as refused:
        one.accept(retire(OTHER, Signer.generate(OTHER.name), Checkpoint(OTHER.name, 16, found.root)))
    assert refused.value.status == 404
