"""What the screen of goods asks of the books; on the database's thread."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from kopdes_desktop.goods import queries
from kopdes_desktop.goods.queries import Category, Item
from kopdes_desktop.goods.rules import (
    DEFAULT_LINI,
    KIND_WORDS,
    LINI_WORDS,
    PriceRow,
    decimal,
    shown,
    times,
)
from kopdes_desktop.goods.shelf import Shelf, Shelved
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import rupiah, short_day
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.door import Session

RIGHT = "read.goods"
ADD, CHANGE = "goods.add_item", "goods.change_item"
BARCODE, DROP = "goods.add_barcode", "goods.drop_barcode"
PACKS, PRICES, CEILING = "goods.set_packs", "goods.set_prices", "goods.set_ceiling"
CATEGORY = "goods.add_category"
DEEDS = (ADD, CHANGE, BARCODE, DROP, PACKS, PRICES, CEILING, CATEGORY)


class Row(Struct, frozen=True):
    """A line of the list; what it costs is looked up when the line is looked at."""

    shelved: Shelved
    shelf: Shelf
    category: str

    @property
    def item(self) -> Item:
        """The item."""
        return self.shelved.item

    @property
    def price(self) -> Rupiah | None:
        """What everybody pays for one unit today."""
        return self.shelf.price(self.shelved, member=False)

    @property
    def member(self) -> Rupiah | None:
        """What a member pays, where that is less."""
        price, member = self.price, self.shelf.price(self.shelved, member=True)
        return member if member is not None and (price is None or member < price) else None


class GoodsNow(Struct, frozen=True):
    """Everything that is sold, what was, and what may be done by the one who sits here."""

    shelf: Shelf
    closed: tuple[Item, ...]
    categories: tuple[Category, ...]
    may: frozenset[str]
    names: dict[int, str]

    def rows(self, found: list[Shelved]) -> list[Row]:
        """Items as lines of the list."""
        called = {each.code: each.name for each in self.categories}
        return [Row(x, self.shelf, called.get(x.item.category or "", "")) for x in found]

    def knows(self, code: str) -> bool:
        """Whether something bears exactly this code."""
        return bool(self.shelf.scan(code))

    def begins(self, typed: str) -> bool:
        """Whether a code that something bears may begin so."""
        return bool(typed) and bool(self.shelf.find(typed, 1))


def goods_now(session: Session) -> GoodsNow:
    """Read it."""
    office = session.office
    may = frozenset(code for code in DEEDS if office.may(code) is not Level.NO)
    return office.read(RIGHT, _goods_now, office.today(), may)


def _goods_now(read: Reading, day: date, may: frozenset[str]) -> GoodsNow:
    every = queries.items(read, closed=True)
    return GoodsNow(
        Shelf.load(read, day),
        tuple(each for each in every if not each.open),
        tuple(queries.categories(read)),
        may,
        {each.key: each.name for each in every},
    )


class PriceLine(Struct, frozen=True):
    """A price as the list of prices shows it: from when, of what, for whom, how much."""

    row: PriceRow
    unit: str
    state: str

    @property
    def what(self) -> str:
        """The pack or unit, from how many on, and for whom."""
        told = [self.row.pack or self.unit]
        if self.row.least:
            told.append(_("mulai {n}").format(n=shown(self.row.least)))
        if self.row.tier == "member":
            told.append(_("anggota"))
        return ", ".join(told)


def price_lines(of: Shelved, day: date) -> list[PriceLine]:
    """Every price, the coming ones first, then those that count, then the past."""
    today = day.isoformat()
    latest: dict[tuple[str, str, int], str] = {}
    for row in of.rows:
        if row.from_day <= today:
            place = (row.pack, row.tier, row.least)
            latest[place] = max(latest.get(place, ""), row.from_day)
    lines = []
    for row in of.rows:
        if row.from_day > today:
            state = "coming"
        elif latest[row.pack, row.tier, row.least] == row.from_day and row.amount is not None:
            state = "now"
        else:
            state = "past"
        lines.append(PriceLine(row, of.item.unit, state))
    order = ["coming", "now", "past"]
    return sorted(lines, key=lambda each: (order.index(each.state), each.row.pack, each.row.tier))


def endable(of: Shelved, day: date) -> list[PriceLine]:
    """Prices beside the unit's own that count today or are to come: each can end."""
    return [
        each
        for each in price_lines(of, day)
        if each.state != "past"
        and each.row.amount is not None
        and (each.row.pack, each.row.tier, each.row.least) != ("", "all", 0)
    ]


def pairs(row: Row, now: GoodsNow) -> Iterator[tuple[str, str]]:
    """What there is to know of an item, line by line; what is usual goes without saying."""
    item, of = row.item, row.shelved
    yield _("Kode"), item.code
    if of.codes:
        yield _("Barcode"), ", ".join(map(_coded, of.codes))
    packs = [
        _("{pack} = {n} {unit}").format(pack=name, n=shown(factor), unit=item.unit)
        for name, factor in of.packs.items()
    ]
    yield _("Satuan"), ", ".join([item.unit, *packs])
    if row.category:
        yield _("Kategori"), row.category
    if (item.kind, item.lini) != ("goods", DEFAULT_LINI):
        lini = _(LINI_WORDS.get(item.lini, item.lini))
        yield _("Jenis"), f"{_(KIND_WORDS[item.kind])}, {lini}"
    if of.parts:
        yield (
            _("Isi paket"),
            ", ".join(f"{shown(n)} × {now.names.get(key, key)}" for key, n in of.parts.items()),
        )
    if item.minimum:
        yield _("Stok minimum"), f"{shown(item.minimum)} {item.unit}"
    if item.margin is not None:
        yield _("Margin"), f"{item.margin.replace('.', ',')} %"
    ceiling = now.shelf.ceiling(of)
    if ceiling is not None:
        since = short_day(ceiling.from_day)
        yield (
            _("HET"),
            _("{amount} per {unit} sejak {day} ({decision})").format(
                amount=rupiah(ceiling.amount), unit=item.unit, day=since, decision=ceiling.decision
            ),
        )


def _coded(code: queries.Barcode) -> str:
    return f"{code.code} ({code.pack})" if code.pack else code.code


def coming(row: Row, now: GoodsNow) -> str:
    """The next price of the unit for everybody, if one is set."""
    today = now.shelf.day.isoformat()
    ahead = [
        each
        for each in row.shelved.rows
        if each.from_day > today and (each.pack, each.tier, each.least) == ("", "all", 0)
    ]
    nearest = min(ahead, key=lambda each: each.from_day, default=None)
    if nearest is None or nearest.amount is None:
        return ""
    return _("Mulai {day} harganya {amount}.").format(
        day=short_day(date.fromisoformat(nearest.from_day)), amount=rupiah(nearest.amount)
    )


def warning(row: Row, now: GoodsNow) -> str:
    """What wants a second look: no price, or one above the ceiling, now or to come."""
    of = row.shelved
    if row.price is None:
        return _("Belum ada harga jual. F6 menetapkannya.")
    ceiling = now.shelf.ceiling(of)
    if ceiling is not None:
        over = [
            each.pack or row.item.unit
            for each in of.rows
            if each.amount is not None
            and each.amount > times(ceiling.amount, of.packs.get(each.pack, 1000))
            and (each.from_day > now.shelf.day.isoformat() or each.amount == row.price)
        ]
        if over:
            return _("Harga di atas HET {amount}: {what}.").format(
                amount=rupiah(ceiling.amount), what=", ".join(over)
            )
    return ""


def packs_with(of: Shelved, name: str, factor: str) -> list[dict[str, str]]:
    """The packs of an item with one more, another size of one, or (factor "") one less."""
    left = {pack: decimal(n) for pack, n in of.packs.items() if pack != name}
    if factor:
        left[name] = factor
    return [{"name": pack, "factor": n} for pack, n in left.items()]
