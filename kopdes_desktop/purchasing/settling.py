"""How a purchase is paid: what of an advance, what out of a box, and what is owed until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import boxes, payables, queries
from kopdes_desktop.purchasing.postings import Held, Owed, Paid

if TYPE_CHECKING:
    from kopdes_desktop.purchasing.receipts import ReceiveOrder

_AT_THE_OFFICE = N_("pembelian dengan utang atau uang muka dicatat di laptop bendahara")


class Settled(Struct, frozen=True):
    """What boxes pay, what is owed until when, what was paid in advance: together the whole."""

    paid: tuple[Paid, ...]
    owed: tuple[Owed, ...]
    advanced: tuple[Held, ...]
    due: date | None


def settled(
    work: Work,
    order: ReceiveOrder,
    supplier: queries.Supplier | None,
    unit: str,
    whole: Rupiah,
) -> Settled:
    """Advance first, then cash, the rest owed. Raises BadField."""
    carried = (order.freight or NOTHING) if order.freight_from is not None else NOTHING
    rest = whole - carried - _used(work, order, supplier, whole - carried)
    credit = order.days is not None or order.due is not None or order.paid is not None
    cash = (order.paid or NOTHING) if credit else rest
    if not NOTHING <= cash <= rest:
        reason = _(N_("yang dibayar sekarang paling banyak {amount}"))
        reason = reason.format(amount=wording.rupiah(rest))
        raise BadField(name="paid", reason=reason, field="paid")
    paid = []
    if cash:
        paid.append(Paid(boxes.paying(work, order.paid_from, field="paid_from").code, cash))
    if carried:
        paid.append(
            Paid(boxes.paying(work, order.freight_from, field="freight_from").code, carried)
        )
    owed, due = _owed(work, order, supplier, unit, rest - cash)
    advance = order.advance
    held = (Held(supplier.key, advance),) if supplier is not None and advance else ()
    return Settled(tuple(paid), owed, held, due)


def _used(
    work: Work, order: ReceiveOrder, supplier: queries.Supplier | None, most: Rupiah
) -> Rupiah:
    """What of an advance pays for this. Raises BadField."""
    if not order.advance:
        return NOTHING
    if supplier is None:
        raise supplier_needed()
    boxes.require_office(work, _(_AT_THE_OFFICE), field="advance")
    if not NOTHING < order.advance <= most:
        reason = _(N_("uang muka yang dipakai paling banyak {amount}"))
        reason = reason.format(amount=wording.rupiah(most))
        raise BadField(name="advance", reason=reason, field="advance")
    return order.advance


def _owed(
    work: Work,
    order: ReceiveOrder,
    supplier: queries.Supplier | None,
    unit: str,
    amount: Rupiah,
) -> tuple[tuple[Owed, ...], date | None]:
    """The debt, and when it falls due. Raises BadField."""
    if not amount:
        return (), None
    if supplier is None:
        raise supplier_needed()
    boxes.require_office(work, _(_AT_THE_OFFICE), field="days")
    due = order.due or payables.due_day(supplier, work.bd, order.days)
    if due < work.bd:
        reason = _(N_("jatuh tempo mendahului tanggal pembelian"))
        raise BadField(name="due", reason=reason, field="due")
    return (Owed(supplier.key, unit, amount),), due


def supplier_needed() -> BadField:
    reason = _(N_("pembelian dengan utang atau uang muka perlu pemasok"))
    return BadField(name="supplier", reason=reason, field="supplier")
