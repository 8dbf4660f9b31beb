"""What changes on a card while the thing is here: name, place, unit; its life from now on."""

from __future__ import annotations

from msgspec.structs import replace

from kopdes_desktop.assets import cards, queries
from kopdes_desktop.assets.acquiring import named, some
from kopdes_desktop.assets.queries import Asset
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work

_MOST_MONTHS = 600


class ChangeOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """What is different; `months_left` and `salvage` count from the next month on, never back."""

    asset: int | str
    name: str | None = None
    place: str | None = None
    unit: str | None = None
    months_left: int | None = None
    salvage: Rupiah | None = None


class AssetChanged(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """The card as it is from now on."""

    asset: int
    name: str
    unit: str
    salvage: Rupiah
    months: int
    first: str
    base: Rupiah
    place: str | None = None


@operation("assets.change", version=1)
class Change(Operation[ChangeOrder, AssetChanged]):
    """Change a card: what was posted stays, what is left is spread anew (SAK EP, Bab 10)."""

    sentence = N_("Mengubah kartu aset")
    daily = False

    def decide(self, work: Work, order: ChangeOrder) -> AssetChanged:
        """Something to change; a life and a salvage that the book value allows."""
        found = queries.require_asset(work, order.asset)
        made = replace(
            found,
            name=found.name if order.name is None else named(order.name),
            unit=found.unit if order.unit is None else chart.unit(work, order.unit).code,
            place=found.place if order.place is None else some(order.place, "place"),
        )
        if order.months_left is not None or order.salvage is not None:
            made = _spread_anew(made, order)
        if made == found:
            reason = _(N_("tidak ada yang diubah"))
            raise BadField(name="asset", reason=reason, field="name")
        return AssetChanged(
            asset=made.key,
            name=made.name,
            unit=made.unit,
            salvage=made.salvage,
            months=made.months,
            first=str(made.first),
            base=made.base,
            place=made.place,
        )

    def apply(self, books: Books, fact: AssetChanged) -> None:
        """As the fact says."""
        found = queries.asset(books, fact.asset)
        if found is not None:
            cards.change(
                books,
                replace(
                    found,
                    name=fact.name,
                    unit=fact.unit,
                    salvage=fact.salvage,
                    months=fact.months,
                    first=Month(fact.first),
                    base=fact.base,
                    place=fact.place,
                ),
            )

    def refers_to(self, fact: AssetChanged) -> tuple[int, ...]:
        """The card."""
        return (fact.asset,)


def _spread_anew(found: Asset, order: ChangeOrder) -> Asset:
    """What is left of the value over what is left of the life. BadField."""
    if not found.months:
        reason = _(N_("aset ini tidak disusutkan, atau sudah habis disusutkan"))
        raise BadField(name="months_left", reason=reason, field="months_left")
    left = found.months_left if order.months_left is None else order.months_left
    if not 0 < left <= _MOST_MONTHS:
        reason = _(N_("isi sisa masa manfaat antara 1 dan 600 bulan"))
        raise BadField(name="months_left", reason=reason, field="months_left")
    salvage = found.salvage if order.salvage is None else order.salvage
    if not NOTHING <= salvage <= found.book_value:
        reason = _(N_("nilai residu antara nol dan nilai buku {value}"))
        reason = reason.format(value=wording.rupiah(found.book_value))
        raise BadField(name="salvage", reason=reason, field="salvage")
    return replace(found, salvage=salvage, months=left, first=found.next_month, base=found.taken)
