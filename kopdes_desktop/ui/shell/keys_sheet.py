"""F1: every key of this screen and of the whole program, on one sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, shown

#: Pixels of a window that the keys do not have, and what one of them takes.
_AROUND, _ROW = 250, 30
_LEAST_BELOW = 9
#: On a narrower window the words are smaller.
_NARROW = 1000


class KeysSheet(Dialog):
    """In columns: here, and everywhere."""

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
        narrow = parent.width() < _NARROW
        grid.setHorizontalSpacing(8 if narrow else 14)
        grid.setVerticalSpacing(5 if narrow else 9)
        most = max(_LEAST_BELOW, (parent.height() - _AROUND) // _ROW)
        here_in, everywhere_in = _("Di layar ini"), _("Di mana saja")
        for column, (heading, keys) in enumerate(
            (*_columns(here_in, here, most), *_columns(everywhere_in, everywhere, most))
        ):
            if column:
                grid.setColumnMinimumWidth(column * 3 - 1, 2 if narrow else 14)
            grid.setColumnStretch(column * 3 + 1, 1)
            grid.addWidget(kind_label(heading, "heading"), 0, column * 3, 1, 2)
            for row, key in enumerate(keys, start=1):
                cap = kind_label(shown(key.sequence), "key")
                grid.addWidget(cap, row, column * 3, Qt.AlignmentFlag.AlignLeft)
                words = kind_label(key.words, "small" if narrow else "")
                words.setMinimumWidth(words.fontMetrics().horizontalAdvance(key.words) + 4)
                grid.addWidget(words, row, column * 3 + 1)
        self.box.addLayout(grid)
        self.setMinimumWidth(640)
        close = button(_("Tutup"), "primary")
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        close.setFocus()


def _columns(heading: str, keys: tuple[Key, ...], most: int) -> list[tuple[str, tuple[Key, ...]]]:
    """The keys in columns of `most` or less, so that the sheet fits a low screen too."""
    count = -(-len(keys) // most)
    height = -(-len(keys) // count) if count else 0
    parts = [keys[at * height : (at + 1) * height] for at in range(count)]
    return [(heading if not at else "", part) for at, part in enumerate(parts)]
