"""An old register of members, row by row: who can go in, and what is wrong with the others.

Errors come in the order that COMMANDLINE gives, at most one a row; a row with an error carries no
warning. Nothing is written, and the books are asked once, not once a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kopdes_desktop.kernel import cells, wording
from kopdes_desktop.kernel.cells import Cell, Unreadable
from kopdes_desktop.kernel.errors import BadDay, BadField, BadNik
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ledger import opening, periods
from kopdes_desktop.members import rules
from kopdes_desktop.members.rules import NikFacts
from kopdes_desktop.membership.headers import find_header
from kopdes_desktop.membership.known import PRINCIPAL, Known
from kopdes_desktop.membership.studies import MARKS, PRODUCTS, MemberLine, MemberStudy
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.sorting import DATA, Footers, Sorter, shown, sorted_lines, stated_day
from kopdes_desktop.office.studies import Problem, RowFault
from kopdes_desktop.paper.grid import Book, Row

OLDEST, YOUNGEST = 100, 17
#: Whoever joined younger than this was hardly asked: a day is wrong.
_CHILD = 10
_LONGEST = 200
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{0,29}")
_SERIES = re.compile(r"(.*?)(\d+)(\D*)")
_MOST_REGIONS = 16
_GONE = re.compile(r"\b(?:keluar|berhenti|mundur|mengundurkan|meninggal|almarhum|alm|pindah)\b")
_TEXTS = ("birth_place", "address", "dusun", "job", "mother")
_ERROR_WORDS = {
    "no_name": N_("Nama kosong. Tulis nama lengkapnya."),
    "nik_format": N_("NIK {nik} tidak sah: {reason}. Cocokkan dengan KTP-nya."),
    "nik_cut": N_(
        "NIK {nik} sudah dipotong Excel menjadi angka pendek. Tulis 16 angkanya sebagai teks."
    ),
    "nik_as_number": N_(
        "NIK {nik} tersimpan sebagai angka, angka terakhirnya mungkin berubah. Cocokkan dengan "
        "KTP, lalu tulis sebagai teks."
    ),
    "nik_duplicate": N_("NIK {nik} sudah ada di baris {row}. Cocokkan keduanya dengan KTP."),
    "nik_taken": N_("NIK {nik} sudah terdaftar: anggota {number}."),
    "bad_date": N_("{title}: {reason}."),
    "birth_ahead": N_("Tanggal lahir {day} belum tiba. Periksa tahunnya."),
    "joined_ahead": N_("Tanggal masuk {day} belum tiba. Periksa tahunnya."),
    "left_order": N_("Tanggal keluar {day} mendahului tanggal masuk atau belum tiba. Periksa."),
    "joined_missing": N_("Tanggal masuk kosong. Isi, atau sebutkan tanggal keadaan buku."),
    "negative_amount": N_("{title} {amount} kurang dari nol. Periksa angkanya."),
    "not_whole_rupiah": N_("{title}: {reason}."),
    "number_duplicate": N_("Nomor anggota {number} sudah dipakai di baris {row}."),
    "number_taken": N_("Nomor anggota {number} sudah dipakai anggota lain di buku ini."),
    "number_format": N_(
        "Nomor anggota {number} memakai tanda yang tidak dikenal. Pakai huruf, angka, titik, "
        "garis miring atau tanda hubung, paling banyak 30."
    ),
    "no_product": N_("{title} ada isinya, tetapi simpanan itu belum dibuka di koperasi ini."),
    "left_day_missing": N_("Statusnya {status}, tetapi tanggal keluarnya kosong. Isi tanggalnya."),
    "left_with_money": N_(
        "Sudah keluar, tetapi simpanannya masih ada. Kosongkan tanggal keluarnya, lalu proses "
        "keluarnya di program ini."
    ),
    "too_long": N_("{title} terlalu panjang, paling banyak 200 huruf."),
}
_WARNING_WORDS = {
    "nik_missing": N_("NIK kosong, agar dilengkapi kemudian."),
    "nik_mismatch": N_("NIK tidak cocok dengan {what}. Cocokkan dengan KTP-nya."),
    "like_name": N_("Nama dan tanggal lahirnya sama dengan orang lain. Pastikan bukan orang sama."),
    "joined_missing": N_("Tanggal masuk kosong; dipakai tanggal keadaan buku, {day}."),
    "phone_unreadable": N_("Telepon {phone} bukan nomor Indonesia, jadi tidak dibawa."),
    "sex_unreadable": N_("{reason}; jadi diambil dari NIK atau dikosongkan."),
    "kk_unreadable": N_("Nomor kartu keluarga bukan 16 angka yang pasti, jadi tidak dibawa."),
    "number_burnt": N_("Nomor {number} hangus bersama impor yang dibatalkan; dapat nomor baru."),
    "number_changed": N_("Nomor anggota {old} ditulis {number}, tanpa spasi."),
    "joined_before_birth": N_("Tanggal masuk {day} mendahului tanggal lahir. Periksa keduanya."),
    "joined_young": N_("Masuk pada {day} saat berumur {age} tahun. Periksa tanggal lahirnya."),
    "joined_after_book": N_("Tanggal masuk {day} sesudah tanggal keadaan buku, {as_of}."),
    "principal_high": N_("{title} {amount} lebih dari yang berlaku, {rate}. Periksa angkanya."),
    "no_day": N_("Buku ini memuat uang tetapi tidak menyebut tanggal keadaannya. Sebutkan."),
}
#: What the JSON calls them: words differ, the promise has one code.
_CODES = {
    "nik_cut": "nik_format",
    "nik_taken": "nik_duplicate",
    "birth_ahead": "bad_date",
    "joined_ahead": "bad_date",
    "left_order": "bad_date",
    "joined_missing": "bad_date",
    "number_taken": "number_duplicate",
}


class Fault(RowFault):
    """An error of a member's row."""

    sentences, codes = _ERROR_WORDS, _CODES


def study_members(
    read: Reading,
    book: Book,
    *,
    today: date,
    as_of: date | None = None,
    mapping: Mapping[str, str] | None = None,
) -> MemberStudy:
    """What a register holds, by row.

    Raises BadFile, NoHeader, OtherBook, BadField, BadDay; OpeningAgreed or PeriodClosed when money
    of its day can no longer be taken over.
    """
    header = find_header(book, savings=False, mapping=mapping)
    sorter = Sorter(header, MARKS)
    lines = list(sorted_lines(header, sorter))
    as_of = as_of or stated_day((shown(row) for kind, row in lines if kind == "title"), today)
    require_past(as_of, today)
    titles = {each.field: each.header for each in header.columns if each.field is not None}
    data = [row for kind, row in lines if kind == DATA]
    reader = _Reader(sorter.places, titles, Known.of(read), today, as_of)
    reader.learn_series(data)
    money = {name: at for name, at in sorter.places.items() if name in PRODUCTS}
    footers = Footers(money, titles)
    for kind, row in lines:
        if kind == DATA:
            ready, amounts = reader.take(row)
            footers.count(amounts, ready=ready)
        else:
            footers.add(kind, row)
    if as_of is not None and any(reader.totals.values()):
        opening.require_free(read, field="as_of")
        periods.require_open(read, as_of, opening=True)
    if as_of is None and any(reader.totals.values()):
        words = _WARNING_WORDS["no_day"]
        reader.warnings.append(Problem(header.row, "as_of", "no_day", _(words)))
    return MemberStudy(
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
        totals={name: Rupiah(amount) for name, amount in reader.totals.items()},
        as_of=as_of,
        source=tuple(reader.source),
        lines=tuple(reader.lines),
    )


def require_past(as_of: date | None, today: date) -> None:
    """Refuse a register of a day that has not come. Raises BadDay."""
    if as_of is not None and as_of > today:
        reason = _(N_("tanggal itu belum tiba"))
        raise BadDay(day=wording.short_day(as_of), reason=reason, field="as_of")


def number_of(cell: Cell) -> str:
    """A member number as text: 5.0 is 5."""
    plain = cells.text(cell)
    return "" if plain in {"-", "--"} else plain


def series_of(numbers: Iterable[str]) -> Callable[[str], str]:
    """How bare digits are written in a column whose other numbers have a form of their own.

    5 becomes KDMP-0005 beside KDMP-0001; in a column of nothing but digits it stays, unless most
    have leading zeros.
    """
    forms: Counter[tuple[str, str, int]] = Counter()
    others = 0
    for number in numbers:
        if not number or (number.isdigit() and not number.startswith("0")):
            continue
        others += 1
        found = _SERIES.fullmatch(number)
        if found is not None:
            forms[found[1], found[3], len(found[2])] += 1
    if not forms:
        return lambda number: number
    (before, after, width), most = forms.most_common(1)[0]
    if most * 2 <= others:
        return lambda number: number
    return lambda n: f"{before}{n.zfill(width)}{after}" if n.isdigit() else n


class _Reader:
    """Reads the rows of one register; equal cells are understood once."""

    def __init__(
        self,
        places: Mapping[str, int],
        titles: Mapping[str, str],
        known: Known,
        today: date,
        as_of: date | None,
    ) -> None:
        self.lines: list[MemberLine] = []
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self.source: list[Row] = []
        self._at, self._titles, self._known = places, titles, known
        self._today, self._as_of = today, as_of
        self._recent = cells.recent(today)
        self._money_at = [(name, places[name]) for name in PRODUCTS if name in places]
        self._texts_at = [(name, places[name]) for name in _TEXTS if name in places]
        self.totals = dict.fromkeys(("principal", "mandatory"), 0)
        self.totals |= dict.fromkeys((name for name, _at in self._money_at), 0)
        self._niks: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._people = known.people()
        self._inside: NikFacts | None = None
        self._doubts: list[Problem] = []
        self._texts: dict[str, str] = {}
        self._homes: dict[str, str] = {}
        self._sexes: dict[str, str | None] = {}
        self._joined_days: dict[str, date | None] = {}
        self._amounts: dict[Cell, Rupiah | None] = {}
        self._in_series: Callable[[str], str] = lambda number: number

    def learn_series(self, rows: Sequence[Row]) -> None:
        """How the column of numbers writes them."""
        at = self._at.get("number")
        if at is not None:
            self._in_series = series_of(number_of(row.cells[at]) for row in rows)

    def take(self, row: Row) -> tuple[bool, dict[str, Rupiah]]:
        """Read one row: whether it can go in, and the amounts that can be read in it."""
        self._doubts = []
        amounts: dict[str, Rupiah] = {}
        try:
            line = self._line(row, amounts)
        except Fault as fault:
            self.errors.append(fault.problem(row.number))
            self.source.append(self._numbered(row))
            return False, amounts
        self.source.append(row)
        self.warnings += self._doubts
        self.lines.append(line)
        for name, amount in line.money:
            self.totals[name] += int(amount)
        return True, amounts

    def _numbered(self, row: Row) -> Row:
        """The row with its number in the column's series, which it loses among few others."""
        at = self._at.get("number")
        if at is None:
            return row
        values = list(row.cells)
        values[at] = self._in_series(number_of(values[at]))
        return Row(row.number, values)

    def _line(self, row: Row, amounts: dict[str, Rupiah]) -> MemberLine:
        """The row's fields, judged in the order that is promised."""
        values, at = row.cells, self._at
        fault = self._money(values, amounts)
        nik, inside = "", None
        nik_fault: Fault | None = None
        try:
            nik, inside = self._nik(values, row.number)
        except Fault as found:
            nik_fault = found
        name = self._name(values)
        if nik_fault is not None:
            raise nik_fault
        self._inside = inside
        made: dict[str, Any] = {"name": name, **self._days(values, row.number)}
        if fault is not None:
            raise fault
        number = self._number(values, row.number)
        if number:
            made["number"] = number
        if nik:
            made["nik"] = nik
        elif "nik" in at:
            self._doubt(row.number, "nik", "nik_missing")
        self._describe(values, row.number, made, inside)
        money = tuple((each, amount) for each, amount in amounts.items() if amount > NOTHING)
        if money and made.get("left"):
            raise Fault("left", "left_with_money")
        for each, _amount in money:
            if each not in self._known.products:
                raise Fault(each, "no_product", title=self._titles[each])
        self._number_taken(number, row.number)
        born = self._compare(made, inside, row.number)
        self._look_at_joining(made["joined"], born, row.number)
        self._look_at_principal(amounts.get(PRINCIPAL, NOTHING), made["joined"], row.number)
        return MemberLine(row.number, made, money)

    # -- who

    def _name(self, values: Sequence[Cell]) -> str:
        text = cells.text(values[self._at["name"]])
        if 1 < len(text) <= _LONGEST and text.isascii():
            return text
        if len(text) > _LONGEST:
            raise Fault("name", "too_long", title=self._titles["name"])
        try:
            return rules.plain_name(text)
        except BadField:
            raise Fault("name", "no_name") from None

    def _nik(self, values: Sequence[Cell], row: int) -> tuple[str, NikFacts | None]:
        """The NIK and what is inside. Raises Fault."""
        at = self._at.get("nik")
        if at is None:
            return "", None
        digits, spoilt = cells.nik(values[at])
        if not digits:
            return "", None
        try:
            inside = rules.read_nik(digits)
        except BadNik as error:
            if cells.has_exponent(digits):
                raise Fault("nik", "nik_cut", nik=digits) from None
            shown_nik = digits[: 2 * _MOST_REGIONS]
            reason = error.values["reason"]
            raise Fault("nik", "nik_format", nik=shown_nik, reason=reason) from None
        if spoilt:
            raise Fault("nik", "nik_as_number", nik=digits)
        first = self._niks.setdefault(digits, row)
        if first != row:
            raise Fault("nik", "nik_duplicate", nik=digits, row=first)
        there = self._known.niks.get(digits)
        if there is not None:
            shown_number = there.number or _(N_("(calon)"))
            raise Fault("nik", "nik_taken", nik=digits, number=shown_number)
        return digits, inside

    def _number(self, values: Sequence[Cell], row: int) -> str:
        at = self._at.get("number")
        written = number_of(values[at]) if at is not None else ""
        if not written:
            return ""
        number = self._in_series(written)
        if " " in number:
            number = number.replace(" ", "")
            self._doubt(row, "number", "number_changed", old=written, number=number)
        if not _NUMBER.fullmatch(number):
            raise Fault("number", "number_format", number=number[:60])
        there = self._known.numbers.get(number)
        if there is not None and there.status == "void":
            self._doubt(row, "number", "number_burnt", number=number)
            return ""
        if there is not None:
            raise Fault("number", "number_taken", number=number)
        return number

    def _number_taken(self, number: str, row: int) -> None:
        if number:
            first = self._numbers.setdefault(number, row)
            if first != row:
                raise Fault("number", "number_duplicate", number=number, row=first)

    # -- days

    def _days(self, values: Sequence[Cell], row: int) -> dict[str, date]:
        """Birth, joining and leaving. Raises Fault."""
        made: dict[str, date] = {}
        born = self._birth_day(values)
        if born is not None:
            if born > self._today:
                raise Fault("birth_day", "birth_ahead", day=wording.short_day(born))
            made["birth_day"] = born
        joined = self._day(values, "joined")
        if joined is None:
            if self._as_of is None:
                raise Fault("joined", "joined_missing")
            joined = self._as_of
            self._doubt(row, "joined", "joined_missing", day=wording.short_day(joined))
        elif joined > self._today:
            raise Fault("joined", "joined_ahead", day=wording.short_day(joined))
        made["joined"] = joined
        left = self._day(values, "left")
        if left is not None:
            if not joined <= left <= self._today:
                raise Fault("left", "left_order", day=wording.short_day(left))
            made["left"] = left
        elif "status" in self._at:
            status = cells.text(values[self._at["status"]])
            if _GONE.search(status.casefold()):
                raise Fault("left", "left_day_missing", status=status[:40])
        return made

    def _birth_day(self, values: Sequence[Cell]) -> date | None:
        field = "birth_day" if "birth_day" in self._at else "born"
        at = self._at.get(field)
        if at is None:
            return None
        cell = values[at]
        if field == "born":
            cell = cells.place_and_day(cell)[1]
        try:
            return cells.day(cell, self._century)
        except Unreadable as error:
            raise Fault(
                "birth_day", "bad_date", title=self._titles[field], reason=error.words
            ) from None

    def _day(self, values: Sequence[Cell], field: str) -> date | None:
        at = self._at.get(field)
        if at is None:
            return None
        cell = values[at]
        if isinstance(cell, str) and cell in self._joined_days:
            return self._joined_days[cell]
        try:
            found = cells.day(cell, self._recent)
        except Unreadable as error:
            title = self._titles[field]
            raise Fault(field, "bad_date", title=title, reason=error.words) from None
        if isinstance(cell, str):
            self._joined_days[cell] = found
        return found

    def _century(self, year: int, month: int, day: int) -> int | None:
        """Of a birth date: the NIK's where it is the same day, else by an age of 17 to 100."""
        inside = self._inside
        if inside and (inside.day, inside.month, inside.year_of_century) == (day, month, year):
            return inside.birth_day(self._today).year
        today = self._today
        for whole in (1900 + year, 2000 + year):
            age = today.year - whole - ((today.month, today.day) < (month, day))
            if YOUNGEST <= age <= OLDEST:
                return whole
        return None

    # -- money

    def _money(self, values: Sequence[Cell], amounts: dict[str, Rupiah]) -> Fault | None:
        """Fill in the amounts; the fault that counts first, if there is one."""
        negative: Fault | None = None
        broken: Fault | None = None
        for field, at in self._money_at:
            cell = values[at]
            try:
                amount = self._amount(cell)
            except Unreadable as error:
                title = self._titles[field]
                if cells.text(cell).startswith(("-", "(")):
                    shown_amount = cells.text(cell)
                    negative = negative or Fault(
                        field, "negative_amount", title=title, amount=shown_amount
                    )
                broken = broken or Fault(field, "not_whole_rupiah", title=title, reason=error.words)
                continue
            if amount is None:
                continue
            amounts[field] = amount
            if amount < NOTHING:
                negative = negative or Fault(
                    field,
                    "negative_amount",
                    title=self._titles[field],
                    amount=wording.rupiah(amount),
                )
        return negative or broken

    def _amount(self, cell: Cell) -> Rupiah | None:
        kind = type(cell)
        if kind is not str and kind is not float:
            return cells.money(cell)
        found = self._amounts.get(cell, NOTHING)
        if found is not NOTHING:
            return found
        made = self._amounts[cell] = cells.money(cell)
        return made

    # -- the rest

    def _describe(
        self, values: Sequence[Cell], row: int, made: dict[str, Any], inside: NikFacts | None
    ) -> None:
        """Everything else of a person."""
        at = self._at
        for field, place in self._texts_at:
            cell = values[place]
            if cell == "":
                continue
            text = self._text(cell)
            if text and text != "-":
                if len(text) > _LONGEST:
                    raise Fault(field, "too_long", title=self._titles[field])
                made[field] = text
        if "born" in at and "birth_place" not in made:
            village, _day = cells.place_and_day(values[at["born"]])
            if village:
                made["birth_place"] = village[:_LONGEST]
        home = self._rt_rw(values)
        if home:
            made["rt_rw"] = home[:_LONGEST]
        self._contacts(values, row, made)
        self._family_card(values, row, made)
        if "sex" in at:
            sex = self._sex(values[at["sex"]], row)
            if sex is not None:
                made["sex"] = sex

    def _text(self, cell: Cell) -> str:
        """One line; the same places and jobs stand in a register again and again."""
        if not isinstance(cell, str):
            return cells.text(cell)
        found = self._texts.get(cell)
        if found is None:
            found = self._texts[cell] = cells.text(cell)
        return found

    def _sex(self, cell: Cell, row: int) -> str | None:
        if isinstance(cell, str) and cell in self._sexes:
            return self._sexes[cell]
        try:
            sex = cells.sex(cell)
        except Unreadable as error:
            self._doubt(row, "sex", "sex_unreadable", reason=error.words)
            return None
        if isinstance(cell, str):
            self._sexes[cell] = sex
        return sex

    def _rt_rw(self, values: Sequence[Cell]) -> str:
        at = self._at
        if "rt_rw" in at:
            cell = values[at["rt_rw"]]
            if not isinstance(cell, str):
                return cells.rt_rw(cell)
            found = self._homes.get(cell)
            if found is None:
                found = self._homes[cell] = "" if cells.is_empty(cell) else cells.rt_rw(cell)
            return found
        parts = [cells.text(values[at[each]]) for each in ("rt", "rw") if each in at]
        return cells.rt_rw("/".join(parts)) if any(parts) else ""

    def _contacts(self, values: Sequence[Cell], row: int, made: dict[str, Any]) -> None:
        """Phone and e-mail; people write both into one column, and two numbers into one cell."""
        at = self._at
        if "email" in at:
            email = cells.text(values[at["email"]])
            if "@" in email:
                made["email"] = email[:_LONGEST]
        if "phone" not in at or values[at["phone"]] == "":
            return
        written = cells.phones(values[at["phone"]])
        for each in written:
            if "@" in each:
                made.setdefault("email", each[:_LONGEST])
                continue
            try:
                phone = rules.plain_phone(each)
            except BadField:
                continue
            if phone:
                made["phone"] = phone
                return
        numbers = [each for each in written if "@" not in each]
        if numbers:
            self._doubt(row, "phone", "phone_unreadable", phone=numbers[0][:40])

    def _family_card(self, values: Sequence[Cell], row: int, made: dict[str, Any]) -> None:
        if "kk" in self._at:
            digits, spoilt = cells.nik(values[self._at["kk"]])
            if digits and (spoilt or not digits.isdigit() or len(digits) != cells.NIK_DIGITS):
                self._doubt(row, "kk", "kk_unreadable")
            elif digits:
                made["kk"] = digits

    def _compare(self, made: dict[str, Any], inside: NikFacts | None, row: int) -> date | None:
        """Doubts: the NIK says something else; somebody is very like another. His birth date."""
        born, sex = made.get("birth_day"), made.get("sex")
        if inside is not None:
            other_day = born is not None and not inside.fits(born)
            other_sex = sex is not None and sex != inside.sex
            if other_day or other_sex:
                what = _(N_("tanggal lahir")) if other_day else _(N_("jenis kelamin"))
                self._doubt(row, "nik", "nik_mismatch", what=what)
            born = born or inside.birth_day(self._today)
        if born is not None:
            who = (folded(made["name"]), born)
            if who in self._people:
                self._doubt(row, "name", "like_name")
            self._people.add(who)
        return born

    def _look_at_joining(self, joined: date, born: date | None, row: int) -> None:
        """Doubts: he joined before he was born, as a child, or after the book was closed."""
        day = wording.short_day
        if born is not None and joined.year - born.year <= _CHILD:
            birthday_to_come = (joined.month, joined.day) < (born.month, born.day)
            age = joined.year - born.year - birthday_to_come
            if age < 0:
                self._doubt(row, "joined", "joined_before_birth", day=day(joined))
            elif age < _CHILD:
                self._doubt(row, "joined", "joined_young", day=day(joined), age=age)
        if self._as_of is not None and joined > self._as_of:
            as_of = day(self._as_of)
            self._doubt(row, "joined", "joined_after_book", day=day(joined), as_of=as_of)

    def _look_at_principal(self, amount: Rupiah, joined: date, row: int) -> None:
        """A doubt: more principal than it cost when he joined."""
        rates = self._known.principal
        if not rates:
            return
        rate = max((each for each in rates if each[0] <= joined), default=rates[0])[1]
        if NOTHING < rate < amount:
            words = {"amount": wording.rupiah(amount), "rate": wording.rupiah(rate)}
            self._doubt(row, PRINCIPAL, "principal_high", title=self._titles[PRINCIPAL], **words)

    def _doubt(self, row: int, field: str, code: str, **values: object) -> None:
        message = _(_WARNING_WORDS[code]).format(**values)
        self._doubts.append(Problem(row, field, code, message))
