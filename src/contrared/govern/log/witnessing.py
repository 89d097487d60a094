"""A witness on the network (C2SP tlog-witness): the one call, its statuses, and nothing else."""

from __future__ import annotations

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from contrared.govern.log.note import Note, NoteError, unbase64
from contrared.govern.log.witness import Witness, WitnessError
from contrared.model import InputError, NodeError

#: Bytes of a request, hashes of a proof, and seconds a request may take to come.
MOST_BYTES, MOST_PROOF, PATIENCE = 65_536, 63, 10.0


def parsed(body: bytes) -> tuple[int, list[bytes], Note]:
    """Old size, proof and checkpoint of a request.

    Raises:
        WitnessError: malformed (400).
    """
    head, blank, rest = body.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
        if not blank or not re.fullmatch("old (0|[1-9][0-9]{0,18})", first) or len(lines) > MOST_PROOF:
            raise NoteError("a request is an old size, at most 63 hashes, an empty line and a checkpoint")
        return int(first.removeprefix("old ")), [unbase64(line) for line in lines], Note.parse(rest)
    except (NoteError, UnicodeDecodeError) as exc:
        raise WitnessError(400, str(exc)) from exc


def answer(witness: Witness, body: bytes) -> tuple[int, str, bytes]:
    """Status, kind and bytes of the answer to a request."""
    try:
        old, proof, note = parsed(body)
        return 200, "text/plain; charset=utf-8", witness.add(old, proof, note).line().encode()
    except WitnessError as exc:
        if exc.status == 409:
            return 409, "text/x.tlog.size", f"{exc.size}\n".encode()
        return exc.status, "text/plain; charset=utf-8", f"{exc}\n".encode()
    except NodeError as exc:
        return 503, "text/plain; charset=utf-8", f"{exc.what}\n".encode()


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """A server that listens; whoever calls serves and closes it. TLS is for a proxy in front.

    Raises:
        InputError: the address cannot be listened on.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version, sys_version = "witness", ""
        timeout = PATIENCE

        def do_POST(self) -> None:
            told = self.headers.get("Content-Length", "")
            if self.path.rpartition("/")[2] != "add-checkpoint":
                self._give(404, "text/plain; charset=utf-8", b"no such call\n")
            elif not re.fullmatch("[0-9]{1,9}", told) or int(told) > MOST_BYTES:
                self.close_connection = True
                self._give(400, "text/plain; charset=utf-8", b"a request has a length of at most 65536 bytes\n")
            else:
                self._give(*answer(witness, self.rfile.read(int(told))))

        def _give(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: what was signed is in the memory of the witness."""

    try:
        return ThreadingHTTPServer((host, port), Handler)
    except OSError as exc:
        raise InputError(f"cannot listen on {host}, port {port}: {exc.strerror or exc}", where="--listen") from exc
