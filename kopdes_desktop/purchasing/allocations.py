"""Allocations of partners (Bulog, LPG, pupuk): so much in a month by a DO, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as goods_rules
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import queries, rules
from kopdes_desktop.purchasing.tables import ALLOCATION, ALLOCATION_END

_NEW, _END = insert_into(ALLOCATION), insert_into(ALLOCATION_END)
_TAKEN = Statement(
    update(ALLOCATION)
    .where(ALLOCATION.c.key == bindparam("of_key"))
    .values(taken=ALLOCATION.c.taken + bindparam("more"))
)


class AllocationOrder(Order, frozen=True, omit_defaults=True):
    """A partner lets us have so much of an item, or of a programme's goods, in a month."""

    supplier: int | str
    month: str
    quantity: str
    do_no: str
    item: int | str | None = None
    program: str | None = None


class Allotted(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """An allocation, named by this fact's key; quantities in base units."""

    supplier: int
    month: str
    quantity: str
    do_no: str
    item: int | None = None
    program: str | None = None


class Drawn(Fact, frozen=True, omit_defaults=True):
    """How much of an allocation a delivery takes, in base units."""

    allocation: int
    quantity: str


@operation("purchasing.add_allocation", version=1)
class AddAllocation(Operation[AllocationOrder, Allotted]):
    """Note what a partner lets us have in a month."""

    sentence = N_("Mencatat jatah dari mitra")
    daily = False

    def decide(self, work: Work, order: AllocationOrder) -> Allotted:
        """A known partner, a month, an amount, a DO number; an item or a programme."""
        supplier = queries.require_supplier(work, order.supplier)
        do_no = " ".join(order.do_no.split())
        if not do_no:
            raise BadField(name="do_no", reason=_(N_("nomor DO harus diisi")), field="do_no")
        program = (order.program or "").strip() or None
        if (order.item is None) == (program is None):
            reason = _(N_("isi barang atau program, salah satu"))
            raise BadField(name="item", reason=reason, field="item")
        item = None if order.item is None else goods.require_item(work, order.item).key
        quantity = goods_rules.above_zero(order.quantity)
        return Allotted(
            supplier=supplier.key,
            month=str(_month(order.month)),
            quantity=goods_rules.decimal(quantity),
            do_no=do_no,
            item=item,
            program=program,
        )

    def apply(self, books: Books, fact: Allotted) -> None:
        """The meter begins at nothing taken."""
        quantity = goods_rules.thousandths(fact.quantity)
        key = books.stamp.key
        row = (key, fact.supplier, fact.item, fact.program, fact.month, quantity, 0, fact.do_no)
        books.insert(_NEW, *row)

    def refers_to(self, fact: Allotted) -> tuple[int, ...]:
        """The partner, and the item where one is named."""
        return (fact.supplier, *(() if fact.item is None else (fact.item,)))


class CancelOrder(Order, frozen=True, omit_defaults=True):
    """An allocation by its key, and why the partner takes it back."""

    allocation: int
    reason: str


class AllocationCancelled(Fact, frozen=True, omit_defaults=True):
    """No more comes by an allocation; what was taken stays taken."""

    allocation: int
    reason: str


@operation("purchasing.cancel_allocation", version=1)
class CancelAllocation(Operation[CancelOrder, AllocationCancelled]):
    """Note that a partner takes an allocation back."""

    sentence = N_("Membatalkan jatah dari mitra")
    daily = False

    def decide(self, work: Work, order: CancelOrder) -> AllocationCancelled:
        """A known allocation that stands; a reason. Raises BadField, AlreadyDecided."""
        found = next((x for x in queries.allocations(work) if x.key == order.allocation), None)
        if found is None:
            reason = _(N_("jatah itu tidak ada"))
            raise BadField(name="allocation", reason=reason, field="allocation")
        if found.cancelled:
            raise AlreadyDecided(subject=f"DO {found.do_no}", field="allocation")
        why = " ".join(order.reason.split())
        if not why:
            raise BadField(name="reason", reason=_(N_("alasan harus diisi")), field="reason")
        return AllocationCancelled(found.key, why)

    def apply(self, books: Books, fact: AllocationCancelled) -> None:
        """Nothing is left of it."""
        books.insert(_END, fact.allocation, int(books.stamp.key))

    def refers_to(self, fact: AllocationCancelled) -> tuple[int, ...]:
        """The allocation."""
        return (fact.allocation,)


def _month(text: str) -> Month:
    try:
        return Month(text.strip())
    except ValueError:
        reason = _(N_("tulis bulan sebagai 2026-02"))
        raise BadField(name="month", reason=reason, field="month") from None


def drawn(
    work: Work,
    supplier: int,
    day: date,
    came: Iterable[tuple[goods.Item, int]],
    do_no: str | None = None,
) -> list[Drawn]:
    """What a delivery takes of this partner's allocations of its month; of one DO where named.

    A DO that is named may be of an earlier month: goods are fetched when the agent has them. Raises
    BadField for one that is not known.
    """
    month = Month.of(day)
    if do_no is None:
        known = queries.allocations(work, month=month, of_supplier=supplier)
    else:
        known = _of_do(work, supplier, do_no.strip(), month)
    known = [each for each in known if not each.cancelled]
    left = {each.key: each.left for each in known}
    taken: dict[int, int] = {}
    for item, quantity in came:
        fitting = [
            rules.Quota(each.key, left[each.key])
            for each in known
            if each.item == item.key or (item.program and each.program == item.program)
        ]
        for key, part in rules.drawn(fitting, quantity) if fitting else []:
            left[key] -= part
            taken[key] = taken.get(key, 0) + part
    return [Drawn(key, goods_rules.decimal(part)) for key, part in taken.items()]


def _of_do(work: Work, supplier: int, do_no: str, month: Month) -> list[queries.Allocation]:
    """What stands on a DO, of this month or the latest before it that knows it. BadField."""
    named = [
        each
        for each in queries.allocations(work, of_supplier=supplier)
        if each.do_no == do_no and each.month <= month
    ]
    if not named:
        reason = _(N_("DO {number} tidak ada untuk pemasok ini sampai bulan ini"))
        raise BadField(name="do_no", reason=reason.format(number=do_no), field="do_no")
    if all(each.cancelled for each in named):
        reason = _(N_("DO {number} sudah dibatalkan")).format(number=do_no)
        raise BadField(name="do_no", reason=reason, field="do_no")
    standing = [each for each in named if not each.cancelled]
    latest = max(each.month for each in standing)
    return [each for each in standing if each.month == latest]


def take(books: Books, parts: Iterable[Drawn], *, sign: int = 1) -> None:
    """Move the meters; back again with sign −1."""
    for part in parts:
        more = sign * goods_rules.thousandths(part.quantity)
        books.change(_TAKEN, of_key=part.allocation, more=more)
