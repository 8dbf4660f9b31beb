"""SHU: the meeting's simulation and decision, payments, funds; a key each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceBox
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.surplus import reading
from kopdes_desktop.ui.surplus.funds_page import FundsPage
from kopdes_desktop.ui.surplus.page import Page
from kopdes_desktop.ui.surplus.pay_page import PayPage
from kopdes_desktop.ui.surplus.reading import Surplus
from kopdes_desktop.ui.surplus.simulation_page import SimulationPage

_LISTENS = ("surplus.", "accounting.", "savings.", "sales.", "membership.")
_TABS = (N_("Pembagian"), N_("Bayar"), N_("Dana"))


class SurplusScreen(Screen):
    """Alt and a digit opens a page; the year stands at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("SHU"), desk.news, _LISTENS)
        self._desk = desk
        self._found: Surplus | None = None
        self.simulation, self.payments = SimulationPage(desk), PayPage(desk)
        self.funds = FundsPage(desk)
        self.year = ChoiceBox()
        self.year.setAccessibleName(_("Tahun buku"))
        self.year.currentIndexChanged.connect(lambda _at: self._turn())
        self.body.addLayout(self._tabs())
        self._stack = QStackedWidget(self)
        for page in self.pages():
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)
        self.advice = _(
            "Dalam rapat, ketik persentase dan lihat langsung dana dan bagian setiap anggota. F6"
            " menyimpan keputusan, F9 membaginya setelah buku tahun itu ditutup. Bagian anggota"
            " lalu dibayar tunai, masuk simpanan, atau memotong bon di halaman Bayar."
        )
        self._name_page()

    def pages(self) -> tuple[Page, ...]:
        """In the order of their digits."""
        return (self.simulation, self.payments, self.funds)

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
        for words, code in ((_("Laporan"), "shu"), (_("Slip"), "shu_slips")):
            made = button(words, icon="file-text")
            made.clicked.connect(lambda _on=False, code=code: self._report(code))
            row.addWidget(made)
        label = kind_label(_("Tahun buku"), "label")
        label.setBuddy(self.year)
        row.addWidget(label)
        row.addWidget(self.year)
        self._switches = tuple(switches)
        bind(self._switches, self)
        return row

    def _report(self, code: str) -> None:
        self._desk.lead("report.", listing=code)

    @property
    def page(self) -> Page:
        """The one that is open."""
        return self.pages()[self._stack.currentIndex()]

    def go(self, page: Page) -> None:
        """Open a page."""
        self._stack.setCurrentWidget(page)
        self._name_page()
        page.start()

    def _name_page(self) -> None:
        self._buttons[self._stack.currentIndex()].setChecked(True)
        self.heading.setText(self.page.title)
        self.print_foot(self.page.keys)

    def keys_now(self) -> tuple[Key, ...]:
        """Those of the page that is open, and the pages."""
        return (*self.page.keys, *self._switches)

    def start(self) -> None:
        self.page.start()

    def start_anew(self) -> None:
        """The meeting's page again."""
        self.go(self.simulation)

    def show_list(self, code: str) -> None:
        """What a figure of another screen speaks of: "unclaimed", "funds"."""
        named = {"unclaimed": self.payments, "funds": self.funds}
        if code in named:
            self.go(named[code])

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
        for page in self.pages():
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
