"""The scorer of resolution: made so that what is merged without a person is right. Screening has another."""

from __future__ import annotations

import math

from contrared.match import dates, names
from contrared.match.model import Model
from contrared.match.profile import Profile
from contrared.match.rarity import Rarity
from contrared.match.reason import NAMES_ALONE, Comparison, Reason

#: Features that others ask for by name.
ONLY_BEARERS = "only bearers of the name"


def cautious(a: Profile, b: Profile, model: Model, rarity: Rarity, *, least: float = 0.0) -> Comparison:
    """Compare two comparable parties.

    Names are compared free of order, with aliases, transliteration, particles and legal forms set apart; rare parts
    weigh more than common ones. Dates, places, countries and identifiers speak for or against; gender only against.

    Args:
        a: One party.
        b: The other.
        model: Weights.
        rarity: How rare name tokens are; without it every token counts alike.
        least: Score below which the caller does not care: a pair that cannot reach it may come back as 0, its names
            not looked at.
    """
    facts = _facts(a, b, model, rarity)
    if least and _beyond_hope(a, b, model, facts, least):
        return Comparison(0.0, ())
    reasons = [*_names(a, b, model, rarity), *facts]
    total = model.bias + sum(reason.contribution for reason in reasons)
    score = 1.0 / (1.0 + math.exp(-total))
    ordered = sorted(reasons, key=lambda r: (-abs(r.contribution), r.feature, r.left, r.right))
    return Comparison(round(score, 6), tuple(ordered), round(total, 4))


def _beyond_hope(a: Profile, b: Profile, model: Model, facts: list[Reason], least: float) -> bool:
    """Whether the facts speak so strongly against a pair that no similarity of its names could make up for it.

    Names that are nowhere equal contribute the weight of a name at most.
    """
    if not a.keys.isdisjoint(b.keys):
        return False
    most = max(model.person_name, model.other_name) if "legal" in {a.kind, b.kind} else 0.0
    most = most or (model.person_name if a.kind == "person" else model.other_name)
    return model.bias + most + sum(reason.contribution for reason in facts) < math.log(least / (1.0 - least))


def _names(a: Profile, b: Profile, model: Model, rarity: Rarity) -> list[Reason]:
    similarity, bits, left, right = names.best_names(a, b, rarity)
    person = "person" in {a.kind, b.kind}
    reasons: list[Reason] = []
    if left is not None and right is not None and similarity > 0.5:
        closeness = (similarity - 0.5) / 0.5
        strength = closeness**1.5 * min(1.0, bits / (model.full_bits_person if person else model.full_bits_other))
        weight = model.person_name if person else model.other_name
        reasons.append(Reason("name", left.text, right.text, round(weight * strength, 4)))
        apart = names.clash(left, right, person=person)
        if apart is not None:
            feature = "name parts differ" if person else "number in the name differs"
            reasons.append(Reason(feature, *apart, model.name_clash))
        if left.key == right.key and rarity.sole_bearer(left):
            weight = model.only_person if person else model.only_other
            reasons.append(Reason(ONLY_BEARERS, left.text, right.text, weight))
    further = names.further_names(a, b, left.key if left else "")[: model.most_further]
    if further:
        shown = "; ".join(further)
        reasons.append(Reason("further names", shown, shown, round(model.further_name * len(further), 4)))
    weak = names.shared_weak(a, b)[:2]
    if weak:
        reasons.append(Reason("weak alias", "; ".join(weak), "; ".join(weak), round(model.weak_name * len(weak), 4)))
    total = sum(reason.contribution for reason in reasons)
    most = model.most_by_name_person if person else model.most_by_name_other
    if total > most:
        reasons.append(Reason(NAMES_ALONE, "", "", round(most - total, 4)))
    return reasons


def _facts(a: Profile, b: Profile, model: Model, rarity: Rarity) -> list[Reason]:
    reasons: list[Reason] = []
    if a.dates and b.dates:
        kind, left, right = dates.date_agreement(a.dates, b.dates)
        weight = {
            "day": model.date_day,
            "swapped": model.date_swapped,
            "month": model.date_month,
            "year": model.date_year,
            "near": model.date_near,
            "differs": model.date_differs,
        }[kind]
        reasons.append(Reason(f"date {kind}", left, right, weight))
    reasons.extend(_identifiers(a, b, model, rarity))
    contacts = sorted(a.contacts & b.contacts)
    if contacts:
        reasons.append(Reason("same contact", contacts[0], contacts[0], model.contact))
    address = next((words for words in a.addresses if words in b.addresses), None)
    if address is not None:
        shown = " ".join(sorted(address))
        reasons.append(Reason("same address", shown, shown, model.address))
    places = sorted(a.places & b.places)
    if places:
        reasons.append(Reason("birthplace", " ".join(places), " ".join(places), model.place))
    elif homelands := sorted(a.homelands & b.homelands):
        reasons.append(Reason("birth country", " ".join(homelands), " ".join(homelands), model.birth_country))
    countries = sorted(a.countries & b.countries)
    if countries:
        reasons.append(Reason("country", ", ".join(countries), ", ".join(countries), model.country))
    elif a.countries and b.countries:
        reasons.append(
            Reason(
                "country differs", ", ".join(sorted(a.countries)), ", ".join(sorted(b.countries)), model.country_differs
            )
        )
    if a.gender and b.gender and a.gender != b.gender:
        reasons.append(Reason("gender differs", a.gender, b.gender, model.gender_differs))
    quoted = sorted(a.reference & b.reference)
    if quoted:
        reasons.append(Reason("quoted reference", quoted[0], quoted[0], model.reference))
    return reasons


def _identifiers(a: Profile, b: Profile, model: Model, rarity: Rarity) -> list[Reason]:
    reasons = []
    for identifier in a.identifiers & b.identifiers:
        kind, value = identifier
        telling = identifier not in rarity.shared and (len(value) >= model.long_identifier or kind in model.sole_number)
        weight = model.identifier if telling else model.identifier_weak
        reasons.append(Reason(f"same {kind}", value, value, weight))
    reasons.sort(key=lambda reason: (-reason.contribution, reason.feature, reason.left))
    agreeing = {reason.feature for reason in reasons}
    for kind, weight in model.sole_number.items():
        if f"same {kind}" not in agreeing:
            left = sorted(value for of, value in a.identifiers if of == kind)
            right = sorted(value for of, value in b.identifiers if of == kind)
            if left and right:
                reasons.append(Reason(f"{kind} differs", left[0], right[0], weight))
    most = model.most_identifiers
    return [*[r for r in reasons if r.contribution > 0][:most], *[r for r in reasons if r.contribution < 0]]
