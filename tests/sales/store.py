"""A shop with its drawer, its goods and its buyers, for every test of the till."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kopdes_desktop.consignment import queries
from kopdes_desktop.inventory import stock
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.actor import Approval
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.tills import totals
from tests import builders

PLACE, BOX, UNIT, FLOAT = "TOKO", "LACI-G1", "G1", 200_000
#: Code: name, unit, price, quantity on the shelf, what all of it cost, and what else is said of it.
GOODS: Mapping[str, tuple[str, str, int, str, int, dict[str, Any]]] = {
    "MI": ("Mi goreng", "pcs", 3_500, "100", 300_000, {"packs": [{"name": "dus", "factor": "40"}]}),
    "BERAS": ("Beras", "kg", 14_000, "50", 600_000, {"weighed": True}),
    "GULA": ("Gula", "kg", 17_000, "20", 310_000, {}),
    "GAS": ("Gas 3 kg", "tabung", 20_000, "10", 180_000, {"lini": "LPG"}),
    "OBAT": ("Obat batuk", "btl", 12_000, "5", 50_000, {"lini": "apotek"}),
}


def furnish(office: Office) -> dict[str, int]:
    """Place, goods on the shelf, a service, a bundle; keys of items by code."""
    office.perform("inventory.add_place", {"code": PLACE, "name": "Toko", "unit": UNIT})
    builders.record(office, ("1-1101", 5_000_000, "KTR"), ("4-9109", -5_000_000, "KTR"))
    office.perform("accounting.move_cash", {"from": "KAS", "to": BOX, "amount": FLOAT})
    keys: dict[str, int] = {}
    for code, (name, unit, price, quantity, value, more) in GOODS.items():
        order = {"code": code, "name": name, "unit": unit, "price": price, **more}
        keys[code] = office.perform("goods.add_item", order).id
        line = {"item": code, "quantity": quantity, "value": value}
        office.perform("inventory.open_stock", {"place": PLACE, "lines": [line]})
    keys["SEWA"] = office.perform(
        "goods.add_item",
        {
            "code": "SEWA",
            "name": "Sewa gudang",
            "unit": "hari",
            "price": 50_000,
            "kind": "service",
            "lini": "gudang",
        },
    ).id
    keys["PAKET"] = office.perform(
        "goods.add_item",
        {
            "code": "PAKET",
            "name": "Paket sembako",
            "unit": "paket",
            "price": 30_000,
            "kind": "bundle",
            "parts": [{"item": "MI", "quantity": "4"}, {"item": "GULA", "quantity": "0.5"}],
        },
    ).id
    return keys


def consign(office: Office) -> int:
    """Cakes of somebody else: Rp8.500 of Rp10.000 are his; the key of the item."""
    office.perform("consignment.add_owner", {"code": "KENANGA", "name": "Ibu Kenanga"})
    return consign_here(office)


def consign_here(office: Office) -> int:
    """The same of an owner who is known here."""
    owner = queries.consignor(office.reading, "KENANGA")
    assert owner is not None
    item = office.perform(
        "goods.add_item",
        {
            "code": "KUE",
            "name": "Kue",
            "unit": "pcs",
            "price": 10_000,
            "kind": "consigned",
            "owner": owner.key,
        },
    ).id
    line = {"item": "KUE", "quantity": "10", "share": 8_500}
    office.perform("consignment.take_in", {"owner": owner.key, "place": PLACE, "lines": [line]})
    return item


def open_shift(office: Office) -> int:
    """A shift with what lies in the drawer."""
    return office.perform("till.open_shift", {"float": drawer(office)}).id


def sell(
    office: Office,
    *lines: tuple[str, str] | dict[str, Any],
    approval: Approval | None = None,
    **how: Any,
) -> Answer:
    """A sale of (code, quantity)."""
    made = [
        each if isinstance(each, dict) else dict(zip(("item", "quantity"), each, strict=True))
        for each in lines
    ]
    return office.perform("sales.sell", {"lines": made, **how}, approval=approval)


def drawer(office: Office) -> int:
    return int(chart.box_balances(office.reading).get(BOX, 0))


def held(office: Office, item: int) -> tuple[int, int]:
    """Thousandths and rupiah on the shelf."""
    found = stock.held(office.reading, PLACE, item)
    return found.quantity, found.value


def kept(office: Office, shift: int) -> dict[str, int]:
    """What a shift's sums came to by kind."""
    return {each.what: int(each.amount) for each in totals.of(office.reading, shift)}


def member(office: Office, n: int = 1, **fields: Any) -> int:
    """A member of last month."""
    return builders.a_member(office, n, day=date(2026, 1, 5), **fields).key
