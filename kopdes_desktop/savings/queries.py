"""What members have saved and still owe."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from datetime import date, timedelta
from itertools import takewhile

from msgspec import Struct
from sqlalchemy import bindparam, exists, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances as ledger
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.log import logged
from kopdes_desktop.office.settings import DUES_AHEAD, MEMBER_START_DAY, setting
from kopdes_desktop.savings.rules import Dues, MonthState, first_due, last_due, rated_from
from kopdes_desktop.savings.tables import (
    BALANCE,
    DUES_PAID,
    ESTIMATE,
    MOVE,
    PAYER,
    PRODUCT,
    RATE,
    SHEET,
    SHEET_ROW,
    WITHDRAWAL,
)

MANDATORY = "mandatory"
#: The kind of fact that ends a collector's sheet without money.
VOID_SHEET = "savings.void_sheet"

_PRODUCT = Statement(select(PRODUCT).where(PRODUCT.c.code == bindparam("of_code")), steady=True)
_PRODUCTS = Statement(select(PRODUCT).order_by(PRODUCT.c.account), steady=True)
_RATES = Statement(
    select(RATE.c.from_day, RATE.c.amount)
    .where(RATE.c.product == bindparam("of_product"))
    .order_by(RATE.c.from_day),
    steady=True,
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
_OPEN, _SETTLED = "open", "settled"
_MARKS = Statement(
    select(ESTIMATE.c.state, ESTIMATE.c.until).where(
        ESTIMATE.c.member == bindparam("of_member"), ESTIMATE.c.product == bindparam("of_product")
    )
)
_ALL_MARKS = Statement(
    select(ESTIMATE.c.member, ESTIMATE.c.state, ESTIMATE.c.until).where(
        ESTIMATE.c.product == bindparam("of_product")
    )
)
#: One row a member instead of one a month: ten thousand members are read in a moment.
_PAID_IN_FULL = Statement(
    select(DUES_PAID.c.member, func.group_concat(DUES_PAID.c.month))
    .where(
        DUES_PAID.c.product == bindparam("of_product"),
        DUES_PAID.c.amount >= DUES_PAID.c.owed,
    )
    .group_by(DUES_PAID.c.member)
)
_PAID_IN_PART = Statement(
    select(DUES_PAID.c.member, DUES_PAID.c.month, DUES_PAID.c.amount).where(
        DUES_PAID.c.product == bindparam("of_product"),
        DUES_PAID.c.amount < DUES_PAID.c.owed,
        DUES_PAID.c.amount != 0,
    )
)
_PAYERS = Statement(select(PAYER).order_by(PAYER.c.code))
_PAYER = Statement(
    select(PAYER).where(
        or_(PAYER.c.code == bindparam("of_code"), PAYER.c.key == bindparam("of_key"))
    )
)
_SHEET_COLUMNS = (
    SHEET.c.key,
    SHEET.c.number,
    SHEET.c.group_code,
    SHEET.c.month,
    SHEET.c.collected_by,
)
_SHEET = Statement(
    select(*_SHEET_COLUMNS).where(
        or_(SHEET.c.number == bindparam("of_number"), SHEET.c.key == bindparam("of_key"))
    )
)
_OPEN_SHEETS = Statement(
    select(*_SHEET_COLUMNS).where(SHEET.c.collected_by.is_(None)).order_by(SHEET.c.key)
)
_CLOSED_SHEETS = Statement(
    select(*_SHEET_COLUMNS)
    .where(SHEET.c.collected_by.is_not(None))
    .order_by(SHEET.c.collected_by.desc())
    .limit(bindparam("most"))
)
_SHEET_ROWS = Statement(
    select(SHEET_ROW.c.member, SHEET_ROW.c.product, SHEET_ROW.c.due).where(
        SHEET_ROW.c.sheet == bindparam("of_sheet")
    )
)
_MOVES = Statement(
    select(MOVE.c.bd, MOVE.c.fact, MOVE.c.product, MOVE.c.amount)
    .where(
        MOVE.c.member == bindparam("of_member"),
        or_(bindparam("of_product").is_(None), MOVE.c.product == bindparam("of_product")),
        MOVE.c.bd >= bindparam("first"),
        MOVE.c.bd <= bindparam("last"),
    )
    .order_by(MOVE.c.bd, MOVE.c.fact, MOVE.c.line)
)
_BROUGHT = Statement(
    select(MOVE.c.product, func.sum(MOVE.c.amount))
    .where(MOVE.c.member == bindparam("of_member"), MOVE.c.bd <= bindparam("until"))
    .group_by(MOVE.c.product)
)
_HAS_OPEN = Statement(
    select(
        exists().where(
            ESTIMATE.c.state == _OPEN,
            or_(bindparam("of_member").is_(None), ESTIMATE.c.member == bindparam("of_member")),
        )
    )
)
_PAID_BETWEEN = Statement(
    select(
        exists().where(
            DUES_PAID.c.product == bindparam("of_product"),
            DUES_PAID.c.month >= bindparam("first"),
            DUES_PAID.c.month < bindparam("end"),
            DUES_PAID.c.amount != 0,
        )
    )
)
_SAVERS = Statement(
    select(BALANCE.c.member).where(
        BALANCE.c.product == bindparam("of_product"), BALANCE.c.amount != 0
    )
)
_WITHDRAWN_ON = Statement(
    select(func.sum(WITHDRAWAL.c.amount)).where(
        WITHDRAWAL.c.member == bindparam("of_member"),
        or_(WITHDRAWAL.c.bd == bindparam("on"), WITHDRAWAL.c.recorded == bindparam("at")),
    )
)


class Product(Struct, frozen=True):
    """A savings product: its ledger account and unit; `open` while it takes money."""

    code: str
    name: str
    kind: str
    account: str
    unit: str
    open: bool


class SavingsBalance(Struct, frozen=True):
    """What a member has in one product."""

    product: str
    name: str
    amount: Rupiah


class DuesState(Struct, frozen=True):
    """Where a member stands with his dues, for a counter clerk."""

    rate: Rupiah
    first_due: Month
    paid_until: Month | None
    arrears_months: int
    arrears: Rupiah
    next_month: Month | None
    estimated_months: int = 0
    estimated: Rupiah = NOTHING


class Payer(Struct, frozen=True):
    """Somebody who pays for members; `kind` is village, employer, program or other.

    The name is None once his keys are gone.
    """

    key: int
    code: str
    kind: str
    name: str | None


class SheetRow(Struct, frozen=True):
    """One line of a collector's sheet: whose, what for, and what was due when it was issued."""

    member: members.MemberRow
    product: str
    due: Rupiah


class Sheet(Struct, frozen=True):
    """A collector's sheet; `collected_by` is the fact that ended it, None while it is open.

    That fact brought its money in, unless the sheet is `void`.
    """

    key: int
    number: str
    group: str
    month: Month
    collected_by: int | None
    rows: tuple[SheetRow, ...]
    void: bool = False


class GridMonth(Struct, frozen=True):
    """A month of a member's dues: what it owes, what is paid, and what that makes it."""

    month: Month
    owed: Rupiah
    paid: Rupiah
    state: MonthState


class Move(Struct, frozen=True):
    """A line of a member's savings book: in +, out −, and what he had after it in the product."""

    day: date
    fact: int
    number: str | None
    product: str
    amount: Rupiah
    balance_after: Rupiah
    text: str


class Estimate(Struct, frozen=True):
    """A shortage taken over from an old register that waits for the board."""

    member: members.MemberRow
    product: str
    months: int
    amount: Rupiah
    until: Month


class DuesRow(Struct, frozen=True):
    """Where one of all members stands with his dues; `estimated` waits for the board."""

    member: members.MemberRow
    rate: Rupiah
    paid_until: Month | None
    arrears_months: int
    arrears: Rupiah
    estimated_months: int
    estimated: Rupiah


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
    """The rate in force on a day; the first one also before it; zero when there is none.

    What a month of dues costs is the rate of its first day.
    """
    table = rates(read, product_code)
    found = bisect_right([first for first, _amount in table], day)
    return table[max(found - 1, 0)][1] if table else NOTHING


def is_month_paid(
    read: Reading, product_code: str, *, before: Month, since: Month | None = None
) -> bool:
    """Whether anybody has paid dues of a month from `since` on that lies before another."""
    first = str(since) if since is not None else ""
    return bool(read.value(_PAID_BETWEEN, of_product=product_code, first=first, end=str(before)))


def is_principal_paid(read: Reading, of: Product, before: date) -> bool:
    """Whether anybody who joined before a day has paid into a principal."""
    savers = {row[0] for row in read.rows(_SAVERS, of_product=of.code)}
    return any(
        who.key in savers and (who.joined or who.applied) < before
        for who in members.in_status(read, "active")
    )


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


class Tariff(Struct, frozen=True):
    """What months cost in a product, from when on members owe them, and how far ahead they pay."""

    product: str
    today: Month
    starts: tuple[Month, ...]
    amounts: tuple[Rupiah, ...]
    same_month_until: int
    ahead: int

    def rate(self, month: Month) -> Rupiah:
        """What a month costs; months before the first rate cost that one; zero without any."""
        if not self.amounts:
            return NOTHING
        return self.amounts[max(bisect_right(self.starts, month) - 1, 0)]

    def dues(
        self,
        member: members.MemberRow,
        paid: dict[str, Rupiah],
        settled: Iterable[str],
        marks: Iterable[tuple[str, str]],
    ) -> Dues:
        """What a member owes, from the rows that stand about him."""
        until = {state: max(u for s, u in marks if s == state) for state, _until in marks}
        estimated, waived = until.get(_OPEN), until.get(_SETTLED)
        return Dues(
            first=first_due(member.joined or member.applied, self.same_month_until),
            today=self.today,
            ahead=self.ahead,
            rate=self.rate,
            paid=paid,
            settled=frozenset(settled),
            estimated_until=Month(estimated) if estimated else None,
            settled_until=Month(waived) if waived else None,
            last=last_due(member.left),
        )


def tariff(read: Reading, product_code: str, today: date) -> Tariff:
    """What dues cost in a product, for reckoning those of one or of all members."""
    table = rates(read, product_code)
    return Tariff(
        product_code,
        Month.of(today),
        tuple(rated_from(first) for first, _amount in table),
        tuple(amount for _first, amount in table),
        setting(read, MEMBER_START_DAY),
        setting(read, DUES_AHEAD),
    )


def dues_of(
    read: Reading,
    member: members.MemberRow,
    product_code: str,
    today: date,
    *,
    known: Tariff | None = None,
) -> Dues:
    """What a member owes by the month in one product; `known` saves asking for its tariff again."""
    rows = read.rows(_PAID, of_member=member.key, of_product=product_code)
    marks = [
        (row[0], row[1]) for row in read.rows(_MARKS, of_member=member.key, of_product=product_code)
    ]
    return (known or tariff(read, product_code, today)).dues(
        member,
        {row[0]: Rupiah(row[1]) for row in rows},
        (row[0] for row in rows if row[1] >= row[2]),
        marks,
    )


def dues(
    read: Reading, member_name: int | str, today: date, product_code: str = MANDATORY
) -> DuesState:
    """Where a member stands with his dues."""
    found = members.require_member(read, member_name)
    owed = dues_of(read, found, product_code, today)
    months, amount = owed.arrears()
    estimated_months, estimated = owed.estimated()
    return DuesState(
        rate=owed.rate(Month.of(today)),
        first_due=owed.first,
        paid_until=owed.paid_until(),
        arrears_months=months,
        arrears=amount,
        next_month=next(owed.owing(), None),
        estimated_months=estimated_months,
        estimated=estimated,
    )


def _all_dues(
    read: Reading, product_code: str, today: date, whom: Iterable[members.MemberRow]
) -> Iterator[tuple[members.MemberRow, Dues]]:
    """Everybody's dues from four statements. Of months paid in full only that they are is known."""
    known = tariff(read, product_code, today)
    full = dict(read.rows(_PAID_IN_FULL, of_product=product_code))
    part: dict[int, dict[str, Rupiah]] = {}
    for key, month, amount in read.rows(_PAID_IN_PART, of_product=product_code):
        part.setdefault(key, {})[month] = Rupiah(amount)
    marks: dict[int, list[tuple[str, str]]] = {}
    for key, state, until in read.rows(_ALL_MARKS, of_product=product_code):
        marks.setdefault(key, []).append((state, until))
    for who in whom:
        months = full.get(who.key)
        yield (
            who,
            known.dues(
                who,
                part.get(who.key, {}),
                months.split(",") if months else (),
                marks.get(who.key, ()),
            ),
        )


def dues_table(
    read: Reading, product_code: str, today: date, only: Container[int] | None = None
) -> list[DuesRow]:
    """Every active member's dues in a product, by number: few statements, however many members.

    `only` names the keys of those who are asked for.
    """
    found: list[DuesRow] = []
    active = members.in_status(read, "active")
    whom = active if only is None else [who for who in active if who.key in only]
    for who, owed in _all_dues(read, product_code, today, whom):
        estimated_months, estimated = owed.estimated()
        months, amount = owed.arrears()
        found.append(
            DuesRow(
                member=who,
                rate=owed.rate(owed.today),
                paid_until=owed.paid_until(),
                arrears_months=months,
                arrears=amount,
                estimated_months=estimated_months,
                estimated=estimated,
            )
        )
    return found


def has_open_estimates(read: Reading, member_key: int | None = None) -> bool:
    """Whether estimates wait for the board, of one member or of anybody."""
    return bool(read.value(_HAS_OPEN, of_member=member_key))


def estimates(read: Reading, today: date) -> list[Estimate]:
    """Every shortage of an old register that waits for the board, by product and member number."""
    found: list[Estimate] = []
    active = members.in_status(read, "active")
    for each in products(read):
        if each.kind != MANDATORY:
            continue
        for who, owed in _all_dues(read, each.code, today, active):
            months, amount = owed.estimated()
            if months and owed.estimated_until is not None:
                found.append(Estimate(who, each.code, months, amount, owed.estimated_until))
    return found


def grid(
    read: Reading, member_key: int, year: int, today: date, product_code: str = MANDATORY
) -> list[GridMonth]:
    """A member's twelve months of a year."""
    who = members.require_member(read, member_key)
    owed = dues_of(read, who, product_code, today)
    months = [Month(f"{year:04d}-{n:02d}") for n in range(1, 13)]
    return [
        GridMonth(
            month,
            owed.rate(month) if owed.state(month) != "none" else NOTHING,
            owed.paid.get(month, NOTHING),
            owed.state(month),
        )
        for month in months
    ]


def moves(
    read: Reading, member_key: int, first: date, last: date, product: str | None = None
) -> list[Move]:
    """A member's moves from one day to another, in one product or all, with running balances."""
    until = (first - timedelta(days=1)).isoformat()
    held = dict(read.rows(_BROUGHT, of_member=member_key, until=until))
    rows = read.rows(
        _MOVES,
        of_member=member_key,
        of_product=product,
        first=first.isoformat(),
        last=last.isoformat(),
    )
    entries = {fact: ledger.posted(read, fact) for fact in {row[1] for row in rows}}
    found: list[Move] = []
    for day, fact, code, amount in rows:
        held[code] = held.get(code, 0) + amount
        entry = entries[fact]
        found.append(
            Move(
                day=date.fromisoformat(day),
                fact=fact,
                number=entry.number if entry else None,
                product=code,
                amount=Rupiah(amount),
                balance_after=Rupiah(held[code]),
                text=entry.text if entry else "",
            )
        )
    return found


def brought_forward(read: Reading, member_key: int, first: date) -> dict[str, Rupiah]:
    """What a member had in each product before a day; products that never moved are missing."""
    until = (first - timedelta(days=1)).isoformat()
    rows = read.rows(_BROUGHT, of_member=member_key, until=until)
    return {row[0]: Rupiah(row[1]) for row in rows}


def withdrawn_on(
    read: Reading, member_key: int, day: date, *, recorded: date | None = None
) -> Rupiah:
    """What a member was paid out of his savings on a business day, reversed payments left out.

    With `recorded`, also what was written down on that day of the clock for any other day.
    """
    at = recorded.isoformat() if recorded else None
    found = read.value(_WITHDRAWN_ON, of_member=member_key, on=day.isoformat(), at=at)
    return Rupiah(found or 0)


def payers(read: Reading) -> list[Payer]:
    """All who pay for members, by code."""
    return [Payer(*row) for row in read.rows(_PAYERS)]


def payer(read: Reading, name: int | str) -> Payer | None:
    """A payer by his code, or by his key."""
    number = isinstance(name, int)
    row = read.row(
        _PAYER,
        of_code=None if number else str(name).strip().upper(),
        of_key=name if number else None,
    )
    return Payer(*row) if row else None


def _sheet(read: Reading, row: tuple[object, ...]) -> Sheet:
    key, number, group, month, collected_by = row
    rows = [
        SheetRow(members.require_member(read, int(member)), product, Rupiah(due))
        for member, product, due in read.rows(_SHEET_ROWS, of_sheet=key)
    ]
    rows.sort(key=lambda each: (each.member.number or "", each.product))
    return Sheet(
        key,  # type: ignore[arg-type]
        str(number),
        str(group),
        Month(str(month)),
        collected_by,  # type: ignore[arg-type]
        tuple(rows),
        void=is_void(read, collected_by),  # type: ignore[arg-type]
    )


def is_void(read: Reading, ended_by: int | None) -> bool:
    """Whether the fact that ended a sheet brought no money."""
    ended = logged(read, ended_by) if ended_by is not None else None
    return ended is not None and ended.stamp.kind == VOID_SHEET


def sheet(read: Reading, name: int | str, *, field: str = "sheet") -> Sheet:
    """A collector's sheet by number or key, its rows by member number. Raises BadField."""
    number = isinstance(name, int)
    row = read.row(
        _SHEET,
        of_number=None if number else str(name).strip(),
        of_key=name if number else None,
    )
    if row is None:
        reason = _(N_("lembar tagihan {name} tidak ada")).format(name=name)
        raise BadField(name=field, reason=reason, field=field)
    return _sheet(read, row)


def open_sheets(read: Reading) -> list[Sheet]:
    """Sheets that are still out, the oldest first."""
    return [_sheet(read, row) for row in read.rows(_OPEN_SHEETS)]


def still_owed(
    read: Reading, sheets: Iterable[Sheet], today: date
) -> dict[tuple[int, int, str], Rupiah]:
    """What is left of every row: what he owes now up to the sheet's month, never above its due.

    By sheet, member and product. Few statements, however many sheets.
    """
    whom: dict[str, dict[int, members.MemberRow]] = {}
    rows = [(sheet, row) for sheet in sheets for row in sheet.rows]
    for _sheet_of, row in rows:
        whom.setdefault(row.product, {})[row.member.key] = row.member
    owing = {
        (who.key, code): owed
        for code, people in whom.items()
        for who, owed in _all_dues(read, code, today, people.values())
    }
    left: dict[tuple[int, int, str], Rupiah] = {}
    for sheet, row in rows:
        owed = owing[row.member.key, row.product]
        months = takewhile(sheet.month.__ge__, owed.owing())
        now = total(owed.lacking(month) for month in months)
        left[sheet.key, row.member.key, row.product] = min(now, row.due)
    return left


def sheets(read: Reading, closed: int = 20) -> list[Sheet]:
    """Open sheets, the oldest first; then so many that have ended, the newest first."""
    came = [_sheet(read, row) for row in read.rows(_CLOSED_SHEETS, most=closed)]
    return open_sheets(read) + came
