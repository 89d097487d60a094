"""Weights learnt from labelled pairs, and model files."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.match import Index, compare, profile_of, threshold
from contrared.match.learn import AGAINST, Labelled, best_threshold, learn
from contrared.match.weights import Weights, known_models, weights
from contrared.model import InputError


def person(name: str, born: str = "") -> dict[str, object]:
    return {"schema": "Person", "properties": {"name": [name], "birthDate": [born] if born else []}}


def pair(left: str, right: str, born: tuple[str, str], same: bool) -> Labelled:
    return Labelled(profile_of(person(left, born[0])), profile_of(person(right, born[1])), same)


NAMES = ["Assad Barakat", "Nadia Farouk", "Eva Gomez", "Ivan Petrov", "Carlos Quintero", "Tareck Aissami"]
PAIRS = [pair(n, n, ("1967-03-26", "1967-03-26"), True) for n in NAMES] + [
    pair(n, n, ("1967-03-26", "1990-01-01"), False) for n in NAMES
]


def test_weights_follow_the_labels_and_what_no_pair_shows_stays() -> None:
    start = weights("default")
    flat = Weights.parse("flat", start.render().replace('"date differs" = ', '"date differs" = -0.1 # '))
    found = learn(PAIRS, flat, pull=0.1)
    assert found.model.facts["date differs"] < -1.0
    assert found.model.facts["number"] == flat.facts["number"]
    assert found.model.names["thing"] == flat.names["thing"]
    assert found.pairs == len(PAIRS)


def test_a_sign_is_never_learnt_away() -> None:
    wrong = [Labelled(p.left, p.right, not p.same) for p in PAIRS]
    found = learn(wrong, weights("default"), pull=0.01).model
    assert found.facts["date differs"] <= 0.0 <= found.facts["date day"]
    for of in ("person", "organisation", "thing"):
        assert all(found.names[of][key] <= 0.0 for key in AGAINST & found.names[of].keys())


def test_few_pairs_move_a_model_little() -> None:
    start = weights("default")
    near, far = learn(PAIRS[-1:], start, pull=100.0).model, learn(PAIRS * 20, start, pull=0.01).model
    moved = [sum(abs(m.facts[k] - start.facts[k]) for k in start.facts) for m in (near, far)]
    assert moved[0] < moved[1]


def test_the_threshold_lets_through_no_more_than_it_may() -> None:
    scores, same = [0.9, 0.8, 0.7, 0.6, 0.5], [True, True, False, True, False]
    assert best_threshold(scores, same, most_false=0.0) == 0.75
    assert best_threshold(scores, same, most_false=0.5) == 0.55


def test_a_model_file_comes_back_as_it_was(tmp_path: Path) -> None:
    for name in known_models():
        model = weights(name)
        again = Weights.parse(name, model.render())
        assert again.render() == model.render()
    path = tmp_path / "ours.toml"
    path.write_text(weights("default").render().replace("threshold = ", "threshold = 0.99 # "), encoding="utf-8")
    assert threshold(str(path)) == 0.99
    listed = [{"id": "x", **person("Assad Barakat")}]
    assert Index(listed).screen(person("Assad Barakat"))
    assert Index(listed, model=str(path)).screen(person("Assad Barakat")) == []
    assert compare(listed[0], listed[0], str(path)).score == compare(listed[0], listed[0]).score


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"part missing" = ', '"part amiss" = '), "part"),
        (("threshold = ", "# "), "threshold"),
        (("[facts]", "[facts"), "not TOML"),
    ],
)
def test_a_model_file_that_is_wrong_is_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(weights("default").render().replace(*change), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        weights(str(path))
    with pytest.raises(InputError, match="cannot be read"):
        weights(str(tmp_path / "none.toml"))
