"""Buku bank: what came into a bank account and what went out of it, as it is kept by hand."""

from __future__ import annotations

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports.box_books import book
from kopdes_desktop.reports.report import Params, report

CODE = "bank_book"


@report(CODE, title=N_("Buku bank"), asks=("from", "to", "box"))
def build(read: Reading, params: Params) -> Document:
    """Of one box, or of all together; the month of the last day where no first is given."""
    return book(read, params, CODE, bank=True, title=_("Buku bank"))
