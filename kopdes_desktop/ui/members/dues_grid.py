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
_SHORT: Final = 3
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
    """A year of months in two rows of six, and what is in arrears below them.

    `closer` takes less than half the height: each month on one line, the year beside the arrears.
    """

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
        self._inside = inside = QVBoxLayout(frame)
        self._hint = key_hint("Ctrl+← →", _("tahun lain"))
        self._told, self._close = "", False
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self._hint)
        inside.addLayout(top)
        inside.addLayout(grid)
        inside.addWidget(self.summary)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)
        self._lay()

    def set_closer(self, closer: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """Whether there is little height."""
        if closer != self._close:
            self._close = closer
            self._lay()

    def _lay(self) -> None:
        self._inside.setContentsMargins(*((12, 6, 12, 6) if self._close else (16, 12, 16, 12)))
        self._inside.setSpacing(5 if self._close else 8)
        for each in (self.heading, self._hint):
            each.setVisible(not self._close)
        for cell in self._cells:
            cell.set_closer(self._close)
        self._tell()

    def _tell(self) -> None:
        parts = (self.heading.text() if self._close else "", self._told)
        self.summary.setText(" · ".join(filter(None, parts)))

    def show_year(self, year: int, months: Sequence[GridMonth], today: date) -> None:
        """Lay out this year as it stands today."""
        self.heading.setText(_("Simpanan wajib {year}").format(year=year))
        said = []
        for cell, month in zip(self._cells, months, strict=True):
            cell.show_month(month, later=month.month > Month.of(today))
            said.append(f"{_(MONTHS[month.month.first().month - 1])}: {cell.word.text()}")
        self._tell()
        self.setAccessibleName(f"{self.heading.text()}: {', '.join(said)}")

    def tell(self, words: str, tone: str) -> None:
        """What is owed in all."""
        self._told = words
        self._tell()
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
        self._whole, self._close = "", False
        self._box = QGridLayout(self)
        self._box.addWidget(self.month, 0, 0)
        self.set_closer(closer=False)

    def set_closer(self, closer: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """Its name cut short, and its state beside it."""
        self._close = closer
        self._box.removeWidget(self.word)
        self._box.addWidget(self.word, *((0, 1) if closer else (1, 0)))
        self._box.setContentsMargins(*((6, 2, 4, 2) if closer else (9, 4, 6, 5)))
        self._box.setHorizontalSpacing(6 if closer else 0)
        self._box.setVerticalSpacing(0)
        self._box.setColumnStretch(1, 1 if closer else 0)
        self._name()

    def _name(self) -> None:
        self.month.setText(self._whole[:_SHORT] if self._close else self._whole)

    def show_month(self, month: GridMonth, *, later: bool) -> None:
        """Its name, its state, and the figures behind it as a tip; `later` is not due yet."""
        first = month.month.first()
        words, tone = NOT_YET if later and month.state == "due" else STATES[month.state]
        self._whole = _(MONTHS[first.month - 1])
        self._name()
        lacking = number(max(int(month.owed) - int(month.paid), 0))
        self.word.setText(_(words).format(lacking=lacking))
        self.setToolTip(
            _("dibayar {paid} dari {owed}").format(paid=number(month.paid), owed=number(month.owed))
        )
        for each in (self, self.word):
            set_tone(each, tone)
