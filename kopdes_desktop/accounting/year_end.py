"""A book year is closed in one transaction, and opened again by two officers (N01 to N03r).

Closing it locks its months, empties income and costs into 3-1402 on its last day, and makes of that
the undivided surplus 3-1401 of the office on the first day of the next year. The fact that closes
keeps every balance of the last day: a proof compares them with the ledger ever after.
"""

from __future__ import annotations

from datetime import date

from kopdes_desktop.accounting import rules, year_postings, year_standing
from kopdes_desktop.accounting.year_standing import UnitResult
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import AlreadyDecided, YearNotReady, YearStands
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances, chart, journal, periods, year_ends, years
from kopdes_desktop.ledger.entry import INTER_UNIT, Entry
from kopdes_desktop.ledger.year_ends import CURRENT, UNDIVIDED, ClosedYear
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work

CLOSE, REOPEN = "accounting.close_year", "accounting.reopen_year"
_POST, _UNDO = "accounting.post_closing", "accounting.undo_closing"
_CLOSE_MONTH, _REOPEN_MONTH = "accounting.close_month", "accounting.reopen_month"


class YearOrder(Order, frozen=True, omit_defaults=True):
    """A book year by the calendar year in which it begins ("2026")."""

    year: str


class ReopenYearOrder(Order, frozen=True, omit_defaults=True):
    """A closed book year, and why it has to be open again."""

    year: str
    reason: str


class ClosingPosted(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Income and costs of a year are empty. `locked`: its last month was locked before."""

    number: str
    year: str
    entry: Entry
    locked: bool = False


class YearClosed(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A closed book year: its first month, its surplus (a loss below zero), how it ended.

    `balances`: by unit and account (debit +), at the end of its last day and after `closing`, the
    fact that emptied income and costs. `entry` opens the next year; None where nothing was earned.
    """

    number: str
    year: str
    start: str
    surplus: Rupiah
    balances: dict[str, dict[str, Rupiah]]
    closing: int | None = None
    entry: Entry | None = None


class ClosingUndone(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Income and costs of a year stand open again; `target` is the entry that had emptied them."""

    number: str
    year: str
    target: int | None = None
    entry: Entry | None = None


class YearReopened(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A book year that is open again, and why; `target` opened the next one."""

    number: str
    year: str
    reason: str
    target: int
    entry: Entry | None = None


def _late(work: Work, day: date, words: str, year: BookYear) -> tuple[date, str | None]:
    """A day of the year that is being closed, with the reason why it is entered now."""
    return day, words.format(year=year.label) if day != work.today else None


@operation(_POST, version=1)
class PostClosing(Operation[YearOrder, ClosingPosted]):
    """Empty income and costs of a year into 3-1402, unit by unit; part of closing the year."""

    sentence = N_("Membukukan jurnal penutup tahun")
    document = "JTP"

    def document_day(self, work: Work, order: YearOrder) -> tuple[date, str | None]:
        """The year's last day."""
        year = years.year_named(work, order.year)
        return _late(work, year.last, N_("Tutup tahun buku {year}"), year)

    def decide(self, work: Work, order: YearOrder) -> ClosingPosted:
        """What stands open on income and costs, taken whole."""
        year = years.year_named(work, order.year)
        text = N_("Jurnal penutup tahun buku {year}").format(year=year.label)
        entry = year_postings.closing(text, year_ends.results(work, year))
        if entry is None:
            raise AlreadyDecided(subject=text, field="year")
        locked = periods.is_closed(work, year.end)
        return ClosingPosted(
            number=work.number(self.document), year=year.name, entry=entry, locked=locked
        )

    def apply(self, books: Books, fact: ClosingPosted) -> None:
        """The entry. A month locked before is open for this entry alone."""
        month = Month.of(books.stamp.posted_on)
        if fact.locked:
            periods.reopen(books, month)
        journal.post(books, fact.entry, fact.number)
        if fact.locked:
            periods.close(books, month)


@operation(CLOSE, version=1)
class CloseYear(Operation[YearOrder, YearClosed]):
    """Close a book year: lock its months, close its accounts, open the next year."""

    sentence = N_("Menutup tahun buku")
    document = "JPB"
    whole_batch = True

    def document_day(self, work: Work, order: YearOrder) -> tuple[date, str | None]:
        """The first day of the next year."""
        year = years.year_named(work, order.year)
        return _late(work, year.after().first, N_("Tutup tahun buku {year}"), year)

    def signers(self, read: Reading, order: YearOrder) -> int:
        """The chair signs for outlets that have not sealed a month of it."""
        return 2 if year_standing.unsealed(read, years.year_named(read, order.year)) else 0

    def decide(self, work: Work, order: YearOrder) -> YearClosed:
        """Once, when nothing on the checklist stops it. All months are locked, in order."""
        year = years.year_named(work, order.year)
        _require_ready(work, year)
        months = year_standing.open_months(work, year)
        for month in months[:-1]:
            work.then(_CLOSE_MONTH, {"month": str(month)})
        results = year_ends.results(work, year)
        closing = work.then(_POST, {"year": year.name}) if results else None
        for month in months[-1:]:
            work.then(_CLOSE_MONTH, {"month": str(month)})
        current = year_standing.by_unit(work, CURRENT, year.last)
        entry = year_postings.carried(
            N_("Jurnal pembuka: SHU tahun buku {year} belum dibagi").format(year=year.label),
            current,
            year_standing.by_unit(work, UNDIVIDED, year.last),
        )
        if entry is not None:
            journal.require_postable(work, entry, work.bd, work.today, field="year")
        return YearClosed(
            number=work.number(self.document),
            year=year.name,
            start=str(year.start),
            surplus=-total(current.values()),
            balances=_balances(work, year.last),
            closing=closing,
            entry=entry,
        )

    def apply(self, books: Books, fact: YearClosed) -> None:
        """The opening entry, and the year's mark."""
        if fact.entry is not None:
            journal.post(books, fact.entry, fact.number)
        else:
            books.numbered(fact.number)
        year_ends.close(books, BookYear(Month(fact.start)), fact.surplus)


def _require_ready(read: Work, year: BookYear) -> None:
    """Refuse a year that is closed, or whose checklist says stop. AlreadyDecided, YearNotReady."""
    if year_ends.closed_year(read, year) is not None:
        subject = _(N_("Tahun buku {year}")).format(year=year.label)
        raise AlreadyDecided(subject=subject, field="year")
    for step in year_standing.checklist(read, year, read.today):
        if step.state == year_standing.STOP:
            raise YearNotReady(year=year.label, reason=step.words, field="year")


def _balances(read: Reading, day: date) -> dict[str, dict[str, Rupiah]]:
    """What stands on each account of each unit at the end of a day; no zeros."""
    found = {unit.code: balances.balances_at(read, day, unit.code) for unit in chart.units(read)}
    return {
        unit: {account: amount for account, amount in by_account.items() if amount}
        for unit, by_account in found.items()
        if any(by_account.values())
    }


@operation(_UNDO, version=1)
class UndoClosing(Operation[YearOrder, ClosingUndone]):
    """Let income and costs of a year stand open again; part of opening the year again."""

    sentence = N_("Membatalkan jurnal penutup tahun")
    document = "JBP"

    def document_day(self, work: Work, order: YearOrder) -> tuple[date, str | None]:
        """The year's last day."""
        year = years.year_named(work, order.year)
        return _late(work, year.last, N_("Tahun buku {year} dibuka kembali"), year)

    def decide(self, work: Work, order: YearOrder) -> ClosingUndone:
        """The opposite of what closing the year had posted."""
        year = years.year_named(work, order.year)
        target = _fact_of(work, _standing(work, year)).closing
        entry = None
        if target is not None:
            text = N_("Pembatalan jurnal penutup tahun buku {year}").format(year=year.label)
            entry = year_postings.undone(balances.entry_of(work, target), text)
        return ClosingUndone(
            number=work.number(self.document), year=year.name, target=target, entry=entry
        )

    def apply(self, books: Books, fact: ClosingUndone) -> None:
        """The entry; the year's last month is open for it alone, and the year no longer closed."""
        closed = next(x for x in year_ends.closed_years(books) if x.year.name == fact.year)
        year_ends.reopen(books, closed.year)
        if fact.entry is None:
            books.numbered(fact.number)
            return
        periods.reopen(books, closed.year.end)
        journal.post(books, fact.entry, fact.number, reverses=fact.target)
        periods.close(books, closed.year.end)


@operation(REOPEN, version=1)
class ReopenYear(Operation[ReopenYearOrder, YearReopened]):
    """Open a closed book year again, as long as its surplus was not divided; two officers sign."""

    sentence = N_("Membuka kembali tahun buku")
    document = "JBB"
    whole_batch = True

    def document_day(self, work: Work, order: ReopenYearOrder) -> tuple[date, str | None]:
        """The first day of the next year."""
        year = years.year_named(work, order.year)
        return _late(work, year.after().first, N_("Tahun buku {year} dibuka kembali"), year)

    def signers(self, read: Reading, order: ReopenYearOrder) -> int:
        """Always two."""
        return 2

    def decide(self, work: Work, order: ReopenYearOrder) -> YearReopened:
        """The last closed year; nothing locked or divided since."""
        year = years.year_named(work, order.year)
        reason = rules.require_text(order.reason, field="reason")
        closed = _standing(work, year)
        fact = _fact_of(work, closed)
        _require_untouched(work, closed)
        work.then(_UNDO, {"year": year.name})
        work.then(_REOPEN_MONTH, {"month": str(year.end), "reason": reason})
        entry = None
        if fact.entry is not None:
            text = N_("Pembatalan jurnal pembuka sesudah tahun buku {year}").format(year=year.label)
            entry = year_postings.undone(fact.entry, text)
            journal.require_postable(work, entry, work.bd, work.today, field="year")
        return YearReopened(
            number=work.number(self.document),
            year=year.name,
            reason=reason,
            target=closed.fact,
            entry=entry,
        )

    def apply(self, books: Books, fact: YearReopened) -> None:
        """The opposite of the opening entry."""
        if fact.entry is None:
            books.numbered(fact.number)
        else:
            journal.post(books, fact.entry, fact.number, reverses=fact.target)


def balances_of(read: Reading, closed: ClosedYear) -> dict[str, dict[str, Rupiah]]:
    """By unit and account (debit +), what a year's last day ended with when it was closed."""
    return _fact_of(read, closed).balances


def opened_with(read: Reading, closed: ClosedYear) -> dict[str, Rupiah]:
    """What the next year began with, by account (debit +): the last day and the opening entry."""
    found: dict[str, Rupiah] = {}
    fact = _fact_of(read, closed)
    kept = [(code, amount) for unit in fact.balances.values() for code, amount in unit.items()]
    moved = [(x.account, x.amount) for x in fact.entry.lines] if fact.entry is not None else []
    for account, amount in (*kept, *moved):
        found[account] = found.get(account, NOTHING) + amount
    return {account: amount for account, amount in sorted(found.items()) if amount}


def earned(read: Reading, year: BookYear) -> list[UnitResult]:
    """What each unit earned in a year, as it stands open or as it was closed."""
    closed = year_ends.closed_year(read, year)
    return year_standing.results(read, year) if closed is None else _as_closed(read, closed)


def _as_closed(read: Reading, closed: ClosedYear) -> list[UnitResult]:
    fact = _fact_of(read, closed)
    lines = balances.entry_of(read, fact.closing).lines if fact.closing is not None else ()
    made: list[UnitResult] = []
    for unit in chart.units(read):
        own = [x for x in lines if x.unit == unit.code and x.account not in {CURRENT, INTER_UNIT}]
        income = total(x.amount for x in own if x.account.startswith(year_ends.INCOME))
        costs = -total(x.amount for x in own if not x.account.startswith(year_ends.INCOME))
        surplus = -fact.balances.get(unit.code, {}).get(CURRENT, NOTHING)
        if own or surplus:
            earlier = surplus - income + costs
            made.append(UnitResult(unit.code, unit.name, income, costs, earlier))
    return made


def _standing(read: Reading, year: BookYear) -> ClosedYear:
    """The closing of a year. Raises YearStands where it is open."""
    found = year_ends.closed_year(read, year)
    if found is None:
        reason = _(N_("tahun buku ini tidak tertutup."))
        raise YearStands(year=year.label, reason=reason, field="year")
    return found


def _fact_of(read: Reading, closed: ClosedYear) -> YearClosed:
    """What the fact that closed a year says."""
    found = read.original(closed.fact)
    if found is None:
        msg = f"no fact {closed.fact}"
        raise LookupError(msg)
    fact: YearClosed = found[1]
    return fact


def what_stands_on(read: Reading, closed: ClosedYear) -> str:
    """Why a closed year cannot be opened again, in words; nothing where it can."""
    try:
        _require_untouched(read, closed)
    except YearStands as refusal:
        return refusal.message
    return ""


def _require_untouched(read: Reading, closed: ClosedYear) -> None:
    """Refuse what later documents stand on: locked months, a divided surplus. YearStands."""
    year = closed.year
    later = [month for month in periods.closed_months(read) if month > year.end]
    if later:
        reason = _(N_("{month} sudah terkunci. Buka kembali bulan itu dahulu.")).format(
            month=wording.month(later[-1])
        )
        raise YearStands(year=year.label, reason=reason, field="year")
    moved = year_ends.moved_since(read, UNDIVIDED, year.after().first, but=closed.fact)
    if moved:
        reason = _(
            N_(
                "SHU-nya sudah dibagi atau dipakai ({amount} sudah keluar dari akun {account}). "
                "Kesalahan tahun itu dicatat sebagai koreksi tahun lalu."
            )
        ).format(amount=wording.rupiah(abs(int(moved))), account=UNDIVIDED)
        raise YearStands(year=year.label, reason=reason, field="year")
