"""Plans as they stand: what each posts in a month, what it still has to, what is accrued."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import bindparam, delete, select, update

from kopdes_desktop.accounting.tables import PLAN, PLAN_MONTH
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up
from kopdes_desktop.ledger import balances, periods
from kopdes_desktop.ledger.proposals import Proposal
from kopdes_desktop.office.books import Books, Reading

RECURRING, PREPAID, ACCRUAL = "recurring", "prepaid", "accrual"
OUT, IN = "out", "in"
PREPAID_ACCOUNT = "1-1502"
_ALL = Statement(select(PLAN).order_by(PLAN.c.ended, PLAN.c.number))
_BY_KEY = Statement(select(PLAN).where(PLAN.c.key == bindparam("of_key")))
_BY_NUMBER = Statement(select(PLAN).where(PLAN.c.number == bindparam("of_number")))
_MONTHS = Statement(select(PLAN_MONTH.c.month).where(PLAN_MONTH.c.plan == bindparam("of_plan")))
_NEW, _DONE = insert_into(PLAN), insert_into(PLAN_MONTH)
_UNDONE = Statement(
    delete(PLAN_MONTH).where(
        PLAN_MONTH.c.plan == bindparam("of_plan"), PLAN_MONTH.c.month == bindparam("of_month")
    )
)
_this = PLAN.c.key == bindparam("of_key")
_POSTED = Statement(update(PLAN).where(_this).values(posted=PLAN.c.posted + bindparam("more")))
_SETTLED = Statement(update(PLAN).where(_this).values(settled=PLAN.c.settled + bindparam("more")))
_ENDED = Statement(
    update(PLAN).where(_this).values(ended=bindparam("is_ended"), last=bindparam("its_last"))
)


class Plan(Struct, frozen=True):
    """A plan; see the table for what its figures mean."""

    key: int
    number: str
    name: str
    kind: str
    way: str
    amount: Rupiah
    account: str
    against: str
    unit: str
    lini: str | None
    box: str | None
    first: Month
    last: Month | None
    posted: Rupiah
    settled: Rupiah
    ended: bool

    @property
    def accrued(self) -> Rupiah:
        """What was taken as cost and is not paid yet."""
        return self.posted - self.settled if self.kind == ACCRUAL else NOTHING

    @property
    def rest(self) -> Rupiah:
        """What of a prepaid amount is still ahead."""
        return self.amount - self.posted if self.kind == PREPAID and not self.ended else NOTHING

    @property
    def months(self) -> int:
        """How many months it runs; none where it has no end."""
        return self.first.through(self.last) if self.last is not None else 0

    def runs_in(self, month: Month) -> bool:
        """Whether it has begun by a month and not ended before it."""
        return self.first <= month and (self.last is None or month <= self.last)

    def due(self, month: Month) -> Rupiah:
        """What it posts in a month that is not done: its amount, or its share of the prepaid."""
        if self.kind != PREPAID:
            return self.amount
        run = min(self.first.through(month), self.months)
        return Rupiah(half_up(int(self.amount) * run, self.months)) - self.posted


def _plan(row: tuple[object, ...]) -> Plan:
    held = dict(zip((column.name for column in PLAN.columns), row, strict=True))
    for name in ("amount", "posted", "settled"):
        held[name] = Rupiah(held[name])  # type: ignore[arg-type]
    for name in ("first", "last"):
        held[name] = Month(str(held[name])) if held[name] else None
    return Plan(**{**held, "ended": bool(held["ended"])})  # type: ignore[arg-type]


def plans(read: Reading) -> list[Plan]:
    """Every plan, those that ended last."""
    return [_plan(row) for row in read.rows(_ALL)]


def plan(read: Reading, name: int | str) -> Plan | None:
    """A plan by its key or number."""
    row = (
        read.row(_BY_KEY, of_key=name)
        if isinstance(name, int)
        else read.row(_BY_NUMBER, of_number=name.strip().upper())
    )
    return _plan(row) if row else None


def require_plan(read: Reading, name: int | str) -> Plan:
    """A plan by its key or number. Raises BadField."""
    found = plan(read, name)
    if found is None:
        reason = _(N_("tidak ada rencana {name}")).format(name=name)
        raise BadField(name="plan", reason=reason, field="plan")
    return found


def months_done(read: Reading, key: int) -> set[str]:
    """The months for which a plan was posted or passed over."""
    return {row[0] for row in read.rows(_MONTHS, of_plan=key)}


def waiting(read: Reading, month: Month) -> Iterator[tuple[Plan, Month]]:
    """The plans that are still to be posted for a month.

    With them what the locked months before it left: it can be posted only in an open one.
    """
    caught_up = month == periods.first_open(read, month)
    for each in plans(read):
        if each.ended:
            continue
        done = months_done(read, each.key)
        missed = _missed(read, each, month) if caught_up else ()
        yield from ((each, found) for found in missed if found not in done)
        if each.runs_in(month) and month not in done:
            yield each, month


def _missed(read: Reading, each: Plan, month: Month) -> Iterator[Month]:
    """The months right before one that are locked and that a plan still has to make up for."""
    begun = max(each.first, periods.books_from(read) or each.first)
    found = month
    while begun < found and periods.is_closed(read, found.plus(-1)):
        found = found.plus(-1)
    while found < month:
        if makes_up(each, found):
            yield found
        found = found.next()


def makes_up(each: Plan, month: Month) -> bool:
    """Whether a month that was locked without it is posted later, in the first open month.

    A cost that is owed always; of one that was paid ahead what its last month left, for a later
    month of it takes the earlier ones in. What is simply paid every month was paid or was not.
    """
    if each.kind == ACCRUAL:
        return each.runs_in(month)
    return each.kind == PREPAID and month == each.last and bool(each.rest)


def proposals(read: Reading, month: Month) -> list[Proposal]:
    """A line of the month-end list for every plan of the month that is not done."""
    return [
        Proposal(
            "accounting.post_plan",
            {"plan": each.key, "month": str(of)},
            title(each, of) if of == month else f"{title(each, of)} ({wording.month(of)})",
            each.due(of),
            month,
            whole=of == month and each.kind != RECURRING,
        )
        for each, of in waiting(read, month)
    ]


def title(each: Plan, month: Month) -> str:
    """What a plan posts in a month, in words."""
    if each.kind == PREPAID:
        return _("{name}: bulan ke-{n} dari {months} yang dibayar di muka").format(
            name=each.name, n=each.first.through(month), months=each.months
        )
    if each.kind == ACCRUAL:
        return _("{name}: beban bulan ini yang belum dibayar").format(name=each.name)
    words = _("{name}: diterima tiap bulan") if each.way == IN else _("{name}: dibayar tiap bulan")
    return words.format(name=each.name)


def add(books: Books, made: Plan) -> None:
    """A new plan."""
    held = (getattr(made, column.name) for column in PLAN.columns)
    books.insert(_NEW, *(_stored(each) for each in held))


def _stored(value: object) -> object:
    if value is None:
        return None
    return int(value) if isinstance(value, int) else str(value)


def post(books: Books, key: int, month: str, amount: Rupiah) -> None:
    """A month is done by the fact in hand."""
    books.insert(_DONE, key, month, int(amount), books.stamp.key)
    books.change(_POSTED, of_key=key, more=int(amount))


def unpost(books: Books, key: int, month: str, amount: Rupiah) -> None:
    """A month is to be done again."""
    books.change(_UNDONE, of_plan=key, of_month=month)
    books.change(_POSTED, of_key=key, more=-int(amount))


def settle(books: Books, key: int, amount: Rupiah) -> None:
    """So much of what was accrued is paid."""
    books.change(_SETTLED, of_key=key, more=int(amount))


def end(books: Books, key: int, last: str | None, *, ended: bool) -> None:
    """It ends with a month, or goes on after all."""
    books.change(_ENDED, of_key=key, is_ended=int(ended), its_last=last)


def findings(read: Reading) -> Iterator[str]:
    """Where plans promise more than the ledger holds: prepaid ahead, or accrued and unpaid."""
    sums: dict[str, int] = {}
    for each in plans(read):
        if each.rest or each.accrued:
            sums[each.against] = sums.get(each.against, 0) + int(each.rest - each.accrued)
    held = balances.balances_at(read, Month("9999-12").first()) if sums else {}
    for account, mine in sums.items():
        theirs = int(held.get(account, NOTHING))
        if abs(mine) > abs(theirs) or (mine < 0) != (theirs < 0):
            yield _(
                N_("akun {account}: menurut rencana {mine}, di buku besar hanya {theirs}")
            ).format(
                account=account, mine=wording.rupiah(abs(mine)), theirs=wording.rupiah(abs(theirs))
            )
