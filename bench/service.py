"""Screening over HTTP, through the door with its record: requests a second of 32 clients on two cores.

``python bench/service.py [--seconds 8] [--workers 2]``: a node with the demo case's lists is served in processes of its
own, and asked by one client process over 32 connections; the mixed stream of ``bench/screening.py``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parent))


from contrared.collect import LoadOptions, load
from contrared.govern import enter
from contrared.govern.accounts.service_keys import ServiceKeys
from contrared.match.segments import refresh
from contrared.store import Node
from devset import queries
from devset.cases import cases
from devset.register import Register
from figure import Figure, of
from loading import DEMO, LISTS

CLIENTS = 32
PORT = 8613


def node(folder: Path) -> tuple[Path, str]:
    """A node with the lists of the demo case, indexed, and the key of a service."""
    made = Node.init(folder / "node", unencrypted="a benchmark")
    desk = enter(made, purpose="bench")
    for _, path, reader, as_of in LISTS:
        load(desk, DEMO / path, LoadOptions(as_of=as_of), reader=reader)
    refresh(desk)
    _, secret = ServiceKeys(desk).add("owner", ["screen"], 1, "bench")
    made.close()
    return folder / "node", secret


async def ask(token: str, bodies: list[bytes], seconds: float) -> list[float]:
    """Ask for so long over connections kept open, as cheaply as a client can; the milliseconds of each answer."""
    taken: list[float] = []
    until = time.perf_counter() + seconds
    head = (
        f"POST /screen HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nAuthorization: Bearer {token}\r\n"
        "Content-Type: application/json\r\nContent-Length: "
    )

    async def one(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        at = number
        while time.perf_counter() < until:
            body = bodies[at % len(bodies)]
            began = time.perf_counter()
            writer.write(f"{head}{len(body)}\r\n\r\n".encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(answer.decode())
            length = next(line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.partition(b":")[2]))
            taken.append(1000 * (time.perf_counter() - began))
            at += CLIENTS
        writer.close()

    await asyncio.gather(*(one(number) for number in range(CLIENTS)))
    return taken


def measure(runs: int, *, seconds: float = 8.0, workers: int = 2) -> list[Figure]:
    """Requests a second and latencies."""
    register = Register()
    stream = queries.mixed(register.entries, cases(register, "dev"), 4000)
    bodies = [json.dumps({"queries": [query], "limit": 5}).encode() for query in stream]
    rates, by_key, middles, tails = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        place, key = node(Path(folder))
        token = Path(folder) / "token"
        command = [sys.executable, "-m", "contrared.cli", "serve", "--node", str(place), "--port", str(PORT)]
        server = subprocess.Popen(
            [*command, "--workers", str(workers), "--token-file", str(token)], stdout=subprocess.DEVNULL
        )
        try:
            ready = 0
            while ready < 20 * workers:  # each process is asked by chance
                try:
                    with urlopen(f"http://127.0.0.1:{PORT}/readyz") as answer:
                        ready += answer.status == 200
                except URLError:
                    ready = 0
                    time.sleep(0.2)
            said = token.read_text().strip()
            for secret in (said, key):
                asyncio.run(ask(secret, bodies, 2.0))
            for _ in range(runs):
                # In turns, so that what else the machine does weighs on both.
                by_key.append(len(asyncio.run(ask(key, bodies, seconds))) / seconds)
                taken = sorted(asyncio.run(ask(said, bodies, seconds)))
                rates.append(len(taken) / seconds)
                middles.append(statistics.median(taken))
                tails.append(taken[int(0.99 * len(taken))])
        finally:
            server.terminate()
            server.wait()
    return [
        of("service", f"{CLIENTS} clients, {workers} processes, with the record", rates, "requests/s", "≥ 500", 0),
        of("service", "the same with the key of a service", by_key, "requests/s", digits=0),
        of("service", "p50", middles, "ms", digits=1),
        of("service", "p99", tails, "ms", digits=1),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    for item in measure(arguments.runs, seconds=arguments.seconds, workers=arguments.workers):
        print(f"{item.what:60} {item.value:>10,g} {item.unit}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
