"""Goods that come from old books, leave without a sale, or go to another place."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.inventory import transfers
from kopdes_desktop.inventory.lots import Lot, lots
from kopdes_desktop.inventory.valuation import EMPTY, Held
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    NeedsApproval,
    NotReversible,
    StockShort,
)
from kopdes_desktop.office.office import Office
from tests import builders
from tests.inventory import shop
from tests.inventory.shop import FAR, SHOP, STORE, fill, held, require_tied


@pytest.fixture
def office(books: Session) -> Office:
    return books.office


@pytest.fixture
def keys(office: Office) -> dict[str, int]:
    return shop.furnish(office)


def write_off(office: Office, reason: str, code: str, quantity: str, **how: Any) -> int:
    lines = [{"item": code, "quantity": quantity}]
    order = {"place": SHOP, "reason": reason, "lines": lines, **how}
    return int(office.perform("inventory.write_off", order).id)


def send(office: Office, to: str, code: str, quantity: str, **how: Any) -> transfers.Transfer:
    order = {"from": SHOP, "to": to, "lines": [{"item": code, "quantity": quantity}], **how}
    return transfers.transfer(office.reading, office.perform("inventory.send", order).id)


def reverse(office: Office, entry: int | str) -> None:
    order = {"entry": entry, "reason": "salah catat"}
    office.perform("accounting.reverse", order)


def test_goods_of_old_books_stand_against_the_opening_balance(
    office: Office, keys: dict[str, int]
) -> None:
    line = {"item": "GULA", "quantity": "2.5", "cost": "15000.5"}
    made = office.perform(
        "inventory.open_stock", {"place": SHOP, "day": "2025-12-31", "lines": [line]}
    )

    assert held(office, keys["GULA"]) == Held(2_500, 37_501)
    assert builders.seen(builders.lines_of(office, made.id)) == [
        ("1-1401", 37_501, "G1"),
        ("3-1501", -37_501, "KTR"),
        ("1-1901", -37_501, "G1"),
        ("1-1901", 37_501, "KTR"),
    ]
    require_tied(office)

    reverse(office, made.id)

    assert held(office, keys["GULA"]) == EMPTY
    require_tied(office)


def test_a_sum_of_old_books_is_explained_by_goods_without_an_entry(
    office: Office, keys: dict[str, int]
) -> None:
    lump = {"account": "1-1401", "amount": 400_000, "unit": "G1", "lini": "sembako"}
    against = {"account": "3-1501", "amount": -400_000, "unit": "KTR"}
    office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": [lump, against]})
    assert "stock" in builders.findings(office)
    more = {"item": "GULA", "quantity": "30", "value": 450_000}
    with pytest.raises(BadField) as refused:
        office.perform("inventory.open_stock", {"place": SHOP, "lines": [more], "booked": True})
    assert refused.value.field == "booked"

    line = {"item": "GULA", "quantity": "30", "value": 400_000}
    made = office.perform("inventory.open_stock", {"place": SHOP, "lines": [line], "booked": True})

    assert held(office, keys["GULA"]) == Held(30_000, 400_000)
    assert builders.balance(office, "1-1401") == 400_000
    require_tied(office)

    reverse(office, made.id)

    assert held(office, keys["GULA"]) == EMPTY
    assert builders.balance(office, "1-1401") == 400_000


@pytest.mark.usefixtures("keys")
def test_stock_kept_by_goods_is_not_written_by_hand(office: Office) -> None:
    lines = (("6-1202", 5_000, "G1"), ("1-1401", -5_000, "G1"))
    with pytest.raises(BadField, match="per barang"):
        builders.record(office, *lines)
    with pytest.raises(NeedsApproval):
        builders.record(office, *lines, kind="adjustment")


def test_goods_written_off_are_charged_where_the_reason_says(
    office: Office, keys: dict[str, int]
) -> None:
    fill(office, "GULA", "10", 15_000)

    key = write_off(office, "own_use", "GULA", "2")

    assert held(office, keys["GULA"]) == Held(8_000, 120_000)
    assert builders.seen(builders.lines_of(office, key))[:2] == [
        ("6-1202", 30_000, "KTR"),
        ("1-1401", -30_000, "G1"),
    ]
    reverse(office, key)
    assert held(office, keys["GULA"]) == Held(10_000, 150_000)
    require_tied(office)


@pytest.mark.usefixtures("keys")
def test_what_is_not_there_is_not_written_off(office: Office) -> None:
    fill(office, "GULA", "1", 15_000)
    with pytest.raises(StockShort, match=r"ada 1, diminta 1,5 kg") as refused:
        write_off(office, "lost", "GULA", "1.5")
    assert refused.value.field == "lines[0].quantity"


@pytest.mark.usefixtures("keys")
def test_two_lines_of_one_item_see_each_other(office: Office) -> None:
    fill(office, "GULA", "3", 15_000)
    line = {"item": "GULA", "quantity": "2"}
    order = {"place": SHOP, "reason": "lost", "lines": [line, line]}
    with pytest.raises(StockShort, match="ada 1, diminta 2"):
        office.perform("inventory.write_off", order)


def test_medicine_goes_by_lot_before_a_witness(office: Office, keys: dict[str, int]) -> None:
    fill(office, "OBAT", "4", 9_000, lot="A1", expires="2026-05-31")
    fill(office, "OBAT", "6", 9_000, lot="B2", expires="2026-03-31")
    with pytest.raises(BadField, match="saksi"):
        write_off(office, "expired", "OBAT", "7")
    with pytest.raises(BadField, match="orang lain"):
        write_off(office, "expired", "OBAT", "7", witness="bendahara")

    key = write_off(office, "expired", "OBAT", "7", witness="ketua")

    left = lots(office.reading, SHOP, keys["OBAT"])
    assert [x for x in left if x.quantity] == [Lot("A1", "2026-05-31", 3_000)]
    reverse(office, key)
    assert [x.quantity for x in lots(office.reading, SHOP, keys["OBAT"])] == [6_000, 4_000]
    require_tied(office)


@pytest.mark.usefixtures("keys")
def test_consigned_goods_are_not_written_off(office: Office) -> None:
    with pytest.raises(BadField, match="titipan"):
        write_off(office, "lost", "KUE", "1")


def test_goods_on_their_way_stand_between_two_places(office: Office, keys: dict[str, int]) -> None:
    fill(office, "GULA", "10", 15_000)

    note = send(office, FAR, "GULA", "4", note="titip sopir")

    assert held(office, keys["GULA"]) == Held(6_000, 90_000)
    assert builders.balance(office, "1-1407") == 60_000
    assert [each.number for each in transfers.on_the_way(office.reading)] == [note.number]
    require_tied(office)

    office.perform("inventory.arrive", {"transfer": note.number})

    assert held(office, keys["GULA"], FAR) == Held(4_000, 60_000)
    assert builders.balance(office, "1-1407") == 0
    assert transfers.on_the_way(office.reading) == []
    with pytest.raises(AlreadyDecided):
        office.perform("inventory.arrive", {"transfer": note.number})
    with pytest.raises(NotReversible, match="sudah diterima"):
        reverse(office, note.number)
    require_tied(office)


def test_what_did_not_arrive_is_the_receivers_shortage(
    office: Office, keys: dict[str, int]
) -> None:
    fill(office, "GULA", "10", 15_000)
    note = send(office, FAR, "GULA", "4")
    short = {"transfer": note.key, "lines": [{"line": 1, "quantity": "3"}]}
    with pytest.raises(BadField) as refused:
        office.perform("inventory.arrive", short)
    assert refused.value.field == "reason"

    said = {**short, "reason": "pecah di jalan"}
    with pytest.raises(NeedsApproval):
        office.perform("inventory.arrive", said)

    made = office.perform("inventory.arrive", said, approval=builders.approval())

    assert held(office, keys["GULA"], FAR) == Held(3_000, 45_000)
    posted = builders.seen(builders.lines_of(office, made.id))
    assert ("5-1105", 15_000, "G2") in posted
    assert ("1-1407", -60_000, "G1") in posted
    taken_back = {"entry": made.id, "reason": "salah"}
    office.perform("accounting.reverse", taken_back, approval=builders.approval())
    assert [each.key for each in transfers.on_the_way(office.reading)] == [note.key]
    reverse(office, note.number)
    assert transfers.on_the_way(office.reading) == []
    assert held(office, keys["GULA"]) == Held(10_000, 150_000)
    require_tied(office)


def test_lots_travel_with_their_goods(office: Office, keys: dict[str, int]) -> None:
    fill(office, "OBAT", "4", 9_000, lot="A1", expires="2026-05-31")
    fill(office, "OBAT", "6", 9_000, lot="B2", expires="2026-03-31")
    note = send(office, STORE, "OBAT", "8")

    office.perform("inventory.arrive", {"transfer": note.number})

    assert lots(office.reading, STORE, keys["OBAT"]) == [
        Lot("B2", "2026-03-31", 6_000),
        Lot("A1", "2026-05-31", 2_000),
    ]
    require_tied(office)


@pytest.mark.usefixtures("keys")
def test_goods_that_moved_on_are_not_taken_back(office: Office) -> None:
    line = {"item": "GULA", "quantity": "10", "cost": "15000"}
    made = office.perform("inventory.open_stock", {"place": SHOP, "lines": [line]})
    write_off(office, "lost", "GULA", "1")
    with pytest.raises(NotReversible, match="sudah bergerak lagi"):
        reverse(office, made.id)


@pytest.mark.usefixtures("keys")
def test_a_lot_that_was_sold_is_not_taken_back(office: Office) -> None:
    """Ten are there as before, but the other lot's: first to expire went first."""
    line = {"item": "OBAT", "quantity": "5", "cost": "9000", "lot": "A1", "expires": "2026-03-31"}
    made = office.perform("inventory.open_stock", {"place": SHOP, "lines": [line]})
    fill(office, "OBAT", "5", 9_000, lot="B2", expires="2026-05-31")
    write_off(office, "expired", "OBAT", "5", witness="ketua")
    with pytest.raises(NotReversible, match="sudah bergerak lagi"):
        reverse(office, made.id)


def test_a_place_belongs_to_an_outlet(office: Office) -> None:
    order = {"code": "kantor", "name": "Kantor", "unit": "KTR"}
    with pytest.raises(BadField) as refused:
        office.perform("inventory.add_place", order)
    assert refused.value.field == "unit"
