"""Lembar opname: the blind sheet of a count that goes on, by its number."""

from __future__ import annotations

from kopdes_desktop.inventory import counts
from kopdes_desktop.kernel.errors import AlreadyDecided
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.office.books import Reading
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports.count_papers import blind_sheet
from kopdes_desktop.reports.report import Params, report


@report("count_sheet", title=N_("Lembar opname"), asks=("document",), needs=("document",))
def build(read: Reading, params: Params) -> Document:
    """What is to be counted, without a figure. Raises BadField, AlreadyDecided."""
    of = counts.count(read, params.document or "", field="document")
    if of.closed is not None:
        raise AlreadyDecided(subject=of.number, field="document")
    return blind_sheet(read, of.key)
