"""Figures below one another, each with its name: Enter or a click opens the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kopdes_desktop.kernel import wording
from kopdes_desktop.reports.home import Figure
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.panels import keep_in_view

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class FigureRow(QPushButton):
    """One figure on a line of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.opens = ""
        self.setProperty("kind", "tab")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name, self._amount = kind_label("", "muted"), kind_label("", "cell")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(8, 1, 8, 1)
        inside.addWidget(self._name, 1)
        inside.addWidget(self._amount)
        for words in self.findChildren(QLabel):
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def fill(self, figure: Figure) -> None:
        """Show this figure."""
        self.opens = figure.opens
        value = wording.rupiah(figure.value) if figure.money else wording.number(figure.value)
        self._name.setText(figure.name)
        self._amount.setText(value)
        self.setAccessibleName(f"{figure.name} {value}")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        keep_in_view(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; arrows and everything else are for who is around."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.click()
        elif event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class FigureRows(QWidget):
    """The rows; `opened` says what the figure of one leads to. Arrows walk, Tab comes and goes."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[FigureRow] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these; the focus stays at its row, whatever it says by now."""
        while len(self.rows) > len(figures):
            old = self.rows.pop()
            old.hide()
            old.deleteLater()
        while len(self.rows) < len(figures):
            made = FigureRow()
            made.clicked.connect(partial(self._open, made))
            self.rows.append(made)
            self._box.addWidget(made)
            made.show()
        for row, figure in zip(self.rows, figures, strict=True):
            row.fill(figure)

    def follow(self, before: QWidget) -> None:
        """Tab comes here from that widget, whichever was made first."""
        for row in self.rows:
            QWidget.setTabOrder(before, row)
            before = row

    def _open(self, row: FigureRow) -> None:
        self.opened.emit(row.opens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        at = next((n for n, row in enumerate(self.rows) if row.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        self.rows[(at + step) % len(self.rows)].setFocus(Qt.FocusReason.TabFocusReason)
