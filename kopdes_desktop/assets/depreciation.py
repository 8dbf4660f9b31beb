"""A month's depreciation of everything at once, without a gap and never twice (K02, K04b)."""

from __future__ import annotations

from datetime import date

from kopdes_desktop.assets import cards, postings, queries
from kopdes_desktop.assets.queries import Due
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import journal, monthly, periods
from kopdes_desktop.ledger.entry import Entry, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work


class DepreciateOrder(Order, frozen=True, omit_defaults=True):
    """A month (YYYY-MM); its document stands on the month's last day."""

    month: str


class Share(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """What an asset loses; `grant` goes with it, `opened` of that out of the opening balances.

    `before` is how far it had been depreciated.
    """

    asset: int
    amount: Rupiah
    grant: Rupiah = NOTHING
    opened: Rupiah = NOTHING
    before: str | None = None


class Depreciated(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A month's depreciation, asset by asset."""

    number: str
    month: str
    assets: tuple[Share, ...]
    entry: Entry


def share(found: Due) -> Share:
    """What is due, as a fact holds it."""
    return Share(
        asset=found.asset.key,
        amount=found.amount,
        grant=found.grant,
        opened=min(found.grant, found.asset.opened_grant),
        before=str(found.asset.through) if found.asset.through else None,
    )


def take(books: Books, part: Share, through: str) -> None:
    """An asset is worth so much less."""
    cards.take(
        books,
        part.asset,
        part.amount,
        grant=part.grant,
        opened_grant=part.opened,
        through=through,
    )
    cards.move(books, part.asset, "susut", NOTHING, part.amount)


def give_back(books: Books, part: Share) -> None:
    """It is worth what it was."""
    cards.take(
        books,
        part.asset,
        -part.amount,
        grant=-part.grant,
        opened_grant=-part.opened,
        through=part.before,
    )
    cards.move(books, part.asset, "susut", NOTHING, -part.amount)


@operation("assets.depreciate", version=1)
class Depreciate(Operation[DepreciateOrder, Depreciated]):
    """Depreciate all assets for a month."""

    sentence = N_("Menyusutkan aset bulan ini")
    document = "SST"

    def document_day(self, work: Work, order: DepreciateOrder) -> tuple[date, str | None]:
        """The month's last day; today while it lasts."""
        return monthly.document_day(work, order.month)

    def decide(self, work: Work, order: DepreciateOrder) -> Depreciated:
        """What is due by then and was not posted; earlier open months come first."""
        month = monthly.month_of(order.month)
        _require_no_gap(work, month)
        found = queries.due(work, month)
        if not found:
            raise AlreadyDecided(
                subject=_("Penyusutan {month}").format(month=wording.month(month)), field="month"
            )
        text = N_("Penyusutan {month}").format(month=wording.month(month))
        made = entry(text, *postings.depreciated(found))
        journal.require_postable(work, made, work.bd, work.today)
        return Depreciated(
            number=work.number("SST"),
            month=str(month),
            assets=tuple(share(each) for each in found),
            entry=made,
        )

    def apply(self, books: Books, fact: Depreciated) -> None:
        """Each card, and the one entry."""
        for part in fact.assets:
            take(books, part, fact.month)
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: Depreciated) -> None:
        """Refuse once a later month was depreciated, or a card was changed or closed since."""
        for part in fact.assets:
            found = queries.asset(work, part.asset)
            if (
                found is None
                or not found.live
                or found.through != fact.month
                or found.first > fact.month
            ):
                reason = _(
                    N_("sesudah itu ada penyusutan bulan berikutnya, atau asetnya sudah berubah")
                )
                raise NotReversible(number=fact.number, reason=reason, field="entry")

    def undo(self, books: Books, fact: Depreciated) -> None:
        """The cards stand as before."""
        for part in fact.assets:
            give_back(books, part)

    def refers_to(self, fact: Depreciated) -> tuple[int, ...]:
        """The cards."""
        return tuple(part.asset for part in fact.assets)


def _require_no_gap(work: Work, month: Month) -> None:
    """Refuse a month while an earlier one that is open still lacks its own. BadField."""
    start = periods.books_from(work) or month
    earlier = periods.first_open(work, start)
    while earlier < month:
        if queries.due(work, earlier):
            reason = _(N_("susutkan {earlier} dahulu")).format(earlier=wording.month(earlier))
            raise BadField(name="month", reason=reason, field="month")
        earlier = periods.first_open(work, earlier.next())
