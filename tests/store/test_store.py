from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from contrared.model import InputError, NodeError
from contrared.store import Node, config, ledger
from contrared.store.tables import metadata


def test_init_makes_a_whole_node_that_opens_again(tmp_path: Path) -> None:
    made = Node.init(tmp_path / "n", "Lima desk", unencrypted="a test")
    made.close()
    names = sorted(p.name for p in (tmp_path / "n").iterdir() if not p.name.startswith("ledger.sqlite-"))
    assert names == ["archive", "keys", "lake", "ledger.sqlite", "node.toml"]
    assert (tmp_path / "n" / "keys" / "node.key").stat().st_mode & 0o077 == 0
    node = Node.open(tmp_path / "n")
    assert node.settings.node.name == "Lima desk"
    assert node.settings == made.settings
    with node.ledger.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    node.close()


def test_init_refuses_a_folder_in_use(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(InputError, match="not empty"):
        Node.init(tmp_path, unencrypted="a test")


def test_open_refuses_where_no_node_is(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match="no node here"):
        Node.open(tmp_path)


BAD_TOML = [
    ("[node]\nname = ", "not TOML"),
    ('[node]\nname = "x"\n', "node.id"),
    ('[node]\nname = "x"\nid = "y"\ncolour = "red"\n', "node.colour"),
    ('[node]\nname = "x"\nid = "y"\n[engine]\nthreads = 0\n', "engine.threads"),
    ('[node]\nname = "x"\nid = "y"\n[engine]\nmemory = "lots"\n', "engine.memory"),
]


@pytest.mark.parametrize(("content", "said"), BAD_TOML)
def test_bad_settings_are_named(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "node.toml"
    path.write_text(content)
    with pytest.raises(InputError, match=said):
        config.read(path)


def test_migrations_lead_to_the_tables_and_head_is_known(node: Node) -> None:
    script = AlembicConfig()
    script.set_main_option("script_location", str(ledger.MIGRATIONS))
    assert ScriptDirectory.from_config(script).get_current_head() == ledger.HEAD
    with node.ledger.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_newer_or_broken_ledger_is_refused(tmp_path: Path) -> None:
    node = Node.init(tmp_path / "n", unencrypted="a test")
    with node.ledger.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    node.close()
    with pytest.raises(NodeError, match="does not know"):
        Node.open(tmp_path / "n")
    (tmp_path / "n" / "ledger.sqlite").write_bytes(b"not a database at all, only some text" * 100)
    for extra in ("ledger.sqlite-wal", "ledger.sqlite-shm"):
        (tmp_path / "n" / extra).unlink(missing_ok=True)
    with pytest.raises(NodeError, match="not a database"):
        Node.open(tmp_path / "n")


def test_archive_keeps_bytes_once_and_knows_its_own(node: Node, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"original")
    sha256, size = node.archive.put(path)
    assert (sha256, size) == node.archive.put(path)
    assert list(node.archive.holdings()) == [sha256]
    assert node.archive.path(sha256).read_bytes() == b"original"
    assert node.archive.intact(sha256)
    with pytest.raises(NodeError, match="missing"):
        node.archive.path("0" * 64)
