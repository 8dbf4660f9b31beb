"""Pembelian: buying first; beside it debts, notes, orders, quotas and suppliers, a key each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.scan_run import Codes
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.purchasing import reading
from kopdes_desktop.ui.purchasing.buy_page import BuyPage
from kopdes_desktop.ui.purchasing.debts_page import DebtsPage
from kopdes_desktop.ui.purchasing.list_page import ListPage
from kopdes_desktop.ui.purchasing.meters_page import MetersPage
from kopdes_desktop.ui.purchasing.notes_page import NotesPage
from kopdes_desktop.ui.purchasing.orders_page import OrdersPage
from kopdes_desktop.ui.purchasing.reading import Shop, Waiting
from kopdes_desktop.ui.purchasing.suppliers_page import SuppliersPage

_LISTENS = ("purchasing.", "goods.", "inventory.", "sales.", "accounting.")
_TABS = (N_("Beli"), N_("Utang"), N_("Nota"), N_("Pesanan"), N_("Jatah"), N_("Pemasok"))


class PurchasingScreen(Screen):
    """Alt and a digit opens a page, Esc comes back to buying."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Pembelian"), desk.news, _LISTENS)
        self._desk = desk
        self._shop: Shop | None = None
        self.buy = BuyPage(desk)
        self.debts, self.notes = DebtsPage(desk), NotesPage(desk)
        self.orders, self.meters = OrdersPage(desk), MetersPage(desk)
        self.suppliers = SuppliersPage(desk)
        self.body.addLayout(self._tabs())
        self._stack = QStackedWidget(self)
        for page in self.pages():
            self._stack.addWidget(page)
            bind(page.keys, page)
        self.buy.panel.left.connect(self.left)
        self.orders.came.connect(self._take_in)
        self.orders.proposed.connect(self._propose)
        self.body.addWidget(self._stack, 1)
        self.advice = _(
            "Barang, banyaknya, harganya: tiga jawaban setiap baris, lalu Enter di baris kosong"
            " membayar. Ongkos angkut dan potongan masuk ke harga pokok. Bila modal naik, harga"
            " jual diusulkan dan F9 memakai semuanya."
        )
        self.keys = self.buy.keys
        self._name_page()

    def pages(self) -> tuple[BuyPage | ListPage, ...]:
        """In the order of their digits."""
        return (self.buy, self.debts, self.notes, self.orders, self.meters, self.suppliers)

    def _tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        group = QButtonGroup(self)
        self._buttons: list[QPushButton] = []
        switches = []
        for at, (name, page) in enumerate(zip(_TABS, self.pages(), strict=True), 1):
            made = button(f"{_(name)} (Alt+{at})", "tab")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(lambda _on=False, page=page: self.go(page))
            group.addButton(made)
            row.addWidget(made)
            self._buttons.append(made)
            switches.append(Key(f"Alt+{at}", _(name), lambda page=page: self.go(page)))  # type: ignore[misc]
        row.addStretch(1)
        self._switches = tuple(switches)
        bind((*self._switches, Key("Esc", "", self.back)), self)
        return row

    @property
    def page(self) -> BuyPage | ListPage:
        """The one that is open."""
        return self.pages()[self._stack.currentIndex()]

    def go(self, page: BuyPage | ListPage) -> None:
        """Open a page."""
        self._stack.setCurrentWidget(page)
        self._name_page()
        if self._shop is not None and isinstance(page, ListPage):
            page.show_shop(self._shop)
        page.start()

    def back(self) -> None:
        """To buying; from there to wherever one came from."""
        if self.page is self.buy:
            self.left.emit()
        else:
            self.go(self.buy)

    def _name_page(self) -> None:
        self.heading.setText(self.page.title)
        self._buttons[self._stack.currentIndex()].setChecked(True)
        self.print_foot(tuple(each for each in self.page.keys if each.sequence != "Ctrl+D"))

    def start(self) -> None:
        self.page.start()

    def start_anew(self) -> None:
        """Buying again."""
        self.go(self.buy)

    def keys_now(self) -> tuple[Key, ...]:
        """Those of the page that is open, and the pages."""
        return (*self.page.keys, *self._switches)

    def codes(self) -> Codes | None:
        """Scans are taken once the goods are known."""
        return self._shop.here if self._shop is not None else None

    def take_code(self, code: str) -> None:
        """Scanned goods are bought, whichever page is open."""
        if self.page is not self.buy:
            self.go(self.buy)
        self.buy.take_code(code)

    def show_list(self, code: str) -> None:
        """What a figure of another screen speaks of: "debts", "orders", "quotas"."""
        named = {"debts": self.debts, "orders": self.orders, "quotas": self.meters}
        if code in named:
            self.go(named[code])

    def reload(self) -> None:
        self._desk.ask(lambda session: reading.shop(session.office), self._show)

    def _show(self, shop: Shop) -> None:
        self._shop = shop
        self.buy.show_shop(shop)
        page = self.page
        if isinstance(page, ListPage):
            page.show_shop(shop)
        if shop.place is None:
            self._desk.say(_("Belum ada tempat barang. Tambahkan dahulu di Stok dengan F3."))

    def _take_in(self, waiting: Waiting) -> None:
        self.go(self.buy)
        self.buy.load(waiting)

    def _propose(self, lines: object) -> None:
        found = list(lines) if isinstance(lines, list) else []
        if not found:
            self._desk.say(_("Tidak ada barang yang hampir habis."))
            return
        self.go(self.buy)
        self.buy.propose(found)

    def states(self) -> Sequence[Callable[[], None]]:
        """Each page, the first with something on it."""
        steps: list[Callable[[], None]] = list(self.buy.states())
        steps += [lambda page=page: self.go(page) for page in self.pages()[1:]]  # type: ignore[misc]
        return (*steps, lambda: self.go(self.buy))
