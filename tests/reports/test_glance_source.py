"""Books that were opened for a glance say of any mix of entries what the office says."""

import random
from datetime import date, timedelta

import pytest
from msgspec.structs import astuple

from kopdes_desktop.borrowings.tables import BORROWING, BORROWING_PART, BORROWING_TERMS
from kopdes_desktop.db.statements import insert_into
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office import settings
from kopdes_desktop.reports import balance_sheet, current_parts, glance, income_statement
from kopdes_desktop.reports.glance import GlanceSource
from kopdes_desktop.reports.office_source import OfficeSource
from kopdes_desktop.reports.report import find
from tests.reports.books import HandMade, line
from tests.statements.history import a_document, reverse

FIRST, DAYS = date(2026, 1, 1), 700
KINDS = ("ordinary", "ordinary", "adjustment", "opening", "closing", "closing")
OPTIONS: dict[str, str | int] = {
    settings.NAME.code: "KDMP Sumberagung",
    settings.ADDRESS.code: "Jalan Balai Desa 3",
    settings.LEGAL_NUMBER.code: "AHU-123",
    settings.LETTERHEAD_EXTRA.code: "surel@desa.test",
    settings.CHAIR.code: "Sekar Melati",
    settings.TREASURER.code: "Padi Kenanga",
    settings.YEAR_STARTS.code: 4,
}


def live(books: HandMade, seed: int) -> None:
    """Entries of every kind, some of them taken back."""
    dice = random.Random(seed)  # noqa: S311
    for _n in range(25):
        day, kind = FIRST + timedelta(days=dice.randrange(DAYS)), dice.choice(KINDS)
        key = books.post(day, "Jurnal", *a_document(dice, kind), kind=kind)  # type: ignore[arg-type]
        if dice.random() < 0.3:
            reverse(books, day + timedelta(days=dice.randrange(40)), key)


def borrow(books: HandMade) -> None:
    """A loan of twelve instalments of a million, of which one is paid."""
    books.post(
        date(2026, 2, 1),
        "Pinjaman",
        line("1-1111", 12_000_000),
        line("2-2101", -12_000_000, key=77),
    )
    books.post(
        date(2026, 9, 1),
        "Angsuran",
        line("2-2101", 1_000_000, key=77),
        line("1-1111", -1_000_000),
    )
    terms = ("P-1", "Bank", "2-2101", "2026-02-01", 12_000_000, 12_000_000, "0", 12, 6, "none")
    row = (77, *terms, "", "", 0, 1_000_000, 0, 0, 0, None)
    books.database.run(insert_into(BORROWING), row)
    books.database.run(
        insert_into(BORROWING_TERMS), (77, 77, None, "2026-02-01", "0", 12, 6, "none", 0)
    )
    for n in range(12):
        due = date(2026 + (n + 8) // 12, (n + 8) % 12 + 1, 1).isoformat()
        books.database.run(insert_into(BORROWING_PART), (77, 77, n, due, 1_000_000, 0))


@pytest.fixture
def desa(empty: HandMade) -> HandMade:
    """Books with a letterhead, and a book year that begins in April."""
    for code, value in OPTIONS.items():
        settings.keep_value(empty, code, value)
    return empty


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_it_says_what_the_office_says_on_any_day(desa: HandMade, seed: int) -> None:
    live(desa, seed)
    borrow(desa)
    office, seen = OfficeSource(desa), GlanceSource(desa.database)
    days = [FIRST + timedelta(days=n) for n in (0, 31, 89, 90, 250, 300, 455, DAYS, DAYS + 60)]

    assert (seen.years, dict(seen.names())) == (office.years, dict(office.names()))
    assert (seen.letterhead(), seen.signers()) == (office.letterhead(), office.signers())
    for day in days:
        assert dict(seen.balances(day)) == dict(office.balances(day))
        assert seen.sheet(day) == office.sheet(day)
        assert seen.income(FIRST, day) == office.income(FIRST, day)
        assert seen.income(day, days[-1]) == office.income(day, days[-1])


def test_what_falls_due_within_a_year_stands_apart(desa: HandMade) -> None:
    borrow(desa)
    day = date(2026, 10, 1)

    sheet = GlanceSource(desa.database).sheet(day)

    assert glance.CURRENT == current_parts.CURRENT
    assert sheet.figures.of(glance.CURRENT) == Rupiah(11_000_000)
    assert sheet == OfficeSource(desa).sheet(day)


@pytest.mark.parametrize("module", [balance_sheet, income_statement])
def test_both_ways_make_the_same_paper_but_for_its_draft(desa: HandMade, module: object) -> None:
    live(desa, 5)
    code = "balance_sheet" if module is balance_sheet else "income_statement"
    report = find(code)
    params = report.params({"year": "2026"}, date(2027, 5, 1))
    assert report.glance is not None

    seen = report.glance(GlanceSource(desa.database), params)
    read = report.build(desa, params)

    assert read.draft
    assert astuple(seen)[:7] == astuple(read)[:7]
    assert (seen.signers, seen.notes) == (read.signers, read.notes[:-1])
