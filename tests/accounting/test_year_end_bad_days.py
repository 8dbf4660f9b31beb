"""A closed book year against latecomers: another officer, an old book, a laptop that was away."""

from datetime import date

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.checks import proofs
from kopdes_desktop.kernel.errors import AlreadyDecided, NeedsApproval, NotPermitted, PeriodClosed
from kopdes_desktop.ledger import balances, year_ends
from kopdes_desktop.members.queries import require_member
from kopdes_desktop.paper.grid import read_book
from tests import builders
from tests.builders import Laptops, approval, record, working_as
from tests.imports.registers import codes, rows_of, separated, study_savings, taken_in

#: The book year of these books is short: it ends with February.
YEAR = {"year": "2025"}
MARCH = date(2026, 3, 2)


def in_march(session: Session) -> None:
    session.office.perform("settings.change", {"fields": {"book_year_starts": 3}})
    session.office.named_day = MARCH


def close(session: Session) -> None:
    in_march(session)
    session.office.perform("accounting.close_year", YEAR)


def test_the_second_of_two_officers_hears_that_it_is_done(books: Session) -> None:
    close(books)
    before = builders.fact_count(books.office)

    with working_as(books.office, "ketua"), pytest.raises(AlreadyDecided) as refused:
        books.office.perform("accounting.close_year", YEAR)

    assert refused.value.message == (
        "Tahun buku 2025/2026 sudah selesai sebelumnya, jadi tidak diulang."
    )
    assert builders.fact_count(books.office) == before


@pytest.mark.parametrize("login", ["kasir", "pengawas", "pendamping", "admin"])
def test_others_close_no_year_and_open_none(books: Session, login: str) -> None:
    close(books)

    for code, order in (
        ("accounting.close_year", YEAR),
        ("accounting.reopen_year", {**YEAR, "reason": "x"}),
    ):
        with working_as(books.office, login), pytest.raises(NotPermitted):
            books.office.perform(code, order)


def test_nothing_is_dated_back_into_a_closed_year(books: Session) -> None:
    close(books)

    with pytest.raises(PeriodClosed) as refused:
        record(
            books.office,
            ("1-1101", 5_000, "KTR"),
            ("4-9109", -5_000, "KTR"),
            day="2026-02-28",
            late="tertinggal",
        )

    assert "Bulan terbuka: Maret 2026" in refused.value.message


def test_an_old_book_of_a_closed_year_is_faulty_row_by_row(books: Session) -> None:
    taken_in(books.office, *rows_of(1, principal="", mandatory=""))
    close(books)
    header = ["Tanggal", "No Anggota", "Jumlah"]
    rows = [["2026-02-27", "KDMP-0001", "10.000"], ["2026-03-01", "KDMP-0001", "10.000"]]
    book = read_book(separated([header, *rows]), "simpanan.csv")

    found = study_savings(books.office, book, "mandatory", as_="deposit", cash="KAS")

    assert codes(found.errors) == [(2, "period_closed")]
    assert found.ready == 1


def test_an_outlet_closes_no_year(laptops: Laptops) -> None:
    with pytest.raises(NotPermitted):
        laptops.outlets["GA"].office.perform("accounting.close_year", YEAR)


def test_what_an_outlet_brings_too_late_counts_in_the_next_year(laptops: Laptops) -> None:
    """FACTS §4: its date stays, it posts on the first day of the first open month."""
    hers, outlet = laptops.hers, laptops.outlets["GA"]
    member = require_member(outlet.office.reading, "0001")
    paid = builders.pay(outlet.office, member, amount=7_000)
    in_march(hers)
    with pytest.raises(NeedsApproval):
        hers.office.perform("accounting.close_year", YEAR)
    hers.office.perform("accounting.close_year", YEAR, approval=approval())

    assert laptops.up("GA").refused == []

    posted = balances.posted(hers.office.reading, paid.id)
    assert posted is not None
    assert (posted.bd, posted.posted_on) == (builders.DAY, date(2026, 3, 1))
    [years] = proofs.run(hers.office.reading, ["years"])
    assert years.ok
    laptops.down("GA")
    builders.require_equal(hers, outlet)
    assert year_ends.closed_years(outlet.office.reading)[0].year.name == "2025"
    builders.require_green(outlet.office)
