"""Goods that leave without a sale: spoilt, expired, lost, used, given away (F03, F07).

Each reason has the account that bears it, and the unit where that is not the outlet itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.inventory import places, postings, stock
from kopdes_desktop.inventory.stock import Issued, IssueLine, IssueOrder
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import one_line
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, Line
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Part, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import queries as users

WHY = "write_off"
#: Medicine is destroyed before a witness, by lot (recipe F03).
MEDICINE = "1-1404"


class Reason(NamedTuple):
    """Why goods leave: its words, the account that bears it, and whether the office does."""

    title: str
    account: str
    office: bool = False


REASONS = {
    "damaged": Reason(N_("rusak"), postings.SPOILT),
    "expired": Reason(N_("kedaluwarsa"), postings.SPOILT),
    "lost": Reason(N_("hilang"), postings.SHORT),
    "shrinkage": Reason(N_("susut wajar"), postings.SHRINKAGE),
    "own_use": Reason(N_("dipakai kantor (ATK dan keperluan kantor)"), "6-1202", office=True),
    "packaging": Reason(N_("dipakai gerai (kemasan dan perlengkapan)"), "6-1206"),
    "meeting": Reason(N_("dipakai rapat dan pendidikan anggota"), "6-2101", office=True),
    "promotion": Reason(N_("contoh dan promosi"), "6-1219"),
    "donation": Reason(N_("sumbangan (beban koperasi)"), "6-1219", office=True),
    "social_fund": Reason(N_("sumbangan dari dana sosial"), "2-1404", office=True),
}


class WriteOffOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What leaves, why, and who saw it; `note` says more in a few words."""

    place: str | None = None
    reason: str
    lines: tuple[IssueLine, ...]
    witness: int | str | None = None
    note: str = ""


class WrittenOff(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Goods that left without a sale, and the entry (none where they were worth nothing)."""

    number: str
    reason: str
    goods: Part
    entry: Entry | None = None
    witness: int | None = None
    note: str = ""


@operation("inventory.write_off", version=1)
class WriteOff(Operation[WriteOffOrder, WrittenOff]):
    """Write goods off, or take them for the cooperative's own use."""

    sentence = N_("Mengeluarkan barang tanpa penjualan")
    document = "BRG"

    def decide(self, work: Work, order: WriteOffOrder) -> WrittenOff:
        """A known reason, the cooperative's own goods, a witness for medicine.

        Raises BadField, StockShort.
        """
        reason = _reason(order.reason)
        place = places.own_place(work, order.place)
        _require_own(work, order)
        said = IssueOrder(place=place.code, lines=order.lines, why=WHY)
        fact, part = work.part(work.operation("inventory.issue"), said)
        witness = _witness(work, order, fact)
        number = work.number(self.document)
        text = N_("Barang keluar {number}: {reason}").format(number=number, reason=reason.title)
        entry = postings.made(text, _lines(work, fact, order.reason))
        postings.require_postable(work, entry)
        return WrittenOff(
            number=number,
            reason=order.reason,
            goods=part,
            entry=entry,
            witness=witness,
            note=one_line(order.note),
        )

    def apply(self, books: Books, fact: WrittenOff) -> None:
        """The goods, and the entry."""
        books.apply_part(fact.goods)
        postings.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: WrittenOff) -> None:
        """The place must still be this laptop's."""
        stock.require_takeable(work, fact.goods, number=fact.number)

    def undo(self, books: Books, fact: WrittenOff) -> None:
        """The goods come back."""
        stock.take_back(books, fact.goods)

    def judge(self, books: Books, fact: WrittenOff, stamp: Stamp) -> Iterator[str]:
        """A known reason; the entry that the goods make."""
        if fact.reason not in REASONS:
            yield "R2: reason"
            return
        yield from stock.judge(books, stamp, fact.goods, kind=Issued, why=WHY)
        yield from postings.judge(fact.entry, _lines(books, fact.goods, fact.reason))
        if fact.note != one_line(fact.note):
            yield "R2: note"
        if fact.witness is not None and (
            fact.witness == stamp.user or users.user(books, fact.witness) is None
        ):
            yield "R2: witness"

    def found(self, books: Books, fact: WrittenOff, stamp: Stamp) -> list[tuple[str, str]]:
        """Goods below zero, and costs far from those known here."""
        return stock.found(books, fact.goods)

    def refers_to(self, fact: WrittenOff) -> tuple[int, ...]:
        """Every item, and the witness."""
        seen = (fact.witness,) if fact.witness is not None else ()
        return (*stock.items_of(fact.goods), *seen)


def _reason(code: str) -> Reason:
    found = REASONS.get(code)
    if found is None:
        reason = _(N_("alasan {code} tidak dikenal; pilih salah satu: {known}")).format(
            code=code, known=", ".join(REASONS)
        )
        raise BadField(name="reason", reason=reason, field="reason")
    return found


def _lines(read: Reading, part: Issued | Part, code: str) -> list[Line]:
    """Credit the accounts of stock, debit what the reason says."""
    reason, sums = REASONS[code], stock.sums(read, part)
    unit = OFFICE_UNIT if reason.office else None
    return [*postings.against(sums, reason.account, unit), *postings.lines(sums)]


def _require_own(work: Work, order: WriteOffOrder) -> None:
    """Refuse an empty list, and goods that others left here to be sold. BadField."""
    if not order.lines:
        raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
    for n, line in enumerate(order.lines):
        item = goods.require_item(work, line.item, field=f"lines[{n}].item")
        if item.kind == "consigned":
            reason = _(
                N_("{item} barang titipan; kembalikan kepada pemiliknya, atau catat ganti ruginya")
            ).format(item=item.name)
            raise BadField(name="item", reason=reason, field=f"lines[{n}].item")


def _witness(work: Work, order: WriteOffOrder, fact: Issued) -> int | None:
    """A user who saw it and is not the writer; medicine needs one. Raises BadField."""
    if order.witness is not None:
        seen = users.require_user(work, order.witness, field="witness")
        if seen.key == work.actor.user:
            reason = _(N_("saksi harus orang lain, bukan yang mencatat"))
            raise BadField(name="witness", reason=reason, field="witness")
        return seen.key
    if any(goods.require_item(work, x.item).account == MEDICINE for x in fact.lines):
        reason = _(N_("obat dimusnahkan di depan saksi; sebutkan saksinya"))
        raise BadField(name="witness", reason=reason, field="witness")
    return None
