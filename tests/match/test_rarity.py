"""Rarity of names and numbers."""

from contrared.match import Profile, Rarity, profile_of, rarity_of
from contrared.match.tokens import name_form


def person(entity_id: str, name: str, dataset: str, number: str = "") -> Profile:
    numbers = {"passportNumber": [number]} if number else {}
    return profile_of({"id": entity_id, "schema": "Person", "properties": {"name": [name], **numbers}}, dataset=dataset)


PARTIES = [
    person("a", "Mohammed ALI", "one", "X123456"),
    person("b", "Muhammad ALI", "one", "X123456"),
    person("c", "Mohammed ALI", "one", "Y123456"),
    person("d", "Zurab MAKIEV", "two", "Y123456"),
]
CORPUS = rarity_of(PARTIES)


def test_the_rarer_the_more_bits() -> None:
    common, rare = (CORPUS.total(name_form(name, person=True)) for name in ("Mohammed ALI", "Zurab MAKIEV"))
    assert common < rare


def test_a_rare_spelling_of_a_common_name_stays_common() -> None:
    assert CORPUS.weights(name_form("Muhammad", person=True))[0] <= CORPUS.bits("mhmd") + 3.0


FILLERS = [person(f"f{i}", f"Army Front{i}", "two") for i in range(400)]
LARGE = rarity_of([*PARTIES, *FILLERS])


def test_a_name_borne_twice_in_one_list_tells_nobody_apart() -> None:
    assert not LARGE.sole_bearer(name_form("Mohammed ALI", person=True))
    assert LARGE.sole_bearer(name_form("Zurab MAKIEV", person=True))


def test_a_name_of_common_words_may_have_another_bearer() -> None:
    assert not LARGE.sole_bearer(name_form("Army", person=True))


def test_a_number_borne_twice_in_one_list_is_shared_and_one_borne_in_two_lists_is_not() -> None:
    assert CORPUS.shared == {("document", "X123456")}


def test_without_a_corpus_nobody_is_known_to_be_sole_bearer() -> None:
    assert not Rarity().sole_bearer(name_form("Zurab MAKIEV", person=True))
