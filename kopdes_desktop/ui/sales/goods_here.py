"""What the till knows of goods without asking anybody: the shelf, what lies there, what spoils."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

from msgspec import Struct

from kopdes_desktop.goods import queries
from kopdes_desktop.goods.queries import Category
from kopdes_desktop.goods.rules import shown, times
from kopdes_desktop.goods.shelf import Hit, Shelf, Shelved
from kopdes_desktop.inventory import lots, stock
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.kernel.wording import rupiah, short_day
from kopdes_desktop.office.books import Reading
from kopdes_desktop.sales.cart import Cart, CartLine

#: Goods that expire within so many days are looked at before they are sold.
_SOON = 7


class GoodsHere(Struct):
    """The shelf of one place on one day, and the sorted codes on it."""

    shelf: Shelf
    place: str
    held: dict[int, int]
    codes: list[str]
    everything: list[Shelved]
    categories: list[Category]
    expires: dict[int, str]
    until: str

    def knows(self, code: str) -> bool:
        """Whether something bears exactly this code."""
        return bool(self.shelf.scan(code))

    def begins(self, typed: str) -> bool:
        """Whether a code that something bears may begin so."""
        at = bisect_left(self.codes, typed.upper())
        return at < len(self.codes) and self.codes[at].startswith(typed.upper())

    def line(self, hit: Hit, quantity: int | None) -> CartLine:
        """What a scan puts into the cart; a scale's weight counts unless one was typed."""
        item = hit.shelved.item
        amount = quantity if quantity is not None else hit.quantity
        return CartLine(
            item.key,
            item.name,
            hit.pack or item.unit,
            THOUSAND if amount is None else amount,
            pack=hit.pack,
            size=hit.shelved.packs.get(hit.pack, THOUSAND),
        )

    def price(self, key: int, pack: str, count: int, member: bool) -> Rupiah | None:  # noqa: FBT001  as the cart asks
        """What the price list says today."""
        of = self.shelf.get(key)
        return None if of is None else self.shelf.price(of, member=member, pack=pack, count=count)

    def warning(self, cart: Cart, line: CartLine) -> str:
        """What the clerk should know of a line before it is paid; nothing where all is well."""
        of = self.shelf.get(line.item)
        if of is None:
            return _("{name} tidak dijual lagi.").format(name=line.name)
        ceiling = self.shelf.ceiling(of)
        if ceiling is not None and line.net > times(ceiling.amount, line.base):
            return _("{name} di atas HET {ceiling} per {unit}.").format(
                name=line.name, ceiling=rupiah(ceiling.amount), unit=of.item.unit
            )
        if not line.priced:
            return _("{name} belum punya harga: Ctrl+F6 mengetik harganya.").format(name=line.name)
        expires = self.expires.get(line.item, "")
        if expires and expires <= self.until:
            return _("{name} di rak kedaluwarsa {day}: periksa tanggalnya.").format(
                name=line.name, day=short_day(date.fromisoformat(expires))
            )
        if of.item.kind == "goods":
            taken = sum(each.base for each in cart.lines if each.item == line.item)
            left = self.held.get(line.item, 0)
            if taken > left:
                return _("Stok {name} menurut catatan tinggal {left} {unit}.").format(
                    name=line.name, left=shown(left), unit=of.item.unit
                )
        return ""

    def price_words(self, hit: Hit) -> str:
        """Everything there is to say of a price, in one line."""
        of, item = hit.shelved, hit.shelved.item
        told = [f"{item.name} ({hit.pack or item.unit})"]
        for words, member in ((_("umum"), False), (_("anggota"), True)):
            price = self.shelf.price(of, member=member, pack=hit.pack)
            told.append(f"{words} {rupiah(price)}" if price is not None else f"{words} –")
        for pack in of.packs:
            price = self.shelf.price(of, member=False, pack=pack)
            if pack != hit.pack and price is not None:
                told.append(f"{pack} {rupiah(price)}")
        ceiling = self.shelf.ceiling(of)
        if ceiling is not None:
            told.append(_("HET {amount}").format(amount=rupiah(ceiling.amount)))
        told.append(_("stok {n} {unit}").format(n=self.count(item.key), unit=item.unit))
        return "  ·  ".join(told)

    def count(self, key: int) -> str:
        """How much lies here, as people write it."""
        return shown(self.held.get(key, 0))


def load(read: Reading, day: date, place: str) -> GoodsHere:
    """Read everything; on the database's thread."""
    shelf = Shelf.load(read, day)
    everything = shelf.find("", len(shelf))
    codes = {each.item.code.upper() for each in everything}
    for each in everything:
        codes.update(code.code.upper() for code in each.codes)
    held = stock_now(read, place)
    known = (sorted(codes), everything, queries.categories(read))
    until = (day + timedelta(days=_SOON)).isoformat()
    return GoodsHere(shelf, place, held, *known, _first_out(read, place, everything), until)


def _first_out(read: Reading, place: str, everything: list[Shelved]) -> dict[int, str]:
    """The day on which the oldest of each item here expires, where that is known."""
    found = {}
    for each in everything:
        if each.item.tracked:
            dated = [lot.expires for lot in lots.lots(read, place, each.item.key) if lot.expires]
            if dated:
                found[each.item.key] = dated[0]
    return found


def stock_now(read: Reading, place: str) -> dict[int, int]:
    """What lies in a place, in thousandths."""
    return {item: held.quantity for item, held in stock.on_hand(read, place).items()}
