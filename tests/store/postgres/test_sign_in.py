"""Who gets into a ledger on PostgreSQL: by a password, from the environment or kept in the node, and nobody without."""

from __future__ import annotations

import gc
import warnings
from pathlib import Path

import pytest

from contrared.model import NodeError
from contrared.store import Node, access
from contrared.store.ledger import Ledger
from tests.store.postgres.server import Server


@pytest.fixture(scope="module")
def asked(server: Server) -> str:
    """URL of a ledger whose user is asked for a password."""
    return server.asking("guarded", "right, é")


@pytest.mark.parametrize(("password", "said"), [("wrong", "wrong user or password"), ("", "and there is none")])
def test_whoever_is_not_let_in_is_told_why(asked: str, password: str, said: str) -> None:
    ledger = Ledger(asked, password)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with pytest.raises(NodeError, match=said) as refused:
            ledger.open()
        ledger.close()
        del ledger
        gc.collect()
    assert [str(one.message) for one in warned if one.category is ResourceWarning] == []
    assert access.PASSWORD in (refused.value.do or "")
    assert "wrong'" not in str(refused.value)


def test_a_node_gets_in_by_what_it_keeps_and_by_what_it_is_told(
    asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(access.PASSWORD, "right, é")
    node = Node.init(tmp_path / "node", unencrypted="a test", ledger=asked)
    node.close()
    assert "right" not in (node.root / "node.toml").read_text(encoding="utf-8")
    monkeypatch.delenv(access.PASSWORD)
    with pytest.raises(NodeError, match="and there is none"):
        Node.open(node.root)
    access.keep_password(node.root, "right, é")
    Node.open(node.root).close()
    monkeypatch.setenv(access.PASSWORD, "wrong")
    with pytest.raises(NodeError, match="wrong user or password"):
        Node.open(node.root)
