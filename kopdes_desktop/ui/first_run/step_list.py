"""The steps at the left: what is done has a tick, where one is stands out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.panels import at_text_size

_WIDTH = 236


class StepList(QWidget):
    """One line a step; it is read, the keys lead."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(at_text_size(_WIDTH))
        self.setAccessibleName(_("Langkah mendirikan koperasi"))
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 22, 10, 16)
        box.setSpacing(2)
        heading = kind_label(_("Koperasi baru"), "sideheading")
        heading.setContentsMargins(8, 0, 0, 10)
        box.addWidget(heading)
        self._rows = [_Row(at, title) for at, title in enumerate(titles, start=1)]
        for row in self._rows:
            box.addWidget(row)
        box.addStretch(1)

    def show_standing(self, here: int, done: set[int]) -> None:
        """Which step is open, and which have been passed."""
        for at, row in enumerate(self._rows):
            row.stand(here=at == here, done=at in done)


class _Row(QWidget):
    def __init__(self, number: int, title: str) -> None:
        super().__init__()
        self.setObjectName("step")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._number = kind_label(str(number), "stepnumber")
        self._tick = QLabel()
        self._title = kind_label(title, "side")
        self._title.setWordWrap(True)
        for mark in (self._number, self._tick):
            mark.setFixedWidth(at_text_size(24))
            mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        icons.dress(self._tick, "check", "sidebar_focus")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(6, 7, 6, 7)
        inside.setSpacing(8)
        inside.addWidget(self._number)
        inside.addWidget(self._tick)
        inside.addWidget(self._title, 1)

    def stand(self, *, here: bool, done: bool) -> None:
        """Open, passed, or still to come."""
        self._number.setVisible(not done or here)
        self._tick.setVisible(done and not here)
        for each in (self, self._title):
            set_tone(each, "here" if here else "")
        state = _("sedang diisi") if here else _("selesai") if done else _("belum")
        self.setAccessibleName(f"{self._title.text()}: {state}")
