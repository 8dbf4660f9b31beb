"""Twelve months of dues at a glance: each in a word and a shade, never in a shade alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import MONTHS, number
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import key_hint

if TYPE_CHECKING:
    from kopdes_desktop.savings.queries import GridMonth

_MONTHS: Final = 12
_A_ROW: Final = 6
#: Word and tone of each state that `savings.queries.grid` gives a month.
STATES: Final = {
    "paid": (N_("lunas"), ""),
    "ahead": (N_("lunas di muka"), ""),
    "part": (N_("kurang {lacking}"), "warning"),
    "late": (N_("menunggak"), "danger"),
    "estimated": (N_("perkiraan"), "warning"),
    "due": (N_("bulan ini"), "warning"),
    "none": ("–", "muted"),
}
NOT_YET: Final = (N_("belum tiba"), "muted")


class DuesGrid(QWidget):
    """A year of months in two rows of six, and what is in arrears below them."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = kind_label("", "heading")
        self.summary = kind_label("", "muted")
        self.summary.setWordWrap(True)
        self._cells = [_Cell() for _month in range(_MONTHS)]
        grid = QGridLayout()
        grid.setSpacing(6)
        for at, cell in enumerate(self._cells):
            grid.addWidget(cell, at // _A_ROW, at % _A_ROW)
        frame = QFrame()
        frame.setProperty("kind", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(key_hint("Ctrl+← →", _("tahun lain")))
        inside.setSpacing(8)
        inside.addLayout(top)
        inside.addLayout(grid)
        inside.addWidget(self.summary)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)

    def show_year(self, year: int, months: Sequence[GridMonth], today: date) -> None:
        """Lay out this year as it stands today."""
        self.heading.setText(_("Simpanan wajib {year}").format(year=year))
        said = []
        for cell, month in zip(self._cells, months, strict=True):
            cell.show_month(month, later=month.month > Month.of(today))
            said.append(f"{cell.month.text()}: {cell.word.text()}")
        self.setAccessibleName(f"{self.heading.text()}: {', '.join(said)}")

    def tell(self, words: str, tone: str) -> None:
        """What is owed in all."""
        self.summary.setText(words)
        set_tone(self.summary, tone)


class _Cell(QFrame):
    """One month."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "month")
        self.month = kind_label("", "small")
        self.word = kind_label("", "cell")
        for label in (self.month, self.word):
            label.setAlignment(Qt.AlignmentFlag.AlignLeft)
        box = QGridLayout(self)
        box.setContentsMargins(9, 4, 6, 5)
        box.setSpacing(0)
        box.addWidget(self.month, 0, 0)
        box.addWidget(self.word, 1, 0)

    def show_month(self, month: GridMonth, *, later: bool) -> None:
        """Its name, its state, and the figures behind it as a tip; `later` is not due yet."""
        first = month.month.first()
        words, tone = NOT_YET if later and month.state == "due" else STATES[month.state]
        self.month.setText(_(MONTHS[first.month - 1]))
        lacking = number(max(int(month.owed) - int(month.paid), 0))
        self.word.setText(_(words).format(lacking=lacking))
        self.setToolTip(
            _("dibayar {paid} dari {owed}").format(paid=number(month.paid), owed=number(month.owed))
        )
        for each in (self, self.word):
            set_tone(each, tone)
