"""Goods from one place to another, by a note; on their way they stand on 1-1407 (F04 to F06).

The unit that sends keeps them until they arrive; what does not arrive is the receiving outlet's
shortage, for its people counted it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, select, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import places, postings, stock
from kopdes_desktop.inventory.places import Place
from kopdes_desktop.inventory.stock import (
    Issued,
    IssueLine,
    IssueOrder,
    StockSum,
    TakeInLine,
    TakeInOrder,
    TakenIn,
)
from kopdes_desktop.inventory.tables import TRANSFER, TRANSFER_LINE
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, NeedsApproval, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up, split
from kopdes_desktop.kernel.names import one_line
from kopdes_desktop.ledger import balances
from kopdes_desktop.ledger.entry import Entry, Line
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, Part, PostingOrder, operation
from kopdes_desktop.office.work import Work

SENT, ARRIVED = "send", "arrive"

_BY_KEY = Statement(select(TRANSFER).where(TRANSFER.c.key == bindparam("of_key")))
_BY_NUMBER = Statement(select(TRANSFER).where(TRANSFER.c.number == bindparam("of_number")))
_OPEN = Statement(
    select(TRANSFER)
    .where(TRANSFER.c.received.is_(None))
    .order_by(TRANSFER.c.sent, TRANSFER.c.number)
)
_LATEST = Statement(
    select(TRANSFER)
    .order_by(TRANSFER.c.sent.desc(), TRANSFER.c.number.desc())
    .limit(bindparam("most"))
)
_LINES = Statement(
    select(
        TRANSFER_LINE.c.line,
        TRANSFER_LINE.c.item,
        TRANSFER_LINE.c.quantity,
        TRANSFER_LINE.c.value,
        TRANSFER_LINE.c.lot,
        TRANSFER_LINE.c.expires,
    )
    .where(TRANSFER_LINE.c.transfer == bindparam("of_transfer"))
    .order_by(TRANSFER_LINE.c.line)
)
_NEW, _NEW_LINE = insert_into(TRANSFER), insert_into(TRANSFER_LINE)
_RECEIVE = Statement(
    update(TRANSFER)
    .where(TRANSFER.c.key == bindparam("of_key"), TRANSFER.c.received.is_(None))
    .values(received=bindparam("by_fact"))
)
_GIVE_BACK = Statement(
    update(TRANSFER)
    .where(TRANSFER.c.key == bindparam("of_key"), TRANSFER.c.received == bindparam("by_fact"))
    .values(received=None)
)


class TransferLine(Struct, frozen=True):
    """Goods of one lot on a note: thousandths, and what they cost."""

    line: int
    item: int
    quantity: int
    value: Rupiah
    lot: str
    expires: str


class Transfer(Struct, frozen=True):
    """A note: from where to where, when, worth what; `received` is the fact that ended it."""

    key: int
    number: str
    origin: str
    target: str
    sent: date
    value: Rupiah
    received: int | None
    lines: tuple[TransferLine, ...]


def transfer(read: Reading, name: int | str, *, field: str = "transfer") -> Transfer:
    """A note by key or number. Raises BadField."""
    row = (
        read.row(_BY_KEY, of_key=name)
        if isinstance(name, int)
        else read.row(_BY_NUMBER, of_number=name.strip().upper())
    )
    if row is None:
        reason = _(N_("surat jalan {name} tidak ada")).format(name=name)
        raise BadField(name=field, reason=reason, field=field)
    return _transfer(read, row)


def on_the_way(read: Reading) -> list[Transfer]:
    """Notes whose goods have not arrived, the oldest first."""
    return [_transfer(read, row) for row in read.rows(_OPEN)]


def latest(read: Reading, most: int = 50) -> list[Transfer]:
    """The newest notes, arrived or not."""
    return [_transfer(read, row) for row in read.rows(_LATEST, most=most)]


def _transfer(read: Reading, row: tuple[object, ...]) -> Transfer:
    key, number, origin, target, sent, value, received = row
    lines = [
        TransferLine(n, item, quantity, Rupiah(worth), lot, expires)
        for n, item, quantity, worth, lot, expires in read.rows(_LINES, of_transfer=key)
    ]
    return Transfer(
        key,  # type: ignore[arg-type]
        str(number),
        str(origin),
        str(target),
        date.fromisoformat(str(sent)),
        Rupiah(value),  # type: ignore[arg-type]
        received,  # type: ignore[arg-type]
        tuple(lines),
    )


# --- sending --------------------------------------------------------------------------------------


class SendOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What goes from a place of this laptop to another place."""

    origin: str | None = msgspec.field(name="from", default=None)
    target: str = msgspec.field(name="to")
    lines: tuple[IssueLine, ...]
    note: str = ""


class Sent(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A note and the goods that left with it."""

    number: str
    target: str = msgspec.field(name="to")
    goods: Part
    entry: Entry | None = None
    note: str = ""


@operation("inventory.send", version=1)
class Send(Operation[SendOrder, Sent]):
    """Send goods to another place, with a note."""

    sentence = N_("Mengirim barang ke tempat lain")
    document = "SJ"

    def decide(self, work: Work, order: SendOrder) -> Sent:
        """Two places, goods that are there. Raises BadField, StockShort."""
        origin = places.own_place(work, order.origin, field="from")
        target = places.place(work, order.target, field="to")
        if origin == target:
            reason = _(N_("asal dan tujuan sama"))
            raise BadField(name="to", reason=reason, field="to")
        if not order.lines:
            raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
        said = IssueOrder(place=origin.code, lines=order.lines, why=SENT)
        fact, part = work.part(work.operation("inventory.issue"), said)
        number = work.number(self.document)
        text = N_("Surat jalan {number} ke {place}").format(number=number, place=target.name)
        entry = postings.made(text, _sent_lines(work, fact))
        postings.require_postable(work, entry)
        return Sent(
            number=number, target=target.code, goods=part, entry=entry, note=one_line(order.note)
        )

    def apply(self, books: Books, fact: Sent) -> None:
        """The goods leave; the note stays open until they arrive."""
        books.apply_part(fact.goods)
        issued = _issued(fact)
        key = books.stamp.key
        worth = sum(int(line.value) for line in issued.lines)
        day = books.stamp.bd.isoformat()
        books.insert(_NEW, key, fact.number, issued.place, fact.target, day, worth, None)
        books.insert_all(_NEW_LINE, [(key, n, *row) for n, row in enumerate(_by_lot(issued), 1)])
        postings.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: Sent) -> None:
        """Goods that have arrived are sent back by a note of their own. NotReversible."""
        if transfer(work, fact.number).received is not None:
            reason = _(N_("barangnya sudah diterima; kirim balik dengan surat jalan baru"))
            raise NotReversible(number=fact.number, reason=reason, field="entry")
        stock.require_takeable(work, fact.goods, number=fact.number)

    def undo(self, books: Books, fact: Sent) -> None:
        """The goods come back, and the note is ended by the reversal."""
        stock.take_back(books, fact.goods)
        key = transfer(books, fact.number).key
        books.change(_RECEIVE, of_key=key, by_fact=books.stamp.key)

    def judge(self, books: Books, fact: Sent, stamp: Stamp) -> Iterator[str]:
        """From a place of the device to another; the entry that the goods make."""
        yield from stock.judge(books, stamp, fact.goods, kind=Issued, why=SENT)
        issued = _issued(fact)
        if places.place(books, fact.target).code == issued.place:
            yield "R2: to"
        yield from postings.judge(fact.entry, _sent_lines(books, issued))
        if fact.note != one_line(fact.note):
            yield "R2: note"

    def found(self, books: Books, fact: Sent, stamp: Stamp) -> list[tuple[str, str]]:
        """Goods below zero, and costs far from those known here."""
        return stock.found(books, fact.goods)

    def refers_to(self, fact: Sent) -> tuple[int, ...]:
        """Every item."""
        return stock.items_of(fact.goods)


def _issued(fact: Sent) -> Issued:
    said = stock.opened(fact.goods)
    if not isinstance(said, Issued):
        msg = "goods that are sent go out"
        raise TypeError(msg)
    return said


def _sent_lines(read: Reading, issued: Issued) -> list[Line]:
    """Debit goods on their way, credit the accounts of stock, both of the unit that sends."""
    sums = stock.sums(read, issued)
    return [*postings.against(sums, postings.TRANSIT), *postings.lines(sums)]


def _by_lot(issued: Issued) -> Iterator[tuple[int, int, int, str, str]]:
    """Item, quantity, value, lot and expiry: a row a lot, and one for what no lot holds."""
    for line in issued.lines:
        whole = quantities.thousandths(line.quantity)
        parts = [(quantities.thousandths(x.quantity), x.lot, x.expires) for x in line.lots]
        rest = whole - sum(part[0] for part in parts)
        if rest:
            parts.append((rest, "", ""))
        worth = split(line.value, [part[0] for part in parts])
        for (quantity, lot, expires), value in zip(parts, worth, strict=True):
            yield line.item, quantity, int(value), lot, expires


# --- arriving -------------------------------------------------------------------------------------


class ArrivedOrderLine(Order, frozen=True, omit_defaults=True):
    """A line of the note (counted from 1), and how much of it arrived."""

    line: int
    quantity: str


class ArriveOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """A note by key or number; lines only where less arrived than was sent."""

    transfer: int | str
    lines: tuple[ArrivedOrderLine, ...] = ()
    reason: str = ""


class Arrived(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """What arrived of a note; the rest is the receiving outlet's shortage.

    `goods` is absent where nothing arrived.
    """

    number: str
    transfer: int
    arrived: tuple[str, ...]
    goods: Part | None = None
    entry: Entry | None = None
    reason: str = ""


@operation("inventory.arrive", version=1)
class Arrive(Operation[ArriveOrder, Arrived]):
    """Take in goods that another place sent."""

    sentence = N_("Menerima barang kiriman")
    document = "TRM"

    def decide(self, work: Work, order: ArriveOrder) -> Arrived:
        """An open note for a place of this laptop; never more than was sent.

        A shortage needs a reason and a second person. Raises BadField, AlreadyDecided,
        NeedsApproval.
        """
        note = transfer(work, order.transfer)
        target = places.own_place(work, note.target, field="transfer")
        if note.received is not None:
            raise AlreadyDecided(subject=note.number, field="transfer")
        came = _came(note, order)
        said = _taken(work, note, came)
        short = any(got < line.quantity for got, line in zip(came, note.lines, strict=True))
        reason = one_line(order.reason)
        if short and not reason:
            words = _(N_("ada barang yang kurang; tuliskan sebabnya"))
            raise BadField(name="reason", reason=words, field="reason")
        if short and work.approver is None:
            raise NeedsApproval(
                N_(
                    "Barang yang datang kurang dari surat jalan {number}. Orang kedua ikut "
                    "menghitung, lalu menyetujui."
                ),
                number=note.number,
                field="lines",
            )
        fact, part = (None, None)
        if said.lines:
            fact, part = work.part(work.operation("inventory.take_in"), said)
        number = work.number(self.document)
        text = N_("Terima barang {number} dari surat jalan {note}").format(
            number=number, note=note.number
        )
        entry = postings.made(text, _arrived_lines(work, note, target, fact))
        postings.require_postable(work, entry)
        return Arrived(
            number=number,
            transfer=note.key,
            arrived=tuple(quantities.decimal(got) for got in came),
            goods=part,
            entry=entry,
            reason=reason,
        )

    def apply(self, books: Books, fact: Arrived) -> None:
        """The goods come in and the note is ended, unless it was before."""
        if fact.goods is not None:
            books.apply_part(fact.goods)
        books.change(_RECEIVE, of_key=fact.transfer, by_fact=books.stamp.key)
        postings.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: Arrived) -> None:
        """The goods must still be there."""
        if fact.goods is not None:
            stock.require_takeable(work, fact.goods, number=fact.number)

    def undo(self, books: Books, fact: Arrived) -> None:
        """The goods are on their way again."""
        if fact.goods is not None:
            stock.take_back(books, fact.goods)
        posted = balances.posted(books, fact.number)
        if posted is not None:
            books.change(_GIVE_BACK, of_key=fact.transfer, by_fact=posted.key)

    def judge(self, books: Books, fact: Arrived, stamp: Stamp) -> Iterator[str]:
        """For a place of the device; what came is what the note says, and no more; its entry."""
        note = transfer(books, fact.transfer)
        if not places.bound_place(books, stamp, note.target):
            yield f"R2: place {note.target}"
        came = [quantities.thousandths(text) for text in fact.arrived]
        if len(came) != len(note.lines) or any(
            not 0 <= got <= line.quantity for got, line in zip(came, note.lines, strict=False)
        ):
            yield "R3: arrived"
            return
        if [quantities.decimal(got) for got in came] != list(fact.arrived):
            yield "R3: arrived"
        said = stock.opened(fact.goods) if fact.goods is not None else None
        yield from _judge_goods(books, note, came, said)
        if fact.goods is not None:
            yield from stock.judge(books, stamp, fact.goods, kind=TakenIn, why=ARRIVED)
        taken = said if isinstance(said, TakenIn) else None
        target = places.place(books, note.target)
        yield from postings.judge(fact.entry, _arrived_lines(books, note, target, taken))
        if fact.reason != one_line(fact.reason):
            yield "R2: reason"
        if any(got < line.quantity for got, line in zip(came, note.lines, strict=True)):
            if fact.reason == "":
                yield "R2: reason"
            if stamp.approver is None:
                yield "R2: approval"

    def found(self, books: Books, fact: Arrived, stamp: Stamp) -> list[tuple[str, str]]:
        """A note that was ended twice: two laptops knew nothing of each other."""
        note = transfer(books, fact.transfer)
        return [("arrived_twice", note.number)] if note.received != stamp.key else []

    def refers_to(self, fact: Arrived) -> tuple[int, ...]:
        """The note, and every item that came."""
        items = stock.items_of(fact.goods) if fact.goods is not None else ()
        return (fact.transfer, *items)


def _came(note: Transfer, order: ArriveOrder) -> list[int]:
    """How much of each line of the note arrived: all that is not said otherwise. BadField."""
    came = [line.quantity for line in note.lines]
    for n, said in enumerate(order.lines):
        field = f"lines[{n}].quantity"
        if not 1 <= said.line <= len(came):
            reason = _(N_("surat jalan ini tidak punya baris {line}")).format(line=said.line)
            raise BadField(name="line", reason=reason, field=f"lines[{n}].line")
        got = quantities.thousandths(said.quantity, field=field)
        if not 0 <= got <= note.lines[said.line - 1].quantity:
            reason = _(N_("tidak boleh lebih dari surat jalan; kelebihannya dicatat lewat opname"))
            raise BadField(name="quantity", reason=reason, field=field)
        came[said.line - 1] = got
    return came


def _taken(read: Reading, note: Transfer, came: list[int]) -> TakeInOrder:
    """What comes in, at what it cost where it came from; lots of items still tracked by lot."""
    lines = []
    for got, line in zip(came, note.lines, strict=True):
        if not got:
            continue
        tracked = goods.require_item(read, line.item).tracked
        day = date.fromisoformat(line.expires) if tracked and line.expires else None
        lines.append(
            TakeInLine(
                line.item,
                quantities.decimal(got),
                Rupiah(half_up(int(line.value) * got, line.quantity)),
                line.lot if tracked and line.lot else None,
                day,
            )
        )
    return TakeInOrder(place=note.target, lines=tuple(lines), why=ARRIVED)


def _arrived_lines(
    read: Reading, note: Transfer, target: Place, taken: TakenIn | None
) -> list[Line]:
    """Debit what came in, mended what it mends, debit what is short; credit goods on their way."""
    origin = places.place(read, note.origin)
    sent = _sums(read, note, origin.unit)
    came = stock.sums(read, taken) if taken is not None else []
    late = stock.mended(read, taken) if taken is not None else []
    short = {each.lini: -each.amount for each in sent}
    for each in (*came, *late):
        short[each.lini] = short.get(each.lini, NOTHING) + each.amount
    missing = [
        StockSum(postings.SHORT, lini, target.unit, -amount)
        for lini, amount in sorted(short.items())
        if amount
    ]
    return postings.lines([*came, *late, *missing]) + postings.against(sent, postings.TRANSIT)


def _sums(read: Reading, note: Transfer, unit: str) -> list[StockSum]:
    """What a note's goods were worth, by line of business."""
    added: dict[str, Rupiah] = {}
    for line in note.lines:
        lini = goods.require_item(read, line.item).lini
        added[lini] = added.get(lini, NOTHING) + line.value
    return [
        StockSum(postings.TRANSIT, lini, unit, worth)
        for lini, worth in sorted(added.items())
        if worth
    ]


def _judge_goods(
    read: Reading, note: Transfer, came: list[int], said: stock.AnyPart | None
) -> Iterator[str]:
    """What came in is line by line what arrived of the note, at its cost (R3)."""
    wanted = _taken(read, note, came)
    if said is None:
        if wanted.lines:
            yield "R3: goods"
        return
    if not isinstance(said, TakenIn) or said.place != note.target:
        yield "R2: goods"
        return
    given = [(x.item, x.quantity, x.value, x.lot, x.expires) for x in said.lines]
    expected = [
        (
            x.item,
            x.quantity,
            x.value,
            x.lot or "",
            x.expires.isoformat() if x.expires else "",
        )
        for x in wanted.lines
    ]
    if given != expected:
        yield "R3: goods"
