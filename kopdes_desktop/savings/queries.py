"""What members have saved and still owe."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import DUES_AHEAD, MEMBER_START_DAY, setting
from kopdes_desktop.savings.rules import Dues, first_due
from kopdes_desktop.savings.tables import BALANCE, DUES_PAID, MOVE, PRODUCT, RATE

_PRODUCT = Statement(select(PRODUCT).where(PRODUCT.c.code == bindparam("of_code")))
_PRODUCTS = Statement(select(PRODUCT).order_by(PRODUCT.c.account))
_RATES = Statement(
    select(RATE.c.from_day, RATE.c.amount)
    .where(RATE.c.product == bindparam("of_product"))
    .order_by(RATE.c.from_day)
)
_BALANCE = Statement(
    select(BALANCE.c.amount).where(
        BALANCE.c.member == bindparam("of_member"), BALANCE.c.product == bindparam("of_product")
    )
)
_BALANCES = Statement(
    select(PRODUCT.c.code, PRODUCT.c.name, func.coalesce(BALANCE.c.amount, 0))
    .outerjoin(
        BALANCE,
        (BALANCE.c.product == PRODUCT.c.code) & (BALANCE.c.member == bindparam("of_member")),
    )
    .order_by(PRODUCT.c.account)
)
_PAID = Statement(
    select(DUES_PAID.c.month, DUES_PAID.c.amount, DUES_PAID.c.owed).where(
        DUES_PAID.c.member == bindparam("of_member"),
        DUES_PAID.c.product == bindparam("of_product"),
    )
)
_UP_TO = Statement(
    select(func.sum(MOVE.c.amount)).where(
        MOVE.c.member == bindparam("of_member"),
        MOVE.c.product == bindparam("of_product"),
        MOVE.c.fact <= bindparam("of_fact"),
    )
)
_TOTALS = Statement(
    select(BALANCE.c.product, BALANCE.c.member, BALANCE.c.amount).order_by(
        BALANCE.c.product, BALANCE.c.member
    )
)


@dataclass(frozen=True, slots=True)
class Product:
    """A savings product: its ledger account and unit; `open` while it takes money."""

    code: str
    name: str
    kind: str
    account: str
    unit: str
    open: bool


@dataclass(frozen=True, slots=True)
class SavingsBalance:
    """What a member has in one product."""

    product: str
    name: str
    amount: Rupiah


@dataclass(frozen=True, slots=True)
class DuesState:
    """Where a member stands with his dues, for a counter clerk."""

    rate: Rupiah
    first_due: Month
    paid_until: Month | None
    arrears_months: int
    arrears: Rupiah
    next_month: Month | None


def _product(row: tuple[object, ...]) -> Product:
    code, name, kind, account, unit, is_open = row
    return Product(str(code), str(name), str(kind), str(account), str(unit), bool(is_open))


def products(read: Reading) -> list[Product]:
    """All products by account."""
    return [_product(row) for row in read.rows(_PRODUCTS)]


def product(read: Reading, code: str, *, field: str = "product") -> Product:
    """A product. Raises BadField."""
    row = read.row(_PRODUCT, of_code=code)
    if row is None:
        reason = _(N_("simpanan {code} tidak ada")).format(code=code)
        raise BadField(name=field, reason=reason, field=field)
    return _product(row)


def rates(read: Reading, product_code: str) -> list[tuple[date, Rupiah]]:
    """All rates of a product by their first day."""
    rows = read.rows(_RATES, of_product=product_code)
    return [(date.fromisoformat(row[0]), Rupiah(row[1])) for row in rows]


def rate_at(read: Reading, product_code: str, day: date) -> Rupiah:
    """The rate in force on a day; zero before the first."""
    table = rates(read, product_code)
    found = bisect_right([first for first, _amount in table], day)
    return table[found - 1][1] if found else NOTHING


def balance(read: Reading, member: int, product_code: str) -> Rupiah:
    """What a member has in a product now."""
    return Rupiah(read.value(_BALANCE, of_member=member, of_product=product_code) or 0)


def balance_after(read: Reading, member: int, product_code: str, fact: int) -> Rupiah:
    """What he had right after a fact of this device."""
    return Rupiah(read.value(_UP_TO, of_member=member, of_product=product_code, of_fact=fact) or 0)


def balances(read: Reading, member: int) -> list[SavingsBalance]:
    """What a member has in every product."""
    return [
        SavingsBalance(row[0], row[1], Rupiah(row[2]))
        for row in read.rows(_BALANCES, of_member=member)
    ]


def all_balances(read: Reading) -> list[tuple[str, int, Rupiah]]:
    """Product, member and amount of every savings account."""
    return [(row[0], row[1], Rupiah(row[2])) for row in read.rows(_TOTALS)]


def dues_of(read: Reading, member: members.MemberRow, product_code: str, today: date) -> Dues:
    """What a member owes by the month in one product."""
    joined = member.joined or member.applied
    table = rates(read, product_code)
    starts = [Month.of(first) for first, _amount in table]

    def rate(month: Month) -> Rupiah:
        found = bisect_right(starts, month)
        return table[found - 1][1] if found else NOTHING

    rows = read.rows(_PAID, of_member=member.key, of_product=product_code)
    return Dues(
        first=first_due(joined, setting(read, MEMBER_START_DAY)),
        today=Month.of(today),
        ahead=setting(read, DUES_AHEAD),
        rate=rate,
        paid={row[0]: Rupiah(row[1]) for row in rows},
        settled=frozenset(row[0] for row in rows if row[1] >= row[2]),
    )


def dues(
    read: Reading, member_name: int | str, today: date, product_code: str = "mandatory"
) -> DuesState:
    """Where a member stands with his dues."""
    found = members.require_member(read, member_name)
    owed = dues_of(read, found, product_code, today)
    months, amount = owed.arrears()
    unpaid = owed.unpaid()
    return DuesState(
        rate=owed.rate(Month.of(today)),
        first_due=owed.first,
        paid_until=owed.paid_until(),
        arrears_months=months,
        arrears=amount,
        next_month=unpaid[0] if unpaid else None,
    )
