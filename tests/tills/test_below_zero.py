"""Goods below zero when a shift ends: its Z says how many, for ever."""

from kopdes_desktop.app.books import Session
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import SlipRow
from kopdes_desktop.tills import slips
from tests.builders import approval
from tests.inventory.shop import SHOP, item


def a_shift(office: Office, *, sold: bool) -> int:
    """Opened and closed; in it a kilogram may have gone that nobody saw come."""
    begun = office.perform("till.open_shift", {"float": 0, "place": SHOP}).id
    cash = 0
    if sold:
        office.perform("sales.sell", {"lines": [{"item": "GULA"}]}, approval=approval())
        cash = 17_000
    return office.perform("till.close_shift", {"shift": begun, "cash": cash}).id


def below(office: Office, z: int) -> list[SlipRow]:
    return [row for row in slips.slip(office.reading, z).rows if row.left == "Stok minus"]


def test_a_z_says_how_many_goods_were_below_zero_and_keeps_saying_so(books: Session) -> None:
    office = books.office
    office.perform("inventory.add_place", {"code": SHOP, "name": "Toko", "unit": "G1"})
    item(office, "GULA", "Gula pasir", unit="kg", price=17_000)
    before = a_shift(office, sold=False)
    after = a_shift_later(office)

    came = {"item": "GULA", "quantity": "9", "amount": 13_000}
    office.perform("purchasing.receive", {"place": SHOP, "lines": [came], "paid_from": "KAS"})

    assert below(office, before) == []
    assert below(office, after) == [SlipRow("Stok minus", "1 barang")]


def a_shift_later(office: Office) -> int:
    """One with a sale, its cash carried to the safe."""
    z = a_shift(office, sold=True)
    order = {"from": "LACI-G1", "to": "KAS", "amount": 17_000}
    office.perform("accounting.move_cash", order)
    return z
