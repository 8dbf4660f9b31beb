"""Dues of an old register: a shortage is an estimate until the board decides (RULES, Members).

Nobody is reminded of an estimate or made inactive by it. One decision declares estimates settled up
to the opening day, or owed after all.
"""

from __future__ import annotations

from sqlalchemy import and_, bindparam, delete, or_, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import queries
from kopdes_desktop.savings.tables import ESTIMATE

OPEN = "open"

_MARK = insert_into(ESTIMATE)
_UNMARK = Statement(
    delete(ESTIMATE).where(
        ESTIMATE.c.member == bindparam("of_member"), ESTIMATE.c.fact == bindparam("of_fact")
    )
)
_DECIDED = Statement(
    update(ESTIMATE)
    .where(
        and_(
            ESTIMATE.c.state == OPEN,
            or_(bindparam("of_member").is_(None), ESTIMATE.c.member == bindparam("of_member")),
        )
    )
    .values(state=bindparam("now"))
)


def mark(books: Books, member: int, product: str, month: Month) -> None:
    """The fact in hand brought a member's dues in from an old register, up to this month.

    What the months up to it lack is an estimate from now on.
    """
    books.insert(_MARK, member, product, books.stamp.key, str(month), OPEN)


def unmark(books: Books, member: int, fact: int) -> None:
    """What a fact has marked of a member is taken back with it."""
    books.change(_UNMARK, of_member=member, of_fact=fact)


class SettleOrder(Order, frozen=True, omit_defaults=True):
    """The board's decision: whether estimated shortages are owed; of whom (all, if nobody)."""

    decision_no: str
    owed: bool
    members: tuple[int | str, ...] | None = None


class EstimatesSettled(Fact, frozen=True, omit_defaults=True):
    """The board's decision; without members it is about every estimate that then was open."""

    decision_no: str
    owed: bool
    members: tuple[int, ...] | None = None


@operation("savings.settle_estimates", version=1)
class SettleEstimates(Operation[SettleOrder, EstimatesSettled]):
    """Record whether shortages estimated from an old register are owed."""

    sentence = N_("Mencatat keputusan atas perkiraan tunggakan iuran")

    def decide(self, work: Work, order: SettleOrder) -> EstimatesSettled:
        """A numbered decision about estimates that are open."""
        number = order.decision_no.strip()
        if not number:
            reason = _(N_("nomor keputusan harus diisi"))
            raise BadField(name="decision_no", reason=reason, field="decision_no")
        if order.members is None:
            if not queries.has_open_estimates(work):
                reason = _(N_("tidak ada perkiraan tunggakan yang menunggu keputusan"))
                raise BadField(name="members", reason=reason, field="members")
            return EstimatesSettled(number, order.owed)
        whom = [
            members.require_member(work, name, field=f"members[{n}]")
            for n, name in enumerate(order.members)
        ]
        for n, who in enumerate(whom):
            if not queries.has_open_estimates(work, who.key):
                reason = _(N_("anggota {number} tidak mempunyai perkiraan tunggakan yang menunggu"))
                reason = reason.format(number=who.number or who.key)
                raise BadField(name="members", reason=reason, field=f"members[{n}]")
        if not whom:
            reason = _(N_("belum ada anggota yang dipilih"))
            raise BadField(name="members", reason=reason, field="members")
        return EstimatesSettled(number, order.owed, tuple(sorted({who.key for who in whom})))

    def apply(self, books: Books, fact: EstimatesSettled) -> None:
        """Open estimates are settled, or owed like any other month."""
        now = "owed" if fact.owed else "settled"
        for member in (None,) if fact.members is None else fact.members:
            books.change(_DECIDED, of_member=member, now=now)

    def refers_to(self, fact: EstimatesSettled) -> tuple[int, ...]:
        """Every member named."""
        return fact.members or ()
