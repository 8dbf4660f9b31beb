"""Collectors' sheets: printed for a group, walked with, and brought back as one batch of money.

A sheet on which nobody paid, or that was lost on the way, is ended with a reason instead.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import chart, journal
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import deposits, postings, queries
from kopdes_desktop.savings.deposits import DepositedLine, DepositLine
from kopdes_desktop.savings.tables import SHEET, SHEET_ROW

#: How far ahead a sheet may be printed.
_MONTHS_AHEAD = 12

_NEW, _ROW = insert_into(SHEET), insert_into(SHEET_ROW)
_ENDED = Statement(
    update(SHEET)
    .where(SHEET.c.key == bindparam("of_key"))
    .values(collected_by=bindparam("by_fact"))
)


class SheetOrder(Order, frozen=True, omit_defaults=True):
    """A group, and the month up to which dues are asked for (this month when none is named)."""

    group: str
    month: str | None = None


class SheetIssued(Fact, frozen=True, omit_defaults=True):
    """A sheet: number, group, month, and what is due by member and product."""

    number: str
    group: str
    month: str
    rows: tuple[tuple[int, str, Rupiah], ...]


@operation("savings.issue_sheet", version=1)
class IssueSheet(Operation[SheetOrder, SheetIssued]):
    """Make out a sheet for a group's collector."""

    sentence = N_("Menerbitkan lembar tagihan kelompok")
    document = "LTG"

    def decide(self, work: Work, order: SheetOrder) -> SheetIssued:
        """A group with active members; a month that is not far off."""
        group = members.group(work, order.group)
        month = _month(work, order.month)
        whom = members.members_of(work, group.code)
        rows = [(row.member, row.product, row.due) for row in _due(work, whom, month, work.today)]
        if not rows:
            reason = _(N_("kelompok {code} belum mempunyai anggota aktif"))
            raise BadField(name="group", reason=reason.format(code=group.code), field="group")
        return SheetIssued(work.number("LTG"), group.code, str(month), tuple(rows))

    def apply(self, books: Books, fact: SheetIssued) -> None:
        """An open sheet, and its number's counter."""
        key = books.stamp.key
        books.insert(_NEW, key, fact.number, fact.group, fact.month, None)
        books.insert_all(
            _ROW, [(key, member, product, int(due)) for member, product, due in fact.rows]
        )
        books.numbered(fact.number)

    def refers_to(self, fact: SheetIssued) -> set[int]:
        """Everybody on the sheet."""
        return {member for member, _product, _due in fact.rows}


def _month(work: Work, text: str | None) -> Month:
    """The month of a sheet. Raises BadField."""
    this_month = Month.of(work.today)
    if text is None:
        return this_month
    try:
        month = Month(text)
    except ValueError:
        reason = _(N_("bulan ditulis tahun-bulan, misalnya 2026-11"))
        raise BadField(name="month", reason=reason, field="month") from None
    if not this_month <= month <= this_month.plus(_MONTHS_AHEAD):
        reason = _(N_("lembar tagihan dibuat untuk {first} sampai {last}")).format(
            first=wording.month(this_month), last=wording.month(this_month.plus(_MONTHS_AHEAD))
        )
        raise BadField(name="month", reason=reason, field="month")
    return month


class _DueRow(Struct, frozen=True):
    """A row that a sheet would have; `guessed` where months of it wait for the board."""

    member: int
    product: str
    due: Rupiah
    guessed: bool


class Forecast(Struct, frozen=True):
    """A sheet before it is issued: its rows, and those of them that bill nothing.

    Those `undecided` do so because the board has not decided about an old register.
    """

    rows: int
    empty: int
    undecided: int


def forecast(read: Reading, group: str, month: Month, today: date) -> Forecast:
    """What a sheet of this group would ask for."""
    rows = _due(read, members.members_of(read, group), month, today)
    empty = [row for row in rows if not row.due]
    return Forecast(len(rows), len(empty), sum(row.guessed for row in empty))


def _due(read: Reading, whom: list[members.MemberRow], month: Month, today: date) -> list[_DueRow]:
    """What each owes in every product of dues up to a month; nothing owed stands there as zero."""
    offered = [x for x in queries.products(read) if x.open and x.kind == queries.MANDATORY]
    tariffs = [queries.tariff(read, x.code, today) for x in offered]
    rows: list[_DueRow] = []
    for who in whom:
        for tariff in tariffs:
            owed = queries.dues_of(read, who, tariff.product, today, known=tariff)
            due = total(owed.lacking(each) for each in owed.owing() if each <= month)
            rows.append(_DueRow(who.key, tariff.product, due, guessed=owed.estimated()[0] > 0))
    return rows


class CollectedRow(Order, frozen=True, omit_defaults=True):
    """What one member gave, in rupiah or in months; dues unless another product is named."""

    member: int | str
    product: str = queries.MANDATORY
    amount: Rupiah | None = None
    months: int | None = None


class CollectOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """A sheet by number or key, what each gave, the cash as counted, and where it goes."""

    sheet: int | str
    rows: tuple[CollectedRow, ...]
    counted: Rupiah
    cash: str | None = None


class Collected(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A sheet's money: number, sheet, lines, their total, the cash counted, box and entry."""

    number: str
    sheet: int
    lines: tuple[DepositedLine, ...]
    total: Rupiah
    counted: Rupiah
    box: str
    entry: Entry


@operation("savings.collect", version=1)
class Collect(Operation[CollectOrder, Collected]):
    """Take in what a collector brings with his sheet: one batch, one count, one entry."""

    sentence = N_("Menerima setoran kolektif dari lembar tagihan")
    document = "TGH"

    def decide(self, work: Work, order: CollectOrder) -> Collected:
        """An open sheet, members who stand on it, and cash that is what the rows say."""
        sheet = queries.sheet(work, order.sheet)
        _require_open(sheet)
        box = deposits.receiving_box(work, order.cash)
        chart.require_bound(work, box, field="cash")
        lines = _collected(work, sheet, order.rows)
        whole = total(line.amount for line in lines)
        _require_count(order.counted, whole)
        number = work.number("TGH")
        text = N_("Setoran kolektif {number} dari lembar {sheet}").format(
            number=number, sheet=sheet.number
        )
        entry = postings.deposited(text, box, deposits.credited(work, lines))
        journal.require_postable(work, entry, work.bd, work.today)
        return Collected(
            number=number,
            sheet=sheet.key,
            lines=tuple(lines),
            total=whole,
            counted=order.counted,
            box=box.code,
            entry=entry,
        )

    def apply(self, books: Books, fact: Collected) -> None:
        """The sheet is done; months paid, and the entry."""
        books.change(_ENDED, of_key=fact.sheet, by_fact=books.stamp.key)
        deposits.pay_months(books, fact.lines, sign=1)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: Collected) -> None:
        """The sheet is open again, and its months are taken back."""
        books.change(_ENDED, of_key=fact.sheet, by_fact=None)
        deposits.pay_months(books, fact.lines, sign=-1)

    def refers_to(self, fact: Collected) -> set[int]:
        """The sheet, and everybody who gave."""
        return {fact.sheet, *(line.member for line in fact.lines)}


class VoidSheetOrder(Order, frozen=True, omit_defaults=True):
    """A sheet by number or key, and why no money comes with it."""

    sheet: int | str
    reason: str


class SheetVoided(Fact, frozen=True, omit_defaults=True):
    """A sheet by key that ended without money, and why."""

    sheet: int
    reason: str


@operation(queries.VOID_SHEET, version=1)
class VoidSheet(Operation[VoidSheetOrder, SheetVoided]):
    """End a sheet that brings no money."""

    sentence = N_("Membatalkan lembar tagihan")

    def decide(self, work: Work, order: VoidSheetOrder) -> SheetVoided:
        """An open sheet, and a reason."""
        sheet = queries.sheet(work, order.sheet)
        _require_open(sheet)
        reason = short_line(order.reason, field="reason", missing=_(N_("alasan harus diisi")))
        return SheetVoided(sheet.key, reason)

    def apply(self, books: Books, fact: SheetVoided) -> None:
        """The sheet is open no more."""
        books.change(_ENDED, of_key=fact.sheet, by_fact=books.stamp.key)

    def refers_to(self, fact: SheetVoided) -> tuple[int, ...]:
        """The sheet."""
        return (fact.sheet,)


def _require_open(sheet: queries.Sheet) -> None:
    """Refuse a sheet that has ended, with or without money. Raises AlreadyDecided."""
    if sheet.collected_by is None:
        return
    words = (
        N_(
            "Lembar {subject} sudah dibatalkan, jadi tidak dipakai lagi. "
            "Terbitkan lembar baru, atau catat setorannya di layar setoran."
        )
        if sheet.void
        else N_(
            "Uang lembar {subject} sudah diterima, jadi lembar ini sudah selesai. "
            "Setoran lain dicatat di layar setoran."
        )
    )
    raise AlreadyDecided(words, subject=sheet.number, field="sheet")


def _collected(
    work: Work, sheet: queries.Sheet, rows: tuple[CollectedRow, ...]
) -> list[DepositedLine]:
    """The rows as lines, one a member and product. Raises BadField, UnknownMember, NotActive."""
    listed = {row.member.key for row in sheet.rows}
    filled: dict[tuple[int, str], int] = {}
    lines: list[DepositedLine] = []
    for n, row in enumerate(rows):
        field = f"rows[{n}]"
        who = members.require_active(work, row.member, field=f"{field}.member")
        if who.key not in listed:
            reason = _(
                N_("anggota {number} tidak ada pada lembar {sheet}; catat setorannya tersendiri")
            ).format(number=who.number or who.key, sheet=sheet.number)
            raise BadField(name="member", reason=reason, field=f"{field}.member")
        product = deposits.open_product(work, row.product, field=f"{field}.product")
        first = filled.setdefault((who.key, product.code), n)
        if first != n:
            reason = _(
                N_(
                    "anggota {number} sudah ada di baris {first} dengan {product}, dan baris {row} "
                    "mengulanginya; jadikan satu baris"
                )
            ).format(
                number=who.number or who.key, first=first + 1, row=n + 1, product=_(product.name)
            )
            raise BadField(name="member", reason=reason, field=f"{field}.member")
        wanted = DepositLine(product.code, row.amount, row.months)
        try:
            lines.append(deposits.decided_line(work, who, product, wanted, lines))
        except BadField as refusal:
            refusal.field = f"{field}.{refusal.field}"
            raise
    if not lines:
        reason = _(N_("belum ada baris yang diisi"))
        raise BadField(name="rows", reason=reason, field="rows")
    return lines


def _require_count(counted: Rupiah, whole: Rupiah) -> None:
    """Refuse cash that is not what the rows add up to, with the difference. Raises BadField."""
    if counted == whole:
        return
    words = (
        N_("uang yang dihitung {counted} kurang {difference} dari jumlah baris {total}")
        if counted < whole
        else N_("uang yang dihitung {counted} lebih {difference} dari jumlah baris {total}")
    )
    reason = _(words).format(
        counted=wording.rupiah(counted),
        difference=wording.rupiah(abs(whole - counted)),
        total=wording.rupiah(whole),
    )
    raise BadField(
        N_("Isian belum benar: {reason}. Hitung ulang uangnya, lalu cocokkan setiap baris."),
        name="counted",
        reason=reason,
        field="counted",
    )
