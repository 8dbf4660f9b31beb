"""SHU: the meeting's simulation and decision, payments, funds, dealings; a key each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceBox
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pages import Pages, Tabs
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.surplus import reading
from kopdes_desktop.ui.surplus.dealings_page import DealingsPage
from kopdes_desktop.ui.surplus.funds_page import FundsPage
from kopdes_desktop.ui.surplus.page import Page
from kopdes_desktop.ui.surplus.pay_page import PayPage
from kopdes_desktop.ui.surplus.reading import Surplus
from kopdes_desktop.ui.surplus.simulation_page import SimulationPage

_LISTENS = ("surplus.", "accounting.", "savings.", "sales.", "membership.")
P = TypeVar("P", bound=Page)


class SurplusScreen(Screen):
    """Alt and a digit opens a page; the year stands at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("SHU"), desk.news, _LISTENS)
        self._desk = desk
        self._found: Surplus | None = None
        self.year = ChoiceBox()
        self.year.setAccessibleName(_("Tahun buku"))
        self.year.currentIndexChanged.connect(lambda _at: self._turn())
        self._tabs = Tabs(
            self,
            (
                (N_("Pembagian"), lambda: self.go(self.simulation)),
                (N_("Bayar"), lambda: self.go(self.payments)),
                (N_("Dana"), lambda: self.go(self.funds)),
                (N_("Transaksi"), lambda: self.go(self.dealings)),
            ),
        )
        self._ask_beside(self.head)
        self.body.addLayout(self._tabs)
        self._stack = Pages(desk.news, self)
        self.simulation = self._made(0, SimulationPage)
        self.body.addWidget(self._stack, 1)
        self.advice = _(
            "Dalam rapat, ketik persentase atau tekan panah atas dan bawah, dan lihat langsung dana"
            " dan bagian setiap anggota. Belanja yang tidak lewat kasir program ini ditulis di"
            " halaman Transaksi. F6 menyimpan keputusan, F9 membaginya setelah buku tahun itu"
            " ditutup. Bagian anggota lalu dibayar tunai, masuk simpanan, atau memotong bon di"
            " halaman Bayar."
        )
        self._name_page()

    # -- pages that are made when first gone to

    @cached_property
    def payments(self) -> PayPage:
        """What each member gets, and how."""
        return self._made(1, PayPage)

    @cached_property
    def funds(self) -> FundsPage:
        """What was set aside, and what became of it."""
        return self._made(2, FundsPage)

    @cached_property
    def dealings(self) -> DealingsPage:
        """What members dealt in beside the till."""
        return self._made(3, DealingsPage)

    def _made(self, number: int, kind: Callable[[Desk], P]) -> P:
        made = self._stack.make(lambda: kind(self._desk), number)
        if self._found is not None:
            made.show_year(self._found)
        return made

    def pages(self) -> tuple[Page, ...]:
        """In the order of their digits."""
        return (self.simulation, self.payments, self.funds, self.dealings)

    def _ask_beside(self, row: QHBoxLayout) -> None:
        """The papers and the year, at the right of the heading: tabs need their row."""
        for words, code in ((_("Laporan"), "shu"), (_("Slip"), "shu_slips")):
            made = button(words, icon="file-text")
            made.clicked.connect(lambda _on=False, code=code: self._report(code))
            row.addWidget(made)
        label = kind_label(_("Tahun buku"), "label")
        label.setBuddy(self.year)
        row.addWidget(label)
        row.addWidget(self.year)

    def _report(self, code: str) -> None:
        self._desk.lead("report.", listing=code)

    @property
    def page(self) -> Page:
        """The one that is open."""
        now = self._stack.currentWidget()
        return now if isinstance(now, Page) else self.simulation

    def go(self, page: Page) -> None:
        """Open a page."""
        self._stack.setCurrentWidget(page)
        self._name_page()
        page.start()

    def _name_page(self) -> None:
        self._tabs.mark(self._stack.number)
        self.heading.setText(self.page.title)
        self.print_foot(self.page.keys)

    def keys_now(self) -> tuple[Key, ...]:
        """Those of the page that is open, and the pages."""
        return (*self.page.keys, *self._tabs.keys)

    def start(self) -> None:
        self.page.start()

    def start_anew(self) -> None:
        """The meeting's page again."""
        self.go(self.simulation)

    def show_list(self, code: str) -> None:
        """What a figure of another screen speaks of: "unclaimed", "funds", "dealings"."""
        if code == "unclaimed":
            self.go(self.payments)
        elif code == "funds":
            self.go(self.funds)
        elif code == "dealings":
            self.go(self.dealings)

    def has_unsaved(self) -> bool:
        """Dealings beside those that are recorded, or a form that is filled in."""
        listed = any(page.typed for page in self._stack.there(DealingsPage))
        return listed or super().has_unsaved()

    def reload(self) -> None:
        self._ask(self._found.year.name if self._found is not None else None)

    def _ask(self, name: str | None) -> None:
        day = self._desk.standing.today
        self._desk.ask(lambda session: reading.surplus(session.office, name, day), self._show)

    def _turn(self) -> None:
        """Another year was chosen."""
        name = self.year.currentData()
        if self._found is not None and name and name != self._found.year.name:
            self._ask(str(name))

    def _show(self, found: Surplus) -> None:
        first = self._found is None
        self._found = found
        self.year.blockSignals(True)
        self.year.clear()
        for year in found.years:
            self.year.addItem(year.label, year.name)
        self.year.setCurrentIndex(self.year.findData(found.year.name))
        self.year.blockSignals(False)
        for page in self._stack.there(Page):
            page.show_year(found)
        self._name_page()
        if first and self.isVisible():
            self.page.start()

    def states(self) -> Sequence[Callable[[], None]]:
        """Each page, and what is asked on it."""
        steps: list[Callable[[], None]] = []

        for page in self.pages():
            steps += [partial(self.go, page), *page.states()]
        return (*steps[1:], lambda: self.go(self.simulation))
