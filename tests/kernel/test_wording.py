"""What is written is read again; what is typed wrongly is refused with a hint."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import Rupiah

TODAY = date(2026, 11, 21)


@given(st.integers(-(10**14), 10**14))
def test_every_amount_that_is_shown_can_be_typed(amount: int) -> None:
    for shown in (
        str(amount),
        wording.number(amount),
        wording.rupiah(amount),
        wording.rupiah(amount).replace("Rp", "Rp "),
        f"  {wording.number(amount)} ",
        f"{wording.rupiah(amount)},-",
    ):
        assert wording.parse_rupiah(shown) == Rupiah(amount)


@pytest.mark.parametrize(
    "text", ["100.000", "100000", "Rp100.000", "rp 100.000", "RP 100.000,-", "0100000"]
)
def test_a_hundred_thousand_is_read_however_it_is_typed(text: str) -> None:
    assert wording.parse_rupiah(text) == Rupiah(100_000)


@pytest.mark.parametrize(
    "text", ["1,5", "1.5", "100.00", "1.000,50", "10.0000", "1000.000", ".5", "1..000", "1.000."]
)
def test_cents_and_odd_dots_are_refused_with_a_hint(text: str) -> None:
    with pytest.raises(BadField) as refused:
        wording.parse_rupiah(text)

    assert text in refused.value.message
    assert "tanpa sen" in refused.value.message


@pytest.mark.parametrize(
    "text", ["", " ", "Rp", "lima", "5rb", "--5", "5-", "1 000", "1e6", "0x10", "{x}", "9" * 16]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadField) as refused:
        wording.parse_rupiah(text)

    assert "bukan jumlah uang" in refused.value.message


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_every_day_that_is_shown_can_be_typed(day: date) -> None:
    for shown in (wording.short_day(day).zfill(10), day.isoformat()):
        if day.year >= 1000:
            assert wording.parse_day(shown, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("t", TODAY),
        ("T", TODAY),
        ("h", TODAY),
        ("k", date(2026, 11, 20)),
        ("Besok", date(2026, 11, 22)),
        ("b", date(2026, 11, 22)),
        ("kemarin", date(2026, 11, 20)),
        ("5", date(2026, 11, 5)),
        ("5/3", date(2026, 3, 5)),
        ("5-3-26", date(2026, 3, 5)),
        ("5.3.2025", date(2025, 3, 5)),
        ("05 03 2025", date(2025, 3, 5)),
        ("29/2/2024", date(2024, 2, 29)),
        ("2026-03-05", date(2026, 3, 5)),
    ],
)
def test_a_day_is_read_as_villagers_type_it(text: str, day: date) -> None:
    assert wording.parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "31",
        "29/2",
        "5/13",
        "32/1",
        "besoklah",
        "5/3/2",
        "5/3/202",
        "1/2/3/4",
        "2026-02-30",
        "{x}",
    ],
)
def test_an_impossible_day_is_refused(text: str) -> None:
    with pytest.raises(BadField) as refused:
        wording.parse_day(text, TODAY)

    assert "bukan tanggal" in refused.value.message


def test_days_months_and_clocks_are_said_in_indonesian() -> None:
    moment = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)

    assert wording.day(TODAY) == "21 November 2026"
    assert wording.short_day(date(2026, 3, 5)) == "05/03/2026"
    assert wording.month(Month("2026-08")) == wording.month(date(2026, 8, 31)) == "Agustus 2026"
    assert wording.clock(moment, "Asia/Jakarta") == "19.30 WIB"
    assert wording.clock(moment, "Asia/Makassar") == "20.30 WITA"
    assert wording.clock(moment, "Asia/Jayapura") == "21.30 WIT"


def test_negatives_stand_in_brackets_for_accountants() -> None:
    assert wording.bracketed(-1_234_567) == "(1.234.567)"
    assert wording.bracketed(0) == "0"
    assert wording.rupiah(-5) == "-Rp5"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "nol rupiah"),
        (1_000, "seribu rupiah"),
        (11, "sebelas rupiah"),
        (130_000, "seratus tiga puluh ribu rupiah"),
        (1_000_001, "satu juta satu rupiah"),
        (2_500_000_000, "dua miliar lima ratus juta rupiah"),
    ],
)
def test_an_amount_is_spelled_out_for_the_receipt(amount: int, words: str) -> None:
    assert wording.spelled(amount) == words


@given(st.binary(min_size=32, max_size=32))
def test_the_digits_on_a_slip_are_four_groups_of_five_from_the_hash_alone(digest: bytes) -> None:
    digits = wording.proof_digits(digest)

    groups = digits.split(" ")
    assert [len(group) for group in groups] == [5, 5, 5, 5]
    assert int("".join(groups)) == int.from_bytes(digest[:16], "big") % 10**20


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("11", "November 2026"),
        ("09 10 11", "September–November 2026"),
        ("11 12 13", "November 2026–Januari 2027"),
        ("05 06 10 11", "Mei–Juni, Oktober–November 2026"),
        ("05 12 14", "Mei, Desember 2026, Februari 2027"),
        ("05 12 13 15", "Mei, Desember 2026–Januari, Maret 2027"),
        ("", ""),
    ],
)
def test_months_are_said_short_and_none_that_was_left_out(given: str, words: str) -> None:
    december = Month("2025-12")

    assert wording.months(december.plus(int(n)) for n in given.split()) == words
