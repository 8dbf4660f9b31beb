"""Statements as banks give them out: BRI, BNI, Mandiri, BSI, BCA, BPD, and what others list.

Nothing is guessed: a file without the columns of a statement is refused by name, a row that cannot
be read is left out and listed, and where the balance is told every row must lead to it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from kopdes_desktop.banking.rules import StatementRow
from kopdes_desktop.kernel import cells
from kopdes_desktop.kernel.cells import Cell, Unreadable
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.paper.grid import BadFile, Book, Row, Sheet
from kopdes_desktop.places import RESOURCES

#: Banks write a letterhead of their own above the columns.
_ROWS_ABOVE = 40
_ROLES = ("day", "text", "ref", "opening", "debit", "credit", "amount", "side", "balance")
_IN = frozenset({"cr", "c", "k", "kr", "kredit", "credit", "masuk"})
_OUT = frozenset({"db", "dr", "d", "debit", "debet", "keluar"})
_SIDED = re.compile(r"^(.*?)\s*(cr|db|dr|kr|c|d|k)\.?$", re.IGNORECASE)
#: Rows that carry a balance on, with a day or without; and sums, which have no day.
_CARRIED = re.compile(
    r"^(?:(?:saldo|opening|closing|ending|beginning)(?: (?:awal|akhir|lalu|sebelumnya|bank|balance"
    r"|pindahan|bulan|tahun|hari|ini|periode|kas))*\W*|balance (?:brought|carried|b/?f|c/?f).*)$",
    re.IGNORECASE,
)
_SUMS = re.compile(
    r"^(?:saldo|mutasi|jumlah|total|transaksi|balance|opening|closing|ending|ledger|halaman|page"
    r"|periode|sub ?total)\b",
    re.IGNORECASE,
)
_PENDING = re.compile(r"\bpend(ing)?\b", re.IGNORECASE)
_SHOWN = 6
#: Banks by the words that an account and a file name them with.
_BANKS = frozenset({"bri", "bni", "mandiri", "bca", "bsi", "btn", "bpd"})


class _Format(NamedTuple):
    """A bank, and which column is what; `also` have to be there too."""

    bank: str
    columns: Mapping[str, str]
    also: frozenset[str]
    own: bool
    unsure: bool


class LeftOut(Struct, frozen=True):
    """A row of the file that was not taken, and why."""

    row: int
    reason: str


class BankFile(Struct, frozen=True):
    """A statement: its bank, its rows from the oldest on, what was left out, what does not add up.

    `digest` names the file's bytes; `rounded` is how many amounts had sen.
    """

    bank: str
    name: str
    digest: str
    rows: tuple[StatementRow, ...]
    left_out: tuple[LeftOut, ...] = ()
    breaks: tuple[int, ...] = ()
    rounded: int = 0

    @property
    def opening(self) -> Rupiah | None:
        """What was there before the first row, where the bank says so."""
        first = self.rows[0]
        return None if first.balance is None else first.balance - first.amount

    @property
    def closing(self) -> Rupiah | None:
        """What the bank says is there after the last row."""
        return self.rows[-1].balance


class _Reading(Struct):
    """What has been read of a sheet so far; each row with its number in the file."""

    rows: list[tuple[int, StatementRow]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    rounded: int = 0

    def leave(self, number: int, reason: str) -> None:
        """Not this one."""
        self.left_out.append(LeftOut(number, reason))


@cache
def _formats() -> tuple[tuple[_Format, ...], Mapping[str, Sequence[str]]]:
    known = tomllib.loads((RESOURCES / "bank_files.toml").read_text("utf-8"))
    made = tuple(
        _Format(
            each["name"],
            {role: each[role] for role in _ROLES if role in each},
            frozenset(each.get("also", ())),
            each.get("own", False),
            each.get("unsure", False),
        )
        for each in known["bank"]
    )
    return made, known["any"]


def read_bank_file(book: Book, today: date) -> BankFile:
    """The statement in a file. Raises BadFile for what is none, by its name.

    `today` settles years of two digits.
    """
    headings: list[str] = []
    read, found = _Reading(), None
    for sheet in book.sheets:
        headed = _headed(sheet, headings)
        if headed is None:
            continue
        found, columns, at = headed
        _read(read, sheet.rows[at + 1 :], found, columns, today)
    if found is not None and read.rows:
        return _made(book, found, read)
    if found is not None:
        raise _bad(book.name, _(N_("tidak ada mutasi di bawah judul kolomnya")))
    reason = _(
        N_("bukan rekening koran; tidak ada kolom tanggal, keterangan, dan debit atau kredit")
    )
    if headings:
        seen = ", ".join(headings[:_SHOWN])
        reason += " " + _(N_("(kolomnya: {columns})")).format(columns=seen)
    raise _bad(book.name, reason)


def _bad(name: str, reason: str) -> BadFile:
    return BadFile(name=name, reason=reason)


def _plain(cell: Cell) -> str:
    return re.sub(r"[^a-z0-9]+", " ", cells.text(cell).casefold()).strip()


def _headed(sheet: Sheet, headings: list[str]) -> tuple[_Format, dict[str, list[int]], int] | None:
    """The row of headings, and what stands in which column; the headings most like one are kept."""
    formats, any_of = _formats()
    for at, row in enumerate(sheet.rows[:_ROWS_ABOVE]):
        heads = [_plain(cell) for cell in row.cells]
        if len(list(filter(None, heads))) > len(headings):
            headings[:] = [cells.text(cell) for cell in row.cells if cells.text(cell)]
        for format_ in formats:
            columns = _columns(format_, heads)
            if columns is not None:
                return format_, columns, at
        loose = _any_columns(any_of, heads)
        if loose is not None:
            return (
                _Format(_bank_named(sheet.rows[:at]), {}, frozenset(), own=False, unsure=True),
                loose,
                at,
            )
    return None


def _columns(format_: _Format, heads: Sequence[str]) -> dict[str, list[int]] | None:
    """Where the columns of a format stand; nothing unless all of them do."""
    if not format_.also <= set(heads):
        return None
    made: dict[str, list[int]] = {}
    for role, head in format_.columns.items():
        places = [at for at, each in enumerate(heads) if each == head]
        if not head:  # beside the amount, without a heading
            places = [at for at in places if at and at - 1 in made.get("amount", ())]
        if not places:
            return None
        made[role] = places
    return made


def _any_columns(
    any_of: Mapping[str, Sequence[str]], heads: Sequence[str]
) -> dict[str, list[int]] | None:
    made: dict[str, list[int]] = {}
    for role, names in any_of.items():
        places = [at for at, each in enumerate(heads) if each in names]
        if places:
            made[role] = places[:1]
    sides = {"debit", "credit"} <= made.keys() or "amount" in made
    return made if sides and {"day", "text"} <= made.keys() else None


def _bank_named(above: Iterable[Row]) -> str:
    """The bank that the letterhead of a file names."""
    told = " ".join(cells.text(cell) for row in above for cell in row.cells).casefold()
    known = {
        "syariah indonesia": "BSI",
        "bsi": "BSI",
        "rakyat indonesia": "BRI",
        "bri": "BRI",
        "bni": "BNI",
        "mandiri": "Mandiri",
        "bca": "BCA",
        "btn": "BTN",
    }
    for word, bank in known.items():
        if re.search(rf"\b{word}\b", told):
            return bank
    return _(N_("rekening koran"))


def of_another_bank(bank: str, box: str) -> bool:
    """Whether an account's name names a bank, and not the one that wrote the file."""
    named = set(box.casefold().split()) & _BANKS
    wrote = set(bank.replace("/", " ").casefold().split()) & _BANKS
    return bool(named and wrote and not named & wrote)


# --- rows -----------------------------------------------------------------------------------------


def _read(
    made: _Reading,
    rows: Iterable[Row],
    format_: _Format,
    columns: Mapping[str, Sequence[int]],
    today: date,
) -> None:
    for row in rows:
        said = {
            role: [row.cells[at] for at in places if at < len(row.cells)]
            for role, places in columns.items()
        }
        _take(made, row.number, said, format_, today)


def _take(
    made: _Reading, number: int, said: Mapping[str, list[Cell]], format_: _Format, today: date
) -> None:
    """One row into what was read: a movement, a row left out with its reason, or nothing."""
    text = " ".join(filter(None, map(cells.text, said["text"])))
    first = said["day"][0] if said["day"] else None
    if _CARRIED.match(text) or _SUMS.match(cells.text(first)):
        return
    if cells.is_empty(first) and (not text or _SUMS.match(text)):
        return
    try:
        amount = _moved(said, own=format_.own)
        balance = _balance(said, amount)
    except Unreadable as unreadable:
        if not cells.is_empty(first):
            made.leave(number, unreadable.words)
        return
    if amount is None:
        return
    try:
        day = cells.day(first, cells.recent(today))
    except Unreadable as unreadable:
        pending = _PENDING.search(cells.text(first))
        made.leave(number, _(N_("belum dibukukan bank")) if pending else unreadable.words)
        return
    if day is None:
        made.leave(number, _(N_("tanpa tanggal")))
        return
    if amount == 0:
        return
    if cells.nearest_rupiah(amount) == NOTHING:
        made.leave(number, _(N_("kurang dari satu rupiah")))
        return
    made.rounded += bool(amount % cells.HUNDRED)
    ref = cells.text(said["ref"][0]) if said.get("ref") else ""
    row = StatementRow(
        day,
        cells.nearest_rupiah(amount),
        text,
        ref,
        None if balance is None else cells.nearest_rupiah(balance),
    )
    made.rows.append((number, row))


def _moved(said: Mapping[str, list[Cell]], *, own: bool) -> int | None:
    """What a row brought in (minus: took out), in hundredths; None where it says nothing."""
    if said.get("debit") is not None and said.get("credit") is not None:
        debit, credit = (
            cells.hundredths(said[role][0] if said[role] else None) for role in ("debit", "credit")
        )
        if debit is None and credit is None:
            return None
        if debit and credit:
            raise Unreadable(N_("debit dan kredit terisi sekaligus"))
        came = abs(credit or 0) - abs(debit or 0)
        return -came if own else came
    cell = said["amount"][0] if said.get("amount") else None
    side = cells.text(said["side"][0]).casefold().rstrip(".") if said.get("side") else ""
    sided = _SIDED.match(cells.text(cell)) if isinstance(cell, str) else None
    if sided is not None:
        cell, side = sided[1], sided[2].casefold()
    amount = cells.hundredths(cell)
    if amount is None or not side:
        return amount
    if side not in _IN | _OUT:
        raise Unreadable(N_("{text} bukan tanda debit atau kredit"), text=side)
    return abs(amount) if side in _IN else -abs(amount)


def _balance(said: Mapping[str, list[Cell]], amount: int | None) -> int | None:
    """The balance after the row, in hundredths, where the bank tells it or the one before."""
    if said.get("balance"):
        cell = said["balance"][0]
        sided = _SIDED.match(cells.text(cell)) if isinstance(cell, str) else None
        found = cells.hundredths(sided[1] if sided is not None else cell)
        owed = sided is not None and sided[2].casefold() in _OUT
        return -found if found is not None and owed else found
    if said.get("opening"):
        before = cells.hundredths(said["opening"][0])
        return None if before is None or amount is None else before + amount
    return None


# --- the whole ------------------------------------------------------------------------------------


def _made(book: Book, format_: _Format, read: _Reading) -> BankFile:
    rows = read.rows
    if rows[0][1].day > rows[-1][1].day:
        rows = rows[::-1]
    if format_.unsure:
        rows = _right_way_round(rows)
    if any(one[1].day > other[1].day for one, other in pairwise(rows)):
        rows = sorted(rows, key=lambda each: each[1].day)
    return BankFile(
        format_.bank,
        book.name,
        book.digest,
        tuple(row for _number, row in rows),
        tuple(read.left_out),
        tuple(_breaks(rows)),
        read.rounded,
    )


def _right_way_round(rows: list[tuple[int, StatementRow]]) -> list[tuple[int, StatementRow]]:
    """With the sides that the balances prove: some lists mean by debit what came in."""
    other = [(number, replace(row, amount=-row.amount)) for number, row in rows]
    return other if len(_breaks(other)) < len(_breaks(rows)) else rows


def _breaks(rows: Sequence[tuple[int, StatementRow]]) -> list[int]:
    """The rows to which the balance before them does not lead; sen may make up to a rupiah."""
    found: list[int] = []
    for (_before, one), (number, two) in pairwise(rows):
        if one.balance is None or two.balance is None:
            continue
        if abs(int(one.balance + two.amount - two.balance)) > 1:
            found.append(number)
    return found
