"""A report as aligned plain text, for the terminal and the clipboard."""

from __future__ import annotations

import textwrap
from itertools import zip_longest

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper.cells import RIGHT_ALIGNED, marks, table_rows, total_row
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.paper.printable import printable

_WIDEST_TEXT = 48
_BETWEEN = "  "


def plain(document: Document) -> str:
    """The report in columns of equal width; long words wrap, amounts never do."""
    heads = tuple(printable(column.title) for column in document.columns)
    rows = table_rows(document)
    totals = total_row(document)
    widths = [
        _width(column, cells)
        for column, cells in zip(
            document.columns,
            zip(heads, *rows, *([totals] if totals else []), strict=True),
            strict=True,
        )
    ]
    rule = _BETWEEN.join("-" * width for width in widths)
    out = [
        *marks(document.letterhead, draft=document.draft),
        *_words(document.letterhead.name, *document.letterhead.lines),
        "",
        *_words(document.title, document.period),
        *_words(*document.about),
        "",
        *_row(heads, document.columns, widths),
        rule,
    ]
    for cells in rows:
        out += _row(cells, document.columns, widths)
    out += [] if rows else [_("Nihil")]
    out.append(rule)
    if totals:
        out += _row(totals, document.columns, widths)
    room = max(len(rule), _WIDEST_TEXT)
    for note in document.notes:
        out += ["", *textwrap.wrap(printable(note), room, break_on_hyphens=False)]
    for signer in document.signers:
        out += ["", *_words(f"{signer.role}: {signer.name or '.' * 24}")]
    return "\n".join(out) + "\n"


def _words(*texts: str) -> list[str]:
    return [printable(text) for text in texts if text]


def _width(column: Column, cells: tuple[str, ...]) -> int:
    widest = max(map(len, cells))
    return widest if column.kind in RIGHT_ALIGNED else max(1, min(widest, _WIDEST_TEXT))


def _row(cells: tuple[str, ...], columns: tuple[Column, ...], widths: list[int]) -> list[str]:
    parts = [
        [cell] if len(cell) <= width else textwrap.wrap(cell, width)
        for cell, width in zip(cells, widths, strict=True)
    ]
    return [
        _BETWEEN.join(
            part.rjust(width) if column.kind in RIGHT_ALIGNED else part.ljust(width)
            for part, column, width in zip(line, columns, widths, strict=True)
        ).rstrip()
        for line in zip_longest(*parts, fillvalue="")
    ]
