"""A border post on 128 kbit/s and 800 ms: a client of its national node, which alone asks partners and holds filters.

A proxy on loopback lets 16,000 bytes a second through each way and holds every byte back for 400 ms each way; the node
behind it is served in a process of its own, with the consolidated list of the UN.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parent))

from contrared.collect import LoadOptions, load
from contrared.govern import enter
from contrared.govern.accounts.service_keys import ServiceKeys
from contrared.match.segments import refresh
from contrared.store import Node
from figure import Figure, of
from loading import DEMO

SERVED, THIN = 8615, 8616
BYTES_A_SECOND, ONE_WAY = 16_000, 0.4
QUESTION = {"name": "Tomas Quiroga Vidal", "born": "1979-12-30", "schema": "Person"}


class Line:
    """What has gone over the thin line."""

    def __init__(self) -> None:
        self.carried = 0

    async def relay(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        """Carry bytes one way: each chunk waits for its turn at the rate of the line, then for the distance."""
        free, waiting = 0.0, asyncio.Queue[tuple[float, bytes]]()

        async def arrive() -> None:
            while True:
                due, data = await waiting.get()
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                if not data:
                    sink.close()
                    return
                sink.write(data)

        arriving = asyncio.create_task(arrive())
        while data := await source.read(1400):
            self.carried += len(data)
            free = max(free, time.monotonic()) + len(data) / BYTES_A_SECOND
            waiting.put_nowait((free + ONE_WAY, data))
        waiting.put_nowait((max(free, time.monotonic()) + ONE_WAY, b""))
        await arriving


@contextmanager
def thin() -> Iterator[Line]:
    """The line, between a port of its own and that of the node."""
    line, loop = Line(), asyncio.new_event_loop()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A connection over such a line begins with one round trip.
        await asyncio.sleep(2 * ONE_WAY)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", SERVED)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(line.relay(reader, far_writer), line.relay(far_reader, writer))

    server = loop.run_until_complete(asyncio.start_server(meet, "127.0.0.1", THIN))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        server.close()
        asyncio.run_coroutine_threadsafe(_ended(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _ended() -> None:
    """Cut what is still connected."""
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The national node; yields the key of the post."""
    made = Node.init(folder / "node", unencrypted="a benchmark")
    desk = enter(made, purpose="bench")
    load(desk, DEMO / "lists" / "un" / "un_consolidated_2020.xml.gz", LoadOptions(as_of="2020-11-30"))
    refresh(desk)
    _, secret = ServiceKeys(desk).add("owner", ["screen"], 1, "bench")
    made.close()
    told = [sys.executable, "-m", "contrared.cli", "serve", "--node", str(folder / "node"), "--port", str(SERVED)]
    process = subprocess.Popen([*told, "--purpose", "border control"], stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urlopen(f"http://127.0.0.1:{SERVED}/readyz", timeout=1):
                    break
            except (URLError, OSError):
                time.sleep(0.1)
        yield secret
    finally:
        process.terminate()
        process.wait()


def asked(connection: http.client.HTTPConnection, key: str) -> float:
    """Seconds of one screening over the line."""
    started = time.perf_counter()
    body = json.dumps(QUESTION)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Host": f"127.0.0.1:{SERVED}"}
    connection.request("POST", "/screen", body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise SystemExit(f"the node answered {answer.status}: {content[:200]!r}")
    return time.perf_counter() - started


def measure(runs: int) -> list[Figure]:
    fresh, kept, sizes = [], [], []
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as key, thin() as line:
        for _ in range(max(runs, 3)):
            connection = http.client.HTTPConnection("127.0.0.1", THIN, timeout=60)
            fresh.append(asked(connection, key))
            before = line.carried
            kept += [asked(connection, key) for _ in range(3)]
            sizes.append((line.carried - before) / 3)
            connection.close()
    return [
        of("thin_post", "screening, line kept open, 128 kbit/s, 800 ms", kept, "s"),
        of("thin_post", "screening, new line", fresh, "s"),
        of("thin_post", "bytes of one screening, both ways", sizes, "B", digits=0),
    ]


if __name__ == "__main__":
    for figure in measure(1):
        print(figure)
