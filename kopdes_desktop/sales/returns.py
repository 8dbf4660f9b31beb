"""Goods brought back, tied to their receipt: at the price and the cost of that day (D10, D11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import stock
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import FactKey, device_of
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up, split, total
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.ledger import balances, journal
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Operation, Order, Part, PostingOrder, find, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.sales import book, cart, facts, judging, paying, postings, queries
from kopdes_desktop.sales.facts import BackLine, BroughtBack, LineOf, Sold, Tender
from kopdes_desktop.sales.paying import OrderedTender
from kopdes_desktop.subsidy import selling as subsidy
from kopdes_desktop.tills import operations as tills
from kopdes_desktop.tills import queries as shifts
from kopdes_desktop.tills import totals
from kopdes_desktop.tills.totals import Total

_WHY = "return"
_TEXT = N_("Retur penjualan")
_WAYS = ("cash", "bon", "transfer", "claim")


class OrderedBack(Order, frozen=True, omit_defaults=True):
    """A line of the sale, counted from 0, and how much of it came back: all that is left of it.

    `sound` goods go back onto the shelf, others are damage.
    """

    line: int
    quantity: str | None = None
    sound: bool = True


class BackOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What of which sale (number or key) comes back, and how it is paid back.

    Without tenders: off the bon of that sale as far as it goes, the rest in cash.
    """

    sale: int | str
    lines: tuple[OrderedBack, ...]
    tenders: tuple[OrderedTender, ...] = ()
    reason: str | None = None
    shift: int | None = None
    box: str | None = None


class Share(Struct, frozen=True):
    """What comes back of goods that had left: thousandths and value, after so many before."""

    issued: stock.IssuedLine
    before: int
    quantity: int
    value: Rupiah

    def by_lot(self) -> Iterator[tuple[int, Rupiah, stock.LotMoved | None]]:
        """The same lot by lot: what was taken last comes back first."""
        sizes, lots, passed = [], [], 0
        for lot in reversed(self.issued.lots):
            much = facts.thousandths(lot.quantity)
            first, last = max(self.before, passed), passed + much
            size = min(self.before + self.quantity, last) - first
            passed = last
            if size > 0:
                sizes.append(size)
                lots.append(lot)
        found: list[stock.LotMoved | None] = [*lots]
        if rest := self.quantity - sum(sizes):  # of no lot, or beyond what the lots held
            sizes.append(rest)
            found.append(None)
        values = split(self.value, sizes) if sizes else ()
        yield from zip(sizes, values, found, strict=True)


class Came(Struct, frozen=True):
    """A line that came back with the sold line it belongs to, and its goods."""

    said: BackLine
    line: LineOf
    goods: tuple[Share, ...]

    @property
    def quantity(self) -> int:
        """In thousandths of what the line counts."""
        return facts.thousandths(self.said.quantity)


@operation("sales.bring_back", version=1)
class BringBack(Operation[BackOrder, BroughtBack]):
    """Take goods back that were sold, and give the money back."""

    sentence = N_("Menerima retur penjualan")
    document = "RTR"

    def decide(self, work: Work, order: BackOrder) -> BroughtBack:
        """Of a sale of this laptop no more than is left of it; money that is in the drawer.

        Raises NoShift, BadField, NeedsApproval for one's own or one's family's.
        """
        shift = shifts.open_shift(work, order.box, key=order.shift)
        key, sale = _sale(work, order.sale)
        came = [*_came(work, key, sale, order.lines)]
        if sale.member is not None:
            paying.require_outsider(work, members.require_member(work, sale.member), self.sentence)
        taken = _take_in(work, shift.place, came)
        due = total(each.said.net for each in came)
        tenders = _tenders(work, order, (key, sale), due, shift.unit)
        entry = posted(work, shift, key, sale, came, taken=taken, tenders=tenders)
        journal.require_postable(
            work, entry, work.bd, work.today, free=frozenset({postings.OWNERS})
        )
        return BroughtBack(
            number=work.number(self.document),
            shift=shift.key,
            sale=key,
            lines=tuple(each.said for each in came),
            tenders=tenders,
            entry=entry,
            goods=taken,
            reason=short_line(order.reason or "", field="reason") or None,
        )

    def apply(self, books: Books, fact: BroughtBack) -> None:
        """Goods, rows, the shift's sums, what is left of the sale and of its bon; the entry."""
        sale = sale_of(books, fact)
        came = came_of(sale, fact)
        if fact.goods is not None:
            books.apply_part(fact.goods)
        book.write(books, "return", fact.shift, sale.member, _moved(came))
        _keep(books, fact, sale, came, sign=1)
        totals.book_all(books, fact.shift, _totals(fact))
        for each in came:
            if each.line.rationed is not None:
                subsidy.book(
                    books,
                    each.line.n,
                    program=each.line.rationed.program,
                    item=each.line.item,
                    buyer=each.line.rationed.buyer,
                    quantity=-_base(each),
                    amount=-each.said.net,
                    of=(fact.sale, each.line.n),
                )
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: BroughtBack) -> None:
        """Only while its shift is open here, and the goods still lie there. NotReversible."""
        tills.require_open(work, fact.shift, fact.number)
        if fact.goods is not None:
            stock.require_takeable(work, fact.goods, number=fact.number)

    def undo(self, books: Books, fact: BroughtBack) -> None:
        """As if nothing had come back; a row says that the return was void."""
        posted_as = balances.posted(books, fact.number)
        sale = sale_of(books, fact)
        came = came_of(sale, fact)
        if fact.goods is not None:
            stock.take_back(books, fact.goods)
        moved = [each.back() for each in _moved(came)]
        book.write(books, "void", fact.shift, sale.member, moved)
        _keep(books, fact, sale, came, sign=-1)
        totals.take_back(books, fact.shift, _totals(fact))
        if posted_as is not None:
            subsidy.take_back(books, posted_as.key)

    def judge(self, books: Books, fact: BroughtBack, stamp: Stamp) -> Iterator[str]:
        """Of its own sale, as much as is left, at that price and cost; the entry follows."""
        shift = shifts.shift(books, fact.shift)
        found = books.original(fact.sale)
        own = device_of(FactKey(fact.sale)) == stamp.device
        if shift is None or shift.closed is not None or not tills.of_device(shift, stamp):
            yield "R2: shift"
            return
        if found is None or not isinstance(found[1], Sold) or not own:
            yield "R2: sale"
            return
        sale = found[1]
        if balances.reversals_of(books, fact.sale):
            yield "R2: the sale is void"
        came = _shares(books, fact, sale)
        if came is None or tuple(each.said for each in came) != fact.lines:
            yield "R3: lines"
            return
        if fact.goods is not None:
            yield from stock.judge(books, stamp, fact.goods, why=_WHY)
            if stock.opened(fact.goods).place != shift.place:
                yield "R2: place"
        if _wanted_goods(came) != _given_goods(fact.goods):
            yield "R3: goods"
        yield from _judge_payment(books, fact, sale, stamp)
        wanted = posted(books, shift, fact.sale, sale, came, taken=fact.goods, tenders=fact.tenders)
        if (wanted.kind, wanted.lines) != (fact.entry.kind, fact.entry.lines):
            yield "R2: lines differ from the document"

    def found(self, books: Books, fact: BroughtBack, stamp: Stamp) -> list[tuple[str, str]]:
        """A drawer that was emptier than its clerk thought."""
        return journal.below_zero(books, fact.entry)

    def refers_to(self, fact: BroughtBack) -> set[int]:
        """The shift and the sale."""
        return {fact.shift, fact.sale}


# --- the sale -----------------------------------------------------------------------------------


def _sale(work: Work, name: int | str) -> tuple[int, Sold]:
    """A sale of this laptop that stands. Raises BadField."""
    entry = balances.posted(work, name)
    found = work.original(entry.key) if entry is not None else None
    if entry is None or found is None or not isinstance(found[1], Sold):
        reason = _(N_("struk {name} tidak ditemukan")).format(name=name)
        raise BadField(name="sale", reason=reason, field="sale")
    if balances.reversals_of(work, entry.key):
        reason = _(N_("penjualan {number} sudah dibatalkan")).format(number=entry.number)
        raise BadField(name="sale", reason=reason, field="sale")
    if not _is_ours(work, device_of(entry.key)):
        reason = _(N_("struk {number} dari laptop lain; catat returnya di sana")).format(
            number=entry.number
        )
        raise BadField(name="sale", reason=reason, field="sale")
    return entry.key, found[1]


def _is_ours(work: Work, number: int) -> bool:
    """This laptop's own; the treasurer's takes over from laptops that were shut out."""
    if number == work.device:
        return True
    own, other = device.device(work, work.device), device.device(work, number)
    lost = other is not None and other.revoked_after is not None
    return lost and own is not None and own.role == device.TREASURER


def sale_of(books: Books, fact: BroughtBack) -> Sold:
    """The sale that a return belongs to. Raises LookupError."""
    found = books.original(fact.sale)
    if found is None or not isinstance(found[1], Sold):
        raise LookupError(fact.sale)
    return found[1]


def came_of(sale: Sold, fact: BroughtBack) -> list[Came]:
    """The lines of a return with those they belong to, without their goods. Raises LookupError."""
    lines = [*facts.lines_of(sale)]
    return [Came(said, lines[said.line], ()) for said in fact.lines]


def _came(work: Work, key: int, sale: Sold, ordered: Sequence[OrderedBack]) -> Iterator[Came]:
    """Each line that comes back, with its share of price, cost and goods. Raises BadField."""
    if not ordered:
        raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
    lines, before = [*facts.lines_of(sale)], queries.returned(work, key)
    if len({each.line for each in ordered}) != len(ordered):
        reason = _(N_("tiap baris struk disebut sekali saja"))
        raise BadField(name="lines", reason=reason, field="lines")
    for n, each in enumerate(ordered):
        field = f"lines[{n}]"
        if not 0 <= each.line < len(lines):
            reason = _(N_("struk itu tidak punya baris {line}")).format(line=each.line)
            raise BadField(name="line", reason=reason, field=f"{field}.line")
        line, gone = lines[each.line], before.get(each.line, 0)
        left = line.quantity - gone
        quantity = (
            left
            if each.quantity is None
            else quantities.above_zero(each.quantity, field=f"{field}.quantity")
        )
        if not 0 < quantity <= left:
            reason = _(N_("dari baris ini tinggal {left} yang dapat diretur")).format(
                left=quantities.shown(left)
            )
            raise BadField(name="quantity", reason=reason, field=f"{field}.quantity")
        yield came_back(line, gone, quantity, sound=each.sound)


def came_back(line: LineOf, gone: int, quantity: int, *, sound: bool) -> Came:
    """A part of a line after so much of it had come back already.

    Shares are differences of whole sums, so what comes back bit by bit comes to the whole.
    """

    def share(whole: int) -> int:
        return half_up(whole * (gone + quantity), line.quantity) - half_up(
            whole * gone, line.quantity
        )

    taken = []
    for each in line.taken:
        much = facts.thousandths(each.quantity)
        first, last = (half_up(much * q, line.quantity) for q in (gone, gone + quantity))
        value = half_up(int(each.value) * last, much) - half_up(int(each.value) * first, much)
        taken.append(Share(each, first, last - first, Rupiah(value)))
    owed = Rupiah(share(int(line.owed.amount))) if line.owed else NOTHING
    said = BackLine(
        line.n,
        cart.decimal(quantity),
        sound,
        Rupiah(share(int(line.net))),
        total(each.value for each in taken),
        owed,
    )
    return Came(said, line, tuple(taken))


def _base(came: Came) -> int:
    return half_up(came.quantity * came.line.size, THOUSAND)


# --- goods and money ----------------------------------------------------------------------------


def _take_in(work: Work, place: str, came: Iterable[Came]) -> Part | None:
    """Sound goods back onto the shelf, at what they had cost, into the lots they came from."""
    lines = [
        stock.TakeInLine(
            share.issued.item,
            quantities.decimal(quantity),
            value,
            (lot.lot or None) if lot else None,
            date.fromisoformat(lot.expires) if lot and lot.expires else None,
        )
        for share, quantity, value, lot in _pieces(came)
    ]
    if not lines:
        return None
    order = stock.TakeInOrder(place=place, lines=tuple(lines), why=_WHY)
    _said, part = work.part(find("inventory.take_in"), order)
    return part


def _pieces(
    came: Iterable[Came],
) -> Iterator[tuple[Share, int, Rupiah, stock.LotMoved | None]]:
    """What goes onto the shelf of each line, lot by lot."""
    for each in came:
        for share in each.goods if each.said.sound else ():
            if share.quantity:
                for quantity, value, lot in share.by_lot():
                    yield share, quantity, value, lot


#: Item, thousandths, value, lot and its day.
_Put = tuple[int, int, int, str, str]


def _wanted_goods(came: Iterable[Came]) -> list[_Put]:
    """What should go onto the shelf."""
    return [
        (share.issued.item, much, int(value), lot.lot if lot else "", lot.expires if lot else "")
        for share, much, value, lot in _pieces(came)
    ]


def _given_goods(part: Part | None) -> list[_Put]:
    """What does go onto the shelf by a return's part."""
    if part is None:
        return []
    said = stock.opened(part)
    if not isinstance(said, stock.TakenIn):
        raise TypeError(part.kind)
    return [
        (x.item, quantities.thousandths(x.quantity), int(x.value), x.lot, x.expires)
        for x in said.lines
    ]


def _tenders(
    work: Work, order: BackOrder, of: tuple[int, Sold], due: Rupiah, unit: str
) -> tuple[Tender, ...]:
    """How the money goes back. Raises BadField."""
    owed = _owed(work, *of)
    asked = list(order.tenders)
    if not asked:
        bon = min(owed, due)
        asked = [OrderedTender("bon", bon)] if bon > NOTHING else []
        asked += _of_claims(work, of, due - bon)
        known = total(each.amount for each in asked if each.amount is not None)
        asked += [OrderedTender("cash")] if known < due else []
    made = paying.tenders(work, asked, due, unit) if asked else ()
    for each in made:
        if each.kind not in _WAYS:
            reason = _(
                N_("uang retur dikembalikan tunai, lewat bank, atau memotong bon atau klaim")
            )
            raise BadField(name="tenders", reason=reason, field="tenders")
        if each.kind == "bon" and each.amount > owed:
            reason = _(N_("dari struk ini tinggal bon {owed}")).format(owed=wording.rupiah(owed))
            raise BadField(name="tenders", reason=reason, field="tenders")
    if total(x.amount for x in made if x.kind == "claim") > queries.claimed(work, of[0]):
        reason = _(N_("klaim struk ini sudah dibayar atau lebih kecil dari itu"))
        raise BadField(name="tenders", reason=reason, field="tenders")
    return made


def _of_claims(work: Work, of: tuple[int, Sold], due: Rupiah) -> Iterator[OrderedTender]:
    """What somebody else still owes for the sale is not paid back to the buyer, but owed less."""
    key, sale = of
    left = min(queries.claimed(work, key), due)
    for each in sale.tenders:
        part = min(each.amount, left)
        if each.kind == "claim" and part > NOTHING:
            left -= part
            yield OrderedTender("claim", part, each.ref)


def _owed(work: Work, key: int, sale: Sold) -> Rupiah:
    """What is still owed on the bon of a sale."""
    if sale.member is None or sale.due is None:
        return NOTHING
    left = {each.sale: each.amount for each in queries.bons(work, sale.member)}
    return left.get(key, NOTHING)


def posted(
    read: Reading,
    shift: shifts.Shift,
    key: int,
    sale: Sold,
    came: Sequence[Came],
    *,
    taken: Part | None,
    tenders: Sequence[Tender],
) -> Entry:
    """The entry of a return: the opposite of its share of the sale, under today's shift."""
    back = []
    for each in came:
        item = goods.require_item(read, each.line.item)
        costs = []
        for share in each.goods:
            of = goods.require_item(read, share.issued.item)
            if of.kind == stock.OWN and share.value:
                costs.append((of.lini, share.value))
        owner = each.line.owed.owner if each.line.owed else None
        back.append(
            postings.Back(
                item.kind,
                item.lini,
                item.account,
                each.said.net,
                tuple(costs),
                each.said.sound,
                owner,
                each.said.owed,
            )
        )
    shelf = [(x.account, x.lini, x.amount) for x in (stock.sums(read, taken) if taken else ())]
    mended = [(x.lini, x.amount) for x in (stock.mended(read, taken) if taken else ())]
    return postings.brought_back(
        _TEXT,
        shift.unit,
        paying.paid(read, shift, sale.member, tenders, None, sale=key),
        back,
        shelf=shelf,
        mended=mended,
        member=sale.member is not None,
    )


# --- rows ---------------------------------------------------------------------------------------


def _moved(came: Iterable[Came]) -> list[book.Moved]:
    """What a return takes from the sums of the sale."""
    return [
        book.Moved(
            each.line.n,
            each.line.item,
            -_base(each),
            -each.said.net,
            NOTHING,
            -each.said.cost,
            each.line.owed.owner if each.line.owed else None,
            -each.said.owed,
            settles=each.said.sound,
        )
        for each in came
    ]


def _keep(books: Books, fact: BroughtBack, sale: Sold, came: Iterable[Came], *, sign: int) -> None:
    """What is left of the sale's lines, and of its bon."""
    rows = [(each.line.n, sign * each.quantity) for each in came]
    book.returned(books, fact.sale, rows)
    bon = facts.by(fact, "bon")
    sold = balances.posted(books, fact.sale)
    if bon and sale.member is not None and sale.due is not None and sold is not None:
        amount = -bon if sign > 0 else bon
        book.bon(books, sale.member, fact.sale, amount, (sold.bd, sale.due))


def _totals(fact: BroughtBack) -> list[Total]:
    return book.totals_of_return(total(line.net for line in fact.lines), fact.tenders)


def _judge_payment(books: Books, fact: BroughtBack, sale: Sold, stamp: Stamp) -> Iterator[str]:
    """What goes back is what the lines come to, in ways in which money may go back."""
    yield from judging.tenders(books, fact.tenders, stamp)
    given, due = facts.paid_of(fact), total(line.net for line in fact.lines)
    broken = (
        (any(each.kind not in _WAYS for each in fact.tenders), "R2: tenders"),
        (
            abs(int(given) - int(due)) > (judging.MOST_ROUNDING if facts.by(fact, "cash") else 0),
            "R3: paid",
        ),
        (bool(facts.by(fact, "bon")) and sale.due is None, "R2: bon"),
    )
    yield from (words for wrong, words in broken if wrong)


def _shares(books: Books, fact: BroughtBack, sale: Sold) -> list[Came] | None:
    """What the lines of a return should say, by the sale and by what came back of it before."""
    lines, before = [*facts.lines_of(sale)], queries.returned(books, fact.sale)
    numbers = [said.line for said in fact.lines]
    if not numbers or len(set(numbers)) != len(numbers):
        return None
    made = []
    for said in fact.lines:
        line, gone = lines[said.line], before.get(said.line, 0)
        quantity = facts.thousandths(said.quantity)
        if not 0 < quantity <= line.quantity - gone:
            return None
        made.append(came_back(line, gone, quantity, sound=said.sound))
    return made
