"""The model of resolution: named features with their weights, in log-odds. Change a weight here and nowhere else.

A score is ``1 / (1 + exp(-(BIAS + sum of contributions)))``. Weights were set on the development half of the pairs that
the UK list and the UN list share (``bench/un_uk.py``); the other half was kept aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of one model, in log-odds."""

    name: str
    bias: float
    #: A best name pair of similarity 1.0 with the full bits of rarity; less similarity or rarity gives less.
    person_name: float
    other_name: float
    full_bits_person: float
    full_bits_other: float
    #: The full name that both bear is borne by nobody else in either dataset.
    only_person: float
    only_other: float
    #: Each further name that both bear in full, up to ``most_further``.
    further_name: float
    most_further: int
    #: Similar names that a part (of persons) or a number (of others) tells apart.
    name_clash: float
    #: A weak alias that both bear.
    weak_name: float
    date_day: float
    date_swapped: float
    date_month: float
    date_year: float
    date_near: float
    date_differs: float
    #: An identifier that both bear; less where it is shorter than ``long_identifier``, or two parties of one dataset
    #: bear it.
    identifier: float
    identifier_weak: float
    long_identifier: int
    most_identifiers: int
    #: Kinds of numbers of which a party has one only, and what it costs where both have one and none agrees.
    sole_number: Mapping[str, float]
    contact: float
    address: float
    #: The place of birth, or only the country named in it.
    place: float
    birth_country: float
    country: float
    country_differs: float
    gender_differs: float
    reference: float
    #: Nothing but names may add up to more than this.
    most_by_name_person: float
    most_by_name_other: float
    #: At or above: merged without a person, if nothing forbids it.
    automatic: float
    #: At or above: shown to a person.
    candidate: float


RESOLUTION = Model(
    name="resolution",
    bias=-5.0,
    person_name=4.5,
    other_name=5.5,
    full_bits_person=20.0,
    full_bits_other=18.0,
    only_person=1.0,
    only_other=2.2,
    further_name=1.1,
    most_further=4,
    name_clash=-2.0,
    weak_name=0.5,
    date_day=4.0,
    date_swapped=2.5,
    date_month=2.5,
    date_year=1.8,
    date_near=0.5,
    date_differs=-3.5,
    identifier=5.0,
    identifier_weak=2.0,
    long_identifier=6,
    most_identifiers=2,
    sole_number={"imo": -5.0, "lei": -3.0, "tax": -1.5},
    contact=2.5,
    address=2.0,
    place=1.2,
    birth_country=0.7,
    country=1.0,
    country_differs=-1.2,
    gender_differs=-2.0,
    reference=8.0,
    most_by_name_person=6.8,
    most_by_name_other=8.5,
    automatic=0.93,
    candidate=0.18,
)
