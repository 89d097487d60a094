"""Other readings of damaged zones: the right one is among them, and none is ever applied."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from contrared.model.mrz import Details, MrzError, RemarkKind, encode, indistinguishable, parse, suggest
from contrared.model.mrz.checkdigit import ALPHABET
from contrared.model.mrz.confusions import belongs, lookalikes
from contrared.model.mrz.formats import LAYOUTS, Allowed
from contrared.model.mrz.reading import read_lines

from .specimens import FRENCH, MRV_B, SPECIMENS, TD1, TD1_LONG, TD3, read
from .travellers import REFERENCE, details


def told(text: str) -> list[str]:
    """The readings of a damaged specimen, best first, as they are told."""
    return ["; ".join(each.what() for each in found.substitutions) for found in suggest(read(text))]


@pytest.mark.parametrize("text", SPECIMENS.values(), ids=SPECIMENS)
def test_nothing_is_suggested_for_a_sound_zone(text: str) -> None:
    assert suggest(read(text)) == ()


@pytest.mark.parametrize(
    ("text", "best"),
    [
        (TD3.replace("740812", "74O812"), "read 0 for O at line 2, position 16"),
        (TD3.replace("740812", "74Q812"), "read 0 for Q at line 2, position 16"),
        (TD3.replace("740812", "74D812"), "read 0 for D at line 2, position 16"),
        (TD3.replace("740812", "7408I2"), "read 1 for I at line 2, position 18"),
        (TD3.replace("740812", "7408l2"), "read 1 for L at line 2, position 18"),
        (TD3.replace("120415", "12041S"), "read 5 for S at line 2, position 27"),
        (TD3.replace("120415", "1Z0415"), "read 2 for Z at line 2, position 23"),
        (TD3.replace("740812", "74O8I2"), "read 0 for O at line 2, position 16; read 1 for I at line 2, position 18"),
        (TD3.replace("740812", "740312"), "read 8 for 3 at line 2, position 17"),
        (TD3.replace("740812", "74?812"), "read 0 for ? at line 2, position 16"),
        (TD3.replace("L898902C3", "L8989O2C3"), "read 0 for O at line 2, position 6"),
        (TD3.replace("L898902C3", "LB98902C3"), "read 8 for B at line 2, position 2"),
        (TD3.replace("L898902C36", "L898902C3G"), "read 6 for G at line 2, position 10"),
        (TD3[:-1] + "O", "read 0 for O at line 2, position 44"),
        (TD3[:-1] + "6", "read 0 for 6 at line 2, position 44"),
        (TD3.replace("MARIA", "MAR1A"), "read I for 1 at line 1, position 24"),
        (TD3.replace("P<UTO", "P<UT0"), "read O for 0 at line 1, position 5"),
        (TD3.replace("36UTO", "36UTQ"), "read O for Q at line 2, position 13"),
        (TD1.replace("D23145890", "D2314S890"), "read 5 for S at line 1, position 11"),
        (TD1_LONG.replace("<7349", "<73A9"), "read 4 for A at line 1, position 18"),
        (TD1[:60] + "G" + TD1[61:], "read 6 for G at line 2, position 30"),
        (MRV_B.replace("400907", "4O0907"), "read 0 for O at line 2, position 15"),
        (FRENCH.replace("651206", "6512O6"), "read 0 for O at line 2, position 32"),
    ],
)  # fmt: skip
def test_the_likeliest_reading_comes_first(text: str, best: str) -> None:
    assert told(text)[0] == best


@pytest.mark.parametrize(
    ("text", "among"),
    [
        (TD3.replace("ZE184226B", "2E184226B"), "read Z for 2 at line 2, position 29"),
        (TD3.replace("122F", "122E"), "read F for E at line 2, position 21"),
        (TD3.replace("MARIA", "MAR1A"), "read L for 1 at line 1, position 24"),
    ],
)
def test_of_readings_that_do_as_well_none_is_preferred(text: str, among: str) -> None:
    readings = suggest(read(text))
    best = [found for found in readings if (found.remaining, found.unlikeliness) == (0, readings[0].unlikeliness)]
    assert len(best) > 1
    assert among in [found.substitutions[0].what() for found in best]


def test_damage_in_two_fields_is_mended_together() -> None:
    damaged = read(TD3.replace("L898902C3", "L8989D2C3").replace("120415", "1204I5"))
    best = suggest(damaged)[0]
    assert (best.remaining, best.mends) == (0, ("document_number", "expiry_date"))
    assert "\n".join(best.lines) == TD3


def test_letters_for_both_last_check_digits_are_mended_together() -> None:
    best = suggest(read(TD3[:-2] + "IO"))[0]
    assert ("\n".join(best.lines), best.remaining) == (TD3, 0)


@pytest.mark.parametrize("number", ["LB989D2C3", "L89B9D2C3", "L8989DZC3", "LB989Q2C3"])
def test_two_lookalikes_in_one_field_are_found(number: str) -> None:
    found = suggest(read(TD3.replace("L898902C3", number)), limit=100)
    assert TD3 in {"\n".join(each.lines) for each in found}


def test_two_that_cancel_out_cannot_be() -> None:
    """8 read as B twice, three positions apart: the sum is off by 30, and no check digit sees it."""
    assert read(TD3.replace("L898902C3", "LB9B902C3")).problems == ()


def test_what_the_check_digits_cannot_see_is_not_suggested() -> None:
    """6 for G leaves every digit right: nothing is wrong that could be shown."""
    lines = encode(details_with_number("AG1234567"))
    misread = "\n".join(lines).replace("AG1234567", "A61234567")
    assert parse(misread, reference=REFERENCE).problems == ()


def details_with_number(number: str) -> Details:
    sound = read(TD3)
    return Details(sound.format, "P", "PER", number, "PER", sound.birth_date, "F", sound.expiry_date, "Ruiz", "Ana")


def test_a_zone_nobody_can_mend_has_no_suggestions() -> None:
    assert suggest(read(TD3.replace("L898902C36", "JJJJJJJJJ2"))) == ()


def test_the_limit_is_kept() -> None:
    damaged = read(TD3.replace("L898902C3", "L8989*2C3"))
    assert len(suggest(damaged, limit=2)) == 2
    assert suggest(damaged, limit=0) == ()


@settings(deadline=None)
@given(details(), st.data())
def test_a_lookalike_in_a_guarded_field_is_found_again(made: Details, data: st.DataObject) -> None:
    lines = encode(made)
    sound = parse("\n".join(lines), reference=REFERENCE)
    check = data.draw(st.sampled_from([check for check in sound.checks if check.field != "composite"]))
    span = data.draw(st.sampled_from(check.covered))
    position = data.draw(st.integers(span.start, span.end - 1))
    printed = lines[span.line - 1][position]
    # A filler misread, or a misreading as one, can move the end of a long number: another zone, not another character.
    others = [other for other, _ in lookalikes(printed, Allowed.MIXED) if other != "<"]
    others = [other for other in others if other not in indistinguishable(printed)]
    assume(printed != "<" and others)
    row = lines[span.line - 1]
    misread = row[:position] + data.draw(st.sampled_from(others)) + row[position + 1 :]
    damaged = (*lines[: span.line - 1], misread, *lines[span.line :])
    mrz = parse("\n".join(damaged), reference=REFERENCE)
    assert mrz.problems
    assert mrz.lines == damaged
    assert lines in [found.lines for found in suggest(mrz, limit=1000)]


@settings(deadline=None)
@given(details(), st.data())
def test_every_suggestion_leaves_fewer_problems(made: Details, data: st.DataObject) -> None:
    lines = [list(line) for line in encode(made)]
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.integers(0, len(lines) - 1))
        place = data.draw(st.integers(0, len(lines[row]) - 1))
        others = [other for other, _ in lookalikes(lines[row][place], Allowed.MIXED)]
        lines[row][place] = data.draw(st.sampled_from([*others, "?"]))
    text = "\n".join(map("".join, lines))
    try:
        mrz = parse(text, reference=REFERENCE)
    except MrzError:
        reject()
    before = mrz.lines
    found = suggest(mrz, limit=1000)
    assert mrz.lines == before
    assert list(found) == sorted(found, key=lambda each: (each.remaining, len(each.substitutions), each.unlikeliness))
    for each in found:
        swapped = any(problem.kind is RemarkKind.LINE_ORDER for problem in mrz.problems)
        again = read_lines(LAYOUTS[mrz.format], each.lines, reference=REFERENCE, expiry_years_ahead=50, swapped=swapped)
        assert len(again.problems) == each.remaining < len(mrz.problems)
        for change in each.substitutions:
            assert change.where.of(before) == change.printed != change.proposed == change.where.of(each.lines)
        changed = sum(
            a != b for old, new in zip(before, each.lines, strict=True) for a, b in zip(old, new, strict=True)
        )
        assert changed == len(each.substitutions)


@pytest.mark.parametrize("pair", "O0 I1 S5 B8 Z2 G6 D0 Q0 UV K<".split())
def test_lookalikes_go_both_ways(pair: str) -> None:
    one, other = pair
    assert other in [found for found, _ in lookalikes(one, Allowed.MIXED)]
    assert one in [found for found, _ in lookalikes(other, Allowed.MIXED)]


@pytest.mark.parametrize("allowed", Allowed)
@pytest.mark.parametrize("character", [*ALPHABET, "?"])
def test_only_what_can_stand_there_is_proposed(character: str, allowed: Allowed) -> None:
    found = [other for other, _ in lookalikes(character, allowed)]
    assert character not in found
    assert len(found) == len(set(found))
    assert all(belongs(other, allowed) for other in found)


def test_an_unreadable_figure_may_be_any() -> None:
    assert [other for other, _ in lookalikes("?", Allowed.DIGITS)] == list("0123456789")
    assert LAYOUTS[read(TD3).format].slots["birth_date"].allowed is Allowed.DIGITS
