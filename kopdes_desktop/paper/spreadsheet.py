"""Reports as sheets, XLSX for people, CSV for programs: text stays text, numbers stay numbers."""

from __future__ import annotations

import csv as csv_format
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import islice
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.quantity import Quantity
from kopdes_desktop.paper.cells import DECIMAL, marks, shown, total_row
from kopdes_desktop.paper.document import Column, Document, Kind
from kopdes_desktop.paper.printable import printable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: What a spreadsheet program may take for a formula, a field command or a DDE link, full-width too.
_RISKY = re.compile(r"[\s'\"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05]")
#: Excel keeps fifteen digits and a quarter as many characters in a cell as a page has.
_EXACT = 10**15
_LONGEST_TEXT = 32_767
#: What Excel refuses in the name of a sheet, and how long one may be.
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]+")
_LONGEST_NAME = 31
_ROWS_OF_A_SHEET = 1_000_000
#: Up to here a sheet is made in memory: names and balances then never touch a temporary file.
_ROWS_IN_MEMORY = 20_000
_NUMBER_FORMATS: dict[Kind, str] = {
    "money": '#,##0;(#,##0);"-"',
    "number": "#,##0",
    "quantity": "#,##0.###",
    "day": "dd/mm/yyyy",
}
_ALWAYS = datetime(2026, 1, 1)  # noqa: DTZ001  a fixed stamp: the same report is the same bytes
_NARROWEST, _WIDEST = 8, 60


class TooManyRows(Refusal):
    """A sheet has an end."""

    template = N_("{rows} baris terlalu banyak untuk satu lembar kerja. Pilih CSV.")


def csv(document: Document) -> bytes:
    """Column keys, then the rows: whole rupiah, ISO days, decimal points; no letterhead, no totals.

    Text that a spreadsheet might run gets one apostrophe in front, and so does text that begins
    with one: taking one away gives back what was there.
    """
    out = StringIO(newline="")
    writer = csv_format.writer(out, lineterminator="\n")
    writer.writerow([_guarded(column.key) for column in document.columns])
    writer.writerows(
        [_csv_cell(column.kind, row.get(column.key)) for column in document.columns]
        for row in document.rows
    )
    return out.getvalue().encode()


def _csv_cell(kind: Kind, value: object) -> str:
    number = _as_number(kind, value)
    if number is not None:
        return f"{number:f}" if isinstance(number, Decimal) else str(number)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else _guarded(printable(str(value)))


def _as_number(kind: Kind, value: object) -> int | Decimal | None:
    """The number that a cell holds, if it holds one: text of digits in a text column is none."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Quantity):
        return Decimal(str(value))
    if isinstance(value, str) and kind == "quantity" and DECIMAL.fullmatch(value):
        return Decimal(value)
    return None


def _guarded(text: str) -> str:
    return "'" + text if _RISKY.match(text) or text.startswith("'") else text


def xlsx(document: Document) -> bytes:
    """A workbook of one sheet: letterhead, title, period, the table with its totals, notes.

    The tables of chapters follow on a sheet each. Raises TooManyRows beyond a million.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415  loaded with the first sheet, not at start

    if len(document.rows) > _ROWS_OF_A_SHEET:
        raise TooManyRows(rows=len(document.rows))
    out = BytesIO()
    with ExitStack() as stack:
        how: dict[str, object] = {"in_memory": True}
        if len(document.rows) > _ROWS_IN_MEMORY:
            how = {"constant_memory": True, "tmpdir": stack.enter_context(TemporaryDirectory())}
        book = stack.enter_context(Workbook(out, how))
        book.set_properties({"title": printable(document.title), "created": _ALWAYS})
        _Sheet(book, document, _("Laporan")).fill()
        for name, table in _tables(document):
            _Sheet(book, table, name).fill()
    return out.getvalue()


def _tables(document: Document) -> Iterator[tuple[str, Document]]:
    """The tables of the chapters, each under a name that a sheet may have, once."""
    found = [
        part
        for chapter in document.chapters
        for part in chapter.body
        if isinstance(part, Document) and not part.ruled
    ]
    for number, table in enumerate(found, 2):
        title = _NO_SHEET_NAME.sub(" ", printable(table.title)).strip()
        yield f"{number}. {title}"[:_LONGEST_NAME].rstrip(" '"), table


class _Sheet:
    """Fills one sheet from top to bottom, which is the only way constant memory allows."""

    def __init__(self, book: Workbook, document: Document, name: str) -> None:
        self.document = document
        self.sheet: Worksheet = book.add_worksheet(name)
        self.row = 0
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"num_format": "@"})
        self.risky = book.add_format({"num_format": "@", "quote_prefix": True})
        self.kinds = {
            kind: (
                book.add_format({"num_format": form}),
                book.add_format({"num_format": form, "bold": True, "top": 1, "bottom": 6}),
            )
            for kind, form in {"text": "@", **_NUMBER_FORMATS}.items()
        }
        self.ranks: dict[tuple[Kind, str, int], Format] = {}
        self.book = book

    def fill(self) -> None:
        """Everything, in order."""
        letterhead = self.document.letterhead
        for mark in marks(letterhead, draft=self.document.draft):
            self._line(mark, self.bold)
        self._line(letterhead.name, self.bold)
        for line in letterhead.lines:
            self._line(line, self.text)
        self._line(self.document.title, self.title)
        self._line(self.document.period, self.text)
        for line in self.document.about:
            self._line(line, self.text)
        self.row += 1
        self._table()
        for note in self.document.notes:
            self.row += 1
            self._line(note, self.text)
        for signer in self.document.signers:
            self.row += 1
            self._line(f"{signer.role}: {signer.name}", self.text)

    def _line(self, text: str, form: Format) -> None:
        if text:
            self.sheet.write_string(self.row, 0, printable(text)[:_LONGEST_TEXT], form)
            self.row += 1

    def _table(self) -> None:
        head = self.row
        for place, column in enumerate(self.document.columns):
            self.sheet.write_string(head, place, printable(column.title), self.head)
            self.sheet.set_column(place, place, _width(column, self.document))
        for row in self.document.rows:
            self._cells(row)
        totals = total_row(self.document)
        if totals:
            values = {
                column.key: self.document.totals.get(column.key, words)
                for column, words in zip(self.document.columns, totals, strict=True)
            }
            self._cells(values, total=True)
        self.row += 1
        self.sheet.freeze_panes(head + 1, 0)
        self.sheet.repeat_rows(head)
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&R" + _("Halaman {page} dari {pages}").format(page="&P", pages="&N"))

    def _cells(self, row: Mapping[str, object], *, total: bool = False) -> None:
        self.row += 1
        for place, column in enumerate(self.document.columns):
            form = self.kinds[column.kind][total] if total else self._form(column, row)
            self._cell(place, column.kind, row.get(column.key), form, total=total)

    def _form(self, column: Column, row: Mapping[str, object]) -> Format:
        """How a cell of a row looks: headings and totals stand out, lines move in by level."""
        rank, level = row.get("rank"), row.get("level")
        deep = level if column.indented and isinstance(level, int) else 0
        if not rank and not deep:
            return self.kinds[column.kind][False]
        name = (column.kind, str(rank or ""), deep)
        if name not in self.ranks:
            look: dict[str, object] = {
                "num_format": {"text": "@", **_NUMBER_FORMATS}[column.kind],
                "bold": bool(rank),
                "indent": deep,
                "top": int(rank == "total" and column.kind == "money"),
            }
            self.ranks[name] = self.book.add_format(look)
        return self.ranks[name]

    def _cell(self, place: int, kind: Kind, value: object, form: Format, *, total: bool) -> None:
        number = _as_number(kind, value)
        if number is not None and -_EXACT < number < _EXACT:
            self.sheet.write_number(self.row, place, float(number), form)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, place, datetime(*value.timetuple()[:3]), form)  # noqa: DTZ001
        elif value is None or value == "":
            self.sheet.write_blank(self.row, place, None, form if total else None)
        else:
            text = str(number) if number is not None else printable(str(value))
            risky = _RISKY.match(text) is not None
            self.sheet.write_string(
                self.row, place, text[:_LONGEST_TEXT], self.risky if risky else form
            )


def _width(column: Column, document: Document) -> int:
    """In characters, from the first rows: a sheet need not be exact."""
    write = shown(column.kind)
    cells = (write(row.get(column.key)) for row in islice(document.rows, 500))
    widest = max((len(column.title), *map(len, cells))) + 2
    return max(_NARROWEST, min(_WIDEST, widest))
