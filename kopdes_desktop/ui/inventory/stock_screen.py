"""Stok: what lies where, and all that is done with goods besides buying and selling them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.inventory.places import KINDS, OUTLET, WAREHOUSE
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.inventory.card_page import CardPage
from kopdes_desktop.ui.inventory.count_page import CountPage
from kopdes_desktop.ui.inventory.page import GoodsPage, Page
from kopdes_desktop.ui.inventory.reading import ADD_PLACE, StockNow, StockRow, stock_now
from kopdes_desktop.ui.inventory.repack_page import RepackPage
from kopdes_desktop.ui.inventory.stock_list import StockList
from kopdes_desktop.ui.inventory.transfer_page import TransferPage
from kopdes_desktop.ui.inventory.write_off_page import WriteOffPage
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.pages import Pages
from kopdes_desktop.ui.kit.scan_run import Codes
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.members import papers
from kopdes_desktop.ui.savings.basket import Choice
from kopdes_desktop.ui.savings.pick_dialog import PickDialog

P = TypeVar("P", bound=Page)

CONSIGNMENT = "consignment.take_in"
#: Those that can be asked for by name.
_PAGES = frozenset({"transfer", "write_off", "repack", "count"})
_LISTENS = ("inventory.", "goods.", "sales.", "purchasing.", "consignment.", "accounting.reverse")


class StockScreen(Screen):
    """The list first; each key of its edge opens a page, Esc comes back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Stok"), desk.news, _LISTENS)
        self._desk = desk
        self._now: StockNow | None = None
        self._wanted = self._later = ""
        self.about = kind_label("", "muted")
        self.head.insertWidget(1, self.about, 0, Qt.AlignmentFlag.AlignBottom)
        self._stack = Pages(desk.news, self)
        self.list = self._stack.make(lambda: StockList(desk))
        self.list.opened.connect(self._open_card)
        self.list.keys = (
            Key("Return", _("kartu")),
            Key("F3", _("tempat"), self.ask_place),
            Key("F5", _("kirim"), lambda: self.go(self.transfer)),
            Key("F6", _("rusak"), lambda: self.go(self.write_off)),
            Key("F7", _("kemas"), lambda: self.go(self.repack)),
            Key("F8", _("opname"), lambda: self.go(self.count)),
            Key("F9", _("titip"), self._to_consignment),
            Key("Ctrl+P", _("cetak"), self._print),
        )
        self._take_in(self.list)
        self.body.addWidget(self._stack, 1)
        self.advice = _(
            "Angka stok bergerak sendiri lewat penjualan, pembelian, dan bukti di sini; tidak ada"
            " yang diubah langsung. Yang tidak cocok dengan rak dibetulkan lewat opname. Barang"
            " yang dipindai di mana pun di layar ini masuk ke daftar yang sedang dibuka."
        )
        self.keys = self.list.keys
        self.print_foot(self.keys)

    # -- pages that are made when first gone to

    @cached_property
    def card(self) -> CardPage:
        """What moved one item."""
        return self._made(CardPage)

    @cached_property
    def transfer(self) -> TransferPage:
        """Goods to another place and from one."""
        return self._made(TransferPage)

    @cached_property
    def write_off(self) -> WriteOffPage:
        """What is broken, lost or used up."""
        return self._made(WriteOffPage)

    @cached_property
    def repack(self) -> RepackPage:
        """One item into others."""
        return self._made(RepackPage)

    @cached_property
    def count(self) -> CountPage:
        """The shelf counted without the books."""
        return self._made(CountPage)

    def _made(self, kind: Callable[[Desk], P]) -> P:
        made = self._stack.make(lambda: kind(self._desk))
        self._take_in(made)
        if self._now is not None:
            made.show_stock(self._now)
        return made

    def _take_in(self, page: Page) -> None:
        bind(page.keys, page)
        page.left.connect(self.back)
        page.stepped.connect(self._name_page)

    def pages(self) -> tuple[Page, ...]:
        """Every page, the list first."""
        return (self.list, self.card, self.transfer, self.write_off, self.repack, self.count)

    @property
    def page(self) -> Page:
        """The one that is open."""
        now = self._stack.currentWidget()
        return now if isinstance(now, Page) else self.list

    def start(self) -> None:
        self.page.start()

    def start_anew(self) -> None:
        """The list again."""
        self.back()

    def keys_now(self) -> tuple[Key, ...]:
        """Those of the page that is open."""
        return self.page.keys_now()

    def codes(self) -> Codes | None:
        """Scans are taken once the goods are known."""
        return self._now.here if self._now is not None else None

    def take_code(self, code: str) -> None:
        """To the page that is open."""
        self.page.take_code(code)

    def show_list(self, code: str) -> None:
        """What another screen speaks of: a page by its name, or the rows of the list by theirs."""
        if code in _PAGES and self._now is None:
            self._later = code  # the goods come first
        elif code in _PAGES:
            self.go(getattr(self, code))
        else:
            self.back()
            self.list.show_which(code)

    def has_unsaved(self) -> bool:
        """Goods on a list; what is counted is written by itself."""
        return (
            any(
                page.panel.rows
                for page in self._stack.there(GoodsPage)
                if not isinstance(page, CountPage)
            )
            or super().has_unsaved()
        )

    def reload(self) -> None:
        wanted = self._wanted
        self._desk.ask(lambda session: stock_now(session.office, wanted), self._show)

    def _show(self, now: StockNow) -> None:
        self._now = now
        for page in self._stack.there(Page):
            page.show_stock(now)
        self._name_page()
        later, self._later = self._later, ""
        if later:
            self.show_list(later)

    # -- pages

    def go(self, page: Page) -> None:
        """Open a page on the place that is shown."""
        if self._now is None or self._now.place is None:
            self.ask_place()
            return
        page.open()
        self._stack.setCurrentWidget(page)
        self._name_page()
        page.start()

    def back(self) -> None:
        """To the list."""
        self._stack.setCurrentWidget(self.list)
        self._name_page()
        self.list.start()

    def _name_page(self) -> None:
        self.heading.setText(self.page.title)
        self.about.setText(self.page.about)
        self.print_foot(self.page.keys_now())

    def _open_card(self, row: StockRow) -> None:
        self.card.show_item(row.item)
        self.go(self.card)

    def _to_consignment(self) -> None:
        self._desk.lead(CONSIGNMENT)

    def _print(self) -> None:
        """What lies in this place, as a report."""
        place = self._now.place if self._now is not None else None
        if place is not None:
            given = {"place": place.code}
            self._desk.ask(
                lambda session: papers.report(session.office, "stock", given, place.code),
                self._desk.show_paper,
            )

    # -- places

    def ask_place(self) -> None:
        """Another place, or a new one."""
        now = self._now
        if now is None:
            return
        may = ADD_PLACE in now.may
        if may and not now.places:
            self._ask_new("")
            return
        asking = PickDialog(
            self._desk.window,
            _("Tempat barang"),
            _("Stok setiap tempat dicatat sendiri-sendiri."),
            [
                Choice(each.code, f"{each.code} · {each.name} ({_(KINDS[each.kind])})")
                for each in now.places
            ],
            usual=_("Tempat kerja saya"),
            more=_("tempat baru") if may else "",
        )
        asking.chosen.connect(self._take_place)
        asking.asked_for_more.connect(self._ask_new)
        asking.finished.connect(self._come_back)
        asking.open()

    def _come_back(self, _result: int) -> None:
        """The keys are the screen's again."""
        if QApplication.activeModalWidget() is None:
            self._desk.window.activateWindow()
            self.start()

    def _take_place(self, choice: Choice | None) -> None:
        self._wanted = str(choice.code) if choice is not None else ""
        self.reload()

    def _ask_new(self, name: str) -> None:
        now = self._now
        if now is None:
            return
        if not now.units:
            self._desk.say(
                _("Barang dicatat di unit gerai. Tambahkan dahulu di Pengaturan, Unit dan kas."),
                "warning",
            )
            return
        called = TextField("name", _("Nama"), hint=_("contoh Toko desa"), needed=True, longest=60)
        called.set_text(name)
        asking = FormDialog(
            self._desk.window,
            _("Tempat barang baru"),
            _("Gudang atau gerai. Kodenya dipakai di surat jalan."),
            (
                called,
                TextField("code", _("Kode"), hint=_("contoh TOKO"), needed=True, longest=12),
                ChoiceField("kind", _("Jenis"), [(c, _(KINDS[c])) for c in (OUTLET, WAREHOUSE)]),
                ChoiceField(
                    "unit",
                    _("Unit"),
                    [(each.code, f"{each.code} {each.name}") for each in now.units],
                ),
            ),
            deed=_("Tambahkan"),
        )

        def given(typed: dict[str, Any]) -> None:
            self._wanted = str(typed["code"]).strip().upper()
            asking.perform(self._desk, ADD_PLACE, typed, self._place_added)

        asking.given.connect(given)
        asking.finished.connect(self._come_back)
        asking.open()

    def _place_added(self, _answer: object) -> None:
        self._desk.say(_("Tempat barang ditambahkan."), "good")
        self.reload()

    # -- pictures

    def states(self) -> Sequence[Callable[[], None]]:
        """Each page, empty and with something on it; without a place, the choice of one."""
        steps: list[Callable[[], None]] = []
        if self._now is None or self._now.place is None:
            return (self.ask_place,)
        if self._now.rows:
            steps.append(lambda: self._open_card(self.list.table.rows.rows[-1]))
        for page in self.pages()[2:]:
            steps.append(lambda page=page: self.go(page))  # type: ignore[misc]
            steps += page.states()
        return (*steps, self.back)
