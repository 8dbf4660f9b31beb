"""How a card begins: bought, granted, taken over from the old books, or only lent to us."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec
from msgspec.structs import replace

from kopdes_desktop.assets import cards, classes, postings, queries, rules, sellers
from kopdes_desktop.assets.queries import BOUGHT, CREDIT, GRANT, LENT, OPENING, OWNERS, Asset
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadDay, BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import chart, journal, paying, periods
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, Line, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work

NUMBER_KIND = "AST"
_LONGEST_NAME, _MOST_MONTHS = 80, 600
#: Said only of what the old books had.
_OF_OLD_BOOKS = ("acquired", "accumulated", "months_left", "deferred")
Source = Literal["box", "credit", "grant", "opening"]


class AcquireOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What was acquired, on which account, what it cost, and where the means came from.

    `source` says it: a `box`, "credit", "grant", or "opening", whose balances stand in the ledger
    already: then `acquired` is the day of its purchase, `accumulated` what the old books had
    depreciated (worked out if not said), `deferred` what is left of its grant. `months` stand
    instead of the group's; `months_left` says how long an old thing lasts from now. `party` sold or
    gave it (an officer's login, a third party's code, a member's number); `due` is when a seller on
    credit is to be paid.
    """

    name: str
    account: str
    cost: Rupiah
    source: Source = "box"
    box: str | None = None
    unit: str = OFFICE_UNIT
    group: str | None = None
    months: int | None = None
    salvage: Rupiah | None = None
    place: str | None = None
    ref: str | None = None
    acquired: date | None = None
    accumulated: Rupiah | None = None
    months_left: int | None = None
    deferred: Rupiah | None = None
    party: int | str | None = None
    due: date | None = None


class Acquired(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A card, its plan, and the entry that paid for it; none for what the old books had."""

    number: str
    name: str
    account: str
    unit: str
    group: str
    source: str
    acquired: str
    cost: Rupiah
    months: int
    first: str
    salvage: Rupiah = NOTHING
    accumulated: Rupiah = NOTHING
    deferred: Rupiah = NOTHING
    place: str | None = None
    ref: str | None = None
    box: str | None = None
    since: str | None = None
    entry: Entry | None = None
    party: int | None = None
    due: date | None = None


@operation("assets.acquire", version=1)
class Acquire(Operation[AcquireOrder, Acquired]):
    """Enter something that lasts for years: bought, granted, or from the old books."""

    sentence = N_("Mencatat aset baru")
    document = NUMBER_KIND

    def decide(self, work: Work, order: AcquireOrder) -> Acquired:
        """An account of assets, a cost above zero, a plan that makes sense, money that is there."""
        kind = classes.kind(order.account)
        chart.account(work, order.account)
        chart.require_in_use(work, order.account)
        chart.unit(work, order.unit)
        name = named(order.name)
        group = order.group or kind.group
        months = _months(order, classes.months_of(group), depreciates=kind.contra is not None)
        _require_amounts(order)
        party = sellers.party(work, order.source, order.party, self.sentence)
        number = work.number(NUMBER_KIND)
        made = Acquired(
            number=number,
            name=name,
            account=order.account,
            unit=order.unit,
            group=group,
            source=order.source,
            acquired=work.bd.isoformat(),
            cost=order.cost,
            months=months,
            first=str(Month.of(work.bd)),
            salvage=(order.salvage or NOTHING) if months else NOTHING,
            place=some(order.place, "place"),
            ref=some(order.ref, "ref"),
            party=party,
            due=sellers.due(work, order.source, order.due),
        )
        if order.source == OPENING:
            return _from_old_books(work, order, made)
        return _paid(work, order, made)

    def apply(self, books: Books, fact: Acquired) -> None:
        """The card, and the entry if there is one."""
        opened = fact.source == OPENING
        key = books.stamp.key
        cards.add(books, _card(key, fact, opened=opened))
        since = date.fromisoformat(fact.since) if fact.since else None
        kind = "saldo awal" if opened else "beli"
        cards.move(books, key, kind, fact.cost, fact.accumulated, day=since)
        if fact.entry is not None:
            journal.post(books, fact.entry, fact.number)
        else:
            books.numbered(fact.number)

    def refers_to(self, fact: Acquired) -> tuple[int, ...]:
        """Who sold or gave it."""
        return (fact.party,) if fact.party is not None else ()

    def undoable(self, work: Work, fact: Acquired) -> None:
        """Refuse once it was depreciated, paid for, or is gone."""
        found = queries.asset(work, fact.number)
        owed = fact.cost if fact.source == CREDIT else NOTHING
        if found is None or not found.live or found.taken or found.owed != owed:
            reason = _(N_("aset ini sudah disusutkan, dibayar, atau dilepas; balik itu dahulu"))
            raise NotReversible(number=fact.number, reason=reason, field="entry")

    def undo(self, books: Books, fact: Acquired) -> None:
        """The card is closed, as if the thing had never come."""
        found = queries.asset(books, fact.number)
        if found is not None:
            cards.end(books, found.key, "reversed", day=books.stamp.posted_on)
            cards.move(books, found.key, "beli", -fact.cost, NOTHING)


def _card(key: int, fact: Acquired, *, opened: bool) -> Asset:
    granted = fact.deferred if opened else fact.cost if fact.source == GRANT else NOTHING
    return Asset(
        key=key,
        number=fact.number,
        name=fact.name,
        account=fact.account,
        unit=fact.unit,
        group=fact.group,
        source=fact.source,
        acquired=date.fromisoformat(fact.acquired),
        cost=fact.cost,
        salvage=fact.salvage,
        months=fact.months,
        first=Month(fact.first),
        base=fact.accumulated,
        taken=fact.accumulated,
        through=Month(fact.first).plus(-1) if opened else None,
        opened_cost=fact.cost if opened else NOTHING,
        opened_taken=fact.accumulated,
        granted=granted,
        opened_grant=granted if opened else NOTHING,
        owed=fact.cost if fact.source == CREDIT else NOTHING,
        place=fact.place,
        owner=None,
        doc_no=fact.ref,
        ended=None,
        how=None,
        party=fact.party,
        due=fact.due,
    )


def named(name: str) -> str:
    """What a thing is called. BadField."""
    missing = _(N_("nama aset harus diisi, paling panjang 80 huruf"))
    return short_line(name, _LONGEST_NAME, field="name", missing=missing)


def some(text: str | None, field: str) -> str | None:
    """A free text on one line; none where nothing is written. BadField."""
    return short_line(text or "", field=field) or None


def _months(order: AcquireOrder, usual: int, *, depreciates: bool) -> int:
    months = usual if order.months is None else order.months
    if not depreciates:
        return 0
    if not 0 < months <= _MOST_MONTHS:
        reason = _(N_("isi masa manfaat antara 1 dan 600 bulan"))
        raise BadField(name="months", reason=reason, field="months")
    return months


def _require_amounts(order: AcquireOrder) -> None:
    """A cost above zero; salvage and what was depreciated within it. BadField."""
    if order.cost <= NOTHING:
        raise BadField(name="cost", reason=_(N_("harus lebih dari nol")), field="cost")
    for field in ("salvage", "accumulated", "deferred"):
        amount = getattr(order, field) or NOTHING
        if not NOTHING <= amount <= order.cost:
            reason = _(N_("harus antara nol dan harga perolehan {cost}"))
            reason = reason.format(cost=wording.rupiah(order.cost))
            raise BadField(name=field, reason=reason, field=field)
    if (order.salvage or NOTHING) == order.cost:
        reason = _(N_("nilai residu harus di bawah harga perolehan"))
        raise BadField(name="salvage", reason=reason, field="salvage")
    mean: tuple[str, ...] = () if order.source == BOUGHT else ("box",)
    for field in (*mean, *(() if order.source == OPENING else _OF_OLD_BOOKS)):
        if getattr(order, field) is not None:
            reason = _(N_("isian ini tidak berlaku untuk asal aset ini"))
            raise BadField(name=field, reason=reason, field=field)


def _from_old_books(work: Work, order: AcquireOrder, made: Acquired) -> Acquired:
    """What the opening balances hold already: a card beside them, depreciated on from there."""
    start = periods.books_from(work)
    if start is None or order.acquired is None or order.acquired >= start.first():
        shown = wording.short_day(order.acquired) if order.acquired else "-"
        begins = wording.month(start) if start is not None else "-"
        reason = _(N_("aset saldo awal diperoleh sebelum pembukuan mulai ({start})"))
        reason = reason.format(start=begins)
        raise BadDay(day=shown, reason=reason, field="acquired")
    used = Month.of(order.acquired).through(start.plus(-1))
    whole = rules.Plan(made.cost, made.salvage, made.months, Month.of(order.acquired))
    taken = (
        order.accumulated
        if order.accumulated is not None
        else rules.taken_by(whole, start.plus(-1))
    )
    left = order.months_left if order.months_left is not None else max(made.months - used, 0)
    rest = made.cost - made.salvage - taken
    if made.months and (rest < NOTHING or left < 0 or (rest > NOTHING and left == 0)):
        reason = _(
            N_("nilai yang belum disusutkan {rest}, sisa umur {left} bulan: betulkan salah satunya")
        ).format(rest=wording.rupiah(rest), left=left)
        raise BadField(name="months_left", reason=reason, field="months_left")
    if not made.months and taken:
        reason = _(N_("aset ini tidak disusutkan"))
        raise BadField(name="accumulated", reason=reason, field="accumulated")
    return msgspec.structs.replace(
        made,
        acquired=order.acquired.isoformat(),
        accumulated=taken,
        deferred=order.deferred or NOTHING,
        months=left if rest else 0,
        first=str(start),
        since=(start.first() - timedelta(days=1)).isoformat(),
    )


def _paid(work: Work, order: AcquireOrder, made: Acquired) -> Acquired:
    """K01 and K04a: the thing against money, its seller, or the grant."""
    key = work.key
    means: Line
    box = None
    if order.source == BOUGHT:
        held = paying.paying(work, order.box, order.unit)
        box, means = held.code, postings.paid_from(held, order.cost)
    elif order.source == CREDIT:
        means = postings.owed(order.cost, key)
    else:
        means = postings.given(order.cost, key)
    text = N_("Aset {number}: {name}").format(number=made.number, name=made.name)
    posted = entry(text, postings.acquired(made.account, made.cost, key), means)
    journal.require_postable(work, posted, work.bd, work.today)
    return msgspec.structs.replace(made, box=box, entry=posted)


class LendOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A building, vehicle or tool that we use and do not own; whose it is, and by which paper."""

    name: str
    owner: str
    doc_no: str
    unit: str = OFFICE_UNIT
    place: str | None = None
    since: date | None = None


class LentIn(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A card without money: somebody else's thing in our hands (K05)."""

    number: str
    name: str
    owner: str
    doc_no: str
    unit: str
    since: str
    place: str | None = None


@operation("assets.lend_in", version=1)
class LendIn(Operation[LendOrder, LentIn]):
    """Note a thing that is used and not owned: it never stands on the balance sheet (K05)."""

    sentence = N_("Mencatat barang pinjam pakai")
    document = NUMBER_KIND

    def decide(self, work: Work, order: LendOrder) -> LentIn:
        """A known kind of owner and the number of the paper that says so."""
        if order.owner not in OWNERS:
            reason = _(N_("pemilik {owner} tidak dikenal; yang ada: {known}"))
            reason = reason.format(owner=order.owner, known=", ".join(OWNERS))
            raise BadField(name="owner", reason=reason, field="owner")
        doc_no = some(order.doc_no, "doc_no")
        if doc_no is None:
            reason = _(N_("nomor berita acara harus diisi"))
            raise BadField(name="doc_no", reason=reason, field="doc_no")
        since = order.since or work.today
        if since > work.today:
            reason = _(N_("tanggal itu belum tiba"))
            raise BadDay(day=wording.short_day(since), reason=reason, field="since")
        return LentIn(
            number=work.number(NUMBER_KIND),
            name=named(order.name),
            owner=order.owner,
            doc_no=doc_no,
            unit=chart.unit(work, order.unit).code,
            since=since.isoformat(),
            place=some(order.place, "place"),
        )

    def apply(self, books: Books, fact: LentIn) -> None:
        """The card."""
        since = date.fromisoformat(fact.since)
        empty = Acquired(
            number=fact.number,
            name=fact.name,
            account="",
            unit=fact.unit,
            group="tanah",
            source=LENT,
            acquired=fact.since,
            cost=NOTHING,
            months=0,
            first=str(Month.of(since)),
            place=fact.place,
            ref=fact.doc_no,
        )
        made = _card(books.stamp.key, empty, opened=False)
        cards.add(books, replace(made, account=None, owner=fact.owner))
        books.numbered(fact.number)
