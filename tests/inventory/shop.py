"""A shop and its warehouse with a few goods, for every test of stock."""

from typing import Any

from kopdes_desktop.inventory import proofs, stock
from kopdes_desktop.inventory.valuation import Held
from kopdes_desktop.office.office import Office
from tests import builders

SHOP, STORE, FAR = "TOKO", "GUDANG", "CABANG"


def furnish(office: Office) -> dict[str, int]:
    """A shop and a warehouse of G1, a shop of another outlet, and items by their codes."""
    office.perform("accounting.add_unit", {"code": "G2", "name": "Gerai kedua", "kind": "outlet"})
    for code, unit, kind in (
        (SHOP, "G1", "outlet"),
        (STORE, "G1", "warehouse"),
        (FAR, "G2", "outlet"),
    ):
        order = {"code": code, "name": code.capitalize(), "unit": unit, "kind": kind}
        office.perform("inventory.add_place", order)
    owner = builders.an_applicant(office)
    return {
        "BERAS": item(office, "BERAS", "Beras curah", unit="kg", weighed=True, price=15_000),
        "SAK": item(office, "SAK", "Beras sak 50 kg", unit="sak", price=700_000),
        "GULA": item(office, "GULA", "Gula pasir", unit="kg", price=18_000),
        "OBAT": item(office, "OBAT", "Obat batuk", unit="botol", lini="apotek", tracked=True),
        "KUE": item(office, "KUE", "Kue basah", unit="pcs", kind="consigned", owner=owner),
    }


def item(office: Office, code: str, name: str, **fields: Any) -> int:
    """A new item's key."""
    return int(office.perform("goods.add_item", {"code": code, "name": name, **fields}).id)


def fill(
    office: Office, code: str, quantity: str, cost: int, place: str = SHOP, **how: Any
) -> None:
    """Goods taken over at so much a unit."""
    line = {"item": code, "quantity": quantity, "cost": str(cost), **how}
    office.perform("inventory.open_stock", {"place": place, "lines": [line]})


def held(office: Office, key: int, place: str = SHOP) -> Held:
    return stock.held(office.reading, place, key)


def require_tied(office: Office) -> None:
    """Goods and journal agree to the rupiah; every proof, the rebuild and the audit are green."""
    assert list(proofs.untied(office.reading)) == []
    assert list(proofs.unsound(office.reading)) == []
    builders.require_green(office)
