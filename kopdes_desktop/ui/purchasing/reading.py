"""What the purchasing screens ask of the books; on the database's thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from kopdes_desktop.assets import queries as assets
from kopdes_desktop.assets.queries import Asset
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.rules import shown
from kopdes_desktop.inventory import places
from kopdes_desktop.inventory.places import Place
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.members.parties import party_words
from kopdes_desktop.office import device
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.purchasing import queries, reorder
from kopdes_desktop.purchasing.postings import ADVANCE_ACCOUNT, DEPOSIT_ACCOUNT
from kopdes_desktop.purchasing.queries import (
    Allocation,
    Bill,
    BoughtLine,
    Purchase,
    PurchaseOrder,
    Supplier,
)
from kopdes_desktop.purchasing.suggestions import NewCost, Suggestion, suggestions
from kopdes_desktop.ui.inventory.reading import usual_place
from kopdes_desktop.ui.purchasing.draft import Bought
from kopdes_desktop.ui.sales import goods_here
from kopdes_desktop.ui.sales.goods_here import GoodsHere

#: To look at purchases and debts.
RIGHT = "read.purchases"
RECEIVE, ORDER, CANCEL = "purchasing.receive", "purchasing.order", "purchasing.cancel_order"
PAY, BILL, FREIGHT = "purchasing.pay", "purchasing.bill", "purchasing.freight"
SEND_BACK, ALLOCATE = "purchasing.send_back", "purchasing.add_allocation"
ADD, CHANGE = "purchasing.add_supplier", "purchasing.change_supplier"
OPEN_BILL, UNALLOCATE = "purchasing.open_bill", "purchasing.cancel_allocation"
ADVANCE, DEPOSIT = "purchasing.advance", "purchasing.deposit_cylinders"
SET_PRICES, REVERSE = "goods.set_prices", "accounting.reverse"
_DEEDS = (
    RECEIVE,
    ORDER,
    CANCEL,
    PAY,
    BILL,
    FREIGHT,
    SEND_BACK,
    ALLOCATE,
    UNALLOCATE,
    OPEN_BILL,
    ADD,
    CHANGE,
    ADVANCE,
    DEPOSIT,
    SET_PRICES,
    REVERSE,
    "goods.add_item",
)
LATEST = 60
_BOXES = 5


class Owing(Struct, frozen=True):
    """A supplier as the list shows him: what he is owed, and what he has of ours."""

    supplier: Supplier
    owed: Rupiah
    advance: Rupiah
    deposit: Rupiah
    cylinders: int


class Debt(Struct, frozen=True):
    """An open bill, and how many days are left (below zero: overdue)."""

    bill: Bill
    supplier: Supplier
    days: int

    @property
    def tone(self) -> str:
        """Overdue, due within a week, or later."""
        week = 7
        return "danger" if self.days < 0 else "warning" if self.days <= week else ""


class AssetDebt(Struct, frozen=True):
    """A thing that was bought on credit: it is paid in Aset, not here."""

    asset: Asset
    seller: str
    days: int

    @property
    def tone(self) -> str:
        """As a bill's."""
        return "danger" if self.days < 0 else ""


class Note(Struct, frozen=True):
    """A purchase as the list shows it; what is left of its bill."""

    purchase: Purchase
    supplier: str
    left: Rupiah


class NoteLine(Struct, frozen=True):
    """A line of a purchase with its item."""

    line: BoughtLine
    item: goods.Item


class Waiting(Struct, frozen=True):
    """An order that waits, with the names of what is to come."""

    order: PurchaseOrder
    supplier: Supplier
    what: str


class Meter(Struct, frozen=True):
    """An allocation with names in words."""

    allocation: Allocation
    supplier: str
    what: str

    @property
    def bar(self) -> str:
        """How much of it is taken, in boxes and percent."""
        of = self.allocation
        if of.cancelled:
            return _("dibatalkan")
        full = min(max(of.taken * _BOXES // of.quantity, 0), _BOXES)
        return "■" * full + "□" * (_BOXES - full) + f" {of.taken * 100 // of.quantity} %"

    @property
    def tone(self) -> str:
        """More than all, nearly all, or less."""
        of = self.allocation
        if of.cancelled:
            return "muted"
        return "danger" if of.left < 0 else "warning" if of.left * 10 <= of.quantity else ""


class Shop(Struct, frozen=True):
    """Where is bought for, what can be bought, who sells, and which boxes pay."""

    place: Place | None
    places: tuple[Place, ...]
    here: GoodsHere | None
    suppliers: tuple[Supplier, ...]
    boxes: tuple[Box, ...]
    own_box: str
    advances: Mapping[int, Rupiah]
    office: bool
    may: frozenset[str]
    today: date

    def supplier(self, key: int | None) -> Supplier | None:
        """A supplier by key."""
        return next((each for each in self.suppliers if each.key == key), None)


def shop(office: Office, wanted: str = "") -> Shop:
    """The named place, or the one that whoever sits here works in."""
    may = frozenset(code for code in _DEEDS if office.may(code) is not Level.NO)
    return office.read(RIGHT, _shop, office, wanted, may)


def _shop(read: Reading, office: Office, wanted: str, may: frozenset[str]) -> Shop:
    known = tuple(places.places(read))
    place = usual_place(read, office, known, wanted)
    own = device.device(read, office.own.number)
    is_office = own is None or own.role == device.TREASURER
    bound = set(device.grants(read, office.own.number, "box"))
    units = {unit.code: unit.kind for unit in chart.units(read)}
    boxes = tuple(
        box
        for box in chart.boxes(read)
        if not box.in_transit and units.get(box.unit) != "usp" and (is_office or box.code in bound)
    )
    drawer = chart.own_box(read, office.signed_in.user)
    mine = drawer.code if drawer is not None and drawer in boxes else ""
    return Shop(
        place=place,
        places=known,
        here=goods_here.load(read, office.today(), place.code) if place else None,
        suppliers=tuple(queries.suppliers(read)),
        boxes=boxes,
        own_box=mine or (boxes[0].code if boxes else ""),
        advances=balances.key_balances(read, ADVANCE_ACCOUNT),
        office=is_office,
        may=may,
        today=office.today(),
    )


def suggested(office: Office, place: str, costs: Sequence[NewCost]) -> list[Suggestion]:
    """Prices that what was just typed asks for."""
    return office.read(RIGHT, suggestions, place, office.today(), costs)


def owings(read: Reading) -> list[Owing]:
    """Every supplier by code."""
    advances = balances.key_balances(read, ADVANCE_ACCOUNT)
    deposits = balances.key_balances(read, DEPOSIT_ACCOUNT)
    lent = queries.cylinders(read)
    return [
        Owing(
            each,
            queries.owed(read, each.key),
            advances.get(each.key, NOTHING),
            deposits.get(each.key, NOTHING),
            lent.get(each.key, 0),
        )
        for each in queries.suppliers(read)
    ]


def debts(read: Reading, today: date) -> list[Debt]:
    """Open bills, what is due first coming first."""
    known = {each.key: each for each in queries.suppliers(read)}
    return [
        Debt(bill, known[bill.supplier], (bill.due - today).days)
        for bill in queries.open_bills(read)
    ]


def asset_debts(read: Reading, today: date) -> list[AssetDebt]:
    """Things that are not paid yet, what is due first coming first."""
    return [
        AssetDebt(each, party_words(read, each.party), ((each.due or each.acquired) - today).days)
        for each in assets.debts(read)
    ]


def notes(read: Reading) -> list[Note]:
    """The newest purchases."""
    known = {each.key: each.label for each in queries.suppliers(read)}
    return [
        Note(
            each,
            known.get(each.supplier or 0, "") or _("pasar, tunai"),
            queries.nothing_owed(queries.bill(read, each.key)),
        )
        for each in queries.latest(read, LATEST)
    ]


def note_lines(read: Reading, key: int) -> list[NoteLine]:
    """What a purchase is made of."""
    return [
        NoteLine(line, goods.require_item(read, line.item))
        for line in queries.purchase(read, key).lines
    ]


def waiting(read: Reading) -> list[Waiting]:
    """Orders of which something is still to come."""
    known = {each.key: each for each in queries.suppliers(read)}
    return [
        Waiting(
            order,
            known[order.supplier],
            ", ".join(
                quantity_of(goods.require_item(read, line.item), line.open)
                for line in order.lines
                if line.open
            ),
        )
        for order in queries.open_orders(read)
    ]


def short_of(read: Reading, place: str, day: date) -> list[Bought]:
    """What runs short, as lines of an order at the price of last time."""
    return [
        Bought(
            each.item,
            each.buy,
            amount=Rupiah(half_up(int(each.last.cost) * each.buy, each.last.quantity))
            if each.last is not None
            else None,
        )
        for each in reorder.short(read, place, day)
    ]


def quantity_of(item: goods.Item, quantity: int) -> str:
    """An item and how much of it, in words."""
    return f"{item.name} {shown(quantity)} {item.unit}"


def meters(read: Reading, today: date) -> list[Meter]:
    """The allocations of this month and the next, and what is left of the month before."""
    known = {each.key: each.label for each in queries.suppliers(read)}
    month = Month.of(today)
    found = [
        each
        for when in (month.plus(-1), month, month.next())
        for each in queries.allocations(read, month=when)
        if when >= month or each.left > 0
    ]
    return [Meter(each, known.get(each.supplier, ""), _what(read, each)) for each in found]


def _what(read: Reading, allocation: Allocation) -> str:
    if allocation.item is None:
        return allocation.program or ""
    return goods.require_item(read, allocation.item).name


def box_choices(boxes: Iterable[Box], own: str = "") -> list[tuple[str, str]]:
    """Boxes for a field, the own one first."""
    ranked = sorted(boxes, key=lambda box: (box.code != own, box.account, box.code))
    return [(box.code, box.name) for box in ranked]
