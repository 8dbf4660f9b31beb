"""Items, what finds them, what they cost on a day, and what they may cost at most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.goods import rules
from kopdes_desktop.goods.rules import PriceRow
from kopdes_desktop.goods.tables import BARCODE, CATEGORY, CEILING, ITEM, PACK, PART, PRICE
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import VILLAGE, setting

_COLUMNS = tuple(each for each in ITEM.c if each.name != "voided")
_STANDING = ITEM.c.voided == 0
_BY_KEY = Statement(select(*_COLUMNS).where(ITEM.c.key == bindparam("of_key")), steady=True)
_BY_CODE = Statement(
    select(*_COLUMNS)
    .where(ITEM.c.code == bindparam("of_code"), _STANDING)
    .order_by(ITEM.c.open.desc(), ITEM.c.key),
    steady=True,
)
_BY_BARCODE = Statement(
    select(*_COLUMNS, BARCODE.c.pack)
    .join(BARCODE, BARCODE.c.item == ITEM.c.key)
    .where(BARCODE.c.code == bindparam("of_code"), _STANDING)
    .order_by(ITEM.c.key),
    steady=True,
)
_ITEMS = Statement(select(*_COLUMNS).where(_STANDING).order_by(ITEM.c.name, ITEM.c.key))
_LAST_CODE = Statement(
    select(ITEM.c.code)
    .where(ITEM.c.code.op("GLOB")(bindparam("of_form")))
    .order_by(ITEM.c.code.desc())
    .limit(1)
)
_PACKS = Statement(
    select(PACK.c.name, PACK.c.factor)
    .where(PACK.c.item == bindparam("of_item"))
    .order_by(PACK.c.factor, PACK.c.name),
    steady=True,
)
_ALL_PACKS = Statement(select(PACK).order_by(PACK.c.item, PACK.c.factor, PACK.c.name))
_PARTS = Statement(
    select(PART.c.item, PART.c.quantity)
    .where(PART.c.bundle == bindparam("of_bundle"))
    .order_by(PART.c.item),
    steady=True,
)
_ALL_PARTS = Statement(select(PART).order_by(PART.c.bundle, PART.c.item))
_BARCODES = Statement(
    select(BARCODE.c.code, BARCODE.c.pack)
    .where(BARCODE.c.item == bindparam("of_item"))
    .order_by(BARCODE.c.code)
)
_ALL_BARCODES = Statement(select(BARCODE).order_by(BARCODE.c.item, BARCODE.c.code))
_CATEGORIES = Statement(select(CATEGORY).order_by(CATEGORY.c.name, CATEGORY.c.code), steady=True)
_CATEGORY = Statement(select(CATEGORY).where(CATEGORY.c.code == bindparam("of_code")), steady=True)
_PRICES = Statement(
    select(PRICE.c.pack, PRICE.c.tier, PRICE.c.least, PRICE.c.from_day, PRICE.c.amount)
    .where(PRICE.c.item == bindparam("of_item"))
    .order_by(PRICE.c.pack, PRICE.c.tier, PRICE.c.least, PRICE.c.from_day),
    steady=True,
)
_ALL_PRICES = Statement(
    select(
        PRICE.c.item, PRICE.c.pack, PRICE.c.tier, PRICE.c.least, PRICE.c.from_day, PRICE.c.amount
    ).order_by(PRICE.c.item, PRICE.c.pack, PRICE.c.tier, PRICE.c.least, PRICE.c.from_day)
)
_CEILINGS = Statement(
    select(CEILING).order_by(CEILING.c.item, CEILING.c.region, CEILING.c.from_day), steady=True
)

#: Books of what moved: each entered here knows whether anything of an item ever did.
MOVED: list[Callable[[Reading, int], bool]] = []


class Item(Struct, frozen=True):
    """What the outlet sells. `minimum` is in thousandths of the unit, `margin` in percent."""

    key: int
    code: str
    name: str
    kind: str
    account: str | None
    lini: str
    category: str | None
    unit: str
    minimum: int
    margin: str | None
    weighed: bool
    tracked: bool
    program: str | None
    owner: int | None
    open: bool


class Match(Struct, frozen=True):
    """An item that a barcode stands on, and the pack it is printed on (empty: the base unit)."""

    item: Item
    pack: str


class Barcode(Struct, frozen=True):
    """A barcode and the pack that it is printed on."""

    code: str
    pack: str


class Category(Struct, frozen=True):
    """A group of items; `margin` in percent where it has one of its own."""

    code: str
    name: str
    margin: str | None


class Ceiling(Struct, frozen=True):
    """The highest lawful price (HET) of a base unit from a day on, in a region."""

    item: int
    region: str
    from_day: date
    amount: Rupiah
    decision: str


def _item(row: tuple[object, ...]) -> Item:
    key, code, name, kind, account, lini, category, unit, minimum, margin, *rest = row
    weighed, tracked, program, owner, is_open = rest
    return Item(
        key,  # type: ignore[arg-type]
        code,  # type: ignore[arg-type]
        name,  # type: ignore[arg-type]
        kind,  # type: ignore[arg-type]
        account,  # type: ignore[arg-type]
        lini,  # type: ignore[arg-type]
        category,  # type: ignore[arg-type]
        unit,  # type: ignore[arg-type]
        minimum,  # type: ignore[arg-type]
        margin,  # type: ignore[arg-type]
        weighed=bool(weighed),
        tracked=bool(tracked),
        program=program,  # type: ignore[arg-type]
        owner=owner,  # type: ignore[arg-type]
        open=bool(is_open),
    )


def _first_item(rows: list[tuple[Any, ...]]) -> Item | None:
    return _item(rows[0]) if rows else None


def item(read: Reading, name: int | str) -> Item | None:
    """An item by key, by its own code, or by a barcode that stands on one item only.

    Of several with one code, one that is open, then the first key. A key finds also an item whose
    import was undone: its moves keep its name.
    """
    if isinstance(name, int):
        return read.made(_first_item, _BY_KEY, of_key=name)
    if same := with_code(read, name):
        return same[0]
    matches = by_barcode(read, name)
    return matches[0].item if len({each.item.key for each in matches}) == 1 else None


def with_code(read: Reading, code: str) -> list[Item]:
    """Every item whose own code this is; two laptops may have given it at the same time."""
    return [_item(row) for row in read.rows(_BY_CODE, of_code=code)]


def require_item(read: Reading, name: int | str, *, field: str = "item") -> Item:
    """An item. Raises BadField."""
    found = item(read, name)
    if found is None:
        several = not isinstance(name, int) and len(by_barcode(read, name)) > 1
        words = (
            N_("kode {name} tertulis pada beberapa barang; pilih salah satu dengan kodenya sendiri")
            if several
            else N_("barang {name} tidak ada; cari dengan namanya, atau buat barang baru")
        )
        raise BadField(name=field, reason=_(words).format(name=name), field=field)
    return found


def by_barcode(read: Reading, code: str) -> list[Match]:
    """Every item that a barcode stands on: the open ones, or the closed where none is open."""
    found = [Match(_item(row[:-1]), row[-1]) for row in read.rows(_BY_BARCODE, of_code=code)]
    return [each for each in found if each.item.open] or found


def items(
    read: Reading,
    *,
    kind: str | None = None,
    category: str | None = None,
    closed: bool = False,
) -> list[Item]:
    """All items by name; those no longer sold only when asked for."""
    return [
        each
        for each in map(_item, read.rows(_ITEMS))
        if (closed or each.open) and kind in {None, each.kind} and category in {None, each.category}
    ]


def last_code(read: Reading, series: str) -> int:
    """The number in the last code that a device of this series gave by itself; 0 before."""
    found = read.value(_LAST_CODE, of_form=series + "[0-9]" * CODE_DIGITS)
    return int(found[len(series) :]) if found else 0


CODE_DIGITS = 5


def packs(read: Reading, of_item: int) -> dict[str, int]:
    """The packs of an item: how many thousandths of its base unit each holds, smallest first."""
    return dict(read.rows(_PACKS, of_item=of_item))


def pack_factor(read: Reading, of: Item, pack: str, *, field: str = "pack") -> int:
    """How many thousandths of the base unit a pack holds; 1000 for the base unit. BadField."""
    if pack in {"", of.unit}:
        return THOUSAND
    factor = packs(read, of.key).get(pack)
    if factor is None:
        reason = _(N_("{item} tidak mempunyai kemasan {pack}")).format(item=of.name, pack=pack)
        raise BadField(name=field, reason=reason, field=field)
    return factor


def all_packs(read: Reading) -> dict[int, dict[str, int]]:
    """The packs of every item."""
    found: dict[int, dict[str, int]] = {}
    for key, name, factor in read.rows(_ALL_PACKS):
        found.setdefault(key, {})[name] = factor
    return found


def parts(read: Reading, bundle: int) -> dict[int, int]:
    """What one of a bundle holds: thousandths of each item's base unit."""
    return dict(read.rows(_PARTS, of_bundle=bundle))


def all_parts(read: Reading) -> dict[int, dict[int, int]]:
    """What every bundle holds."""
    found: dict[int, dict[int, int]] = {}
    for bundle, key, quantity in read.rows(_ALL_PARTS):
        found.setdefault(bundle, {})[key] = quantity
    return found


def barcodes(read: Reading, of_item: int) -> list[Barcode]:
    """The barcodes of an item."""
    return [Barcode(*row) for row in read.rows(_BARCODES, of_item=of_item)]


def all_barcodes(read: Reading) -> dict[int, list[Barcode]]:
    """The barcodes of every item."""
    found: dict[int, list[Barcode]] = {}
    for code, key, pack in read.rows(_ALL_BARCODES):
        found.setdefault(key, []).append(Barcode(code, pack))
    return found


def categories(read: Reading) -> list[Category]:
    """All categories by name."""
    return [Category(*row) for row in read.rows(_CATEGORIES)]


def category(read: Reading, code: str) -> Category | None:
    """A category by its code."""
    row = read.row(_CATEGORY, of_code=code)
    return Category(*row) if row is not None else None


def margin_of(read: Reading, of: Item) -> Decimal | None:
    """The margin in percent that a price is to have: the item's own, or its category's."""
    if of.margin is not None:
        return Decimal(of.margin)
    found = category(read, of.category) if of.category is not None else None
    return Decimal(found.margin) if found is not None and found.margin is not None else None


# --- prices ---------------------------------------------------------------------------------------


def prices(read: Reading, of_item: int) -> list[PriceRow]:
    """Every price of an item, past ones and coming ones too."""
    return [*read.made(_price_rows, _PRICES, of_item=of_item)]


def _price_rows(rows: list[tuple[Any, ...]]) -> tuple[PriceRow, ...]:
    return tuple(map(PriceRow._make, rows))


def all_prices(read: Reading) -> dict[int, list[PriceRow]]:
    """Every price of every item."""
    found: dict[int, list[PriceRow]] = {}
    for key, *row in read.rows(_ALL_PRICES):
        found.setdefault(key, []).append(PriceRow(*row))
    return found


def price_at(
    read: Reading,
    of: Item,
    day: date,
    *,
    member: bool,
    pack: str = "",
    count: int = THOUSAND,
) -> Rupiah | None:
    """The price of one pack (or base unit) on a day when so many thousandths of it are bought."""
    rows = read.made(_price_rows, _PRICES, of_item=of.key)
    held = packs(read, of.key) if pack else {}
    pack = "" if pack == of.unit else pack
    return rules.price_of(rows, held, day.isoformat(), member=member, pack=pack, count=count)


def ceilings(read: Reading, of_item: int | None = None) -> list[Ceiling]:
    """All ceilings, or those of one item."""
    known = ceilings_by_item(read)
    if of_item is not None:
        return [*known.get(of_item, ())]
    return [each for several in known.values() for each in several]


def ceilings_by_item(read: Reading) -> Mapping[int, Sequence[Ceiling]]:
    """The ceilings of every item that has one."""
    return read.made(_by_item, _CEILINGS)


def _by_item(rows: list[tuple[Any, ...]]) -> Mapping[int, Sequence[Ceiling]]:
    """Only few goods have one: all of them are kept together."""
    found: dict[int, list[Ceiling]] = {}
    for key, region, day, amount, decision in rows:
        made = Ceiling(key, region, date.fromisoformat(day), Rupiah(amount), decision)
        found.setdefault(key, []).append(made)
    return found


def ceiling_at(read: Reading, of: Item, day: date) -> Rupiah | None:
    """The highest lawful price of a base unit on a day; None where nothing limits it."""
    found = ceiling_on(read, of, day)
    return found.amount if found is not None else None


def ceiling_on(read: Reading, of: Item, day: date) -> Ceiling | None:
    """The ceiling that counts on a day: that of the nearest region around this village."""
    return nearest_ceiling(ceilings(read, of.key), setting(read, VILLAGE), day)


def nearest_ceiling(known: Iterable[Ceiling], village: str, day: date) -> Ceiling | None:
    """Of an item's ceilings the one that counts: longest region first, then the latest day."""
    home = village.replace(".", "")
    fitting = [each for each in known if each.from_day <= day and home.startswith(each.region)]
    return max(fitting, key=lambda each: (len(each.region), each.from_day), default=None)
