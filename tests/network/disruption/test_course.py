from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from contrared.network.disruption.course import Course, Setting, course
from contrared.network.disruption.partners import levels
from contrared.network.disruption.recovery import RULES, Recovery, Rule
from contrared.network.disruption.shape import acquainted
from contrared.network.treatment import NetworkError

SURE = Recovery(share=1.0, probability=1.0, turnover=0.0, steps=2)


def setting(
    pairs: list[tuple[int, int]],
    order: int,
    recovery: Recovery,
    *,
    worlds: int = 1,
    part: Any = None,
    takes: Any = None,
) -> Setting:
    ties = np.zeros((worlds, order, order), bool)
    for one, other in pairs:
        ties[:, one, other] = ties[:, other, one] = True
    source, target = (np.array(column, np.int32) for column in zip(*[(min(p), max(p)) for p in pairs], strict=True))
    return Setting(
        (source, target, np.full(len(pairs), 0.8)),
        ties,
        acquainted(ties),
        levels(ties[0].astype(float)),
        np.zeros(order, np.int64) if part is None else np.array(part),
        np.ones(order, bool) if takes is None else np.array(takes),
        recovery,
    )


def run(
    start: Setting, rule: Rule, removed: list[int], *, seed: int = 1, steps: int | None = None
) -> tuple[Course, NDArray[np.bool_]]:
    whom = np.tile(np.array(removed, np.intp), (len(start.ties), 1))
    total = start.recovery.pause * (len(removed) - 1) + start.recovery.steps if steps is None else steps
    done = course(start, rule, whom, np.random.default_rng(seed), total)
    return done, done.ties


def made(start: Setting, ties: NDArray[np.bool_]) -> set[tuple[int, int]]:
    """Ties of the first world that were not there."""
    return {(u, v) for u, v in np.argwhere(ties[0] & ~start.ties[0]).tolist() if u < v}


@st.composite
def courses(draw: st.DrawFn) -> tuple[Setting, Rule, list[int], int]:
    order = draw(st.integers(4, 8))
    every = [(u, v) for v in range(order) for u in range(v)]
    pairs = draw(st.lists(st.sampled_from(every), min_size=3, unique=True))
    recovery = Recovery(
        share=draw(st.sampled_from([0.0, 0.5, 1.0, 2.5])),
        probability=draw(st.sampled_from([0.3, 1.0])),
        delay=draw(st.integers(1, 3)),
        steps=draw(st.integers(1, 5)),
        pause=draw(st.integers(0, 2)),
        turnover=draw(st.sampled_from([0.0, 0.3, 1.0])),
        random_among=draw(st.sampled_from(["anyone", "former"])),
        successor=draw(st.sampled_from(["distance", "degree", "random"])),
    )
    takes = draw(st.lists(st.booleans(), min_size=order, max_size=order))
    part = draw(st.lists(st.integers(0, 2), min_size=order, max_size=order))
    removed = draw(st.permutations(range(order)))[: draw(st.integers(0, order - 2))]
    start = setting(pairs, order, recovery, worlds=3, part=part, takes=takes)
    return start, draw(st.sampled_from(RULES)), removed, draw(st.integers(0, 99))


@given(courses())
@settings(max_examples=200, deadline=None)
def test_laws_of_every_course(case: tuple[Setting, Rule, list[int], int]) -> None:
    start, rule, removed, seed = case
    before = start.ties.copy()
    steps = start.recovery.steps + start.recovery.pause * max(0, len(removed) - 1)
    done, ties = run(start, rule, removed, seed=seed, steps=steps)
    assert (start.ties == before).all(), "the worlds are shared by all courses"
    assert (ties == ties.transpose(0, 2, 1)).all()
    assert not ties[:, np.arange(ties.shape[1]), np.arange(ties.shape[1])].any()
    assert not ties[:, removed].any()
    assert done.remain.sum() == 3 * (ties.shape[1] - len(removed))
    recorded = np.zeros(ties.shape[1:], bool)
    recorded[start.edges[0], start.edges[1]] = recorded[start.edges[1], start.edges[0]] = True
    new = ties & ~recorded
    assert not (new & ~start.takes[None, :, None]).any(), "protected persons take up no tie"
    if rule == "none" or not removed or not start.recovery.share:
        assert not new.any()
    if rule == "random" and start.recovery.random_among == "former" and not start.recovery.pause:
        former = before[:, removed].any(axis=1)
        assert not (new & ~former[:, None, :]).any()
    for index in range(len(done.exposed)):
        assert ((done.exposed[index] >= 0) & (done.exposed[index] <= 1)).all()
        assert (done.made[index] <= max(1.0, np.ceil(start.recovery.share)) + 1e-9).all()
    assert ((done.lapsed >= 0) & (done.lapsed <= 1)).all()
    assert len(done.shapes) == steps + 1
    _, same = run(start, rule, removed, seed=seed, steps=steps)
    assert (same == ties).all()


def test_nobody_replaces_what_nobody_seeks() -> None:
    start = setting([(0, 1), (0, 2), (0, 3), (1, 2)], 4, SURE)
    done, ties = run(start, "none", [0])
    assert np.argwhere(ties[0]).tolist() == [[1, 2], [2, 1]]
    assert [shape.density[0] for shape in done.shapes] == pytest.approx([1 / 3] * 3)


def test_role_the_only_colleague_takes_the_place() -> None:
    """0 leads 1 and 2; 3 has the same role and leads 4: after 0 is gone, 1 and 2 turn to 3."""
    start = setting([(0, 1), (0, 2), (3, 4), (0, 3)], 5, SURE, part=[1, 0, 0, 1, 0])
    done, ties = run(start, "role", [0])
    assert made(start, ties) == {(1, 3), (2, 3)}
    assert done.made[-1][0] == pytest.approx(2 / 3), "the colleague was tied to 0 too, and seeks nobody"
    assert done.lapsed[0] == pytest.approx(1 / 3)
    assert done.exposed[-1][0] == 0.0, "1, 2 and 3 had 0 in common"


def test_role_nobody_left_of_that_role() -> None:
    start = setting([(0, 1), (0, 2)], 3, SURE, part=[1, 0, 0])
    done, ties = run(start, "role", [0])
    assert not ties.any()
    assert done.lapsed[0] == 1.0
    start = setting([(0, 1), (0, 2), (0, 3)], 4, SURE, part=[1, 1, 0, 0])
    assert not run(start, "role", [0, 1])[1].any(), "nobody succeeds who is removed at the same time"


@pytest.mark.parametrize("successor", ["distance", "degree", "random"])
def test_role_who_is_preferred(successor: str) -> None:
    """Of the role of 0 are 1 (1 step, 3 ties), 4 (2 steps, 2 ties) and 5 (no path, so 7 steps counted; 1 tie)."""
    recovery = replace(SURE, successor=successor)  # type: ignore[arg-type]
    pairs = [(0, 1), (0, 2), (1, 4), (1, 3), (4, 3), (5, 6)]
    start = setting(pairs, 7, recovery, worlds=4000, part=[1, 1, 0, 0, 1, 1, 0])
    _, ties = run(start, "role", [0])
    share = ties[:, 1, 2].mean()
    weights = {"distance": [1, 1 / 2, 1 / 7], "degree": [4, 3, 2], "random": [1, 1, 1]}[successor]
    assert share == pytest.approx(weights[0] / sum(weights), abs=0.025)
    assert ties[:, 4, 2].mean() == pytest.approx(weights[1] / sum(weights), abs=0.025)


def test_trust_turns_to_those_who_lost_the_same_person() -> None:
    """2 has lost 0, as has 1; with 3 it shares nobody, so that all turn to each other."""
    start = setting([(0, 1), (0, 2), (3, 4)], 5, SURE, worlds=50)
    done, ties = run(start, "trust", [0])
    assert ties[:, 1, 2].all()
    assert not ties[:, :3, 3:].any()
    assert all(exposed.max() == 0 for exposed in done.exposed)


def test_trust_goes_by_common_acquaintances_and_their_weight() -> None:
    """1 lost 0. Over 2 (strong, 255) it knows 3, over 4 (weak, 51) it knows 5."""
    start = setting([(0, 1), (1, 2), (2, 3), (1, 4), (4, 5)], 6, replace(SURE, steps=1), worlds=4000)
    strength = start.strength.copy()
    strength[1, 4] = strength[4, 1] = 51
    start = replace(start, strength=strength)
    _, ties = run(start, "trust", [0])
    assert ties[:, 1, 3].mean() == pytest.approx(255 / (255 + 51), abs=0.025)
    assert (ties[:, 1, 3] ^ ties[:, 1, 5]).all()


def test_preferential_goes_by_ties() -> None:
    start = setting([(0, 1), (2, 3), (2, 4), (2, 5)], 6, SURE, worlds=4000)
    _, ties = run(start, "preferential", [0])
    assert ties[:, 1, 2].mean() == pytest.approx(3 / 6, abs=0.025)
    assert ties[:, 1, 3].mean() == pytest.approx(1 / 6, abs=0.025)


def test_random_exposes_to_strangers() -> None:
    start = setting([(0, 1), (2, 3)], 4, SURE, worlds=4000)
    done, ties = run(start, "random", [0])
    assert ties[:, 1, 2].mean() == pytest.approx(1 / 2, abs=0.025)
    assert done.exposed[0].max() == 0
    assert done.exposed[-1].tolist() == [2 / 3] * 4000


def test_delay_probability_and_share() -> None:
    star = [(0, leaf) for leaf in range(1, 11)]
    start = setting(star, 11, replace(SURE, delay=3, steps=4, random_among="former"), worlds=200)
    done, _ = run(start, "random", [0])
    assert [made.max() > 0 for made in done.made] == [False, False, False, True, True]
    start = setting(star, 11, replace(SURE, probability=0.25, steps=1), worlds=2000)
    assert run(start, "random", [0])[0].made[-1].mean() == pytest.approx(0.25, abs=0.02)
    start = setting(star, 11, replace(SURE, share=0.5), worlds=2000)
    assert np.median(run(start, "preferential", [0])[0].lapsed) == 1.0, "nobody has a tie, so nobody is preferred"
    assert run(start, "random", [0])[0].made[-1].mean() == pytest.approx(0.5, abs=0.04)


def test_one_after_another() -> None:
    start = setting([(0, 1), (0, 2), (1, 2), (2, 3)], 4, replace(SURE, pause=2, steps=1))
    done, _ = run(start, "none", [0, 2])
    assert [shape.density[0] for shape in done.shapes] == pytest.approx([2 / 3, 2 / 3, 0.0, 0.0])


def test_turnover_draws_recorded_ties_anew_with_their_probability_and_no_others() -> None:
    start = setting([(0, 1), (1, 2)], 4, Recovery(turnover=1.0, steps=1), worlds=4000)
    _, ties = run(start, "none", [])
    assert ties[:, 0, 1].mean() == pytest.approx(0.8, abs=0.025)
    assert not ties[:, 3].any()
    start = setting([(0, 1), (1, 2)], 4, Recovery(turnover=0.5, steps=1), worlds=4000)
    assert run(start, "none", [])[1][:, 1, 2].mean() == pytest.approx(1 - 0.5 * 0.2, abs=0.025)


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": -0.1},
        {"share": 3.5},
        {"share": float("nan")},
        {"probability": 0.0},
        {"probability": 1.1},
        {"delay": 0},
        {"delay": 1.5},
        {"steps": 0},
        {"pause": -1},
        {"turnover": 1.5},
        {"regain": 0.0},
        {"random_among": "friends"},
        {"successor": "kin"},
    ],
)
def test_parameters_without_meaning(wrong: dict[str, Any]) -> None:
    with pytest.raises(NetworkError, match=f"recovery: {next(iter(wrong))} is "):
        Recovery(**wrong)
