"""Perhitungan hasil usaha (PHU): members and non-members apart, beside the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.reports.statement_paper import (
    Words,
    heads,
    paper,
    span_of,
    span_words,
    year_earlier,
)
from kopdes_desktop.statements import compute

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading

CODE = "income_statement"


@report(CODE, title=N_("Perhitungan hasil usaha"), asks=("from", "to", "year", "unit"), proven=True)
def build(read: Reading, params: Params) -> Document:
    """From the beginning of the book year where no first day is asked; closing entries left out.

    Who is a member is known from the till: on the day of the sale, not by the goods.
    """
    first, last = span_of(read, params)
    spans = [(first, last), (year_earlier(first), year_earlier(last))]
    words = Words(
        CODE,
        _("Perhitungan hasil usaha"),
        span_words(read, params),
        heads(read, spans),
        (_("Angka dalam kurung mengurangi. Jurnal penutup tidak ikut dihitung."),),
    )
    made = (compute.income(read, *span, params.unit) for span in spans)
    return paper(read, words, *(each.figures for each in made))
