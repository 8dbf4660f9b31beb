"""Goods taken over from the old books: what lies there on a day, against the opening balance (A01).

Where the old books' total of an account was taken over in one sum, the goods that explain it come
in with an entry that moves nothing: from the account to itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec.structs import replace

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import places, postings, proofs, stock
from kopdes_desktop.inventory.stock import StockSum, TakeInLine, TakeInOrder, TakenIn
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadDay, BadField, OpeningAgreed
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import old_books, periods, undoing
from kopdes_desktop.ledger import opening as ledger_opening
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, Part, operation
from kopdes_desktop.office.work import Work

WHY = "opening"


class OpenLine(Order, frozen=True, omit_defaults=True):
    """An item and how much of it lies there; what one unit cost (rupiah), or what all of it did."""

    item: int | str
    quantity: str
    cost: str | None = None
    value: Rupiah | None = None
    lot: str | None = None
    expires: date | None = None


class OpenStockOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """What lay in a place on a day, which may be before the books began.

    `booked` says that its value is in the ledger already, as a sum without goods.
    """

    place: str | None = None
    day: date | None = None
    lines: tuple[OpenLine, ...]
    booked: bool = False


class StockOpened(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Goods taken over; no entry where they are worth nothing."""

    number: str
    goods: Part
    entry: Entry | None = None


@operation("inventory.open_stock", version=1)
class OpenStock(Operation[OpenStockOrder, StockOpened]):
    """Take goods over from the old books."""

    sentence = N_("Mencatat stok awal")
    document = "SAS"

    def document_day(self, work: Work, order: OpenStockOrder) -> tuple[date, str | None]:
        """The day of the old books, never late; what the ledger has already is of today."""
        day = work.today if order.booked else order.day or work.today
        if day > work.today:
            reason = _(N_("tanggal itu belum tiba"))
            raise BadDay(day=wording.short_day(day), reason=reason, field="day")
        return day, None

    def decide(self, work: Work, order: OpenStockOrder) -> StockOpened:
        """Opening balances that are not agreed, goods that were not sold short before.

        Late ones take two. Raises BadField, OpeningAgreed, NeedsApproval.
        """
        if not order.booked:
            require_free(work, field="day")
        place = places.any_place(work, order.place)
        _require_lines(order)
        said = TakeInOrder(
            place=place.code,
            why=WHY,
            lines=tuple(
                TakeInLine(x.item, x.quantity, _value(x, n), x.lot, x.expires)
                for n, x in enumerate(order.lines)
            ),
        )
        fact, part = work.part(work.operation("inventory.take_in"), said)
        _require_nothing_missing(work, fact)
        sums = stock.sums(work, fact)
        if order.booked:
            _require_booked(work, sums)
        text = N_("Stok awal per {day}").format(day=wording.short_day(work.bd))
        entry = _explained(text, sums) if order.booked else _entry(text, sums)
        postings.require_postable(work, entry)
        if entry is not None and not order.booked:
            old_books.require_early_alone(work, entry, work.bd, self.sentence)
        return StockOpened(number=work.number(self.document), goods=part, entry=entry)

    def apply(self, books: Books, fact: StockOpened) -> None:
        """The goods, and the entry."""
        books.apply_part(fact.goods)
        postings.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: StockOpened) -> None:
        """The goods must still be there."""
        stock.require_takeable(work, fact.goods, number=fact.number)

    def undo(self, books: Books, fact: StockOpened) -> None:
        """The goods go with the entry."""
        stock.take_back(books, fact.goods)

    def unmade(
        self, work: Work, key: int, fact: StockOpened
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Its entry is reversed, unless somebody has done it; goods worth nothing stay."""
        if fact.entry is not None:
            yield from undoing.reversal_of(work, key)

    def refers_to(self, fact: StockOpened) -> tuple[int, ...]:
        """Every item."""
        return stock.items_of(fact.goods)


def require_free(read: Reading, *, field: str) -> None:
    """Refuse goods of the old books once these are agreed, and say how else they come in.

    Nor are any added once a year was closed. OpeningAgreed.
    """
    agreed = periods.opening_agreed(read)
    if agreed is not None:
        raise OpeningAgreed(
            N_(
                "Saldo awal sudah disahkan pada {day}, jadi stok awal tidak dapat ditambah lagi: "
                "jumlah yang disetujui rapat akan berubah. Masukkan daftar barangnya tanpa stok "
                "(di baris perintah --no-stock). Barang yang dibeli dicatat sebagai pembelian; "
                "barang yang ditemukan di rak dicatat lewat opname."
            ),
            day=wording.day(agreed),
            field=field,
        )
    ledger_opening.require_free(read, field=field)


def _entry(text: str, sums: list[StockSum]) -> Entry | None:
    """Debit the accounts of stock, credit the opening balance in the office's books."""
    lines = postings.lines(sums, postings.OPENING_MOVEMENT)
    other = postings.against(sums, postings.OPENING_ACCOUNT, OFFICE_UNIT, postings.OPENING_MOVEMENT)
    return postings.made(text, [*lines, *other], "opening")


def _explained(text: str, sums: list[StockSum]) -> Entry | None:
    """The same amount on both sides of the account: it says by which goods a sum is explained."""
    taken = [replace(each, amount=-each.amount) for each in sums]
    return postings.made(text, [*postings.lines(sums), *postings.lines(taken)])


def _require_lines(order: OpenStockOrder) -> None:
    if not order.lines:
        raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")


def _value(line: OpenLine, n: int) -> Rupiah:
    """What a line is worth: named as a whole, or by its cost a unit. Raises BadField."""
    if (line.cost is None) == (line.value is None):
        reason = _(N_("isi harga pokok satuan atau nilai seluruhnya, salah satu"))
        raise BadField(name="cost", reason=reason, field=f"lines[{n}].cost")
    if line.value is not None:
        return line.value
    quantity = quantities.above_zero(line.quantity, field=f"lines[{n}].quantity")
    cost = quantities.thousandths(line.cost or "0", field=f"lines[{n}].cost")
    return Rupiah((2 * cost * quantity + 1_000_000) // 2_000_000)


def _require_nothing_missing(work: Work, fact: TakenIn) -> None:
    """Refuse goods that were sold before they were taken over: what they cost is gone. BadField."""
    for line in fact.lines:
        if stock.held(work, fact.place, line.item).quantity < 0:
            reason = _(
                N_("{item} sudah terjual sampai minus; masukkan lewat pembelian atau opname")
            ).format(item=goods.require_item(work, line.item).name)
            raise BadField(name="item", reason=reason, field="lines")


def _require_booked(work: Work, sums: list[StockSum]) -> None:
    """Refuse goods worth more than what the ledger has without goods. Raises BadField."""
    left = proofs.without_goods(work)
    for each in sums:
        there = left.get((each.account, each.unit), NOTHING)
        if each.amount > there:
            reason = _(
                N_(
                    "buku besar {account} {unit} hanya memuat {there} tanpa rincian barang, "
                    "barang ini bernilai {value}"
                )
            ).format(
                account=each.account,
                unit=each.unit,
                there=wording.rupiah(max(there, NOTHING)),
                value=wording.rupiah(each.amount),
            )
            raise BadField(name="booked", reason=reason, field="booked")
