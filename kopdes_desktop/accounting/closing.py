"""Months are sealed by outlets, closed by the treasurer, re-opened by two officers (FACTS §4)."""

from __future__ import annotations

from functools import partial

from kopdes_desktop.accounting import old_words
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, NeedsApproval, PeriodClosed
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import periods, year_ends
from kopdes_desktop.office import device, marks
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work

CHAIR = "chair"


class MonthOrder(Order, frozen=True, omit_defaults=True):
    """A month (YYYY-MM)."""

    month: str


class Mark(Fact, frozen=True, omit_defaults=True):
    """How far a device's chain is covered."""

    seq: int
    hash: str


class MonthClosed(Fact, frozen=True, omit_defaults=True):
    """A locked month; `marks` by device id; `unsealed` names outlets that the chair answers for."""

    month: str
    marks: dict[str, Mark]
    unsealed: tuple[str, ...] = ()


class MonthSealed(Fact, frozen=True, omit_defaults=True):
    """An outlet's word that nothing more of a month comes from it."""

    month: str


class ReopenOrder(Order, frozen=True, omit_defaults=True):
    """A closed month, and why it has to be open again."""

    month: str
    reason: str


class MonthReopened(Fact, frozen=True, omit_defaults=True):
    """A month that is open again, and why."""

    month: str
    reason: str


def month_of(text: str) -> Month:
    """A month as written. Raises BadField."""
    try:
        return Month(text)
    except ValueError:
        reason = _(N_("tulis bulan sebagai 2026-11"))
        raise BadField(name="month", reason=reason, field="month") from None


def _require_year_open(read: Reading, month: Month) -> None:
    """Refuse a month of a closed book year: the year is opened as a whole. BadField."""
    covering = year_ends.covering(read, month)
    if covering is not None:
        reason = _(
            N_(
                "tahun buku {year} sudah ditutup. Buka kembali tahun bukunya; bulan ini ikut "
                "terbuka"
            )
        ).format(year=covering.year.label)
        raise BadField(name="month", reason=reason, field="month")


def unsealed_outlets(read: Reading, month: Month) -> list[device.Device]:
    """Outlets that have not sealed a month."""
    sealed = periods.sealed_devices(read, month)
    return [
        each
        for each in device.devices(read)
        if each.role == device.OUTLET and each.revoked_after is None and each.number not in sealed
    ]


@operation("accounting.close_month", version=1)
class CloseMonth(Operation[MonthOrder, MonthClosed]):
    """Lock a month: nothing posts into it any more, from screen, import or another laptop."""

    sentence = N_("Menutup bulan buku")

    def signers(self, read: Reading, order: MonthOrder) -> int:
        """The chair signs for an outlet that has not sealed the month."""
        return 2 if unsealed_outlets(read, month_of(order.month)) else 0

    def decide(self, work: Work, order: MonthOrder) -> MonthClosed:
        """An open month that is over, after all earlier ones; counted boxes, books that agree.

        Raises BadField, PeriodClosed, BooksDiffer, AlreadyDecided, NeedsApproval.
        """
        month = month_of(order.month)
        if periods.is_closed(work, month):
            raise AlreadyDecided(subject=wording.month(month), field="month")
        start = periods.books_from(work)
        if start is not None and month < start:
            reason = _(
                N_("pembukuan baru mulai {start}; bulan sebelumnya tidak ada di sini untuk ditutup")
            ).format(start=wording.month(start))
            raise BadField(name="month", reason=reason, field="month")
        _require_over(work, month)
        earlier = periods.first_open(work, start or month)
        if earlier < month:
            raise PeriodClosed(
                N_("Tutup {open} dahulu, baru {month}."),
                month=wording.month(month),
                open=wording.month(earlier),
                field="month",
            )
        periods.require_tied(work, month, field="month")
        for reason in periods.lacking(work, month):
            raise BadField(name="month", reason=reason, field="month")
        waiting = unsealed_outlets(work, month)
        signing = {work.actor.role, work.approver.role} if work.approver else {work.actor.role}
        if waiting and CHAIR not in signing:
            raise NeedsApproval(operation=_(self.sentence))
        work.keep_by(partial(old_words.let_go, month=month))
        return MonthClosed(
            str(month),
            {name: Mark(seq, digest) for name, seq, digest in marks.heads(work)},
            tuple(each.series for each in waiting),
        )

    def apply(self, books: Books, fact: MonthClosed) -> None:
        """Locked."""
        periods.close(books, Month(fact.month))


def _require_over(work: Work, month: Month) -> None:
    """Refuse a month that still runs: whatever happens in it would find it locked. BadField."""
    if work.today >= month.last():
        return
    words = N_("{month} belum tiba. Menutupnya paling cepat pada hari terakhirnya, {day}")
    if month == Month.of(work.today):
        words = N_(
            "{month} masih berjalan: begitu ditutup, tidak ada lagi yang dapat dicatat sampai "
            "bulan depan. Menutupnya paling cepat pada hari terakhirnya, {day}"
        )
    reason = _(words).format(month=wording.month(month), day=wording.day(month.last()))
    raise BadField(name="month", reason=reason, field="month")


@operation("accounting.reopen_month", version=1)
class ReopenMonth(Operation[ReopenOrder, MonthReopened]):
    """Open a closed month again; two officers sign."""

    sentence = N_("Membuka kembali bulan buku")

    def signers(self, read: Reading, order: ReopenOrder) -> int:
        """Always two."""
        return 2

    def decide(self, work: Work, order: ReopenOrder) -> MonthReopened:
        """Only the last closed month: later statements stand on the earlier ones."""
        month = month_of(order.month)
        closed = periods.closed_months(work)
        if not closed or closed[-1] != month:
            reason = _(N_("hanya bulan tertutup yang terakhir dapat dibuka"))
            raise BadField(name="month", reason=reason, field="month")
        said = short_line(order.reason, field="reason", missing=_(N_("alasan harus diisi")))
        _require_year_open(work, month)
        return MonthReopened(str(month), said)

    def apply(self, books: Books, fact: MonthReopened) -> None:
        """Open again; nothing is dated anew."""
        periods.reopen(books, Month(fact.month))


@operation("month.seal", version=1)
class SealMonth(Operation[MonthOrder, MonthSealed]):
    """An outlet says that a month of its is complete."""

    sentence = N_("Menyegel bulan di gerai")

    def decide(self, work: Work, order: MonthOrder) -> MonthSealed:
        """Once, and only a month that has come."""
        month = month_of(order.month)
        if work.device in periods.sealed_devices(work, month) or month > Month.of(work.today):
            raise AlreadyDecided(subject=wording.month(month), field="month")
        return MonthSealed(str(month))

    def apply(self, books: Books, fact: MonthSealed) -> None:
        """Sealed."""
        periods.seal(books, Month(fact.month))

    def judge(self, books: Books, fact: MonthSealed, stamp: Stamp) -> tuple[str, ...]:
        """A month that has come, once."""
        month = Month(fact.month)
        twice = stamp.device in periods.sealed_devices(books, month)
        return ("R4: month.seal",) if twice or month > Month.of(stamp.bd) else ()
