"""The till: scan, Enter, Enter. Everything by keys, everything by touch, nothing waits.

The one line takes codes, names and answers. A scan goes into the cart wherever the cursor is, in
front of any question and any dialog of this screen, and never answers one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kopdes_desktop.goods.shelf import Hit
from kopdes_desktop.inventory.places import OUTLET, places
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ledger import chart
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.line_screen import LineScreen
from kopdes_desktop.ui.kit.pages import Pages
from kopdes_desktop.ui.kit.scan_run import NoCodes
from kopdes_desktop.ui.sales import drafts, goods_here
from kopdes_desktop.ui.sales.buying import Buying
from kopdes_desktop.ui.sales.counter import Counter
from kopdes_desktop.ui.sales.goods_here import GoodsHere
from kopdes_desktop.ui.sales.papers import Papers
from kopdes_desktop.ui.sales.pay_panel import NOTE_KEYS
from kopdes_desktop.ui.sales.paying import Paying
from kopdes_desktop.ui.sales.people_forms import ApplicantForm
from kopdes_desktop.ui.sales.rationing import Rationing
from kopdes_desktop.ui.sales.ringing import Ringing
from kopdes_desktop.ui.sales.till_view import TillView
from kopdes_desktop.ui.tills.drawer_deeds import DrawerDeeds
from kopdes_desktop.ui.tills.drawers import Drawer, Drawers, drawers
from kopdes_desktop.ui.tills.open_panel import OpenPanel

if TYPE_CHECKING:
    from kopdes_desktop.office.office import Office
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.door import Session
    from kopdes_desktop.ui.goods.item_form import ItemForm
    from kopdes_desktop.ui.kit.scan_run import Codes

_RIGHT = "sales.sell"
#: Goods of others have a place of their own.
CONSIGNED = "consignment.take_in"
#: Banks, one account each.
_BANKS = "1-111"
_POSING = 6
#: What changes names, codes and prices.
_OF_SHELF = ("goods.", "day.", "settings.", "import.")
_LISTENS = ("till.", "goods.", "inventory.", "purchasing.", "sales.", "day.", "settings.")


class TillScreen(LineScreen):
    """Before a shift is open: its count. Then one sale after the other."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Kasir"), desk.news, _LISTENS)
        self._desk = desk
        self.counter = Counter(desk)
        self.drawer: Drawer | None = None
        self._restored = False
        self._opened: bool | None = None
        self._printed: tuple[Key, ...] = ()
        self._posed: GoodsHere | None = None
        self._shelf_stale = True
        self._wanted: int | None = None
        self._later: list[str] = []
        self._form: ItemForm | None = None
        self._pages = Pages(desk.news, self)
        self._pages.addWidget(QWidget())
        self.view = self._pages.make(lambda: TillView(self.counter, desk.news.ground))
        self.ringing = Ringing(self.counter, self.view)
        self.paying = Paying(desk, self.counter, self.view, self)
        self.buying = Buying(desk, self.counter, self.view, self)
        self.rationing = Rationing(desk, self.counter, self.view)
        self.paying.gate = self.rationing.ask
        self.buying.gate = self.ringing.must_answer
        self.papers = Papers(desk, self.paying)
        self.till = DrawerDeeds(desk)
        self.about = kind_label("", "muted")
        self.touch = button(_("Layar sentuh"), "quiet", "layout-dashboard")
        self.touch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.head.insertWidget(1, self.about, 0, Qt.AlignmentFlag.AlignBottom)
        self.head.addWidget(self.view.held)
        self.head.addWidget(self.view.member)
        self.head.addWidget(self.touch)
        self.body.addWidget(self._pages, 1)
        self.write_by(self.view.code.ahead, self.view.pay.confirm)
        self._connect()
        self.set_keys(*self._all_keys())
        self.print_foot(self._foot())
        self.advice = _(
            "Pindai barang, lalu Enter dan Enter: uang pas. Atau Enter, uang yang diterima, Enter."
            " Huruf mencari barang; 3*kode menjual tiga; 0,25*kode seperempat kilo. Panah memilih"
            " baris keranjang, + dan - mengubah jumlahnya, Del membuangnya, Ctrl+Z mengembalikan."
            " Kartu anggota dan barang boleh dipindai kapan saja."
        )

    @cached_property
    def opening(self) -> OpenPanel:
        """Made where no shift is open."""
        made = self._pages.make(lambda: OpenPanel(self._desk))
        made.opened.connect(self._begin)
        return made

    def _connect(self) -> None:
        view, code = self.view, self.view.code
        self.counter.changed.connect(view.show_sale)
        code.walked.connect(view.walk)
        code.left.connect(self._leave)
        code.asked.connect(self._show_keys)
        code.coded.connect(self.take_code)
        code.carded.connect(self.take_card)
        code.stepped.connect(self.ringing.step)
        code.dropped.connect(self.ringing.drop)
        code.undone.connect(self.ringing.undo)
        self.ringing.paid.connect(self.paying.ask)
        self.paying.left.connect(self.ringing.ask)
        self.paying.written.connect(self._go_on)
        self.buying.done.connect(self.ringing.ask)
        self.rationing.done.connect(self.paying.ask)
        self.buying.papered.connect(self._print)
        self.papers.done.connect(view.start)
        self.papers.handed.connect(view.show_back)
        self.till.done.connect(view.start)
        self.till.papered.connect(self._print)
        self.till.bon_asked.connect(self.buying.ask_bon)
        self.till.unpaid = self._unpaid
        view.pressed.connect(self._press_tile)
        view.stepped.connect(self.ringing.step)
        view.paid.connect(self.paying.ask)
        self.touch.clicked.connect(self._tile)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._look_again)

    # -- keys

    def _all_keys(self) -> tuple[Key, ...]:
        """What each key does; while a sale is paid, six of them are notes."""
        ringing = self.ringing
        plain: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("F2", _("cari"), ringing.search),
            ("F3", _("anggota"), self.buying.ask),
            ("F5", _("jumlah"), ringing.ask_quantity),
            ("F6", _("potongan"), ringing.ask_off),
            ("Ctrl+F6", _("ganti harga"), ringing.ask_price),
            ("F7", _("cek harga"), ringing.check),
            ("F8", _("struk"), self.papers.ask),
            ("F9", _("tahan"), self.buying.put_aside_or_take_up),
            ("F10", _("nontunai"), self.paying.ask_way),
            ("Ctrl+N", _("barang baru"), self._new_item),
            ("Ctrl+F3", _("calon anggota baru"), self._new_member),
            ("Ctrl+F2", _("layar sentuh"), self._tile),
            ("Ctrl+F5", _("laci"), self.till.ask),
            ("Ctrl+F7", _("ke titip jual"), partial(self._desk.lead, CONSIGNED)),
        )
        told = (
            Key("+ -", _("jumlah baris yang ditandai")),
            Key("Del", _("buang baris yang ditandai")),
            Key("Ctrl+Z", _("kembalikan perubahan keranjang")),
        )
        return (*(Key(key, words, self._acting(key, act)) for key, words, act in plain), *told)

    def _acting(self, key: str, act: Callable[[], None]) -> Callable[[], None]:
        """A key while a sale can be changed; a note while it is paid."""

        def do() -> None:
            if self.drawer is None or self.paying.under_way:
                return
            if self.paying.asking and key in NOTE_KEYS:
                self.paying.put_down(NOTE_KEYS[key])
            else:
                act()

        return do

    def _foot(self) -> tuple[Key, ...]:
        """Those that are pressed all day."""
        daily = {"F3", "F5", "F6", "F8", "F9", "F10", "Ctrl+F5"}
        return (
            Key("Enter", _("bayar")),
            *(key for key in self.keys if key.sequence in daily),
        )

    def keys_now(self) -> tuple[Key, ...]:
        """Those of what the line asks: of goods, of money, or of anything else."""
        back, question = Key("Escape", _("kembali")), self.view.code.question
        if self.paying.asking:
            first, *_others, last = NOTE_KEYS
            notes = (Key(f"{first} … {last}", _("tambah uang kertas")),)
            other = Key("F10", _("nontunai"))
            save = Key("Enter", _("simpan"))
            return (save, *(() if self.counter.sale.paid_up else notes), other, back)
        if self.paying.choosing:
            return (Key("Enter", _("pilih")), Key("F3", _("anggota")), back)
        return self.keys if question.of_goods else (Key("Enter", _("lanjut")), back)

    def _show_keys(self) -> None:
        """Along the edge: what the keys do at this step."""
        if self.drawer is None or self._pages.currentWidget() is not self.view:
            return
        now = self.keys_now()
        foot = self._foot() if now is self.keys else now
        if foot != self._printed:
            self._printed = foot
            self.print_foot(foot)

    # -- beginning

    def _on_news(self, kind: str) -> None:
        """What is sold changes what lies there; the rest of the shelf only by its own facts."""
        self._shelf_stale = self._shelf_stale or kind.startswith(_OF_SHELF)
        super()._on_news(kind)

    def reload(self) -> None:
        """Drawers, goods and stock as they are now."""
        self._desk.ask(lambda session: drawers(session.office), self._show_drawers)

    def _begin(self, fact: int) -> None:
        """A shift is open: its slip, then the first sale."""
        self.paying.print(fact)
        self.reload()

    def _show_drawers(self, now: Drawers) -> None:
        self.drawer = now.at_work
        self.till.at(now)
        if self.drawer is None or self.drawer.shift is None:
            self._open_head(open_=False)
            self.opening.show_drawers(now)
            self._pages.setCurrentWidget(self.opening)
            self.opening.start()
            return
        shift = self.drawer.shift
        self._open_head(open_=True)
        self.paying.where = {"shift": shift.key, "place": shift.place}
        self.buying.shift = shift.key
        self.about.setText(
            _("{drawer}  ·  {clerk} sejak {since}").format(
                drawer=self.drawer.name, clerk=self.drawer.clerk, since=self.drawer.since
            )
        )
        goods = self.counter.goods
        if goods is None or goods.place != shift.place or self._shelf_stale:
            self._shelf_stale = False
            self._desk.ask(lambda session: _load(session.office, shift.place), self._stock)
        else:
            self._desk.ask(partial(_held, shift.place), self._count)

    def _count(self, held: dict[int, int]) -> None:
        """What lies here now."""
        if self.counter.goods is not None:
            self.counter.goods.held = held
            self.view.show_sale(self.view.cart.marked())

    def _open_head(self, *, open_: bool) -> None:
        """Before a shift is open nobody buys, and no key sells."""
        if open_ == self._opened:
            return
        self._opened = open_
        for each in (self.about, self.view.member, self.touch):
            each.setVisible(open_)
        self.view.held.setVisible(open_ and bool(self.counter.aside))
        self._printed = self._foot() if open_ else ()
        self.print_foot(self._printed)

    def _stock(self, loaded: _Loaded) -> None:
        goods, kept = loaded.goods, loaded.kept
        self.paying.banks = loaded.banks
        first = self._pages.currentWidget() is not self.view
        self.counter.stock(goods)
        if not self._restored:
            self._restored = True
            self.counter.restore(kept)
        if self.view.tiled:
            self.view.tiles.offer(goods)
        if first:
            self._pages.setCurrentWidget(self.view)
            self.ringing.ask()
        self._put_wanted()

    def start(self) -> None:
        """Where typing goes on."""
        if self._pages.currentWidget() is self.view:
            self.view.start()
        elif self._opened is not None:
            self.opening.start()
        else:
            super().start()

    # -- new goods, new people

    def _new_item(self) -> None:
        """An item that nobody knows yet, in the middle of a sale."""
        from kopdes_desktop.ui.goods.item_form import ItemForm  # noqa: PLC0415  on first use

        typed = self.view.code.line.text().strip()
        name = typed if self.view.finding and typed != self.ringing.unknown_code else ""
        form = ItemForm(self._desk, code=self.ringing.unknown_code, name=name)
        form.made.connect(self._take_item)
        self._form = form
        form.finished.connect(self._forget_form)
        form.open()

    def _forget_form(self, _result: int) -> None:
        self._form = None
        self.view.start()

    def _take_item(self, key: int) -> None:
        """Into the cart, as soon as the shelf knows it."""
        self._wanted = key
        self._put_wanted()

    def _put_wanted(self) -> None:
        goods = self.counter.goods
        of = goods.shelf.get(self._wanted) if goods is not None and self._wanted else None
        if of is None:
            return
        self._wanted = None
        self.ringing.unknown_code = ""
        self.ringing.ask()
        self.ringing.put_in([Hit(of)])

    def _new_member(self) -> None:
        """Somebody who wants to be a member, in the middle of a sale."""
        form = ApplicantForm(self._desk)
        form.finished.connect(self._forget_form)
        form.open()

    # -- scans

    def codes(self) -> Codes:
        """The shelf; before it is there, no scan becomes an answer all the same."""
        return self.counter.goods or NoCodes()

    def take_code(self, code: str) -> None:
        """Into the cart; while a sale is being written, into the next one."""
        if self.drawer is None:
            self._desk.say(_("Buka giliran dahulu, lalu pindai barangnya."), "warning")
            return
        if self.paying.under_way:
            self._later.append(code)
            return
        self.paying.give_up()
        if self._form is not None and not self.ringing.bears(code):
            self._form.take_code(code)
        else:
            self.ringing.take_code(code)

    def take_card(self, number: str) -> bool:
        """Who buys; before a shift is open a card leads to its member as elsewhere."""
        if self.drawer is None:
            return False
        if not self.paying.under_way:
            self.buying.take_card(number)
        return True

    def _go_on(self) -> None:
        """The next buyer; what was scanned meanwhile is his."""
        self.ringing.ask()
        self.view.code.ahead.release(self.view.code.line, without_enter=True)
        self._look_again()

    def _look_again(self, *_focus: object) -> None:
        """Once everything that this moment brings is done: who agreed, who did not come."""
        if self._later:
            QTimer.singleShot(0, self._take_later)

    def _take_later(self) -> None:
        """What was scanned while the last sale was on its way."""
        if not self.paying.under_way:
            later, self._later = self._later, []
            self.paying.give_up()
            for code in later:
                self.ringing.take_code(code)

    def _print(self, fact: int, copy: bool) -> None:  # noqa: FBT001  as the signal has it
        self.paying.print(fact, copy=copy)

    def _unpaid(self) -> int:
        return len(self.counter.aside) + (not self.counter.sale.empty)

    def _press_tile(self, key: int) -> None:
        goods = self.counter.goods
        of = goods.shelf.get(key) if goods is not None else None
        if of is not None and not self.paying.under_way:
            if not self.view.code.question.of_goods:
                self.ringing.ask()
            self.ringing.put_in([Hit(of)])
        self.view.start()

    # -- other ways

    def _leave(self) -> None:
        """Esc: one step back; what stands in the line first."""
        code = self.view.code
        if code.question.of_goods and not self.ringing.checking:
            if code.line.text() or self.view.finding:
                self.ringing.ask()
            else:
                self.left.emit()
        else:
            (code.question.back or self.ringing.ask)()

    def _tile(self) -> None:
        if not self.view.code.question.of_goods:
            self.ringing.ask()
        self.view.tile(tiled=not self.view.tiled)
        self.view.start()

    def complain(self, field: str | None, words: str) -> bool:
        """Every refusal of a sale stands at its line; the cart is as it was."""
        del field
        self.paying.give_up()
        self.view.code.ahead.release(None)
        self.view.code.say(words, "danger")
        return True

    def states(self) -> Sequence[Callable[[], None]]:
        """A cart, its payment, and the tiles: for pictures, before a shift is open as well."""
        self._desk.ask(_pose, self._take_pose)
        return (self._show_pose, self.paying.ask, self._tile) if self._posed is not None else ()

    def _take_pose(self, goods: GoodsHere | None) -> None:
        self._posed = goods if goods is not None and goods.everything else None

    def _show_pose(self) -> None:
        """Some goods in the cart, of which nothing is kept."""
        goods = self._posed
        if goods is None:
            return
        self.counter.held_back = True
        self._pages.setCurrentWidget(self.view)
        self.counter.stock(goods)
        self.ringing.ask()
        for of in goods.everything[:_POSING]:
            self.counter.add(goods.line(Hit(of), None))


class _Loaded(NamedTuple):
    """What the till asks for when a shift is open."""

    goods: GoodsHere
    kept: drafts.Kept
    banks: list[tuple[str, str]]


def _pose(session: Session) -> GoodsHere | None:
    """What lies in the first shop, on the database's thread."""
    office = session.office
    shop = next((each for each in places(office.reading) if each.kind == OUTLET), None)
    if shop is None:
        return None
    return goods_here.load(office.reading, office.today(), shop.code)


def _held(place: str, session: Session) -> dict[int, int]:
    """On the database's thread."""
    held: dict[int, int] = session.office.read(_RIGHT, goods_here.stock_now, place)
    return held


def _load(office: Office, place: str) -> _Loaded:
    """On the database's thread."""
    goods = office.read(_RIGHT, goods_here.load, office.today(), place)
    banks = [
        (box.code, box.name)
        for box in chart.boxes(office.reading)
        if box.account.startswith(_BANKS)
    ]
    return _Loaded(goods, drafts.kept(office), banks)
