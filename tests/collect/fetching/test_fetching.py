"""Fetching from a server of our own on this machine: changed or not, cut off, too large, sent astray."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from contrared.collect import LoadOptions
from contrared.collect.fetching import Publisher, Rules, fetch, publishers, retrieve
from contrared.collect.fetching.connection import checked
from contrared.govern import enter
from contrared.model import InputError
from contrared.store import Node

HERE = Rules(loopback=True)
DAY = "Wed, 03 Apr 2024 10:00:00 GMT"


@dataclass
class Site:
    """What the server gives, and what it was asked."""

    url: str = ""
    body: bytes = b""
    etag: str = '"1"'
    cut: int | None = None
    status: int = 200
    location: str = ""
    stated: int | None = None
    asked: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(dict(self.headers.items()))
            if found.location:
                self.send_response(302)
                self.send_header("Location", found.location)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if found.status != 200:
                self.send_error(found.status)
                return
            if self.headers.get("If-None-Match") == found.etag:
                self.send_response(304)
                self.end_headers()
                return
            start = 0
            if self.headers.get("If-Range") == found.etag:
                start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(found.body) - 1}/{len(found.body)}")
            self.send_header("Content-Length", str(found.stated or len(found.body) - start))
            self.send_header("ETag", found.etag)
            self.send_header("Last-Modified", DAY)
            self.end_headers()
            self.wfile.write(found.body[start : found.cut])
            self.close_connection = True

        def log_message(self, *arguments: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_port}/list.csv"
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_file_comes_once(site: Site, tmp_path: Path) -> None:
    site.body = b"one"
    first = retrieve(site.url, tmp_path / "list.csv", rules=HERE)
    assert (first.new, first.sha256, first.day) == (True, hashlib.sha256(b"one").hexdigest(), "2024-04-03")
    again = retrieve(site.url, tmp_path / "list.csv", rules=HERE)
    assert not again.new
    assert site.asked[1]["If-None-Match"] == '"1"'
    site.body, site.etag = b"two", '"2"'
    assert retrieve(site.url, tmp_path / "list.csv", rules=HERE).new
    assert (tmp_path / "list.csv").read_bytes() == b"two"
    (tmp_path / "list.csv").write_bytes(b"changed by somebody")
    assert retrieve(site.url, tmp_path / "list.csv", rules=HERE).new
    assert (tmp_path / "list.csv").read_bytes() == b"two"


def test_a_file_that_was_cut_off_is_gone_on_with(site: Site, tmp_path: Path) -> None:
    site.body, site.cut = b"0123456789", 4
    path = tmp_path / "list.csv"
    with pytest.raises(InputError, match="cut off after 4 of 10 bytes"):
        retrieve(site.url, path, rules=HERE)
    assert not path.exists()
    site.cut = None
    seen: list[tuple[int, int | None]] = []
    retrieve(site.url, path, rules=HERE, progress=lambda here, whole: seen.append((here, whole)))
    assert path.read_bytes() == b"0123456789"
    assert site.asked[1]["Range"] == "bytes=4-"
    assert seen == [(10, 10)]
    assert sorted(item.name for item in tmp_path.iterdir()) == ["list.csv", "list.csv.json"]


def test_another_version_is_not_joined_to_the_first(site: Site, tmp_path: Path) -> None:
    site.body, site.cut = b"0123456789", 4
    with pytest.raises(InputError, match="cut off"):
        retrieve(site.url, tmp_path / "list.csv", rules=HERE)
    site.body, site.cut, site.etag = b"abcdefghij", None, '"2"'
    retrieve(site.url, tmp_path / "list.csv", rules=HERE)
    assert (tmp_path / "list.csv").read_bytes() == b"abcdefghij"


def test_a_file_beyond_the_limit_leaves_nothing(site: Site, tmp_path: Path) -> None:
    site.body = b"x" * 100
    with pytest.raises(InputError, match="100 bytes, more than the limit of 10"):
        retrieve(site.url, tmp_path / "list.csv", rules=HERE, limit=10)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_server_that_refuses(site: Site, tmp_path: Path, status: int) -> None:
    site.status = status
    with pytest.raises(InputError, match=f"answers {status}"):
        retrieve(site.url, tmp_path / "list.csv", rules=HERE)
    assert list(tmp_path.iterdir()) == []


ASTRAY = [
    ("http://example.org/list.csv", "plain http leads off this machine|not known"),
    ("ftp://example.org/list.csv", "only https"),
    ("file:///etc/passwd", "only https"),
    ("https://10.0.0.1/list.csv", "no public address"),
    ("https://169.254.169.254/latest", "no public address"),
    ("https://[fd00::1]/list.csv", "no public address"),
]


@pytest.mark.parametrize(("location", "told"), ASTRAY[1:])
def test_sent_astray(site: Site, tmp_path: Path, location: str, told: str) -> None:
    site.location = location
    with pytest.raises(InputError, match=told):
        retrieve(site.url, tmp_path / "list.csv", rules=HERE)


def test_sent_in_a_circle(site: Site, tmp_path: Path) -> None:
    site.location = site.url
    with pytest.raises(InputError, match="sent on more than 5 times"):
        retrieve(site.url, tmp_path / "list.csv", rules=HERE)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/x", "https://user:word@example.org/x", "https:///x", "//example.org"]
)
def test_addresses_that_are_never_called(url: str) -> None:
    with pytest.raises(InputError, match="only https"):
        checked(url, Rules())


def test_loopback_by_https_is_refused_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no public address"):
        retrieve("https://127.0.0.1/list.csv", tmp_path / "list.csv")


def test_every_address_of_the_catalogue_may_be_called() -> None:
    found = publishers()
    assert {"ofac-sdn", "un", "uk-ofsi", "eu-fsf", "ca-sema", "mx-69b", "br-ceis", "bis-dpl"} <= set(found)
    for listed in found.values():
        assert listed.publisher
        for url in listed.files.values():
            assert checked(url, Rules()).hostname


@pytest.mark.parametrize("text", ["[", "x = 1", '[a.files]\n"../b" = "https://example.org"'])
def test_a_catalogue_that_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.toml").write_text(text)
    with pytest.raises(InputError, match=r"own\.toml"):
        publishers(tmp_path / "own.toml")


def test_a_list_is_loaded_as_a_file_is(site: Site, tmp_path: Path) -> None:
    """And only when it is new; where it came from is kept with the source."""
    person = {"id": "p-1", "schema": "Person", "properties": {"name": ["Ana Ruiz"]}}
    site.body = json.dumps(person).encode() + b"\n"
    node = Node.init(tmp_path / "node", unencrypted="a test")
    try:
        desk = enter(node, purpose="test")
        listed = Publisher("own", "An agency", "a list", {"list.ftm.json": site.url})
        first = fetch(desk, listed, LoadOptions(dataset="own"), rules=HERE)
        assert first.report is not None
        assert (first.report.version.entities, first.report.version.as_of) == (1, "2024-04-03")
        (source,) = first.report.version.sources.values()
        assert (source["obtained_from"], source["obtained_how"]) == ("An agency", f"download: {site.url}")
        assert fetch(desk, listed, LoadOptions(dataset="own"), rules=HERE).report is None
        assert len(desk.versions("own")) == 1
    finally:
        node.close()
