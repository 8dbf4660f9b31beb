"""Tutup tahun buku: what has to be done before, and what each unit earned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.accounting import year_end, year_standing
from kopdes_desktop.accounting.year_standing import OK, STOP, WARN, Step
from kopdes_desktop.banking import queries as banking
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import year_ends, years
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import month_end
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params, report

CODE = "year_closing"
#: How far a point of the checklist is.
STATES = {OK: N_("beres"), WARN: N_("perlu dilihat"), STOP: N_("belum")}
#: So many months are named, the others counted.
_TOLD = 3
_FIGURES = ("earlier", "income", "costs", "surplus")


@report(CODE, title=N_("Tutup tahun buku"), asks=("year",))
def build(read: Reading, params: Params) -> Document:
    """The result by unit; below it the checklist, of a closed year what follows."""
    year = meant(read, params.year, params.day)
    closed = year_ends.closed_year(read, year)
    steps = points(read, year, params.day)
    made = list(_rows(read, year))
    sums = {name: sum(int(str(row[name])) for row in made) for name in _FIGURES}
    return Document(
        CODE,
        _("Tutup tahun buku {year}").format(year=year.label),
        letterhead(read),
        _("{first} s.d. {until}").format(
            first=wording.day(year.first), until=wording.day(year.last)
        ),
        (
            Column("unit", _("Unit")),
            Column("name", _("Nama"), width=2),
            Column("earlier", _("Dari buku lama"), "money"),
            Column("income", _("Pendapatan"), "money"),
            Column("costs", _("Beban"), "money"),
            Column("surplus", _("SHU"), "money"),
        ),
        made,
        sums if made else {},
        about=(verdict(year, steps, closed),),
        notes=tuple(in_words(each) for each in steps),
    )


def points(read: Reading, year: BookYear, today: date) -> list[Step]:
    """What has to be done before a year is closed, or after it was."""
    if year_ends.closed_year(read, year) is not None:
        return year_standing.after(read, year)
    return [
        *year_standing.checklist(read, year, today),
        _posted(read, year),
        _counted(read, year),
    ]


def _posted(read: Reading, year: BookYear) -> Step:
    """Whether every room's month ends were posted: what comes later counts for the next year."""
    title = N_("Akhir bulan sudah dibukukan")
    left = [each for each in month_end.months_waiting(read, year.end) if each >= year.start]
    if not left:
        return Step("month_ends", title, OK, "")
    words = _("{months} masih punya usulan: penyusutan, rencana bulanan, bunga, atau pajak.")
    months = ", ".join(wording.month(each) for each in left[:_TOLD])
    if len(left) > _TOLD:
        months = _("{months} dan {n} bulan lain").format(months=months, n=len(left) - _TOLD)
    return Step("month_ends", title, WARN, words.format(months=months), month_end.PLACE)


def _counted(read: Reading, year: BookYear) -> Step:
    """Cash was counted in the year's last month, banks compared at its end (RULES, Control)."""
    title = N_("Kas dihitung dan bank dicocokkan di akhir tahun")
    missing = banking.uncounted(read, year.end)
    if not missing:
        return Step("counted", title, OK, "")
    words = _("belum untuk {month}: {names}.").format(
        month=wording.month(year.end), names=", ".join(box.name for box in missing)
    )
    return Step("counted", title, WARN, words, "report.cash_book")


def meant(read: Reading, name: str | None, today: date) -> BookYear:
    """The year of this name; else the first that is over and open, else the one in hand. BadField.

    Nothing is asked of years before the books began.
    """
    if name is not None:
        return years.year_named(read, name)
    kept = years.kept(read, today)
    done = {each.year for each in year_ends.closed_years(read)}
    waiting = [year for year in kept if year not in done and year.last < today]
    return waiting[-1] if waiting else kept[0]


def verdict(year: BookYear, steps: list[Step], closed: year_ends.ClosedYear | None) -> str:
    """Whether it is closed, or may be."""
    if closed is not None:
        return _("Tahun buku {year} sudah ditutup; SHU {amount}.").format(
            year=year.label, amount=wording.rupiah(closed.surplus)
        )
    stops = sum(each.state == STOP for each in steps)
    if stops:
        return _("Tahun buku {year} belum dapat ditutup: {n} hal harus dibereskan dahulu.").format(
            year=year.label, n=stops
        )
    return _("Tahun buku {year} dapat ditutup.").format(year=year.label)


def in_words(step: Step) -> str:
    """A point of the checklist in one sentence, how far it is first."""
    words = f"{_(STATES[step.state])}: {_(step.title)}"
    return f"{words}: {step.words}" if step.words else f"{words}."


def _rows(read: Reading, year: BookYear) -> Iterator[Row]:
    """A row a unit; all of it together is what becomes 3-1401."""
    for each in year_end.earned(read, year):
        yield {
            "unit": each.unit,
            "name": each.name,
            "earlier": int(each.earlier),
            "income": int(each.income),
            "costs": int(each.costs),
            "surplus": int(each.surplus),
        }
