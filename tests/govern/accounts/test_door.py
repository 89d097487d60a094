"""The door of a node that asks who one is."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.govern import enter, record
from contrared.govern.accounts import Accounts, SessionSigning
from contrared.govern.accounts.clock import wall
from contrared.govern.verify import verify
from contrared.model import PolicyError
from contrared.store import Node

from .conftest import CHEAP, PASSWORD


@pytest.fixture
def asking(tmp_path: Path) -> Node:
    node = Node.init(tmp_path / "asking", unencrypted="a test")
    node.close()
    settings = node.root / "node.toml"
    settings.write_text(settings.read_text().replace("required = false", "required = true"))
    return Node.open(node.root)


def test_the_door_asks_for_a_session(asking: Node) -> None:
    accounts = Accounts(asking, wall, CHEAP)
    accounts.first("owner", PASSWORD)
    begun = accounts.login("owner", PASSWORD)
    with pytest.raises(PolicyError, match="asks who you are → run `contrared login`"):
        enter(asking, "owner")
    with pytest.raises(PolicyError, match="not of 'ana'"):
        enter(asking, "ana", session=begun.token)
    with pytest.raises(PolicyError, match="not known"):
        enter(asking, session="guessed")
    desk = enter(asking, purpose="test", session=begun.token)
    assert desk.person.id == "owner"
    last = list(record.entries(asking.ledger))[-1]
    assert (last.action, last.what) == ("enter", {"session": begun.session.id})
    signing = SessionSigning(desk.node, desk.session)
    key, signature = signing.sign("owner", b"m")
    assert signing.verify("owner", key, b"m", signature)
    accounts.logout(begun.token)
    with pytest.raises(PolicyError, match="logged out"):
        enter(asking, session=begun.token)


@pytest.mark.parametrize(
    ("profile", "required", "told"), [("owner", "false", 0), ("separate-fiu", "false", 1), ("separate-fiu", "true", 0)]
)
def test_a_node_for_several_people_that_asks_nobody_is_told_of(
    tmp_path: Path, profile: str, required: str, told: int
) -> None:
    root = tmp_path / "several"
    Node.init(root, unencrypted="a test").close()
    text = (root / "node.toml").read_text().replace("required = false", f"required = {required}")
    (root / "node.toml").write_text(text.replace('profile = "owner"', f'profile = "{profile}"'))
    node = Node.open(root)
    assert [where for where, _ in verify(node).problems if where == "node.toml"] == ["node.toml"] * told
    node.close()
