"""The second view of the cart: goods as large buttons by category, for a finger instead of keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kopdes_desktop.goods.shelf import Shelved
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.fields import kind_label, plain_tip
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.sales.goods_here import GoodsHere

COLUMNS: Final = 3
ROWS: Final = 4
_MOST: Final = COLUMNS * ROWS
_GAP: Final = 6
#: A name on two, its price on one.
_LINES: Final = 3


class Tiles(QWidget):
    """A page of goods; `pressed` carries the item's key. The line keeps the focus."""

    pressed = Signal(object)
    stepped = Signal(int)
    paid = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._goods: GoodsHere | None = None
        self._items: Sequence[Shelved] = ()
        self._page, self._rows = 0, ROWS
        self.category = QComboBox()
        self.category.setAccessibleName(_("Kategori"))
        self.category.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.category.currentIndexChanged.connect(self._choose)
        self.back, self.on = (
            _arrow("chevron-left", _("Halaman sebelumnya")),
            _arrow("chevron-right", _("Halaman berikutnya")),
        )
        self.back.clicked.connect(partial(self._turn, -1))
        self.on.clicked.connect(partial(self._turn, 1))
        self.where = kind_label("", "small")
        top = QHBoxLayout()
        top.addWidget(self.category, 1)
        top.addWidget(self.where)
        top.addWidget(self.back)
        top.addWidget(self.on)
        self._ground = QWidget()
        self._ground.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._grid = QGridLayout(self._ground)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._grid.setRowStretch(ROWS, 1)
        self.tiles = [self._tile(at) for at in range(_MOST)]
        self.less, self.more = _arrow("minus", _("Kurangi satu")), _arrow("plus", _("Tambah satu"))
        self.less.clicked.connect(partial(self.stepped.emit, -1))
        self.more.clicked.connect(partial(self.stepped.emit, 1))
        self.pay = button(_("Bayar"), "primary", "banknote")
        self.pay.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pay.clicked.connect(self.paid)
        below = QHBoxLayout()
        below.addWidget(self.less)
        below.addWidget(self.more)
        below.addWidget(self.pay, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(top)
        box.addWidget(self._ground, 1)
        box.addLayout(below)

    def offer(self, goods: GoodsHere | None) -> None:
        """Show these goods, everything first."""
        self._goods = goods
        chosen = self.category.currentData()
        self.category.blockSignals(True)
        self.category.clear()
        self.category.addItem(_("Semua barang"), None)
        for each in goods.categories if goods is not None else ():
            self.category.addItem(each.name, each.code)
        self.category.setCurrentIndex(max(self.category.findData(chosen), 0))
        self.category.blockSignals(False)
        self._choose(0)

    def _choose(self, _index: int) -> None:
        code = self.category.currentData()
        every = self._goods.everything if self._goods is not None else ()
        self._items = [each for each in every if code in {None, each.item.category}]
        self._page = 0
        self._show()

    def _turn(self, by: int) -> None:
        self._page += by
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many rows as there is room for."""
        super().resizeEvent(event)
        height = self.tiles[0].fontMetrics().lineSpacing() * _LINES + 2 * _GAP
        for tile in self.tiles:
            tile.setFixedHeight(height)
        rows = min(max((self._ground.height() + _GAP) // (height + _GAP), 1), ROWS)
        if rows != self._rows:
            self._rows = rows
            self._show()

    def _show(self) -> None:
        page = self._rows * COLUMNS
        pages = max(-(-len(self._items) // page), 1)
        self._page %= pages
        self.where.setText(f"{self._page + 1}/{pages}")
        shown = self._items[self._page * page :][:page]
        for at, tile in enumerate(self.tiles):
            tile.setVisible(at < len(shown))
            if at < len(shown):
                self._fill(tile, shown[at])

    def _fill(self, tile: QPushButton, of: Shelved) -> None:
        price = self._goods.shelf.price(of, member=False) if self._goods is not None else None
        name = of.item.name.replace("&", "&&")
        tile.setText(f"{_folded(name)}\n{rupiah(price) if price is not None else '–'}")
        tile.setAccessibleName(of.item.name)
        tile.setToolTip(plain_tip(of.item.name))
        tile.setProperty("item", of.item.key)

    def _tile(self, at: int) -> QPushButton:
        made = QPushButton()
        made.setProperty("kind", "tile")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(partial(self._press, at))
        self._grid.addWidget(made, at // COLUMNS, at % COLUMNS)
        return made

    def _press(self, at: int) -> None:
        self.pressed.emit(int(self.tiles[at].property("item")))


_LINE: Final = 18


def _folded(name: str) -> str:
    """A name on two lines at most, as a tile has room for."""
    words, lines = name.split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    kept = lines[:2]
    if len(lines) > len(kept):
        kept[-1] = kept[-1][: _LINE - 1] + "…"
    return "\n".join(kept)


def _arrow(icon: str, name: str) -> QPushButton:
    made = QPushButton()
    icons.dress(made, icon, "text")
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
