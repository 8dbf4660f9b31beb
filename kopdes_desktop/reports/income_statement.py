"""Perhitungan hasil usaha (PHU): members and non-members apart, beside the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import period
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.reports.statement_paper import Words, heads, page, span_of, year_earlier

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.reports.source import Source

CODE = "income_statement"


def seen(source: Source, params: Params) -> Document:
    """Beside the same span a year earlier; closing entries left out."""
    first, last = span_of(source.years, params)
    spans = [(first, last), (year_earlier(first), year_earlier(last))]
    words = Words(
        CODE,
        _("Perhitungan hasil usaha"),
        period.from_to(replace(params, first=first, until=last), source.unit),
        heads(source.years, spans),
        (_("Angka dalam kurung mengurangi. Jurnal penutup tidak ikut dihitung."),),
    )
    figures = (source.income(*span).figures for span in spans)
    return page(source.letterhead(), source.signers(), words, *figures)


@report(
    CODE,
    title=N_("Perhitungan hasil usaha"),
    asks=("from", "to", "year", "unit"),
    proven=True,
    glance=seen,
)
def build(read: Reading, params: Params) -> Document:
    """From the beginning of the book year where no first day is asked.

    Who is a member is known from the till: on the day of the sale, not by the goods.
    """
    from kopdes_desktop.reports.office_source import OfficeSource  # noqa: PLC0415  loads SQL

    return seen(OfficeSource(read, params.unit), params)
