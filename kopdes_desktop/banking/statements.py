"""Statements of banks come in, and their rows become documents: each once, whatever comes twice."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from kopdes_desktop.banking import queries, rules
from kopdes_desktop.banking.bank_files import BankFile
from kopdes_desktop.banking.rules import StatementRow
from kopdes_desktop.banking.tables import BANK_FILE, BANK_ROW, BANK_USE
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import balances, boxes, chart, periods
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.members import operations as members
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.settings import BANK_WORDS_MONTHS, setting
from kopdes_desktop.office.work import Work

_MOST_ROWS: Final = 20_000
_LONGEST_TEXT: Final = 300
_LONGEST_BANK: Final = 60
#: What a row of a statement may become; each is its own document with its own rules.
BECOMES: Final = frozenset(
    {"accounting.jot", "accounting.move_cash", "accounting.record", "savings.deposit"}
)
_WORDS = Statement(
    select(BANK_ROW.c.box, BANK_ROW.c.mark, BANK_ROW.c.text, BANK_ROW.c.ref).where(
        (BANK_ROW.c.text != "") | (BANK_ROW.c.ref != "")
    )
)
_USES = Statement(select(BANK_USE.c.box, BANK_USE.c.mark, BANK_USE.c.entry))
_BLANK = Statement(
    update(BANK_ROW)
    .where(BANK_ROW.c.box == bindparam("of_box"), BANK_ROW.c.mark == bindparam("of_mark"))
    .values(text="", ref="")
)
_BLANK_OLD = Statement(
    update(BANK_ROW).where(BANK_ROW.c.day < bindparam("before")).values(text="", ref="")
)
_ROW, _FILE, _USE = insert_into(BANK_ROW), insert_into(BANK_FILE), insert_into(BANK_USE)


class NothingNew(Refusal):
    """A statement whose rows are all known."""

    template = N_(
        "Semua {n} mutasi dalam berkas ini sudah pernah dibaca untuk {box}. "
        "Tidak ada yang ditambah."
    )


class RowInBooks(Refusal):
    """A row of a statement that the books hold already."""

    template = N_(
        "Mutasi ini sudah ada di buku: {number}. Tidak dicatat lagi; cukup dicentang saat "
        "mencocokkan."
    )


class RowOrder(Order, frozen=True, omit_defaults=True):
    """A row as the bank says it: plus came in, minus went out."""

    day: date
    amount: Rupiah
    text: str = ""
    ref: str = ""
    balance: Rupiah | None = None


class StatementOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """Which account, whose statement, and its rows from the oldest on; the file's SHA-256."""

    box: str
    rows: tuple[RowOrder, ...]
    bank: str = ""
    digest: str | None = None


def order_of(box: str, found: BankFile) -> dict[str, Any]:
    """The order that takes a statement in."""
    return {
        "box": box,
        "bank": found.bank,
        "digest": found.digest,
        "rows": [
            {
                "day": row.day.isoformat(),
                "amount": int(row.amount),
                "text": row.text,
                "ref": row.ref,
                **({} if row.balance is None else {"balance": int(row.balance)}),
            }
            for row in found.rows
        ],
    }


class StatementRead(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A statement was read: of which days, how many rows, how many of them were not known yet.

    The rows themselves are no history: the bank's words hold names.
    """

    box: str
    bank: str
    first: date
    last: date
    rows: int
    added: int
    digest: str | None = None


@operation("banking.read_statement", version=1)
class ReadStatement(Operation[StatementOrder, StatementRead]):
    """Take in what a bank says of an account; nothing is posted."""

    sentence = N_("Membaca rekening koran")
    daily = False

    def decide(self, work: Work, order: StatementOrder) -> StatementRead:
        """An account at a bank; rows with an amount; what is known is passed over. NothingNew."""
        box = require_bank(work, order.box)
        if not order.rows or len(order.rows) > _MOST_ROWS:
            reason = _(N_("rekening koran berisi 1 sampai {n} mutasi"))
            raise BadField(name="rows", reason=reason.format(n=_MOST_ROWS), field="rows")
        if any(row.amount == NOTHING for row in order.rows):
            raise BadField(name="rows", reason=_(N_("ada mutasi tanpa jumlah")), field="rows")
        rows = sorted(map(_plain, order.rows), key=lambda row: row.day)
        first, last = rows[0].day, rows[-1].day
        known = queries.statement_rows(work, box.code, first, last)
        fresh = {mark: row for mark, row in rules.marked(rows).items() if mark not in known}
        if not fresh:
            raise NothingNew(n=len(rows), box=box.name)
        for place, (mark, row) in enumerate(fresh.items(), 1):
            held = None if row.balance is None else int(row.balance)
            said = (row.day.isoformat(), int(row.amount), row.text, row.ref, held)
            work.keep(_ROW, box.code, mark, *said, int(work.key), place)
        months = setting(work, BANK_WORDS_MONTHS)
        work.keep_by(partial(_let_go, before=Month.of(work.today).plus(-months).first()))
        return StatementRead(
            box=box.code,
            bank=short_line(order.bank, _LONGEST_BANK, field="bank"),
            first=first,
            last=last,
            rows=len(rows),
            added=len(fresh),
            digest=order.digest,
        )

    def apply(self, books: Books, fact: StatementRead) -> None:
        """That it was read."""
        books.insert(
            _FILE,
            books.stamp.key,
            fact.box,
            fact.bank,
            fact.first.isoformat(),
            fact.last.isoformat(),
            fact.rows,
            fact.added,
            fact.digest,
        )


def _let_go(books: Books, before: date) -> None:
    """The bank's words of long ago are needed no more; day, amount and mark stay."""
    books.change(_BLANK_OLD, before=before.isoformat())


def forget(books: Books, member: int, name: str) -> None:
    """The bank's words of rows that became a person's entries, and of any that name him."""
    entries = balances.entries_of(books, member)
    his = {(box, mark) for box, mark, entry in books.rows(_USES) if entry in entries}
    for box, mark, text, ref in books.rows(_WORDS):
        if (box, mark) in his or members.names_him(f"{text} {ref}", name):
            books.change(_BLANK, of_box=box, of_mark=mark)


def _plain(row: RowOrder) -> StatementRow:
    text, ref = (" ".join(each.split())[:_LONGEST_TEXT] for each in (row.text, row.ref))
    return StatementRow(row.day, row.amount, text, ref, row.balance)


def require_bank(work: Work, code: str) -> Box:
    """An account at a bank. Raises BadField."""
    box = chart.box(work, code)
    if not boxes.is_bank(box):
        reason = _(N_("{box} bukan rekening bank")).format(box=box.name)
        raise BadField(name="box", reason=reason, field="box")
    return box


class BookRowOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A row of a statement by its mark, and the order that makes a document of it.

    `op` is one of `BECOMES`. The document is dated as the bank says, where that month still takes
    it, and otherwise today.
    """

    box: str
    row: str
    op: str
    order: dict[str, Any]


class RowBooked(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """What became of a row: its entry and that document's number. It is proposed no more."""

    box: str
    row: str
    entry: int
    voucher: str


@operation("banking.book_row", version=1)
class BookRow(Operation[BookRowOrder, RowBooked]):
    """Make a document of a row of a statement that the books do not hold."""

    sentence = N_("Mencatat mutasi bank")

    def decide(self, work: Work, order: BookRowOrder) -> RowBooked:
        """A row that nothing stands for yet; its document moves this account by this amount."""
        box = require_bank(work, order.box)
        row = queries.statement_row(work, box.code, order.row)
        if row is None:
            reason = _(N_("mutasi {row} tidak ada di rekening koran yang dibaca"))
            raise BadField(name="row", reason=reason.format(row=order.row), field="row")
        if order.op not in BECOMES:
            reason = _(N_("mutasi bank tidak dapat menjadi {op}")).format(op=order.op)
            raise BadField(name="op", reason=reason, field="op")
        _require_unknown(work, box, order.row, row)
        key = work.then(order.op, {**order.order, **dated(work, box, row.day)})
        _require_same(work, box, row, key)
        made = balances.posted(work, key)
        return RowBooked(
            box=box.code,
            row=order.row,
            entry=int(key),
            voucher=(made.number or "") if made is not None else "",
        )

    def apply(self, books: Books, fact: RowBooked) -> None:
        """It is known what became of it."""
        books.insert(_USE, fact.box, fact.row, fact.entry)


def _require_unknown(work: Work, box: Box, mark: str, row: StatementRow) -> None:
    """Refuse a row that an entry stands for, ticked or not. RowInBooks."""
    entry = queries.used(work, box.code).get(mark)
    if entry is None:
        place = queries.comparison(work, box, max(row.day, work.today)).matches.get(mark)
        entry = place[0] if place is not None else None
    if entry is not None:
        found = balances.posted(work, entry)
        raise RowInBooks(number=(found.number if found else None) or str(entry), field="row")


def dated(work: Work, box: Box, day: date) -> dict[str, str]:
    """The day of a row's document: the bank's, or today where that day is closed or signed."""
    signed = queries.signed_until(work, box.code)
    closed = periods.is_closed(work, Month.of(day))
    if day >= work.today or closed or (signed is not None and day <= signed):
        return {}
    return {"day": day.isoformat(), "late": N_("menurut rekening koran")}


def _require_same(work: Work, box: Box, row: StatementRow, key: int) -> None:
    """The document moved this account by what the bank says. Raises BadField."""
    lines = balances.entry_of(work, key).lines
    moved = total(line.amount for line in lines if line.box == box.code)
    if moved != row.amount:
        reason = _(N_("bank mencatat {told}, bukti ini {made}")).format(
            told=wording.rupiah(row.amount), made=wording.rupiah(moved)
        )
        raise BadField(name="amount", reason=reason, field="amount")


members.FORGETS.append(forget)
