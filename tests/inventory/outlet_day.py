"""What an outlet may do with goods on its own laptop, once each: for judging and for sharing."""

from kopdes_desktop.office.office import Office
from tests import builders
from tests.inventory.shop import FAR, SHOP, STORE, fill, item


def goods_of_her_books(office: Office) -> None:
    """Places of both outlets, items, and what lay in them."""
    for code, unit, kind in (
        (SHOP, "G1", "outlet"),
        (STORE, "G1", "warehouse"),
        (FAR, "G2", "outlet"),
    ):
        order = {"code": code, "name": code.capitalize(), "unit": unit, "kind": kind}
        office.perform("inventory.add_place", order)
    item(office, "BERAS", "Beras curah", unit="kg", weighed=True, price=15_000)
    item(office, "SAK", "Beras sak 50 kg", unit="sak", price=700_000)
    item(office, "OBAT", "Obat batuk", unit="botol", lini="apotek", tracked=True)
    fill(office, "BERAS", "41.5", 12_000)
    fill(office, "SAK", "1", 560_000)
    fill(office, "OBAT", "3", 9_000, lot="A1", expires="2026-05-31")
    fill(office, "OBAT", "4", 9_100, lot="B2", expires="2026-03-31")


def a_day_with_goods(office: Office) -> None:
    """Everything that an outlet may do with goods, each once; the chair is at the laptop."""
    with builders.working_as(office, "ketua"):
        _count_and_move(office)


def _count_and_move(office: Office) -> None:
    first = {"place": SHOP, "items": ["SAK", "BERAS"]}
    count = office.perform("inventory.begin_count", first).id
    found = [
        {"item": "SAK", "quantity": "2"},
        {"item": "BERAS", "quantity": "40"},
    ]
    office.perform("inventory.add_count", {"count": count, "lines": found})
    office.perform("inventory.close_count", {"count": count, "note": "stok awal gerai"})
    used = [{"item": "SAK", "quantity": "1"}]
    into = [{"item": "BERAS", "quantity": "49.5"}]
    office.perform("inventory.repack", {"place": SHOP, "from": used, "into": into, "shrink": "0.5"})
    lines = [{"item": "BERAS", "quantity": "2.5"}]
    lost = {
        "place": SHOP,
        "reason": "own_use",
        "lines": lines,
        "note": "rapat",
        "witness": "bendahara",
    }
    office.perform("inventory.write_off", lost)
    lines = [{"item": "OBAT", "quantity": "5"}]
    order = {"from": SHOP, "to": STORE, "lines": lines, "note": "titip"}
    note = office.perform("inventory.send", order).id
    short = {"transfer": note, "lines": [{"line": 1, "quantity": "3.5"}], "reason": "pecah"}
    office.perform("inventory.arrive", short, approval=builders.approval("bendahara"))
