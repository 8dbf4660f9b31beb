"""Money counted note by note: so many of each, Enter goes on, the sum grows beside it."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.kernel.wording import number, rupiah
from kopdes_desktop.tills.rules import NOTES
from kopdes_desktop.ui.kit.fields import EnterLeads, kind_label
from kopdes_desktop.ui.kit.panels import at_text_size

_MOST: Final = 99_999
_ROWS: Final = 5
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class _Kind(NamedTuple):
    note: int
    line: QLineEdit
    makes: QLabel


class NoteCounter(QWidget):
    """Fields of counts in two columns; `finished` when Enter is pressed at the last one."""

    changed = Signal()
    finished = Signal()
    is_filled_in = True

    def __init__(self) -> None:
        super().__init__()
        self.kinds = [self._kind(note) for note in NOTES]
        self.sum = kind_label("", "total")
        self.sum.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        for at, kind in enumerate(self.kinds):
            row, column = at % _ROWS, at // _ROWS * 4
            name = kind_label(_note_words(kind.note), "")
            name.setBuddy(kind.line)
            name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(name, row, column)
            grid.addWidget(kind.line, row, column + 1)
            grid.addWidget(kind.makes, row, column + 2)
        for beyond in (3, 7):  # what a count makes stands by it, not by the next note
            grid.setColumnMinimumWidth(beyond, 18)
            grid.setColumnStretch(beyond, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(grid)
        box.addWidget(self.sum)
        self._leads = EnterLeads([kind.line for kind in self.kinds], self.finished.emit)
        self._tell()

    def _kind(self, note: int) -> _Kind:
        line = QLineEdit()
        line.setValidator(QIntValidator(0, _MOST, line))
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setFixedWidth(at_text_size(84))
        line.setPlaceholderText("0")
        line.setAccessibleName(_("Berapa lembar {note}").format(note=_note_words(note)))
        line.textChanged.connect(self._tell)
        line.installEventFilter(self)
        makes = kind_label("", "muted")
        makes.setMinimumWidth(at_text_size(84))
        makes.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return _Kind(note, line, makes)

    def start(self) -> None:
        """At the largest note."""
        self.kinds[0].line.setFocus(Qt.FocusReason.TabFocusReason)
        self.kinds[0].line.selectAll()

    def is_blank(self) -> bool:
        """Whether nothing was typed at all; a nought is a count."""
        return not any(kind.line.text() for kind in self.kinds)

    def clear(self) -> None:
        """Nothing counted."""
        for kind in self.kinds:
            kind.line.clear()

    def counted(self) -> list[dict[str, int]]:
        """Note and count, as the operations take it; only what there is."""
        return [
            {"note": kind.note, "count": _count(kind)} for kind in self.kinds if _count(kind) > 0
        ]

    def amount(self) -> Rupiah:
        """What it makes."""
        return total(Rupiah(kind.note * _count(kind)) for kind in self.kinds)

    def _tell(self) -> None:
        for kind in self.kinds:
            made = kind.note * _count(kind)
            kind.makes.setText(number(made) if made else "")
        self.sum.setText(rupiah(self.amount()))
        self.sum.setAccessibleName(_("Jumlah uang: {sum}").format(sum=self.sum.text()))
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go from note to note too."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            lines = [kind.line for kind in self.kinds]
            if step is not None and watched in lines:
                to = lines[(lines.index(watched) + step) % len(lines)]
                to.setFocus(Qt.FocusReason.TabFocusReason)
                to.selectAll()
                return True
        return super().eventFilter(watched, event)


def _count(kind: _Kind) -> int:
    text = kind.line.text()
    return int(text) if text.isdecimal() else 0


def _note_words(note: int) -> str:
    return rupiah(note)
