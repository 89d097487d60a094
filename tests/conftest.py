"""What many tests share: a fresh node, a desk in it, and a reader that says exactly what a test wants."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from contrared.case import investigate
from contrared.case.run import CaseRun
from contrared.collect import About, Draft, Reject, registry
from contrared.govern import Desk, enter
from contrared.store import Node
from contrared.store.ledger import Ledger
from tests.store.postgres.cut import kind_of_ledger, pytest_generate_tests, server

#: Fixtures and hooks that all tests have.
__all__ = ["kind_of_ledger", "pytest_generate_tests", "server"]
SHIPPED = Path(__file__).parents[1] / "src" / "contrared" / "demo" / "convergence"
SHARED = Path(__file__).parents[2] / "shared" / "data"
#: Tests run anywhere, whatever language the machine speaks; commands that make a node are told so by their operator.
os.environ["CONTRARED_UNENCRYPTED"] = "a test"
os.environ["CONTRARED_LANG"] = "en"


class LinesReader:
    """Reads ``id|schema|prop|value`` lines: small enough to see through, real enough to load."""

    name = "lines"
    version = "1"
    summary = "test lines"
    carries: frozenset[str] = frozenset()

    def recognise(self, path: Path) -> bool:
        return path.suffix == ".lines"

    def files(self, path: Path) -> Mapping[str, Path]:
        return {path.name: path}

    def about(self, files: Mapping[str, Path]) -> About:
        return About("lines", "A test", "CC0", "", carries=self.carries, grade="B3")

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        for name, path in files.items():
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                cells = line.split("|")
                if len(cells) != 4:
                    yield Reject(name, f"line={number}", "not four cells", line)
                    continue
                draft = Draft(cells[0], cells[1], name)
                draft.add(cells[2], cells[3], f"line={number}")
                yield draft


@pytest.fixture
def lines_reader(monkeypatch: pytest.MonkeyPatch) -> LinesReader:
    reader = LinesReader()
    known = {reader.name: reader}
    monkeypatch.setattr(registry, "known_readers", lambda: known)
    return reader


@pytest.fixture(scope="session", autouse=True)
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """New ledgers are copies of one that the migrations made: they need not run again for each of hundreds of nodes."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.db"
    made = Ledger(f"sqlite:///{path}").open(create=True)
    made.close()
    content, opened = path.read_bytes(), Ledger.open

    def open_copied(ledger: Ledger, *, create: bool = False) -> Ledger:
        there = Path(ledger.engine.url.database or "")
        if create and ledger.engine.dialect.name == "sqlite" and there.parent.is_dir() and not there.exists():
            there.write_bytes(content)
        return opened(ledger, create=create)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "open", open_copied)
        yield


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    node = Node.init(tmp_path / "node", unencrypted="a test")
    yield node
    node.close()


@pytest.fixture
def desk(node: Node) -> Desk:
    return enter(node, purpose="test")


@pytest.fixture
def lines(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a ``.lines`` file."""

    def write(name: str, content: str) -> Path:
        path = tmp_path / f"{name}.lines"
        path.write_text(content, encoding="utf-8")
        return path

    return write


@dataclass(frozen=True)
class Demo:
    """The demo case, run once for all tests that look at what came out."""

    run: CaseRun
    node: Node
    out: Path

    def canonical(self, entity_id: str) -> str:
        return self.run.prepared.resolution.canonical.get(entity_id, entity_id)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    node = Node.init(folder / "node", "demo", unencrypted="a test")
    run = investigate(node, SHIPPED / "case.toml", folder / "out")
    yield Demo(run, node, folder / "out")
    node.close()


#: With ``CONTRARED_SAMPLE=3``, as CI sets it, of a table of more cases than this every third is run; all, without it.
#: ``CONTRARED_SAMPLE_FROM`` says which third: CI takes another with each commit, so that none is hidden for long.
FEW_CASES = 6
SAMPLE = int(os.environ.get("CONTRARED_SAMPLE", "1"))
FROM = int(os.environ.get("CONTRARED_SAMPLE_FROM", "0"))


def _sampled(items: list[pytest.Item]) -> list[pytest.Item]:
    """Every test, with its first case and every so many of a long table; over PostgreSQL what is made for it."""
    count: Counter[str] = Counter(item.nodeid.split("[")[0] for item in items)
    at: Counter[str] = Counter()
    kept = []
    for item in items:
        test = item.nodeid.split("[")[0]
        number, at[test] = at[test], at[test] + 1
        if "postgresql" in item.nodeid and "store/postgres" not in item.nodeid:
            continue
        if count[test] <= FEW_CASES or number == 0 or number % SAMPLE == FROM % SAMPLE:
            kept.append(item)
    return kept


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What one process runs: a file, or all that looks at the demo case, so that the case is run once; longest first.

    A worker that is done takes the next group: one with much to do must not be left for the end.
    """
    if SAMPLE > 1:
        kept = _sampled(items)
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
    groups = {
        item: "demo" if "demo" in getattr(item, "fixturenames", ()) else item.nodeid.split("::")[0] for item in items
    }
    slow = {groups[item] for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (groups[item] != "demo", groups[item] not in slow))
    for item in items:
        item.add_marker(pytest.mark.xdist_group(groups[item]))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Names of cases that are the same in every process: bytes and long texts may hold what was drawn or the time."""
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > 60) else None
