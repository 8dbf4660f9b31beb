"""A book year is closed as a whole, opened again by two, and holds against everything else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kopdes_desktop.accounting import year_standing
from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    NeedsApproval,
    NotPermitted,
    NotReversible,
    OpeningAgreed,
    PeriodClosed,
    YearNotReady,
    YearStands,
)
from kopdes_desktop.ledger import balances, periods, year_ends, years
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.statements.equity import equity_changes
from tests import builders
from tests.builders import approval, balance, copy, lines_of, open_books, record, seen

JANUARY = date(2027, 1, 5)
MORNING = datetime(2027, 1, 5, 1, 0, tzinfo=UTC)
YEAR = {"year": "2026"}
REOPEN = {**YEAR, "reason": "beban listrik terlewat"}
LAST, NEXT = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture
def books(founded: Path, tmp_path: Path) -> Iterator[Session]:
    """The practice cooperative in the January after its first year."""
    with open_books(copy(founded, tmp_path / "buku"), day=JANUARY, at=MORNING) as session:
        yield session


def earn(session: Session, *, day: str = "2026-06-30") -> None:
    """Income and costs in the office, the savings unit and the outlet: 700.000 less 450.000."""
    made: dict[str, object] = {"day": day, "late": "dicatat dari buku kas", "ref": "BK 6"}
    office = session.office
    record(
        office,
        ("1-1101", 500_000, "KTR"),
        ("4-9109", -500_000, "KTR"),
        **made,
    )
    record(office, ("1-1101", 200_000, "KTR"), ("4-1201", -200_000, "USP"), **made)
    record(office, ("6-1201", 300_000, "KTR"), ("1-1101", -300_000, "KTR"), **made)
    record(office, ("6-1201", 150_000, "G1"), ("1-1101", -150_000, "KTR"), **made)


def close(session: Session, year: str = "2026") -> Answer:
    return session.office.perform("accounting.close_year", {"year": year})


def test_a_year_closes_into_the_offices_undivided_surplus(books: Session) -> None:
    earn(books)

    made = close(books)

    assert made.fact["d"]["surplus"] == 250_000
    assert made.fact["bd"] == "2027-01-01"
    assert made.fact["late"] == "Tutup tahun buku 2026"
    assert balance(books.office, "3-1401") == -250_000
    assert balance(books.office, "3-1402") == 0
    for account in ("4-9109", "4-1201", "6-1201"):
        assert balance(books.office, account, LAST) == 0
    assert year_standing.by_unit(books.office.reading, "3-1401", NEXT) == {"KTR": -250_000}
    assert [str(m) for m in periods.closed_months(books.office.reading)][-1] == "2026-12"
    assert len(periods.closed_months(books.office.reading)) == 12
    builders.require_green(books.office)


def test_each_unit_is_closed_by_itself_and_its_surplus_moves_to_the_office(books: Session) -> None:
    earn(books)

    made = close(books)

    closing = made.fact["d"]["closing"]
    assert seen(lines_of(books.office, closing)) == [
        ("4-9109", 500_000, "KTR"),
        ("3-1402", -500_000, "KTR"),
        ("6-1201", -300_000, "KTR"),
        ("3-1402", 300_000, "KTR"),
        ("6-1201", -150_000, "G1"),
        ("3-1402", 150_000, "G1"),
        ("4-1201", 200_000, "USP"),
        ("3-1402", -200_000, "USP"),
    ]
    assert seen(lines_of(books.office, made.id)) == [
        ("3-1402", 200_000, "KTR"),
        ("3-1401", -200_000, "KTR"),
        ("3-1402", -150_000, "G1"),
        ("3-1401", 150_000, "G1"),
        ("3-1401", -150_000, "G1"),
        ("3-1401", 150_000, "KTR"),
        ("3-1402", 200_000, "USP"),
        ("3-1401", -200_000, "USP"),
        ("3-1401", 200_000, "USP"),
        ("3-1401", -200_000, "KTR"),
        ("1-1901", 150_000, "G1"),
        ("1-1901", -150_000, "KTR"),
        ("1-1901", -200_000, "USP"),
        ("1-1901", 200_000, "KTR"),
    ]


@pytest.mark.parametrize("unit", [None, "KTR", "G1", "USP"])
def test_changes_of_equity_lead_over_the_opening_of_a_year_in_every_unit(
    books: Session, unit: str | None
) -> None:
    earn(books)
    close(books)
    record(books.office, ("6-1201", 10_000, "G1"), ("1-1101", -10_000, "KTR"))

    read = books.office.reading
    over = equity_changes(read, NEXT, JANUARY, unit)

    assert over.ties
    moved = {each.code: each.amounts["surplus"] for each in over.changes}.get("moved", 0)
    assert moved == {None: 0, "KTR": 50_000, "G1": 150_000, "USP": -200_000}[unit]
    assert equity_changes(read, LAST, JANUARY, unit).ties


def test_a_loss_stands_on_the_other_side(books: Session) -> None:
    office = books.office
    record(
        office,
        ("6-1201", 90_000, "KTR"),
        ("2-1502", -90_000, "KTR"),
        day="2026-03-01",
        late="nota terselip",
    )

    made = close(books)

    assert made.fact["d"]["surplus"] == -90_000
    assert balance(office, "3-1401") == 90_000


def test_a_year_without_income_or_costs_closes_too(books: Session) -> None:
    made = close(books)

    assert made.number is not None
    assert made.fact["d"]["surplus"] == 0
    assert "entry" not in made.fact["d"]
    assert year_ends.closed_years(books.office.reading)[0].year.name == "2026"
    builders.require_green(books.office)


def test_income_taken_over_in_mid_year_counts_with_what_was_earned_since(books: Session) -> None:
    """RULES: a start in mid-year also opens income and expense to date, else the SHU is wrong."""
    lines = [
        {"account": "1-1101", "amount": 70_000, "unit": "KTR"},
        {"account": "4-9109", "amount": -70_000, "unit": "KTR"},
    ]
    books.office.perform("accounting.open_balances", {"day": "2026-05-31", "lines": lines})
    earn(books)

    made = close(books)

    assert made.fact["d"]["surplus"] == 320_000


def test_a_year_is_closed_once(books: Session) -> None:
    close(books)

    with pytest.raises(AlreadyDecided) as refused:
        close(books)

    assert "Tahun buku 2026" in refused.value.message


@pytest.mark.parametrize(
    ("year", "words"),
    [("2027", "masih berjalan"), ("2025", "baru dimulai"), ("2030", "masih berjalan")],
)
def test_only_a_year_that_is_over_and_was_kept_here_is_closed(
    books: Session, year: str, words: str
) -> None:
    with pytest.raises(YearNotReady, match=words):
        close(books, year)


def test_a_year_is_named_by_four_digits(books: Session) -> None:
    with pytest.raises(BadField):
        close(books, "tahun lalu")


def test_nothing_of_a_closing_that_is_refused_stays(books: Session) -> None:
    """The months before the last are locked in the same transaction, and open again with it."""
    record(
        books.office,
        ("6-1201", 5_000, "KTR"),
        ("3-1501", -5_000, "KTR"),
        day="2026-06-30",
        late="selisih",
        approval=approval(),
    )
    before = builders.fact_count(books.office)

    with pytest.raises(YearNotReady, match=r"saldo awal masih selisih Rp5\.000"):
        close(books)

    assert builders.fact_count(books.office) == before
    assert periods.closed_months(books.office.reading) == []


def test_months_locked_before_stay_locked_and_the_closing_entry_alone_goes_in(
    books: Session,
) -> None:
    earn(books)
    for month in range(1, 13):
        books.office.perform("accounting.close_month", {"month": f"2026-{month:02d}"})

    close(books)

    assert balance(books.office, "3-1401") == -250_000
    with pytest.raises(PeriodClosed):
        earn(books, day="2026-12-31")
    builders.require_green(books.office)


def test_a_locked_month_of_the_next_year_has_to_be_opened_first(books: Session) -> None:
    books.office.named_day = date(2027, 1, 31)
    for n in range(13):
        month = Month("2026-01").plus(n)
        books.office.perform("accounting.close_month", {"month": str(month)})

    with pytest.raises(YearNotReady, match="Januari 2027 sudah terkunci"):
        close(books)


def test_closing_entries_are_not_reversed_by_hand(books: Session) -> None:
    earn(books)
    made = close(books)

    for key in (made.id, made.fact["d"]["closing"]):
        with pytest.raises(NotReversible):
            books.office.perform("accounting.reverse", {"entry": key, "reason": "coba"})


@pytest.mark.parametrize("part", ["accounting.post_closing", "accounting.undo_closing"])
def test_nobody_posts_a_part_of_it_alone(books: Session, part: str) -> None:
    earn(books)

    with pytest.raises(NotPermitted):
        books.office.perform(part, YEAR)


# --- again ----------------------------------------------------------------------------------------


def test_two_officers_open_it_again_and_the_books_are_as_before(books: Session) -> None:
    earn(books)
    before = balances.balances_at(books.office.reading, JANUARY)
    close(books)

    with pytest.raises(NeedsApproval):
        books.office.perform("accounting.reopen_year", REOPEN)
    made = books.office.perform("accounting.reopen_year", REOPEN, approval=approval())

    assert len(made.fact["sigs"]) == 2
    after = balances.balances_at(books.office.reading, JANUARY)
    assert {a: x for a, x in after.items() if x} == {a: x for a, x in before.items() if x}
    assert year_ends.closed_years(books.office.reading) == []
    assert periods.closed_months(books.office.reading)[-1] == "2026-11"
    builders.require_green(books.office)


def test_what_was_forgotten_is_in_the_surplus_of_the_second_closing(books: Session) -> None:
    earn(books)
    close(books)
    books.office.perform("accounting.reopen_year", REOPEN, approval=approval())
    record(
        books.office,
        ("6-1201", 40_000, "KTR"),
        ("2-1502", -40_000, "KTR"),
        day="2026-12-31",
        late="listrik Desember",
        ref="PLN 12",
    )

    made = close(books)

    assert made.fact["d"]["surplus"] == 210_000
    assert balance(books.office, "3-1401") == -210_000
    assert balance(books.office, "6-1201", LAST) == 0
    builders.require_green(books.office)


def test_a_year_without_anything_to_close_opens_again_too(books: Session) -> None:
    close(books)

    books.office.perform("accounting.reopen_year", REOPEN, approval=approval())

    assert year_ends.closed_years(books.office.reading) == []
    builders.require_green(books.office)


def test_a_year_whose_surplus_was_divided_stays_closed(books: Session) -> None:
    earn(books)
    close(books)
    lines = [
        {"account": "3-1401", "amount": 100_000, "unit": "KTR"},
        {"account": "3-1301", "amount": -100_000, "unit": "KTR"},
    ]
    moved = {"text": "Koreksi", "kind": "adjustment", "lines": lines}
    divided = books.office.perform("accounting.record", moved, approval=approval())

    with pytest.raises(YearStands, match=r"SHU-nya sudah dibagi atau dipakai \(Rp100\.000"):
        books.office.perform("accounting.reopen_year", REOPEN, approval=approval())

    order = {"entry": divided.number, "reason": "salah catat"}
    with pytest.raises(NeedsApproval, match="orang kedua"):
        books.office.perform("accounting.reverse", order)
    books.office.perform("accounting.reverse", order, approval=approval())
    books.office.perform("accounting.reopen_year", REOPEN, approval=approval())


def test_a_year_under_a_locked_month_stays_closed(books: Session) -> None:
    close(books)
    books.office.named_day = date(2027, 1, 31)
    books.office.perform("accounting.close_month", {"month": "2027-01"})

    with pytest.raises(YearStands, match="Januari 2027 sudah terkunci"):
        books.office.perform("accounting.reopen_year", REOPEN, approval=approval())


def test_a_month_of_a_closed_year_is_not_opened_alone(books: Session) -> None:
    close(books)

    order = {"month": "2026-12", "reason": "coba"}
    with pytest.raises(BadField, match="tahun buku 2026 sudah ditutup"):
        books.office.perform("accounting.reopen_month", order, approval=approval())


def test_an_open_year_is_not_opened_again_and_reasons_are_asked(books: Session) -> None:
    with pytest.raises(YearStands, match="tidak tertutup"):
        books.office.perform("accounting.reopen_year", REOPEN, approval=approval())

    close(books)
    with pytest.raises(BadField, match="uraian"):
        books.office.perform(
            "accounting.reopen_year", {**YEAR, "reason": "  "}, approval=approval()
        )


# --- years that are not the calendar's ------------------------------------------------------------


def test_a_book_year_may_end_in_june(books: Session) -> None:
    books.office.perform("settings.change", {"fields": {"book_year_starts": 7}})
    earn(books)

    first = close(books, "2025")
    with pytest.raises(YearNotReady, match="masih berjalan sampai 30 Juni 2027"):
        close(books, "2026")

    assert first.fact["bd"] == "2026-07-01"
    assert first.fact["d"]["surplus"] == 250_000
    assert years.year_of(books.office.reading, JANUARY).label == "2026/2027"
    assert periods.closed_months(books.office.reading)[-1] == "2026-06"
    builders.require_green(books.office)


def test_the_first_year_may_be_a_short_one(books: Session) -> None:
    """Books that begin in January with a book year from April: three months make its first."""
    books.office.perform("settings.change", {"fields": {"book_year_starts": 4}})

    close(books, "2025")

    assert [str(m) for m in periods.closed_months(books.office.reading)] == [
        "2026-01",
        "2026-02",
        "2026-03",
    ]
    assert year_ends.closed_years(books.office.reading)[0].year == BookYear(Month("2025-04"))


def test_a_closed_year_keeps_the_beginning_of_book_years(books: Session) -> None:
    """Its name would else mean other months; opened again, it has still been told of."""
    books.office.perform("settings.change", {"fields": {"book_year_starts": 4}})
    close(books, "2025")

    with pytest.raises(BadField, match="tahun buku yang pernah ditutup"):
        books.office.perform("settings.change", {"fields": {"book_year_starts": 1}})

    assert year_ends.closed_years(books.office.reading)[0].year.label == "2025/2026"


# --- whose year a result is -----------------------------------------------------------------------


def opened_with(session: Session, day: str, account: str) -> Answer:
    lines = [
        {"account": "1-1101", "amount": 5_000_000, "unit": "KTR"},
        {"account": account, "amount": -5_000_000, "unit": "KTR"},
    ]
    return session.office.perform("accounting.open_balances", {"day": day, "lines": lines})


@pytest.mark.parametrize("account", ["3-1402", "4-9109"])
def test_what_an_earlier_year_earned_is_not_opened_as_this_years(
    books: Session, account: str
) -> None:
    with pytest.raises(BadField, match="3-1401") as refused:
        opened_with(books, "2025-12-31", account)
    assert refused.value.field == "lines[1].account"

    opened_with(books, "2025-12-31", "3-1401")
    earn(books)
    close(books)

    assert int(year_ends.closed_years(books.office.reading)[0].surplus) == 250_000


def test_an_opening_that_was_taken_back_is_no_result_to_date(books: Session) -> None:
    opened = opened_with(books, "2026-06-30", "3-1402")
    assert builders.findings(books.office) == {}

    order = {"entry": opened.number, "reason": "salah tahun"}
    books.office.perform("accounting.reverse", order, approval=approval())

    assert builders.findings(books.office) == {}


def test_book_years_begin_elsewhere_only_without_results_taken_over(books: Session) -> None:
    opened = opened_with(books, "2026-06-30", "4-9109")
    change = {"fields": {"book_year_starts": 7}}
    with pytest.raises(BadField, match="hasil tahun berjalan di saldo awal"):
        books.office.perform("settings.change", change)

    books.office.perform("accounting.reverse", {"entry": opened.number, "reason": "salah hari"})

    books.office.perform("settings.change", change)


@pytest.mark.parametrize("kind", ["ordinary", "adjustment", "prior-period"])
def test_nobody_writes_on_the_surplus_of_the_year_in_hand(books: Session, kind: str) -> None:
    """PHU and balance sheet would part, and no later entry would bring them together."""
    with pytest.raises(BadField, match="hanya diisi oleh tutup tahun"):
        record(
            books.office,
            ("1-1101", 3_000, "KTR"),
            ("3-1402", -3_000, "KTR"),
            kind=kind,
            approval=approval(),
        )


def test_after_a_closed_year_nothing_is_opened_by_anybody(books: Session) -> None:
    earn(books)
    close(books)
    taken = [
        {"account": account, "amount": amount, "unit": "KTR"}
        for account, amount in (("3-1301", 5_000), ("1-1101", -5_000))
    ]
    order = {"day": "2027-01-05", "lines": taken}

    with pytest.raises(OpeningAgreed, match="koreksi tahun lalu"):
        books.office.perform("accounting.open_balances", order, approval=approval())
    with pytest.raises(OpeningAgreed, match="diambil alih"):
        books.office.perform("membership.adopt", {"name": "Dahlia", "joined": "2025-02-02"})
    office = books.office
    office.perform("inventory.add_place", {"code": "TOKO", "name": "Toko", "unit": "G1"})
    office.perform("goods.add_item", {"code": "MI", "name": "Mi", "unit": "pcs", "price": 3_000})
    goods = {"lines": [{"item": "MI", "quantity": "1", "cost": "2500"}]}
    with pytest.raises(OpeningAgreed, match="koreksi tahun lalu"):
        office.perform("inventory.open_stock", goods, approval=approval())


def test_a_closed_years_income_is_corrected_not_reversed(books: Session) -> None:
    office = books.office
    earn(books)
    owed = ("1-1101", 5_000, "KTR"), ("2-1301", -5_000, "KTR")
    lent = record(office, *owed, day="2026-06-30", late="buku kas")
    close(books)
    asked = {"entry": "JRN-KR-2026-000001", "reason": "salah"}

    with pytest.raises(NotReversible, match="3-1404"):
        office.perform("accounting.reverse", asked, approval=approval())
    with pytest.raises(NeedsApproval, match="sudah ditutup"):
        office.perform("accounting.reverse", {**asked, "entry": lent.id})
    assert office.perform("accounting.reverse", {**asked, "entry": lent.id}, approval=approval()).id
