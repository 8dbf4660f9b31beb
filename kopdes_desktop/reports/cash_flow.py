"""Laporan arus kas, metode langsung: what came in and went out, and that it ties to the rupiah."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import years
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.reports.statement_paper import (
    Words,
    heads,
    keys,
    paper,
    span_of,
    span_words,
    year_earlier,
)
from kopdes_desktop.statements import compute

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading

CODE = "cash_flow"


@report(CODE, title=N_("Laporan arus kas"), asks=("from", "to", "year", "unit"), proven=True)
def build(read: Reading, params: Params) -> Document:
    """Only entries with a cash line, each as a whole; opening and closing cash below.

    What old books handed over within the span has a row: the cash before it is the sheet's.
    """
    first, last = span_of(years.of_books(read), params)
    spans = [(first, last), (year_earlier(first), year_earlier(last))]
    flows = [compute.cash_flow(read, *span, params.unit) for span in spans]
    words = Words(
        CODE,
        _("Laporan arus kas"),
        span_words(read, params),
        heads(years.of_books(read), spans),
        tuple(_tied(flows[0])),
    )
    made = paper(read, words, *(each.figures for each in flows))
    for code, label, rank, amounts in (
        ("opening", _("Kas dan setara kas awal"), "", [x.opening - x.taken_over for x in flows]),
        ("taken_over", _("Saldo dari buku lama"), "", [x.taken_over for x in flows]),
        ("closing", _("Kas dan setara kas akhir"), "total", [x.closing for x in flows]),
    ):
        if code == "taken_over" and not any(amounts):
            continue
        row = {"line": code, "ministry": "", "label": label, "level": 0, "rank": rank}
        made.rows.append(row | dict(zip(keys(len(flows)), map(int, amounts), strict=True)))  # type: ignore[attr-defined]
    return made


def _tied(flow: compute.CashFlow) -> list[str]:
    """Whether the flows lead to what cash and bank hold."""
    if flow.ties:
        words = _("Kas akhir {amount} sama dengan kas dan bank di laporan posisi keuangan.")
        return [words.format(amount=wording.rupiah(flow.closing))]
    words = _("TIDAK COCOK dengan kas dan bank: selisih {amount}.")
    return [words.format(amount=wording.rupiah(flow.difference))]
