"""A question from asking to outcome on the command lines of two nodes, over a line and by stick."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from contrared.cli import shapes
from contrared.cli.partners import watch_desk
from contrared.govern.approvals import Seat, approve

from ..share.alerts.nodes import BASIS, PURPOSE, Post, known, meet
from .test_commands import keys_of, run

NADIA = known("Nadia Farouk", "1980-02-11", "AX123456")


class Console:
    """Runs commands of one node."""

    def __init__(self, post: Post, shown: tuple[pytest.CaptureFixture[str], pytest.MonkeyPatch]) -> None:
        self._post = post
        self._shown = shown

    def fails(self, *arguments: object) -> tuple[int, str]:
        told = ("--node", self._post.folder, "--user", "ana", "--purpose", PURPOSE, "--case", "case-1")
        code, out, said = run(*self._shown, *arguments, *told)
        return code, said or out

    def __call__(self, shape: type[BaseModel], *arguments: object) -> Any:
        told = ("--node", self._post.folder, "--user", "ana", "--purpose", PURPOSE, "--case", "case-1", "--json")
        code, out, said = run(*self._shown, *arguments, *told)
        assert code == 0, said
        found = json.loads(out)
        assert set(found) == keys_of(shape)
        return found


class Two:
    """Colombia asks, Panama watches for Nadia."""

    def __init__(self, folder: Path, shown: tuple[pytest.CaptureFixture[str], pytest.MonkeyPatch]) -> None:
        self.co_post, self.pa_post = Post(folder / "co", "co"), Post(folder / "pa", "pa")
        meet(self.co_post, self.pa_post)
        self.co, self.pa = Console(self.co_post, shown), Console(self.pa_post, shown)
        self.pa_post.watch("darien", NADIA)


@pytest.fixture
def two(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    found = Two(tmp_path, (capsys, monkeypatch))
    yield found
    found.co_post.close()
    found.pa_post.close()


def asked(two: Two) -> dict[str, Any]:
    """Panama subscribes, Colombia meets Nadia; the hit is left to a person."""
    done = two.pa(shapes.SubscribeShape, "subscribe", "co", "--watchlist", "darien", "--legal-basis", BASIS)
    assert [each["records"] for each in done["published"]] == [1]
    assert done["waits"] == []
    met = two.co(
        shapes.EncounterShape, "encounter", "record", "Nadia Farouk", "--born", "1980-02-11", "--document", "AX123456",
        "--place", "Capurganá", "--country", "co",
    )  # fmt: skip
    (partner,) = met["partners"]
    assert (partner["partner"], partner["state"], partner["opened"]) == ("pa", "hit", [])
    (hit,) = two.co(shapes.OpenShape, "open")["hits"]
    assert [hit["id"]] == partner["left"]
    found: dict[str, Any] = hit
    return found


def test_from_the_encounter_to_the_outcome(two: Two) -> None:
    hit = asked(two)
    code, said = two.co.fails("open", hit["id"])
    assert (code, "reason" in said) == (2, True)
    opened = two.co(shapes.OpenShape, "open", hit["id"], "--reason", "met with two others")
    assert [each["state"] for each in opened["hits"]] == ["opened"]
    assert opened["waits"] == []
    (request,) = two.pa(shapes.InboxShape, "inbox")["requests"]
    assert (request["subject"], request["reason"]) == ("Nadia Farouk, 1980-02-11", "met with two others")
    held = two.pa(shapes.InboxShape, "inbox", request["id"])["statements"]
    assert {said["value"] for said in held} == {"Nadia Farouk", "1980-02-11", "AX123456"}
    decide = ("decide", request["id"], "--release", "--grade", "B2", "--keep-back", "0", "--legal-basis", BASIS)
    code, said = two.pa.fails(*decide)
    assert (code, "waits for somebody else" in said) == (4, True)
    waiting = said.split("waits for somebody else: ")[1].split(" ")[0]
    approve(Seat.of(two.pa_post.desk("ben")), waiting)
    done = two.pa(shapes.DecideShape, "decide", request["id"], "--release")
    assert (done["decision"], done["waits"]) == ("released", [])
    assert [said["number"] for said in done["statements"] if said["kept_back"]] == [0]
    (got,) = two.co(shapes.ReleasesShape, "outcome")["releases"]
    assert (got["id"], got["handling"], got["state"]) == (done["release"], "TLP:AMBER // H1", "released")
    two.co(shapes.ReleasesShape, "outcome", got["id"], "found")
    (given,) = two.pa(
        shapes.ReleasesShape, "narrow", got["id"], "--handling", "TLP:AMBER+STRICT // H1", "--why", "trial"
    )["releases"]
    assert (given["outcome"], given["state"]) == ("found", "narrowed")
    amend = ("amend", got["id"], "--why", "the number was misread", "--keep-back", "2")
    code, said = two.pa.fails(*amend)
    assert (code, "waits for somebody else" in said) == (4, True)
    approve(Seat.of(two.pa_post.desk("ben")), said.split("waits for somebody else: ")[1].split(" ")[0])
    first, second = two.pa(shapes.ReleasesShape, *amend)["releases"]
    assert {first["id"], second["id"]} > {got["id"]}
    corrected = {row["id"]: row for row in two.co(shapes.ReleasesShape, "outcome")["releases"]}
    (new,) = corrected.keys() - {got["id"]}
    assert [said["number"] for said in corrected[new]["statements"] if said["kept_back"]] == [2]
    assert corrected[new]["expires"] == got["expires"]
    for arguments, words in ((("rel-none", "--why", "x"), "no such release"), ((new, "--why", " "), "needs a reason")):
        code, said = two.pa.fails("amend", *arguments)
        assert (code, words in said) == (2, True)
    two.pa(shapes.ReleasesShape, "recall", got["id"], "--why", "another person's record")
    states = {row["id"]: (row["state"], row["why"]) for row in two.co(shapes.ReleasesShape, "outcome")["releases"]}
    assert states[got["id"]] == ("recalled", "another person's record")
    code, said = two.pa.fails("amend", got["id"], "--why", "x")
    assert (code, "recalled already" in said) == (2, True)


def test_a_refusal_and_a_question_back(two: Two) -> None:
    hit = asked(two)
    two.co(shapes.OpenShape, "open", hit["id"], "--reason", "met")
    two.pa(shapes.DecideShape, "decide", hit["id"], "--ask-back", "On which warrant?")
    (row,) = two.co(shapes.OpenShape, "open")["hits"]
    assert (row["state"], row["question"]) == ("asked_back", "On which warrant?")
    two.co(shapes.OpenShape, "open", hit["id"], "--reason", "warrant 12/2026")
    code, said = two.pa.fails("decide", hit["id"], "--refuse", "because")
    assert (code, "no code of refusal" in said) == (2, True)
    done = two.pa(shapes.DecideShape, "decide", hit["id"], "--refuse", "operational")
    assert done["decision"] == "refused"
    (row,) = two.co(shapes.OpenShape, "open")["hits"]
    assert (row["state"], row["code"]) == ("refused", "operational")


def test_a_question_by_name_and_by_table(two: Two, tmp_path: Path) -> None:
    two.pa(shapes.ExchangeShape, "exchange", "publish", "co", "--legal-basis", BASIS)
    told = two.co(
        shapes.AskShape, "ask", "pa", "--name", "Ines Aldao", "--born", "1991-05-05", "--doc", "es:ZZ998877",
        "--legal-basis", BASIS,
    )  # fmt: skip
    assert [(q["subject"], q["state"]) for q in told["questions"]] == [("Ines Aldao, 1991-05-05", "no_hit")]
    table = tmp_path / "persons.csv"
    table.write_text("name,birth date\nIvo Lindqvist,1970-01-02\nOnly Name,\n", encoding="utf-8")
    told = two.co(shapes.AskShape, "ask", "pa", "--batch", table, "--legal-basis", BASIS)
    assert [q["state"] for q in told["questions"]] == ["no_hit"]
    assert ["not comparable" in line for line in told["not_asked"]] == [True]
    assert len(two.co(shapes.AskShape, "ask")["questions"]) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", "xx", "--name", "A"), "no active partner"),
        (("ask", "pa", "--name", "Ana Lopez", "--legal-basis", BASIS), "not comparable"),
        (("ask", "pa", "--name", "Ana Lopez", "--born", "1990-01-01"), "legal basis"),
        (("ask", "pa", "--name", "Ana Lopez", "--born", "1990-01-01", "--legal-basis", BASIS), "published nothing"),
        (("open", "opn-0"), "no such hit"),
        (("inbox", "opn-0"), "no such request"),
        (("decide", "opn-0", "--refuse", "purpose"), "no such request"),
        (("decide", "opn-0"), "decide how?"),
        (("outcome", "rel-0", "perhaps"), "no outcome"),
        (("recall", "rel-0", "--why", "x"), "no such release"),
        (("subscribe", "pa", "--watchlist", "none", "--legal-basis", BASIS), "nobody is on a watchlist"),
        (("stream", "begin", "pa"), "a purpose and a legal basis"),
        (("stream", "begin", "pa", "--legal-basis", BASIS, "--every", "0"), "is no beat"),
        (("stream", "begin", "pa", "--legal-basis", BASIS, "--category", "ships"), "is no category"),
        (("stream", "end", "str-0", "--why", "x"), "no such stream"),
        (("exchange", "publish", "pa"), "purpose and a legal basis"),
        (("bundle", "out", "pa"), "onto which stick"),
        (("bundle", "in", "/nowhere"), "nothing for this node"),
    ],
)
def test_errors_are_one_line_and_say_what_to_do(two: Two, arguments: tuple[str, ...], said: str) -> None:
    code, told = two.co.fails(*arguments)
    assert code == 2
    assert said in told
    assert told.count("\n") == 1


def test_a_stream_asks_on_its_beat(two: Two) -> None:
    two.pa(shapes.SubscribeShape, "subscribe", "co", "--watchlist", "darien", "--legal-basis", BASIS)
    begun = two.co(shapes.StreamShape, "stream", "begin", "pa", "--every", "1", "--blocks", "1", "--legal-basis", BASIS)
    (stream,) = begun["streams"]
    assert (stream["partner"], stream["category"], stream["waiting"]) == ("pa", "watched", 0)
    met = two.co(
        shapes.EncounterShape, "encounter", "record", "Nadia Farouk", "--born", "1980-02-11", "--document", "AX123456",
        "--place", "Capurganá", "--country", "co",
    )  # fmt: skip
    assert met["partners"] == []
    (stream,) = two.co(shapes.StreamShape, "stream", "list")["streams"]
    assert stream["waiting"] == 1
    struck = two.co(shapes.StreamShape, "stream", "beat")
    assert (struck["gone"], struck["waits"]) == (1, [])
    (answer,) = struck["answered"]
    assert (answer["partner"], answer["state"], answer["opened"], len(answer["left"])) == ("pa", "hit", [], 1)
    time.sleep(1.1)
    assert two.co(shapes.StreamShape, "stream", "beat")["gone"] == 1, "about nobody"
    questions = two.co(shapes.AskShape, "ask")["questions"]
    assert [each["state"] for each in questions] == ["hit"], "questions about nobody are not listed"
    ended = two.co(shapes.StreamShape, "stream", "end", stream["id"], "--why", "the sea is closed")
    assert (ended["streams"], ended["left"]) == ([], 0)


def test_the_server_keeps_the_beat(two: Two, capsys: pytest.CaptureFixture[str]) -> None:
    from contrared.cli.sharing.serving import _stroke

    two.pa_post.lets_ask(two.co_post, "darien")
    two.co(shapes.StreamShape, "stream", "begin", "pa", "--every", "1", "--legal-basis", BASIS)
    two.co_post.meets(NADIA)
    desk, (own, book) = two.co_post.desk(), two.co_post.at()
    assert _stroke(desk, own, book)
    two.co_post.deliver()
    assert _stroke(desk, own, book)
    assert "pa has a hit on" in capsys.readouterr().err


def test_the_server_tells_of_an_answer_that_is_none(
    two: Two, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from contrared.cli.sharing.serving import _stroke
    from contrared.share.questions import InvalidAnswerError

    two.pa_post.lets_ask(two.co_post, "darien")
    two.co(shapes.StreamShape, "stream", "begin", "pa", "--every", "1", "--legal-basis", BASIS)
    two.co_post.meets(NADIA)
    desk, (own, book) = two.co_post.desk(), two.co_post.at()
    assert _stroke(desk, own, book)

    def refused(*_: object, **__: object) -> None:
        raise InvalidAnswerError("the proof does not hold")

    monkeypatch.setattr("contrared.share.questions.conclude", refused)
    two.co_post.deliver()
    assert _stroke(desk, own, book)
    assert "pa gave no valid answer about enc-" in capsys.readouterr().err


def test_the_same_by_stick(two: Two, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    two.co_post.server.close()
    done = two.pa(
        shapes.SubscribeShape, "subscribe", "co", "--watchlist", "darien", "--legal-basis", BASIS, "--wait", "0"
    )
    assert done["waits"] != []
    assert two.pa(shapes.BundleShape, "bundle", "out", "co", stick)["written"] == 2
    taken = two.co(shapes.BundleShape, "bundle", "in", stick)
    assert (taken["messages"], taken["written"], taken["problems"]) == (2, 2, [])
    assert two.pa(shapes.BundleShape, "bundle", "in", stick)["replies"] == 2
    assert two.pa(shapes.BundleShape, "bundle", "out", "co", stick)["written"] == 0
    for hurt in stick.rglob("*.sealed"):
        hurt.write_bytes(b"damaged")
    code, said = two.co.fails("bundle", "in", stick)
    assert code == 1
    assert "NOT taken" in said


def test_the_duty_desk_rings(two: Two, capsys: pytest.CaptureFixture[str]) -> None:
    two.co_post.approved_beforehand(two.pa_post)
    two.pa_post.lets_ask(two.co_post, "darien")
    looks = iter([False, True])

    def stop() -> bool:
        ended = next(looks)
        if not ended:
            two.co_post.meets(NADIA)
        return ended

    watch_desk(two.pa_post.desk(), stop)
    said = capsys.readouterr()
    assert "PARTNER co: Nadia Farouk, 1980-02-11: met at Capurganá" in said.out
    assert "\a" in said.err
