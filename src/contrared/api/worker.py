"""One serving process: a socket of its own on the shared port, so that the kernel spreads connections over all."""

from __future__ import annotations

import socket
import subprocess
import sys
import time

import uvicorn

from contrared.api.app import from_environment

#: Seconds processes have to finish what they are at.
GRACE = 10
#: Seconds between looks at whether all of them live.
LOOK_EVERY = 0.5


def work(host: str, port: int) -> None:
    """Serve until told to stop; how is read from the environment."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind((host, port))
        listening.listen(1024)
        config = uvicorn.Config(
            from_environment, factory=True, access_log=False, log_level="warning", server_header=False
        )
        uvicorn.Server(config).run(sockets=[listening])


def work_together(host: str, port: int, workers: int) -> int:
    """Serve in several processes until told to stop or one of them ends.

    Returns:
        Exit code of the one that ended.
    """
    code = "import sys; from contrared.api.worker import work; work(sys.argv[1], int(sys.argv[2]))"
    running = [subprocess.Popen([sys.executable, "-c", code, host, str(port)]) for _ in range(workers)]
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
