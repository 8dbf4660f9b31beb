"""The places one can go: a list at the left edge, each with its key, open as the rights allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit import icons, theme
from kopdes_desktop.ui.kit.fields import kind_label

if TYPE_CHECKING:
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.door import Standing
    from kopdes_desktop.ui.kit.screen import Screen

WIDE = 212
NARROW = 62
#: In a lower window the places stand closer, so that none and no line of the title is cut.
_LOW = 690


@dataclass(frozen=True, slots=True)
class Place:
    """One screen: the right that opens it, its name, icon and key, and how it is made.

    A right that ends with a dot stands for any of its family: `report.` for every report.
    """

    code: str
    title: str
    icon: str
    key: str
    make: Callable[[Desk], Screen]


class Sidebar(QWidget):
    """The cooperative's name, the places, help and lock. Narrow windows show icon and key."""

    chosen = Signal(int)
    helped = Signal()
    locked = Signal()

    def __init__(self, places: tuple[Place, ...]) -> None:
        super().__init__()
        self.setObjectName("places")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Menu"))
        self.coop = kind_label("", "heading")
        self.coop.setWordWrap(True)
        self.practice = kind_label(_("LATIHAN"), "badge", "warning")
        self._all: list[tuple[QPushButton, str, QWidget]] = []
        self.buttons: list[QPushButton] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 16, 10, 14)
        box.setSpacing(4)
        top = QVBoxLayout()
        top.setContentsMargins(8, 0, 8, 10)
        top.setSpacing(8)
        top.addWidget(self.coop)
        top.addWidget(self.practice, 0, Qt.AlignmentFlag.AlignLeft)
        box.addLayout(top)
        for at, place in enumerate(places):
            box.addWidget(self._button(at, place))
        box.addStretch(1)
        self._offer(box, _("Bantuan"), "help-circle", "F1").clicked.connect(self.helped)
        self._offer(box, _("Kunci"), "lock", "F12").clicked.connect(self.locked)

    def _offer(self, box: QVBoxLayout, title: str, icon: str, key: str) -> QPushButton:
        made = self._made(title, icon, key)
        box.addWidget(made)
        return made

    def _button(self, at: int, place: Place) -> QPushButton:
        made = self._made(_(place.title), place.icon, place.key)
        made.setCheckable(True)
        made.setAutoExclusive(True)
        made.clicked.connect(lambda: self.chosen.emit(at))
        self.buttons.append(made)
        return made

    def _made(self, title: str, icon: str, key: str) -> QPushButton:
        made = QPushButton(f" {title}")
        made.setToolTip(f"{title} ({key})")
        made.setAccessibleName(title)
        icons.dress(made, icon, "sidebar_text")
        hint = kind_label(key, "small")
        row = QHBoxLayout(made)
        row.addWidget(hint)
        hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._all.append((made, f" {title}", hint))
        return made

    def stand(self, standing: Standing) -> None:
        """Show whose books these are."""
        self.coop.setText(standing.coop)
        self.practice.setVisible(standing.practice)

    def mark(self, at: int) -> None:
        """Show where we are."""
        self.buttons[at].setChecked(True)

    def allow(self, at: int, *, open_: bool) -> None:
        """A place without the right is not offered at all."""
        self.buttons[at].setVisible(open_)

    def fit(self, window_width: int, percent: int) -> None:
        """Names beside the icons only where there is room for the work as well."""
        wide = window_width >= theme.scaled(1040, percent)
        self.setFixedWidth(theme.scaled(WIDE if wide else NARROW, percent))
        for made, text, _hint in self._all:
            made.setText(text if wide else "")
        self._dress(tight=self.window().height() < theme.scaled(_LOW, percent), narrow=not wide)
        self.coop.setVisible(wide)
        self.practice.setText(_("LATIHAN") if wide else "L")

    def _dress(self, *, tight: bool, narrow: bool) -> None:
        """Closer together in a low window; in a narrow one the key stands below the icon."""
        if (self.property("tight"), self.property("narrow")) == (tight, narrow):
            return
        self.setProperty("tight", tight)
        self.setProperty("narrow", narrow)
        box = self.layout()
        if box is not None:
            box.setSpacing(1 if tight else 4)
        flag = Qt.AlignmentFlag
        where = (
            flag.AlignHCenter | flag.AlignBottom if narrow else flag.AlignRight | flag.AlignVCenter
        )
        for made, _text, hint in self._all:
            row = made.layout()
            if row is not None:
                row.setContentsMargins(0, 0, 0 if narrow else 10, 1 if narrow else 0)
                row.setAlignment(hint, where)
            for each in (made, hint):
                each.style().unpolish(each)
                each.style().polish(each)
