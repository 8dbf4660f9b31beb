"""An old cash book replayed: balances, sums, carried sums and days, and all that contradicts them.

Every contradiction names its sheet and row, what stands there, and what it should be. One slip is
told once: a balance that is wrong makes those after it wrong only where they differ anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from msgspec import Struct

from kopdes_desktop.accounting import cash_sheets
from kopdes_desktop.accounting.cash_sheets import (
    ASIDE,
    BALANCE,
    BLANK,
    CARRY,
    DAY,
    ENTRY,
    IN,
    MONTH,
    NUMBER,
    OUT,
    SO_FAR,
    TOTAL,
    CashBook,
    CashLine,
    CashSheet,
)
from kopdes_desktop.kernel import cells, wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _

_SENTENCES: Final[Mapping[str, str]] = {
    "period": N_("lembar {sheet} berjudul {stands}, seharusnya {should}"),
    "month_missing": N_("sesudah {stands} seharusnya {should}; lembarnya tidak ada"),
    "number": N_("nomor {stands} menyusul, seharusnya nomor {should}: mungkin ada baris hilang"),
    "day_missing": N_("tanggalnya kosong; usul {should}"),
    "day_outside": N_("bertanggal {stands}, di luar bulan lembar ini; usul {should}"),
    "day_future": N_("bertanggal {stands}, belum tiba; usul {should}"),
    "day_unreadable": N_("tanggal {stands} tidak terbaca; usul {should}"),
    "broken": N_("rumus rusak: tertulis {stands}, seharusnya {should}"),
    "unreadable": N_("tertulis {stands}, yang bukan jumlah uang; menurut saldonya {should}"),
    "unknown": N_("tertulis {stands}; jumlah sebenarnya tidak dapat dihitung"),
    "both": N_("masuk dan keluar terisi sekaligus: {stands}; seharusnya satu saja"),
    "no_amount": N_("ada uraian tanpa jumlah: {stands}"),
    "no_text": N_("ada jumlah tanpa uraian: {stands}"),
    "negative": N_("jumlahnya di bawah nol: {stands}; dibaca {should}"),
    "half": N_("{stands} bukan rupiah utuh; dibulatkan menjadi {should}"),
    "below_zero": N_("saldo sesudah baris ini di bawah nol: {should}"),
    "balance": N_("saldo tertulis {stands}, seharusnya {should}"),
    "carry_in": N_("jumlah masuk bulan lalu tertulis {stands}, seharusnya {should}"),
    "carry_out": N_("jumlah keluar bulan lalu tertulis {stands}, seharusnya {should}"),
    "carry_balance": N_("saldo bulan lalu tertulis {stands}, seharusnya {should}"),
    "sum_in": N_("“{words}” masuk tertulis {stands}, seharusnya {should}"),
    "sum_out": N_("“{words}” keluar tertulis {stands}, seharusnya {should}"),
    "sum_balance": N_("“{words}” saldo tertulis {stands}, seharusnya {should}"),
    "side": N_("catatan “{words}” tertulis {stands}, seharusnya {should}"),
    "opening": N_("saldo awal buku ini {stands}, tetapi di buku koperasi kas itu berisi {should}"),
    "known": N_("kas itu sudah mencatat {stands} pada {should}: mungkin baris ini juga"),
    "aside_broken": N_("rumus rusak di samping tabel: {stands}"),
}
#: They leave no amount that could be posted, so nobody can accept them.
_HARD: Final = frozenset({"unknown", "both", "no_amount"})


class Contradiction(Struct, frozen=True):
    """Where the book contradicts itself: sheet, row, which kind, what stands and what should be.

    `name` is what it is accepted by. `on_row` says that it is of one entry alone, which can be left
    out; the others are of the whole book.
    """

    sheet: str
    row: int
    code: str
    field: str
    stands: str
    should: str
    words: str = ""
    on_row: bool = False

    @property
    def name(self) -> str:
        """As it is accepted: sheet, row and kind."""
        return f"{self.sheet}:{self.row}:{self.code}"

    @property
    def hard(self) -> bool:
        """Whether the row cannot be posted whatever is accepted."""
        return self.code in _HARD

    @property
    def message(self) -> str:
        """In the language now in use."""
        said = {"sheet": self.sheet, "stands": self.stands, "should": self.should}
        return _(_SENTENCES[self.code]).format(words=self.words, **said)


class Played(Struct, frozen=True):
    """An entry as it can be posted: its day and its amounts in sen once all is accepted."""

    sheet: str
    at: int
    line: CashLine
    day: date
    came: int
    went: int

    @property
    def net(self) -> int:
        """What it adds to the box, in sen."""
        return self.came - self.went


class Replay(Struct, frozen=True):
    """What came of it: entries in the book's order, contradictions by sheet and row, both ends."""

    played: tuple[Played, ...]
    contradictions: tuple[Contradiction, ...]
    opening: int
    closing: int


def sen(amount: int) -> str:
    """An amount of a book as people write it, with its sen where it has any."""
    whole, rest = divmod(abs(amount), cells.HUNDRED)
    shown = wording.rupiah(-whole if amount < 0 else whole)
    return f"{shown},{rest:02d}" if rest else shown


def replay(book: CashBook, today: date) -> Replay:
    """Go through a book from its first line to its last."""
    player = _Player(today)
    for at, sheet in enumerate(book.sheets):
        player.sheet(at, sheet)
    found = sorted(player.found, key=lambda pair: (pair[0], pair[1].row))
    return Replay(
        tuple(player.played),
        tuple(each for _at, each in found),
        player.opening,
        player.balance,
    )


class _Player:
    """The state from sheet to sheet."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.found: list[tuple[int, Contradiction]] = []
        self.played: list[Played] = []
        self.opening = self.balance = 0
        self.came = self.went = 0
        self.month: Month | None = None
        self.loans: int | None = None
        self._at = 0
        self._sheet: CashSheet | None = None
        self._day: date | None = None
        self._number: int | None = None
        self._off = 0
        self._carried = (0, 0)

    # -- one sheet

    def sheet(self, at: int, sheet: CashSheet) -> None:
        """Play one sheet after those before it."""
        self._at, self._sheet, self._number, self._off = at, sheet, None, 0
        self._day = sheet.month.first() if sheet.month else self._day
        self._period(sheet)
        before = len(self.played)
        start = (self.came, self.went, self.balance)
        self._carried = (0, 0)
        first = at == 0
        for line in sheet.lines:
            if line.kind == CARRY:
                self._carry(line, first=first)
                if first:
                    start = (self.came, self.went, self.balance)
            elif line.kind == ENTRY:
                self._entry(line)
            elif line.kind == BLANK:
                self._stands(line, self.balance)
            elif line.kind == ASIDE:
                self._tell(line.row, "aside_broken", line.bad[0].field, line.bad[0].stands, "")
            else:
                self._sums(line, start)
        self._side(sheet, self.played[before:])

    def _tell(
        self,
        row: int,
        code: str,
        field: str,
        stands: str,
        should: str,
        *,
        words: str = "",
        on_row: bool = False,
    ) -> None:
        name = self._sheet.name if self._sheet else ""
        made = Contradiction(name, row, code, field, stands, should, words, on_row)
        self.found.append((self._at, made))

    def _period(self, sheet: CashSheet) -> None:
        """The title and the sheets' order."""
        if sheet.month is None:
            return
        if sheet.titled is not None and sheet.titled != sheet.month:
            said = wording.month(sheet.titled), wording.month(sheet.month)
            self._tell(sheet.title_row, "period", DAY, *said)
        if self.month is not None and sheet.month != self.month.next():
            said = wording.month(self.month), wording.month(self.month.next())
            self._tell(sheet.header_row, "month_missing", DAY, *said)
        self.month = sheet.month

    # -- the lines

    def _carry(self, line: CashLine, *, first: bool) -> None:
        """What the month before left: its balance alone, or the sums of both sides until then."""
        self._date(line, on_row=False)
        self._follow(line, on_row=False)
        self._carried = (line.came, line.went)
        broken = self._broken(line)
        if first:
            unsaid = not (line.came or line.went)
            self.opening = (line.balance or 0) if unsaid else line.net
            self.balance = self.opening
            self.came, self.went = (self.opening, 0) if unsaid else (line.came, line.went)
        elif not broken and (line.came or line.went):
            alone = line.went == 0 and line.came in {self.balance, 0}
            if not alone:
                self._amount(line, "carry_in", IN, line.came, self.came)
                self._amount(line, "carry_out", OUT, line.went, self.went)
        if line.balance is not None and line.balance != self.balance:
            self._amount(line, "carry_balance", BALANCE, line.balance, self.balance)
            self._off = line.balance - self.balance

    def _broken(self, line: CashLine) -> bool:
        """Cells of a carried line that cannot be read."""
        should = {IN: self.came, OUT: self.went, BALANCE: self.balance}
        for bad in line.bad:
            if bad.field in should:
                self._tell(line.row, "broken", bad.field, bad.stands, sen(should[bad.field]))
        return line.is_bad(IN, OUT)

    def _amount(self, line: CashLine, code: str, field: str, stands: int, should: int) -> None:
        if stands != should:
            self._tell(line.row, code, field, sen(stands), sen(should), words=line.text)

    def _entry(self, line: CashLine) -> None:
        """An entry: its number, its day, its amounts, and the balance that it leads to."""
        self._follow(line, on_row=True)
        day = self._date(line, on_row=True)
        amounts = self._amounts(line)
        if amounts is None:
            return
        came, went = amounts
        self.came, self.went = self.came + came, self.went + went
        self.balance += came - went
        if line.is_bad(BALANCE):
            bad = next(each for each in line.bad if each.field == BALANCE)
            self._tell(line.row, "broken", BALANCE, bad.stands, sen(self.balance), on_row=True)
        self._stands(line, self.balance, on_row=True)
        if self.balance < 0 and came < went:
            self._tell(line.row, "below_zero", BALANCE, "", sen(self.balance), on_row=True)
        name = self._sheet.name if self._sheet else ""
        self.played.append(Played(name, self._at, line, day, came, went))

    def _stands(self, line: CashLine, should: int, *, on_row: bool = False) -> None:
        """A printed balance against the true one; told only where it differs anew."""
        if line.balance is None:
            return
        off = line.balance - should
        if off not in {self._off, 0}:
            stands = sen(line.balance)
            self._tell(line.row, "balance", BALANCE, stands, sen(should), on_row=on_row)
        self._off = off

    def _follow(self, line: CashLine, *, on_row: bool) -> None:
        """The running number goes up by one."""
        if line.number is None:
            return
        if self._number is not None and line.number != self._number + 1:
            said = str(line.number), str(self._number + 1)
            self._tell(line.row, "number", NUMBER, *said, on_row=on_row)
        self._number = line.number

    def _date(self, line: CashLine, *, on_row: bool) -> date:
        """The line's day, or what is proposed for it."""
        month = self._sheet.month if self._sheet else None
        if line.day is None:
            day = self._day or self.today
            if line.is_bad(DAY) or on_row:
                code = "day_unreadable" if line.is_bad(DAY) else "day_missing"
                self._tell(
                    line.row, code, DAY, line.shown_day, wording.short_day(day), on_row=on_row
                )
            return day
        day, code = line.day, ""
        if month is not None and Month.of(day) != month:
            day, code = _within(day, month), "day_outside"
        elif month is None and day > self.today:
            day, code = self._nearest(day), "day_future"
        if code:
            said = wording.short_day(line.day), wording.short_day(day)
            self._tell(line.row, code, DAY, *said, on_row=on_row)
        self._day = day
        return day

    def _nearest(self, day: date) -> date:
        """The same day of the year that the line before is of, or that has been."""
        before = self._day or self.today
        month = Month.of(date(before.year, day.month, 1))
        made = _within(day, month)
        return made if made <= self.today else before

    def _amounts(self, line: CashLine) -> tuple[int, int] | None:
        """What came and went in sen; None where nothing can be said."""
        came, went = line.came, line.went
        bad = next((each for each in line.bad if each.field in {IN, OUT}), None)
        if bad is not None:
            return self._derived(line, bad)
        if came and went:
            said = f"{sen(came)} / {sen(went)}"
            self._tell(line.row, "both", IN, said, "", on_row=True)
        elif not (came or went):
            self._tell(line.row, "no_amount", IN, line.text, "", on_row=True)
            return None
        if min(came, went) < 0:
            came, went = max(came, 0) - min(went, 0), max(went, 0) - min(came, 0)
            told = sen(min(line.came, line.went)), _side_words(came, went)
            self._tell(line.row, "negative", IN, *told, on_row=True)
        if (came - went) % cells.HUNDRED:
            net = came - went
            whole = wording.rupiah(abs(int(cells.nearest_rupiah(net))))
            self._tell(line.row, "half", IN if came else OUT, sen(abs(net)), whole, on_row=True)
        if not line.text:
            self._tell(line.row, "no_text", "text", _side_words(came, went), "", on_row=True)
        return came, went

    def _derived(self, line: CashLine, bad: cash_sheets.Bad) -> tuple[int, int] | None:
        """An amount that cannot be read, from the balances before and after it."""
        net = None if line.balance is None else line.balance - self.balance - self._off
        if net is None or (net > 0) != (bad.field == IN) or net == 0:
            self._tell(line.row, "unknown", bad.field, bad.stands, "", on_row=True)
            return None
        self._tell(line.row, "unreadable", bad.field, bad.stands, sen(abs(net)), on_row=True)
        return max(net, 0), max(-net, 0)

    # -- the foot

    def _sums(self, line: CashLine, start: tuple[int, int, int]) -> None:
        """A foot: the month's sums, the sums so far, or a total that may be either."""
        month = self.came - start[0], self.went - start[1]
        whole = self.came, self.went
        carried = month[0] + self._carried[0], month[1] + self._carried[1]
        wanted = {MONTH: (month,), SO_FAR: (whole, carried), TOTAL: (whole, carried, month)}
        fits = wanted[line.kind]
        balances = {self.balance, month[0] - month[1]} if line.kind != SO_FAR else {self.balance}
        for bad in line.bad:
            should = {IN: fits[0][0], OUT: fits[0][1], BALANCE: self.balance}.get(bad.field)
            if should is not None:
                self._tell(line.row, "broken", bad.field, bad.stands, sen(should), words=line.text)
        printed = (line.came, line.went)
        best = min(fits, key=lambda each: _misses(printed, each))
        for code, field, at in (("sum_in", IN, 0), ("sum_out", OUT, 1)):
            if not line.is_bad(field) and (printed[at] or best[at]):
                self._amount(line, code, field, printed[at], best[at])
        printed_balances = balances | {self.balance + self._off}
        if line.balance is not None and line.balance not in printed_balances:
            self._amount(line, "sum_balance", BALANCE, line.balance, self.balance)

    # -- beside the table

    def _side(self, sheet: CashSheet, entries: list[Played]) -> None:
        """Loans of others written beside the table, against the month's entries."""
        told = {role: note for note in sheet.notes if (role := _role(note.text))}
        if "total" not in told or "before" not in told:
            return
        taken = sum(each.came for each in entries if _LOAN_IN.search(each.line.text.casefold()))
        repaid = sum(each.went for each in entries if _LOAN_OUT.search(each.line.text.casefold()))
        before = self.loans if self.loans is not None else told["before"].amount
        should = {"before": before, "taken": taken, "repaid": repaid}
        for role, amount in should.items():
            note = told.get(role)
            if note is not None and note.amount != amount:
                said = sen(note.amount), sen(amount)
                self._tell(note.row, "side", "side", *said, words=note.text)
        total = before + taken - repaid
        if told["total"].amount != total:
            note = told["total"]
            self._tell(note.row, "side", "side", sen(note.amount), sen(total), words=note.text)
        self.loans = total


_LOAN_IN = re.compile(r"(?:pinjam|terima).*(?:pihak|talangan)|terima talangan")
_LOAN_OUT = re.compile(r"(?:kembali|pengembalian|bayar).*(?:pihak|talangan)")


def _role(text: str) -> str | None:
    """What an amount beside the table is of the loans of others."""
    said = text.casefold()
    if not re.search(r"pinjam|talangan", said):
        return None
    if re.search(r"pengembalian|dikembalikan", said):
        return "repaid"
    if said.startswith(("total", "jumlah", "sisa", "saldo")):
        return "total"
    return "before" if "lalu" in said else "taken"


def _misses(printed: tuple[int, int], wanted: tuple[int, int]) -> int:
    return sum(one != other for one, other in zip(printed, wanted, strict=True))


def _within(day: date, month: Month) -> date:
    """The same day in that month, or its last."""
    return month.first().replace(day=min(day.day, month.last().day))


def _side_words(came: int, went: int) -> str:
    words = N_("masuk {amount}") if came else N_("keluar {amount}")
    return _(words).format(amount=sen(came or went))
