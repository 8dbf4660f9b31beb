"""Borrowings as they stand: what is left, what falls due when, what is late, what has grown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.borrowings import rules
from kopdes_desktop.borrowings.rules import Part
from kopdes_desktop.borrowings.tables import (
    BORROWING,
    BORROWING_ACCRUAL,
    BORROWING_PART,
    BORROWING_PAYMENT,
    BORROWING_TERMS,
)
from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances, by_hand
from kopdes_desktop.ledger.proposals import Proposal
from kopdes_desktop.office.books import Reading

ACCRUE = "borrowings.accrue"
_WEEKS = 13

_ALL = Statement(select(BORROWING).where(BORROWING.c.void == 0).order_by(BORROWING.c.key))
_ONE = Statement(
    select(BORROWING).where(
        (BORROWING.c.key == bindparam("of_key")) | (BORROWING.c.number == bindparam("of_number"))
    )
)
_T, _P = BORROWING_TERMS.c, BORROWING_PART.c
_in_force = (
    select(_T.borrowing, _T.key, _T.number, _T.since, _P.due, _P.principal, _P.interest)
    .outerjoin(BORROWING_PART, (_P.borrowing == _T.borrowing) & (_P.terms == _T.key))
    .where(_T.void == 0)
    .order_by(_T.borrowing, _T.since, _T.key, _P.n)
)
_SCHEDULES = Statement(_in_force)
_SCHEDULES_OF = Statement(_in_force.where(_T.borrowing == bindparam("of_key")))
_PAYMENTS = Statement(
    select(BORROWING_PAYMENT)
    .where(BORROWING_PAYMENT.c.borrowing == bindparam("of_key"), BORROWING_PAYMENT.c.void == 0)
    .order_by(BORROWING_PAYMENT.c.key)
)
_ACCRUALS = Statement(
    select(BORROWING_ACCRUAL.c.number)
    .where(BORROWING_ACCRUAL.c.borrowing == bindparam("of_key"), BORROWING_ACCRUAL.c.void == 0)
    .order_by(BORROWING_ACCRUAL.c.number)
)


class Schedule(Struct, frozen=True):
    """What was agreed: by which fact, under which number (none for the first), since when."""

    key: int
    number: str | None
    since: date
    parts: tuple[Part, ...]


class Borrowing(Struct, frozen=True):
    """What was borrowed from whom, on which terms, and how far it was paid."""

    key: int
    number: str
    lender: str
    account: str
    day: date
    principal: Rupiah
    ceiling: Rupiah
    rate: str
    months: int
    grace: int
    method: rules.Method
    purpose: str
    decision_no: str
    opening: bool
    paid: Rupiah
    interest_paid: Rupiah
    recognised: Rupiah
    void: bool
    party: int | None = None
    schedules: tuple[Schedule, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The instalments as they are agreed now."""
        return self.schedules[-1].parts if self.schedules else ()

    def parts_on(self, day: date) -> tuple[Part, ...]:
        """The instalments as they were agreed on a day; before the first, as they began."""
        known = [each for each in self.schedules if each.since <= day] or self.schedules[:1]
        return known[-1].parts if known else ()

    @property
    def left(self) -> Rupiah:
        """The principal that is still owed."""
        return self.principal - self.paid

    @property
    def accrued(self) -> Rupiah:
        """Interest that is an expense already and not paid yet."""
        return self.recognised - self.interest_paid

    @property
    def label(self) -> str:
        """Number and lender."""
        return f"{self.number} {self.lender}"

    def unpaid(self) -> list[Part]:
        """The instalments, or what is left of them, the oldest first."""
        return rules.unpaid(self.parts, self.paid, self.interest_paid)

    def late(self, day: date) -> Rupiah:
        """What had to be paid before a day and was not."""
        return total(part.amount for part in self.unpaid() if part.due < day)

    def next_due(self, day: date) -> Part | None:
        """The oldest instalment that waits; where several are late, all of them as one."""
        rest = self.unpaid()
        if not rest:
            return None
        together = [part for part in rest if part.due < day] or rest[:1]
        return Part(
            together[0].due,
            total(part.principal for part in together),
            total(part.interest for part in together),
        )

    def to_accrue(self, until: date) -> Rupiah:
        """The interest that has grown up to the end of a day and is no expense yet."""
        if until < self.day:
            return NOTHING
        grown = rules.earned(self.parts_on(until), self.day, until)
        return max(grown - self.recognised, NOTHING)


class Payment(Struct, frozen=True):
    """Money that went to a lender."""

    key: int
    number: str
    borrowing: int
    day: date
    principal: Rupiah
    interest: Rupiah
    accrued: Rupiah
    penalty: Rupiah
    void: bool

    @property
    def amount(self) -> Rupiah:
        """All of it."""
        return self.principal + self.interest + self.penalty


class Portion(Struct, frozen=True):
    """What of a borrowing falls due within a year of a day, and what later."""

    borrowing: Borrowing
    current: Rupiah
    later: Rupiah


class Week(Struct, frozen=True):
    """What is to be paid to lenders in the seven days from `first` on."""

    first: date
    amount: Rupiah


def _borrowing(row: tuple[Any, ...], schedules: Sequence[Schedule]) -> Borrowing:
    key, number, lender, account, since, principal, ceiling, rate, months, grace, method = row[:11]
    purpose, decision, opening, paid, interest_paid, recognised, void, party = row[11:]
    return Borrowing(
        key=key,
        number=number,
        lender=lender,
        account=account,
        day=date.fromisoformat(since),
        principal=Rupiah(principal),
        ceiling=Rupiah(ceiling),
        rate=rate,
        months=months,
        grace=grace,
        method=method,
        purpose=purpose,
        decision_no=decision,
        opening=bool(opening),
        paid=Rupiah(paid),
        interest_paid=Rupiah(interest_paid),
        recognised=Rupiah(recognised),
        void=bool(void),
        party=party,
        schedules=tuple(schedules),
    )


def _schedules(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Schedule]]:
    """By borrowing, what was agreed, the oldest first."""
    found: dict[int, list[Schedule]] = {}
    for (key, *terms), parts in groupby(rows, lambda row: row[:4]):
        made = tuple(
            Part(date.fromisoformat(due), Rupiah(principal), Rupiah(interest))
            for *_terms, due, principal, interest in parts
            if due is not None
        )
        fact, number, since = terms
        found.setdefault(key, []).append(Schedule(fact, number, date.fromisoformat(since), made))
    return found


def borrowings(read: Reading, *, closed: bool = True) -> list[Borrowing]:
    """Every borrowing with its schedule; without `closed` those of which something is owed."""
    agreed = _schedules(read.rows(_SCHEDULES))
    made = [_borrowing(row, agreed.get(row[0], ())) for row in read.rows(_ALL)]
    return [each for each in made if closed or each.left or each.accrued]


def borrowing(read: Reading, name: int | str) -> Borrowing | None:
    """A borrowing by its key or number."""
    wanted = {"of_key": name if isinstance(name, int) else 0, "of_number": str(name)}
    row = read.row(_ONE, **wanted)
    if row is None:
        return None
    agreed = _schedules(read.rows(_SCHEDULES_OF, of_key=row[0]))
    return _borrowing(row, agreed.get(row[0], ()))


def require_borrowing(read: Reading, name: int | str, *, field: str = "loan") -> Borrowing:
    """As `borrowing`; BadField where there is none, or it was taken back."""
    found = borrowing(read, name)
    if found is None or found.void:
        reason = _(N_("tidak ada pinjaman koperasi {name}")).format(name=name)
        raise BadField(name=field, reason=reason, field=field)
    return found


def payments(read: Reading, key: int) -> list[Payment]:
    """What was paid on a borrowing, the oldest first."""
    return [
        Payment(
            row[0],
            row[1],
            row[2],
            date.fromisoformat(row[3]),
            principal=Rupiah(row[4]),
            interest=Rupiah(row[5]),
            accrued=Rupiah(row[6]),
            penalty=Rupiah(row[7]),
            void=bool(row[8]),
        )
        for row in read.rows(_PAYMENTS, of_key=key)
    ]


def accruals(read: Reading, key: int) -> list[str]:
    """The documents that accrued interest on a borrowing and stand."""
    return [row[0] for row in read.rows(_ACCRUALS, of_key=key)]


def unassigned(read: Reading, account: str) -> Rupiah:
    """What the old books left on an account that no borrowing of the tracker stands for."""
    whole = balances.balances_at(read, date.max).get(account, NOTHING)
    known = {each.key for each in borrowings(read)}
    held = balances.key_balances(read, account)
    return -whole + total(amount for key, amount in held.items() if key in known)


def untracked(read: Reading) -> dict[str, Rupiah]:
    """By account (debit +), what ordinary entries moved that no borrowing stands for."""
    found: dict[str, Rupiah] = {}
    moved = by_hand.ordinary(read, min(rules.ACCOUNTS), max(rules.ACCOUNTS))
    for account, key, amount in moved:
        if key is None or borrowing(read, key) is None:
            found[account] = found.get(account, NOTHING) + amount
    return {account: amount for account, amount in found.items() if amount}


def current_portions(read: Reading, day: date) -> list[Portion]:
    """What every borrowing still owed on a day comes to within a year of it, and later.

    What is owed on that day comes from the ledger, so the parts add up to its balances; when it
    falls due comes from what was agreed on that day, so a later agreement changes no past sheet.
    """
    owed: dict[str, dict[int, Rupiah]] = {}
    made = []
    for each in borrowings(read):
        if each.account not in owed:
            owed[each.account] = balances.key_balances_at(read, each.account, day)
        left = -owed[each.account].get(each.key, NOTHING)
        if left:
            current = rules.current(each.parts_on(day), each.principal, left, day)
            made.append(Portion(each, current, left - current))
    return made


def current_portion(read: Reading, day: date) -> dict[str, Rupiah]:
    """By account, what of the borrowings falls due within a year of a day (bagian lancar)."""
    found: dict[str, Rupiah] = {}
    for each in current_portions(read, day):
        account = each.borrowing.account
        found[account] = found.get(account, NOTHING) + each.current
    return found


def forecast(read: Reading, today: date, weeks: int = _WEEKS) -> list[Week]:
    """What is to be paid in each of the next weeks; what is late stands in the first."""
    waiting = [part for each in borrowings(read, closed=False) for part in each.unpaid()]
    made = []
    for n in range(weeks):
        first = today + timedelta(days=7 * n)
        until = first + timedelta(days=6)
        made.append(
            Week(
                first,
                total(
                    part.amount
                    for part in waiting
                    if part.due <= until and (n == 0 or part.due >= first)
                ),
            )
        )
    return made


def to_accrue(read: Reading, until: date) -> list[tuple[Borrowing, Rupiah]]:
    """The interest of every borrowing that is to be an expense by the end of a day."""
    found = [(each, each.to_accrue(until)) for each in borrowings(read, closed=False)]
    return [(each, amount) for each, amount in found if amount]


def proposals(read: Reading, month: Month) -> list[Proposal]:
    """Interest that has grown and was neither accrued nor paid (recipe L04b)."""
    amount = total(each for _borrowing_, each in to_accrue(read, month.last()))
    if not amount:
        return []
    title = _(N_("Bunga pinjaman koperasi {month} yang berjalan")).format(
        month=wording.month(month)
    )
    return [Proposal(ACCRUE, {"month": str(month)}, title, amount, month)]
