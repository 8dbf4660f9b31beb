"""Old registers as rows of cells: XLSX, XLS, and CSV in whatever encoding and separator.

Nothing is believed of a stranger's file: its size when unpacked is counted before anything reads
it, macros and links are never run, and whatever cannot be read is refused in words (BadFile).
Sheets are read when they are asked for. STACK, sheets: calamine reads, 17 times as fast as others.
"""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from msgspec import Struct, field

from kopdes_desktop.kernel.cells import Cell
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

T = TypeVar("T")

#: Far above any village's register, far below what would stop an old laptop.
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_UNPACKED = 256 * 1024 * 1024
MOST_ROWS = 100_000
MOST_CELLS = 5_000_000

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRANGERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"\x1f\x8b": "gzip",
    b"SQLite format 3": "SQLite",
}
_AS_XLSX = N_("buka di Excel atau LibreOffice, lalu simpan sebagai XLSX")


class BadFile(Refusal):
    """A file that cannot be read, and what to do about it."""

    template = N_("Berkas {name} tidak dapat dibaca: {reason}.")


class Row(NamedTuple):
    """A row: the number that the spreadsheet shows, and its cells from the first column on."""

    number: int
    cells: Sequence[Cell]


class Sheet(Struct):
    """One sheet; its rows are read once, when they are asked for."""

    name: str
    _read: Callable[[], list[Row]]
    _rows: list[Row] | None = field(default=None)

    @property
    def rows(self) -> list[Row]:
        """Every row from the first on, empty ones too. Raises BadFile."""
        if self._rows is None:
            self._rows = self._read()
        return self._rows


class Book(Struct, frozen=True):
    """A file: its name, the SHA-256 of its bytes in hex, its sheets."""

    name: str
    digest: str
    sheets: tuple[Sheet, ...]


def read_book(source: Path | bytes, name: str | None = None) -> Book:
    """Read a file, or its bytes under a name. Raises BadFile."""
    if isinstance(source, Path):
        name = name or source.name
        source = _bytes_of(source, name)
    name = name or "?"
    data = source
    if len(data) > LARGEST_FILE:
        raise _bad(name, _TOO_LARGE, size=LARGEST_FILE // 2**20)
    if not data.strip(b"\0 \t\r\n\x1a\xef\xbb\xbf\xff\xfe"):
        raise _bad(name, N_("berkas ini kosong"))
    sheets = _sheets(data, name)
    return Book(name, sha256(data).hexdigest(), tuple(sheets))


_TOO_LARGE = N_("lebih besar dari {size} MB; pisahkan menjadi beberapa berkas")
_TOO_MANY = N_("lebih dari {rows} baris; pisahkan menjadi beberapa berkas")
_BROKEN = N_("isinya rusak atau terpotong; salin lagi dari asalnya, atau {advice}")
_LOCKED = N_("terkunci kata sandi; buka di Excel, hapus kata sandinya, lalu simpan lagi")


def _bad(name: str, reason: str, **values: object) -> BadFile:
    return BadFile(name=name, reason=_(reason).format(advice=_(_AS_XLSX), **values))


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _bad(name, _TOO_LARGE, size=LARGEST_FILE // 2**20)
        return path.read_bytes()
    except OSError:
        reason = N_("tidak ditemukan atau tidak boleh dibuka; periksa nama dan tempatnya")
        raise _bad(name, reason) from None


def _sheets(data: bytes, name: str) -> list[Sheet]:
    if data.startswith(_ZIP):
        return _xlsx(data, name)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _bad(name, _LOCKED)
        return _workbook(data, name, lambda _n: None)
    for mark, kind in _STRANGERS.items():
        if data.startswith(mark):
            raise _bad(
                name,
                N_("ini berkas {kind}, bukan lembar kerja; pakai XLSX, XLS atau CSV"),
                kind=kind,
            )
    text = _decoded(data, name)
    if re.match(r"\s*<(?:!doctype|html|table|\?xml|meta|head|body|div)", text, re.IGNORECASE):
        raise _bad(name, N_("isinya halaman web, bukan lembar kerja; {advice}"))
    return [Sheet(name, lambda: _csv(text, name))]


# --- XLSX and XLS ---------------------------------------------------------------------------------

_PART_NAME = re.compile(rb'<sheet\b[^>]*?\br?:?id="([^"]+)"', re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(Id|Target)="([^"]*)"')
_ROW_NUMBER = re.compile(rb'<row [^>]*?r="(\d+)"')
_PREFIXED_ROW = re.compile(rb'<\w+:row [^>]*?r="(\d+)"')
_FAR = re.compile(rb' r="([A-Z][A-Z]+)\d')
_FAULTY = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>(.*?)</(?:\w+:)?c>', re.DOTALL
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
Place = tuple[int, int]


class _Part(NamedTuple):
    """What a sheet's XML says before it is read: how large it is, and its cells with an error."""

    rows: int
    columns: int
    faulty: dict[Place, str]


def _xlsx(data: bytes, name: str) -> list[Sheet]:
    """Count what a packed file unpacks to, then read it."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = {info.filename: info for info in archive.infolist()}
            if "xl/workbook.xml" not in parts:
                raise _bad(name, N_("bukan lembar kerja XLSX; {advice}"))
            if any(info.flag_bits & 1 for info in parts.values()):
                raise _bad(name, _LOCKED)
            read = _Unpacking(data, name)
            xml = {
                each: read(info)
                for each, info in parts.items()
                if each.endswith((".xml", ".rels")) and not each.startswith("docProps/")
            }
    except (BadZipFile, NotImplementedError, OSError, ValueError, EOFError):
        raise _bad(name, _BROKEN) from None
    sheets = _sheet_parts(xml)

    def part(n: int) -> _Part | None:
        return _looked_at(xml[sheets[n]]) if n < len(sheets) and sheets[n] else None

    return _workbook(data, name, part)


class _Unpacking:
    """Unpacks parts one by one, and stops a bomb before it goes off."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name, self._left = data, name, LARGEST_UNPACKED

    def __call__(self, info: ZipInfo) -> bytes:
        """A part's bytes: as many as come out, whatever its header says. Raises BadFile."""
        head = info.header_offset
        start = (
            head
            + 30
            + sum(
                int.from_bytes(self._data[head + at : head + at + 2], "little") for at in (26, 28)
            )
        )
        packed = self._data[start : start + info.compress_size]
        if info.compress_type == ZIP_STORED:
            made = packed
        elif info.compress_type == ZIP_DEFLATED:
            made = self._inflated(packed)
        else:
            raise NotImplementedError
        self._left -= len(made)
        if self._left < 0:
            raise _bad(self._name, _TOO_LARGE, size=LARGEST_UNPACKED // 2**20)
        return made

    def _inflated(self, packed: bytes) -> bytes:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            made = stream.decompress(packed, self._left + 1)
        except zlib.error:
            raise _bad(self._name, _BROKEN) from None
        if not stream.eof and len(made) <= self._left:
            raise _bad(self._name, _BROKEN)
        return made


def _sheet_parts(xml: dict[str, bytes]) -> list[str]:
    """The parts of the sheets in the order of the workbook; "" for one that is not there."""
    targets: dict[bytes, str] = {}
    for relation in _RELATION.findall(xml.get("xl/_rels/workbook.xml.rels", b"")):
        said = dict(_ATTRIBUTE.findall(relation))
        target = said.get(b"Target", b"").decode("utf-8", "replace")
        targets[said.get(b"Id", b"")] = target.lstrip("/") if target[:1] == "/" else f"xl/{target}"
    named = [targets.get(each, "") for each in _PART_NAME.findall(xml["xl/workbook.xml"])]
    return [each if each in xml else "" for each in named]


def _looked_at(xml: bytes) -> _Part:
    """Rows, columns and faulty cells of a sheet, without reading it: a cell far away costs nothing.

    The reader lays out every row and column up to the last; two cells can ask for all memory.
    """
    count = xml.count(b"<row")
    numbers = _ROW_NUMBER.findall(xml) if count else _PREFIXED_ROW.findall(xml)
    rows = max([count, *map(int, numbers)])
    wide = {_column(each) for each in set(_FAR.findall(xml))}
    faulty: dict[Place, str] = {}
    if b't="e"' in xml:
        for letters, number, inside in _FAULTY.findall(xml):
            value = _VALUE.search(inside)
            shown = value[1].decode("utf-8", "replace") if value else "#N/A"
            faulty[int(number), _column(letters)] = shown
    return _Part(rows, max(wide, default=26), faulty)


def _column(letters: bytes) -> int:
    """A column's number: A is 1."""
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number


def _workbook(data: bytes, name: str, part: Callable[[int], _Part | None]) -> list[Sheet]:
    book = _asked(name, lambda: _opened(data))
    shown = [n for n, each in enumerate(book.sheets_metadata) if "WorkSheet" in str(each.typ)]

    def reader(n: int) -> Callable[[], list[Row]]:
        return lambda: _rows(book, n, name, part)

    return [Sheet(book.sheet_names[n], reader(n)) for n in shown]


def _opened(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  loaded with the first file

    return CalamineWorkbook.from_filelike(BytesIO(data))


def _rows(
    book: CalamineWorkbook, n: int, name: str, part: Callable[[int], _Part | None]
) -> list[Row]:
    known = part(n)
    if known is not None:
        _require_size(name, known.rows, known.columns)
    sheet = _asked(name, lambda: book.get_sheet_by_index(n))
    _require_size(name, sheet.total_height, sheet.total_width)
    cells = _asked(name, lambda: sheet.to_python(skip_empty_area=False))
    if known is not None:
        for (row, column), shown in known.faulty.items():
            if row <= len(cells) and column <= len(cells[row - 1]):
                cells[row - 1][column - 1] = shown
    return [Row(number, row) for number, row in enumerate(cells, 1)]


def _require_size(name: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS or rows * columns > MOST_CELLS:
        raise _bad(name, _TOO_MANY, rows=min(MOST_ROWS, MOST_CELLS // max(columns, 1)))


def _asked(name: str, ask: Callable[[], T]) -> T:
    """Ask the reader; whatever it cannot bear is a bad file. Raises BadFile."""
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415

    try:
        return ask()
    except PasswordError:
        raise _bad(name, _LOCKED) from None
    except (CalamineError, OSError, ValueError, OverflowError, MemoryError, TypeError):
        raise _bad(name, _BROKEN) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader's own: no Exception at all
            raise _bad(name, _BROKEN) from None
        raise


# --- CSV ------------------------------------------------------------------------------------------

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SEPARATORS = ",;\t|"
_LOOKED_AT = 60
_HIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SAID = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_LONGEST_CELL = 1 << 17
_MOST_LINES_OF_A_CELL = 50
_BINARY = N_("isinya bukan teks; pakai XLSX, XLS atau CSV")


def _decoded(data: bytes, name: str) -> str:
    """Text in the encoding that its first bytes name, else UTF-8, else the one of old Windows."""
    said = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    tried = [said] if said else [_wide(data[:4000]) or "utf-8", "cp1252", "latin-1"]
    for encoding in tried:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        text = text.rstrip("\x00\x1a")
        if len(_HIDDEN.findall(text[:100_000])) * 100 > len(text[:100_000]) or "\x00" in text:
            break
        return text
    raise _bad(name, _BROKEN if said else _BINARY)


def _wide(start: bytes) -> str | None:
    """UTF-16 without its mark: every other byte is nothing."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    most = len(start) * 0.2
    if max(even, odd) < most or min(even, odd) > most / 4:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _csv(text: str, name: str) -> list[Row]:
    first, _end, _rest = text.partition("\n")
    said = _SAID.fullmatch(first.strip("\r\ufeff"))
    separator = said[1] if said else _separator(text)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = list(_csv_rows(text, separator, name, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            reason = N_(
                "sebuah tanda kutip tidak ditutup; baris sesudahnya tidak terbaca, perbaiki"
            )
            raise _bad(name, reason) from None
        try:
            rows = list(_csv_rows(text, separator, name, strict=False))
        except csv.Error:
            raise _bad(name, N_("sebuah sel terlalu panjang; periksa tanda kutipnya")) from None
    if said:
        rows[0] = Row(1, [])
    return rows


def _csv_rows(text: str, separator: str, name: str, *, strict: bool) -> Iterator[Row]:
    lines = StringIO(text.lstrip("\ufeff"), newline=None)
    cells = 0
    number = 0
    for number, row in enumerate(csv.reader(lines, delimiter=separator, strict=strict), 1):
        cells += len(row)
        if number > MOST_ROWS or cells > MOST_CELLS:
            raise _bad(name, _TOO_MANY, rows=MOST_ROWS)
        if not strict:
            _require_closed(name, number, row)
        yield Row(number, list(row))


def _require_closed(name: str, number: int, row: list[str]) -> None:
    """A quotation mark that is never closed swallows the rows after it."""
    if any(cell.count("\n") > _MOST_LINES_OF_A_CELL for cell in row):
        reason = N_("tanda kutip di baris {row} tidak ditutup; perbaiki baris itu")
        raise _bad(name, reason, row=number)


def _separator(text: str) -> str:
    """What cuts the first lines into the most columns, as evenly as possible."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:_LOOKED_AT]

    def even(mark: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        cut = [count for count in counts if count > 1]
        usual = max(set(cut), key=lambda c: (cut.count(c), c), default=0)
        return cut.count(usual) * min(usual, 6), -_SEPARATORS.index(mark)

    try:
        return max(_SEPARATORS, key=even)
    except csv.Error:
        return ","
