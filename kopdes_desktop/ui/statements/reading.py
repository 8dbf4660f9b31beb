"""What the screen of statements asks: spans to choose from, and whether the books are proven."""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec import Struct

from kopdes_desktop.checks import last, proofs
from kopdes_desktop.checks.check import CHECKS
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.progress import Progress
from kopdes_desktop.ledger import chart, periods, years
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports import report
from kopdes_desktop.ui.door import Session

#: The statements by report, in the order of the annual meeting's book.
STATEMENTS: Final = (
    ("balance_sheet", N_("Posisi keuangan")),
    ("income_statement", N_("Hasil usaha (PHU)")),
    ("unit_results", N_("PHU per unit")),
    ("equity_changes", N_("Perubahan ekuitas")),
    ("cash_flow", N_("Arus kas")),
    ("ratios", N_("Rasio")),
)
PROVING: Final = "read.checks"


class Period(Struct, frozen=True):
    """A span that is offered by name."""

    label: str
    first: date
    last: date


class Verdict(Struct, frozen=True):
    """How many proofs there are, which were red, why statements are drafts (or nothing).

    `may` says whether this user may run them.
    """

    count: int
    red: tuple[str, ...]
    why: str
    may: bool


class Offered(Struct, frozen=True):
    """What can be chosen: statements this user may read, spans, units."""

    statements: tuple[tuple[str, str], ...]
    periods: tuple[Period, ...]
    units: tuple[tuple[str, str], ...]


def gather(session: Session) -> Offered:
    """What this user may choose from; the present book year up to today first."""
    office = session.office
    allowed = tuple(
        (code, _(label))
        for code, label in STATEMENTS
        if office.may(f"report.{code}") is not Level.NO
    )
    right = f"report.{allowed[0][0]}"
    return office.read(right, _gathered, allowed, office.today())


def _gathered(read: Reading, allowed: tuple[tuple[str, str], ...], today: date) -> Offered:
    kept = years.kept(read, today)
    units = tuple((unit.code, f"{unit.code} {unit.name}") for unit in chart.units(read))
    return Offered(allowed, tuple(_periods(read, kept, today)), units)


def _periods(read: Reading, kept: list[BookYear], today: date) -> list[Period]:
    """This year so far, to the end of its past months, its whole, and the years before."""
    this = kept[0]
    start = max(periods.books_from(read) or this.start, this.start)
    ended = [month for month in this.months() if start <= month < Month.of(today)]
    return [
        Period(_("Tahun {year} s.d. hari ini").format(year=this.label), this.first, today),
        *(
            Period(_("s.d. {month}").format(month=wording.month(month)), this.first, month.last())
            for month in reversed(ended)
        ),
        *(
            Period(_("Tahun {year}").format(year=year.label), year.first, year.last)
            for year in kept
        ),
        *(Period(wording.month(month), month.first(), month.last()) for month in reversed(ended)),
    ]


def verdict(session: Session) -> Verdict:
    """How the proofs stand, from what this laptop remembers of them."""
    return _verdict(session.office)


def prove(session: Session, progress: Progress) -> Verdict:
    """Run all proofs now, and remember it."""
    office = session.office
    last.remember(office, office.read(PROVING, proofs.run, None, progress))
    return _verdict(office)


def _verdict(office: Office) -> Verdict:
    known, _nothing_since = last.standing(office.reading)
    why = report.unproven(office.reading)
    titles = {each.code: _(each.title) for each in CHECKS}
    red = tuple(titles.get(code, code) for code in known.red) if known is not None else ()
    return Verdict(len(CHECKS), red, why, office.may(PROVING) is not Level.NO)
