"""Cash and bank books in the layout that treasurers know: what came, what went, what is left.

The first line, number one as in the books kept by hand, carries what the book held, in the sums of
the book year so far; the foot says what this month moved and what that makes. What only moved has
no balance: a treasurer read it as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import boxes, chart, years
from kopdes_desktop.ledger.boxes import BoxLine
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.office import settings
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.office.settings import setting
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params

#: Points in which a document's number stands whole.
_NUMBER_ROOM = 88.0


class Sums(Struct, frozen=True):
    """What came in and what went out up to somewhere; the rest is what is there."""

    debit: int = 0
    credit: int = 0

    @property
    def balance(self) -> int:
        """What is left."""
        return self.debit - self.credit

    def plus(self, amount: int) -> Sums:
        """With one more line."""
        return Sums(self.debit + max(amount, 0), self.credit + max(-amount, 0))


def book(read: Reading, params: Params, code: str, *, bank: bool, title: str) -> Document:
    """The book of the box that was asked for, or of all of this kind together."""
    chosen = _chosen(read, params.box, bank=bank)
    first = params.first or Month.of(params.until).first()
    several = len(chosen) != 1
    rows = list(_rows(read, chosen, first, params.until))
    shown = title if several else f"{title}: {chosen[0].name}"
    return Document(
        code,
        shown,
        letterhead(read),
        _period(first, params.until),
        _columns(chart.box_names(read) if several else None),
        rows,
        rows.pop(),
        notes=(_place_and_day(read, params.until),),
        signers=officers(read, "chair", "treasurer"),
    )


def _chosen(read: Reading, code: str | None, *, bank: bool) -> list[Box]:
    """One box, of this kind, or all of this kind. Raises BadField."""
    if code is None:
        return [box for box in chart.boxes(read) if boxes.is_bank(box) is bank]
    found = chart.box(read, code)
    if boxes.is_bank(found) is not bank:
        reason = (
            _(N_("{box} bukan rekening bank; pakai buku kas"))
            if bank
            else _(N_("{box} rekening bank; pakai buku bank"))
        )
        raise BadField(name="box", reason=reason.format(box=found.name), field="box")
    return [found]


def _columns(names: Mapping[str, str] | None) -> tuple[Column, ...]:
    which = (Column("box", _("Kas"), called=names),) if names is not None else ()
    return (
        Column("no", _("No"), "number"),
        Column("date", _("Tanggal"), "day"),
        Column("text", _("Uraian"), width=3),
        Column("number", _("Bukti"), room=_NUMBER_ROOM),
        *which,
        Column("debit", _("Debet"), "money"),
        Column("credit", _("Kredit"), "money"),
        Column("balance", _("Saldo"), "money"),
        Column("entry", _("Kunci jurnal"), "number", paper=False),
    )


def _rows(read: Reading, chosen: Iterable[Box], first: date, until: date) -> Iterator[Row]:
    held = list(chosen)
    before = _before(read, held, first)
    month = _one_month(first, until)
    began = _("Saldo bulan lalu") if month else _("Saldo sebelumnya")
    yield {**_sum_row(began, before, first), "no": 1}
    now, moved = before, Sums()
    named = {box.code: boxes.partners(read, box, first, until) for box in held}
    for no, line in enumerate(boxes.lines_of_all(read, held, first, until), 2):
        amount = int(line.row.amount)
        now, moved = now.plus(amount), moved.plus(amount)
        text = boxes.said(line.row, named[line.box.code])
        yield _line_row(no, line, text, amount, now.balance)
    told = _("Transaksi bulan ini") if month else _("Transaksi periode ini")
    yield {**_sum_row(told, moved), "balance": None}
    told = _("Jumlah sampai bulan ini") if month else _("Jumlah sampai periode ini")
    yield {key: value for key, value in _sum_row(told, now).items() if value is not None}


def _line_row(no: int, line: BoxLine, text: str, amount: int, balance: int) -> Row:
    entry = line.row.entry
    return {
        "no": no,
        "date": entry.posted_on,
        "text": text,
        "number": entry.number,
        "box": line.box.code,
        "debit": max(amount, 0),
        "credit": max(-amount, 0),
        "balance": balance,
        "entry": entry.key,
    }


def _sum_row(words: str, sums: Sums, day: date | None = None) -> Row:
    sides = {"debit": sums.debit, "credit": sums.credit, "balance": sums.balance}
    return {"no": None, "date": day, "text": words, "number": None, "box": None, **sides}


def _before(read: Reading, held: Iterable[Box], first: date) -> Sums:
    """What the book year has carried along until a day: its opening balance stands in Debet."""
    start = min(years.year_of(read, first).first, first)
    sums = Sums()
    for box in held:
        sums = sums.plus(int(boxes.held_before(read, box, start)))
        for row in boxes.lines(read, box, start, first):
            if row.entry.posted_on < first:
                sums = sums.plus(int(row.amount))
    return sums


def _one_month(first: date, until: date) -> bool:
    return first == Month.of(until).first()


def _period(first: date, until: date) -> str:
    if first == Month.of(until).first() and until == Month.of(until).last():
        return _("Bulan {month}").format(month=wording.month(Month.of(until)))
    days = {"first": wording.day(first), "until": wording.day(until)}
    return _("{first} s.d. {until}").format(**days)


def _place_and_day(read: Reading, until: date) -> str:
    """Where and as of when it is signed."""
    place = setting(read, settings.PLACE)
    day = wording.day(until)
    return f"{place}, {day}" if place else day
