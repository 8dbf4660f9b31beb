"""Koperasi & pengaturan: every setting in its group, units and boxes, this laptop, the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office import settings
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.settings import Scalar
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.settings.form_page import CHANGE, FormPage
from kopdes_desktop.ui.settings.history_page import HistoryPage
from kopdes_desktop.ui.settings.laptop_page import LaptopPage
from kopdes_desktop.ui.settings.practice_page import PracticePage
from kopdes_desktop.ui.settings.shapes import GROUPS, declared_in
from kopdes_desktop.ui.settings.units_page import UnitsPage

_OTHERS = {
    "units": N_("Unit dan kas"),
    "laptop": N_("Tampilan laptop ini"),
    "history": N_("Riwayat perubahan"),
    "practice": N_("Koperasi latihan"),
}
_PAGE_KEYS = ("F6", "F7", "F8")
_LIST_WIDTH = 250

Page = FormPage | UnitsPage | LaptopPage | HistoryPage | PracticePage
Read = tuple[Mapping[str, Scalar], bool]


class Section(Struct, frozen=True):
    """One line of the list; marked while something typed in it is not saved."""

    code: str
    title: str
    is_touched: bool = False


COLUMNS = (
    Column(
        N_("Bagian"),
        lambda section: f"{section.title} •" if section.is_touched else section.title,
        width=0,
    ),
)


def values(session: Session) -> Read:
    """What is in force, and whether it may be changed here; on the database's thread."""
    office = session.office
    now = {
        code: settings.setting(office.reading, which) for code, which in settings.DECLARED.items()
    }
    return now, office.may(CHANGE) is not Level.NO


class SettingsScreen(Screen):
    """Left the sections; right the page of the marked one, where Enter leads."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _("Koperasi dan pengaturan"),
            desk.news,
            ("settings.", "accounting.add_", "security.", "savings.set_rate", "savings.add_"),
        )
        self._desk = desk
        self._read: Read | None = None
        self.pages: dict[str, Page] = {}
        self.table = Table(COLUMNS, _("Bagian pengaturan"))
        self.table.horizontalHeader().hide()
        self.table.set_rows(
            [
                *(Section(code, _(words)) for code, words in GROUPS.items() if declared_in(code)),
                *(
                    Section(code, _(words))
                    for code, words in _OTHERS.items()
                    if code != "practice" or desk.standing.practice
                ),
            ]
        )
        self.table.opened.connect(self._go_in)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self._right = QStackedWidget(self)
        both = QHBoxLayout()
        both.setSpacing(16)
        self.table.setFixedWidth(at_text_size(_LIST_WIDTH))
        both.addWidget(self.table)
        both.addWidget(self._right, 1)
        self.body.addLayout(both, 1)
        self.advice = _(
            "Setiap perubahan ditanyakan dulu dengan nilai lama dan barunya, lalu tercatat di"
            " riwayat dengan nama yang mengubahnya."
        )
        self.set_keys(
            Key("↑ ↓", _("pilih")),
            Key("Return", _("isi")),
            *(Key(key, "", self._acting(key)) for key in _PAGE_KEYS),
            Key("F2", _("daftar bagian"), self.start),
            Key("Ctrl+Z", _("batalkan ketikan"), self._give_up),
            Key("Esc", _("kembali"), self._back),
        )
        self._on_row()

    # -- where we are

    def start(self) -> None:
        """At the list of sections."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        if self.table.hasFocus():
            self.left.emit()
        else:
            self.start()

    def _go_in(self, _section: Section) -> None:
        page = self.page()
        if page is not None:
            page.start()

    def page(self) -> Page | None:
        """The page of the marked section."""
        section = self.table.current()
        return self.pages.get(section.code) if isinstance(section, Section) else None

    def go_to(self, code: str) -> None:
        """Mark this section."""
        codes = [section.code for section in self.table.rows.rows]
        self.table.go_to(codes.index(code))

    def keys_now(self) -> tuple[Key, ...]:
        """What the open page offers besides moving about."""
        page = self.page()
        offered = page.keys if page is not None else {}
        told = []
        for key in self.keys:
            if key.sequence in _PAGE_KEYS:
                if key.sequence in offered:
                    told.append(Key(key.sequence, offered[key.sequence][0]))
            elif key.sequence != "Ctrl+Z" or isinstance(page, FormPage):
                told.append(key)
        return tuple(told)

    def reload(self) -> None:
        self._desk.ask(values, self._show)

    def states(self) -> Sequence[Callable[[], None]]:
        """Every other section."""
        return tuple(self._marking(section.code) for section in self.table.rows.rows[1:])

    def _marking(self, code: str) -> Callable[[], None]:
        return lambda: self.go_to(code)

    # -- what is shown

    def _show(self, read: Read) -> None:
        self._read = read
        for page in self.pages.values():
            self._renew(page)

    def _renew(self, page: Page) -> None:
        if not isinstance(page, FormPage):
            page.reload()
        elif self._read is not None:
            page.show_values(self._read[0], may=self._read[1])

    def _on_row(self, *_indexes: object) -> None:
        section = self.table.current()
        if not isinstance(section, Section):
            return
        page = self.pages.get(section.code)
        if page is None:
            page = self._make(section.code)
            self.pages[section.code] = page
            self._right.addWidget(page)
            self._renew(page)
        self._right.setCurrentWidget(page)
        self.print_foot(self.keys_now())

    def _make(self, code: str) -> Page:
        others: dict[str, Callable[[Desk], Page]] = {
            "units": UnitsPage,
            "laptop": LaptopPage,
            "history": HistoryPage,
            "practice": PracticePage,
        }
        if code in others:
            return others[code](self._desk)
        page = FormPage(self._desk, code)
        page.touched.connect(self._touching(code))
        return page

    def _touching(self, code: str) -> Callable[[bool], None]:
        def touched(on: bool) -> None:  # noqa: FBT001  as Qt's own signals
            for at, section in enumerate(self.table.rows.rows):
                if section.code == code:
                    self.table.rows.replace_row(at, replace(section, is_touched=on))

        return touched

    def _acting(self, key: str) -> Callable[[], None]:
        def act() -> None:
            page = self.page()
            found = page.keys.get(key) if page is not None else None
            if found is not None:
                found[1]()

        return act

    def _give_up(self) -> None:
        page = self.page()
        if isinstance(page, FormPage) and page.is_touched:
            page.give_up()
            self._desk.say(_("Ketikan dibatalkan; nilai yang berlaku tampil lagi."))
