"""What the practice outlet sells for others: cakes and snacks of a neighbour, brought twice a week.

Nothing here throws dice: the outlet's other days stay as they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kopdes_desktop.consignment import queries, settling
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.rules import decimal
from kopdes_desktop.inventory import stock
from kopdes_desktop.inventory.valuation import EMPTY
from kopdes_desktop.kernel.quantity import THOUSAND

if TYPE_CHECKING:
    from kopdes_desktop.app.life import Life

OWNER = "DAPUR-KENANGA"
#: Code, name, price, the owner's share, how many are brought at a time.
_GOODS = (
    ("T001", "Peyek kacang titipan", 12_000, 10_000, 10),
    ("T002", "Kue kering titipan", 15_000, 12_500, 8),
    ("T003", "Telur asin titipan", 4_000, 3_500, 20),
)
_DAYS = (0, 3)
_SATURDAY = 5
_MINUTE = 60


def found(life: Life) -> None:
    """A neighbour and her goods."""
    _do(life, "consignment.add_owner", {"code": OWNER, "name": "Kenanga Randu"})
    for code, name, price, _share, _count in _GOODS:
        order: dict[str, Any] = {"code": code, "name": name, "unit": "bungkus", "price": price}
        order |= {"category": "CAMILAN", "kind": "consigned", "owner": _owner(life)}
        _do(life, "goods.add_item", order)


def look_after(life: Life, place: str) -> None:
    """She fills up what is gone on Mondays and Thursdays, and is paid on Saturdays."""
    if life.today.weekday() in _DAYS:
        held = on_shelf(life, place)
        lines = [
            {"item": code, "quantity": decimal(count * THOUSAND - held[code]), "share": share}
            for code, _name, _price, share, count in _GOODS
            if held[code] < count * THOUSAND
        ]
        if lines:
            order = {"owner": OWNER, "place": place, "lines": lines}
            _do(life, "consignment.take_in", order)
    if life.today.weekday() == _SATURDAY:
        owed = sum(int(each.amount) for each in settling.owed(life.read, _owner(life)))
        if 0 < owed <= life.in_box("KAS"):
            _do(life, "consignment.settle", {"owner": OWNER, "cash": "KAS"})


def sales(life: Life, place: str) -> list[dict[str, Any]]:
    """One buyer a day takes one or two of the day's thing."""
    code = _GOODS[life.today.toordinal() % len(_GOODS)][0]
    much = min(1 + life.today.day % 2, on_shelf(life, place)[code] // THOUSAND)
    return [{"lines": [{"item": code, "quantity": str(much)}], "place": place}] if much else []


def on_shelf(life: Life, place: str) -> dict[str, int]:
    """What lies there of each, in thousandths."""
    here = stock.on_hand(life.read, place)
    items = goods.items(life.read, kind="consigned")
    return {each.code: here.get(each.key, EMPTY).quantity for each in items}


def _owner(life: Life) -> int:
    known = queries.consignor(life.read, OWNER)
    return known.key if known is not None else 0


def _do(life: Life, op: str, order: dict[str, Any]) -> None:
    """An order a minute after the last; no dice are thrown for it."""
    life.clock.pass_by(_MINUTE)
    life.session.office.perform(op, order)
