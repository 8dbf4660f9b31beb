"""Setting rates, posting a month's tax, paying it to the state."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.kernel.rate import plain_percent
from kopdes_desktop.ledger import by_hand as ledger
from kopdes_desktop.ledger import journal, monthly, paying, periods, year_ends
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, credit, debit, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.taxes import by_hand, findings, months, queries, rules
from kopdes_desktop.taxes.tables import TAX_PAYMENT, TAX_RATE

_rate = insert(TAX_RATE).values({column.name: None for column in TAX_RATE.columns})
_SET = Statement(
    _rate.on_conflict_do_update(
        index_elements=[TAX_RATE.c.code, TAX_RATE.c.since],
        set_={name: _rate.excluded[name] for name in ("percent", "above", "decision")},
    )
)
_NEW_PAYMENT = insert_into(TAX_PAYMENT)
_VOID = Statement(
    update(TAX_PAYMENT).where(TAX_PAYMENT.c.number == bindparam("of_number")).values(void=1)
)
_LONGEST = 60
#: Percent: above it no tax that is kept here has ever been.
_HIGHEST = 50


class SetRateOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A tax's rate in percent from a day on, and what says so.

    `above`: nothing up to there; where it is not said, the limit of that day stays.
    """

    code: str
    from_day: date
    rate: str
    decision: str
    above: Rupiah | None = None


class RateSet(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A rate from a day on."""

    code: str
    from_day: date
    rate: str
    decision: str
    above: Rupiah | None = None


@operation("taxes.set_rate", version=1)
class SetRate(Operation[SetRateOrder, RateSet]):
    """Change a tax's rate from a day on; zero ends it."""

    sentence = N_("Mengubah tarif pajak")
    daily = False

    def decide(self, work: Work, order: SetRateOrder) -> RateSet:
        """A known tax, a rate, and the rule that says so; closed years keep theirs."""
        rules.tax(order.code)
        closed = year_ends.closed_years(work)
        if closed and order.from_day <= closed[-1].year.last:
            reason = _(N_("tahun buku {year} sudah ditutup; tarifnya tidak diubah lagi"))
            reason = reason.format(year=closed[-1].year.label)
            raise BadField(name="from_day", reason=reason, field="from_day")
        _require_untouched(work, order)
        missing = _(N_("tulis dasarnya, misalnya PP 55/2022"))
        decision = short_line(order.decision, _LONGEST, field="decision", missing=missing)
        if order.above is not None and order.above < NOTHING:
            reason = _(N_("tidak boleh kurang dari nol"))
            raise BadField(name="above", reason=reason, field="above")
        before = queries.rate(work, order.code, order.from_day)
        above = order.above if order.above is not None or before is None else before.above
        rate = _rate_of(order.rate)
        if work.approver is None:
            raise NeedsApproval(
                N_(
                    "Tarif {tax} menjadi {rate}% mengubah pajak yang dihitung sejak {day}. "
                    "Cocokkan dengan peraturannya, lalu mintalah persetujuan orang kedua."
                ),
                tax=rules.tax(order.code).name,
                rate=rate.replace(".", ","),
                day=wording.short_day(order.from_day),
                field="rate",
            )
        return RateSet(
            code=order.code,
            from_day=order.from_day,
            rate=rate,
            decision=decision,
            above=above or None,
        )

    def apply(self, books: Books, fact: RateSet) -> None:
        """It holds from that day on."""
        books.change(
            _SET,
            code=fact.code,
            since=fact.from_day.isoformat(),
            percent=fact.rate,
            above=int(fact.above or 0),
            decision=fact.decision,
        )


def _rate_of(text: str) -> str:
    """A rate that a tax can have. BadField."""
    rate = plain_percent(text, field="rate")
    if Decimal(rate) > _HIGHEST:
        reason = _(N_("tarif di atas {most}% tidak ada; tulis 0,5 untuk setengah persen"))
        raise BadField(name="rate", reason=reason.format(most=_HIGHEST), field="rate")
    return rate


def _require_untouched(work: Work, order: SetRateOrder) -> None:
    """Refuse a day in months that are locked, or whose tax is posted already. BadField."""
    month = Month.of(order.from_day)
    closed = periods.closed_months(work)
    posted = [
        each.month for each in queries.months(work) if each.code == order.code and each.posted
    ]
    held = [*closed[-1:], *posted]
    if held and month <= max(held):
        reason = _(
            N_(
                "{month} sudah ditutup atau pajaknya sudah diakui dengan tarif lama; tarif baru "
                "berlaku paling cepat {day}. Bila tarif lama keliru, balik dahulu pajak yang diakui"
            )
        )
        day = wording.short_day(max(held).next().first())
        reason = reason.format(month=wording.month(max(held)), day=day)
        raise BadField(name="from_day", reason=reason, field="from_day")


class AccrueOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A month (YYYY-MM) whose tax on turnover is to be posted."""

    month: str
    code: str = rules.FINAL


class TaxAccrued(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A month's turnover, the rate, and what was posted for it now (less, where it was too much).

    `of` is the fact that posted for this month first; it names the debt in the ledger.
    """

    number: str
    code: str
    month: str
    base: Rupiah
    rate: str
    amount: Rupiah
    entry: Entry
    of: int | None = None


@operation("taxes.accrue", version=1)
class Accrue(Operation[AccrueOrder, TaxAccrued]):
    """Post a month's tax on turnover; again, where the turnover has changed since (J06a)."""

    sentence = N_("Mengakui pajak atas omzet sebulan")
    document = "PJM"

    def document_day(self, work: Work, order: AccrueOrder) -> tuple[date, str | None]:
        """The month's last day; of a locked month's tax, that of the first open month."""
        month = periods.first_open(work, monthly.month_of(order.month))
        return monthly.document_day(work, str(month))

    def decide(self, work: Work, order: AccrueOrder) -> TaxAccrued:
        """A tax that is reckoned here, and something that is not posted yet."""
        tax, month = rules.tax(order.code), monthly.month_of(order.month)
        if not tax.base or tax.payable is None or tax.expense is None:
            reason = _(N_("{name} tidak dihitung dari omzet; ia timbul saat dipotong"))
            raise BadField(name="code", reason=reason.format(name=tax.name), field="code")
        found = queries.reckoned(work, month)
        known = queries.month_of_tax(work, tax.code, month)
        amount = found.to_post
        if not amount:
            subject = f"{tax.name} {wording.month(month)}"
            raise AlreadyDecided(subject=subject, field="month")
        key = known.key if known.key is not None else work.key
        text = N_("PPh final {month}").format(month=wording.month(month))
        made = _accrual(text, (tax.expense, tax.payable), amount, key)
        journal.require_postable(work, made, work.bd, work.today)
        return TaxAccrued(
            number=work.number(self.document),
            code=tax.code,
            month=str(month),
            base=found.base or NOTHING,
            rate=found.percent,
            amount=amount,
            entry=made,
            of=known.key,
        )

    def apply(self, books: Books, fact: TaxAccrued) -> None:
        """Owed."""
        key = fact.of or books.stamp.key
        months.add(books, fact.code, fact.month, key=key, posted=fact.amount)
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: TaxAccrued) -> None:
        """Refuse once it was paid."""
        months.require_unpaid(work, fact.code, fact.month, fact.amount, number=fact.number)

    def undo(self, books: Books, fact: TaxAccrued) -> None:
        """Not posted."""
        months.add(books, fact.code, fact.month, posted=-fact.amount)

    def refers_to(self, fact: TaxAccrued) -> tuple[int, ...]:
        """The fact that posted for the month first."""
        return (fact.of,) if fact.of is not None else ()


def _accrual(text: str, accounts: tuple[str, str], amount: Rupiah, key: int) -> Entry:
    expense, payable = accounts
    size = abs(amount)
    if amount > NOTHING:
        lines = debit(expense, size, OFFICE_UNIT), credit(payable, size, OFFICE_UNIT, key=key)
    else:
        lines = debit(payable, size, OFFICE_UNIT, key=key), credit(expense, size, OFFICE_UNIT)
    return entry(text, *lines, kind="adjustment")


class PayOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """How much of which month's tax was paid out of which box; `ref` is the NTPN of its proof."""

    code: str
    month: str
    amount: Rupiah
    box: str
    ref: str = ""


class TaxPaid(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A payment to the state."""

    number: str
    code: str
    month: str
    amount: Rupiah
    box: str
    entry: Entry
    ref: str = ""


@operation("taxes.pay", version=1)
class Pay(Operation[PayOrder, TaxPaid]):
    """Pay a tax to the state (J06b)."""

    sentence = N_("Menyetor pajak")
    document = "STX"

    def decide(self, work: Work, order: PayOrder) -> TaxPaid:
        """Not more than is owed of it; the box holds it."""
        tax, month = rules.tax(order.code), monthly.month_of(order.month)
        if tax.payable is None:
            reason = _(N_("{name} tidak disetor koperasi sendiri")).format(name=tax.name)
            raise BadField(name="code", reason=reason, field="code")
        if month > Month.of(work.today):
            raise BadField(name="month", reason=_(N_("bulan itu belum tiba")), field="month")
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        known = queries.month_of_tax(work, tax.code, month)
        left = known.left if known.key is not None else queries.without_key(work, tax)
        if order.amount > left:
            reason = _(N_("yang tercatat terutang {left}; akui dahulu pajaknya bila kurang"))
            reason = reason.format(left=wording.rupiah(max(left, NOTHING)))
            raise BadField(name="amount", reason=reason, field="amount")
        ref = short_line(order.ref, _LONGEST, field="ref")
        unit = queries.unit_of(work, tax)
        box = paying.paying(work, order.box, unit)
        made = entry(
            N_("Setor pajak {month}").format(month=wording.month(month)),
            debit(tax.payable, order.amount, unit, key=known.key),
            credit(box.account, order.amount, box.unit, box=box.code),
        )
        journal.require_postable(work, made, work.bd, work.today)
        return TaxPaid(
            number=work.number(self.document),
            code=tax.code,
            month=str(month),
            amount=order.amount,
            box=box.code,
            entry=made,
            ref=ref,
        )

    def apply(self, books: Books, fact: TaxPaid) -> None:
        """Paid."""
        books.insert(
            _NEW_PAYMENT,
            fact.number,
            fact.code,
            fact.month,
            books.stamp.bd.isoformat(),
            int(fact.amount),
            fact.ref,
            0,
        )
        months.add(books, fact.code, fact.month, paid=fact.amount)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: TaxPaid) -> None:
        """Owed again."""
        books.change(_VOID, of_number=fact.number)
        months.add(books, fact.code, fact.month, paid=-fact.amount)


ledger.GUARDS.append(by_hand.guard)
periods.TIES.append(findings.taxes)
