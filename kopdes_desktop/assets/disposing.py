"""How a card ends: sold, scrapped, lost, given away, handed back; and paying for one (K03)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kopdes_desktop.assets import cards, postings, queries, rules
from kopdes_desktop.assets.depreciation import Share, give_back, share, take
from kopdes_desktop.assets.queries import LENT, OPENING, Asset, Due
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import chart, journal, paying
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, debit, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work

SOLD = "sold"
How = Literal["sold", "scrapped", "lost", "given"]


class DisposeOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What goes and how; what it was sold for and into which box; why, or by which paper."""

    asset: int | str
    how: How
    reason: str
    proceeds: Rupiah | None = None
    box: str | None = None


class Disposed(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """An asset that is gone, depreciated through the month before."""

    number: str
    asset: int
    how: str
    reason: str
    cost: Rupiah
    taken: Rupiah
    last: Share
    entry: Entry
    through: str | None = None
    grant: Rupiah = NOTHING
    opened_grant: Rupiah = NOTHING
    proceeds: Rupiah = NOTHING
    box: str | None = None


@operation("assets.dispose", version=1)
class Dispose(Operation[DisposeOrder, Disposed]):
    """Take an asset out of the books: sold, scrapped, lost or given away."""

    sentence = N_("Melepas aset")
    document = "LPA"

    def decide(self, work: Work, order: DisposeOrder) -> Disposed:
        """An asset of ours; proceeds only of a sale; a reason."""
        found = queries.require_asset(work, order.asset)
        _require_own(found)
        reason = required(order.reason)
        proceeds = order.proceeds or NOTHING
        box = _receiving(work, order, proceeds)
        _require_after_buying(found, work.bd)
        last = _until(found, Month.of(work.bd))
        number = work.number(self.document)
        movement = "jual" if order.how == SOLD else "hapus"
        made = entry(
            N_("Lepas aset {number}: {name}").format(number=found.number, name=found.name),
            *postings.gone(found, last, proceeds, box, movement),
        )
        journal.require_postable(work, made, work.bd, work.today)
        part = share(last)
        return Disposed(
            number=number,
            asset=found.key,
            how=order.how,
            reason=reason,
            cost=found.cost,
            taken=found.taken + last.amount,
            last=part,
            through=_later(found, work.bd) if last.amount else part.before,
            entry=made,
            grant=found.granted - last.grant,
            opened_grant=found.opened_grant - part.opened,
            proceeds=proceeds,
            box=box.code if box is not None else None,
        )

    def apply(self, books: Books, fact: Disposed) -> None:
        """The last depreciation, then the card is closed."""
        if fact.last.amount:
            take(books, fact.last, fact.through or "")
        cards.take(
            books,
            fact.asset,
            NOTHING,
            grant=fact.grant,
            opened_grant=fact.opened_grant,
            through=fact.through,
        )
        cards.move(books, fact.asset, _moved(fact), -fact.cost, -fact.taken)
        cards.end(books, fact.asset, fact.how, day=books.stamp.bd)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: Disposed) -> None:
        """It is here again, worth what it was."""
        cards.end(books, fact.asset, None, day=None)
        cards.move(books, fact.asset, _moved(fact), fact.cost, fact.taken)
        cards.take(
            books,
            fact.asset,
            NOTHING,
            grant=-fact.grant,
            opened_grant=-fact.opened_grant,
            through=fact.last.before,
        )
        if fact.last.amount:
            give_back(books, fact.last)

    def refers_to(self, fact: Disposed) -> tuple[int, ...]:
        """The card."""
        return (fact.asset,)


def _moved(fact: Disposed) -> str:
    return "jual" if fact.how == SOLD else "hapus"


def required(reason: str) -> str:
    """Why. BadField when nothing is said."""
    return short_line(reason, field="reason", missing=_(N_("alasan harus diisi")))


def _require_own(found: Asset) -> None:
    if found.account is None:
        reason = _(N_("{name} bukan milik koperasi: catat sebagai dikembalikan")).format(
            name=found.name
        )
        raise BadField(name="asset", reason=reason, field="asset")


def _receiving(work: Work, order: DisposeOrder, proceeds: Rupiah) -> chart.Box | None:
    """The box that takes the money of a sale; none where nothing came. BadField."""
    if order.how == SOLD and proceeds <= NOTHING:
        reason = _(N_("isi harga jualnya; bila tidak ada, pilih dibuang atau dihibahkan"))
        raise BadField(name="proceeds", reason=reason, field="proceeds")
    if order.how != SOLD and proceeds:
        reason = _(N_("hanya penjualan yang menghasilkan uang"))
        raise BadField(name="proceeds", reason=reason, field="proceeds")
    if not proceeds:
        return None
    return paying.receiving(work, order.box)


def _require_after_buying(found: Asset, day: date) -> None:
    if day < found.acquired or (found.through is not None and Month.of(day) < found.through):
        reason = _(N_("aset ini diperoleh {acquired} dan sudah disusutkan sesudah tanggal itu"))
        reason = reason.format(acquired=wording.short_day(found.acquired))
        raise BadField(name="day", reason=reason, field="day")


def _later(found: Asset, day: date) -> str:
    """How far it is depreciated when it goes: through the month before."""
    before = Month.of(day).plus(-1)
    return str(max(before, found.through) if found.through is not None else before)


def _until(found: Asset, month: Month) -> Due:
    """What is still to be depreciated before the month in which it goes."""
    amount = rules.taken_by(found.plan, month.plus(-1)) - found.taken
    amount = max(amount, NOTHING)
    rest = found.cost - found.salvage - found.taken
    return Due(found, amount, rules.granted_part(found.granted, amount, rest))


class WithdrawOrder(Order, frozen=True, omit_defaults=True):
    """A card without an entry of its own: a lent thing handed back, or a card made in error."""

    asset: int | str
    reason: str


class Withdrawn(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A card that is closed without an entry; `how` is "returned" or "mistake"."""

    asset: int
    how: str
    reason: str
    cost: Rupiah = NOTHING
    taken: Rupiah = NOTHING
    since: str | None = None


@operation("assets.withdraw", version=1)
class Withdraw(Operation[WithdrawOrder, Withdrawn]):
    """Hand back what was lent to us, or take back a wrong card of the old books."""

    sentence = N_("Mengembalikan barang pinjaman atau menarik kartu aset")

    def decide(self, work: Work, order: WithdrawOrder) -> Withdrawn:
        """Something lent; or a card of the opening that nothing was posted from yet."""
        found = queries.require_asset(work, order.asset)
        reason = required(order.reason)
        if found.source == LENT:
            return Withdrawn(asset=found.key, how="returned", reason=reason)
        if found.source != OPENING or found.taken != found.opened_taken:
            words = _(
                N_("kartu {number} sudah punya jurnal; balik jurnalnya, atau lepas asetnya")
            ).format(number=found.number)
            raise BadField(name="asset", reason=words, field="asset")
        return Withdrawn(
            asset=found.key,
            how="mistake",
            reason=reason,
            cost=found.cost,
            taken=found.taken,
            since=queries.moves(work, found.key)[0].day.isoformat(),
        )

    def apply(self, books: Books, fact: Withdrawn) -> None:
        """The card is closed; a wrong one as if it had never been."""
        cards.end(books, fact.asset, fact.how, day=books.stamp.bd)
        since = date.fromisoformat(fact.since) if fact.since else None
        cards.move(books, fact.asset, "hapus", -fact.cost, -fact.taken, day=since)

    def refers_to(self, fact: Withdrawn) -> tuple[int, ...]:
        """The card."""
        return (fact.asset,)


class PayAssetOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """So much of what is owed for an asset, out of a box."""

    asset: int | str
    amount: Rupiah
    box: str


class AssetPaid(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A payment to the seller of an asset."""

    number: str
    asset: int
    amount: Rupiah
    box: str
    entry: Entry


@operation("assets.pay", version=1)
class PayAsset(Operation[PayAssetOrder, AssetPaid]):
    """Pay what is owed for an asset that was bought on credit."""

    sentence = N_("Membayar utang pembelian aset")
    document = "BPA"

    def decide(self, work: Work, order: PayAssetOrder) -> AssetPaid:
        """Not more than is owed."""
        found = queries.asset(work, order.asset)
        if found is None:
            found = queries.require_asset(work, order.asset)
        if not NOTHING < order.amount <= found.owed:
            reason = _(N_("utang untuk {name} {owed}")).format(
                name=found.name, owed=wording.rupiah(found.owed)
            )
            raise BadField(name="amount", reason=reason, field="amount")
        box = paying.paying(work, order.box, found.unit)
        made = entry(
            N_("Bayar utang aset {number}").format(number=found.number),
            debit(postings.PAYABLE, order.amount, OFFICE_UNIT, key=found.key, movement="beli"),
            postings.paid_from(box, order.amount),
        )
        journal.require_postable(work, made, work.bd, work.today)
        return AssetPaid(
            number=work.number(self.document),
            asset=found.key,
            amount=order.amount,
            box=box.code,
            entry=made,
        )

    def apply(self, books: Books, fact: AssetPaid) -> None:
        """So much less is owed."""
        cards.owe(books, fact.asset, -fact.amount)
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: AssetPaid) -> None:
        """Refuse where the card is no more."""
        found = queries.asset(work, fact.asset)
        if found is None or found.how == "reversed":
            reason = _(N_("kartu asetnya sudah ditarik"))
            raise NotReversible(number=fact.number, reason=reason, field="entry")

    def undo(self, books: Books, fact: AssetPaid) -> None:
        """It is owed again."""
        cards.owe(books, fact.asset, fact.amount)

    def refers_to(self, fact: AssetPaid) -> tuple[int, ...]:
        """The card."""
        return (fact.asset,)
