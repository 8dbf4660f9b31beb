"""Suppliers, orders, purchases, what is owed and until when, and what is left of allocations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, case, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.office.books import Reading
from kopdes_desktop.purchasing.tables import (
    ALLOCATION,
    ALLOCATION_END,
    CYLINDERS,
    OPENING_BILL,
    ORDER_LINE,
    PAYABLE,
    PURCHASE,
    PURCHASE_LINE,
    PURCHASE_ORDER,
    SUPPLIER,
)


class Supplier(Struct, frozen=True):
    """Who sells to us; `days` is how long a bill may wait. The name is None once keys are gone."""

    key: int
    code: str
    days: int
    name: str | None
    phone: str | None

    @property
    def label(self) -> str:
        """Name where there is one, else the code."""
        return self.name or self.code


class OrderedLine(Struct, frozen=True):
    """An item that was ordered: how much, for how much, and what has come of it (thousandths)."""

    item: int
    quantity: int
    amount: Rupiah
    received: int

    @property
    def open(self) -> int:
        """What has not come yet."""
        return max(self.quantity - self.received, 0)


class PurchaseOrder(Struct, frozen=True):
    """An order to a supplier, with its lines."""

    key: int
    number: str
    supplier: int
    place: str
    day: date
    cancelled: int | None
    lines: tuple[OrderedLine, ...]

    @property
    def waits(self) -> bool:
        """Whether anything of it is still to come."""
        return self.cancelled is None and any(line.open for line in self.lines)


class BoughtLine(Struct, frozen=True):
    """A line of a purchase; quantities in thousandths, money as later corrections left it."""

    line: int
    item: int
    quantity: int
    net: Rupiah
    cost: Rupiah
    returned: int
    refunded: Rupiah

    @property
    def left(self) -> int:
        """What has not gone back."""
        return self.quantity - self.returned


class Purchase(Struct, frozen=True):
    """Goods that came in with a bill."""

    key: int
    number: str
    supplier: int | None
    place: str
    unit: str
    day: date
    bill_no: str | None
    total: Rupiah
    freight: Rupiah
    void: bool
    lines: tuple[BoughtLine, ...] = ()


class Bill(Struct, frozen=True):
    """What is owed for one purchase, or for a bill of the old books."""

    key: int
    number: str
    bill_no: str | None
    supplier: int
    unit: str
    day: date
    due: date
    amount: Rupiah
    paid: Rupiah

    @property
    def left(self) -> Rupiah:
        """What is still to be paid."""
        return self.amount - self.paid


class Allocation(Struct, frozen=True):
    """A quota: what a partner lets us have in a month, and what was taken of it (thousandths)."""

    key: int
    supplier: int
    item: int | None
    program: str | None
    month: Month
    quantity: int
    taken: int
    do_no: str
    cancelled: bool = False

    @property
    def left(self) -> int:
        """What is left; below zero once more came than was allotted, nothing once cancelled."""
        return min(self.quantity - self.taken, 0 if self.cancelled else self.quantity)


class Bought(Struct, frozen=True):
    """What an item cost when it was last bought, and from whom."""

    purchase: int
    day: date
    supplier: int | None
    quantity: int
    cost: Rupiah


_SUPPLIERS = Statement(select(SUPPLIER).order_by(SUPPLIER.c.code))
_SUPPLIER = Statement(
    select(SUPPLIER).where(
        or_(SUPPLIER.c.code == bindparam("of_code"), SUPPLIER.c.key == bindparam("of_key"))
    )
)
_ORDER = Statement(
    select(PURCHASE_ORDER).where(
        or_(
            PURCHASE_ORDER.c.number == bindparam("of_number"),
            PURCHASE_ORDER.c.key == bindparam("of_key"),
        )
    )
)
_WAITS = (
    select(ORDER_LINE.c.order_key)
    .where(
        ORDER_LINE.c.order_key == PURCHASE_ORDER.c.key,
        ORDER_LINE.c.received < ORDER_LINE.c.quantity,
    )
    .exists()
)
_OPEN_ORDERS = Statement(
    select(PURCHASE_ORDER)
    .where(PURCHASE_ORDER.c.cancelled.is_(None), _WAITS)
    .order_by(PURCHASE_ORDER.c.key)
)
_ORDER_LINES = Statement(
    select(ORDER_LINE.c.item, ORDER_LINE.c.quantity, ORDER_LINE.c.amount, ORDER_LINE.c.received)
    .where(ORDER_LINE.c.order_key == bindparam("of_order"))
    .order_by(ORDER_LINE.c.item)
)
_PURCHASE = Statement(
    select(PURCHASE).where(
        or_(PURCHASE.c.number == bindparam("of_number"), PURCHASE.c.key == bindparam("of_key"))
    )
)
_PURCHASES = Statement(
    select(PURCHASE)
    .where(
        PURCHASE.c.day >= bindparam("first"),
        PURCHASE.c.day <= bindparam("last"),
        PURCHASE.c.void == 0,
    )
    .order_by(PURCHASE.c.day, PURCHASE.c.key)
)
_LATEST = Statement(
    select(PURCHASE)
    .where(PURCHASE.c.void == 0)
    .order_by(PURCHASE.c.key.desc())
    .limit(bindparam("most"))
)
_LINES = Statement(
    select(
        PURCHASE_LINE.c.line,
        PURCHASE_LINE.c.item,
        PURCHASE_LINE.c.quantity,
        PURCHASE_LINE.c.net,
        PURCHASE_LINE.c.cost,
        PURCHASE_LINE.c.returned,
        PURCHASE_LINE.c.refunded,
    )
    .where(PURCHASE_LINE.c.purchase == bindparam("of_purchase"))
    .order_by(PURCHASE_LINE.c.line)
)
_LAST_BOUGHT = Statement(
    select(
        PURCHASE.c.key,
        PURCHASE.c.day,
        PURCHASE.c.supplier,
        PURCHASE_LINE.c.quantity,
        PURCHASE_LINE.c.cost,
    )
    .join(PURCHASE_LINE, PURCHASE_LINE.c.purchase == PURCHASE.c.key)
    .where(
        PURCHASE_LINE.c.item == bindparam("of_item"),
        PURCHASE.c.key != bindparam("but"),
        PURCHASE.c.void == 0,
    )
    .order_by(PURCHASE.c.day.desc(), PURCHASE.c.key.desc())
    .limit(1)
)
_BILL_COLUMNS = (
    PAYABLE.c.key,
    func.coalesce(PURCHASE.c.number, OPENING_BILL.c.number),
    func.coalesce(PURCHASE.c.bill_no, OPENING_BILL.c.bill_no),
    PAYABLE.c.supplier,
    PAYABLE.c.unit,
    PAYABLE.c.day,
    PAYABLE.c.due,
    PAYABLE.c.amount,
    PAYABLE.c.paid,
)
_BILLS = (
    select(*_BILL_COLUMNS)
    .select_from(PAYABLE)
    .outerjoin(PURCHASE, PURCHASE.c.key == PAYABLE.c.key)
    .outerjoin(OPENING_BILL, OPENING_BILL.c.key == PAYABLE.c.key)
)
_OPENING_BILL = Statement(
    select(OPENING_BILL.c.key).where(
        or_(
            OPENING_BILL.c.number == bindparam("of_number"),
            OPENING_BILL.c.key == bindparam("of_key"),
        )
    )
)
_OPEN_BILLS = Statement(
    _BILLS.where(
        PAYABLE.c.amount != PAYABLE.c.paid,
        or_(bindparam("of_supplier").is_(None), PAYABLE.c.supplier == bindparam("of_supplier")),
    ).order_by(PAYABLE.c.due, PAYABLE.c.day, PAYABLE.c.key)
)
_BILL = Statement(_BILLS.where(PAYABLE.c.key == bindparam("of_key")))
_OWED = Statement(
    select(PAYABLE.c.supplier, PAYABLE.c.unit, func.sum(PAYABLE.c.amount - PAYABLE.c.paid))
    .group_by(PAYABLE.c.supplier, PAYABLE.c.unit)
    .order_by(PAYABLE.c.supplier, PAYABLE.c.unit)
)
_ALLOCATIONS = Statement(
    select(ALLOCATION, ALLOCATION_END.c.fact)
    .outerjoin(ALLOCATION_END, ALLOCATION_END.c.allocation == ALLOCATION.c.key)
    .where(
        or_(bindparam("of_month").is_(None), ALLOCATION.c.month == bindparam("of_month")),
        or_(bindparam("of_supplier").is_(None), ALLOCATION.c.supplier == bindparam("of_supplier")),
    )
    .order_by(ALLOCATION.c.month, ALLOCATION.c.supplier, ALLOCATION.c.key)
)
_CYLINDERS = Statement(select(CYLINDERS.c.supplier, CYLINDERS.c.cylinders))
_ON_ORDER = Statement(
    select(
        ORDER_LINE.c.item,
        func.sum(
            case(
                (
                    ORDER_LINE.c.received < ORDER_LINE.c.quantity,
                    ORDER_LINE.c.quantity - ORDER_LINE.c.received,
                ),
                else_=0,
            )
        ),
    )
    .join(PURCHASE_ORDER, PURCHASE_ORDER.c.key == ORDER_LINE.c.order_key)
    .where(PURCHASE_ORDER.c.cancelled.is_(None), PURCHASE_ORDER.c.place == bindparam("of_place"))
    .group_by(ORDER_LINE.c.item)
)


def _named(name: int | str, column: str) -> dict[str, object]:
    """What finds a thing by its key, or by the other name that people know it by."""
    number = isinstance(name, int)
    return {column: None if number else name, "of_key": name if number else None}


# --- suppliers ----------------------------------------------------------------------------------


def suppliers(read: Reading) -> list[Supplier]:
    """All of them, by code."""
    return [Supplier(*row) for row in read.rows(_SUPPLIERS)]


def supplier(read: Reading, name: int | str) -> Supplier | None:
    """A supplier by key or code."""
    found = name if isinstance(name, int) else name.strip().upper()
    row = read.row(_SUPPLIER, **_named(found, "of_code"))
    return Supplier(*row) if row else None


def require_supplier(read: Reading, name: int | str, *, field: str = "supplier") -> Supplier:
    """A supplier by key or code. Raises BadField."""
    found = supplier(read, name)
    if found is None:
        reason = _(N_("pemasok {name} belum terdaftar")).format(name=name)
        raise BadField(name=field, reason=reason, field=field)
    return found


# --- orders and purchases -----------------------------------------------------------------------


def _order(read: Reading, row: tuple[object, ...]) -> PurchaseOrder:
    key, number, of_supplier, place, day, cancelled = row
    lines = tuple(
        OrderedLine(item, quantity, Rupiah(amount), received)
        for item, quantity, amount, received in read.rows(_ORDER_LINES, of_order=key)
    )
    return PurchaseOrder(
        key,  # type: ignore[arg-type]
        str(number),
        of_supplier,  # type: ignore[arg-type]
        str(place),
        date.fromisoformat(str(day)),
        cancelled,  # type: ignore[arg-type]
        lines,
    )


def require_order(read: Reading, name: int | str, *, field: str = "order") -> PurchaseOrder:
    """An order by number or key. Raises BadField."""
    row = read.row(_ORDER, **_named(name, "of_number"))
    if row is None:
        reason = _(N_("pesanan {name} tidak ada")).format(name=name)
        raise BadField(name=field, reason=reason, field=field)
    return _order(read, row)


def open_orders(read: Reading) -> list[PurchaseOrder]:
    """Orders of which something is still to come, the oldest first."""
    return [_order(read, row) for row in read.rows(_OPEN_ORDERS)]


def on_order(read: Reading, place: str) -> dict[int, int]:
    """What is still to come to a place, by item (thousandths)."""
    return {row[0]: row[1] for row in read.rows(_ON_ORDER, of_place=place) if row[1]}


def _purchase(read: Reading, row: tuple[object, ...]) -> Purchase:
    lines = tuple(
        BoughtLine(n, item, quantity, Rupiah(net), Rupiah(cost), returned, Rupiah(refunded))
        for n, item, quantity, net, cost, returned, refunded in read.rows(
            _LINES, of_purchase=row[0]
        )
    )
    key, number, of_supplier, place, unit, day, bill_no, whole, freight, void = row
    return Purchase(
        key,  # type: ignore[arg-type]
        str(number),
        of_supplier,  # type: ignore[arg-type]
        str(place),
        str(unit),
        date.fromisoformat(str(day)),
        bill_no,  # type: ignore[arg-type]
        Rupiah(whole),  # type: ignore[arg-type]
        Rupiah(freight),  # type: ignore[arg-type]
        bool(void),
        lines,
    )


def purchase(read: Reading, key: int) -> Purchase:
    """A purchase by its key; LookupError when there is none."""
    row = read.row(_PURCHASE, **_named(key, "of_number"))
    if row is None:
        raise LookupError(key)
    return _purchase(read, row)


def require_purchase(read: Reading, name: int | str, *, field: str = "purchase") -> Purchase:
    """A purchase by number or key that was not reversed. Raises BadField."""
    row = read.row(_PURCHASE, **_named(name, "of_number"))
    found = _purchase(read, row) if row else None
    if found is None or found.void:
        reason = _(N_("pembelian {name} tidak ada atau sudah dibatalkan")).format(name=name)
        raise BadField(name=field, reason=reason, field=field)
    return found


def purchases(read: Reading, first: date, last: date) -> list[Purchase]:
    """What was bought from one day to another and not taken back, lines and all."""
    rows = read.rows(_PURCHASES, first=first.isoformat(), last=last.isoformat())
    return [_purchase(read, row) for row in rows]


def latest(read: Reading, most: int = 30) -> list[Purchase]:
    """The newest purchases that stand, the newest first."""
    return [_purchase(read, row) for row in read.rows(_LATEST, most=most)]


def last_bought(read: Reading, item: int, *, but: int = 0) -> Bought | None:
    """What an item cost when it was last bought (not by `but`)."""
    row = read.row(_LAST_BOUGHT, of_item=item, but=but)
    if row is None:
        return None
    return Bought(row[0], date.fromisoformat(row[1]), row[2], row[3], Rupiah(row[4]))


# --- what is owed -------------------------------------------------------------------------------


def _bill(row: tuple[object, ...]) -> Bill:
    key, number, bill_no, of_supplier, unit, day, due, amount, paid = row
    return Bill(
        key,  # type: ignore[arg-type]
        str(number),
        bill_no,  # type: ignore[arg-type]
        of_supplier,  # type: ignore[arg-type]
        str(unit),
        date.fromisoformat(str(day)),
        date.fromisoformat(str(due)),
        Rupiah(amount),  # type: ignore[arg-type]
        Rupiah(paid),  # type: ignore[arg-type]
    )


def open_bills(read: Reading, of_supplier: int | None = None) -> list[Bill]:
    """Bills that are not paid, the one due first coming first."""
    return [_bill(row) for row in read.rows(_OPEN_BILLS, of_supplier=of_supplier)]


def bill(read: Reading, key: int) -> Bill | None:
    """What a purchase is owed for; None where it was paid at once."""
    row = read.row(_BILL, of_key=key)
    return _bill(row) if row else None


def opening_bill(read: Reading, name: int | str) -> int | None:
    """The key of a bill from the old books, by number or key."""
    found = name if isinstance(name, int) else name.strip().upper()
    key = read.value(_OPENING_BILL, **_named(found, "of_number"))
    return None if key is None else int(key)


def owed(read: Reading, of_supplier: int) -> Rupiah:
    """What a supplier is owed in all."""
    return total(each.left for each in open_bills(read, of_supplier))


def owed_by_unit(read: Reading) -> dict[tuple[int, str], Rupiah]:
    """What each supplier is owed in each unit, by these tables."""
    return {(row[0], row[1]): Rupiah(row[2]) for row in read.rows(_OWED) if row[2]}


def due_within(bills: Iterable[Bill], today: date, days: int) -> Rupiah:
    """What falls due within so many days, what is overdue among it."""
    return total(each.left for each in bills if (each.due - today).days <= days)


# --- quota --------------------------------------------------------------------------------------


def allocations(
    read: Reading, *, month: Month | None = None, of_supplier: int | None = None
) -> list[Allocation]:
    """Allocations of a month, of a supplier, or all, the oldest first."""
    rows = read.rows(_ALLOCATIONS, of_month=str(month) if month else None, of_supplier=of_supplier)
    return [
        Allocation(key, of, item, program, Month(when), quantity, taken, do_no, ended is not None)
        for key, of, item, program, when, quantity, taken, do_no, ended in rows
    ]


def cylinders(read: Reading) -> dict[int, int]:
    """How many cylinders stand against deposits, by supplier."""
    return {row[0]: row[1] for row in read.rows(_CYLINDERS) if row[1]}


def nothing_owed(found: Bill | None) -> Rupiah:
    """What is left of a bill; nothing where there is none."""
    return found.left if found else NOTHING
