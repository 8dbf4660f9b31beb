"""What people have written into the cells of old registers: money, days, months, NIK, sex, phone.

A cell is what a spreadsheet gives: text, a number, a truth, a day, a moment, a time, or nothing.
Each reader gives the value, or nothing for an empty cell, or raises Unreadable with a sentence that
says what is wrong and what to write instead. Nothing is guessed: what can be read in two ways and
is not settled by the cell itself is unreadable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah

Cell = str | float | int | bool | date | datetime | time | timedelta | None
#: From two digits of a year, month and day to the whole year; None where it cannot be known.
Century = Callable[[int, int, int], int | None]

#: Above it a number in a spreadsheet is no longer exact.
EXACT = 2**53
NIK_DIGITS = 16
_LARGEST = 10**15
_HAIR = 1e-6
_EPOCH = date(1899, 12, 30)
#: What spreadsheets make of an empty or zero date.
_NO_DAYS = {date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1900, 1, 2)}
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SERIALS = range(3, 80_000)
_MIDNIGHT = time(0, 0)
_SHORT_YEAR = 100
_LAST_MONTH = 12


class Unreadable(ValueError):
    """A cell that says nothing certain; `reason` is the sentence for people (marked by N_)."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values

    @property
    def words(self) -> str:
        """The sentence in the language now in use."""
        return _(self.reason).format(**self.values)


# --- text -----------------------------------------------------------------------------------------

_EMPTY = {"", "-", "--", "---", "–", "—", "n/a", "null", "none", "nihil", "tidak ada"}


def text(cell: Cell) -> str:
    """The cell as one line: single spaces, no hidden marks, no apostrophe that forces text."""
    if isinstance(cell, str):
        plain = " ".join((cell if cell.isprintable() else _printable(cell)).split())
        return plain[1:].lstrip() if plain[:1] == "'" else plain
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year}"
    return str(cell)


def _printable(raw: str) -> str:
    """Spaces for white space; marks that nobody sees (zero width, byte order) go."""
    kept = (c if c.isprintable() else " " if c.isspace() else "" for c in raw)
    return "".join(kept)


def is_empty(cell: Cell) -> bool:
    """Whether there is nothing in it, or a stroke that says so."""
    if isinstance(cell, str):
        return not cell or cell.isspace() or text(cell).casefold() in _EMPTY
    return cell is None


# --- money ----------------------------------------------------------------------------------------

_CURRENCY = re.compile(r"^(?:rp|idr)\.?\s*|\s*(?:rupiah|idr)$", re.IGNORECASE)
_TAIL = re.compile(r"[.,]\s*[-=]+$")
_GROUPED = re.compile(r"\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*|\d+")
_DECIMALS = re.compile(r"(.*)([.,])(\d{1,2})", re.DOTALL)
_THOUSANDS = re.compile(r"(\d+)(?:[.,](\d{1,3}))?\s*(rb|ribu|jt|juta)", re.IGNORECASE)
_NOT_MONEY = N_("{text} bukan jumlah uang; tulis angkanya saja, misalnya 50000")
_WITH_SEN = N_("{text} bukan rupiah utuh; tulis tanpa sen, misalnya 10000")
_TOO_LARGE = N_("{text} terlalu besar untuk jumlah uang; periksa angkanya")
_UNCLEAR_SIDE = N_("{text} memakai tanda debit atau kredit; tulis angkanya saja")
_SIDE = re.compile(r"\d\s*(?:db|cr|d|k|dr)\.?$", re.IGNORECASE)


def money(cell: Cell) -> Rupiah | None:
    """An amount of whole rupiah, negative too; None for an empty cell. Raises Unreadable.

    Dots or commas group thousands (`100.000`, `287,490`); two digits or one after the last of them
    are decimals, and must be zero. `(5.000)` is negative, `100rb` and `4jt` are said in words.
    """
    if isinstance(cell, float):
        return _whole(cell)
    if isinstance(cell, str):
        plain = text(cell)
        return None if plain.casefold() in _EMPTY else _amount(plain)
    if isinstance(cell, bool) or not isinstance(cell, int | None):
        raise Unreadable(_NOT_MONEY, text=text(cell))
    return None if cell is None else _sized(cell, str(cell))


def _whole(number: float) -> Rupiah:
    if not abs(number) < _LARGEST:
        raise Unreadable(_TOO_LARGE, text=repr(number))
    nearest = round(number)
    if abs(number - nearest) > _HAIR:
        raise Unreadable(_WITH_SEN, text=repr(number))
    return Rupiah(nearest)


def _sized(amount: int, shown: str) -> Rupiah:
    if abs(amount) >= _LARGEST:
        raise Unreadable(_TOO_LARGE, text=shown)
    return Rupiah(amount)


def _amount(plain: str) -> Rupiah:
    bare = unicodedata.normalize("NFKC", plain).replace("\u2212", "-")
    sign = 1
    if bare.startswith("(") and bare.endswith(")"):
        sign, bare = -1, bare[1:-1].strip()
    bare = _CURRENCY.sub("", bare.strip()).strip()
    if bare.startswith("-"):
        sign, bare = -sign, bare[1:].strip()
    bare = _TAIL.sub("", _CURRENCY.sub("", bare)).strip()
    if (said := _THOUSANDS.fullmatch(bare)) is not None:
        return _sized(sign * _in_thousands(said, plain), plain)
    sen = "0"
    if (found := _DECIMALS.fullmatch(bare)) is not None:
        whole, mark, sen = found.groups()
        if mark in whole:  # 36.000.00 is a slip of the pen, not an amount
            raise Unreadable(_NOT_MONEY, text=plain)
        bare = whole or "0"
    if not (bare.isascii() and _GROUPED.fullmatch(bare)):
        raise Unreadable(_UNCLEAR_SIDE if _SIDE.search(plain) else _NOT_MONEY, text=plain)
    if sen.strip("0"):
        raise Unreadable(_WITH_SEN, text=plain)
    digits = re.sub(r"[., ]", "", bare)
    if len(digits) > len(str(_LARGEST)):
        raise Unreadable(_TOO_LARGE, text=plain)
    return _sized(sign * int(digits), plain)


def _in_thousands(said: re.Match[str], shown: str) -> int:
    whole, parts, unit = said.groups()
    zeros = 3 if unit.casefold() in {"rb", "ribu"} else 6
    if len(whole) > zeros + 6:
        raise Unreadable(_TOO_LARGE, text=shown)
    return int(whole + "0" * zeros) + int((parts or "").ljust(zeros, "0"))


#: So many hundredths (sen) make a rupiah.
HUNDRED = 100
_SEN = re.compile(
    r"^-?\(?(?:rp\.?\s*)?(?:\d{1,3}(?:[., ]\d{3})*|\d*)([.,])(\d{1,2})\)?$", re.IGNORECASE
)


def hundredths(cell: Cell) -> int | None:
    """An amount with its sen, which banks and cash books write. Raises Unreadable."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if not abs(cell) < EXACT // HUNDRED:
            raise Unreadable(_TOO_LARGE, text=text(cell))
        return round(cell * HUNDRED)
    shown = text(cell)
    found = _SEN.match(shown)
    if found is None:
        whole = money(cell)
        return None if whole is None else int(whole) * HUNDRED
    rest = shown[: found.start(1)] + shown[found.end(2) :]
    whole = money(rest) if re.search(r"\d", rest) else Rupiah(0)
    sen = int(found[2].ljust(2, "0"))
    minus = "-" in shown or "(" in shown
    return int(whole or 0) * HUNDRED + (-sen if minus else sen)


def nearest_rupiah(sen: int) -> Rupiah:
    """Hundredths to whole rupiah, half away from zero."""
    size = (abs(sen) * 2 + HUNDRED) // (2 * HUNDRED)
    return Rupiah(size if sen >= 0 else -size)


# --- quantities -----------------------------------------------------------------------------------

_THOUSAND = 1000
_QUANTITY = re.compile(r"-?\d{1,12}(?:[.,]\d{1,3})?")
_MANY = re.compile(r"-?[1-9]\d{0,2}(?:[.,]\d{3})+")
_NOT_QUANTITY = N_("{text} bukan jumlah; tulis angkanya saja, misalnya 1250 atau 17,5")
_TWO_READINGS = N_("{text} dapat berarti ribuan atau pecahan; tulis misalnya 1250 atau 1,25")


def quantity(cell: Cell, *, in_decimals: bool = False) -> int | None:
    """Thousandths of a unit, negative too; None for an empty cell. Raises Unreadable.

    `1.250` is twelve hundred and fifty or one and a quarter: the column decides (`in_decimals`).
    """
    shown = text(cell)
    if isinstance(cell, str):
        bare = shown.replace(" ", "")
        if bare.casefold() in _EMPTY:
            return None
        if _MANY.fullmatch(bare) and not in_decimals:
            if bare.count(".") + bare.count(",") == 1:
                raise Unreadable(_TWO_READINGS, text=shown)
            return int(re.sub(r"[.,]", "", bare)) * _THOUSAND
        if not (bare.isascii() and _QUANTITY.fullmatch(bare)):
            raise Unreadable(_NOT_QUANTITY, text=shown)
        whole, _mark, rest = bare.lstrip("-").replace(",", ".").partition(".")
        size = int(whole) * _THOUSAND + int(rest.ljust(3, "0"))
        return -size if bare.startswith("-") else size
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not abs(cell) < _LARGEST:
        raise Unreadable(_NOT_QUANTITY, text=shown)
    found = round(cell * _THOUSAND)
    if abs(found - cell * _THOUSAND) > _HAIR * max(1.0, abs(cell)):
        raise Unreadable(_NOT_QUANTITY, text=shown)
    return found


# --- days -----------------------------------------------------------------------------------------

MONTH_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "jan januari january",
            "feb februari pebruari peb febr february",
            "mar maret mart march mrt",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "ags agu agt agus agust agustus aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov nop november nopember",
            "des desember dec december",
        ),
        1,
    )
    for word in words.split()
}
_LEAD = re.compile(
    r"^(?:(?:pada|hari|tgl|tanggal|senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|periode)\b"
    r"[\s.,:/]*)+",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"[\sT]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[ap]m|wib|wita|wit|z)?$", re.IGNORECASE
)
_NUMERIC = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*[-/. ]\s*'?(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_WORDED = re.compile(r"(\d{1,2})[\s./-]*([a-z]+)[\s.,/-]*'?(\d{4}|\d{2})", re.IGNORECASE)
_WORD_FIRST = re.compile(r"([a-z]+)[\s.]+(\d{1,2})[\s,]+(\d{4})", re.IGNORECASE)
_RUN = re.compile(r"\d{8}")
_SERIAL = re.compile(r"\d{5}")
_NOT_DAY = N_("{text} bukan tanggal; tulis misalnya 17/08/1975")
_NO_SUCH_DAY = N_("tanggal {text} tidak ada di kalender; periksa tanggal dan bulannya")
_TOO_OLD = N_("tanggal {text} terlalu lama berlalu; periksa tahunnya")
_TOO_FAR = N_("tanggal {text} terlalu jauh di depan; periksa tahunnya")
_YEAR_ONLY = N_("{text} tidak menyebut tanggal lengkap; tulis misalnya 17/08/1975")
_CENTURY = N_("tahun pada {text} tidak pasti; tulis empat angka, misalnya 17/08/1975")


def _day_from_serial(number: float, shown: str) -> date | None:
    """A day as spreadsheets count them; a bare year is none."""
    if 0 <= number < _SERIALS.start:
        return None
    if _FIRST_YEAR <= number <= _LAST_YEAR:
        raise Unreadable(_YEAR_ONLY, text=shown)
    if int(number) in _SERIALS if abs(number) < _LARGEST else False:
        return _EPOCH + timedelta(days=int(number))
    raise Unreadable(_NOT_DAY, text=shown)


def day(cell: Cell, century: Century) -> date | None:
    """A day in any of the ways people write it; None for an empty cell. Raises Unreadable.

    The day comes before the month; only where that is impossible is it the other way round.
    `century` decides years of two digits.
    """
    if isinstance(cell, str):
        return day_from_text(cell, century)
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _plausible(cell, text(cell))
    if cell is None or cell == _MIDNIGHT:
        return None
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        whole = text(cell)
        return _day_run(whole) if _RUN.fullmatch(whole) else _day_from_serial(cell, whole)
    raise Unreadable(_NOT_DAY, text=text(cell))


def day_from_text(raw: str, century: Century) -> date | None:
    """As `day`, of text."""
    shown = text(raw)
    found = _parts(shown)
    if found is None:
        return None
    if isinstance(found, date):
        return found
    year, month, number = found
    if year < _SHORT_YEAR:
        whole = century(year, month, number)
        if whole is None:
            raise Unreadable(_CENTURY, text=shown)
        year = whole
    return _made(year, month, number, shown)


def _made(year: int, month: int, number: int, shown: str) -> date | None:
    if month > _LAST_MONTH >= number:
        month, number = number, month
    try:
        made = date(year, month, number)
    except ValueError:
        raise Unreadable(_NO_SUCH_DAY, text=shown) from None
    return _plausible(made, shown)


def _plausible(made: date, shown: str) -> date | None:
    if made in _NO_DAYS:
        return None
    if not _FIRST_YEAR <= made.year <= _LAST_YEAR:
        raise Unreadable(_TOO_OLD if made.year < _FIRST_YEAR else _TOO_FAR, text=shown)
    return made


class _Parts(NamedTuple):
    """Year (below 100 when it has two digits), month and day; the last two may be swapped."""

    year: int
    month: int
    day: int


def _parts(shown: str) -> _Parts | date | None:
    """What a text says of a day; None when it says there is none. Raises Unreadable."""
    bare = shown
    if bare.casefold() in _EMPTY:
        return None
    if bare[:1].isalpha():
        bare = _LEAD.sub("", bare)
    if len(bare) > len("31 september 2026") or ":" in bare or bare.endswith(("Z", "z")):
        bare = _CLOCK.sub("", bare)
    if (found := _NUMERIC.fullmatch(bare)) is not None:
        number, _mark, month, year = found.groups()
        return _noted(year, int(month), int(number))
    if (found := _YEAR_FIRST.fullmatch(bare)) is not None:
        year, month, number = found.groups()
        return _noted(year, int(month), int(number))
    if (found := _WORDED.fullmatch(bare)) is not None:
        number, word, year = found.groups()
        return _Parts(_year(year), _month_called(word, shown), int(number))
    if (found := _WORD_FIRST.fullmatch(bare)) is not None:
        word, number, year = found.groups()
        return _Parts(_year(year), _month_called(word, shown), int(number))
    if _RUN.fullmatch(bare):
        return _day_run(bare)
    if _SERIAL.fullmatch(bare):
        return _day_from_serial(int(bare), shown)
    half = re.search(r"\d{4}", bare) or bare.split()[-1:][0].casefold() in MONTH_WORDS
    raise Unreadable(_YEAR_ONLY if half else _NOT_DAY, text=shown)


def _noted(year: str, month: int, number: int) -> _Parts | None:
    """None for 0000-00-00, which a database writes for no day."""
    return None if int(year) == month == number == 0 else _Parts(_year(year), month, number)


def _year(digits: str) -> int:
    """A year; one of two digits stays below 100 until the century is known, 0025 does not."""
    return int(digits) if len(digits) == len("25") else max(int(digits), _SHORT_YEAR)


def _month_called(word: str, shown: str) -> int:
    found = MONTH_WORDS.get(word.casefold())
    if found is None:
        raise Unreadable(_NOT_DAY, text=shown)
    return found


def _day_run(digits: str) -> date | None:
    """Eight digits: year first when they begin like a year and make a day, else day first."""
    if digits == "00000000":
        return None
    for year, month, number in (
        (int(digits[4:]), int(digits[2:4]), int(digits[:2])),
        (int(digits[:4]), int(digits[4:6]), int(digits[6:])),
    ):
        if _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _LAST_MONTH:
            return _made(year, month, number, digits)
    raise Unreadable(_NOT_DAY, text=digits)


def place_and_day(cell: Cell) -> tuple[str, Cell]:
    """`Klaten, 12 Agustus 1975` apart; a cell without a place gives no place."""
    if not isinstance(cell, str):
        return "", cell
    plain = text(cell)
    found = re.search(r"\d", plain)
    if found is None:
        return plain, ""
    place, rest = plain[: found.start()], plain[found.start() :]
    word = re.search(r"([a-z]+)[\s.]*$", place, re.IGNORECASE)
    if word and word[1].casefold() in MONTH_WORDS:
        rest, place = place[word.start() :] + rest, place[: word.start()]
    place = re.sub(r"\b(?:tgl|tanggal|pada)\b[\s.:]*$", "", place, flags=re.IGNORECASE)
    return place.strip(" ,./-"), rest


def recent(today: date) -> Century:
    """The century of a day that has been: years up to this one are of ours."""

    def of(year: int, _month: int, _day: int) -> int:
        whole = today.year // 100 * 100 + year
        return whole if whole <= today.year else whole - 100

    return of


# --- months ---------------------------------------------------------------------------------------

_MONTH = r"(?:([a-z]+)|(\d{1,2}))"
_MONTH_SPAN = re.compile(
    rf"{_MONTH}\s*[-/.,\s]*\s*'?(\d{{4}}|\d{{2}})?\s*(?:-|–|s/?d\.?|sampai|hingga)\s*"
    r"([a-z]+)\s*[-/.,\s]*\s*'?(\d{4}|\d{2})",
    re.IGNORECASE,
)
_ONE_MONTH = re.compile(r"(?:([a-z]+)[\s.,/-]*|(\d{1,2})[/-])'?(\d{4}|\d{2})", re.IGNORECASE)
_ISO_MONTH = re.compile(r"(\d{4})[-/]?(\d{2})")
_BEFORE_MONTH = re.compile(
    r"^(?:periode|bulan|bln|untuk|simpanan|wajib|pokok|iuran|[\s:.-]+)+", re.IGNORECASE
)
_NOT_MONTH = N_("{text} bukan bulan; tulis misalnya Oktober 2025")


def months(cell: Cell) -> tuple[Month, Month] | None:
    """The first and the last month that a cell names (`Juni - Des 25`). Raises Unreadable."""
    if isinstance(cell, date):
        return Month.of(cell), Month.of(cell)
    shown = text(cell)
    bare = _BEFORE_MONTH.sub("", shown)
    if bare.casefold() in _EMPTY:
        return None
    if (found := _ISO_MONTH.fullmatch(bare)) is not None:
        one = _month_made(int(found[1]), int(found[2]), shown)
        return one, one
    if (found := _MONTH_SPAN.fullmatch(bare)) is not None and found[1]:
        end = _month_made(_full(found[5]), _month_word(found[4], shown), shown)
        start = _month_word(found[1], shown)
        year = _full(found[3]) if found[3] else int(end[:4]) - (start > int(end[5:]))
        first = _month_made(year, start, shown)
        if first > end:
            raise Unreadable(_NOT_MONTH, text=shown)
        return first, end
    if (found := _ONE_MONTH.fullmatch(bare)) is not None:
        number = int(found[2]) if found[2] else _month_word(found[1], shown)
        one = _month_made(_full(found[3]), number, shown)
        return one, one
    raise Unreadable(_NOT_MONTH, text=shown)


def _full(digits: str) -> int:
    return int(digits) + (2000 if len(digits) < len("2026") else 0)


def _month_word(word: str, shown: str) -> int:
    found = MONTH_WORDS.get(word.casefold())
    if found is None:
        raise Unreadable(_NOT_MONTH, text=shown)
    return found


def _month_made(year: int, month: int, shown: str) -> Month:
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _LAST_MONTH):
        raise Unreadable(_NOT_MONTH, text=shown)
    return Month.of(date(year, month, 1))


# --- persons --------------------------------------------------------------------------------------

_NIK_MARKS = str.maketrans("", "", " .-'`’\u00a0\u200b\ufeff")
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_SEXES: dict[str, Literal["L", "P"]] = {
    **dict.fromkeys(("l", "lk", "laki", "lakilaki", "pria", "cowok", "m", "male", "man"), "L"),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita", "w", "f", "female", "cewek", "woman"), "P"),
}
_NOT_SEX = N_("{text} bukan jenis kelamin; tulis L atau P")
_PHONES = re.compile(r"[/;,|]|\batau\b|\bdan\b", re.IGNORECASE)
_RT_RW = re.compile(r"(?:rt)?\W*(\d{1,3})\W+(?:rw)?\W*(\d{1,3})", re.IGNORECASE)


class NikCell(NamedTuple):
    """The digits of a NIK, "" when there is none; whether a spreadsheet may have spoilt them."""

    digits: str
    spoilt: bool


def nik(cell: Cell) -> NikCell:
    """What stands in a NIK's cell without dots and spaces; not judged yet.

    A number is spoilt when a spreadsheet cannot have kept it: above 2^53, or ending in the 0 that
    Excel puts after fifteen digits.
    """
    if isinstance(cell, str):
        plain = cell.translate(_NIK_MARKS)
        if not plain.isdigit():
            plain = text(cell).translate(_NIK_MARKS)
        return NikCell("", spoilt=False) if plain in _EMPTY else NikCell(plain, spoilt=False)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LARGEST * 100:
        cell = int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        digits = str(cell)
        return NikCell(digits, spoilt=cell > EXACT or digits.endswith("0"))
    return NikCell(text(cell), spoilt=False)


def has_exponent(raw: str) -> bool:
    """Whether text shows a number as 3,31E+15: a spreadsheet has cut its digits."""
    return _EXPONENT.fullmatch(raw) is not None


def sex(cell: Cell) -> Literal["L", "P"] | None:
    """L or P; None for an empty cell. Raises Unreadable."""
    plain = text(cell)
    if plain.casefold() in _EMPTY:
        return None
    found = _SEXES.get("".join(c for c in plain.casefold() if c.isalnum()))
    if found is None:
        raise Unreadable(_NOT_SEX, text=plain)
    return found


def phones(cell: Cell) -> list[str]:
    """The phone numbers of a cell, as written; a number has lost its first 0."""
    plain = text(cell)
    if plain.casefold() in _EMPTY:
        return []
    if isinstance(cell, float | int):
        return ["0" + plain if plain.startswith("8") else plain]
    return [part for each in _PHONES.split(plain) if (part := each.strip())]


def rt_rw(cell: Cell) -> str:
    """RT and RW as 001/003 where two numbers stand there; other words stay.

    A spreadsheet makes a day of 1/3; its day and month are those numbers again.
    """
    if isinstance(cell, date):
        return f"{cell.day:03d}/{cell.month:03d}"
    plain = text(cell)
    found = _RT_RW.fullmatch(plain)
    return f"{int(found[1]):03d}/{int(found[2]):03d}" if found else plain
