"""F1: every key of this screen and of the whole program, on one sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, shown


class KeysSheet(Dialog):
    """Two columns: here, and everywhere."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        here: tuple[Key, ...],
        everywhere: tuple[Key, ...],
        advice: str = "",
    ) -> None:
        super().__init__(
            parent,
            _("Tombol di layar {title}").format(title=title) if title else _("Tombol"),
            advice or _("Enter = lanjut atau setuju. Esc = kembali tanpa kehilangan apa pun."),
            icon="info",
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(9)
        grid.setColumnMinimumWidth(2, 28)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(4, 1)
        for column, (heading, keys) in enumerate(
            ((_("Di layar ini"), here), (_("Di mana saja"), everywhere))
        ):
            if not keys:
                continue
            grid.addWidget(kind_label(heading, "heading"), 0, column * 3, 1, 2)
            for row, key in enumerate(keys, start=1):
                cap = kind_label(shown(key.sequence), "key")
                grid.addWidget(cap, row, column * 3, Qt.AlignmentFlag.AlignLeft)
                words = kind_label(key.words, "")
                words.setMinimumWidth(words.fontMetrics().horizontalAdvance(key.words) + 4)
                grid.addWidget(words, row, column * 3 + 1)
        self.box.addLayout(grid)
        self.setMinimumWidth(640)
        close = button(_("Tutup"), "primary")
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        close.setFocus()
