"""What happens again every month: costs that recur, were paid ahead, or are owed (J04, accruals).

Here it is planned; `plan_months` posts it month by month.

Terms: rutin (recurring), dibayar di muka (prepaid), masih harus dibayar (accrued).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from kopdes_desktop.accounting import plans
from kopdes_desktop.accounting.operations import OrderedLine, resolved
from kopdes_desktop.accounting.plans import IN, OUT, PREPAID, PREPAID_ACCOUNT, RECURRING, Plan
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import by_hand, chart, journal, monthly, paying
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, PostingOrder, operation
from kopdes_desktop.office.work import Work

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
            amount=above_nothing(order.amount),
            unit=chart.unit(work, order.unit).code,
            first=str(first),
            last=str(last) if last is not None else None,
            box=box if order.kind == RECURRING else None,
            lini=order.lini,
        )
        _require_spread(order)
        month_entry(work, _plan(0, made), first, order.amount)
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


def above_nothing(amount: Rupiah) -> Rupiah:
    """An amount that is one. BadField."""
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


def month_entry(work: Work, plan: Plan, month: Month, amount: Rupiah) -> Entry:
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
    return checked(work, entry(text, *resolved(work, lines, lump=False)))


def checked(work: Work, made: Entry) -> Entry:
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
