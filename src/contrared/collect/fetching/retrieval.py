"""Getting one file: only if it changed, going on where it was cut off, nothing half-written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urljoin

from contrared.collect.fetching.connection import Rules, checked, connect
from contrared.collect.opening import SIZE_LIMIT
from contrared.model import InputError
from contrared.store.durable import write_bytes

#: Called with the bytes there are so far and how many there will be, if the server says.
Progress = Callable[[int, int | None], None]

REDIRECTS = 5
AGENT = "contrared"
_CHUNK = 1 << 18
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A file that is there.

    Attributes:
        url: Address asked.
        sha256: Of its bytes.
        size: Their number.
        etag: Mark of the version, as the server gives it; may be empty.
        modified: ``Last-Modified``, as the server gives it; may be empty.
        new: Whether the bytes are other than before.
    """

    url: str
    sha256: str
    size: int
    etag: str = ""
    modified: str = ""
    new: bool = True

    @property
    def day(self) -> str:
        """The day of ``Last-Modified``, YYYY-MM-DD; empty where the server gives none."""
        try:
            return parsedate_to_datetime(self.modified).date().isoformat() if self.modified else ""
        except ValueError:
            return ""


def retrieve(
    url: str,
    path: Path,
    *,
    rules: Rules | None = None,
    limit: int = SIZE_LIMIT,
    progress: Progress | None = None,
) -> Retrieved:
    """Fetch an address into a file.

    What is known of the file is beside it in ``NAME.json``; what came of one that is not whole, in ``NAME.part``, its
    mark in ``NAME.part.json``. The file itself is replaced in one step, when all of it is there.

    Args:
        url: The address.
        path: The file; the folder must be there.
        rules: What is allowed.
        limit: Bytes it may have at most.
        progress: Told how far it is.

    Raises:
        InputError: the address may not be called, the server refuses, the file is larger than the limit or was cut off.
    """
    rules = rules or Rules()
    known, part = path.with_name(f"{path.name}.json"), path.with_name(f"{path.name}.part")
    before = _known(known, path, url)
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    mark, have = _begun(part, url)
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": mark}
    elif before is not None and before.etag:
        headers["If-None-Match"] = before.etag
    elif before is not None and before.modified:
        headers["If-Modified-Since"] = before.modified
    target = url
    for _ in range(REDIRECTS + 1):
        address = checked(target, rules)
        with closing(connect(address, rules)) as connection:
            try:
                wanted = (address.path or "/") + (f"?{address.query}" if address.query else "")
                connection.request("GET", wanted, headers=headers)
                answer = connection.getresponse()
                if answer.status in _MOVED and (place := answer.getheader("Location")):
                    following = urljoin(target, place)
                    if target.startswith("https:") and not following.startswith("https:"):
                        raise InputError("is sent on from https to something else", where=target, do="refuse it")
                    target = following
                    continue
                if answer.status == 304 and before is not None:
                    return before
                _receive(answer, part, url, have, limit, progress)
            except (HTTPException, OSError) as exc:
                raise InputError(
                    f"the connection broke off ({exc or type(exc).__name__})", where=url, do="run it again: it goes on"
                ) from exc
            found = _finish(answer, part, path, url, before)
        write_bytes(known, json.dumps({k: v for k, v in asdict(found).items() if k != "new"}).encode())
        return found
    raise InputError(f"is sent on more than {REDIRECTS} times", where=url, do="correct the address in the catalogue")


def _receive(answer: HTTPResponse, part: Path, url: str, have: int, limit: int, progress: Progress | None) -> None:
    if answer.status not in (200, 206):
        do = "run it again" if answer.status == 416 else "check the address; the publisher may have moved the list"
        if answer.status == 416:
            part.unlink(missing_ok=True)
        raise InputError(f"the server answers {answer.status} {answer.reason}", where=url, do=do)
    seen = have if answer.status == 206 else 0
    if answer.status == 206 and not (answer.getheader("Content-Range") or "").startswith(f"bytes {have}-"):
        part.unlink(missing_ok=True)
        raise InputError("the server goes on at another place than asked", where=url, do="run it again")
    stated = answer.length
    whole = None if stated is None else seen + stated
    if whole is not None and whole > limit:
        raise InputError(
            f"has {whole} bytes, more than the limit of {limit}", where=url, do="raise --limit if it is right"
        )
    mark = answer.getheader("ETag") or answer.getheader("Last-Modified") or ""
    # A weak mark does not promise the same bytes.
    mark = "" if mark.startswith("W/") else mark
    write_bytes(_marked(part), json.dumps({"url": url, "mark": mark}).encode())
    with part.open("ab" if seen else "wb") as file:
        while chunk := answer.read(_CHUNK):
            seen += len(chunk)
            if seen > limit:
                file.close()
                part.unlink()
                _marked(part).unlink()
                raise InputError(
                    f"has more bytes than the limit of {limit}", where=url, do="raise --limit if it is right"
                )
            file.write(chunk)
            if progress is not None:
                progress(seen, whole)
    if whole is not None and seen != whole:
        raise InputError(f"cut off after {seen} of {whole} bytes", where=url, do="run it again: it goes on from there")


def _finish(answer: HTTPResponse, part: Path, path: Path, url: str, before: Retrieved | None) -> Retrieved:
    with part.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size = part.stat().st_size
    if not size:
        raise InputError("the server gave nothing", where=url, do="try again later")
    part.replace(path)
    _marked(part).unlink(missing_ok=True)
    new = before is None or before.sha256 != sha256
    return Retrieved(url, sha256, size, answer.getheader("ETag") or "", answer.getheader("Last-Modified") or "", new)


def _known(known: Path, path: Path, url: str) -> Retrieved | None:
    """What was fetched before; None where it is not there, of another address, or not what it was."""
    if not known.exists() or not path.exists():
        return None
    found = Retrieved(**json.loads(known.read_text(encoding="utf-8")), new=False)
    with path.open("rb") as file:
        same = hashlib.file_digest(file, "sha256").hexdigest() == found.sha256
    return found if same and found.url == url else None


def _begun(part: Path, url: str) -> tuple[str, int]:
    """Mark and size of what came of a file that was cut off; nothing where its version cannot be told."""
    if not part.exists() or not _marked(part).exists():
        return "", 0
    found = json.loads(_marked(part).read_text(encoding="utf-8"))
    return (found["mark"], part.stat().st_size) if found["mark"] and found["url"] == url else ("", 0)


def _marked(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")
