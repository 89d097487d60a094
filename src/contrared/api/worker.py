"""One serving process: a socket of its own on the shared port, so that the kernel spreads connections over all."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time

import uvicorn

from contrared.api.app import from_environment, serving
from contrared.model import InputError

#: Seconds processes have to finish what they are at.
GRACE = 10
#: Seconds between looks at whether all of them live.
LOOK_EVERY = 0.5
#: Connections that wait to be taken.
WAITING = 1024
ONE_OF_SEVERAL = (
    "import sys; from contrared.api.worker import end_with_parent, work; "
    "end_with_parent(); work(sys.argv[1], int(sys.argv[2]), shared=True)"
)


def work(host: str, port: int, *, shared: bool = False) -> None:
    """Serve until told to stop; how is read from the environment.

    Args:
        host: Address to listen on.
        port: Port to listen on.
        shared: Whether other processes listen there too.

    Raises:
        InputError: the address cannot be listened on.
    """
    with _listening(host, port, shared=shared) as listening:
        config = uvicorn.Config(
            from_environment,
            factory=True,
            access_log=False,
            log_level="warning",
            server_header=False,
            # Otherwise whoever is on this machine could say to come from anywhere: keys are bound to networks.
            proxy_headers=serving().behind_proxy,
            timeout_graceful_shutdown=GRACE,
        )
        uvicorn.Server(config).run(sockets=[listening])


def work_together(host: str, port: int, workers: int) -> int:
    """Serve in several processes until told to stop or one of them ends.

    Returns:
        Exit code of the one that ended.
    """
    command = [sys.executable, "-c", ONE_OF_SEVERAL, host, str(port)]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE) for _ in range(workers)]
    try:
        while True:
            for process in running:
                if (ended := process.poll()) is not None:
                    return ended
            time.sleep(LOOK_EVERY)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()


def free(host: str, port: int) -> None:
    """Make sure that an address can be listened on, and that nobody does: two services would share their callers.

    Raises:
        InputError: it cannot.
    """
    _listening(host, port, shared=False).close()


def end_with_parent() -> None:
    """End this process when the one that started it does, however that ends: its end of the pipe is closed then."""

    def wait() -> None:
        os.read(sys.stdin.fileno(), 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def _listening(host: str, port: int, *, shared: bool) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listening.bind((host, port))
        listening.listen(WAITING)
    except OSError as exc:
        listening.close()
        raise InputError(
            f"cannot listen on {host}, port {port}: {exc.strerror or exc}",
            where="--host, --port",
            do="choose another port, or stop what listens there",
        ) from exc
    return listening
