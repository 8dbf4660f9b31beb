"""A plan goes on: its months are posted, what was accrued is paid, and one day it ends (J04).

What is planned, and what a month's entry looks like, stands in `recurring`.
"""

from __future__ import annotations

from datetime import date

import msgspec

from kopdes_desktop.accounting import plans
from kopdes_desktop.accounting.operations import OrderedLine, resolved
from kopdes_desktop.accounting.plans import ACCRUAL, PREPAID, Plan
from kopdes_desktop.accounting.recurring import above_nothing, checked, month_entry
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import journal, monthly, paying, periods
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work


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
        made = month_entry(work, found, month, amount)
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
        settled = min(above_nothing(order.amount), found.accrued)
        box = paying.paying(work, order.box, found.unit)
        ordered = [
            OrderedLine(found.against, settled, OFFICE_UNIT),
            OrderedLine(found.account, order.amount - settled, found.unit, lini=found.lini),
            OrderedLine(box.account, -order.amount, box.unit, box=box.code),
        ]
        lines = tuple(line for line in ordered if line.amount)
        text = N_("Bayar {name}").format(name=found.name)
        made = checked(work, entry(text, *resolved(work, lines, lump=False)))
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
