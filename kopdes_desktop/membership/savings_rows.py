"""An old book of savings, row by row: whose money, how much, of which day.

The members are in the books already; they are found by number, else by NIK, else by a name that
nobody shares. A register with a column for each product is read for the one that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date

from kopdes_desktop.kernel import cells, wording
from kopdes_desktop.kernel.cells import Unreadable
from kopdes_desktop.kernel.errors import BadField, PeriodClosed
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ledger import opening, periods
from kopdes_desktop.members.queries import STATUS_WORDS, MemberRow
from kopdes_desktop.membership.headers import find_header
from kopdes_desktop.membership.known import Known
from kopdes_desktop.membership.member_rows import number_of, require_past, series_of
from kopdes_desktop.membership.studies import MARKS, PRODUCTS, How, SavingsLine, SavingsStudy
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.columns import Header, NoHeader, bare
from kopdes_desktop.office.sorting import DATA, Footers, Sorter, shown, sorted_lines, stated_day
from kopdes_desktop.office.studies import NoDay, Problem, RowFault
from kopdes_desktop.paper.grid import Book, Row

_KIND_WORDS = {"pokok": "principal", "wajib": "mandatory", "sukarela": "voluntary"}
_KIND_WORDS |= {"manasuka": "voluntary", "mana": "voluntary", "suka": "voluntary"}
_OUT = {"tarik", "penarikan", "ambil", "pengambilan", "keluar", "debet", "debit", "withdraw"}
_MOST_NIK = 32
_ERROR_WORDS = {
    "no_member": N_("Nomor anggota, NIK dan nama kosong. Tulis salah satunya."),
    "nik_format": N_("NIK {nik} tidak sah: {reason}. Cocokkan dengan KTP-nya."),
    "nik_as_number": N_(
        "NIK {nik} tersimpan sebagai angka, angka terakhirnya mungkin berubah. Cocokkan dengan "
        "KTP, lalu tulis sebagai teks."
    ),
    "bad_date": N_("{title}: {reason}."),
    "day_ahead": N_("Tanggal {day} belum tiba. Periksa tahunnya."),
    "day_missing": N_("Tanggal setorannya kosong. Tulis tanggalnya."),
    "negative_amount": N_("{title} {amount} kurang dari nol. Periksa angkanya."),
    "not_whole_rupiah": N_("{title}: {reason}."),
    "no_amount": N_("{title} kosong. Tulis jumlahnya, atau hapus baris ini."),
    "unknown_member": N_("Tidak ada anggota dengan {what}. Masukkan dahulu daftar anggotanya."),
    "like_members": N_("Ada lebih dari satu anggota bernama {name}. Tulis nomor anggotanya."),
    "not_active": N_("Anggota {number} tidak aktif (status: {status})."),
    "member_mismatch": N_("Nomor anggota dan NIK menunjuk dua orang yang berbeda. Periksa."),
    "member_twice": N_("Anggota {number} sudah ada di baris {row}. Satukan jumlahnya."),
    "other_product": N_("Baris ini {kind}, sedangkan yang dimasukkan {wanted}."),
    "not_a_deposit": N_("Baris ini {kind}, bukan setoran. Catat penarikan di layar simpanan."),
    "period_closed": N_("{reason}"),
}
_WARNING_WORDS = {
    "other_name": N_("Nama di sini tidak sama dengan nama anggota {number} di buku ini."),
    "zero_amount": N_("Jumlahnya nol, jadi tidak ada yang dicatat."),
    "period_unreadable": N_("{reason}; bulannya dihitung dari iuran yang tertua."),
}
_CODES = {"day_ahead": "bad_date", "day_missing": "bad_date", "no_member": "no_name"}


class _Fault(RowFault):
    sentences, codes = _ERROR_WORDS, _CODES


def study_savings(
    read: Reading,
    book: Book,
    *,
    today: date,
    product: str,
    as_: How = "opening",
    as_of: date | None = None,
    cash: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> SavingsStudy:
    """What a book of savings holds for one product, by row.

    Opening balances are of `as_of`, else of the day the book states, else of its latest row;
    deposits are of their rows' days. Raises BadFile, NoHeader, OtherBook, BadField, BadDay, NoDay.
    """
    header = find_header(book, savings=True, mapping=mapping)
    known = Known.of(read)
    if product not in known.products:
        reason = _(N_("simpanan {code} belum dibuka di koperasi ini")).format(code=product)
        raise BadField(name="product", reason=reason, field="product")
    sorter = Sorter(header, MARKS)
    lines = list(sorted_lines(header, sorter))
    data = [row for kind, row in lines if kind == DATA]
    titled = stated_day((shown(row) for kind, row in lines if kind == "title"), today)
    as_of = as_of or (titled if as_ == "opening" else None)
    require_past(as_of, today)
    reader = _Reader(read, header, known, today=today, product=product, how=as_)
    reader.learn(data, as_of)
    if as_ == "opening":
        as_of = as_of or reader.latest(data)
        if as_of is None:
            raise NoDay(name=book.name)
        reader.as_of = as_of
        opening.require_free(read, field="as_of")
        periods.require_open(read, as_of, opening=True)
    titles = {product: reader.title}
    footers = Footers({product: reader.amount_at}, titles)
    for kind, row in lines:
        if kind == DATA:
            amount, ready = reader.take(row)
            footers.count({product: amount} if amount else {}, ready=ready)
        else:
            footers.add(kind, row)
    return SavingsStudy(
        name=book.name,
        digest=book.digest,
        sheet=header.sheet.name,
        others=tuple(each.name for each in book.sheets if each is not header.sheet),
        header_row=header.row,
        columns=header.columns,
        rows=len(data),
        errors=tuple(reader.errors),
        warnings=tuple(reader.warnings),
        footers=footers.found,
        totals={product: Rupiah(sum(int(line.amount) for line in reader.lines))},
        as_of=as_of,
        source=tuple(data),
        product=product,
        how=as_,
        cash=cash,
        lines=tuple(reader.lines),
    )


class _Reader:
    """Reads the rows of one book of savings."""

    def __init__(
        self,
        read: Reading,
        header: Header,
        known: Known,
        *,
        today: date,
        product: str,
        how: How,
    ) -> None:
        self.lines: list[SavingsLine] = []
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self.as_of: date | None = None
        self._read, self._at, self._known = read, header.places, known
        places = self._at
        self._product, self._how, self._today = product, how, today
        self._recent = cells.recent(today)
        kind = known.products[product].kind
        wanted = product if product in PRODUCTS else kind
        field = wanted if wanted in places else "amount"
        if field not in places:
            words = _(N_("anggota dan jumlah"))
            raise NoHeader(name=header.sheet.name, wanted=words, example=_(_EXAMPLE))
        self.amount_at, self._kind = places[field], kind
        self.title = next(each.header for each in header.columns if each.field == field)
        self._titles = {each.field: each.header for each in header.columns if each.field}
        self._in_series: Callable[[str], str] = lambda number: number
        self._seen: dict[int, int] = {}
        self._shut: dict[str, str | None] = {}

    def learn(self, rows: Sequence[Row], as_of: date | None) -> None:
        """How the column of numbers writes them; the day of opening balances."""
        self.as_of = as_of
        at = self._at.get("number")
        if at is not None:
            self._in_series = series_of(number_of(row.cells[at]) for row in rows)

    def latest(self, rows: Sequence[Row]) -> date | None:
        """The latest day of the rows, none of them ahead of today."""
        at = self._at.get("day")
        found: list[date] = []
        for row in rows if at is not None else ():
            try:
                day = cells.day(row.cells[at or 0], self._recent)
            except Unreadable:
                continue
            if day is not None and day <= self._today:
                found.append(day)
        return max(found, default=None)

    def take(self, row: Row) -> tuple[Rupiah | None, bool]:
        """Read one row: its amount where it can be read, and whether it can go in."""
        doubts: list[Problem] = []
        amount: Rupiah | None = None
        with suppress(_Fault):
            amount = self._amount(row)
        try:
            line = self._line(row, doubts)
        except _Fault as fault:
            self.errors.append(fault.problem(row.number))
            return amount, False
        self.warnings += doubts
        if line is not None:
            self.lines.append(line)
        return amount, line is not None

    def _line(self, row: Row, doubts: list[Problem]) -> SavingsLine | None:
        digits, number, name = self._nik(row), self._number(row), self._name(row)
        if not (digits or number or name):
            raise _Fault("number", "no_member")
        day = self._day(row)
        amount = self._amount(row)
        self._require_kind(row)
        who = self._member(number, digits, name)
        if name and who.name and folded(name) != folded(who.name):
            doubts.append(self._doubt(row, "name", "other_name", number=who.number))
        self._look_at_period(row, doubts)
        if amount == NOTHING:
            doubts.append(self._doubt(row, "amount", "zero_amount"))
            return None
        if self._how == "opening":
            first = self._seen.setdefault(who.key, row.number)
            if first != row.number:
                raise _Fault("number", "member_twice", number=who.number, row=first)
        return SavingsLine(row.number, who.key, amount, day)

    # -- whose

    def _nik(self, row: Row) -> str:
        at = self._at.get("nik")
        if at is None:
            return ""
        digits, spoilt = cells.nik(row.cells[at])
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == _NIK):
            reason = _(N_("harus 16 angka"))
            raise _Fault("nik", "nik_format", nik=digits[:_MOST_NIK], reason=reason)
        if spoilt and digits not in self._known.niks:
            raise _Fault("nik", "nik_as_number", nik=digits)
        return digits

    def _number(self, row: Row) -> str:
        at = self._at.get("number")
        written = number_of(row.cells[at]) if at is not None else ""
        return self._in_series(written).replace(" ", "") if written else ""

    def _name(self, row: Row) -> str:
        at = self._at.get("name")
        return "" if at is None else cells.text(row.cells[at])

    def _member(self, number: str, digits: str, name: str) -> MemberRow:
        """The one member that the row means. Raises _Fault."""
        known = self._known
        by_number = known.numbers.get(number) if number else None
        by_nik = known.niks.get(digits) if digits else None
        if by_number is not None and by_nik is not None and by_number.key != by_nik.key:
            raise _Fault("nik", "member_mismatch")
        found = by_number or by_nik
        if found is None:
            if number or digits:
                words = N_("nomor {number}") if number else N_("NIK {number}")
                what = _(words).format(number=number or digits)
                field = "number" if number else "nik"
                raise _Fault(field, "unknown_member", what=what[:80])
            same = known.names.get(folded(name), [])
            if len(same) > 1:
                raise _Fault("name", "like_members", name=name[:80])
            if not same:
                what = _(N_("nama {name}")).format(name=name[:80])
                raise _Fault("name", "unknown_member", what=what)
            found = same[0]
        if found.status != "active":
            status = _(STATUS_WORDS[found.status])
            raise _Fault("number", "not_active", number=found.number or "-", status=status)
        return found

    # -- what

    def _amount(self, row: Row) -> Rupiah:
        cell = row.cells[self.amount_at]
        try:
            amount = cells.money(cell)
        except Unreadable as error:
            text = cells.text(cell)
            if text.startswith(("-", "(")):
                raise _Fault("amount", "negative_amount", title=self.title, amount=text) from None
            raise _Fault(
                "amount", "not_whole_rupiah", title=self.title, reason=error.words
            ) from None
        if amount is None:
            if "-" in cells.text(cell):
                return NOTHING
            raise _Fault("amount", "no_amount", title=self.title)
        if amount < NOTHING:
            shown_amount = wording.rupiah(amount)
            raise _Fault("amount", "negative_amount", title=self.title, amount=shown_amount)
        return amount

    def _require_kind(self, row: Row) -> None:
        """The row is of the product that was asked for, and brings money in."""
        if "kind" in self._at:
            written = cells.text(row.cells[self._at["kind"]])
            words = bare(written).split()
            kinds = {_KIND_WORDS[word] for word in words if word in _KIND_WORDS}
            if kinds and kinds != {self._kind}:
                wanted = self._known.products[self._product].name
                raise _Fault("kind", "other_product", kind=written[:60], wanted=wanted)
        if "move" in self._at:
            written = cells.text(row.cells[self._at["move"]])
            if not _OUT.isdisjoint(bare(written).split()):
                raise _Fault("move", "not_a_deposit", kind=written[:60])

    def _look_at_period(self, row: Row, doubts: list[Problem]) -> None:
        if "period" in self._at:
            try:
                cells.months(row.cells[self._at["period"]])
            except Unreadable as error:
                doubts.append(self._doubt(row, "period", "period_unreadable", reason=error.words))

    # -- when

    def _day(self, row: Row) -> date:
        """Of a deposit its own day, of an opening balance the book's. Raises _Fault."""
        at = self._at.get("day")
        day: date | None = None
        if at is not None:
            try:
                day = cells.day(row.cells[at], self._recent)
            except Unreadable as error:
                title = self._titles["day"]
                raise _Fault("day", "bad_date", title=title, reason=error.words) from None
            if day is not None and day > self._today:
                raise _Fault("day", "day_ahead", day=wording.short_day(day))
        if self._how == "opening":
            return self.as_of or self._today
        if day is None:
            raise _Fault("day", "day_missing")
        self._require_open(day)
        return day

    def _require_open(self, day: date) -> None:
        month = day.isoformat()[:7]
        if month not in self._shut:
            try:
                periods.require_open(self._read, day)
                self._shut[month] = None
            except PeriodClosed as error:
                self._shut[month] = error.message
        reason = self._shut[month]
        if reason is not None:
            raise _Fault("day", "period_closed", reason=reason)

    def _doubt(self, row: Row, field: str, code: str, **values: object) -> Problem:
        message = _(_WARNING_WORDS[code]).format(**values)
        return Problem(row.number, field, code, message)


_NIK = cells.NIK_DIGITS
_EXAMPLE = N_("Nomor Anggota, Nama, Jumlah, Tanggal")
