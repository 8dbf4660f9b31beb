"""Paying a bill less the tax that is kept back for the state: rent of land and buildings."""

from __future__ import annotations

from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import chart, journal, paying
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, credit, debit, entry
from kopdes_desktop.members.nearness import require_outsider
from kopdes_desktop.members.parties import party_key
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.taxes import months, queries, rules
from kopdes_desktop.taxes.rules import Tax
from kopdes_desktop.taxes.tables import TAX_WITHHELD

_NEW = insert_into(TAX_WITHHELD)
_VOID = Statement(
    update(TAX_WITHHELD).where(TAX_WITHHELD.c.number == bindparam("of_number")).values(void=1)
)
_LONGEST = 60


class WithholdOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """A bill by its whole amount, and the box that pays what is left of it.

    `ahead`: for months to come, so that it stands on prepaid cost until a plan spreads it. `ref` is
    the number of the slip that the other side gets (bukti potong), `party` whose it is (a third
    party's code, a member's number, an officer's login).
    """

    amount: Rupiah
    box: str
    unit: str = OFFICE_UNIT
    ahead: bool = False
    code: str = rules.RENT
    ref: str = ""
    party: int | str | None = None


class Withheld(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A bill that was paid less its tax; `of` is the fact that withheld in this month first."""

    number: str
    code: str
    month: str
    base: Rupiah
    rate: str
    amount: Rupiah
    box: str
    unit: str
    entry: Entry
    of: int | None = None
    ref: str = ""
    party: int | None = None


@operation("taxes.withhold", version=1)
class Withhold(Operation[WithholdOrder, Withheld]):
    """Pay a bill less the tax that the payer owes the state for it (PP 34/2017, Pasal 3)."""

    sentence = N_("Membayar sewa dan memotong pajaknya")
    document = "PTP"

    def decide(self, work: Work, order: WithholdOrder) -> Withheld:
        """A tax that is kept back, a rate above nought on that day, money that is there."""
        tax = rules.tax(order.code)
        cost, ahead = _accounts(tax)
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        rate = queries.rate(work, tax.code, work.bd)
        amount = rate.of(order.amount) if rate is not None else NOTHING
        if rate is None or not amount:
            reason = _(N_("tidak ada yang dipotong menurut tarif hari itu; catat lewat Catat"))
            raise BadField(name="amount", reason=reason, field="amount")
        party = party_key(work, order.party, "party") if order.party else None
        require_outsider(work, [party], self.sentence)
        month = Month.of(work.bd)
        known = queries.month_of_tax(work, tax.code, month)
        unit = chart.unit(work, order.unit).code
        box = paying.paying(work, order.box, unit)
        made = entry(
            N_("Sewa, dipotong PPh 4(2)"),
            debit(ahead, order.amount, OFFICE_UNIT)
            if order.ahead
            else debit(cost, order.amount, unit),
            credit(
                tax.payable or "",
                amount,
                OFFICE_UNIT,
                key=known.key if known.key is not None else work.key,
            ),
            credit(box.account, order.amount - amount, box.unit, box=box.code),
        )
        journal.require_postable(work, made, work.bd, work.today)
        return Withheld(
            number=work.number(self.document),
            code=tax.code,
            month=str(month),
            base=order.amount,
            rate=rate.percent,
            amount=amount,
            box=box.code,
            unit=unit,
            entry=made,
            of=known.key,
            ref=short_line(order.ref, _LONGEST, field="ref"),
            party=party,
        )

    def apply(self, books: Books, fact: Withheld) -> None:
        """Paid, and the tax owed."""
        day = books.stamp.bd.isoformat()
        figures = int(fact.base), fact.rate, int(fact.amount)
        books.insert(
            _NEW, fact.number, fact.code, fact.month, day, *figures, fact.ref, 0, fact.party
        )
        key = fact.of or books.stamp.key
        months.add(books, fact.code, fact.month, key=key, posted=fact.amount)
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: Withheld) -> None:
        """Refuse once the tax was paid over."""
        months.require_unpaid(work, fact.code, fact.month, fact.amount, number=fact.number)

    def undo(self, books: Books, fact: Withheld) -> None:
        """Neither paid nor owed."""
        books.change(_VOID, of_number=fact.number)
        months.add(books, fact.code, fact.month, posted=-fact.amount)

    def refers_to(self, fact: Withheld) -> tuple[int, ...]:
        """The fact that withheld in the month first, and who was paid."""
        return tuple(key for key in (fact.of, fact.party) if key is not None)


def _accounts(tax: Tax) -> tuple[str, str]:
    """The cost, and where it stands while it is paid ahead. BadField."""
    if len(tax.kept_from) != 2 or tax.payable is None:  # noqa: PLR2004  these two
        reason = _(N_("{name} tidak dipotong saat membayar")).format(name=tax.name)
        raise BadField(name="code", reason=reason, field="code")
    cost, ahead = tax.kept_from
    return cost, ahead
