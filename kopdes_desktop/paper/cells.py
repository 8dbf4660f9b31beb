"""What a cell shows, and what marks a paper carries: the same in PDF, text and sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper.document import Document, Kind, Letterhead
from kopdes_desktop.paper.printable import printable

RIGHT_ALIGNED: frozenset[Kind] = frozenset({"money", "number", "quantity"})
NOTHING_HERE = "-"
_STEP = "   "
DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def _money(value: object) -> str:
    if not isinstance(value, int):
        return _text(value)
    return wording.bracketed(value) if value else NOTHING_HERE


def _number(value: object) -> str:
    return wording.number(value) if isinstance(value, int) else _text(value)


def _day(value: object) -> str:
    return wording.short_day(value) if isinstance(value, date) else _text(value)


def _quantity(value: object) -> str:
    text = _text(value)
    if not DECIMAL.fullmatch(text):
        return text
    whole, _dot, parts = text.partition(".")
    grouped = wording.number(abs(int(whole)))
    return ("-" if text[0] == "-" else "") + grouped + (f",{parts}" if parts else "")


def _text(value: object) -> str:
    if isinstance(value, int):  # a Rupiah's own str is made for failing tests
        return str(int(value))
    return "" if value is None else printable(str(value))


_SHOWN: dict[Kind, Callable[[object], str]] = {
    "text": _text,
    "money": _money,
    "number": _number,
    "day": _day,
    "quantity": _quantity,
}


def shown(kind: Kind) -> Callable[[object], str]:
    """Writes a kind of cells: money without decimals, negatives in brackets, zero as a dash."""
    return _SHOWN[kind]


def table_rows(document: Document) -> list[tuple[str, ...]]:
    """Every row as it is shown, column by column."""
    columns = (
        list(map(shown(column.kind), [row.get(column.key) for row in document.rows]))
        if not column.indented
        else [indented(row, _text(row.get(column.key))) for row in document.rows]
        for column in document.columns
    )
    return list(zip(*columns, strict=True))


def indented(row: Mapping[str, object], text: str) -> str:
    """The text of a row moved in by its level."""
    level = row.get("level")
    return _STEP * level + text if isinstance(level, int) else text


def total_row(document: Document) -> tuple[str, ...]:
    """The totals as shown, with a word for them in the first column of words; () without totals."""
    if not document.totals:
        return ()
    cells = [
        shown(column.kind)(document.totals[column.key]) if column.key in document.totals else ""
        for column in document.columns
    ]
    labelled = any(
        cell for column, cell in zip(document.columns, cells, strict=True) if column.kind == "text"
    )
    for place, column in enumerate(document.columns):
        if not labelled and column.kind == "text":
            cells[place] = _("Jumlah")
            break
    return tuple(cells)


def marks(letterhead: Letterhead, *, draft: bool = False) -> tuple[str, ...]:
    """The words that a paper must carry across it: of practice books, of unproven statements."""
    practice = (_("LATIHAN"),) if letterhead.practice else ()
    return practice + ((_("DRAF"),) if draft else ())
