"""Orders to suppliers: what is to come, and what no longer is. They post nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as goods_rules
from kopdes_desktop.inventory import places
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import queries, rules
from kopdes_desktop.purchasing.tables import ORDER_LINE, PURCHASE_ORDER

NUMBER_KIND = "PSN"
_NEW, _NEW_LINE = insert_into(PURCHASE_ORDER), insert_into(ORDER_LINE)
_CAME = Statement(
    update(ORDER_LINE)
    .where(
        ORDER_LINE.c.order_key == bindparam("of_order"), ORDER_LINE.c.item == bindparam("of_item")
    )
    .values(received=ORDER_LINE.c.received + bindparam("more"))
)
_CANCELLED = Statement(
    update(PURCHASE_ORDER)
    .where(PURCHASE_ORDER.c.key == bindparam("of_key"))
    .values(cancelled=bindparam("by_fact"))
)


class WantedLine(Order, frozen=True, omit_defaults=True):
    """An item, how many of a pack (or of its base unit), and what it costs in all or each."""

    item: int | str
    quantity: str
    pack: str = ""
    amount: Rupiah | None = None
    price: Rupiah | None = None


class PurchaseOrderOrder(Order, frozen=True, omit_defaults=True):
    """Who is to bring what, and where to (the outlet's own place when none is named)."""

    supplier: int | str
    lines: tuple[WantedLine, ...]
    place: str | None = None


class OrderedLine(Fact, frozen=True, omit_defaults=True):
    """An item in base units, and what it was to cost where somebody knew."""

    item: int
    quantity: str
    amount: Rupiah | None = None


class Ordered(Fact, frozen=True, omit_defaults=True):
    """An order, named by this fact's key."""

    number: str
    supplier: int
    place: str
    lines: tuple[OrderedLine, ...]


@operation("purchasing.order", version=1)
class PlaceOrder(Operation[PurchaseOrderOrder, Ordered]):
    """Order goods from a supplier."""

    sentence = N_("Memesan barang ke pemasok")
    document = NUMBER_KIND

    def decide(self, work: Work, order: PurchaseOrderOrder) -> Ordered:
        """A known supplier; goods of our own, each once."""
        supplier = queries.require_supplier(work, order.supplier)
        place = places.own_place(work, order.place)
        lines = tuple(_wanted(work, order.lines))
        if not lines:
            raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
        return Ordered(work.number(NUMBER_KIND), supplier.key, place.code, lines)

    def apply(self, books: Books, fact: Ordered) -> None:
        """It waits until everything has come, or no more is expected."""
        key, day = books.stamp.key, books.stamp.bd.isoformat()
        books.insert(_NEW, key, fact.number, fact.supplier, fact.place, day, None)
        books.insert_all(
            _NEW_LINE,
            [
                (key, line.item, goods_rules.thousandths(line.quantity), int(line.amount or 0), 0)
                for line in fact.lines
            ],
        )
        books.numbered(fact.number)

    def refers_to(self, fact: Ordered) -> tuple[int, ...]:
        """The supplier and the items."""
        return (fact.supplier, *(line.item for line in fact.lines))


def _wanted(work: Work, lines: tuple[WantedLine, ...]) -> Iterator[OrderedLine]:
    seen: set[int] = set()
    for n, line in enumerate(lines):
        field = f"lines[{n}]"
        item = buyable(work, line.item, field=f"{field}.item")
        if item.key in seen:
            reason = _(N_("{item} sudah ada di baris lain")).format(item=item.name)
            raise BadField(name="item", reason=reason, field=f"{field}.item")
        seen.add(item.key)
        count, quantity = counted(work, item, line.quantity, line.pack, field=field)
        amount = priced(line.amount, line.price, count, field=field, needed=False)
        yield OrderedLine(item.key, goods_rules.decimal(quantity), amount or None)


def buyable(work: Work, name: int | str, *, field: str) -> goods.Item:
    """An item that can be bought: goods of our own that are still sold. Raises BadField."""
    item = goods.require_item(work, name, field=field)
    if item.kind != "goods":
        reason = _(N_("{item} bukan barang milik sendiri ({kind}), jadi tidak dibeli di sini"))
        reason = reason.format(item=item.name, kind=_(goods_rules.KIND_WORDS[item.kind]))
        raise BadField(name="item", reason=reason, field=field)
    if not item.open:
        reason = _(N_("{item} sudah ditutup; buka dahulu di daftar barang")).format(item=item.name)
        raise BadField(name="item", reason=reason, field=field)
    return item


def counted(work: Work, item: goods.Item, text: str, pack: str, *, field: str) -> tuple[int, int]:
    """How many of the pack, and how much of the base unit (thousandths both). BadField."""
    count = goods_rules.above_zero(text, field=f"{field}.quantity")
    factor = goods.pack_factor(work, item, pack, field=f"{field}.pack")
    return count, rules.in_base_units(count, factor, field=f"{field}.quantity")


def priced(
    amount: Rupiah | None,
    price: Rupiah | None,
    count: int,
    *,
    field: str,
    needed: bool = True,
) -> Rupiah:
    """A line's total, given or by the price of one pack; never both. Raises BadField."""
    if amount is not None and price is not None:
        reason = _(N_("isi jumlah harga atau harga satuan, salah satu"))
        raise BadField(name="amount", reason=reason, field=f"{field}.amount")
    if amount is None and price is None and needed:
        raise BadField(name="amount", reason=_(N_("harga belum diisi")), field=f"{field}.amount")
    found = amount if amount is not None else rules.line_amount(price or NOTHING, count)
    if found < NOTHING:
        reason = _(N_("tidak boleh kurang dari nol"))
        raise BadField(name="amount", reason=reason, field=f"{field}.amount")
    return found


def came(books: Books, order: int, item: int, quantity: int) -> None:
    """So much of an ordered item has come (less than zero: was taken back)."""
    books.change(_CAME, of_order=order, of_item=item, more=quantity)


class CancelOrder(Order, frozen=True, omit_defaults=True):
    """An order by number or key, and why nothing more of it is to come."""

    order: int | str
    reason: str


class OrderCancelled(Fact, frozen=True, omit_defaults=True):
    """No more will come of this order."""

    order: int
    reason: str


@operation("purchasing.cancel_order", version=1)
class CancelPurchaseOrder(Operation[CancelOrder, OrderCancelled]):
    """Give an order up, or what has not come of it."""

    sentence = N_("Membatalkan pesanan ke pemasok")

    def decide(self, work: Work, order: CancelOrder) -> OrderCancelled:
        """One that still waits; a reason."""
        found = queries.require_order(work, order.order)
        if not found.waits:
            reason = _(N_("pesanan {number} sudah selesai atau dibatalkan"))
            reason = reason.format(number=found.number)
            raise BadField(name="order", reason=reason, field="order")
        said = short_line(order.reason, field="reason", missing=_(N_("alasan harus diisi")))
        return OrderCancelled(found.key, said)

    def apply(self, books: Books, fact: OrderCancelled) -> None:
        """It waits no more."""
        books.change(_CANCELLED, of_key=fact.order, by_fact=int(books.stamp.key))

    def refers_to(self, fact: OrderCancelled) -> tuple[int, ...]:
        """The order."""
        return (fact.order,)
