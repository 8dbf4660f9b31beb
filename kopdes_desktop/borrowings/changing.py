"""Agreeing on other terms, and taking that back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, update

from kopdes_desktop.borrowings import queries, rules
from kopdes_desktop.borrowings.agreeing import (
    LONGEST,
    DueRow,
    agree,
    rate_of,
    renew,
    require_first_due,
    rows_of,
)
from kopdes_desktop.borrowings.rules import Method, Terms
from kopdes_desktop.borrowings.tables import (
    BORROWING_TERMS,
)
from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import periods
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work

_VOID_TERMS = Statement(
    update(BORROWING_TERMS).where(BORROWING_TERMS.c.key == bindparam("of_terms")).values(void=1)
)


class ChangeScheduleOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Other terms for what is left of a borrowing, and why; what is not named stays as it is."""

    loan: int | str
    first_due: date
    months: int
    reason: str
    rate: str | None = None
    grace: int = 0
    method: Method | None = None


class ScheduleChanged(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """The whole schedule from a day on: what was paid, then the new instalments."""

    number: str
    loan: int
    since: date
    rate: str
    months: int
    grace: int
    method: Method
    reason: str
    schedule: tuple[DueRow, ...]


@operation("borrowings.change_schedule", version=1)
class ChangeSchedule(Operation[ChangeScheduleOrder, ScheduleChanged]):
    """Agree on other terms (addendum, restructuring) from a day on; nothing is posted."""

    sentence = N_("Mengubah jadwal pinjaman koperasi")
    document = "UJP"

    def decide(self, work: Work, order: ChangeScheduleOrder) -> ScheduleChanged:
        """Something is left, the new terms make a schedule, and somebody says why.

        Closed months keep what was agreed in them, and changes follow one another.
        """
        found = queries.require_borrowing(work, order.loan)
        reason = short_line(
            order.reason, LONGEST, field="reason", missing=_(N_("alasan harus diisi"))
        )
        if not found.left:
            raise AlreadyDecided(subject=found.label, field="loan")
        periods.require_open(work, work.bd)
        if work.bd < found.schedules[-1].since:
            reason_ = _(
                N_("jadwalnya sudah diubah pada {day}; perubahan ini tidak boleh sebelumnya")
            )
            shown = wording.short_day(found.schedules[-1].since)
            raise BadField(name="day", reason=reason_.format(day=shown), field="day")
        require_first_due(order.first_due, work.bd)
        rate = found.rate if order.rate is None else rate_of(order.rate)
        terms = Terms(
            found.left,
            Decimal(rate),
            order.months,
            order.grace,
            order.method or found.method,
            order.first_due,
        )
        rules.require_terms(terms)
        grown = max(found.recognised, rules.due_by(found.parts, work.bd)[1])
        stands = rules.settled(found.parts, (found.paid, found.interest_paid), grown, work.bd)
        return ScheduleChanged(
            number=work.number(self.document),
            loan=found.key,
            since=work.bd,
            rate=rate,
            months=order.months,
            grace=order.grace,
            method=terms.method,
            reason=reason,
            schedule=rows_of([*stands, *rules.schedule(terms)]),
        )

    def apply(self, books: Books, fact: ScheduleChanged) -> None:
        """The new schedule stands from its day on; the old one for the days before."""
        agree(books, fact.loan, fact, since=fact.since, number=fact.number)
        renew(books, fact.loan)
        books.numbered(fact.number)

    def refers_to(self, fact: ScheduleChanged) -> tuple[int, ...]:
        """The borrowing."""
        return (fact.loan,)


class RestoreScheduleOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A change of terms, by its number, and why it is taken back."""

    change: str
    reason: str


class ScheduleRestored(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A change of terms (its fact) that was never agreed; the change keeps its number."""

    loan: int
    change: int
    reason: str


@operation("borrowings.restore_schedule", version=1)
class RestoreSchedule(Operation[RestoreScheduleOrder, ScheduleRestored]):
    """Take the last change of terms back: what was agreed before it holds again."""

    sentence = N_("Membatalkan perubahan jadwal pinjaman koperasi")

    def decide(self, work: Work, order: RestoreScheduleOrder) -> ScheduleRestored:
        """The last change of its borrowing, made in a month that is still open."""
        reason = short_line(
            order.reason, LONGEST, field="reason", missing=_(N_("alasan harus diisi"))
        )
        wanted = order.change.strip()
        for found in queries.borrowings(work):
            for change in found.schedules:
                if change.number == wanted:
                    if change is not found.schedules[-1]:
                        why = _(N_("jadwalnya sudah diubah lagi; batalkan perubahan itu dahulu"))
                        raise NotReversible(number=wanted, reason=why, field="change")
                    periods.require_open(work, change.since)
                    return ScheduleRestored(loan=found.key, change=change.key, reason=reason)
        why = _(N_("tidak ada perubahan jadwal {name}")).format(name=wanted)
        raise BadField(name="change", reason=why, field="change")

    def apply(self, books: Books, fact: ScheduleRestored) -> None:
        """The terms before it are in force again."""
        books.change(_VOID_TERMS, of_terms=fact.change)
        renew(books, fact.loan)

    def refers_to(self, fact: ScheduleRestored) -> tuple[int, ...]:
        """The borrowing and the change."""
        return (fact.loan, fact.change)
