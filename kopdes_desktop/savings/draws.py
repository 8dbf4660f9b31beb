"""A sale paid from savings: the part of the sale that draws on them (recipe D09).

The sale posts the one entry; what was drawn counts towards a day's withdrawals. On an outlet's
laptop only where its device was granted the part, and within a limit of its own.
"""

from __future__ import annotations

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.settings import SAVINGS_AT_TILL, setting
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import queries, withdrawals


class DrawOrder(Order, frozen=True, omit_defaults=True):
    """Whose savings pay how much of the document of this number; the voluntary product."""

    number: str
    member: int
    amount: Rupiah
    product: str = "voluntary"


class Drawn(Fact, frozen=True, omit_defaults=True):
    """What was drawn of one member's savings for a document."""

    number: str
    member: int
    product: str
    amount: Rupiah


@operation("savings.draw", version=1)
class Draw(Operation[DrawOrder, Drawn]):
    """Pay a sale from a member's savings."""

    sentence = N_("Membayar belanja dari simpanan")

    def decide(self, work: Work, order: DrawOrder) -> Drawn:
        """An active member's voluntary savings, within the day's limit of this laptop."""
        who = members.require_active(work, order.member)
        product = withdrawals.withdrawable(work, order.product, field="tenders")
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="tenders")
        own = device.device(work, work.device)
        if own is not None and own.role == device.OUTLET:
            _require_lent(work, who, order.amount)
        else:
            withdrawals.require_second(work, who, order.amount)
        return Drawn(order.number, who.key, product.code, order.amount)

    def apply(self, books: Books, fact: Drawn) -> None:
        """It counts towards the day's withdrawals; the savings follow the journal."""
        withdrawals.count(books, fact.number, fact.member, fact.product, fact.amount)

    def undo(self, books: Books, fact: Drawn) -> None:
        """It counts no more."""
        withdrawals.count_no_more(books, fact.number)


def account_of(read: Reading, drawn: Drawn) -> tuple[str, str]:
    """The account and unit that a draw debits."""
    product = queries.product(read, drawn.product)
    return product.account, product.unit


def _require_lent(work: Work, who: members.MemberRow, amount: Rupiah) -> None:
    """On an outlet's laptop: granted, within its limit, of nobody near. BadField, NeedsApproval."""
    if not device.granted(work, work.device, Draw.code):
        reason = _(N_("belanja dari simpanan hanya di laptop bendahara"))
        raise BadField(name="tenders", reason=reason, field="tenders")
    withdrawals.require_no_family(work, who, Draw.sentence)
    before = queries.withdrawn_on(work, who.key, work.bd, recorded=work.clock_day)
    limit = setting(work, SAVINGS_AT_TILL)
    if int(before) + int(amount) > limit:
        raise BadField(
            name="tenders",
            reason=_(N_("di gerai ini belanja dari simpanan paling banyak {limit} sehari")).format(
                limit=wording.rupiah(limit)
            ),
            field="tenders",
        )
