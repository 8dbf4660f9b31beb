"""Selling at the till: one order, one fact, one entry; goods, cost, payment and stock at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs

from kopdes_desktop.consignment import queries as consignments
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import cards, places, stock
from kopdes_desktop.kernel.errors import BadField, NeedsApproval, NotReversible, StockShort
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up, total
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.ledger import balances, journal
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Operation, Part, PostingOrder, find, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.sales import book, cart, facts, judging, paying, postings, pricing, queries
from kopdes_desktop.sales.facts import (
    LineOf,
    Listed,
    Owed,
    Packed,
    Rationed,
    Sold,
    SoldLine,
    Spread,
)
from kopdes_desktop.sales.paying import OrderedTender
from kopdes_desktop.sales.pricing import Basket, OrderedLine, Reason
from kopdes_desktop.savings import draws
from kopdes_desktop.savings.withdrawals import is_family
from kopdes_desktop.subsidy import queries as subsidies
from kopdes_desktop.subsidy import selling as subsidy
from kopdes_desktop.tills import operations as tills
from kopdes_desktop.tills import queries as shifts
from kopdes_desktop.tills import totals

_WHY, _ISSUE = "sale", "inventory.issue"
_TEXT = N_("Penjualan")


class SellOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What is bought, by whom, and how it is paid: all in cash where no tender is named.

    `off` or `off_percent` come off the whole; `given` is what the buyer hands over. Shift, drawer
    and place are the user's own where they are not named.
    """

    lines: tuple[OrderedLine, ...]
    member: int | str | None = None
    tenders: tuple[OrderedTender, ...] = ()
    given: Rupiah | None = None
    off: Rupiah | None = None
    off_percent: str | None = None
    shift: int | None = None
    box: str | None = None
    place: str | None = None


@operation("sales.sell", version=1)
class Sell(Operation[SellOrder, Sold]):
    """Sell goods and services at the till."""

    sentence = N_("Menjual di kasir")
    document = "STR"

    def decide(self, work: Work, order: SellOrder) -> Sold:
        """An open shift, goods that are there, prices that may be, and enough to pay for all.

        What one person may not give away alone raises NeedsApproval. Raises NoShift, BadField,
        StockShort's approval, BeyondBonLimit, BeyondAllowance, InsufficientBalance.
        """
        shift = shifts.open_shift(work, order.box, key=order.shift)
        who = _buyer(work, order)
        made = pricing.basket(
            work,
            order.lines,
            member=who.key if who else None,
            off=order.off,
            off_percent=order.off_percent,
        )
        pricing.require_lawful(work, made)
        left = _leaving(work, order, shift, made)
        number = work.number(self.document)
        tenders = paying.tenders(work, order.tenders, made.cart.total, shift.unit)
        paying.require_payer(tenders, who)
        lines = _sold_lines(made)
        whole = [*_whole(work, made, left)]
        reasons = [*_reasons(work, made, whole, left), *_near(work, who, tenders, self.sentence)]
        try:
            drawn = _draw(work, tenders, who, number)
        except NeedsApproval as near:
            pricing.require_second(work, [*reasons, Reason("savings", near)])
            raise
        second = pricing.require_second(work, reasons)
        key = who.key if who else None
        paid = [*paying.paid(work, shift, key, tenders, drawn, sale=work.key)]
        entry = posted(work, shift, key, whole, paid, items=made.items)
        journal.require_postable(work, entry, work.bd, work.today)
        return Sold(
            number=number,
            shift=shift.key,
            lines=lines,
            tenders=tenders,
            entry=entry,
            member=key,
            goods=left.part,
            drawn=drawn,
            packs=_packs(made),
            spread=left.spread,
            owed=tuple(each.owed for each in whole if each.owed is not None),
            rationed=left.rationed,
            given=paying.require_given(order.given, tenders),
            due=paying.due_day(work, tenders),
            second=second,
            listed=_listed(made),
        )

    def apply(self, books: Books, fact: Sold) -> None:
        """Goods and savings, the rows of the sale, its shift, its bon, and the entry."""
        lines = [*facts.lines_of(fact)]
        moved = book.moved(lines)
        for part in (fact.goods, fact.drawn):
            if part is not None:
                books.apply_part(part)
        book.write(books, "sale", fact.shift, fact.member, moved)
        totals.book_all(books, fact.shift, book.totals_of_sale(moved, fact.tenders))
        if fact.member is not None and fact.due is not None:
            days = (books.stamp.bd, fact.due)
            book.bon(books, fact.member, books.stamp.key, facts.by(fact, "bon"), days)
        for line in lines:
            if line.rationed is not None:
                subsidy.book(
                    books,
                    line.n,
                    program=line.rationed.program,
                    item=line.item,
                    buyer=line.rationed.buyer,
                    quantity=line.base,
                    amount=line.net,
                )
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: Sold) -> None:
        """Only while its shift is open here, and nothing of it came back. NotReversible."""
        tills.require_open(work, fact.shift, fact.number)
        sale = balances.posted(work, fact.number)
        if sale is not None and any(queries.returned(work, sale.key).values()):
            raise tills.not_reversible(
                fact.number, N_("sebagian barangnya sudah diretur; retur juga sisanya")
            )
        if fact.goods is not None:
            if sale is not None:
                _require_unmended(work, fact, sale)
            stock.require_takeable(work, fact.goods, number=fact.number)

    def undo(self, books: Books, fact: Sold) -> None:
        """Goods come back, sums are as before, and a row says that it was void."""
        sale = balances.posted(books, fact.number)
        if sale is None:
            return
        moved = [each.back() for each in book.moved(facts.lines_of(fact))]
        if fact.goods is not None:
            stock.take_back(books, fact.goods)
        if fact.drawn is not None:
            find(fact.drawn.kind).undo(books, paying.opened(fact.drawn))
        book.write(books, "void", fact.shift, fact.member, moved)
        rows = book.totals_of_sale(book.moved(facts.lines_of(fact)), fact.tenders)
        totals.take_back(books, fact.shift, rows)
        totals.book(books, fact.shift, "voids", facts.total_of(fact))
        if fact.member is not None and fact.due is not None:
            amount = -facts.by(fact, "bon")
            book.bon(books, fact.member, sale.key, amount, (sale.bd, fact.due))
        subsidy.take_back(books, sale.key)

    def judge(self, books: Books, fact: Sold, stamp: Stamp) -> Iterator[str]:
        """Its own shift and goods; lines, payment and entry that follow from one another."""
        shift = shifts.shift(books, fact.shift)
        if shift is None or shift.closed is not None or not tills.of_device(shift, stamp):
            yield "R2: shift"
            return
        lines = [*facts.lines_of(fact)]
        yield from judging.lines(books, fact, lines)
        if fact.goods is not None:
            yield from stock.judge(books, stamp, fact.goods, why=_WHY)
            said = stock.opened(fact.goods)
            if places.place(books, said.place).unit != shift.unit:
                yield "R2: place of another unit"
        yield from judging.payment(books, fact, stamp)
        drawn = fact.drawn
        paid = [*paying.paid(books, shift, fact.member, fact.tenders, drawn, sale=stamp.key)]
        wanted = posted(books, shift, fact.member, lines, paid)
        if (wanted.kind, wanted.lines) != (fact.entry.kind, fact.entry.lines):
            yield "R2: lines differ from the document"

    def found(self, books: Books, fact: Sold, stamp: Stamp) -> list[tuple[str, str]]:
        """A buyer who has left, goods below zero or far from their last cost, a bon too much."""
        seen = stock.found(books, fact.goods) if fact.goods is not None else []
        seen += journal.below_zero(books, fact.entry)
        who = members.member(books, fact.member) if fact.member is not None else None
        if who is not None and who.status != "active":
            seen.append(("not_active", str(who.key)))
        if who is not None and facts.by(fact, "bon"):
            credit = queries.credit(books, who)
            if credit.used > credit.limit:
                seen.append(("bon_limit", str(who.key)))
        sold = [*facts.lines_of(fact)]
        seen += judging.unlisted(books, sold, stamp, member=fact.member is not None)
        return seen + judging.doubtful(books, sold)

    def refers_to(self, fact: Sold) -> set[int]:
        """Shift, member, items, owners, buyers, advances."""
        keys = {fact.shift, *(line.item for line in fact.lines)}
        keys |= {fact.member} if fact.member is not None else set()
        keys |= {each.owner for each in fact.owed} | {each.buyer for each in fact.rationed}
        return keys | {each.key for each in fact.tenders if each.key is not None}


def _require_unmended(work: Work, fact: Sold, sale: balances.Posted) -> None:
    """What it sold below zero has not been made good by goods that came: their cost says so."""
    place = stock.opened(fact.goods).place if fact.goods is not None else ""
    for item, now in stock.held_of(work, place, [x.item for x in facts.issued(fact)]).items():
        moved, came = cards.moved_after(work, place, item, sale.key, sale.bd)
        if now.quantity - moved < 0 < came:
            reason = _(
                N_(
                    "{item} dijual sewaktu stoknya minus, dan barangnya sudah masuk sesudah itu; "
                    "pakai retur, supaya harga pokoknya tetap benar"
                )
            )
            told = reason.format(item=goods.require_item(work, item).name)
            raise NotReversible(number=fact.number, reason=told, field="entry")


# --- who, what leaves the shelf -------------------------------------------------------------------


def _buyer(work: Work, order: SellOrder) -> members.MemberRow | None:
    """The member who buys, if he was one on that day. Raises UnknownMember, NotActive, BadField."""
    if order.member is None:
        return _by_nik(work, order.lines)
    who = members.require_active(work, order.member)
    if who.joined is not None and who.joined > work.bd:
        reason = _(N_("pada tanggal itu ia belum anggota; kosongkan anggotanya"))
        raise BadField(name="member", reason=reason, field="member")
    return who


def _by_nik(work: Work, lines: Iterable[OrderedLine]) -> members.MemberRow | None:
    """The one member among those whom subsidised goods are for: it is he who buys."""
    found = {}
    for named in {line.buyer for line in lines if line.buyer is not None}:
        whom = subsidies.buyer(work, named)
        row = subsidies.member_of(work, whom) if whom is not None else None
        if row is not None and (row.joined is None or row.joined <= work.bd):
            found[row.key] = row
    return next(iter(found.values())) if len(found) == 1 else None


# --- what one person may not do alone -------------------------------------------------------------


def _reasons(work: Work, made: Basket, whole: Sequence[LineOf], left: Leaving) -> Iterator[Reason]:
    """Prices and goods for which a second person is needed."""
    yield from pricing.unusual(work, made)
    yield from left.short
    yield from pricing.below_cost(made, whole)
    yield from pricing.spoiled(work, made, whole)


def _near(
    work: Work, who: members.MemberRow | None, tenders: Iterable[facts.Tender], sentence: str
) -> Iterator[Reason]:
    """A bon within its limit; one's own or the family's not alone. BeyondBonLimit, SelfApproval."""
    bon = total(each.amount for each in tenders if each.kind == "bon")
    if who is None or not bon:
        return
    reason = Reason("family", NeedsApproval(N_("Bon milik sendiri atau keluarga."), field="member"))
    try:
        paying.require_credit(work, who, bon, sentence)
    except NeedsApproval:
        yield reason
    else:
        if work.approver is not None and is_family(work, work.actor.person, who):
            yield reason


class Leaving(Struct, frozen=True):
    """What leaves the shelf, of which lines, and who gets what is rationed."""

    part: Part | None
    issued: tuple[stock.IssuedLine, ...]
    spread: tuple[Spread, ...]
    rationed: tuple[Rationed, ...]
    short: tuple[Reason, ...] = ()


def _leaving(work: Work, order: SellOrder, shift: shifts.Shift, made: Basket) -> Leaving:
    """Goods at what they cost; of what is not there is told. Raises BadField."""
    place = shift.place
    if order.place not in {None, place}:
        place = places.own_place(work, order.place).code
        if places.place(work, place).unit != shift.unit:
            reason = _(N_("tempat barang ini bukan milik unit laci yang dipakai"))
            raise BadField(name="place", reason=reason, field="place")
    wanted: list[stock.IssueLine] = []
    spread: list[Spread] = []
    for n, line, item in made.each():
        lines = [*_issue_lines(work, n, line, item)]
        wanted += lines
        if len(lines) != 1:
            spread.append(Spread(n, len(lines)))
    rationed = tuple(_rationed(work, made))
    if not wanted:
        return Leaving(None, (), tuple(spread), rationed)
    issue = stock.IssueOrder(
        place=place, lines=tuple(wanted), why=_WHY, short=work.approver is not None
    )
    short: tuple[Reason, ...] = ()
    try:
        issued, part = work.part(find(_ISSUE), issue)
    except StockShort:
        issued, part = work.part(find(_ISSUE), structs.replace(issue, short=True))
        short = tuple(_short(work, place, issued))
    else:
        if issue.short:
            short = tuple(_short(work, place, issued))
    return Leaving(part, issued.lines, tuple(spread), rationed, short)


def _short(work: Work, place: str, issued: stock.Issued) -> Iterator[Reason]:
    """What would leave less than nothing on the shelf."""
    wanted: dict[int, int] = {}
    for line in issued.lines:
        wanted[line.item] = wanted.get(line.item, 0) + quantities.thousandths(line.quantity)
    there = stock.held_of(work, place, wanted)
    for item, much in wanted.items():
        have = there[item].quantity if item in there else 0
        if have < much:
            of = goods.require_item(work, item)
            told = NeedsApproval(
                N_(
                    "Stok {item} di {place} tinggal {have}, diminta {want} {unit}; barang yang "
                    "datang sebaiknya dicatat dahulu."
                ),
                item=of.name,
                place=places.place(work, place).name,
                have=quantities.shown(have),
                want=quantities.shown(much),
                unit=of.unit,
                field="lines",
            )
            yield Reason("short", told)


def _issue_lines(
    work: Work, n: int, line: cart.CartLine, item: goods.Item
) -> Iterator[stock.IssueLine]:
    """What one line takes from the shelf: itself, a bundle's parts, nothing of a service."""
    if item.kind in stock.ON_SHELVES:
        yield stock.IssueLine(item.key, quantities.decimal(line.base), line.lot or None)
    elif item.kind == "bundle":
        for key, held_in_one in goods.parts(work, item.key).items():
            if (held := goods.item(work, key)) is not None and held.program:
                reason = _(N_("{item} bersubsidi, jadi tidak dijual dalam paket")).format(
                    item=held.name
                )
                raise BadField(name="item", reason=reason, field=f"lines[{n}].item")
            much = half_up(line.base * held_in_one, THOUSAND)
            yield stock.IssueLine(key, quantities.decimal(much))


def _rationed(work: Work, made: Basket) -> Iterator[Rationed]:
    """Who gets the subsidised goods of each line. Raises BadField, BeyondAllowance."""
    before: list[tuple[str, int, int]] = []
    for n, line, item in made.each():
        if item.program:
            whom = line.buyer if line.buyer is not None else made.cart.member
            key = subsidy.require_within(
                work, item.program, whom, line.base, before=before, field=f"lines[{n}].buyer"
            )
            before.append((item.program, key, line.base))
            yield Rationed(n, item.program, key)


def _draw(
    work: Work,
    tenders: Sequence[facts.Tender],
    who: members.MemberRow | None,
    number: str,
) -> Part | None:
    """The part that draws on the buyer's savings, where they pay."""
    amount = total(each.amount for each in tenders if each.kind == "savings")
    if who is None or not amount:
        return None
    _said, part = work.part(find(draws.Draw.code), draws.DrawOrder(number, who.key, amount))
    return part


def _sold_lines(made: Basket) -> tuple[SoldLine, ...]:
    return tuple(
        SoldLine(line.item, cart.decimal(line.quantity), line.price, made.off[n])
        for n, line in enumerate(made.cart.lines)
    )


def _packs(made: Basket) -> tuple[Packed, ...]:
    return tuple(
        Packed(n, line.pack, cart.decimal(line.size))
        for n, line in enumerate(made.cart.lines)
        if line.pack
    )


def _listed(made: Basket) -> tuple[Listed, ...]:
    """Where another price than the list's was typed."""
    return tuple(
        Listed(n, line.listed)
        for n, line in enumerate(made.cart.lines)
        if line.listed is not None and line.listed != line.price
    )


def _whole(work: Work, made: Basket, left: Leaving) -> Iterator[LineOf]:
    """The lines with their goods and what their owners earn, as the fact will give them again."""
    taken = {each.line: each.taken for each in left.spread}
    rationed = {each.line: each for each in left.rationed}
    issued = iter(left.issued)
    for n, line, item in made.each():
        owed = None
        if item.kind == "consigned":
            share = consignments.share(work, item.key)
            if share is None:
                reason = _(N_("{item} belum ada bagian penitipnya; catat titipannya dahulu"))
                raise BadField(
                    name="item", reason=reason.format(item=item.name), field=f"lines[{n}].item"
                )
            owed = Owed(n, share.owner, share.of(line.base))
        yield LineOf(
            n,
            line.item,
            line.quantity,
            line.price,
            made.off[n],
            line.pack,
            line.size,
            tuple(next(issued) for _one in range(taken.get(n, 1))),
            owed,
            rationed.get(n),
        )


# --- the journal ----------------------------------------------------------------------------------


def posted(
    read: Reading,
    shift: shifts.Shift,
    member: int | None,
    lines: Sequence[LineOf],
    paid: Sequence[postings.Paid],
    *,
    items: Iterable[goods.Item] = (),
) -> Entry:
    """The entry of a sale: from its lines, what they cost, and how they were paid.

    `items` are those that somebody has asked for already.
    """
    known = {each.key: each for each in items}
    earned = [each for line in lines for each in earned_by(read, line, known)]
    return postings.sold(_TEXT, shift.unit, paid, earned, member=member is not None)


def earned_by(
    read: Reading, line: LineOf, known: dict[int, goods.Item]
) -> Iterator[postings.Goods]:
    """What a line earns and costs, by the accounts of its item and of what left the shelf.

    A bundle earns where its parts cost, by what they cost. `known` keeps the items that were asked
    for.
    """

    def item_of(key: int) -> goods.Item:
        if key not in known:
            known[key] = goods.require_item(read, key)
        return known[key]

    item = item_of(line.item)
    left = []
    for each in line.taken:
        of = item if each.item == item.key else item_of(each.item)
        if of.account is not None and of.kind == stock.OWN:
            left.append((of.account, of.lini, each.value))
    if item.kind == "bundle":
        costs = [(lini, value) for _account, lini, value in left]
        shares = zip(
            postings.spread(line.gross, item.lini, costs),
            postings.spread(line.off, item.lini, costs),
            strict=True,
        )
        for (lini, gross), (_lini, off) in shares:
            own = tuple(each for each in left if each[1] == lini)
            yield postings.Goods(item.kind, lini, item.account, gross, off, own)
        return
    yield postings.Goods(
        item.kind,
        item.lini,
        item.account,
        line.gross,
        line.off,
        tuple(left),
        line.owed.owner if line.owed else None,
        line.owed.amount if line.owed else NOTHING,
    )
