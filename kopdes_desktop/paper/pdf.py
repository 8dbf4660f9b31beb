"""PDF: receipts two on a sheet, and report tables of any length.

Light to import: reportlab is loaded with the first paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from kopdes_desktop.paper.chart import Chart
from kopdes_desktop.paper.document import Document, Letterhead, Receipt

#: The faces read their font files while a paper is being closed, so papers are made one by one.
_ONE_AT_A_TIME = Lock()


def receipts(papers: Sequence[Receipt], *, single: bool = False) -> bytes:
    """Kuitansi on A4, two on a sheet with a line to cut along; long lists follow as tables.

    One alone stands there twice, for the member and for the cooperative's file. `single` ones have
    a sheet of A5 each.
    """
    from kopdes_desktop.paper.receipt_sheet import draw  # noqa: PLC0415  reportlab, on first use

    with _ONE_AT_A_TIME:
        return draw(papers, single=single)


def document(paper: Document) -> bytes:
    """A report on A4, upright or (many columns) sideways; chapters bound, cards ten a sheet."""
    if paper.chapters:
        from kopdes_desktop.paper import booklet  # noqa: PLC0415  reportlab, on first use

        with _ONE_AT_A_TIME:
            return booklet.draw(paper)
    if paper.cards:
        from kopdes_desktop.paper import card_sheet  # noqa: PLC0415  reportlab, on first use

        with _ONE_AT_A_TIME:
            return card_sheet.draw(paper)
    if paper.labels:
        from kopdes_desktop.paper import label_sheet  # noqa: PLC0415  reportlab, on first use

        with _ONE_AT_A_TIME:
            return label_sheet.draw(paper)
    from kopdes_desktop.paper.table_pages import draw  # noqa: PLC0415  reportlab, on first use

    with _ONE_AT_A_TIME:
        return draw(paper)


def charts(issuer: Letterhead, title: str, period: str, drawn: Sequence[Chart]) -> bytes:
    """Charts on A4, six a sheet, in black on white."""
    from kopdes_desktop.paper.chart_sheet import draw  # noqa: PLC0415  reportlab, on first use

    with _ONE_AT_A_TIME:
        return draw(issuer, title, period, drawn)
