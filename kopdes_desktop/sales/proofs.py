"""What must hold of sales by themselves: lines, documents, shifts and dealings tell one story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, literal, select, union_all

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.sales import postings
from kopdes_desktop.sales.facts import BroughtBack
from kopdes_desktop.sales.tables import DEALING, SALE, SALE_LINE
from kopdes_desktop.tills import queries as shifts
from kopdes_desktop.tills import totals

_sides = union_all(
    select(SALE.c.key.label("key"), SALE.c.net, SALE.c.off, SALE.c.cost),
    select(SALE_LINE.c.sale, -SALE_LINE.c.net, -SALE_LINE.c.off, -SALE_LINE.c.cost),
).subquery()
_UNLIKE = Statement(
    select(_sides.c.key)
    .group_by(_sides.c.key)
    .having(
        (func.sum(_sides.c.net) != 0)
        | (func.sum(_sides.c.off) != 0)
        | (func.sum(_sides.c.cost) != 0)
    )
    .order_by(_sides.c.key)
)
_DOCUMENTS = Statement(select(SALE.c.key, SALE.c.net).order_by(SALE.c.key))
_month = func.substr(SALE.c.day, 1, 7).label("month")
_dealings = union_all(
    select(
        SALE.c.member,
        _month,
        SALE.c.net.label("net"),
        SALE.c.cost.label("cost"),
    ).where(SALE.c.member.is_not(None)),
    select(
        DEALING.c.member,
        DEALING.c.month,
        literal(0) - DEALING.c.own - DEALING.c.consigned,
        literal(0) - DEALING.c.cost,
    ),
).subquery()
_UNDEALT = Statement(
    select(_dealings.c.member, _dealings.c.month, func.sum(_dealings.c.net))
    .group_by(_dealings.c.member, _dealings.c.month)
    .having((func.sum(_dealings.c.net) != 0) | (func.sum(_dealings.c.cost) != 0))
    .order_by(_dealings.c.member, _dealings.c.month)
)
_BY_SHIFT = Statement(select(SALE.c.shift, func.sum(SALE.c.net)).group_by(SALE.c.shift))
_FIRST, _LAST = date(1900, 1, 1), date(9999, 12, 31)


def unlike_lines(read: Reading) -> Iterator[str]:
    """A document of the till is the sum of its lines."""
    for (key,) in read.each(_UNLIKE):
        entry = balances.posted(read, key)
        number = (entry and entry.number) or str(key)
        yield _(N_("{number}: jumlahnya bukan jumlah barisnya")).format(number=number)


def unearned(read: Reading) -> Iterator[str]:
    """What a buyer owed, or was given back, stands in the ledger as revenue and owners' shares.

    Sales, returns and voids alike. An owner's share of a broken piece is our damage: it is added.
    """
    accounts = {"and_account": postings.OWNERS, "but_account": postings.ROUNDING}
    earned = dict(balances.by_entry(read, "4-%", **accounts))
    for key, net in read.rows(_DOCUMENTS):
        credited = earned.get(key, NOTHING)
        if net == -credited or net == -(credited + _damage(read, key)):
            continue
        entry = balances.posted(read, key)
        yield _(N_("{number}: struknya {net}, di buku besar {credited}")).format(
            number=(entry and entry.number) or key,
            net=wording.rupiah(net),
            credited=wording.rupiah(-credited),
        )


def _damage(read: Reading, key: int) -> Rupiah:
    """What broken pieces of others cost us by a return; the opposite where it was void."""
    of = balances.posted(read, key)
    found = read.original(key if of is None or of.reverses is None else of.reverses)
    if found is None or not isinstance(found[1], BroughtBack):
        return NOTHING
    owed = total(line.owed for line in found[1].lines if not line.sound)
    return owed if of is None or of.reverses is None else -owed


def undealt(read: Reading) -> Iterator[str]:
    """A member's dealings of a month are his documents of that month."""
    for key, month, amount in read.each(_UNDEALT):
        who = members.member(read, key)
        yield _(N_("anggota {number}, {month}: belanja berbeda {amount}")).format(
            number=(who and who.number) or key, month=month, amount=wording.rupiah(amount)
        )


def unkept(read: Reading) -> Iterator[str]:
    """A shift's sums are its documents', and ways to pay come to what was sold."""
    sold = dict(read.rows(_BY_SHIFT))
    for shift in shifts.shifts(read, _FIRST, _LAST):
        sums = {each.what: int(each.amount) for each in totals.of(read, shift.key)}
        net = sums.get("sales", 0) - sums.get("returns", 0)
        paid = sum(sums.get(what, 0) for what in ("cash", *totals.NOT_CASH))
        number = shift.number or f"{shift.box} {wording.short_day(shift.day)}"
        if net != sold.get(shift.key, 0):
            yield _(N_("giliran {number}: penjualan {kept}, struknya {sold}")).format(
                number=number,
                kept=wording.rupiah(net),
                sold=wording.rupiah(sold.get(shift.key, 0)),
            )
        if paid != net + sums.get("rounding", 0):
            yield _(N_("giliran {number}: dibayar {paid}, penjualan {net}")).format(
                number=number, paid=wording.rupiah(paid), net=wording.rupiah(net)
            )
