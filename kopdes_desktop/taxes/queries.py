"""Taxes as they stand: turnover, rates, what a month owes, what is posted and paid of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances, chart, movements, periods
from kopdes_desktop.ledger.entry import OFFICE_UNIT
from kopdes_desktop.ledger.proposals import Proposal
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import PKP, setting
from kopdes_desktop.taxes import rules
from kopdes_desktop.taxes.rules import FINAL, VAT, Tax, TaxRate
from kopdes_desktop.taxes.tables import TAX_MONTH, TAX_PAYMENT, TAX_RATE, TAX_WITHHELD

ACCRUE = "taxes.accrue"
#: As many months before the one in hand are asked for tax that was not posted.
_LOOK_BACK = 12

_RATES = Statement(
    select(TAX_RATE).where(TAX_RATE.c.code == bindparam("of_code")).order_by(TAX_RATE.c.since)
)
_MONTHS = Statement(select(TAX_MONTH).order_by(TAX_MONTH.c.code, TAX_MONTH.c.month))
_MONTH = Statement(
    select(TAX_MONTH).where(
        TAX_MONTH.c.code == bindparam("of_code"), TAX_MONTH.c.month == bindparam("of_month")
    )
)
_PAYMENTS = Statement(
    select(TAX_PAYMENT).where(TAX_PAYMENT.c.void == 0).order_by(TAX_PAYMENT.c.day)
)
#: Also those that were taken back.
_DOCUMENTS = Statement(select(TAX_PAYMENT.c.number))
_WITHHELD = Statement(
    select(TAX_WITHHELD)
    .where(TAX_WITHHELD.c.void == 0)
    .order_by(TAX_WITHHELD.c.day, TAX_WITHHELD.c.number)
)
_BASES = Statement(
    select(TAX_WITHHELD.c.month, func.sum(TAX_WITHHELD.c.base), func.max(TAX_WITHHELD.c.percent))
    .where(TAX_WITHHELD.c.void == 0, TAX_WITHHELD.c.code == bindparam("of_code"))
    .group_by(TAX_WITHHELD.c.month)
)


class TaxMonth(Struct, frozen=True):
    """What was posted and paid of a month's tax, and under which key it stands in the ledger."""

    code: str
    month: Month
    key: int | None
    posted: Rupiah
    paid: Rupiah

    @property
    def left(self) -> Rupiah:
        """What was posted and not paid."""
        return self.posted - self.paid


class TaxPayment(Struct, frozen=True):
    """A payment to the state."""

    number: str
    code: str
    month: Month
    day: date
    amount: Rupiah
    ref: str


class Bill(Struct, frozen=True):
    """A bill that was paid less its tax; `ref` is the number of the other side's slip."""

    number: str
    code: str
    month: Month
    day: date
    base: Rupiah
    percent: str
    amount: Rupiah
    ref: str
    party: int | None = None


class TaxRow(Struct, frozen=True):
    """A month of a tax: base and rate where it is reckoned here, what it owes, how far it is."""

    tax: Tax
    month: Month
    base: Rupiah | None
    percent: str
    owed: Rupiah
    posted: Rupiah
    paid: Rupiah

    @property
    def due(self) -> date:
        """The last day for paying it."""
        return self.tax.due(self.month)

    @property
    def to_post(self) -> Rupiah:
        """What is owed and not posted; below zero where too much was."""
        return self.owed - self.posted

    @property
    def left(self) -> Rupiah:
        """What is posted and not paid."""
        return self.posted - self.paid

    def state(self, today: date) -> str:
        """How far it is: to_post, late, to_pay, paid, none."""
        if self.to_post:
            return "running" if self.month >= Month.of(today) else "to_post"
        if self.left > NOTHING:
            return "late" if self.due < today else "to_pay"
        return "paid" if self.posted else "none"


def rates(read: Reading, code: str) -> list[TaxRate]:
    """All rates of a tax: the shipped ones, then those that decisions set."""
    decided = [
        TaxRate(date.fromisoformat(row[1]), row[2], row[4], Rupiah(row[3]))
        for row in read.rows(_RATES, of_code=code)
    ]
    return [*rules.tax(code).rates, *decided]


def rate(read: Reading, code: str, day: date) -> TaxRate | None:
    """The rate of a tax on a day; None before its first."""
    return rules.rate_on(rates(read, code), day)


def taxes_here(read: Reading) -> list[Tax]:
    """The taxes that this cooperative has to pay over; VAT only where it is PKP."""
    pkp = setting(read, PKP)
    return [
        each
        for each in rules.shipped().values()
        if each.payable is not None and (pkp or each.code != VAT)
    ]


def unit_of(read: Reading, tax: Tax) -> str:
    """The unit in which a tax is owed."""
    if tax.owner == "office":
        return OFFICE_UNIT
    return next((each.code for each in chart.units(read) if each.kind == tax.owner), OFFICE_UNIT)


def turnover(read: Reading, tax: Tax, first: Month, until: Month) -> dict[Month, Rupiah]:
    """Each month's turnover as a tax counts it, returns taken off."""
    sums: dict[Month, Rupiah] = {}
    for place, amount in movements.earned(read, first, until).items():
        if tax.counts(place.account):
            month = Month(place.month)
            sums[month] = sums.get(month, NOTHING) - amount
    return sums


def _by_hand(
    read: Reading, tax: Tax, all_rates: Sequence[TaxRate], own: Mapping[Month, Rupiah]
) -> dict[Month, Rupiah]:
    """What of each month's tax became an expense by hand, so that it is not posted twice.

    It counts for the oldest month that waits, for January's tax is mostly paid in February; what
    is too much stands in the month in which it was written.
    """
    keys = [each.key for each in months(read) if each.code == tax.code and each.key is not None]
    written = movements.beside(read, tax.expense or "", tax.payable or "", keys)
    if not written:
        return {}
    start = periods.books_from(read) or min(written)
    bases = turnover(read, tax, min(start, *written), max(written))
    made: dict[Month, Rupiah] = {}
    for posted, amount in written.items():
        left = amount
        for month in sorted(each for each in bases if each <= posted):
            owed = _owed(rules.rate_on(all_rates, month.last()), bases[month])
            waits = owed - own.get(month, NOTHING) - made.get(month, NOTHING)
            taken = max(min(left, waits), NOTHING)
            made[month] = made.get(month, NOTHING) + taken
            left -= taken
        made[posted] = made.get(posted, NOTHING) + left
    return made


def month_of_tax(read: Reading, code: str, month: Month) -> TaxMonth:
    """What is known of a month's tax."""
    row = read.row(_MONTH, of_code=code, of_month=str(month))
    return _month(row) if row else TaxMonth(code, month, None, NOTHING, NOTHING)


def _month(row: Sequence[object]) -> TaxMonth:
    code, month, key, posted, paid = row
    return TaxMonth(str(code), Month(str(month)), key, Rupiah(posted), Rupiah(paid))  # type: ignore[arg-type]


def months(read: Reading) -> list[TaxMonth]:
    """Every month of every tax of which something was posted or paid here."""
    return [_month(row) for row in read.rows(_MONTHS)]


def payments(read: Reading) -> list[TaxPayment]:
    """Everything that was paid to the state, by day."""
    return [
        TaxPayment(
            row[0], row[1], Month(row[2]), date.fromisoformat(row[3]), Rupiah(row[4]), row[5]
        )
        for row in read.rows(_PAYMENTS)
    ]


def reckoned(read: Reading, month: Month) -> TaxRow:
    """A month of the final tax: turnover, rate, what it owes, what is posted of it."""
    return next(iter(_reckoned_rows(read, rules.tax(FINAL), (month, month), months(read))))


def _owed(found: TaxRate | None, base: Rupiah) -> Rupiah:
    return found.of(max(base, NOTHING)) if found is not None else NOTHING


def without_key(read: Reading, tax: Tax) -> Rupiah:
    """What is owed of a tax that was not posted here: withheld, from old books, or by hand.

    Nothing of one that is kept back from bills: what else stands on its account is another's.
    """
    if tax.payable is None or tax.kept_from:
        return NOTHING
    whole = balances.balances_at(read, date.max).get(tax.payable, NOTHING)
    own = {each.key for each in months(read) if each.key is not None}
    held = balances.key_balances(read, tax.payable)
    return -whole + total(amount for key, amount in held.items() if key in own)


def rows(read: Reading, first: Month, until: Month) -> Iterator[TaxRow]:
    """Each month of the taxes of this cooperative: the reckoned one always, others once moved."""
    known = months(read)
    for tax in taxes_here(read):
        if tax.base:
            yield from _reckoned_rows(read, tax, (first, until), known)
        else:
            yield from _withheld_rows(read, tax, (first, until), known)


def _reckoned_rows(
    read: Reading, tax: Tax, span: tuple[Month, Month], known: Sequence[TaxMonth]
) -> Iterator[TaxRow]:
    """What became an expense by hand counts as posted: it is not to be posted twice."""
    bases, all_rates = turnover(read, tax, *span), rates(read, tax.code)
    mine = {each.month: each for each in known if each.code == tax.code}
    hand = _by_hand(read, tax, all_rates, {month: each.posted for month, each in mine.items()})
    for month in _months_of(*span):
        base = bases.get(month, NOTHING)
        rate_ = rules.rate_on(all_rates, month.last())
        own = mine.get(month)
        yield TaxRow(
            tax,
            month,
            base,
            rate_.percent if rate_ is not None else "0",
            _owed(rate_, base),
            (own.posted if own is not None else NOTHING) + hand.get(month, NOTHING),
            own.paid if own is not None else NOTHING,
        )


def _months_of(first: Month, until: Month) -> Iterator[Month]:
    while first <= until:
        yield first
        first = first.next()


def _withheld_rows(
    read: Reading, tax: Tax, span: tuple[Month, Month], known: Sequence[TaxMonth]
) -> Iterator[TaxRow]:
    """What was kept back for the state: by bills of this tax, or written by hand."""
    mine = {each.month: each for each in known if each.code == tax.code}
    if tax.kept_from:
        held = {month: each.posted for month, each in mine.items()}
        bills = {row[0]: (Rupiah(row[1]), row[2]) for row in read.rows(_BASES, of_code=tax.code)}
    else:
        held, bills = _arisen(read, tax, known), {}
    for month in _months_of(*span):
        owed = held.get(month, NOTHING)
        paid = mine[month].paid if month in mine else NOTHING
        if owed or paid:
            base, percent = bills.get(str(month), (None, ""))
            yield TaxRow(tax, month, base, percent, owed, owed, paid)


def _arisen(read: Reading, tax: Tax, known: Sequence[TaxMonth]) -> dict[Month, Rupiah]:
    """By month, what was withheld by hand or came from old books; corrections eat the oldest."""
    keys = [each.key for each in known if each.key is not None]
    numbers = [row[0] for row in read.rows(_DOCUMENTS)]
    found = movements.arisen(read, tax.payable or "", keys, numbers)
    less = -total(amount for amount in found.values() if amount < NOTHING)
    held: dict[Month, Rupiah] = {}
    for month, amount in found.items():
        taken = min(max(amount, NOTHING), less)
        less -= taken
        held[month] = max(amount, NOTHING) - taken
    return held


def withheld(read: Reading) -> list[Bill]:
    """Every bill that was paid less its tax, by day."""
    return [
        Bill(row[0], row[1], Month(row[2]), date.fromisoformat(row[3]), *_figures(row), row[9])
        for row in read.rows(_WITHHELD)
    ]


def _figures(row: Sequence[Any]) -> tuple[Rupiah, str, Rupiah, str]:
    return Rupiah(row[4]), row[5], Rupiah(row[6]), row[7]


def proposals(read: Reading, month: Month) -> list[Proposal]:
    """The final tax on a month's turnover, as far as it is not posted (recipe J06a).

    With it what the locked months just before it still owe: it can be posted only here now.
    """
    first = month
    while first > month.plus(-_LOOK_BACK) and periods.is_closed(read, first.plus(-1)):
        first = first.plus(-1)
    if periods.is_closed(read, month):
        first = month
    found = _reckoned_rows(read, rules.tax(FINAL), (first, month), months(read))
    return [_proposal(each, month) for each in found if each.to_post]


def _proposal(found: TaxRow, month: Month) -> Proposal:
    title = _(N_("PPh final {percent}% omzet {month}")).format(
        percent=found.percent.replace(".", ","), month=wording.month(found.month)
    )
    order = {"code": FINAL, "month": str(found.month)}
    whole = found.month == month  # what a locked month left waits no longer
    return Proposal(ACCRUE, order, title, found.to_post, month, whole=whole)
