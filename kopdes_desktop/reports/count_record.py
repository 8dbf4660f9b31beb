"""Berita acara opname: the record of a count that has ended, by its number."""

from __future__ import annotations

from kopdes_desktop.inventory import counts
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.office.books import Reading
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import count_papers
from kopdes_desktop.reports.report import Params, report


@report("count_record", title=N_("Berita acara opname"), asks=("document",), needs=("document",))
def build(read: Reading, params: Params) -> Document:
    """What differed and what it is worth. Raises BadField while the count goes on."""
    of = counts.count(read, params.document or "", field="document")
    return count_papers.count_record(read, of.key)
