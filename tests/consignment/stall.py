"""A shop that sells cakes for somebody else."""

from __future__ import annotations

from typing import Any

from kopdes_desktop.consignment import consignors, queries
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.inventory import stock
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Answer
from tests import builders

SHOP, UNIT, OWNER = "TOKO", "G1", "KENANGA"


def furnish(office: Office) -> None:
    """A shop, a consignor, two items of his, ten of the first taken in at Rp8.500 each."""
    office.perform(
        "inventory.add_place", {"code": SHOP, "name": "Toko desa", "unit": UNIT, "kind": "outlet"}
    )
    office.perform(
        "consignment.add_owner", {"code": OWNER, "name": "Kenanga Ulin", "phone": "0812000111"}
    )
    an_item(office, "KUE", "Kue lapis", owner(office))
    an_item(office, "KRIPIK", "Kripik singkong", owner(office))
    take_in(office, KUE="10")


def owner(office: Office) -> int:
    found = queries.consignor(office.reading, OWNER)
    assert found is not None
    return found.key


def an_item(office: Office, code: str, name: str, whose: int, price: int = 10_000) -> int:
    order = {"code": code, "name": name, "unit": "pcs", "price": price}
    return office.perform("goods.add_item", {**order, "kind": "consigned", "owner": whose}).id


def lines(**counts: str) -> list[dict[str, Any]]:
    return [{"item": item, "quantity": count} for item, count in counts.items()]


def take_in(office: Office, whose: int | str = OWNER, share: int = 8_500, **counts: str) -> Answer:
    brought = [{**line, "share": share} for line in lines(**counts)]
    return office.perform("consignment.take_in", {"owner": whose, "place": SHOP, "lines": brought})


def lose(office: Office, whose: int | str = OWNER, **counts: str) -> Answer:
    """Make goods good: the short way to owe their owner something."""
    order = {"owner": whose, "place": SHOP, "lines": lines(**counts), "reason": "pecah"}
    return office.perform("consignment.compensate", order)


def held(office: Office, item: str) -> tuple[int, int]:
    """What lies in the shop of an item, and what it is worth to the cooperative."""
    found = goods.require_item(office.reading, item)
    there = stock.held(office.reading, SHOP, found.key)
    return there.quantity, there.value


def owed(office: Office, account: str = "2-1203") -> int:
    return -builders.balance(office, account)


def called(office: Office) -> str:
    return consignors.called(office.reading, owner(office))
