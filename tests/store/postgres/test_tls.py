"""The way to a ledger on another host: encrypted and proved by a certificate, nothing sent before, or said why not."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contrared.cli.commands import add_all
from contrared.collect.mapping.asking import ask, make_question
from contrared.govern import record
from contrared.govern.founding import found
from contrared.govern.resting import at_rest
from contrared.model import InputError, NodeError
from contrared.store import Node, access, tls
from contrared.store.ledger import Ledger
from contrared.store.postgres import address
from tests.collect.damaged import run
from tests.store.postgres.front import Authority, front
from tests.store.postgres.server import Server

add_all()
HOST = "db.agency.test"


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of hosts under .test lead to the loopback interface; and nothing is set."""
    plain = socket.getaddrinfo

    def here(host: Any, *more: Any, **told: Any) -> Any:
        return plain("127.0.0.1" if str(host).endswith(".test") else host, *more, **told)

    monkeypatch.setattr(socket, "getaddrinfo", here)
    for name in (access.URL, access.PASSWORD):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.new(tmp_path_factory.mktemp("authority"), "agency")


@pytest.fixture(scope="module")
def asked(server: Server) -> str:
    """Database whose user is asked for a password."""
    return server.asking("remote", "right").partition("?")[0].rpartition("/")[2]


def socket_of(server: Server) -> Path:
    return server.folder / ".s.PGSQL.5432"


def url(port: int, database: str, host: str = HOST, **query: str) -> str:
    told = "&".join(f"{name}={value}" for name, value in query.items())
    return f"postgresql://remote@{host}:{port}/{database}" + (f"?{told}" if told else "")


def test_a_node_lives_behind_a_server_that_proves_itself(
    server: Server, authority: Authority, tmp_path: Path, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(access.PASSWORD, "right")
    with front(socket_of(server), authority.server(HOST)) as before:
        there = url(before.port, asked, sslrootcert=str(authority.file))
        node = found(tmp_path / "node", unencrypted="a test", ledger=there, unprotected="not needed")
        assert node.settings.ledger.unprotected == ""
        assert not [line for line in at_rest(node) if "on the way" in line]
        node.close()
        # The authority's certificate moves with the node once it lies in it.
        shutil.copy(authority.file, node.root / "keys" / "db.pem")
        settings = node.root / "node.toml"
        settings.write_text(settings.read_text().replace(str(authority.file), "keys/db.pem"))
        shutil.move(node.root, tmp_path / "moved")
        opened = Node.open(tmp_path / "moved")
        assert [entry.action for entry in record.entries(opened.ledger)] == ["init"]
        opened.close()
        assert set(before.spoken) == {"TLSv1.3"}
        assert before.clear == b""


@pytest.mark.parametrize(
    ("made", "mode", "said"),
    [
        (lambda own, _: own.server("other.agency.test"), "verify-full", "Hostname mismatch"),
        (lambda own, _: own.server(HOST, days=-1), "verify-full", "expired"),
        (lambda _, strange: strange.server(HOST), "verify-full", "unable to get local issuer"),
        (lambda _, strange: strange.server(HOST), "verify-ca", "unable to get local issuer"),
    ],
    ids=["another host", "expired", "another authority", "another authority, any host"],
)
def test_who_does_not_prove_itself_gets_nothing(
    server: Server,
    authority: Authority,
    tmp_path: Path,
    asked: str,
    made: Callable[[Authority, Authority], ssl.SSLContext],
    mode: str,
    said: str,
) -> None:
    strange = Authority.new(tmp_path, "agency")
    with front(socket_of(server), made(authority, strange)) as before:
        ledger = Ledger(url(before.port, asked, sslmode=mode, sslrootcert=str(authority.file)), "right")
        with pytest.raises(NodeError, match=f"does not prove that it is {HOST}.*{said}"):
            ledger.open()
        ledger.close()
        assert (before.spoken, before.clear) == ([], b"")


def test_an_authority_of_ones_own_may_name_another_host(server: Server, authority: Authority, asked: str) -> None:
    with front(socket_of(server), authority.server("other.agency.test")) as before:
        ledger = Ledger(url(before.port, asked, sslmode="verify-ca", sslrootcert=str(authority.file)), "right")
        with ledger.reading() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        ledger.close()
        assert before.spoken == ["TLSv1.3"]


def test_the_authorities_of_the_system_do_not_know_it(server: Server, authority: Authority, asked: str) -> None:
    with front(socket_of(server), authority.server(HOST)) as before:
        ledger = Ledger(url(before.port, asked), "right")
        with pytest.raises(NodeError, match="does not prove"):
            ledger.open()
        ledger.close()


def test_a_server_without_tls_hears_no_password(server: Server, authority: Authority, asked: str) -> None:
    with front(socket_of(server), None) as before:
        ledger = Ledger(url(before.port, asked, sslrootcert=str(authority.file)), "right")
        with pytest.raises(NodeError, match="speaks no TLS"):
            ledger.open()
        ledger.close()
        assert before.clear == b""


def test_a_handshake_that_fails_is_told(server: Server, authority: Authority, asked: str) -> None:
    nothing_to_show = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with front(socket_of(server), nothing_to_show) as before:
        ledger = Ledger(url(before.port, asked, sslrootcert=str(authority.file)), "right")
        with pytest.raises(NodeError, match="no TLS comes about") as refused:
            ledger.open()
        ledger.close()
        assert refused.value.where == HOST
        assert before.clear == b""


@pytest.mark.parametrize("mode", ["disable", "require"])
def test_without_proof_only_with_a_reason_that_is_kept_on_record_and_said(
    server: Server, authority: Authority, tmp_path: Path, mode: str
) -> None:
    database = server.empty().partition("?")[0].rpartition("/")[2]
    context = authority.server(HOST) if mode == "require" else None
    with front(socket_of(server), context) as before:
        there = url(before.port, database, sslmode=mode).replace("remote@", "postgres@")
        refused = run("init", tmp_path / "node", "--ledger", there)
        assert (refused.code, (tmp_path / "node").exists()) == (3, False)
        assert "whoever is between" in refused.err
        assert "--ledger-unprotected" in refused.err
        assert (before.spoken, before.clear) == ([], b"")
        made = run("init", tmp_path / "node", "--ledger", there, "--ledger-unprotected", "WireGuard to the server room")
        assert made.code == 0, made.err
        assert bool(before.spoken) == (mode == "require")
        checked = json.loads(run("check", "--node", tmp_path / "node", "--json").out)
        assert [line for line in checked["at_rest"] if line.endswith("node.toml: WireGuard to the server room")]
        node = Node.open(tmp_path / "node")
        (first,) = [entry for entry in record.entries(node.ledger) if entry.action == "init"]
        node.close()
        assert first.what["unprotected"] == "WireGuard to the server room"
        settings = node.root / "node.toml"
        settings.write_text(settings.read_text().replace("WireGuard to the server room", ""))
        with pytest.raises(NodeError, match="whoever is between"):
            Node.open(node.root)


@pytest.mark.parametrize(
    ("where", "mode"),
    [
        ("@/x?unix_sock=/run/s", False),
        ("@/x?unix_sock=/run/s&sslmode=verify-full", False),
        ("@localhost/x", None),
        ("@127.8.0.1/x", None),
        ("@[::1]/x", None),
        ("@/x", None),
        ("@localhost/x?sslmode=disable", False),
    ],
)
def test_on_one_host_there_is_nobody_between(where: str, mode: object) -> None:
    found = address(f"postgresql://someone{where}")
    assert tls.protected(found)
    assert tls.context(found) is mode


@pytest.mark.parametrize("host", ["localhost.evil.test", "127.0.0.1.evil.test", "0.0.0.0", "10.0.0.2", "[fe80::1]"])
def test_another_host_must_prove_itself_unless_it_is_said(host: str) -> None:
    plain = address(f"postgresql://someone@{host}/x")
    context = tls.context(plain)
    assert isinstance(context, ssl.SSLContext)
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert not tls.protected(address(f"postgresql://someone@{host}/x?sslmode=disable"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sslmode=prefer", "is no sslmode to be had"),
        ("sslmode=VERIFY-FULL", "is no sslmode to be had"),
        ("sslmode=disable&sslmode=verify-full", "more than once"),
        ("sslmode=require&sslrootcert=/ca.pem", "no certificate is looked at"),
        ("sslmode=verify-ca", "any server whose certificate the system trusts"),
        ("sslmode=verify-ca&sslrootcert=system", "any server whose certificate the system trusts"),
        ("sslcert=/client.pem", "sslcert is not known"),
        ("host=elsewhere.test", "host is not known"),
        ("password=secret", "password is not known"),
    ],
)
def test_what_is_not_to_be_had_is_told(query: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        Ledger(f"postgresql://someone@localhost/x?{query}")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(("content", "said"), [(None, "cannot be read"), ("no certificate", "no certificate is in it")])
def test_a_file_of_authorities_that_is_none(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(NodeError, match=said) as refused:
        Ledger(f"postgresql://someone@{HOST}/x?sslrootcert={path}")
    assert refused.value.where == str(path)


def test_a_reason_is_one_line(tmp_path: Path) -> None:
    there = f"postgresql://someone@{HOST}/x?sslmode=disable"
    with pytest.raises(InputError, match="not one line"):
        Node.init(tmp_path / "node", unencrypted="a test", ledger=there, unprotected="two\nlines")
    assert not (tmp_path / "node").exists()


def test_a_backup_comes_back_over_tls_or_with_a_reason(
    server: Server, authority: Authority, tmp_path: Path, node: Node
) -> None:
    (tmp_path / "words").write_text("six words by dice are enough")
    place, secret = tmp_path / "backups", ["--passphrase-file", tmp_path / "words"]
    assert run("backup", "make", place, "--node", node.root, *secret).code == 0
    back, out = ["restore", place, "--to"], tmp_path / "again"
    with front(socket_of(server), authority.server(HOST)) as before:
        proved, other = (
            url(before.port, name.partition("?")[0].rpartition("/")[2]).replace("remote@", "postgres@")
            for name in (server.empty(), server.empty())
        )
        refused = run(*back, out, *secret, "--ledger", f"{other}?sslmode=require")
        assert (refused.code, out.exists(), before.spoken) == (3, False, [])
        assert "whoever is between" in refused.err
        assert run(*back, out, *secret, "--ledger", f"{proved}?sslrootcert={authority.file}").code == 0
        again = Node.open(out)
        assert (again.settings.node.id, again.ledger.sqlite) == (node.settings.node.id, False)
        again.close()
        reason = ["--ledger-unprotected", "a cable of three metres"]
        assert run(*back, tmp_path / "open", *secret, "--ledger", f"{other}?sslmode=require", *reason).code == 0
        opened = Node.open(tmp_path / "open")
        restored = [entry.what for entry in record.entries(opened.ledger) if entry.action == "restored"]
        opened.close()
        assert [what["unprotected"] for what in restored] == ["a cable of three metres"]
        assert before.clear == b""


def test_a_database_that_is_asked_proves_itself_too(
    server: Server, authority: Authority, tmp_path: Path, asked: str
) -> None:
    rows = "generate_series(1, 2500) AS one WHERE 'ab' LIKE 'a%' AND one % 2 = 0"
    told = {"query": f"SELECT one, 'a%' AS two FROM {rows}"}
    with front(socket_of(server), authority.server(HOST)) as before:
        there = url(before.port, asked, sslrootcert=str(authority.file)).replace("remote@", "remote:right@")
        answer = ask(make_question(there, told, "map.yml"), tmp_path)
        assert answer.read_text().split() == ["one,two", *(f"{one},a%" for one in range(2, 2501, 2))]
        assert before.spoken == ["TLSv1.3"]
        assert before.clear == b""
        unknown = url(before.port, asked).replace("remote@", "remote:right@")
        with pytest.raises(NodeError, match="does not prove"):
            ask(make_question(unknown, told, "map.yml"), tmp_path)
        assert before.clear == b""


@pytest.mark.parametrize("mode", ["require", "disable"])
def test_whom_nobody_proves_is_asked_for_a_reason_only(mode: str) -> None:
    there = url(5432, "companies", sslmode=mode)
    with pytest.raises(InputError, match=r"unprotected: REASON.*") as refused:
        make_question(there, {"query": "SELECT 1"}, "map.yml")
    assert "map.yml" in str(refused.value)
    made = make_question(there, {"query": "SELECT 1", "unprotected": "a cable in one room"}, "map.yml")
    assert made.sql == "SELECT 1"
    for wrong in ("sslmode=prefer", "host=elsewhere"):
        with pytest.raises(InputError, match=r"map\.yml"):
            make_question(f"postgresql://u@h/d?{wrong}", {"query": "SELECT 1"}, "map.yml")
