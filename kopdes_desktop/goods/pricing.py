"""Prices by day, tier and quantity, and the ceilings that the government sets (HET)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.goods import queries, rules
from kopdes_desktop.goods.tables import CEILING, PRICE
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work

_price = insert(PRICE).values({column.name: None for column in PRICE.columns})
_PRICE = Statement(
    _price.on_conflict_do_update(
        index_elements=list(PRICE.primary_key.columns),
        set_={"amount": _price.excluded.amount, "fact": _price.excluded.fact},
    )
)
_ceiling = insert(CEILING).values({column.name: None for column in CEILING.columns})
_CEILING = Statement(
    _ceiling.on_conflict_do_update(
        index_elements=list(CEILING.primary_key.columns),
        set_={"amount": _ceiling.excluded.amount, "decision": _ceiling.excluded.decision},
    )
)
_LARGEST = 10**10


class PriceOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A price of one unit or pack; without an amount that tier or quantity ends on the day."""

    item: int | str
    amount: Rupiah | None = None
    pack: str = ""
    tier: rules.Tier = "all"
    least: str = "0"


class PricesOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """Prices of several items from a day on; from today when none is named."""

    prices: tuple[PriceOrder, ...]
    from_day: date | None = None


class Priced(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A price from a day on; `over` is the ceiling that it lies above, with approval."""

    from_day: date
    amount: Rupiah | None = None
    item: int = 0
    pack: str = ""
    tier: str = "all"
    least: str = "0"
    over: Rupiah | None = None


class PricesSet(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Prices of several items."""

    prices: tuple[Priced, ...]


@operation("goods.set_prices", version=1)
class SetPrices(Operation[PricesOrder, PricesSet]):
    """Set what items cost from a day on."""

    sentence = N_("Menetapkan harga jual")
    daily = False

    def decide(self, work: Work, order: PricesOrder) -> PricesSet:
        """Today or later; above a ceiling only with a second person."""
        start = order.from_day or work.today
        if start < work.today:
            reason = _(
                N_("harga tidak berlaku mundur, karena struk yang lalu memakai harga hari itu")
            )
            raise BadField(name="from_day", reason=reason, field="from_day")
        if not order.prices:
            raise BadField(name="prices", reason=_(N_("belum ada isinya")), field="prices")
        return PricesSet(
            prices=tuple(_priced(work, each, start, n) for n, each in enumerate(order.prices))
        )

    def apply(self, books: Books, fact: PricesSet) -> None:
        """The prices from their day on."""
        keep(books, fact.prices)

    def refers_to(self, fact: PricesSet) -> set[int]:
        """The items."""
        return {each.item for each in fact.prices}


def _priced(work: Work, order: PriceOrder, start: date, n: int) -> Priced:
    """One price as the fact holds it. Raises BadField, NeedsApproval."""
    field = f"prices[{n}]"
    item = queries.require_item(work, order.item, field=f"{field}.item")
    factor = queries.pack_factor(work, item, order.pack.strip(), field=f"{field}.pack")
    pack = "" if order.pack.strip() == item.unit else order.pack.strip()
    least = rules.thousandths(order.least, field=f"{field}.least")
    if least < 0:
        raise BadField(name="least", reason=_(N_("tidak boleh negatif")), field=f"{field}.least")
    amount = order.amount
    if amount is None:
        if order.tier == "all" and least == 0 and not pack:
            reason = _(
                N_("harga satuan tidak dapat dikosongkan; tutup barangnya bila tidak dijual")
            )
            raise BadField(name="amount", reason=reason, field=f"{field}.amount")
    else:
        require_amount(amount, f"{field}.amount")
    return Priced(
        item=item.key,
        from_day=start,
        amount=amount,
        pack=pack,
        tier=order.tier,
        least=rules.decimal(least),
        over=_ceiling_crossed(work, item, start, amount, factor),
    )


def _ceiling_crossed(
    work: Work, item: queries.Item, start: date, amount: Rupiah | None, factor: int
) -> Rupiah | None:
    """The ceiling that a price lies above, if any; then a second person is needed."""
    ceiling = queries.ceiling_on(work, item, start)
    if ceiling is None or amount is None or amount <= rules.times(ceiling.amount, factor):
        return None
    if work.approver is None:
        raise NeedsApproval(
            N_(
                "Harga {item} {amount} di atas harga eceran tertinggi {ceiling} ({decision}). "
                "Turunkan harganya, atau mintalah persetujuan orang kedua."
            ),
            operation=_(SetPrices.sentence),
            item=item.name,
            amount=wording.rupiah(amount),
            ceiling=wording.rupiah(rules.times(ceiling.amount, factor)),
            decision=ceiling.decision,
            field="prices",
        )
    return rules.times(ceiling.amount, factor)


def require_amount(amount: Rupiah, field: str) -> Rupiah:
    """A price that can be one. Raises BadField."""
    if not NOTHING <= amount < _LARGEST:
        reason = _(N_("harga tidak boleh negatif atau terlalu besar"))
        raise BadField(name="amount", reason=reason, field=field)
    return amount


def keep(books: Books, prices: Iterable[Priced]) -> None:
    """Prices from their day on; the latest word about a day counts."""
    for each in prices:
        books.change(
            _PRICE,
            item=each.item,
            pack=each.pack,
            tier=each.tier,
            least=rules.thousandths(each.least),
            from_day=each.from_day.isoformat(),
            amount=None if each.amount is None else int(each.amount),
            fact=books.stamp.key,
        )


def require_readable(prices: Iterable[Priced]) -> None:
    """Refuse prices with impossible amounts, tiers or quantities. Raises BadField."""
    for each in prices:
        if each.tier not in rules.TIER_WORDS or each.amount is None:
            raise BadField(name="tier", reason=each.tier, field="prices")
        require_amount(each.amount, "prices")
        rules.thousandths(each.least)


class CeilingOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """The highest price of an item's unit from a day on, in a region (code), by which decision."""

    item: int | str
    amount: Rupiah
    from_day: date
    decision: str
    region: str = ""


class CeilingSet(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """The highest price of an item's unit from a day on, in a region, by which decision."""

    item: int
    amount: Rupiah
    from_day: date
    decision: str
    region: str = ""


@operation("goods.set_ceiling", version=1)
class SetCeiling(Operation[CeilingOrder, CeilingSet]):
    """Note the highest lawful price (HET) of an item."""

    sentence = N_("Menetapkan harga eceran tertinggi")
    daily = False

    def decide(self, work: Work, order: CeilingOrder) -> CeilingSet:
        """An amount, a decision, a region by its digits (empty for everywhere)."""
        item = queries.require_item(work, order.item)
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        if not order.decision.strip():
            reason = _(N_("nomor keputusan harus diisi"))
            raise BadField(name="decision", reason=reason, field="decision")
        region = order.region.replace(".", "").strip()
        if region and not (region.isascii() and region.isdigit()):
            reason = _(N_("kode wilayah terdiri dari angka, misalnya 33.10"))
            raise BadField(name="region", reason=reason, field="region")
        return CeilingSet(
            item=item.key,
            amount=order.amount,
            from_day=order.from_day,
            decision=order.decision.strip(),
            region=region,
        )

    def apply(self, books: Books, fact: CeilingSet) -> None:
        """The ceiling from its day on."""
        books.change(
            _CEILING,
            item=fact.item,
            region=fact.region,
            from_day=fact.from_day.isoformat(),
            amount=int(fact.amount),
            decision=fact.decision,
        )

    def refers_to(self, fact: CeilingSet) -> tuple[int, ...]:
        """The item."""
        return (fact.item,)
