"""Two nodes that know each other; the second holds records and has published them to the first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from contrared.share.exchange import Draft, Exchange, Onward, Statement
from contrared.share.keys import Subject

from .nodes import NADIA, START, TOMAS, Clock, Own, Post, TwoPersons, carry, meet


@dataclass
class Pair:
    """An asker and a holder."""

    br: Post
    pa: Post
    clock: Clock

    def publish(self) -> None:
        """A whole filter, under a key of its own."""
        self.pa.at().publish(self.br.id, purpose="search for persons", legal_basis="treaty", whole=True)
        assert {fault for _, fault in carry(self.pa, self.br)} == {""}

    def approve(self, by: str) -> None:
        """Somebody at the holder approves what waits."""
        assert isinstance(self.pa.approving, TwoPersons)
        self.pa.approving.approve(by)

    def close(self) -> None:
        self.br.node.close()
        self.pa.node.close()

    def ask(self, subject: Subject = NADIA) -> str:
        return self.br.at().ask(
            self.pa.id, subject, purpose="search for persons", legal_basis="treaty, art. 5", case="case-1"
        )

    def hit(self, subject: Subject = NADIA) -> tuple[str, str]:
        """Ask and get a hit: the question and the handle."""
        asked = self.ask(subject)
        carry(self.br, self.pa)
        (opening,) = self.br.at().openings(asked)
        assert opening["state"] == "hit"
        return asked, opening["handle"]

    def opened(self, subject: Subject = NADIA) -> str:
        """Up to a request that waits in the holder's inbox: its id."""
        asked, handle = self.hit(subject)
        self.br.at().approve(asked, handle)
        thread = self.br.at().open(asked, handle, "stopped at the border")
        assert {fault for _, fault in carry(self.br, self.pa)} == {""}
        return thread

    def released(self) -> str:
        """Up to a release that came in: its id."""
        thread = self.opened()
        holder: Exchange = self.pa.at("ana")
        holder.draft(thread, draft())
        with pytest.raises(Exception, match="waits"):
            holder.release(thread)
        self.approve("ben")
        made = holder.release(thread)
        assert {fault for _, fault in carry(self.pa, self.br)} == {""}
        return made


def draft(**changed: object) -> Draft:
    statements = (
        Statement("name", "Nadia Farouk", "B2", "TLP:AMBER"),
        Statement("notes", "named by a source who would be in danger", "C3", "TLP:RED"),
    )
    values: dict[str, object] = {
        "handling": "TLP:AMBER // H1",
        "grade": "B2",
        "legal_basis": "law 12",
        "expires": START.replace(year=2027),
        "onward": Onward.NOBODY,
        "statements": statements,
        "kept_back": frozenset({1}),
    }
    return Draft(**{**values, **changed})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Made:
    """Two nodes as they are after the first publication, to be copied for each test."""

    root: Path
    keys: tuple[Own, Own]


def standing(root: Path, keys: tuple[Own | None, Own | None] = (None, None)) -> Pair:
    """Two nodes in a folder, that know each other."""
    clock = Clock()
    br, pa = Post(root / "br", "br", clock, keys[0]), Post(root / "pa", "pa", clock, keys[1])
    meet(br, pa)
    pa.shelf.put("rec-nadia", NADIA)
    pa.shelf.put("rec-tomas", TOMAS)
    return Pair(br, pa, clock)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("exchange")
    first = standing(root)
    first.publish()
    first.close()
    return Made(root, (first.br.book.mine, first.pa.book.mine))


@pytest.fixture
def pair(tmp_path: Path, made: Made) -> Iterator[Pair]:
    shutil.copytree(made.root, tmp_path / "nodes")
    found = standing(tmp_path / "nodes", made.keys)
    yield found
    found.close()
