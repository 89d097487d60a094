"""Asking witnesses over HTTP for their signatures (C2SP tlog-witness), all at once, within a bounded time."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.merkle import consistency_proof
from contrared.govern.log.note import Note, NoteError, Signature, Verifier, verified
from contrared.govern.log.quorum import Policy
from contrared.govern.log.tree import Tree
from contrared.govern.log.witness import WitnessError
from contrared.model import NodeError
from contrared.store.durable import write_bytes

#: Seconds a witness may take.
PATIENCE = 4.0
#: Bytes of an answer that are read.
MOST_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking.

    Attributes:
        note: The checkpoint with the signatures that were given.
        signed: Who signed, by name in the policy.
        unsigned: Why others did not, by name.
        ahead: Largest size a witness has signed that is beyond this log; 0 where there is none. Somebody else goes on
            with it.
    """

    note: Note
    signed: tuple[str, ...]
    unsigned: Mapping[str, str]
    ahead: int = 0


def request(old: int, proof: Sequence[bytes], note: Note) -> bytes:
    """Body of a request to add a checkpoint."""
    lines = [f"old {old}", *(base64.b64encode(one).decode() for one in proof), ""]
    return "\n".join(lines).encode() + b"\n" + note.to_bytes()


def add_checkpoint(
    url: str, key: Verifier, old: int, proof: Sequence[bytes], note: Note, *, patience: float = PATIENCE
) -> Signature:
    """Ask one witness to sign a checkpoint.

    Args:
        url: Its submission prefix.
        key: Its key; signatures of others are ignored.
        old: Size it signed last.
        proof: Proof that the checkpoint continues that one.
        note: The checkpoint, signed by the log.
        patience: Seconds it may take.

    Raises:
        WitnessError: it refuses.
        NodeError: it cannot be reached, or does not speak the protocol.
    """
    status, kind, body = _post(url, request(old, proof, note), patience)
    said = body.decode("utf-8", "replace")
    if status == 409 and kind == "text/x.tlog.size" and re.fullmatch("(0|[1-9][0-9]{0,18})\n", said):
        raise WitnessError(409, f"{said.strip()} entries were signed last", size=int(said))
    if status in (400, 403, 404, 409, 422):
        raise WitnessError(status, said.strip()[:200] or f"refused with status {status}")
    if status != 200:
        raise NodeError(f"the witness answered with status {status}", where=url, do="ask who runs it")
    try:
        answered = Note.parse(note.text.encode() + b"\n" + body)
        verified(answered, [key])
    except NoteError as exc:
        raise NodeError(f"the witness did not sign ({exc})", where=url, do="check its key in the policy") from exc
    return next(one for one in answered.signatures if (one.name, one.id) == (key.name, key.id))


def ask(tree: Tree, policy: Policy, *, patience: float = PATIENCE) -> Asked | None:
    """Have the newest checkpoint witnessed by everybody in a policy who has an address; None before the first.

    Where the quorum signed, the checkpoint is kept as ``witnessed``.

    Raises:
        NodeError: the log cannot be read, or the disk is full.
    """
    note, found = tree.note, tree.checkpoint
    if note is None or found is None:
        return None
    start = note
    with ThreadPoolExecutor(max(1, len(policy.urls)), thread_name_prefix="witness") as pool:
        answers = list(pool.map(lambda name: _one(tree, policy, name, start, found, patience), policy.urls))
    signed: list[str] = []
    unsigned: dict[str, str] = {}
    ahead = 0
    for name, answer in zip(policy.urls, answers, strict=True):
        if isinstance(answer, Signature):
            note = note.signed(answer)
            signed.append(name)
        else:
            unsigned[name] = str(answer)
            if isinstance(answer, WitnessError) and answer.size > found.size:
                ahead = max(ahead, answer.size)
    if signed and policy.met(signed):
        write_bytes(tree.folder / "witnessed", note.to_bytes())
    return Asked(note, tuple(signed), unsigned, ahead)


def _one(
    tree: Tree, policy: Policy, name: str, note: Note, found: Checkpoint, patience: float
) -> Signature | WitnessError | NodeError:
    """Ask one witness; it says itself what it signed last, and is asked once more from there."""
    url, key = policy.urls[name], policy.witnesses[name]
    whole = tree.subtree(found.size)
    old = _seen(tree, key)
    for _ in range(2):
        try:
            proof = consistency_proof(old, found.size, whole) if old else []
            return add_checkpoint(url, key, old, proof, note, patience=patience)
        except WitnessError as exc:
            if exc.status != 409 or exc.size in (old, 0) or exc.size > found.size:
                return exc
            old = exc.size
        except NodeError as exc:
            return exc
    return NodeError("the witness signs another checkpoint each time it is asked", where=url, do="ask who runs it")


def _seen(tree: Tree, key: Verifier) -> int:
    """Size that a witness signed last, as far as this log knows."""
    path = tree.folder / "witnessed"
    if not path.exists():
        return 0
    try:
        note = Note.parse(path.read_bytes())
        verified(note, [key])
        return Checkpoint.parse(note.text).size
    except NoteError:
        return 0  # not one of those who signed; it says itself what it signed last


def _post(url: str, body: bytes, patience: float) -> tuple[int, str, bytes]:
    import http.client

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NodeError("this is no address of a witness", where=url, do="write https://HOST/PREFIX in the policy")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    until = time.monotonic() + patience
    connection = kind(parts.hostname, parts.port, timeout=patience)
    try:
        connection.request("POST", parts.path.rstrip("/") + "/add-checkpoint", body, {"Connection": "close"})
        answer = connection.getresponse()
        read = b""
        while len(read) < MOST_BYTES and (piece := answer.read1(MOST_BYTES)):
            read += piece
            if time.monotonic() > until:
                raise NodeError("the witness takes too long", where=url, do="try again later")
        return answer.status, answer.getheader("Content-Type", "").partition(";")[0].strip(), read
    except (OSError, http.client.HTTPException) as exc:
        raise NodeError(f"the witness cannot be reached ({exc})", where=url, do="try again later") from exc
    finally:
        connection.close()
