"""What of `audit` a witness does: sign a log by hand, over HTTP, and know one that changed its key."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from contrared.cli import output, shapes
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.govern.log.succession import Retirement
    from contrared.govern.log.witness import Witness


def witness_log(what: list[str], keys: Path | None, memory: Path | None, listen: str) -> shapes.AuditShape:
    """Sign a log that lies in a folder, serve those who ask, or accept the note of a key that retired.

    Raises:
        InputError: something is missing, the note is none, or the address cannot be listened on.
        NodeError: what the witness remembers is damaged.
    """
    from contrared.govern.log.keeping import witness_keys, witness_signer
    from contrared.govern.log.tree import Tree
    from contrared.govern.log.witness import Witness, WitnessError, witness

    accepts = what[:1] == ["accept"]
    if len(what) != (2 if accepts else 1) or keys is None or memory is None:
        raise InputError(
            "a witness needs the folder of the log, the log's public key and a memory of its own",
            do="use `contrared audit witness LOG --witnesses KEYS --memory FOLDER`, or with `serve`, `accept NOTE`",
        )
    signer = witness_signer(memory)
    one, key = Witness(memory, signer, witness_keys(keys)), str(signer.verifier)
    if what == ["serve"]:
        return _serve(one, key, listen)
    try:
        if accepts:
            one.accept(_retirement(Path(what[1])))
            return shapes.AuditShape(act="witness", key=key)
        note = witness(Tree(Path(what[0])), [one])
    except WitnessError as exc:
        return shapes.AuditShape(act="witness", key=key, problems=[f"not {'accepted' if accepts else 'signed'}: {exc}"])
    if note is None:
        raise InputError("there is no checkpoint yet", where=what[0], do="run `contrared audit sequence --once`")
    return shapes.AuditShape(act="witness", key=key, size=int(note.text.split("\n")[1]))


def _serve(one: Witness, key: str, listen: str) -> shapes.AuditShape:
    from contrared.govern.log.witnessing import server

    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise InputError(f"{listen!r} is no address", where="--listen", do="write 127.0.0.1:8630")
    listening = server(one, host.strip("[]"), int(port))
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda *_: threading.Thread(target=listening.shutdown).start())
    output.note(f"witness {key} listens on http://{listen}/add-checkpoint; a proxy in front speaks TLS")
    with listening:
        listening.serve_forever()
    return shapes.AuditShape(act="witness", key=key)


def _retirement(path: Path) -> Retirement:
    from contrared.govern.log.note import NoteError
    from contrared.govern.log.succession import Retirement

    try:
        return Retirement.parse(path.read_bytes())
    except (OSError, NoteError) as exc:
        do = "give a note of `log/retired/` of the node that goes on"
        raise InputError(f"is no note of a key that retired ({exc})", where=str(path), do=do) from exc
