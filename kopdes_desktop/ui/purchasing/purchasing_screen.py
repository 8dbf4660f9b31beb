"""Pembelian: buying first; beside it debts, notes, orders, quotas and suppliers, a key each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.pages import Pages, Tabs
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
P = TypeVar("P", bound=ListPage)


class PurchasingScreen(Screen):
    """Alt and a digit opens a page, Esc comes back to buying."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Pembelian"), desk.news, _LISTENS)
        self._desk = desk
        self._shop: Shop | None = None
        self._tabs = Tabs(
            self,
            (
                (N_("Beli"), lambda: self.go(self.buy)),
                (N_("Utang"), lambda: self.go(self.debts)),
                (N_("Nota"), lambda: self.go(self.notes)),
                (N_("Pesanan"), lambda: self.go(self.orders)),
                (N_("Jatah"), lambda: self.go(self.meters)),
                (N_("Pemasok"), lambda: self.go(self.suppliers)),
            ),
        )
        bind((Key("Esc", "", self.back),), self)
        self.body.addLayout(self._tabs)
        self._stack = Pages(desk.news, self)
        self.buy = self._stack.make(lambda: BuyPage(desk))
        bind(self.buy.keys, self.buy)
        self.buy.panel.left.connect(self.left)
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

    # -- pages that are made when first gone to

    @cached_property
    def debts(self) -> DebtsPage:
        """What is owed to suppliers."""
        return self._made(1, DebtsPage)

    @cached_property
    def notes(self) -> NotesPage:
        """What was bought."""
        return self._made(2, NotesPage)

    @cached_property
    def orders(self) -> OrdersPage:
        """What was ordered and has not come."""
        made = self._made(3, OrdersPage)
        made.came.connect(self._take_in)
        made.proposed.connect(self._propose)
        return made

    @cached_property
    def meters(self) -> MetersPage:
        """Quotas of rationed goods."""
        return self._made(4, MetersPage)

    @cached_property
    def suppliers(self) -> SuppliersPage:
        """From whom."""
        return self._made(5, SuppliersPage)

    def _made(self, number: int, kind: Callable[[Desk], P]) -> P:
        made = self._stack.make(lambda: kind(self._desk), number)
        bind(made.keys, made)
        return made

    @property
    def page(self) -> BuyPage | ListPage:
        """The one that is open."""
        now = self._stack.currentWidget()
        return now if isinstance(now, ListPage) else self.buy

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
        self._tabs.mark(self._stack.number)
        self.print_foot(tuple(each for each in self.page.keys if each.sequence != "Ctrl+D"))

    def start(self) -> None:
        self.page.start()

    def start_anew(self) -> None:
        """Buying again."""
        self.go(self.buy)

    def keys_now(self) -> tuple[Key, ...]:
        """Those of the page that is open, and the pages."""
        return (*self.page.keys, *self._tabs.keys)

    def codes(self) -> Codes | None:
        """Scans are taken once the goods are known."""
        return self._shop.here if self._shop is not None else None

    def take_code(self, code: str) -> None:
        """Scanned goods are bought, whichever page is open."""
        if self.page is not self.buy:
            self.go(self.buy)
        self.buy.take_code(code)

    def show_list(self, code: str) -> None:
        """What another screen speaks of: "debts", "notes", "orders", "quotas", "suppliers"."""
        if code == "quotas":
            self.go(self.meters)
        elif code in {"debts", "notes", "orders", "suppliers"}:
            self.go(getattr(self, code))

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
