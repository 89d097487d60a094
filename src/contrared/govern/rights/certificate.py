"""The proof that something was deleted: what went, in hashes, and that the log of the node says so.

A certificate is whole in itself: the content of the line of the record, the salts that open it, the proof that the log
contains it, and the salt of what went. Whoever has a copy of a statement that went (a court, a backup) can show that
it was among them only together with all the others of its dataset; the node itself can show nothing of it any more.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.entry import CONTENT_DOMAIN, FRAME, canonical, commitment, frame_leaf
from contrared.govern.log.keeping import keep_up, tree_of
from contrared.govern.log.merkle import leaf_hash, root_of
from contrared.govern.log.note import NoteError, Verifier
from contrared.govern.log.proof import LogProof, prove
from contrared.govern.rights.gone import statement_leaf
from contrared.govern.rights.standing import DELETED
from contrared.model import InputError
from contrared.store import Node
from contrared.store.tables import access_log

FORM = "contrared.org/deletion/v1"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a checked certificate says.

    Attributes:
        frame: Who, when, why, under which legal basis.
        content: What went, in hashes and numbers.
        size: Entries of the log that the checkpoint speaks for.
    """

    frame: Mapping[str, str]
    content: Mapping[str, Any]
    size: int


def certify(node: Node, deletion: str, salts: Mapping[str, str] | None = None) -> bytes:
    """The certificate of a deletion.

    Args:
        node: The node.
        deletion: Id of a deletion that is done.
        salts: Salts of the roots of what went, which only the run itself can give.

    Raises:
        InputError: no such deletion is done, or the log has not taken it in.
        NodeError: the log and the ledger do not agree.
    """
    keep_up(node)
    with node.ledger.reading() as connection:
        rows = connection.execute(select(access_log).where(access_log.c.action == DELETED)).mappings().all()
    row = next((each for each in rows if each["what"].get("deletion") == deletion), None)
    if row is None:
        raise InputError(f"no deletion {deletion!r} is done", do="see `contrared retention list`")
    if row["place"] is None:
        raise InputError("the log has not taken it in yet", do="run `contrared audit sequence --once`")
    told = {
        "form": FORM,
        "frame": {key: row[key] for key in FRAME},
        "frame_salt": row["frame_salt"].hex(),
        "content": row["what"],
        "content_salt": row["content_salt"].hex(),
        "statement_salts": dict(salts or {}),
        "proof": prove(tree_of(node), row["place"]).to_bytes().decode(),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def checked(data: bytes, key: Verifier) -> Certificate:
    """Check a certificate with nothing but the public key of the log.

    Raises:
        InputError: it is none, or does not prove what it says.
    """
    try:
        told = json.loads(data)
        row = {**told["frame"], "frame_salt": bytes.fromhex(told["frame_salt"])}
        salt = bytes.fromhex(told["content_salt"])
        row["content_hash"] = commitment(CONTENT_DOMAIN, salt, canonical(told["content"]))
        if told["form"] != FORM or told["frame"]["action"] != DELETED:
            raise InputError("this is no certificate of a deletion", do=_ASK)
        proof = LogProof.parse(told["proof"].encode())
        proof.check(frame_leaf(row), key)
        size = Checkpoint.parse(proof.note.text).size
    except (KeyError, TypeError, AttributeError, ValueError, NoteError) as exc:
        raise InputError(f"the certificate does not hold: {exc}", do=_ASK) from exc
    return Certificate(told["frame"], told["content"], size)


def among(data: bytes, dataset: str, statement_ids: Collection[str]) -> bool:
    """Whether exactly these statements of a dataset went, by the salt the certificate carries."""
    told = json.loads(data)
    salt = bytes.fromhex(told["statement_salts"].get(dataset, ""))
    root = root_of(leaf_hash(statement_leaf(salt, key)) for key in sorted(statement_ids)).hex()
    return bool(root == told["content"]["gone"][dataset]["root"])


_ASK = "ask the node that deleted for it again, and tell the oversight body"
