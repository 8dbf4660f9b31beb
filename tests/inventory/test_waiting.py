"""What of the goods waits to be looked at, when the office is opened and when a shift ends."""

from datetime import date

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.inventory import proofs
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports import home
from kopdes_desktop.ui.home import words
from tests.inventory import shop
from tests.inventory.shop import SHOP, STORE, fill


@pytest.fixture
def office(books: Session) -> Office:
    shop.furnish(books.office)
    return books.office


def told(office: Office, code: str, today: date = date(2026, 2, 9)) -> tuple[str, str, str]:
    """What the home screen says of a task: title, what about it, and its figure."""
    asked = next(each for each in home.TASKS if each.code == code)
    found = asked.read(office.reading, today)
    if found is None:
        return ("", "", "")
    row = words.offer(code, found, today)
    return (row.title, row.about, row.figure)


def test_nothing_waits_while_goods_are_in_order(office: Office) -> None:
    fill(office, "GULA", "10", 15_000)

    assert {told(office, code) for code in ("negatives", "parcels", "spoiling")} == {("", "", "")}


def test_goods_on_their_way_wait_with_their_age(office: Office) -> None:
    fill(office, "GULA", "10", 15_000)
    lines = [{"item": "GULA", "quantity": "2"}]
    office.perform("inventory.send", {"from": SHOP, "to": STORE, "lines": lines})

    assert told(office, "parcels") == (
        _("Barang kiriman belum diterima"),
        "Rp30.000. Sejak 7 hari lalu.",
        "1",
    )


def test_lots_that_end_soon_are_told_with_their_value(office: Office) -> None:
    fill(office, "OBAT", "4", 9_000, lot="A1", expires="2026-02-20")

    assert told(office, "spoiling")[1:] == ("Habis dalam 30 hari, senilai Rp36.000.", "1")
    assert told(office, "spoiling", date(2026, 2, 21))[1].startswith("Ada yang sudah lewat")


def test_goods_too_long_on_their_way_are_found(office: Office) -> None:
    fill(office, "GULA", "10", 15_000)
    lines = [{"item": "GULA", "quantity": "2"}]
    late = {"day": "2026-02-01", "late": "surat jalan tertinggal"}
    office.perform("inventory.send", {"from": SHOP, "to": STORE, "lines": lines, **late})
    assert list(proofs.overdue(office.reading)) == []

    late = {"day": "2026-01-20", "late": "surat jalan tertinggal"}
    office.perform("inventory.send", {"from": SHOP, "to": STORE, "lines": lines, **late})

    assert list(proofs.overdue(office.reading)) == [
        "SJ-KR-2026-000002 ke GUDANG: Rp30.000, 13 hari di jalan"
    ]
