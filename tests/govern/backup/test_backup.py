"""A node backed up while it is in use, and put up again: the same node, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from contrared.collect import LoadOptions, load
from contrared.govern import Desk, enter, record
from contrared.govern.backup import BackAgain, Keep, back_up, backups, prune, restore, verify_backups
from contrared.govern.backup import making as making_module
from contrared.govern.backup.listing import Backup
from contrared.govern.backup.opening import opened, opened_or_made
from contrared.govern.backup.pruning import kept
from contrared.govern.backup.repository import Repository
from contrared.govern.log.keeping import keep_up, tree_of
from contrared.govern.verify import verify
from contrared.model import ContraredError, InputError, NodeError, PolicyError
from contrared.store import Node, keyring
from contrared.store.tables import access_log, users
from contrared.store.tables.base import metadata

from ...conftest import LinesReader
from ...store.postgres.server import Server

SECRET = b"six words by dice are enough"
FIRST = "p-1|Person|name|Ximena Quispe Vargas\np-1|Person|birthDate|1984-03-02\np-2|Person|name|Beto Rivas\n"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_bytes(SECRET + b"\n")
    return path


@pytest.fixture
def used(lines_reader: LinesReader, lines: Callable[[str, str], Path], desk: Desk) -> Desk:
    load(desk, lines("first", FIRST), LoadOptions(as_of="2021", dataset="first", expires="2040-12-31"))
    judged = {"id": "jdg-1", "left_id": "p-1", "right_id": "p-2", "verdict": "different", "by": "owner"}
    desk.write().judgement({**judged, "at": "2021-01-01", "why": "another birth date", "supersedes": None})
    keep_up(desk.node)
    return desk


@pytest.fixture
def repository(used: Desk, tmp_path: Path, secret: Path) -> Repository:
    return opened_or_made(tmp_path / "backups", used.node.root, secret)


def again(repository: Repository, out: Path, **how: str) -> Node:
    restore(repository, out, **how)  # type: ignore[arg-type]
    return Node.open(out)


def ledger_of(node: Node) -> dict[str, list[tuple[object, ...]]]:
    with node.ledger.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def same(node: Node, used: Desk) -> None:
    """The restored node holds what the other held, and its log is whole; its record has gone on."""
    found = enter(node, purpose="test")
    assert found.statements().sort_by("id").equals(used.statements().sort_by("id"))
    assert [row["why"] for row in found.judgements()] == ["another birth date"]
    before, after = ledger_of(used.node), ledger_of(node)
    lines = {row[0] for row in before.pop("access_log")}
    assert lines <= {row[0] for row in after.pop("access_log")}
    assert after == before
    keep_up(node)
    assert verify(node).ok
    assert node.settings.node.id == used.node.settings.node.id


def test_it_is_the_same_node_again(used: Desk, repository: Repository, tmp_path: Path) -> None:
    done = back_up(used, repository)
    node = again(opened(repository.root, None, tmp_path / "secret.txt"), tmp_path / "again")
    same(node, used)
    acts = [(entry.action, entry.what) for entry in record.entries(node.ledger)]
    assert [what["backup"] for action, what in acts if action == "restored"] == [done.backup.name]
    assert tree_of(node).checkpoint is not None
    node.close()


def test_what_is_there_is_not_copied_again(used: Desk, repository: Repository) -> None:
    first, second = back_up(used, repository), back_up(used, repository)
    assert second.written < first.written
    old = {file.path: file for file in first.backup.files}
    same_pieces = [file.path for file in second.backup.files if old.get(file.path) == file]
    assert any(path.startswith("lake/") for path in same_pieces)
    assert any(path.startswith("archive/") for path in same_pieces)


def test_nothing_of_it_can_be_read_without_the_passphrase(used: Desk, repository: Repository, tmp_path: Path) -> None:
    back_up(used, repository)
    words = (b"Ximena", b"Quispe", b"p-1", b"another birth date", b"ledger.sqlite", b"BEGIN PRIVATE KEY")
    for path in repository.root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [word for word in words if word in data], path
    wrong = tmp_path / "wrong.txt"
    keyring._OPENED.clear()
    wrong.write_text("another passphrase entirely")
    with pytest.raises(NodeError, match="passphrase does not open"):
        opened(repository.root, None, wrong)
    for path, least in ((wrong, "short"), (wrong, "")):
        path.write_text(least)
        with pytest.raises(ContraredError):
            opened_or_made(tmp_path / "other", used.node.root, path)
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("kind", ["postgresql", "and back"])
def test_the_ledger_moves_to_postgresql_and_back(
    used: Desk, repository: Repository, tmp_path: Path, server: Server, kind: str
) -> None:
    back_up(used, repository)
    node = again(repository, tmp_path / "over", ledger=server.empty())
    assert node.ledger.engine.dialect.name == "postgresql"
    assert not list((tmp_path / "over").glob("ledger.sqlite*"))
    same(node, used)
    enter(node, purpose="test").record("looked", {"who": "p-1"})
    if kind == "and back":
        mine = enter(node, purpose="backup")
        back_up(mine, opened_or_made(tmp_path / "other", node.root, tmp_path / "secret.txt"))
        back = again(opened(tmp_path / "other", node.root), tmp_path / "back")
        assert back.ledger.sqlite
        same(back, mine)
        back.close()
    node.close()


def test_a_database_that_is_not_empty_is_left_alone(
    used: Desk, repository: Repository, tmp_path: Path, server: Server
) -> None:
    back_up(used, repository)
    url = server.empty()
    again(repository, tmp_path / "over", ledger=url).close()
    with pytest.raises(NodeError, match="the ledger of another node"):
        restore(repository, tmp_path / "second", ledger=url)
    assert not (tmp_path / "second").exists()


def broken(repository: Repository, how: str, backup: Backup) -> None:
    pieces = sorted((repository.root / "pieces").glob("??/*"))
    largest = max(pieces, key=lambda path: path.stat().st_size)
    if how == "a piece missing":
        largest.unlink()
    elif how == "a piece cut off":
        largest.write_bytes(largest.read_bytes()[:-5])
    elif how == "a bit of a piece":
        data = bytearray(largest.read_bytes())
        data[len(data) // 2] ^= 1
        largest.write_bytes(data)
    elif how == "one piece for another":
        largest.write_bytes(pieces[0].read_bytes() if pieces[0] != largest else pieces[1].read_bytes())
    elif how == "an empty piece":
        largest.write_bytes(b"")
    else:
        (repository.root / "backups" / f"{backup.name}.sealed").write_bytes(b"no")


@pytest.mark.parametrize(
    "how",
    [
        "a piece missing",
        "a piece cut off",
        "a bit of a piece",
        "one piece for another",
        "an empty piece",
        "the description",
    ],
)
def test_half_a_backup_is_told_and_nothing_is_put_up(
    used: Desk, repository: Repository, tmp_path: Path, how: str
) -> None:
    done = back_up(used, repository)
    assert verify_backups(repository).problems == ()
    broken(repository, how, done.backup)
    assert verify_backups(repository).problems
    with pytest.raises(InputError, match=r"missing|damaged"):
        restore(repository, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".restore")] == []


def test_a_backup_cut_short_is_none(
    used: Desk, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = back_up(used, repository).backup

    def full(_repository: Repository, _name: str, _what: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(Repository, "describe", full)
        with pytest.raises(NodeError, match="disk is full"):
            back_up(used, repository)
    assert backups(repository) == [whole]
    assert verify_backups(repository).problems == ()
    again(repository, tmp_path / "again").close()


def test_a_file_that_goes_meanwhile_is_no_error(
    used: Desk, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, tries = making_module._file, []

    def once_gone(*told: object) -> object:
        tries.append(told)
        if len(tries) == 3:
            raise FileNotFoundError(2, "gone", "somewhere")
        return plain(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(making_module, "_file", once_gone)
    assert back_up(used, repository).backup.files
    monkeypatch.setattr(making_module, "_file", lambda *_: (_ for _ in ()).throw(FileNotFoundError(2, "gone", "there")))
    with pytest.raises(NodeError, match="go away"):
        back_up(used, repository)
    assert len(backups(repository)) == 1


def test_what_is_erased_does_not_come_back(used: Desk, repository: Repository, tmp_path: Path) -> None:
    used.record("looked", {"who": "Ximena Quispe Vargas"})
    first = back_up(used, repository).backup
    away = {path.name: path.read_bytes() for path in (repository.root / "backups").glob("*")}
    with used.node.ledger.reading() as connection:
        (line,) = connection.execute(select(access_log.c.seq).where(access_log.c.action == "looked")).scalars()
    record.erase(used.node.ledger, [line], user="owner", purpose="p", case="", legal_basis="art. 17")
    done = back_up(used, repository)
    assert done.forgotten == (first.name,)
    assert backups(repository) == [done.backup]
    named = {piece for file in done.backup.files for piece in file.pieces}
    assert repository.names() == named, "the pieces that held it are gone too"
    (repository.root / "backups" / f"{first.name}.sealed").write_bytes(away[f"{first.name}.sealed"])
    with pytest.raises(InputError, match="still holds what was erased"):
        restore(repository, tmp_path / "again", at=first.name)
    with again(repository, tmp_path / "newest").ledger.reading() as connection:
        kept_line = connection.execute(select(access_log).where(access_log.c.seq == line)).mappings().one()
    assert (kept_line["what"], kept_line["content_salt"]) == ({}, None)


def test_an_earlier_backup_only_if_it_is_said(used: Desk, repository: Repository, tmp_path: Path) -> None:
    first, second = back_up(used, repository).backup, back_up(used, repository).backup
    with pytest.raises(InputError, match="there is a newer backup"):
        restore(repository, tmp_path / "again", at=first.name)
    found = restore(repository, tmp_path / "again", at=first.name, despite=True)
    assert isinstance(found, BackAgain)
    assert found.backup == first
    assert restore(repository, tmp_path / "newest", at=second.made).backup == second
    with pytest.raises(InputError, match="no backup was made by 2001"):
        restore(repository, tmp_path / "none", at="2001-01-01")
    with pytest.raises(InputError, match="something already"):
        restore(repository, tmp_path / "newest")


def test_one_at_a_time_and_one_node_a_folder(used: Desk, repository: Repository, tmp_path: Path) -> None:
    with repository.alone(), pytest.raises(NodeError, match="another backup is running"):
        back_up(used, repository)
    back_up(used, repository)
    other = Node.init(tmp_path / "other", unencrypted="a test")
    with pytest.raises(NodeError, match="backups of another node"):
        back_up(enter(other, purpose="backup"), repository)
    other.close()
    with pytest.raises(InputError, match="not empty"):
        opened_or_made(used.node.root / "lake", used.node.root, tmp_path / "secret.txt")


def test_not_everybody_may(used: Desk, repository: Repository) -> None:
    with used.node.ledger.begin() as connection:
        row = {"id": "ana", "name": "Ana", "role": "analyst", "agency": "", "country": "", "created_at": "2026"}
        connection.execute(users.insert().values(**row))
    (used.node.root / "node.toml").write_text(
        (used.node.root / "node.toml").read_text().replace('profile = "owner"', 'profile = "separate-fiu"')
    )
    node = Node.open(used.node.root)
    for act in (lambda d: back_up(d, repository), lambda d: prune(d, repository, Keep())):
        with pytest.raises(PolicyError):
            act(enter(node, "ana", purpose="backup"))
    node.close()


def of(day: str) -> Backup:
    return Backup(f"{day}", f"{day}T03:00:00+00:00", "node", "owner", 0, 0, ())


def test_some_of_each_day_week_and_month_stay() -> None:
    held = [of(f"2026-{month:02}-{day:02}") for month in (1, 2, 3) for day in range(1, 29)]
    stay = kept(held, Keep(daily=3, weekly=2, monthly=2))
    assert sorted(stay) == ["2026-02-28", "2026-03-22", "2026-03-26", "2026-03-27", "2026-03-28"]
    assert kept(held, Keep(daily=0, weekly=0, monthly=1)) == {"2026-03-28"}
    twice = [*held, replace(held[-1], name="later", made="2026-03-28T21:00:00+00:00")]
    assert kept(twice, Keep(daily=1, weekly=0, monthly=0)) == {"later"}
    assert kept([], Keep()) == set()
    with pytest.raises(InputError, match="no backup would stay"):
        Keep(0, 0, 0)


def test_what_nothing_needs_goes_with_the_last_that_did(used: Desk, repository: Repository) -> None:
    first, second = back_up(used, repository).backup, back_up(used, repository).backup
    done = prune(used, repository, Keep(daily=1, weekly=0, monthly=0))
    assert (done.gone, done.stay) == ((first.name,), (second.name,))
    assert done.freed > 0
    assert verify_backups(repository).problems == ()
    assert repository.names() == {piece for file in second.files for piece in file.pieces}
