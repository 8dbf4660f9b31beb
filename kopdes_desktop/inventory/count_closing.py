"""Ending a count: settle, and book the difference (F01, F02).

What weighed goods lose in normal handling stands apart (5-1108), up to a share of what was weighed
out since the count before; the rest is shortage (5-1105), and so is, with a minus, what was found.
Consigned goods are counted too; what is missing of them is made good to their owner by its own
document, so a count lists them and books nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import counts, looks, places, postings, stock, valuation
from kopdes_desktop.inventory.counting import open_count
from kopdes_desktop.inventory.counts import Count, Standing
from kopdes_desktop.inventory.looks import Found
from kopdes_desktop.inventory.stock import (
    Issued,
    IssueLine,
    IssueOrder,
    StockSum,
    TakeInLine,
    TakeInOrder,
    TakenIn,
)
from kopdes_desktop.inventory.valuation import EMPTY
from kopdes_desktop.kernel.errors import BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up
from kopdes_desktop.kernel.names import one_line
from kopdes_desktop.ledger.entry import Entry, Line
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, Part, PostingOrder, operation
from kopdes_desktop.office.settings import SHRINKAGE, setting
from kopdes_desktop.office.work import Work

WHY = "count"
#: What happens to goods that nobody counted.
KEEP, ZERO = "keep", "zero"
_NAMED = 3
_PERMILLE = 1000


class SettledLine(Order, frozen=True, omit_defaults=True):
    """What an item really was at the freeze, where two counters differ."""

    item: int | str
    quantity: str


class CloseCountOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """End a count; `uncounted` ("keep" or "zero") says what happens to goods nobody counted."""

    count: int | str
    settled: tuple[SettledLine, ...] = ()
    uncounted: str = ""
    note: str = ""


class CountResult(Fact, frozen=True, omit_defaults=True):
    """An item: what the books said, what was found; `value` of the difference (short −).

    Of a shortage `normal` is what weighed goods lose by themselves.
    """

    item: int
    frozen: str
    found: str
    value: Rupiah
    normal: Rupiah


class CountClosed(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A count's results, the goods that they move, and the entry; none where nothing differs."""

    number: str
    count: int
    lines: tuple[CountResult, ...]
    uncounted: int = 0
    short: Part | None = None
    surplus: Part | None = None
    entry: Entry | None = None
    note: str = ""


@operation("inventory.close_count", version=1)
class CloseCount(Operation[CloseCountOrder, CountClosed]):
    """End a count and book what differs."""

    sentence = N_("Menutup opname")
    document = "BAO"

    def decide(self, work: Work, order: CloseCountOrder) -> CountClosed:
        """Every item counted or decided on, counters agreed. Raises BadField, AlreadyDecided."""
        of = open_count(work, order.count)
        known = looks.found(work, of)
        found, left = _found(work, known, order)
        short, surplus = _parts(work, of, known, found)
        results = tuple(_results(work, of, known, found, _values(short, surplus)))
        number = work.number(self.document)
        text = N_("Selisih opname {number}").format(number=of.number)
        entry = postings.made(text, _lines(work, results, short, surplus))
        postings.require_postable(work, entry)
        return CountClosed(
            number=number,
            count=of.key,
            lines=results,
            uncounted=left,
            short=stock.part_of(short) if short is not None else None,
            surplus=stock.part_of(surplus) if surplus is not None else None,
            entry=entry,
            note=one_line(order.note),
        )

    def apply(self, books: Books, fact: CountClosed) -> None:
        """The goods, the end of the count, and the entry."""
        for part in _given(fact):
            books.apply_part(part)
        counts.close(books, fact.count, books.stamp.key)
        postings.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: CountClosed) -> None:
        """The goods must still be there, and no other count going on in that place."""
        of = counts.count(work, fact.count)
        for other in counts.open_counts(work):
            if other.place == of.place:
                reason = _(
                    N_(
                        "opname {other} di tempat itu sudah dimulai; tutup dahulu, karena"
                        " pembatalan ini membuka lagi opname {own}"
                    )
                ).format(other=other.number, own=of.number)
                raise NotReversible(number=fact.number, reason=reason, field="entry")
        stock.require_takeable(work, *_given(fact), number=fact.number)

    def undo(self, books: Books, fact: CountClosed) -> None:
        """The differences go, and the count goes on."""
        for part in _given(fact):
            stock.take_back(books, part)
        counts.close(books, fact.count, None)

    def judge(self, books: Books, fact: CountClosed, stamp: Stamp) -> Iterator[str]:
        """Differences are what was frozen and counted; goods and entry are those of them."""
        of = counts.count(books, fact.count)
        if not places.bound_place(books, stamp, of.place) or of.closed is not None:
            yield "R2: count"
        short, surplus = _opened(fact)
        for part, kind in ((fact.short, Issued), (fact.surplus, TakenIn)):
            if part is not None:
                yield from stock.judge(books, stamp, part, kind=kind, why=WHY)
                if stock.opened(part).place != of.place:
                    yield "R2: place"
        yield from _judge_results(books, of, fact, _values(short, surplus))
        yield from postings.judge(fact.entry, _lines(books, fact.lines, short, surplus))
        if fact.note != one_line(fact.note):
            yield "R2: note"

    def found(self, books: Books, fact: CountClosed, stamp: Stamp) -> list[tuple[str, str]]:
        """Goods below zero, and costs far from those known here."""
        return [each for part in _given(fact) for each in stock.found(books, part)]

    def refers_to(self, fact: CountClosed) -> tuple[int, ...]:
        """The count and every item."""
        return (fact.count, *sorted({x.item for x in fact.lines}))


def _given(fact: CountClosed) -> list[Part]:
    return [part for part in (fact.short, fact.surplus) if part is not None]


def _opened(fact: CountClosed) -> tuple[Issued | None, TakenIn | None]:
    short = stock.opened(fact.short) if fact.short is not None else None
    surplus = stock.opened(fact.surplus) if fact.surplus is not None else None
    return (
        short if isinstance(short, Issued) else None,
        surplus if isinstance(surplus, TakenIn) else None,
    )


def _found(
    work: Work, known: dict[int, Found], order: CloseCountOrder
) -> tuple[dict[int, int], int]:
    """What was there of each item at the freeze, and how many items nobody counted. BadField."""
    settled = {
        goods.require_item(work, x.item, field=f"settled[{n}].item").key: quantities.thousandths(
            x.quantity, field=f"settled[{n}].quantity"
        )
        for n, x in enumerate(order.settled)
    }
    if min(settled.values(), default=0) < 0 or not settled.keys() <= known.keys():
        reason = _(N_("keputusan hanya untuk barang di opname ini, tidak di bawah nol"))
        raise BadField(name="settled", reason=reason, field="settled")
    found, differ, missing = dict(settled), [], []
    for key, row in known.items():
        if key in settled:
            continue
        if not row.counted:
            missing.append(key)
        elif row.agreed is None:
            differ.append(key)
        else:
            found[key] = row.agreed
    if differ:
        reason = _(
            N_("hasil dua penghitung belum sama atau belum lengkap: {items}. Hitung ulang bersama")
        ).format(items=_names(work, differ))
        raise BadField(name="settled", reason=reason, field="settled")
    _require_decided(work, known, missing, order.uncounted)
    if order.uncounted == ZERO:
        found |= dict.fromkeys(missing, 0)
        missing = []
    return found, len(missing)


def _require_decided(
    work: Work, known: dict[int, Found], missing: list[int], uncounted: str
) -> None:
    """Goods that should be there and nobody counted need a word. Raises BadField."""
    if uncounted not in {"", KEEP, ZERO}:
        reason = _(N_("pilih keep (stok tetap) atau zero (dianggap tidak ada)"))
        raise BadField(name="uncounted", reason=reason, field="uncounted")
    waiting = [key for key in missing if known[key].frozen.quantity]
    if waiting and not uncounted:
        reason = _(
            N_(
                "{count} barang belum dihitung: {items}. Hitung dahulu, atau putuskan stoknya tetap"
                " atau dianggap habis"
            )
        ).format(count=len(waiting), items=_names(work, waiting))
        raise BadField(name="uncounted", reason=reason, field="uncounted")


def _names(work: Work, keys: list[int]) -> str:
    """The first few by name."""
    named = [goods.require_item(work, key).name for key in keys[:_NAMED]]
    return ", ".join(named) + (" …" if len(keys) > _NAMED else "")


def _differences(
    read: Reading, known: Mapping[int, Found | Standing], found: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Items of the cooperative's own and by how much they differ, by key."""
    for key in sorted(found):
        by = found[key] - known[key].frozen.quantity
        if by and goods.require_item(read, key).kind == stock.OWN:
            yield key, by


def _parts(
    work: Work, of: Count, known: dict[int, Found], found: dict[int, int]
) -> tuple[Issued | None, TakenIn | None]:
    """What is missing goes out, what was found comes in, each at its average."""
    differ = list(_differences(work, known, found))
    out = tuple(IssueLine(key, quantities.decimal(-by)) for key, by in differ if by < 0)
    held = stock.held_of(work, of.place, [key for key, by in differ if by > 0])
    more = tuple(
        TakeInLine(
            key,
            quantities.decimal(by),
            Rupiah(
                valuation.value_found(
                    held.get(key, EMPTY), by, stock.last_cost(work, of.place, key)
                )
            ),
        )
        for key, by in differ
        if by > 0
    )
    short, surplus = None, None
    if out:
        said = IssueOrder(place=of.place, lines=out, why=WHY, short=True)
        short, _part = work.part(work.operation("inventory.issue"), said)
    if more:
        taken = TakeInOrder(place=of.place, lines=more, why=WHY)
        surplus, _part = work.part(work.operation("inventory.take_in"), taken)
    return short, surplus


def _values(short: Issued | None, surplus: TakenIn | None) -> dict[int, Rupiah]:
    """What each item's difference is worth, shortages with a minus."""
    values: dict[int, Rupiah] = {}
    if short is not None:
        values |= {x.item: -x.value for x in short.lines}
    if surplus is not None:
        values |= {x.item: x.value for x in surplus.lines}
    return values


def _results(
    work: Work,
    of: Count,
    known: dict[int, Found],
    found: dict[int, int],
    values: dict[int, Rupiah],
) -> Iterator[CountResult]:
    """Each counted item; of what weighed goods lack, the share that is normal."""
    share = setting(work, SHRINKAGE)
    out = counts.weighed_out(work, of) if share else {}
    for key in sorted(found):
        frozen = known[key].frozen.quantity
        missing, value = frozen - found[key], values.get(key, NOTHING)
        normal = 0
        if missing > 0 and value and goods.require_item(work, key).weighed:
            usual = min(share * out.get(key, 0) // _PERMILLE, missing)
            normal = half_up(-int(value) * usual, missing)
        yield CountResult(
            key,
            quantities.decimal(frozen),
            quantities.decimal(found[key]),
            value or NOTHING,
            Rupiah(normal) if normal else NOTHING,
        )


def _lines(
    read: Reading,
    results: Iterable[CountResult],
    short: Issued | None,
    surplus: TakenIn | None,
) -> list[Line]:
    """Shortage to 5-1105 but for what is normal (5-1108); what was found against 5-1105."""
    made: list[Line] = []
    if short is not None:
        sums = stock.sums(read, short)
        normal = _normal(read, results, sums)
        rest = {each.lini: -each.amount for each in normal}
        for each in sums:
            rest[each.lini] = rest.get(each.lini, NOTHING) - each.amount
        unit = sums[0].unit if sums else ""
        missing = [
            StockSum(postings.SHORT, lini, unit, amount)
            for lini, amount in sorted(rest.items())
            if amount
        ]
        made += postings.lines([*missing, *normal, *sums])
    if surplus is not None:
        came = [*stock.sums(read, surplus), *stock.mended(read, surplus)]
        made += [*postings.lines(came), *postings.against(came, postings.SHORT)]
    return made


def _normal(read: Reading, results: Iterable[CountResult], sums: list[StockSum]) -> list[StockSum]:
    """Normal shrinkage by line of business."""
    added: dict[str, Rupiah] = {}
    for each in results:
        if each.normal:
            lini = goods.require_item(read, each.item).lini
            added[lini] = added.get(lini, NOTHING) + each.normal
    unit = sums[0].unit if sums else ""
    return [
        StockSum(postings.SHRINKAGE, lini, unit, amount) for lini, amount in sorted(added.items())
    ]


def _judge_results(
    books: Books, of: Count, fact: CountClosed, values: dict[int, Rupiah]
) -> Iterator[str]:
    """Frozen figures as known; parts move what differs; values and shrinkage within them (R3)."""
    known = counts.standing(books, of)
    found = {x.item: quantities.thousandths(x.found) for x in fact.lines}
    if (
        list(found) != sorted(found)
        or len(found) != len(fact.lines)
        or not found.keys() <= known.keys()
    ):
        yield "R3: lines"
        return
    for line in fact.lines:
        if line.frozen != quantities.decimal(known[line.item].frozen.quantity):
            yield "R3: frozen"
        if line.found != quantities.decimal(found[line.item]):
            yield "R3: found"
        if line.value != values.get(line.item, NOTHING):
            yield "R3: value"
        if not NOTHING <= line.normal <= max(-line.value, NOTHING):
            yield "R3: normal"
    moved = [
        (x.item, quantities.thousandths(x.quantity) * sign)
        for part, sign in ((fact.short, -1), (fact.surplus, 1))
        if part is not None
        for x in stock.opened(part).lines
        if not isinstance(x, stock.RevaluedLine)
    ]
    if sorted(moved) != list(_differences(books, known, found)):
        yield "R3: goods"
    missing = sum(1 for key in known if key not in found)
    if fact.uncounted != missing:
        yield "R3: uncounted"


def closed(read: Reading, of: Count) -> CountClosed | None:
    """The result of an ended count."""
    if of.closed is None:
        return None
    made = read.original(of.closed)
    return made[1] if made is not None and isinstance(made[1], CountClosed) else None
