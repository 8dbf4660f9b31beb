"""Goods into the cart: scanned, typed, found by letters; how many, at what price, how much off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from kopdes_desktop.goods import typed
from kopdes_desktop.goods.rules import shown
from kopdes_desktop.goods.shelf import Hit, Shelved
from kopdes_desktop.kernel.ean import is_ean
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.sales.cart import CartLine, require_percent
from kopdes_desktop.ui.kit.grouping import amount_of
from kopdes_desktop.ui.sales import found_list
from kopdes_desktop.ui.sales.code_line import Question
from kopdes_desktop.ui.sales.counter import Counter
from kopdes_desktop.ui.sales.found_list import Found
from kopdes_desktop.ui.sales.till_view import TillView

_MOST_FOUND = 50
#: The shortest barcode; what the clerk typed before a scan stands before it.
_SHORTEST_CODE = 8


class Ringing(QObject):
    """Asks the line for goods, and for what belongs to the marked line of the cart."""

    #: Enter on the empty line.
    paid = Signal()

    def __init__(self, counter: Counter, view: TillView) -> None:
        super().__init__(view)
        self._counter, self._view = counter, view
        self._code = view.code
        self._unsure: list[tuple[list[Hit], int | None]] = []
        self.unknown_code = ""

    # -- the question of goods

    def ask(self) -> None:
        """Ready for the next code, once it is said what the last ones mean."""
        self._view.show_goods()
        self._code.ask(
            Question(
                _("Kode, nama barang, atau jumlah*kode"),
                self._take,
                self._hint(),
                self._follow,
                of_goods=True,
            )
        )
        while self._unsure and self._code.question.of_goods:
            self.put_in(*self._unsure.pop(0))

    def _hint(self) -> str:
        if self._counter.sale.empty:
            return _("Pindai barang, atau ketik huruf namanya. 3*kode untuk tiga buah.")
        return _("Enter di baris kosong: bayar.")

    def search(self) -> None:
        """Everything on the shelf, to be narrowed by letters."""
        self.ask()
        self._offer("")

    def _follow(self, text: str) -> None:
        """Letters look for goods; digits are a code on its way."""
        words = _behind_star(text)
        if any(sign.isalpha() for sign in words):
            self._offer(words)
        else:
            self._view.hide_found()

    def _offer(self, words: str) -> None:
        goods = self._counter.goods
        if goods is None:
            return
        rows = [self._found(each) for each in goods.shelf.find(words, _MOST_FOUND)]
        told = _("{n} barang cocok. Enter mengambil yang ditandai.").format(n=len(rows))
        none = _("Tidak ada barang yang cocok. Ctrl+N membuat barang baru.")
        self._view.found.offer(told if rows else none, rows, self._take_found)
        self._view.show_found()

    def _found(self, of: Shelved, pack: str = "") -> Found:
        goods = self._counter.goods
        member = self._counter.sale.buyer is not None
        price = goods.shelf.price(of, member=member, pack=pack) if goods else None
        about = _("{unit}, stok {n}").format(
            unit=pack or of.item.unit, n=goods.count(of.item.key) if goods else ""
        )
        return Found(of.item.code, of.item.name, about, found_list.amount(price), Hit(of, pack))

    def _take_found(self, hit: Hit) -> None:
        quantity = _count_before_star(self._code.line.text())
        self._code.clear()
        self._view.hide_found()
        self.put_in([hit], quantity)

    def _take(self, text: str) -> None:
        """Enter: pay, take what is marked, or read a code."""
        if not text and not self._view.finding:
            self.paid.emit()
        elif self._view.finding and not self._hits(_behind_star(text)):
            if not self._view.found.take():
                self._code.line.selectAll()
        else:
            self.read(text)

    def bears(self, code: str) -> bool:
        """Whether something bears this code."""
        return bool(self._hits(code))

    def take_code(self, code: str) -> None:
        """Scanned in front of another question, or of a dialog."""
        hits = self._hits(code)
        if hits:
            self.put_in(hits)
        else:
            self._tell_unknown(code)

    def read(self, text: str) -> None:
        """A code, perhaps with a count before it; raises BadField."""
        told = typed.parse(text)
        if not told.code:
            raise BadField(N_("Ketik kodenya setelah tanda bintang: 3*kode."), field="code")
        hits = self._hits(told.code)
        if not hits:
            self._miss(told.code)
            return
        self._code.clear()
        self._view.hide_found()
        self.put_in(hits, told.quantity)

    def _hits(self, code: str) -> list[Hit]:
        """What it means; where letters stood before a scan, what is scanned."""
        goods = self._counter.goods
        if goods is None:
            return []
        found = goods.shelf.scan(code)
        for start in range(1, len(code) - _SHORTEST_CODE + 1):
            found = found or goods.shelf.scan(code[start:])
        return found

    def _miss(self, code: str) -> None:
        """Nobody bears it: look for it among names, or let it become an item."""
        goods = self._counter.goods
        alike = goods.shelf.find(code, _MOST_FOUND) if goods is not None else []
        if alike and not is_ean(code):
            self.unknown_code = code
            self._offer(code)
            told = _("Kode {code} belum dikenal; yang mirip ada di daftar. Ctrl+N: barang baru.")
            self._code.say(told.format(code=code), "warning")
            return
        self._tell_unknown(code)
        self._code.line.selectAll()

    def _tell_unknown(self, code: str) -> None:
        self.unknown_code = code
        told = _("Kode {code} belum dikenal. Ctrl+N membuat barang baru dengan kode ini.")
        self._code.say(told.format(code=code), "warning")

    # -- into the cart

    def put_in(self, hits: Sequence[Hit], quantity: int | None = None) -> None:
        """What a scan means, once it is clear which item it is and how much of it."""
        goods, hit = self._counter.goods, hits[0]
        if goods is None:
            return
        several = len({each.shelved.item.key for each in hits}) > 1
        unweighed = hit.shelved.item.weighed and quantity is None and hit.quantity is None
        if (several or (unweighed and not hit.pack)) and not self._code.question.of_goods:
            self._unsure.append((list(hits), quantity))
            self._code.say(_("{name}: ditanyakan sesudah ini.").format(name=hit.shelved.item.name))
        elif several:
            self._ask_which(hits, quantity)
        elif unweighed and not hit.pack:
            self._ask_weight(goods.line(hit, quantity))
        else:
            self._add(goods.line(hit, quantity))

    def _add(self, line: CartLine) -> None:
        self._counter.add(line)
        if not self._code.question.of_goods:
            self._code.say(_("{name} masuk keranjang.").format(name=line.name), "good")
        elif not self._code.line.text():
            self._code.say(self._hint())

    def _ask_which(self, hits: Sequence[Hit], quantity: int | None) -> None:
        """One code on several items: the clerk says which, the queue goes on meanwhile."""
        rows = [self._found(hit.shelved, hit.pack) for hit in hits]
        told = _("Kode ini tertulis pada {n} barang. Panah memilih, Enter mengambil.")
        then = partial(self._take_one, quantity)
        self._view.found.offer(told.format(n=len(rows)), rows, then)
        self._view.show_found()
        note = _("Esc: tidak jadi.")
        self._code.ask(Question(_("Barang yang mana?"), self._take_marked, note, scanned=True))

    def _take_marked(self, _text: str) -> None:
        self._view.found.take()

    def _take_one(self, quantity: int | None, hit: Hit) -> None:
        self.ask()
        self.put_in([hit], quantity)

    def _ask_weight(self, line: CartLine) -> None:
        self._code.ask(
            Question(
                _("Berat {name} ({unit})").format(name=line.name, unit=line.unit),
                partial(self._weigh, line),
                _("Contoh 0,25 untuk seperempat. Esc: tidak jadi."),
                scanned=True,
            )
        )

    def _weigh(self, line: CartLine, text: str) -> None:
        weight = typed.quantity(text)
        self.ask()
        self._add(replace(line, quantity=weight))

    def must_answer(self) -> bool:
        """Ask first what goods that were scanned wait for; False where none do."""
        if self._unsure:
            self.ask()
        if not self._code.question.scanned:
            return False
        self._code.say(
            _("Jawab ini dahulu: barangnya milik belanja ini. Esc: tidak jadi."), "warning"
        )
        return True

    # -- the marked line

    def _marked(self) -> tuple[int, CartLine] | None:
        at, lines = self._view.cart.marked(), self._counter.sale.cart.lines
        if at is None or not 0 <= at < len(lines):
            self._code.say(_("Keranjang masih kosong."), "warning")
            return None
        return at, lines[at]

    def ask_quantity(self) -> None:
        """How many of what is marked."""
        marked = self._marked()
        if marked is None:
            return
        at, line = marked
        self._code.ask(
            Question(
                _("Jumlah {name} ({unit})").format(name=line.name, unit=line.unit),
                partial(self._set_quantity, at),
                _("Sekarang {n}. Esc: tetap.").format(n=shown(line.quantity)),
            )
        )

    def _set_quantity(self, at: int, text: str) -> None:
        if text:
            self._counter.mend(at, quantity=typed.quantity(text))
        self.ask()

    def ask_off(self) -> None:
        """How much off what is marked; asked twice, off everything."""
        marked = self._marked()
        if marked is None:
            return
        at, line = marked
        if self._code.question.take == self._set_off_all:
            self.ask()
        elif self._code.question.words == _off_words(line):
            note = _("Rupiah, atau persen dengan tanda %: 5%. Kosong: tanpa potongan.")
            self._code.ask(Question(_("Potongan seluruh belanja"), self._set_off_all, note))
        else:
            note = _("Rupiah atau persen (5%). Kosong: tanpa. F6 lagi: seluruh belanja.")
            self._code.ask(Question(_off_words(line), partial(self._set_off, at), note))

    def _set_off(self, at: int, text: str) -> None:
        off, percent = _reduction(text)
        self._counter.mend(at, off=off, off_percent=percent)
        self.ask()

    def _set_off_all(self, text: str) -> None:
        off, percent = _reduction(text)
        cart = replace(self._counter.sale.cart, off=off, off_percent=percent)
        self._counter.change(cart)
        self.ask()

    def ask_price(self) -> None:
        """Another price for what is marked."""
        marked = self._marked()
        if marked is None:
            return
        at, line = marked
        self._code.ask(
            Question(
                _("Harga {name} per {unit}").format(name=line.name, unit=line.unit),
                partial(self._set_price, at),
                _("Kosong: harga daftar. Di luar wewenang Anda, orang kedua ditanya saat bayar."),
                money=True,
            )
        )

    def _set_price(self, at: int, text: str) -> None:
        self._counter.mend(at, typed=self._code.amount() if text else None)
        self.ask()

    def drop(self) -> None:
        """The marked line out of the cart again."""
        marked = self._marked()
        if marked is None:
            return
        at, line = marked
        self._counter.change(self._counter.sale.cart.remove(at), at)
        self._code.say(_("{name} dibuang. Ctrl+Z mengembalikannya.").format(name=line.name))

    def step(self, by: int) -> None:
        """One more or one less of what is marked."""
        marked = self._marked()
        if marked is not None:
            self._counter.step(marked[0], by)

    def undo(self) -> None:
        """The cart as it was before the last change."""
        if not self._counter.undo():
            self._code.say(_("Tidak ada yang dapat dikembalikan."), "warning")

    # -- prices

    def check(self) -> None:
        """What does it cost? Nothing goes into the cart."""
        self._view.hide_found()
        self._code.ask(
            Question(
                _("Cek harga: pindai atau ketik"),
                self._tell_price,
                _("Tidak masuk keranjang. Esc: selesai."),
                self._follow_check,
                of_goods=True,
            )
        )

    @property
    def checking(self) -> bool:
        """Whether only prices are asked."""
        return self._code.question.take == self._tell_price

    def _follow_check(self, text: str) -> None:
        self._follow(text)
        if self._view.finding:
            rows = list(self._view.found.table.rows.rows)
            self._view.found.offer(self._view.found.title.text(), rows, self._tell)

    def _tell_price(self, text: str) -> None:
        goods = self._counter.goods
        hits = goods.shelf.scan(text) if goods is not None and text else []
        if hits:
            self._tell(hits[0])
        elif self._view.finding:
            self._view.found.take()
        elif text:
            self._code.say(_("Kode {code} belum dikenal.").format(code=text), "warning")
            self._code.line.selectAll()

    def _tell(self, hit: Hit) -> None:
        goods = self._counter.goods
        if goods is None:
            return
        self._code.clear()
        self._view.hide_found()
        self._code.say(goods.price_words(hit), "good")


def _behind_star(text: str) -> str:
    return text.rpartition("*")[2].strip()


def _count_before_star(text: str) -> int | None:
    count, star, _rest = text.partition("*")
    return typed.quantity(count) if star else None


def _off_words(line: CartLine) -> str:
    return _("Potongan {name}").format(name=line.name)


def _reduction(text: str) -> tuple[Rupiah, str]:
    """Rupiah off, or a percentage. Raises BadField."""
    if text.endswith("%"):
        return NOTHING, require_percent(text, field="off")
    if not text:
        return NOTHING, ""
    return amount_of(text), ""
