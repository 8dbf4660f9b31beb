"""Money, days, months, NIK, sex and phone as people have written them into old registers.

The spellings are those of `import_templates/header_variants.json`, seen in real books.
"""

import json
import os
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel import cells, wording
from kopdes_desktop.kernel.cells import Cell, Unreadable
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import Rupiah
from tests.house.checkout import ROOT

TODAY = date(2026, 2, 2)
SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared"))
VARIANTS = SHARED / "data" / "import_templates" / "header_variants.json"
there = pytest.mark.skipif(
    not VARIANTS.exists(), reason="the shared pages do not lie beside this checkout"
)

#: What was seen, and what it says; None where it says nothing certain.
MONEY: dict[str, int | None] = {
    "2600.00": 2600,
    "35806972.50": None,
    "5681.83": None,
    "10.423.698": 10_423_698,
    "Rp 20.320.000": 20_320_000,
    "18.600.000,00": 18_600_000,
    "36.000.00,00 (typo)": None,
    "35.100.00 (typo)": None,
    "Rp. 20.000,-": 20_000,
    '"287,490.00 DB"': None,
    ".00": 0,
    "(5.447.981)": -5_447_981,
    "1222.5": None,
    "100rb / 4jt in remarks": None,
}
DAYS: dict[str, date | None] = {
    "2023-01-10 13:25": date(2023, 1, 10),
    "2024-01-01": date(2024, 1, 1),
    "26/6/60 (d/m/yy)": date(1960, 6, 26),
    "1/2/91": date(1991, 2, 1),
    "10/18/2013 (m/d/yyyy)": date(2013, 10, 18),
    "24/04/'14": date(2014, 4, 24),
    "30/04/2026 07:15": date(2026, 4, 30),
    "'02/01/2026 (apostrophe)": date(2026, 1, 2),
    "01-Jan-2024": date(2024, 1, 1),
    "01 Jan 2024": date(2024, 1, 1),
    "Tgl 03 Juli 2028": date(2028, 7, 3),
    "28 Pebruari 2026": date(2026, 2, 28),
    "Excel serial numbers (45290)": date(2023, 12, 30),
    "09/01/2018 02.38:36 (dot in time)": date(2018, 1, 9),
}
NO_DAYS = ('1/1/1900 as "none"', "1900-01-02 (Excel serial 2)", "0000-00-00")
BAD_DAYS = ("PEND", "Bulan Mei", "Tahun 2025", "Periode 31 Juni 2026", "Nopember")


def century(year: int, month: int, day: int) -> int | None:
    """Any person of this test was born or did something by now."""
    return cells.recent(TODAY)(year, month, day)


def bare(seen: str) -> str:
    """What stood in the cell, without the remark of whoever noted it."""
    if "(45290)" in seen:
        return "45290"
    kept, remark, _rest = seen.partition(" (")
    kept = kept if remark and not seen.startswith("(") else seen
    return kept.partition(' as "')[0].strip('"')


@pytest.mark.parametrize(("seen", "amount"), MONEY.items())
def test_money_is_read_as_it_was_seen(seen: str, amount: int | None) -> None:
    text = bare(seen)
    if amount is None:
        with pytest.raises(Unreadable):
            cells.money(text)
    else:
        assert cells.money(text) == Rupiah(amount)


@there
def test_every_spelling_that_was_seen_is_tried_here() -> None:
    seen = json.loads(VARIANTS.read_text(encoding="utf-8"))

    assert set(seen["number_formats_seen"]) == {*MONEY, "-"}
    assert set(seen["date_formats_seen"]) == {*DAYS, *NO_DAYS, *BAD_DAYS}
    for word in seen["month_spellings"]:
        assert word.casefold() in cells.MONTH_WORDS or word == "Mart"
    for spelling in seen["simpanan"]["periode_formats"]:
        assert cells.months(spelling) is not None


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (100000.0, 100_000),
        (100000.0000000001, 100_000),
        ("Rp100.000,-", 100_000),
        ("100.000,00", 100_000),
        ("100,000.00", 100_000),
        ("287,490", 287_490),
        ("IDR 1 500 000", 1_500_000),
        ("100rb", 100_000),
        ("1,5 jt", 1_500_000),
        ("4jt", 4_000_000),
        ("-100.000", -100_000),
        ("\u2212100.000", -100_000),
        ("Rp -5.000", -5_000),
        ("\uff11\uff10\uff10\uff10", 1_000),
        (-100000.0, -100_000),
        (7, 7),
    ],
)
def test_money_in_other_dress(cell: Cell, amount: int) -> None:
    assert cells.money(cell) == Rupiah(amount)


@pytest.mark.parametrize("cell", ["", " ", "-", "nihil", None])
def test_no_money_is_nothing(cell: Cell) -> None:
    assert cells.money(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "10.000,50",
        "10000.5",
        10000.5,
        "seratus ribu",
        "#REF!",
        "1.00.000",
        "1.000.00",
        True,
        date(2026, 1, 1),
        float("nan"),
        float("inf"),
        1e30,
        "9" * 40,
        "9" * 400 + "jt",
        "1e5",
        "100.000 / 50.000",
        "\u0661\u0662\u0663",
    ],
)
def test_what_is_no_certain_amount_is_not_guessed(cell: Cell) -> None:
    with pytest.raises(Unreadable) as caught:
        cells.money(cell)

    assert caught.value.words


@given(st.integers(-(10**14), 10**14))
def test_an_amount_that_we_have_written_is_read_back(amount: int) -> None:
    for text in (wording.number(amount), wording.rupiah(amount), wording.bracketed(amount)):
        assert cells.money(text) == amount
    assert cells.money(f"{amount},00") == amount
    assert cells.money(float(amount)) == amount


@given(st.one_of(st.text(max_size=40), st.floats(), st.dates(), st.booleans()))
def test_no_cell_breaks_a_reader(cell: Cell) -> None:
    for reader in (cells.money, cells.months, cells.sex, cells.rt_rw, cells.phones, cells.nik):
        with suppress(Unreadable):
            reader(cell)
    with suppress(Unreadable):
        cells.day(cell, century)
    cells.place_and_day(cell)
    assert cells.text(cells.text(cell)) in {cells.text(cell), cells.text(cell).lstrip("'").lstrip()}


@pytest.mark.parametrize(("seen", "day"), DAYS.items())
def test_days_are_read_as_they_were_seen(seen: str, day: date) -> None:
    assert cells.day(bare(seen), century) == day


@pytest.mark.parametrize("seen", NO_DAYS)
def test_a_day_that_a_program_wrote_for_none_is_none(seen: str) -> None:
    assert cells.day(bare(seen), century) is None


@pytest.mark.parametrize("seen", BAD_DAYS)
def test_half_a_day_is_no_day(seen: str) -> None:
    with pytest.raises(Unreadable):
        cells.day(bare(seen), century)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(1975, 8, 12), date(1975, 8, 12)),
        (datetime(1975, 8, 12, 7, 15), date(1975, 8, 12)),  # noqa: DTZ001  as sheets have it
        (27618.0, date(1975, 8, 12)),
        (12081975.0, date(1975, 8, 12)),
        ("12081975", date(1975, 8, 12)),
        ("19750812", date(1975, 8, 12)),
        ("12 Agustus 1975", date(1975, 8, 12)),
        ("12 Agt '75", date(1975, 8, 12)),
        ("12/08/75", date(1975, 8, 12)),
        ("12-8-1975", date(1975, 8, 12)),
        ("12.08.1975", date(1975, 8, 12)),
        ("Selasa, 12 Agustus 1975", date(1975, 8, 12)),
        ("Agustus 12, 1975", date(1975, 8, 12)),
        ("1975-08-12T00:00:00Z", date(1975, 8, 12)),
        ("29 Februari 2000", date(2000, 2, 29)),
        ("", None),
        ("-", None),
        (0.0, None),
        (time(0, 0), None),
        (date(1900, 1, 1), None),
        (None, None),
    ],
)
def test_days_in_other_dress(cell: Cell, day: date | None) -> None:
    assert cells.day(cell, century) == day


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/1980",
        "29/02/1999",
        "13/13/1990",
        "00/08/1975",
        "12/08/1875",
        1975.0,
        "1975",
        -5.0,
        1e300,
        True,
        "12 Agustusan 1975",
        "dua belas",
        "12/08/197",
        "99999999",
    ],
)
def test_a_day_that_never_was_is_not_guessed(cell: Cell) -> None:
    with pytest.raises(Unreadable):
        cells.day(cell, century)


@given(st.dates(date(1926, 1, 3), TODAY))
def test_a_day_that_we_have_written_is_read_back(day: date) -> None:
    for text in (wording.day(day), wording.short_day(day), day.isoformat(), cells.text(day)):
        assert cells.day(text, century) == day


def test_two_digits_of_a_year_are_read_by_whoever_knows_the_century() -> None:
    assert cells.day("12/08/75", lambda *_parts: 1875 + 100) == date(1975, 8, 12)
    with pytest.raises(Unreadable):
        cells.day("12/08/75", lambda *_parts: None)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2024-10", "2024-10", "2024-10"),
        ("Juni - Des 25", "2025-06", "2025-12"),
        ("Feb - April 26", "2026-02", "2026-04"),
        ("Simpanan Wajib - Agustus 2025", "2025-08", "2025-08"),
        ("Jan - Sept 26", "2026-01", "2026-09"),
        ("Nop 25 - Peb 26", "2025-11", "2026-02"),
        ("Nov - Feb 26", "2025-11", "2026-02"),
        ("10/2024", "2024-10", "2024-10"),
        ("202410", "2024-10", "2024-10"),
        ("Bulan Oktober 2025", "2025-10", "2025-10"),
        (date(2025, 10, 17), "2025-10", "2025-10"),
    ],
)
def test_months_and_spans_of_months(cell: Cell, first: str, last: str) -> None:
    assert cells.months(cell) == (Month(first), Month(last))


@pytest.mark.parametrize("cell", ["Bulan Mei", "13/2025", "Des 25 - Jan 25", "kapan-kapan"])
def test_half_a_month_is_no_month(cell: str) -> None:
    with pytest.raises(Unreadable):
        cells.months(cell)


@pytest.mark.parametrize(
    ("cell", "digits", "spoilt"),
    [
        ("3310124301890008", "3310124301890008", False),
        ("'3310124301890008", "3310124301890008", False),
        ("331012.430189.0008", "3310124301890008", False),
        ("3310 1243 0189 0008 ", "3310124301890008", False),
        ("\u200b3310124301890008\ufeff", "3310124301890008", False),
        (3310124301890008.0, "3310124301890008", False),
        (3310124301890010.0, "3310124301890010", True),
        (9171124301890008.0, "9171124301890008", True),
        ("", "", False),
        ("-", "", False),
        (3.5e15, "3500000000000000", True),
        (3310124301890008.5, repr(3310124301890008.5), False),
    ],
)
def test_a_nik_as_text_and_as_a_number(cell: Cell, digits: str, spoilt: bool) -> None:
    assert cells.nik(cell) == (digits, spoilt)


def test_a_nik_that_was_cut_by_a_spreadsheet_shows_it() -> None:
    assert cells.has_exponent("3.31012E+15")
    assert cells.has_exponent("3,31012E+15")
    assert not cells.has_exponent("3310124301890008")


@pytest.mark.parametrize(
    ("cell", "sex"),
    [
        *((word, "L") for word in ("L", "l", "LK", "Laki-laki", "laki laki", "Pria", "M")),
        *((word, "P") for word in ("P", "p", "PR", "Perempuan", "wanita", "F", "W")),
        ("", None),
        ("-", None),
    ],
)
def test_sex_in_every_spelling(cell: str, sex: str | None) -> None:
    assert cells.sex(cell) == sex


def test_what_is_no_sex_is_not_guessed() -> None:
    with pytest.raises(Unreadable):
        cells.sex("?x")


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("0812-3456-789 / 0857 1234 567", ["0812-3456-789", "0857 1234 567"]),
        (81234567890.0, ["081234567890"]),
        ("62 8123456789", ["62 8123456789"]),
        ("-", []),
    ],
)
def test_phones_of_one_cell(cell: Cell, numbers: list[str]) -> None:
    assert cells.phones(cell) == numbers


@pytest.mark.parametrize(
    ("cell", "home"),
    [
        ("1/3", "001/003"),
        ("01/03", "001/003"),
        ("002/001", "002/001"),
        ("RT 02 RW 01", "002/001"),
        ("RT.02/RW.01", "002/001"),
        (date(2026, 3, 1), "001/003"),
        ("Krajan", "Krajan"),
    ],
)
def test_rt_and_rw_even_where_a_sheet_made_a_day_of_them(cell: Cell, home: str) -> None:
    assert cells.rt_rw(cell) == home


@pytest.mark.parametrize(
    ("cell", "place", "day"),
    [
        ("Klaten, 12 Agustus 1975", "Klaten", "12 Agustus 1975"),
        ("KLATEN 12/08/1975", "KLATEN", "12/08/1975"),
        ("Gunung Kidul, tgl 12-08-75", "Gunung Kidul", "12-08-75"),
        ("Klaten, Agustus 12, 1975", "Klaten", "Agustus 12, 1975"),
        ("Klaten", "Klaten", ""),
        ("12/08/1975", "", "12/08/1975"),
    ],
)
def test_place_and_day_of_birth_in_one_cell(cell: str, place: str, day: str) -> None:
    assert cells.place_and_day(cell) == (place, day)
