"""What of `audit` is shown to somebody else: proofs of lines, and receipts held against the log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contrared.cli import shapes
from contrared.govern import Desk
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.govern.log.receipt import Receipt


def number(text: str) -> int:
    """Number of a line from the command line.

    Raises:
        InputError: it is none.
    """
    if not text.isdecimal() or not text.isascii():
        raise InputError(f"{text!r} is no number of a line", do="see `contrared audit tail`")
    return int(text)


def prove_line(desk: Desk, key: str, what: list[str], out: Path | None) -> shapes.AuditShape:
    """Prove one line, by its number.

    Raises:
        InputError: not one line, none of that number, or one that waits.
    """
    from contrared.govern import record
    from contrared.govern.log.keeping import tree_of
    from contrared.govern.log.proof import prove
    from contrared.store.durable import write_bytes

    if len(what) != 1:
        raise InputError("one line is proven at a time", do="give its number from `contrared audit tail`")
    opened = record.opened(desk.node.ledger, number(what[0]))
    proof = prove(tree_of(desk.node), opened.place, extra=opened.frame)
    if out is not None:
        write_bytes(out, proof.to_bytes())
    return shapes.AuditShape(
        act="prove",
        key=key,
        proof=proof.to_bytes().decode(),
        entry=opened.leaf.hex(),
        out=str(out) if out is not None else "",
    )


def hold_receipt(desk: Desk, key: str, what: list[str], out: Path | None) -> shapes.AuditShape:
    """Hold a receipt, from a file or for the number of a line, against the log.

    Raises:
        InputError: not one receipt, or one this node did not give.
    """
    from contrared.govern.log.kept import kept
    from contrared.govern.log.note import NoteError
    from contrared.govern.log.receipt import Receipt
    from contrared.store.durable import write_bytes

    if len(what) != 1:
        raise InputError("one receipt is looked at at a time", do="give its file, or the number of a line")
    if what[0].isdecimal():
        receipt = _given_now(desk, number(what[0]))
    else:
        try:
            receipt = Receipt.parse(Path(what[0]).read_bytes())
        except (OSError, NoteError) as exc:
            raise InputError(
                f"is no receipt ({exc})", where=what[0], do="give the text of `receipt` in a file"
            ) from exc
    found = kept(desk.node, receipt)
    proof = "" if found.proof is None else found.proof.to_bytes().decode()
    if out is not None:
        write_bytes(out, (proof or receipt.text()).encode())
    problems = []
    if found.broken:
        problems.append(
            f"the log promised this entry until {found.promise.until()} and does not hold it: keep the receipt"
        )
    return shapes.AuditShape(
        act="receipt",
        key=key,
        proof=proof,
        receipt=receipt.text(),
        entry=receipt.entry.hex(),
        until=found.promise.until(),
        out=str(out) if out is not None else "",
        problems=problems,
    )


def anchor_log(desk: Desk, key: str, out: Path | None, check: Path | None) -> shapes.AuditShape:
    """The newest checkpoint as a text to print, or one that was printed held against the log.

    Raises:
        InputError: there is no checkpoint, the text is no anchor, or the log does not continue it.
    """
    from contrared.govern.log.anchor import Anchor, anchor, continues
    from contrared.govern.log.keeping import keys_of, tree_of
    from contrared.store.durable import write_bytes

    keys = keys_of(desk.node)
    if check is not None:
        try:
            old = Anchor.parse(check.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as exc:
            raise InputError(f"cannot be read ({exc})", where=str(check), do="give the text that was printed") from exc
        size = continues(tree_of(desk.node), keys, old)
        return shapes.AuditShape(act="anchor", key=key, size=size, entries=old.size, until=str(check))
    found = anchor(tree_of(desk.node), keys[0])
    text = found.text()
    if out is not None:
        write_bytes(out, text.encode())
    return shapes.AuditShape(
        act="anchor", key=key, size=found.size, anchor=text, out=str(out) if out is not None else ""
    )


def _given_now(desk: Desk, line: int) -> Receipt:
    from contrared.govern import record
    from contrared.govern.log.keeping import receipts_of

    return receipts_of(desk.node, [record.promised(desk.node.ledger, line)])[0]
