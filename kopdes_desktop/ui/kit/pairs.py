"""What something is, line by line: a muted word at the left, its value beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kopdes_desktop.ui.kit.fields import Words, kind_label, set_tone


class Pairs(QWidget):
    """Lines of two words each; values may be selected and go on below when they are long."""

    def __init__(self) -> None:
        """Nothing to show yet."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.shown: tuple[tuple[str, str], ...] = ()

    def show_pairs(self, pairs: Sequence[tuple[str, str]], amber: Collection[str] = ()) -> None:
        """Show these instead; `amber` names the lines that want a second look."""
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.shown = tuple(pairs)
        for at, (name, value) in enumerate(self.shown):
            said = Words(value)
            said.setWordWrap(True)
            set_tone(said, "warning" if name in amber else "")
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setAccessibleName(f"{name}: {value}")
            self._grid.addWidget(kind_label(name, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, at, 1)
