"""PHU per unit: what each unit earned and cost, side by side, and the whole cooperative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart, years
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.reports.statement_paper import Words, paper, span_of, span_words
from kopdes_desktop.statements import compute

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading

CODE = "unit_results"


@report(CODE, title=N_("Hasil usaha per unit"), asks=("from", "to", "year"), proven=True)
def build(read: Reading, params: Params) -> Document:
    """A column a unit that earned or cost anything, the whole last; the columns add up to it."""
    first, last = span_of(years.of_books(read), params)
    whole = compute.income(read, first, last).figures
    made = {
        unit.name: figures
        for unit in chart.units(read)
        if (figures := compute.income(read, first, last, unit.code).figures).accounts
    }
    words = Words(
        CODE,
        _("Hasil usaha per unit"),
        span_words(read, params),
        [*made, _("Semua unit")],
        (_("Biaya bersama dicatat di unit tempatnya timbul; tidak dibagi ke unit lain."),),
    )
    return paper(read, words, *made.values(), whole)
