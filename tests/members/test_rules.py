"""NIK, names and phone numbers, as they are written in villages."""

import calendar
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel.errors import BadField, BadNik
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.members import rules

BIRTHS = st.dates(date(1930, 1, 1), date(2026, 1, 1))
TODAY = date(2026, 2, 2)


@given(BIRTHS, st.booleans(), st.integers(0, 999_999), st.integers(0, 9999))
def test_every_birth_day_is_read_back_for_man_and_woman(
    born: date, woman: bool, region: int, serial: int
) -> None:
    nik = f"{region:06d}{born.day + 40 * woman:02d}{born:%m%y}{serial:04d}"

    inside = rules.read_nik(nik)

    assert inside.sex == ("P" if woman else "L")
    assert inside.region == f"{region:06d}"
    assert inside.fits(born)
    assert inside.birth_day(TODAY) == born if born > date(1926, 2, 3) else True


@pytest.mark.parametrize(
    "text",
    [
        "",
        "331001520990000",
        "33100152099000011",
        "33100152099O0001",
        "3310 0152 0990 0001",
        "\uff13" * 16,
        "\u0663" * 16,
        "331001.209900001",
        "-310015209900001",
        "3310015209900001\n",
    ],
)
def test_what_is_not_sixteen_digits_is_no_nik(text: str) -> None:
    with pytest.raises(BadNik) as refused:
        rules.read_nik(text)

    assert "16 angka" in refused.value.message
    assert refused.value.field == "nik"


@pytest.mark.parametrize(
    "birth",
    [
        "000190",
        "320190",
        "400190",
        "410090",
        "720190",
        "990190",
        "011390",
        "310490",
        "300290",
        "290201",
        "690201",
    ],
)
def test_an_impossible_birth_day_inside_is_refused(birth: str) -> None:
    with pytest.raises(BadNik) as refused:
        rules.read_nik(f"331001{birth}0001")

    assert "tanggal lahir" in refused.value.message


@given(st.integers(0, 99), st.booleans())
def test_the_twenty_ninth_of_february_is_born_in_leap_years_only(year: int, woman: bool) -> None:
    nik = f"331001{29 + 40 * woman:02d}02{year:02d}0001"

    if any(calendar.isleap(century + year) for century in (1900, 2000)):
        assert rules.read_nik(nik).birth_day(TODAY).day == 29
    else:
        with pytest.raises(BadNik):
            rules.read_nik(nik)


def test_the_century_makes_nobody_unborn_or_older_than_a_hundred() -> None:
    assert rules.read_nik("3310010202260001").birth_day(TODAY) == date(2026, 2, 2)
    assert rules.read_nik("3310010302260001").birth_day(TODAY) == date(1926, 2, 3)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Siti   Aminah ", "Siti Aminah"),
        ("Cafe\u0301 Adi", "Café Adi"),
        ("Budi\tSantoso\n", "Budi Santoso"),
        ("Ni\u200bLuh", "Ni Luh"),
        ("H. Moh. Ali, S.Pd.", "H. Moh. Ali, S.Pd."),
        ("Ñá", "Ñá"),
    ],
)
def test_a_name_is_kept_composed_with_single_spaces(typed: str, kept: str) -> None:
    assert rules.plain_name(typed) == kept


@pytest.mark.parametrize("typed", ["", " ", "A", "\n\t", "\u200b\u200b", "x" * 201])
def test_a_name_says_something(typed: str) -> None:
    with pytest.raises(BadField):
        rules.plain_name(typed)


@given(st.text(max_size=60))
def test_a_name_that_is_kept_is_printable_and_composed(typed: str) -> None:
    try:
        name = rules.plain_name(typed)
    except BadField:
        return
    assert name.isprintable()
    assert unicodedata.is_normalized("NFC", name)
    assert name == " ".join(name.split())
    assert rules.plain_name(name) == name


@pytest.mark.parametrize(
    "typed",
    ["0812-3456-789", "+62 812 3456 789", "62812.3456.789", "(0812) 3456789", "08123456789"],
)
def test_a_phone_is_kept_one_way_however_it_is_typed(typed: str) -> None:
    assert rules.plain_phone(typed) == "+628123456789"


@pytest.mark.parametrize("typed", ["12345", "0812", "0812abc", "+1 555 000 0000", "08" + "1" * 14])
def test_what_is_no_phone_here_is_refused(typed: str) -> None:
    with pytest.raises(BadField):
        rules.plain_phone(typed)


def test_no_phone_is_no_error() -> None:
    assert rules.plain_phone("  - ") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SITI AMINAH", "siti aminah"),
        ("Moh. Ali", "Moh Ali"),
        ("José", "Jose"),
        ("Ali-Topan", "Ali Topan"),
    ],
)
def test_names_are_compared_without_case_dots_and_accents(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_an_edit_builds_on_what_stands() -> None:
    assert rules.is_edit_in_order(None, None)
    assert rules.is_edit_in_order(7, 7)
    assert not rules.is_edit_in_order(7, 6)
    assert not rules.is_edit_in_order(7, None)
    assert not rules.is_edit_in_order(None, 7)
