"""Two people at a node, from asking to doing, as they type it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from contrared.cli import shapes
from contrared.govern import enter, record
from contrared.store import Node
from contrared.store.tables import approval_reviews, users
from tests.conftest import LinesReader

from .test_commands import keys_of, run

Console = tuple[pytest.CaptureFixture[str], pytest.MonkeyPatch]
LIST = "l-1|Person|name|Nadia Farouk\nl-1|Person|birthDate|1980\nl-2|Person|name|Somebody Else\n"


class Typed:
    """Commands typed at one node by its owner or by somebody else."""

    def __init__(self, console: Console, folder: Path) -> None:
        self.console, self.folder = console, folder

    def __call__(self, *arguments: object, user: str = "owner") -> tuple[int, str, str]:
        return run(*self.console, *arguments, "--node", self.folder, "--user", user, "--purpose", "case work")

    def told(self, *arguments: object, user: str = "owner") -> Any:
        code, out, err = self(*arguments, "--json", user=user)
        assert (code, err) == (0, ""), err
        return json.loads(out)

    def waits(self, *arguments: object, user: str = "owner") -> str:
        """Id of the request that a command waits for."""
        code, out, err = self(*arguments, user=user)
        assert (code, out) == (4, "")
        assert "waits for somebody else" in err
        assert len(err.strip().splitlines()) == 1
        return err.split("else: ")[1].split(" ")[0]


@pytest.fixture
def typed(
    node: Node,
    lines_reader: LinesReader,
    lines: Callable[[str, str], Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Typed:
    """A node that always asks for a second person, with a list in it and two further owners."""
    settings = (node.root / "node.toml").read_text(encoding="utf-8")
    settings = settings.replace('required = "profile"', 'required = "always"').replace(
        "bulk_rows = 1000", "bulk_rows = 2"
    )
    (node.root / "node.toml").write_text(settings, encoding="utf-8")
    for who in ("beto", "carla"):
        row = {"id": who, "name": who, "role": "owner", "agency": "", "country": "", "created_at": "2026"}
        with node.ledger.begin() as connection:
            connection.execute(insert(users).values(**row))
    found = Typed((capsys, monkeypatch), node.root)
    code, _, err = found("load", lines("list", LIST), "--as-of", "2026-11-01")
    assert code == 0, err
    return found


def test_an_export_is_asked_for_approved_and_done_once(typed: Typed, tmp_path: Path) -> None:
    out = tmp_path / "held.ftm.json"
    ask = ("export", "--format", "ftm", "--out", out, "--legal-basis", "art. 9")
    request = typed.waits(*ask)
    assert not out.exists()
    assert typed.waits(*ask) == request
    shown = typed.told("approvals", "show", request, user="beto")
    assert set(shown) == keys_of(shapes.ApprovalsShape)
    (asked,) = shown["requests"]
    assert set(asked) == keys_of(shapes.RequestShape)
    assert (asked["state"], asked["by"], asked["legal_basis"], asked["datasets"]) == (
        "pending",
        "owner",
        "art. 9",
        ["lines"],
    )
    assert (asked["content"]["statements"], asked["content"]["format"], asked["whole"]) == (3, "ftm", True)
    code, out_text, _ = typed("approvals", "show", request, user="beto")
    assert code == 0
    assert asked["hash"] in out_text
    assert '"statements": 3' in out_text
    code, _, err = typed("approvals", "approve", request)
    assert (code, "second person cannot be the first" in err) == (4, True)
    (approved,) = typed.told("approvals", "approve", request, user="beto")["requests"]
    assert (approved["state"], [a["approver"] for a in approved["approvals"]]) == ("approved", ["beto"])
    assert typed(*ask)[0] == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2
    assert typed.waits(*ask) != request
    (done,) = [r for r in typed.told("approvals", "--all")["requests"] if r["id"] == request]
    assert done["state"] == "used"
    node = Node.open(typed.folder)
    (line,) = [entry for entry in record.entries(node.ledger) if entry.action == "export"]
    node.close()
    assert (line.what["approval"], line.legal_basis) == (request, "art. 9")


def test_what_was_loaded_since_is_not_what_was_approved(
    typed: Typed, tmp_path: Path, lines: Callable[[str, str], Path]
) -> None:
    ask = ("export", "--format", "csv", "--out", tmp_path / "held")
    request = typed.waits(*ask)
    assert typed("approvals", "approve", request, user="beto")[0] == 0
    assert typed("load", lines("later", LIST + "l-3|Person|name|A Third\n"), "--as-of", "2026-11-02")[0] == 0
    again = typed.waits(*ask)
    assert again != request
    (voided,) = typed.told("approvals", "show", request)["requests"]
    assert (voided["state"], voided["ended_why"]) == ("voided", "asked again with other content")
    assert [a["against"][:6] for a in voided["approvals"]] == ["voided"]
    assert not (tmp_path / "held").exists()


def test_a_large_table_is_bulk_and_a_small_one_is_not(typed: Typed, tmp_path: Path) -> None:
    small, large, hits = tmp_path / "small.csv", tmp_path / "large.csv", tmp_path / "hits.csv"
    small.write_text("id,name\n1,Nadia Farouk\n2,Nobody\n", encoding="utf-8")
    large.write_text("id,name\n1,Nadia Farouk\n2,Nobody\n3,Ana\n", encoding="utf-8")
    assert typed("screen", "--batch", small, "--out", hits)[0] == 0
    hits.unlink()
    ask = ("screen", "--batch", large, "--out", hits)
    request = typed.waits(*ask)
    assert not hits.exists()
    assert typed("approvals", "approve", request, user="beto")[0] == 0
    assert typed("screen", "--batch", large, "--out", hits, "--limit", "20")[0] == 4, "more than was approved"
    request = typed.waits(*ask)
    assert typed("approvals", "approve", request, user="carla")[0] == 0
    assert typed.told(*ask)["customers"] == 3
    assert "l-1" in hits.read_text(encoding="utf-8")
    assert typed.waits(*ask) != request


def test_an_emergency_is_done_alone_and_shows_until_somebody_looked(typed: Typed, tmp_path: Path) -> None:
    out = tmp_path / "held.ftm.json"
    ask = ("export", "--format", "ftm", "--out", out, "--emergency", "he boards in ten minutes")
    assert typed(*ask)[0] == 0
    assert out.exists()
    (review,) = typed.told("approvals", "--due")["reviews"]
    assert set(review) == keys_of(shapes.ReviewShape)
    assert (review["way"], review["reason"], review["overdue"]) == ("emergency", "he boards in ten minutes", False)
    assert typed.told("approvals", "--overdue")["reviews"] == []
    assert typed.told("oversight", "use")["suspicions"] == []
    node = Node.open(typed.folder)
    with node.ledger.begin() as connection:
        connection.execute(update(approval_reviews).values(due_at="2026-01-01T00:00:00+00:00"))
    node.close()
    assert [r["request"] for r in typed.told("approvals", "--overdue")["reviews"]] == [review["request"]]
    (odd,) = typed.told("oversight", "use")["suspicions"]
    assert (odd["kind"], odd["what"], odd["who"]) == ("review overdue", review["request"], "owner")
    _, text, _ = typed("approvals", "--overdue")
    assert "OVERDUE" in text
    look = ("approvals", "review", review["request"], "--improper", "--why", "the desk was manned")
    code, _, err = typed(*look)
    assert (code, "nobody reviews what they did" in err) == (4, True)
    (done,) = typed.told(*look, user="beto")["reviews"]
    assert (done["verdict"], done["reviewed_by"], done["overdue"]) == ("improper", "beto", False)
    (odd,) = typed.told("oversight", "use")["suspicions"]
    assert odd["kind"] == "improper"


def test_a_standing_approval_from_asking_to_revoking(typed: Typed, tmp_path: Path) -> None:
    out = tmp_path / "held.ftm.json"
    add = ("standing", "add", "--act", "export", "--for", "case work", "--dataset", "lines", "--ceiling", "TLP:AMBER")
    made = typed.told(*add, "--most-uses", "2", "--why", "weekly to the court")
    assert set(made) == keys_of(shapes.StandingsShape)
    (one,) = made["standing"]
    assert set(one) == keys_of(shapes.StandingShape)
    assert (one["state"], one["uses"], one["approvers"]) == ("pending", 0, [])
    typed.waits("export", "--format", "ftm", "--out", out)
    assert typed("approvals", "approve", one["id"], user="beto")[0] == 0
    assert typed("export", "--format", "ftm", "--out", out)[0] == 0
    (one,) = typed.told("standing", "list")["standing"]
    assert (one["state"], one["uses"], one["approvers"]) == ("approved", 1, ["beto"])
    assert typed("export", "--format", "ftm", "--out", out, user="beto")[0] == 4, "who approved it acts otherwise"
    assert typed("standing", "revoke", one["id"], user="beto")[0] == 2, "without a reason"
    assert typed("standing", "revoke", one["id"], "--why", "the court has it", user="beto")[0] == 0
    assert typed("export", "--format", "ftm", "--out", out)[0] == 4
    assert typed.told("standing", "list")["standing"] == []
    (ended,) = typed.told("standing", "list", "--all")["standing"]
    assert (ended["state"], ended["ended_why"]) == ("refused", "the court has it")
    assert "the court has it" in typed("standing", "list", "--all")[1]


@pytest.mark.parametrize(
    ("act", "state", "watched"), [("approve", "used", 0), ("refuse", "refused", 1), ("withdraw", "withdrawn", 1)]
)
def test_what_waits_on_a_watchlist_is_decided_on_by_its_request(
    typed: Typed, tmp_path: Path, act: str, state: str, watched: int
) -> None:
    table = tmp_path / "bank.csv"
    table.write_text("id,name\n1,Nadia Farouk\n", encoding="utf-8")
    (party,) = typed.told("watch", "add", table)["watched"]
    assert typed("watch", "remove", party["id"], "--why", "left the bank")[0] == 0
    (asked,) = typed.told("approvals")["requests"]
    assert (asked["act"], asked["subject"], asked["content"]) == ("unwatch", party["id"], None)
    other = "owner" if act == "withdraw" else "beto"
    assert typed("approvals", "withdraw", asked["id"], "--why", "x", user="carla")[0] == 4
    (done,) = typed.told("approvals", act, asked["id"], "--why", "looked again", user=other)["requests"]
    assert done["state"] == state
    assert len(typed.told("watch", "list")["watched"]) == watched


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("approvals", "show"), 2, "which request"),
        (("approvals", "show", "apr-none"), 2, "no request 'apr-none'"),
        (("approvals", "approve", "apr-none"), 2, "no request 'apr-none'"),
        (("approvals", "review", "apr-none", "--why", "x"), 2, "no request 'apr-none'"),
        (("approvals", "forget"), 2, "'forget' is not one of"),
        (("standing", "revoke"), 2, "which standing approval"),
        (("standing", "revoke", "apr-none", "--why", "x"), 2, "no request 'apr-none'"),
        (("standing", "add", "--partner", "p", "--why", "x"), 2, "for a purpose"),
        (("standing", "add", "--for", "x", "--why", "x"), 2, "names whom or what"),
        (("standing", "add", "--for", "x", "--partner", "p"), 2, "needs a reason"),
        (("standing", "add", "--for", "x", "--partner", "p", "--act", "merge"), 2, "no act that is approved"),
        (("standing", "add", "--for", "x", "--partner", "p", "--why", "x", "--ceiling", "secret"), 2, "not a TLP"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_one_line(typed: Typed, arguments: tuple[str, ...], code: int, said: str) -> None:
    found, _, err = typed(*arguments)
    assert found == code
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_the_end_of_a_hold_is_approved_by_its_request(typed: Typed) -> None:
    add = ("hold", "add", "l-1", "--why", "trial", "--legal-basis", "CPP 205", "--order", "Court 3, 12/2030")
    (hold,) = typed.told(*add)["holds"]
    assert typed("hold", "end", hold["id"], "--why", "judged")[0] == 0
    (asked,) = typed.told("approvals")["requests"]
    assert (asked["act"], asked["subject"]) == ("end-hold", hold["id"])
    assert typed("approvals", "approve", asked["id"], "--why", "judged")[0] == 4, "by whoever asked"
    done = typed.told("approvals", "approve", asked["id"], "--why", "the judgment is final", user="beto")
    assert [each["state"] for each in done["requests"]] == ["used"]
    assert typed.told("hold", "list")["holds"] == []


def test_nothing_waits_at_first(typed: Typed) -> None:
    assert typed.told("approvals") == {"requests": [], "reviews": []}
    assert "nothing waits for anybody" in typed("approvals")[1]


def test_one_person_is_enough_on_ones_own_laptop_and_not_elsewhere(node: Node) -> None:
    from contrared.govern.approvals import Seat

    assert not Seat.of(enter(node, purpose="test")).required
    policy = node.settings.policy.model_copy(update={"profile": "interior-police"})
    node.settings = node.settings.model_copy(update={"policy": policy})
    assert Seat.of(enter(node, purpose="test")).required
