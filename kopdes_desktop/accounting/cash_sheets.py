"""Old cash books as lines: month sheets, their carried sums and footers, and notes beside them.

Terms: buku kas, saldo bulan lalu, transaksi bulan ini, jumlah sampai bulan ini.

Every sheet whose header names the text and both sides is read; the others are left alone. Amounts
are kept in sen, for such books hold half rupiah.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct, field

from kopdes_desktop.kernel import cells
from kopdes_desktop.kernel.cells import Cell, Unreadable
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.office import columns
from kopdes_desktop.office.columns import NoHeader, bare
from kopdes_desktop.office.studies import Column
from kopdes_desktop.paper.grid import Book, Row, Sheet

CARRY, ENTRY, MONTH, SO_FAR, TOTAL, OTHER = "carry", "entry", "month", "so_far", "total", "other"
#: A line without words but with a balance; and a broken formula beside the table.
BLANK, ASIDE = "blank", "aside"
DAY, TEXT, REF, IN, OUT, BALANCE, NUMBER = "day", "text", "ref", "in", "out", "balance", "number"
#: What a column of a cash book can hold.
FIELDS: Final[Mapping[str, str]] = {
    NUMBER: N_("No."),
    DAY: N_("Tanggal"),
    TEXT: N_("Uraian"),
    REF: N_("Bukti"),
    IN: N_("Masuk"),
    OUT: N_("Keluar"),
    BALANCE: N_("Saldo"),
}
_HEADERS: Final = columns.compiled(
    {
        NUMBER: (r"no|nomor|no urut|nomor urut|#", ""),
        DAY: (r"tanggal|tgl|tanggal transaksi|tgl transaksi|hari tanggal", r"(?:tanggal|tgl).*"),
        TEXT: (
            r"uraian(?: .*)?|transaksi|nama transaksi|keterangan transaksi|deskripsi",
            r"keterangan|ket|jenis transaksi|perincian|rincian",
        ),
        REF: (r"bukti|(?:no|nomor|kode) bukti|bukti (?:transaksi|kas)|no ref|ref|nota|no nota", ""),
        IN: (
            r"(?:(?:kas|uang|jumlah) )?(?:debet|debit|masuk|penerimaan|pemasukan|terima)(?: rp)?",
            r".*(?:debet|debit|masuk|penerimaan|pemasukan)",
        ),
        OUT: (
            r"(?:(?:kas|uang|jumlah) )?(?:kredit|credit|keluar|pengeluaran|bayar)(?: rp)?",
            r".*(?:kredit|keluar|pengeluaran)",
        ),
        BALANCE: (r"saldo(?: rp| kas| akhir)?|sisa|sisa kas", r"saldo.*"),
    }
)
_NEEDED = frozenset({TEXT, IN, OUT})
_CARRY = re.compile(
    r"(?:sisa )?(?:saldo|sisa|kas)\b.*\b(?:lalu|awal|pindahan|sebelumnya|kemarin)\b.*"
    r"|saldo|pindahan\b.*|jumlah pindahan.*"
)
_MONTH_SUM = re.compile(
    r"(?:transaksi|jumlah|total|mutasi)(?: transaksi| mutasi)?(?: kas)? bulan ini"
)
_SO_FAR = re.compile(
    r"(?:transaksi|jumlah|total|mutasi)\b.*\b(?:sampai|s d|hingga)(?: dengan)? bulan ini.*"
)
_TOTAL = re.compile(r"(?:grand |sub ?)?(?:jumlah|jml|total)\b.*|saldo akhir.*")
_ERROR = re.compile(r"#(?:REF|VALUE|NAME|DIV/0|N/A|NULL|NUM)[!?]?", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d\d)\b")
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_DATED_TITLE = re.compile(r"([a-z]{3,})\s*(20\d\d)", re.IGNORECASE)


class Bad(Struct, frozen=True):
    """A cell that cannot be read: its field (or the column's letter), what stands there, why."""

    field: str
    stands: str
    reason: str

    @property
    def is_error(self) -> bool:
        """Whether a formula of the book is broken."""
        return _ERROR.fullmatch(self.stands) is not None


class CashLine(Struct, frozen=True):
    """A line of a sheet; amounts are sen. `shown_day` is what stands in the day's cell."""

    row: int
    kind: str
    number: int | None = None
    day: date | None = None
    shown_day: str = ""
    text: str = ""
    ref: str = ""
    came: int = 0
    went: int = 0
    balance: int | None = None
    bad: tuple[Bad, ...] = ()

    @property
    def net(self) -> int:
        """What it adds to the box, in sen."""
        return self.came - self.went

    def is_bad(self, *fields: str) -> bool:
        """Whether one of these cells cannot be read."""
        return any(each.field in fields for each in self.bad)


class SideNote(Struct, frozen=True):
    """An amount beside the table with its words: the loans of others, mostly."""

    row: int
    text: str
    amount: int


class CashSheet(Struct, frozen=True):
    """A sheet: its month where it is one month's, the month that its title names, its lines."""

    name: str
    month: Month | None
    titled: Month | None
    title_row: int
    header_row: int
    columns: tuple[Column, ...]
    lines: tuple[CashLine, ...]
    notes: tuple[SideNote, ...] = ()
    others: tuple[tuple[int, str], ...] = ()

    @property
    def entries(self) -> list[CashLine]:
        """The lines that moved money, or say so."""
        return [each for each in self.lines if each.kind == ENTRY]


class CashBook(Struct, frozen=True):
    """A file: its sheets in the order of their months, and those that are no cash book."""

    name: str
    digest: str
    sheets: tuple[CashSheet, ...]
    others: tuple[str, ...]


def read_cash_book(book: Book, mapping: Mapping[str, str] | None = None) -> CashBook:
    """The sheets of a file that are cash books. Raises NoHeader, BadField, BadFile."""
    named = columns.named_fields(mapping or {}, FIELDS)
    found: list[CashSheet] = []
    others: list[str] = []
    year = _year_of(book)
    for sheet in book.sheets:
        best = columns.best_header(Book(book.name, book.digest, (sheet,)), _HEADERS, named)
        if best is None or not set(best[0].found.values()) >= _NEEDED:
            others.append(sheet.name.strip())
            continue
        columns.require_named(mapping or {}, best[0])
        found.append(_Reader(columns.header_of(*best), sheet, year).read())
    if not found:
        wanted = ", ".join((N_("Uraian"), N_("Debet"), N_("Kredit")))
        raise NoHeader(name=book.name, wanted=wanted, example="Tanggal, Uraian, Debet, Kredit")
    if all(each.month for each in found):
        found.sort(key=lambda each: str(each.month))
    return CashBook(book.name, book.digest, tuple(found), tuple(others))


def _year_of(book: Book) -> int | None:
    """The year that the most cells and titles of a book name."""
    counted: dict[int, int] = {}
    for sheet in book.sheets:
        for row in sheet.rows:
            for cell in row.cells:
                year = cell.year if isinstance(cell, date) else None
                if isinstance(cell, str) and (said := _YEAR.search(cell)):
                    year = int(said[1])
                if year is not None:
                    counted[year] = counted.get(year, 0) + 1
    said_by_name = _YEAR.search(book.name.replace("_", " "))
    if not counted:
        return int(said_by_name[1]) if said_by_name else None
    return max(counted, key=lambda each: (counted[each], -each))


class _Reader(Struct):
    """One sheet's rows under its header."""

    header: columns.Header
    sheet: Sheet
    year: int | None
    lines: list[CashLine] = field(default_factory=list)
    others: list[tuple[int, str]] = field(default_factory=list)
    notes: list[SideNote] = field(default_factory=list)
    ended: bool = False

    def read(self) -> CashSheet:
        """Every line of it."""
        titled, title_row = self._titled()
        month = self._month(titled)
        places = self.header.places
        for row in self.sheet.rows:
            if row.number <= self.header.row:
                continue
            self._line(row, places)
            self._aside(row, max(places.values()))
        return CashSheet(
            self.sheet.name.strip() or "?",
            month,
            titled,
            title_row,
            self.header.row,
            self.header.columns,
            tuple(self.lines),
            tuple(self.notes),
            tuple(self.others),
        )

    def _titled(self) -> tuple[Month | None, int]:
        """The month that a title above the header names, and its row."""
        for row in self.sheet.rows:
            if row.number >= self.header.row:
                break
            for cell in row.cells:
                for word, year in _DATED_TITLE.findall(cells.text(cell)):
                    if (number := cells.MONTH_WORDS.get(word.casefold())) is not None:
                        return Month.of(date(int(year), number, 1)), row.number
        return None, 0

    def _month(self, titled: Month | None) -> Month | None:
        """The month that the sheet's name says, else its title."""
        said = (cells.MONTH_WORDS.get(word.casefold()) for word in _WORD.findall(self.sheet.name))
        number = next((each for each in said if each), None)
        if number is None:
            return titled
        found = _YEAR.search(self.sheet.name)
        year = int(found[1]) if found else titled.first().year if titled else self.year
        return Month.of(date(year, number, 1)) if year else titled

    def _line(self, row: Row, places: Mapping[str, int]) -> None:
        """One row as a line, if it says anything."""
        cell = {name: row.cells[at] if at < len(row.cells) else None for name, at in places.items()}
        words = self._words(row, max(places[TEXT], places[IN]))
        kind = self._kind(words, cell)
        if kind == OTHER:
            self._leave(row, places)
            return
        bad: list[Bad] = []
        came, went = _sen(cell, IN, bad), _sen(cell, OUT, bad)
        balance = _sen(cell, BALANCE, bad)
        day = _day(cell.get(DAY), bad)
        text = cells.text(cell[TEXT])
        if kind == ENTRY and not (text or came or went or bad):
            if not balance:
                return
            kind = BLANK
        if kind == ENTRY and not (text or day) and (self.ended or _is_signature(bad, came, went)):
            self._leave(row, places)  # the place and day of the signature stand under the amounts
            return
        self.ended = self.ended or kind in {MONTH, SO_FAR, TOTAL}
        number = _number(cell.get(NUMBER)) if kind in {ENTRY, CARRY} else None
        shown_day = cells.text(cell.get(DAY))
        ref = cells.text(cell.get(REF))
        said = text if kind == ENTRY else words
        self.lines.append(
            CashLine(
                row.number,
                kind,
                number,
                day,
                shown_day,
                said,
                "" if cells.is_empty(ref) else ref,
                came or 0,
                went or 0,
                balance,
                tuple(bad),
            )
        )

    def _words(self, row: Row, until: int) -> str:
        """The first words of a row."""
        texts = (cell for cell in row.cells[:until] if isinstance(cell, str))
        return next((cells.text(each) for each in texts if re.search(r"[a-zA-Z]", each)), "")

    def _kind(self, words: str, cell: Mapping[str, Cell]) -> str:
        """What a row is by its first words."""
        said = bare(words)
        if _SO_FAR.fullmatch(said):
            return SO_FAR
        if _MONTH_SUM.fullmatch(said):
            return MONTH
        if _CARRY.fullmatch(said):
            return OTHER if any(each.kind == ENTRY for each in self.lines) else CARRY
        if _TOTAL.fullmatch(said) and cells.is_empty(cell.get(DAY)):
            return TOTAL
        if self.ended and cells.is_empty(cell.get(DAY)) and not _has_amount(cell):
            return OTHER
        return ENTRY

    def _leave(self, row: Row, places: Mapping[str, int]) -> None:
        """A row that is no line: a signature, a place and day, a note."""
        shown = [cells.text(cell) for cell in row.cells[: max(places.values()) + 1]]
        text = " | ".join(filter(None, shown))
        if text:
            self.others.append((row.number, text))

    def _aside(self, row: Row, last: int) -> None:
        """An amount right of the table with words after or before it; broken formulas too."""
        beside = row.cells[last + 1 :]
        texts = [cells.text(cell) for cell in beside if isinstance(cell, str) and cells.text(cell)]
        amounts = [cell for cell in beside if isinstance(cell, int | float)]
        for at, cell in enumerate(beside, last + 1):
            if isinstance(cell, str) and _ERROR.fullmatch(cell.strip()):
                self._broken(row.number, at, cell.strip())
        words = [each for each in texts if not _ERROR.fullmatch(each)]
        if len(words) == 1 and len(amounts) <= 1:
            amount = round(amounts[0] * cells.HUNDRED) if amounts else 0
            self.notes.append(SideNote(row.number, words[0], amount))

    def _broken(self, number: int, at: int, stands: str) -> None:
        """A broken formula beside the table is a fault of the line that it stands in."""
        letter = chr(ord("A") + at) if at < 26 else "…"  # noqa: PLR2004
        bad = Bad(letter, stands, "")
        self.lines.append(CashLine(number, ASIDE, bad=(bad,)))


def _is_signature(bad: Sequence[Bad], came: int | None, went: int | None) -> bool:
    """Whether words stand where amounts belong, and nothing else."""
    return bool(bad) and not (came or went) and not any(each.is_error for each in bad)


def _has_amount(cell: Mapping[str, Cell]) -> bool:
    return any(isinstance(cell.get(name), int | float) for name in (IN, OUT))


def _sen(cell: Mapping[str, Cell], name: str, bad: list[Bad]) -> int | None:
    try:
        return cells.hundredths(cell.get(name))
    except Unreadable as unreadable:
        bad.append(Bad(name, cells.text(cell.get(name)), unreadable.words))
        return None


def _day(cell: Cell, bad: list[Bad]) -> date | None:
    try:
        return cells.day(cell, lambda year, _month, _day: 2000 + year)
    except Unreadable as unreadable:
        bad.append(Bad(DAY, cells.text(cell), unreadable.words))
        return None


def _number(cell: Cell) -> int | None:
    text = cells.text(cell).rstrip(".")
    return int(text) if text.isdigit() else None


def entries_of(sheets: Sequence[CashSheet]) -> int:
    """How many lines moved money."""
    return sum(len(each.entries) for each in sheets)
