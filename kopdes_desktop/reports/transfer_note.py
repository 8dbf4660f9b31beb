"""Surat jalan: the note that goes with goods to another place, by its number."""

from __future__ import annotations

from kopdes_desktop.inventory import transfers
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.office.books import Reading
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import stock_papers
from kopdes_desktop.reports.report import Params, report


@report("transfer_note", title=N_("Surat jalan"), asks=("document",), needs=("document",))
def build(read: Reading, params: Params) -> Document:
    """What was sent, with room to count it on arrival. Raises BadField."""
    note = transfers.transfer(read, params.document or "", field="document")
    return stock_papers.transfer_note(read, note.key)
