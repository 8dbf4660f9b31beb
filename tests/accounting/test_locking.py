"""A month is locked over books that agree to the rupiah, and over no others."""

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.db import guards
from kopdes_desktop.kernel.errors import BooksDiffer
from kopdes_desktop.ledger import periods
from tests import builders

JANUARY = {"month": "2026-01"}


def shift(session: Session, rupiah: int) -> None:
    """Behind the program's back, one member's savings."""
    session.office.database.connection.execute(
        "UPDATE savings_balance SET amount=amount+? WHERE product='mandatory'", (rupiah,)
    )


def test_a_month_is_not_closed_while_savings_are_a_rupiah_off(books: Session) -> None:
    office = books.office
    builders.pay(office, builders.a_member(office), "mandatory", months=2)
    shift(books, 1)

    with pytest.raises(BooksDiffer) as refused:
        office.perform("accounting.close_month", JANUARY)

    assert refused.value.field == "month"
    assert refused.value.message == (
        "Bulan Januari 2026 belum dapat ditutup karena buku tidak cocok: "
        "Simpanan Wajib anggota 0001: buku simpanan Rp20.001, buku besar Rp20.000. "
        "Jalankan pemeriksaan buku dan luruskan selisihnya dahulu."
    )
    assert periods.closed_months(office.reading) == []
    shift(books, -1)
    office.perform("accounting.close_month", JANUARY)
    assert periods.closed_months(office.reading) == ["2026-01"]


@pytest.mark.parametrize(
    ("planted", "finding"),
    [
        ("UPDATE dues_paid SET amount=amount+1, owed=owed+1", "saldo hanya Rp20.000"),
        (
            "UPDATE savings_move SET bd='2026-01-15' WHERE product='mandatory'",
            "Simpanan Wajib 15/01/2026",
        ),
        ("UPDATE member SET status='left'", "anggota 0001 sudah berhenti"),
        ("INSERT INTO balance_key VALUES('2-1107', 77, 'KTR', -5000)", "titipan Rp5.000 tanpa"),
        ("INSERT INTO balance_key VALUES('2-1401', 77, 'KTR', -5000)", "2-1401 orang 77"),
    ],
)
def test_a_month_is_not_closed_while_any_proof_of_savings_is_red(
    books: Session, planted: str, finding: str
) -> None:
    office = books.office
    builders.pay(office, builders.a_member(office), "mandatory", months=2)
    database = office.database.connection
    for name in guards.standing(office.database):
        database.execute(f"DROP TRIGGER {name}")
    database.execute(planted)
    guards.install(office.database)

    with pytest.raises(BooksDiffer) as refused:
        office.perform("accounting.close_month", JANUARY)

    assert finding in refused.value.message
    assert "luruskan selisihnya dahulu" in refused.value.message
    assert periods.closed_months(office.reading) == []
