"""Goods made into other goods of the same place: a sack weighed out, a parcel put together (F08).

What goes in costs what comes out; what is lost on the way is normal shrinkage (5-1108).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import places, postings, stock
from kopdes_desktop.inventory.stock import (
    Issued,
    IssueLine,
    IssueOrder,
    StockSum,
    TakeInLine,
    TakeInOrder,
    TakenIn,
)
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up, split, total
from kopdes_desktop.ledger.entry import Entry, Line
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, Part, PostingOrder, operation
from kopdes_desktop.office.settings import SHRINKAGE, setting
from kopdes_desktop.office.work import Work

WHY = "repack"
_CASHIER = "cashier"


class MadeLine(Order, frozen=True, omit_defaults=True):
    """What comes out: how much, and what of the whole cost it bears where that is known."""

    item: int | str
    quantity: str
    value: Rupiah | None = None
    lot: str | None = None


class RepackOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Goods that go in, goods that come out, and how much was lost (in the first one's unit).

    The cost is shared by selling prices where all that come out have one, else by quantity.
    """

    place: str | None = None
    origin: tuple[IssueLine, ...] = msgspec.field(name="from")
    into: tuple[MadeLine, ...]
    shrink: str = "0"


class Repacked(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Goods out, goods in, what was lost and what that cost."""

    number: str
    used: Part
    made: Part
    shrink: str = "0"
    lost: Rupiah
    entry: Entry | None = None


@operation("inventory.repack", version=1)
class Repack(Operation[RepackOrder, Repacked]):
    """Make goods into others: weigh out a sack, put a parcel together."""

    sentence = N_("Mengemas ulang barang")
    document = "KMS"

    def decide(self, work: Work, order: RepackOrder) -> Repacked:
        """The cooperative's own goods, that are there. Raises BadField, StockShort.

        More lost than is usual takes a second person: NeedsApproval.
        """
        place = places.own_place(work, order.place)
        _require_own(work, [x.item for x in order.origin], "from")
        _require_own(work, [x.item for x in order.into], "into")
        said = IssueOrder(place=place.code, lines=order.origin, why=WHY)
        issued, used = work.part(work.operation("inventory.issue"), said)
        shrink = quantities.thousandths(order.shrink, field="shrink")
        values, lost = _shared(work, order, total(x.value for x in issued.lines), shrink)
        _require_little_lost(work, order, lost, total(x.value for x in issued.lines))
        lines = tuple(
            TakeInLine(x.item, x.quantity, value, x.lot)
            for x, value in zip(order.into, values, strict=True)
        )
        into = TakeInOrder(place=place.code, lines=lines, why=WHY)
        taken, made = work.part(work.operation("inventory.take_in"), into)
        number = work.number(self.document)
        text = N_("Kemas ulang {number}").format(number=number)
        entry = postings.made(text, _lines(work, issued, taken, lost))
        postings.require_postable(work, entry)
        return Repacked(
            number=number,
            used=used,
            made=made,
            shrink=quantities.decimal(shrink),
            lost=lost,
            entry=entry,
        )

    def apply(self, books: Books, fact: Repacked) -> None:
        """Goods out, goods in, and the entry."""
        books.apply_part(fact.used)
        books.apply_part(fact.made)
        postings.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: Repacked) -> None:
        """What was made must still be there."""
        stock.require_takeable(work, fact.made, number=fact.number)

    def undo(self, books: Books, fact: Repacked) -> None:
        """As it was before."""
        stock.take_back(books, fact.made)
        stock.take_back(books, fact.used)

    def judge(self, books: Books, fact: Repacked, stamp: Stamp) -> Iterator[str]:
        """One place of the device; nothing gained or lost but what is said; its entry."""
        yield from stock.judge(books, stamp, fact.used, kind=Issued, why=WHY)
        yield from stock.judge(books, stamp, fact.made, kind=TakenIn, why=WHY)
        used, made = stock.opened(fact.used), stock.opened(fact.made)
        if not isinstance(used, Issued) or not isinstance(made, TakenIn):
            return
        if used.place != made.place:
            yield "R2: place"
        came = total(x.value for x in made.lines)
        if fact.lost < NOTHING or came + fact.lost != total(x.value for x in used.lines):
            yield "R3: lost"
        shrink = quantities.thousandths(fact.shrink)
        if quantities.decimal(shrink) != fact.shrink or shrink < 0 or (fact.lost and not shrink):
            yield "R3: shrink"
        yield from postings.judge(fact.entry, _lines(books, used, made, fact.lost))

    def found(self, books: Books, fact: Repacked, stamp: Stamp) -> list[tuple[str, str]]:
        """Goods below zero; what was made may cost what it likes, it is new."""
        return stock.found(books, fact.used)

    def refers_to(self, fact: Repacked) -> tuple[int, ...]:
        """Every item."""
        return stock.items_of(fact.used, fact.made)


def _require_own(work: Work, names: Sequence[int | str], field: str) -> None:
    """Refuse nothing at all, and goods that are not the cooperative's. Raises BadField."""
    if not names:
        raise BadField(name=field, reason=_(N_("belum ada isinya")), field=field)
    for n, name in enumerate(names):
        item = goods.require_item(work, name, field=f"{field}[{n}].item")
        if item.kind != stock.OWN:
            reason = _(N_("{item} tidak dapat dikemas ulang; hanya barang milik sendiri"))
            reason = reason.format(item=item.name)
            raise BadField(name="item", reason=reason, field=f"{field}[{n}].item")


def _require_little_lost(work: Work, order: RepackOrder, lost: Rupiah, cost: Rupiah) -> None:
    """A cashier alone loses no more than what is usual, by value, and by weight where it shows."""
    if work.actor.role != _CASHIER or work.approver is not None:
        return
    usual = setting(work, SHRINKAGE)
    into = [goods.require_item(work, x.item) for x in order.into]
    units = {goods.require_item(work, x.item).unit for x in order.origin}
    used, made = _whole(order.origin), _whole(order.into)
    same = len(units | {each.unit for each in into}) == 1
    if int(lost) * 1000 > usual * int(cost) or (same and (used - made) * 1000 > usual * used):
        raise NeedsApproval(
            N_(
                "Susutnya lebih dari {usual} per seribu. Timbanglah lagi, atau mintalah "
                "persetujuan orang kedua."
            ),
            usual=usual,
            field="shrink",
        )


def _whole(lines: Sequence[IssueLine] | Sequence[MadeLine]) -> int:
    return sum(quantities.thousandths(each.quantity) for each in lines)


def _shared(
    work: Work, order: RepackOrder, cost: Rupiah, shrink: int
) -> tuple[list[Rupiah], Rupiah]:
    """What each of the goods that come out costs, and what was lost. Raises BadField."""
    if shrink < 0:
        raise BadField(name="shrink", reason=_(N_("tidak boleh di bawah nol")), field="shrink")
    amounts = [
        quantities.above_zero(x.quantity, field=f"into[{n}].quantity")
        for n, x in enumerate(order.into)
    ]
    named = [x.value for x in order.into if x.value is not None]
    if min(named, default=NOTHING) < NOTHING or total(named) > cost:
        reason = _(N_("nilai hasil lebih dari nilai bahannya"))
        raise BadField(name="value", reason=reason, field="into[0].value")
    weights = _weights(work, order, amounts)
    lost = NOTHING
    if shrink:
        first = half_up(weights[0] * shrink, amounts[0])
        lost = Rupiah(half_up(int(cost - total(named)) * first, sum(weights) + first))
    left = cost - total(named) - lost
    open_weights = [w for w, x in zip(weights, order.into, strict=True) if x.value is None]
    if not open_weights and left:
        reason = _(N_("nilai hasil dan susut tidak sama dengan nilai bahannya"))
        raise BadField(name="value", reason=reason, field="into[0].value")
    shares = iter(split(left, open_weights) if open_weights else [])
    return [x.value if x.value is not None else next(shares) for x in order.into], lost


def _weights(work: Work, order: RepackOrder, amounts: Sequence[int]) -> list[int]:
    """How the cost is shared: by selling price, or by quantity of goods in one unit. BadField."""
    made = [goods.require_item(work, x.item) for x in order.into]
    prices = [goods.price_at(work, item, work.bd, member=False) for item in made]
    if all(prices):
        return [int(p or NOTHING) * n for p, n in zip(prices, amounts, strict=True)]
    if len({item.unit for item in made}) > 1:
        reason = _(N_("isi harga jual semua hasil, atau nilai masing-masing, supaya dapat dibagi"))
        raise BadField(name="value", reason=reason, field="into[0].value")
    return list(amounts)


def _lines(read: Reading, issued: Issued, taken: TakenIn, lost: Rupiah) -> list[Line]:
    """Debit what was made (and mended, and lost), credit what was used."""
    out = stock.sums(read, issued)
    came = [*stock.sums(read, taken), *stock.mended(read, taken)]
    if lost:
        of = goods.require_item(read, issued.lines[0].item)
        unit = places.place(read, issued.place).unit
        came.append(StockSum(postings.SHRINKAGE, of.lini, unit, lost))
    return postings.lines([*came, *out])
