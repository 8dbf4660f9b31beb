"""What happens again every month: costs that recur, were paid ahead, or are owed (J04, accruals).

Terms: rutin (recurring), dibayar di muka (prepaid), masih harus dibayar (accrued).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from kopdes_desktop.accounting import plans
from kopdes_desktop.accounting.operations import OrderedLine, resolved
from kopdes_desktop.accounting.plans import (
    ACCRUAL,
    IN,
    OUT,
    PREPAID,
    PREPAID_ACCOUNT,
    RECURRING,
    Plan,
    proposals,
)
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import by_hand, chart, journal, monthly, paying, periods
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work

__all__ = ["EndPlan", "PostPlan", "SetPlan", "SettlePlan", "proposals"]

#: What is owed for costs of months that are over.
_ACCRUED, _OWED = "2-1301", "2-13"
#: Income and costs: only these are planned.
_NOMINAL = "4567"
_LONGEST_NAME, _MOST_MONTHS = 60, 120


class PlanOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What recurs: its account, how much a month (of a prepaid cost the whole), since when.

    `box` pays or takes a recurring amount, and pays a prepaid one now; without it, `against` names
    the other account, and a prepaid amount stands on it already. No `months`: until it is ended.
    """

    name: str
    kind: Literal["recurring", "prepaid", "accrual"]
    account: str
    amount: Rupiah
    way: Literal["out", "in"] = "out"
    unit: str = OFFICE_UNIT
    first: str | None = None
    months: int = 0
    box: str | None = None
    against: str | None = None
    lini: str | None = None


class PlanSet(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A plan, and the entry by which a prepaid one was paid."""

    number: str
    name: str
    kind: str
    way: str
    account: str
    against: str
    amount: Rupiah
    unit: str
    first: str
    last: str | None = None
    box: str | None = None
    lini: str | None = None
    entry: Entry | None = None


@operation("accounting.set_plan", version=1)
class SetPlan(Operation[PlanOrder, PlanSet]):
    """Plan what is posted every month: recurring, paid in advance, or accrued."""

    sentence = N_("Merencanakan pembukuan tiap bulan")
    document = "RNC"

    def decide(self, work: Work, order: PlanOrder) -> PlanSet:
        """Accounts that a month's entry can be made of; of a prepaid cost the payment too."""
        first = monthly.month_of(order.first, field="first") if order.first else Month.of(work.bd)
        box = None
        if order.box is not None:
            box = _box(work, order).code
        against = _against(work, order)
        last = _last(order, first)
        made = PlanSet(
            number=work.number(self.document),
            name=_named(order.name),
            kind=order.kind,
            way=order.way,
            account=_account(work, order.account),
            against=against,
            amount=_above_nothing(order.amount),
            unit=chart.unit(work, order.unit).code,
            first=str(first),
            last=str(last) if last is not None else None,
            box=box if order.kind == RECURRING else None,
            lini=order.lini,
        )
        _require_spread(order)
        _month_entry(work, _plan(0, made), first, order.amount)
        if order.kind == PREPAID and box is not None:
            made = msgspec.structs.replace(made, box=box, entry=_paid_ahead(work, made, box))
        return made

    def apply(self, books: Books, fact: PlanSet) -> None:
        """The plan, and the payment."""
        plans.add(books, _plan(books.stamp.key, fact))
        if fact.entry is not None:
            journal.post(books, fact.entry, fact.number)
        else:
            books.numbered(fact.number)

    def undoable(self, work: Work, fact: PlanSet) -> None:
        """Refuse once a month of it was posted."""
        found = plans.plan(work, fact.number)
        if found is None or found.ended or found.posted:
            reason = _(N_("sudah ada bulan yang dibukukan; balik itu dahulu"))
            raise NotReversible(number=fact.number, reason=reason, field="entry")

    def undo(self, books: Books, fact: PlanSet) -> None:
        """Nothing was paid ahead after all."""
        found = plans.plan(books, fact.number)
        if found is not None:
            plans.end(books, found.key, fact.last, ended=True)


def _plan(key: int, fact: PlanSet) -> Plan:
    return Plan(
        key=key,
        number=fact.number,
        name=fact.name,
        kind=fact.kind,
        way=fact.way,
        amount=fact.amount,
        account=fact.account,
        against=fact.against,
        unit=fact.unit,
        lini=fact.lini,
        box=fact.box if fact.kind == RECURRING else None,
        first=Month(fact.first),
        last=Month(fact.last) if fact.last else None,
        posted=NOTHING,
        settled=NOTHING,
        ended=False,
    )


def _box(work: Work, order: PlanOrder) -> chart.Box:
    """Where the money of a plan goes out or comes in. Raises BadField."""
    if order.way == IN:
        return paying.receiving(work, order.box)
    return paying.paying(work, order.box, order.unit)


def _named(name: str) -> str:
    missing = _(N_("nama rencana harus diisi, paling panjang 60 huruf"))
    return short_line(name, _LONGEST_NAME, field="name", missing=missing)


def _account(work: Work, code: str) -> str:
    chart.require_in_use(work, code)
    return chart.account(work, code).code


def _above_nothing(amount: Rupiah) -> Rupiah:
    if amount <= NOTHING:
        raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
    return amount


def _against(work: Work, order: PlanOrder) -> str:
    """The other account: the box's, the named one, or the usual one of its kind. BadField."""
    if order.kind == RECURRING:
        if (order.box is None) == (order.against is None):
            reason = _(N_("sebutkan kas atau bank yang dipakai, atau akun lawannya"))
            raise BadField(name="box", reason=reason, field="box")
        if order.box is not None:
            return chart.box(work, order.box).account
        found = chart.account(work, order.against or "", field="against")
        return PREPAID_ACCOUNT if found.code == PREPAID_ACCOUNT else _owed(found)
    if order.way == IN:
        reason = _(N_("hanya yang rutin dapat berupa penerimaan"))
        raise BadField(name="way", reason=reason, field="way")
    if order.kind == PREPAID:
        if order.against not in {None, PREPAID_ACCOUNT}:
            reason = _(N_("beban dibayar di muka dicatat di akun {code}"))
            reason = reason.format(code=PREPAID_ACCOUNT)
            raise BadField(name="against", reason=reason, field="against")
        return PREPAID_ACCOUNT
    if order.box is not None:
        reason = _(N_("yang belum dibayar tidak memakai kas; bayarnya dicatat kemudian"))
        raise BadField(name="box", reason=reason, field="box")
    return _owed(chart.account(work, order.against or _ACCRUED, field="against"))


def _owed(found: chart.Account) -> str:
    """An account of costs that are not paid yet; other debts have rooms of their own. BadField."""
    if not found.code.startswith(_OWED) or found.type != "liability" or found.subledger:
        reason = _(N_("akun {code} bukan utang beban; pakai {usual}"))
        reason = reason.format(code=found.code, usual=_ACCRUED)
        raise BadField(name="against", reason=reason, field="against")
    return found.code


def _last(order: PlanOrder, first: Month) -> Month | None:
    """The last month, where there is one. BadField."""
    if not 0 <= order.months <= _MOST_MONTHS or (order.kind == PREPAID and not order.months):
        reason = _(N_("isi lamanya antara 1 dan 120 bulan"))
        raise BadField(name="months", reason=reason, field="months")
    return first.plus(order.months - 1) if order.months else None


def _require_spread(order: PlanOrder) -> None:
    """Only costs are spread over months or accrued; nothing but costs and income recurs. BadField.

    What else goes out every month (savings, debts, assets) is paid on the screen that keeps it.
    """
    if order.account[:1] not in _NOMINAL:
        reason = _(N_("akun {code} bukan beban atau pendapatan")).format(code=order.account)
        raise BadField(name="account", reason=reason, field="account")


def _month_entry(work: Work, plan: Plan, month: Month, amount: Rupiah) -> Entry:
    """What a month of a plan posts. Raises BadField where accounts cannot stand so."""
    signed = amount if plan.way == OUT else -amount
    box = chart.box(work, plan.box) if plan.box is not None else None
    lines = (
        OrderedLine(plan.account, signed, plan.unit, lini=plan.lini),
        OrderedLine(
            plan.against,
            -signed,
            box.unit if box is not None else OFFICE_UNIT,
            box=plan.box,
        ),
    )
    text = N_("{name}, {month}").format(name=plan.name, month=wording.month(month))
    return _checked(work, entry(text, *resolved(work, lines, lump=False)))


def _checked(work: Work, made: Entry) -> Entry:
    """Refuse accounts that other rooms keep a book of. BadField."""
    if by_hand.needs_second(work, made):
        reason = _(N_("akun ini punya buku sendiri dan tidak dibukukan lewat rencana"))
        raise BadField(name="account", reason=reason, field="account")
    return made


def _paid_ahead(work: Work, made: PlanSet, box: str) -> Entry:
    """J04a: the whole, out of a box."""
    held = chart.box(work, box)
    lines = (
        OrderedLine(PREPAID_ACCOUNT, made.amount, OFFICE_UNIT),
        OrderedLine(held.account, -made.amount, held.unit, box=held.code),
    )
    text = N_("{name}, dibayar di muka").format(name=made.name)
    posted = entry(text, *resolved(work, lines, lump=False))
    journal.require_postable(work, posted, work.bd, work.today)
    return posted


class PostPlanOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A plan and a month; another `amount` than usual, nothing to pass the month over."""

    plan: int | str
    month: str
    amount: Rupiah | None = None


class PlanPosted(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A month of a plan; no number and no entry where it was passed over."""

    plan: int
    month: str
    amount: Rupiah
    number: str | None = None
    entry: Entry | None = None


@operation("accounting.post_plan", version=1)
class PostPlan(Operation[PostPlanOrder, PlanPosted]):
    """Post a month of a plan."""

    sentence = N_("Membukukan rencana bulan ini")
    document = "RTN"

    def document_day(self, work: Work, order: PostPlanOrder) -> tuple[date, str | None]:
        """The month's last day, today while it lasts; of a locked one, in the first open month."""
        found, month = plans.plan(work, order.plan), monthly.month_of(order.month)
        if found is not None and plans.makes_up(found, month):
            month = periods.first_open(work, month)
        return monthly.document_day(work, str(month))

    def decide(self, work: Work, order: PostPlanOrder) -> PlanPosted:
        """A month of the plan that is not done; of a prepaid one, none before it."""
        found, month = plans.require_plan(work, order.plan), monthly.month_of(order.month)
        if found.ended or not found.runs_in(month):
            reason = _(N_("{name} tidak berjalan pada {month}"))
            reason = reason.format(name=found.name, month=wording.month(month))
            raise BadField(name="month", reason=reason, field="month")
        if month in plans.months_done(work, found.key):
            raise AlreadyDecided(subject=f"{found.name}, {wording.month(month)}", field="month")
        amount = _amount(work, found, month, order.amount)
        if not amount:
            return PlanPosted(plan=found.key, month=str(month), amount=amount)
        made = _month_entry(work, found, month, amount)
        journal.require_postable(work, made, work.bd, work.today)
        return PlanPosted(
            plan=found.key,
            month=str(month),
            amount=amount,
            number=work.number(self.document),
            entry=made,
        )

    def apply(self, books: Books, fact: PlanPosted) -> None:
        """The month is done."""
        plans.post(books, fact.plan, fact.month, fact.amount)
        if fact.entry is not None:
            journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: PlanPosted) -> None:
        """Refuse once the plan ended, was paid from, or spread what is left over later months."""
        found = plans.require_plan(work, fact.plan)
        later = any(month > fact.month for month in plans.months_done(work, fact.plan))
        if found.ended or (found.kind == PREPAID and later) or found.accrued < _left(found, fact):
            reason = _(N_("sesudah itu rencananya dibukukan, dibayar, atau diakhiri"))
            raise NotReversible(number=fact.number or "", reason=reason, field="entry")

    def undo(self, books: Books, fact: PlanPosted) -> None:
        """The month is to be done again."""
        plans.unpost(books, fact.plan, fact.month, fact.amount)

    def refers_to(self, fact: PlanPosted) -> tuple[int, ...]:
        """The plan."""
        return (fact.plan,)


def _left(found: Plan, fact: PlanPosted) -> Rupiah:
    return fact.amount if found.kind == ACCRUAL else NOTHING


def _amount(work: Work, found: Plan, month: Month, other: Rupiah | None) -> Rupiah:
    """What the month comes to. BadField."""
    if found.kind == PREPAID:
        if other is not None:
            reason = _(N_("bagian bulan dari yang dibayar di muka dihitung, tidak diketik"))
            raise BadField(name="amount", reason=reason, field="amount")
        _require_no_gap(work, found, month)
        return found.due(month)
    amount = found.amount if other is None else other
    if amount < NOTHING:
        raise BadField(name="amount", reason=_(N_("tidak boleh kurang dari nol")), field="amount")
    return amount


def _require_no_gap(work: Work, found: Plan, month: Month) -> None:
    """Refuse a month while an earlier one that is open is not done. BadField."""
    done = plans.months_done(work, found.key)
    earlier = periods.first_open(work, found.first)
    while earlier < month:
        if earlier not in done:
            reason = _(N_("bukukan {earlier} dahulu")).format(earlier=wording.month(earlier))
            raise BadField(name="month", reason=reason, field="month")
        earlier = periods.first_open(work, earlier.next())


class SettleOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What was paid of an accrued cost, out of a box; what goes beyond it is cost of today."""

    plan: int | str
    amount: Rupiah
    box: str


class PlanSettled(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A payment: `settled` of it was accrued before."""

    number: str
    plan: int
    amount: Rupiah
    settled: Rupiah
    box: str
    entry: Entry


@operation("accounting.settle_plan", version=1)
class SettlePlan(Operation[SettleOrder, PlanSettled]):
    """Pay what was accrued: the debt first, then the cost (RULES, Entries)."""

    sentence = N_("Membayar beban yang masih harus dibayar")
    document = "BMH"

    def decide(self, work: Work, order: SettleOrder) -> PlanSettled:
        """An accrued plan; money that is there."""
        found = plans.require_plan(work, order.plan)
        if found.kind != ACCRUAL:
            reason = _(N_("{name} tidak menunggu pembayaran")).format(name=found.name)
            raise BadField(name="plan", reason=reason, field="plan")
        settled = min(_above_nothing(order.amount), found.accrued)
        box = paying.paying(work, order.box, found.unit)
        ordered = [
            OrderedLine(found.against, settled, OFFICE_UNIT),
            OrderedLine(found.account, order.amount - settled, found.unit, lini=found.lini),
            OrderedLine(box.account, -order.amount, box.unit, box=box.code),
        ]
        lines = tuple(line for line in ordered if line.amount)
        text = N_("Bayar {name}").format(name=found.name)
        made = _checked(work, entry(text, *resolved(work, lines, lump=False)))
        journal.require_postable(work, made, work.bd, work.today)
        return PlanSettled(
            number=work.number(self.document),
            plan=found.key,
            amount=order.amount,
            settled=settled,
            box=box.code,
            entry=made,
        )

    def apply(self, books: Books, fact: PlanSettled) -> None:
        """So much less is accrued."""
        plans.settle(books, fact.plan, fact.settled)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: PlanSettled) -> None:
        """It is owed again."""
        plans.settle(books, fact.plan, -fact.settled)

    def refers_to(self, fact: PlanSettled) -> tuple[int, ...]:
        """The plan."""
        return (fact.plan,)


class EndOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """A plan that ends now; of a prepaid one what came back, and into which box."""

    plan: int | str
    refund: Rupiah | None = None
    box: str | None = None


class PlanEnded(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A plan that posts nothing more; what was still paid ahead is a cost, less what came back."""

    plan: int
    last: str | None = None
    rest: Rupiah = NOTHING
    refund: Rupiah = NOTHING
    box: str | None = None
    number: str | None = None
    entry: Entry | None = None


@operation("accounting.end_plan", version=1)
class EndPlan(Operation[EndOrder, PlanEnded]):
    """End a plan; what of a prepaid one is left becomes a cost."""

    sentence = N_("Mengakhiri rencana bulanan")
    document = "RNA"

    def decide(self, work: Work, order: EndOrder) -> PlanEnded:
        """A plan that still runs; not more back than was paid ahead."""
        found = plans.require_plan(work, order.plan)
        if found.ended:
            raise AlreadyDecided(subject=found.name, field="plan")
        refund = order.refund or NOTHING
        if not NOTHING <= refund <= found.rest:
            reason = _(N_("paling banyak {rest}")).format(rest=wording.rupiah(found.rest))
            raise BadField(name="refund", reason=reason, field="refund")
        ended = PlanEnded(plan=found.key, last=str(found.last) if found.last else None)
        if not found.rest:
            return ended
        made, box = _rest(work, found, refund, order.box)
        return msgspec.structs.replace(
            ended,
            rest=found.rest,
            refund=refund,
            box=box,
            number=work.number(self.document),
            entry=made,
        )

    def apply(self, books: Books, fact: PlanEnded) -> None:
        """It is over."""
        plans.end(books, fact.plan, fact.last, ended=True)
        if fact.entry is not None:
            journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: PlanEnded) -> None:
        """It goes on."""
        plans.end(books, fact.plan, fact.last, ended=False)

    def refers_to(self, fact: PlanEnded) -> tuple[int, ...]:
        """The plan."""
        return (fact.plan,)


def _rest(work: Work, found: Plan, refund: Rupiah, box: str | None) -> tuple[Entry, str | None]:
    """What was paid ahead and is not used: back into a box, else a cost."""
    held = paying.receiving(work, box) if refund else None
    ordered = [
        OrderedLine(found.account, found.rest - refund, found.unit, lini=found.lini),
        OrderedLine(found.against, -found.rest, OFFICE_UNIT),
    ]
    if held is not None:
        ordered.insert(0, OrderedLine(held.account, refund, held.unit, box=held.code))
    lines = tuple(line for line in ordered if line.amount)
    text = N_("{name} diakhiri").format(name=found.name)
    made = entry(text, *resolved(work, lines, lump=False))
    journal.require_postable(work, made, work.bd, work.today)
    return made, held.code if held is not None else None
