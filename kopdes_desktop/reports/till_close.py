"""Tutup giliran: every shift with its Z, what should have been in the drawer and what was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import logged
from kopdes_desktop.paper.chart import Chart, Series
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.security.queries import user_name
from kopdes_desktop.tills import queries, totals
from kopdes_desktop.tills.operations import ShiftOpened
from kopdes_desktop.tills.queries import Shift

CODE = "till_close"
#: So many shifts stay apart in a chart.
_SHIFTS = 31
_SUMMED = ("began", "sales", "cash", "other", "besides", "variance")


@report(CODE, title=N_("Tutup giliran kasir"), asks=("from", "to", "unit"))
def build(read: Reading, params: Params) -> Document:
    """A row a shift, in order of its opening; an open one has no Z yet.

    Float, cash and what else went through the drawer come to what should have been in it.
    """
    made = list(rows(read, params))
    return Document(
        CODE,
        _("Tutup giliran kasir"),
        letterhead(read),
        span(read, params, one_day=True),
        (
            Column("date", _("Tanggal"), "day"),
            Column("number", _("Nomor Z")),
            Column("box", _("Laci"), called=chart.box_names(read)),
            Column("clerk", _("Dibuka oleh"), width=2),
            Column("began", _("Selisih buka"), "money"),
            Column("float", _("Modal awal"), "money"),
            Column("sales", _("Penjualan"), "money"),
            Column("cash", _("Tunai"), "money"),
            Column("other", _("Bukan tunai"), "money"),
            Column("besides", _("Kas lain"), "money"),
            Column("expected", _("Seharusnya"), "money"),
            Column("counted", _("Dihitung"), "money"),
            Column("variance", _("Selisih"), "money"),
            Column("entry", _("Kunci jurnal"), "number", paper=False),
            Column("shift", _("Kunci giliran"), "number", paper=False),
        ),
        made,
        {name: sum(int(str(row[name] or 0)) for row in made) for name in _SUMMED},
        charts=tuple(_differences(made)),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """Each shift with its sums."""
    for shift in queries.shifts(read, params.first or params.until, params.until):
        if params.unit is not None and shift.unit != params.unit:
            continue
        sums = {each.what: int(each.amount) for each in totals.of(read, shift.key)}
        sold = sums.get("sales", 0) - sums.get("returns", 0)
        cash = sums.get("cash", 0)
        yield {
            "date": shift.day,
            "number": shift.number,
            "box": shift.box,
            "clerk": user_name(read, shift.clerk),
            "began": _found_at_opening(read, shift),
            "float": int(shift.opening),
            "sales": sold,
            "cash": cash,
            "other": sum(sums.get(what, 0) for what in totals.NOT_CASH),
            "besides": None
            if shift.expected is None
            else int(shift.expected) - int(shift.opening) - cash,
            "expected": None if shift.expected is None else int(shift.expected),
            "counted": None if shift.counted is None else int(shift.counted),
            "variance": int(shift.variance) if shift.closed is not None else None,
            "entry": shift.closed,
            "shift": shift.key,
        }


def _found_at_opening(read: Reading, shift: Shift) -> int:
    """What the first count was over or short by: a drawer is not right only at its end."""
    found = logged(read, shift.key)
    began = found.fact if found is not None else None
    return int(began.opening - began.expected) if isinstance(began, ShiftOpened) else 0


def _differences(made: Sequence[Row]) -> Iterator[Chart]:
    """What each drawer was short of or had too much, where several shifts were closed."""
    closed = [row for row in made if row["variance"] is not None]
    shown = closed[-_SHIFTS:]
    if len(shown) < 2:  # noqa: PLR2004
        return
    found = [int(str(row["variance"])) for row in closed]
    told = _("Kurang {short}, lebih {over}; {n} dari {all} giliran berselisih.").format(
        short=wording.rupiah(-sum(each for each in found if each < 0)),
        over=wording.rupiah(sum(each for each in found if each > 0)),
        n=sum(each != 0 for each in found),
        all=len(found),
    )
    labels = tuple(
        wording.short_day(day)[:5] for row in shown if isinstance(day := row["date"], date)
    )
    title = _("Selisih tiap giliran")
    series = Series(title, tuple(found[-_SHIFTS:]))
    yield Chart(CODE, title, told, "columns", labels, (series,))
