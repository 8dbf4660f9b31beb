"""What was sold, what members owe and have bought, what waits: for screens, slips and reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import bindparam, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import kinds
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import BON_LIMIT as USUAL_LIMIT
from kopdes_desktop.office.settings import setting
from kopdes_desktop.sales.facts import Sold
from kopdes_desktop.sales.tables import BON, BON_LIMIT, DEALING, RETURNED, SALE, SALE_LINE
from kopdes_desktop.tills.tables import SHIFT

#: Where bons stand by member, and advances on orders by their own key.
BON_ACCOUNT, ADVANCE_ACCOUNT, QRIS_ACCOUNT = "1-1201", "2-1206", "1-1121"
#: Where what others pay of a sale stands by the key of the sale; old members' bons stand there too.
CLAIM_ACCOUNT = "1-1202"

#: How far back a payment's reference is looked for: static codes show only their last digits.
REFERENCE_DAYS = timedelta(days=7)

_LIMIT = Statement(select(BON_LIMIT.c.amount).where(BON_LIMIT.c.member == bindparam("of_member")))
_BONS = Statement(
    select(BON.c.sale, BON.c.day, BON.c.due, BON.c.amount)
    .where(BON.c.member == bindparam("of_member"), BON.c.amount != 0)
    .order_by(BON.c.day.desc(), BON.c.sale.desc())
)
_RETURNED = Statement(
    select(RETURNED.c.line, RETURNED.c.quantity).where(RETURNED.c.sale == bindparam("of_sale"))
)
_DEALINGS = Statement(
    select(
        func.coalesce(func.sum(DEALING.c.own), 0),
        func.coalesce(func.sum(DEALING.c.consigned), 0),
        func.coalesce(func.sum(DEALING.c.commission), 0),
        func.coalesce(func.sum(DEALING.c.cost), 0),
    ).where(
        DEALING.c.member == bindparam("of_member"),
        DEALING.c.month >= bindparam("first"),
        DEALING.c.month <= bindparam("last"),
    )
)
_OF_DAYS = (SALE.c.day >= bindparam("first"), SALE.c.day <= bindparam("last"))
_SALES = Statement(select(SALE).where(*_OF_DAYS).order_by(SALE.c.day, SALE.c.key))
_OF_SHIFT = Statement(
    select(SALE)
    .where(SALE.c.day >= bindparam("first"), SALE.c.shift == bindparam("of_shift"))
    .order_by(SALE.c.day, SALE.c.key)
)
_OF_MEMBER = Statement(
    select(SALE)
    .where(SALE.c.member == bindparam("of_member"), SALE.c.day >= bindparam("first"))
    .order_by(SALE.c.day.desc(), SALE.c.key.desc())
    .limit(bindparam("most"))
)
_LATEST = Statement(
    select(SALE.c.key).order_by(SALE.c.day.desc(), SALE.c.key.desc()).limit(bindparam("most"))
)
_OF_AMOUNT = Statement(
    select(SALE.c.key)
    .where(or_(SALE.c.net == bindparam("amount"), SALE.c.net == -bindparam("amount")))
    .order_by(SALE.c.day.desc(), SALE.c.key.desc())
    .limit(bindparam("most"))
)
_LINES = Statement(
    select(
        SALE_LINE.c.item,
        func.sum(SALE_LINE.c.quantity),
        func.sum(SALE_LINE.c.net),
        func.sum(SALE_LINE.c.off),
        func.sum(SALE_LINE.c.cost),
        func.count(SALE_LINE.c.sale.distinct()),
    )
    .join(SALE_LINE, SALE_LINE.c.sale == SALE.c.key)
    .join(SHIFT, SHIFT.c.key == SALE.c.shift)
    .where(
        *_OF_DAYS,
        or_(bindparam("of_unit") == "", SHIFT.c.unit == bindparam("of_unit")),
        or_(bindparam("of_place") == "", SHIFT.c.place == bindparam("of_place")),
    )
    .group_by(SALE_LINE.c.item)
)
_WITH_ITEM = Statement(
    select(
        SALE_LINE.c.sale,
        func.sum(SALE_LINE.c.quantity),
        func.sum(SALE_LINE.c.net),
        func.sum(SALE_LINE.c.off),
        func.sum(SALE_LINE.c.cost),
    )
    .join(SALE, SALE.c.key == SALE_LINE.c.sale)
    .where(*_OF_DAYS, SALE_LINE.c.item == bindparam("of_item"))
    .group_by(SALE_LINE.c.sale)
)


class Bon(Struct, frozen=True):
    """What is left of one bon; `sale` is 0 for what is owed without one (old books, entries)."""

    sale: int
    day: date | None
    due: date | None
    amount: Rupiah


class Credit(Struct, frozen=True):
    """What a member may owe, what he and his family owe now, and what is left of it."""

    limit: Rupiah
    used: Rupiah

    @property
    def left(self) -> Rupiah:
        """What he may still take on credit."""
        return max(self.limit - self.used, NOTHING)


class Dealings(Struct, frozen=True):
    """What a member bought in some months, net of returns: the base of his share of the surplus."""

    own: Rupiah
    consigned: Rupiah
    commission: Rupiah
    cost: Rupiah

    @property
    def bought(self) -> Rupiah:
        """Everything that he paid for, goods of others too."""
        return self.own + self.consigned


class SaleRow(Struct, frozen=True):
    """A document of the till in one row; returns and voids have minus signs."""

    day: date
    key: int
    what: str
    shift: int
    clerk: int
    hour: int
    member: int | None
    net: Rupiah
    off: Rupiah
    cost: Rupiah


class ItemSold(Struct, frozen=True):
    """What was sold of an item in some days, net of returns; `quantity` in thousandths."""

    item: int
    quantity: int
    net: Rupiah
    off: Rupiah
    cost: Rupiah
    times: int


def _sale(row: tuple[object, ...]) -> SaleRow:
    day, key, what, shift, clerk, hour, member, net, off, cost = row
    return SaleRow(
        date.fromisoformat(str(day)),
        key,  # type: ignore[arg-type]
        str(what),
        shift,  # type: ignore[arg-type]
        clerk,  # type: ignore[arg-type]
        hour,  # type: ignore[arg-type]
        member,  # type: ignore[arg-type]
        Rupiah(net),  # type: ignore[arg-type]
        Rupiah(off),  # type: ignore[arg-type]
        Rupiah(cost),  # type: ignore[arg-type]
    )


def sales(read: Reading, first: date, last: date) -> Iterator[SaleRow]:
    """Every sale, return and void of some days, in order."""
    for row in read.each(_SALES, first=first.isoformat(), last=last.isoformat()):
        yield _sale(row)


def of_shift(read: Reading, shift: int, since: date) -> list[SaleRow]:
    """What a shift that began on a day sold, took back and voided."""
    return [_sale(row) for row in read.rows(_OF_SHIFT, first=since.isoformat(), of_shift=shift)]


def latest(read: Reading, most: int = 20) -> list[int]:
    """The keys of the newest sales, returns and voids, newest first."""
    return [row[0] for row in read.rows(_LATEST, most=most)]


def of_member(read: Reading, member: int, first: date, most: int = 20) -> list[SaleRow]:
    """A member's newest sales, returns and voids from a day on, newest first."""
    rows = read.rows(_OF_MEMBER, of_member=member, first=first.isoformat(), most=most)
    return [_sale(row) for row in rows]


def of_amount(read: Reading, amount: int, most: int = 20) -> list[int]:
    """The keys of the newest sales, returns and voids over this sum, newest first."""
    return [row[0] for row in read.rows(_OF_AMOUNT, amount=amount, most=most)]


def items_sold(
    read: Reading, first: date, last: date, *, unit: str | None = None, place: str | None = None
) -> list[ItemSold]:
    """What was sold of each item in some days, everywhere or at one unit or place."""
    rows = read.rows(
        _LINES,
        first=first.isoformat(),
        last=last.isoformat(),
        of_unit=unit or "",
        of_place=place or "",
    )
    return [
        ItemSold(row[0], row[1], Rupiah(row[2]), Rupiah(row[3]), Rupiah(row[4]), row[5])
        for row in rows
    ]


class Portion(Struct, frozen=True):
    """What one document of the till did of one item; `quantity` in thousandths."""

    quantity: int
    net: Rupiah
    off: Rupiah
    cost: Rupiah


def with_item(read: Reading, item: int, first: date, last: date) -> dict[int, Portion]:
    """Each sale, return and void of some days that has a line of an item, with its part of it."""
    days = {"first": first.isoformat(), "last": last.isoformat()}
    return {
        key: Portion(quantity, Rupiah(net), Rupiah(off), Rupiah(cost))
        for key, quantity, net, off, cost in read.rows(_WITH_ITEM, of_item=item, **days)
    }


def returned(read: Reading, sale: int) -> dict[int, int]:
    """How much of each line of a sale came back, in thousandths of what it counts."""
    return dict(read.rows(_RETURNED, of_sale=sale))


# --- what members owe -----------------------------------------------------------------------------


def bon_balance(read: Reading, member: int) -> Rupiah:
    """What a member owes for bons now."""
    units = balances.of_key(read, BON_ACCOUNT, member)
    return Rupiah(sum(int(amount) for _unit, amount in units))


def bons(
    read: Reading, member: int, owed: Rupiah | None = None, *, until: date | None = None
) -> list[Bon]:
    """What is left of each of his bons, the oldest first; payments pay the oldest first.

    `owed` is his balance, if it is known; `until` leaves out bons of later days.
    """
    left = bon_balance(read, member) if owed is None else owed
    found: list[Bon] = []
    for sale, day, due, amount in read.rows(_BONS, of_member=member):
        if until is not None and day > until.isoformat():
            continue
        part = min(Rupiah(amount), left)
        if part > NOTHING:
            found.append(Bon(sale, date.fromisoformat(day), date.fromisoformat(due), part))
            left -= part
    if left > NOTHING:
        found.append(Bon(0, None, None, left))
    return found[::-1]


def bon_limit(read: Reading, member: int) -> Rupiah:
    """How much a member may owe for bons."""
    own = read.value(_LIMIT, of_member=member)
    return Rupiah(setting(read, USUAL_LIMIT) if own is None else own)


def credit(read: Reading, who: members.MemberRow) -> Credit:
    """What a member may owe; what everybody on his family card owes counts (RULES, household)."""
    keys = {who.key, *(row.key for row in (members.on_card(read, who.kk) if who.kk else ()))}
    used = sum(int(bon_balance(read, key)) for key in keys)
    return Credit(bon_limit(read, who.key), Rupiah(used))


def dealings(read: Reading, member: int, first: str, last: str) -> Dealings:
    """What a member bought in the months (YYYY-MM) from one to another."""
    row = read.row(_DEALINGS, of_member=member, first=first, last=last) or (0, 0, 0, 0)
    return Dealings(*(Rupiah(each) for each in row))


def dealings_of_year(read: Reading, member: int, day: date) -> Dealings:
    """The same of the calendar year up to a day."""
    return dealings(read, member, f"{day.year:04d}-01", day.isoformat()[:7])


# --- what waits -----------------------------------------------------------------------------------


def advances(read: Reading) -> list[tuple[int, str, Rupiah]]:
    """Advances on orders that are not used up: key, number and what is left, the oldest first."""
    found = []
    for key, debit in sorted(balances.key_balances(read, ADVANCE_ACCOUNT).items()):
        entry = balances.posted(read, key)
        if debit < NOTHING:
            found.append((key, (entry and entry.number) or str(key), -debit))
    return found


def qris_waiting(read: Reading, day: date, unit: str) -> Rupiah:
    """What QRIS payments of a unit have not been settled by the operator up to a day."""
    return balances.balances_at(read, day, unit).get(QRIS_ACCOUNT, NOTHING)


def claimed(read: Reading, sale: int) -> Rupiah:
    """What others still owe for a sale."""
    held = balances.of_key(read, CLAIM_ACCOUNT, sale)
    return total(amount for _unit, amount in held)


class Used(Struct, frozen=True):
    """An earlier sale that was paid with the same reference: its number, day and amount."""

    number: str
    day: date
    amount: Rupiah


def same_reference(read: Reading, kind: str, ref: str, today: date) -> Used | None:
    """The last sale of the past week that a payment with this reference has paid already."""
    said = json.dumps(ref, ensure_ascii=False)
    recent = sales(read, today - REFERENCE_DAYS, date.max)
    for key in [row.key for row in recent if row.what == "sale"][::-1]:
        if not kinds.holds(read, key, said):
            continue
        found = read.original(key)
        entry = balances.posted(read, key)
        if found is None or entry is None or not isinstance(found[1], Sold):
            continue
        if balances.reversals_of(read, key):
            continue
        for each in found[1].tenders:
            if (each.kind, each.ref) == (kind, ref):
                return Used(found[1].number, entry.bd, each.amount)
    return None
