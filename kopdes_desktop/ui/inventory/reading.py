"""What the stock screens ask of the books; on the database's thread."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.inventory import cards, places, stock
from kopdes_desktop.inventory.places import Place
from kopdes_desktop.inventory.valuation import EMPTY
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.chart import Unit
from kopdes_desktop.office import device
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.ui.sales import goods_here
from kopdes_desktop.ui.sales.goods_here import GoodsHere

#: So many days ahead a lot that ends is shown.
EXPIRING_DAYS = 30
#: To look at what lies where.
RIGHT = "read.stock"
ADD_PLACE = "inventory.add_place"
#: What can be done from the stock screen, where the role allows it.
DEEDS = (
    ADD_PLACE,
    "inventory.write_off",
    "inventory.send",
    "inventory.arrive",
    "inventory.repack",
    "inventory.begin_count",
    "inventory.add_count",
    "inventory.close_count",
    "consignment.take_in",
)


class StockRow(Struct, frozen=True):
    """An item in a place: thousandths, and what they are worth."""

    item: Item
    quantity: int
    value: int
    words: str
    expiring: bool = False

    @property
    def tone(self) -> str:
        """Below zero, below its minimum, or well."""
        if self.quantity < 0:
            return "danger"
        return "warning" if self.quantity < self.item.minimum else ""


class StockNow(Struct, frozen=True):
    """One place as it stands; nothing but the units in books without a place."""

    places: tuple[Place, ...]
    place: Place | None
    rows: tuple[StockRow, ...]
    here: GoodsHere | None
    units: tuple[Unit, ...]
    may: frozenset[str]

    @property
    def value(self) -> int:
        """What all of it is worth."""
        return sum(row.value for row in self.rows)


def stock_now(office: Office, wanted: str = "") -> StockNow:
    """The named place, or the one that whoever sits here works in."""
    may = frozenset(code for code in DEEDS if office.may(code) is not Level.NO)
    return office.read(RIGHT, _stock_now, office, wanted, may)


def _stock_now(read: Reading, office: Office, wanted: str, may: frozenset[str]) -> StockNow:
    known = tuple(places.places(read))
    units = tuple(unit for unit in chart.units(read) if unit.kind == "outlet")
    place = usual_place(read, office, known, wanted)
    if place is None:
        return StockNow(known, None, (), None, units, may)
    held = stock.on_hand(read, place.code)
    soon = office.today() + timedelta(days=EXPIRING_DAYS)
    ending = {lot.item for lot in cards.expiring(read, soon) if lot.place == place.code}
    items = {item.key: item for item in goods.items(read, closed=True)}
    rows = tuple(
        StockRow(
            item,
            there.quantity,
            there.value,
            folded(f"{item.name} {item.code}"),
            item.key in ending,
        )
        for item in items.values()
        if item.kind in stock.ON_SHELVES
        and ((there := held.get(item.key, EMPTY)).quantity or there.value or item.open)
    )
    return StockNow(
        known, place, rows, goods_here.load(read, office.today(), place.code), units, may
    )


def usual_place(
    read: Reading, office: Office, known: tuple[Place, ...], wanted: str = ""
) -> Place | None:
    """The named place, that of his drawer, one of this laptop, or the first."""
    drawer = chart.own_box(read, office.signed_in.user)
    units = set(device.grants(read, office.own.number, "unit"))
    ranked = sorted(
        known,
        key=lambda each: (
            each.code != wanted,
            drawer is None or each.unit != drawer.unit,
            each.unit not in units,
            each.kind != places.OUTLET,
            each.code,
        ),
    )
    return ranked[0] if ranked else None
