"""What the lists of assets and of the month's end say."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.accounting.year_standing import Step
from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger.years import year_of
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import month_end, report, year_closing
from tests import builders
from tests.builders import DAY, approval, require_green


@pytest.fixture
def office(books: Session) -> Office:
    """A freezer, an old computer, a building of the ministry."""
    made = books.office
    builders.record(made, ("1-1111", 20_000_000, "KTR"), ("3-1201", -20_000_000, "KTR"), ref="BG 7")
    lines = [("1-2105", 6_400_000), ("3-1501", -6_400_000)]
    ordered = [{"account": a, "amount": n, "unit": "KTR"} for a, n in lines]
    made.perform("accounting.open_balances", {"day": "2025-12-31", "lines": ordered})
    freezer = {"name": "Freezer", "account": "1-2104", "cost": 4_800_000, "box": "BRI"}
    made.perform("assets.acquire", {**freezer, "unit": "G1", "place": "Gerai"})
    lent = {"name": "Gedung gerai", "owner": "program", "doc_no": "BAST/12/2025"}
    made.perform("assets.lend_in", lent)
    return made


def ask(office: Office, code: str, given: dict[str, str] | None = None) -> Document:
    found = report.find(code)
    return report.make(office.reading, code, found.params(given or {}, office.today()))


def seen(made: Document, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in names) for row in made.rows]


def card_of_the_old_books(office: Office) -> str:
    order = {"name": "Komputer", "account": "1-2105", "cost": 6_400_000, "source": "opening"}
    order |= {"acquired": "2025-12-01", "accumulated": 0}
    number = office.perform("assets.acquire", order).number
    assert number is not None
    return number


def test_cards_come_to_the_ledger_or_the_list_says_what_lacks_one(office: Office) -> None:
    before = ask(office, "assets")
    card_of_the_old_books(office)

    after = ask(office, "assets")

    assert before.notes[0].startswith(
        "Nilai buku di buku besar Rp11.200.000, menurut kartu Rp4.800.000: Rp6.400.000 belum"
    )
    assert after.notes == ("Sama dengan nilai buku aset di buku besar: Rp11.200.000.",)
    assert seen(after, "name", "value") == [("Freezer", 4_800_000), ("Komputer", 6_400_000)]
    assert after.totals == {"cost": 11_200_000, "taken": 0, "value": 11_200_000}
    assert seen(ask(office, "assets", {"unit": "G1"}), "name") == [("Freezer",)]


def test_the_list_of_a_past_day_does_not_know_what_came_later(office: Office) -> None:
    office.named_day = date(2026, 3, 31)
    for month in ("2026-02", "2026-03"):
        office.perform("assets.depreciate", {"month": month})
    number = str(ask(office, "assets").rows[0]["number"])
    order = {"asset": number, "how": "lost", "reason": "hilang"}
    office.perform("assets.dispose", order, approval=approval())

    february = ask(office, "assets", {"day": "2026-02-28"})

    assert seen(february, "name", "taken", "value") == [("Freezer", 100_000, 4_700_000)]
    assert not ask(office, "assets").rows
    assert not ask(office, "assets", {"day": "2026-02-01"}).rows


def test_the_inventory_names_what_is_lent_and_is_not_on_the_balance_sheet(office: Office) -> None:
    made = ask(office, "asset_register")

    assert seen(made, "name", "owner", "place") == [
        ("Gedung gerai", "Program pemerintah pusat, BAST/12/2025", None),
        ("Freezer", "Koperasi", "Gerai"),
    ]
    assert made.ruled
    assert made.notes == ("2 barang, 1 di antaranya bukan milik koperasi dan tidak ada di neraca.",)


def month_ends_of_the_year(office: Office) -> Step:
    points = year_closing.points(office.reading, year_of(office.reading, DAY), office.today())
    return next(each for each in points if each.code == "month_ends")


def test_the_month_ends_when_every_line_is_posted(office: Office) -> None:
    rent = {"name": "Sewa kios", "kind": "prepaid", "account": "6-1204", "amount": 6_000_000}
    office.perform("accounting.set_plan", {**rent, "months": 12, "box": "BRI"})
    loan = {"lender": "BRI", "account": "2-2101", "principal": 12_000_000, "rate": "6"}
    loan |= {"months": 12, "method": "equal_principal", "first_due": "2026-03-02"}
    loan |= {"box": "BRI", "decision_no": "03/RA/2026", "purpose": "modal kerja"}
    office.perform("borrowings.take", loan, approval=approval())
    february = Month.of(DAY)
    office.named_day = date(2026, 3, 3)

    made = ask(office, "month_end", {"day": "2026-02-15"})

    assert made.period == "Februari 2026"
    assert seen(made, "what", "amount")[:2] == [
        ("Penyusutan 1 aset", 100_000),
        ("Sewa kios: bulan ke-1 dari 12 yang dibayar di muka", 500_000),
    ]
    assert month_end.months_waiting(office.reading, february) == [february]
    assert "Februari 2026" in month_ends_of_the_year(office).words
    waiting = month_end.proposals(office.reading, february)
    assert {each.operation for each in waiting} >= {"borrowings.accrue"}
    for each in waiting:
        office.perform(each.operation, dict(each.order))
    assert ask(office, "month_end", {"day": "2026-02-15"}).notes == (
        "Tidak ada yang tersisa untuk bulan ini.",
    )
    assert month_end.months_waiting(office.reading, february) == []
    require_green(office)
