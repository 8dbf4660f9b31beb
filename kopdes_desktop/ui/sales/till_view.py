"""How the till is laid out: the line and the total on top, the cart below, what it needs beside."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.sales.cart_table import CartTable
from kopdes_desktop.ui.sales.code_line import CodeLine
from kopdes_desktop.ui.sales.counter import Counter
from kopdes_desktop.ui.sales.found_list import FoundList
from kopdes_desktop.ui.sales.pay_panel import PayPanel
from kopdes_desktop.ui.sales.tiles import Tiles
from kopdes_desktop.ui.sales.total_panel import TotalPanel

_TOTAL_WIDTH = 300


class TillView(QWidget):
    """The widgets of a sale, and which of them are in sight."""

    #: What a finger does on the tiles: an item's key, one more or less, to the payment.
    pressed = Signal(object)
    stepped = Signal(int)
    paid = Signal()

    def __init__(self, counter: Counter, ground: QWidget | None = None) -> None:
        super().__init__(ground)
        self._counter = counter
        self.code = CodeLine(lambda: counter.goods)
        self.total = TotalPanel()
        self.total.setMinimumWidth(at_text_size(_TOTAL_WIDTH))
        self.member = kind_label("", "badge")
        self.held = kind_label("", "badge", "warning")
        self.warning = kind_label("", "notice", "warning")
        self.warning.setWordWrap(True)
        self.cart, self.found = CartTable(), FoundList()
        self.pay = PayPanel()
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.code.card, 1)
        top.addWidget(self.total)
        self._side = QStackedWidget()
        self._side.addWidget(self.pay)
        cart = QWidget()
        column = QVBoxLayout(cart)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.cart, 1)
        column.addWidget(self.warning)
        self._left = QStackedWidget()
        self._left.addWidget(cart)
        self._left.addWidget(self.found)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._left, 5)
        middle.addWidget(self._side, 4)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(top)
        box.addLayout(middle, 1)
        self._tiled = False
        self._last: tuple[str, Rupiah, Rupiah] | None = None
        self._last_words = ""
        self.found.taken.connect(self.code.line.setFocus)
        self.show_goods()
        self.show_sale(None)

    @cached_property
    def tiles(self) -> Tiles:
        """Goods as buttons, made for the first finger."""
        made = Tiles()
        made.pressed.connect(self.pressed)
        made.stepped.connect(self.stepped)
        made.paid.connect(self.paid)
        self._side.addWidget(made)
        return made

    # -- what is in sight

    def show_goods(self) -> None:
        """The cart, and the tiles beside it where they are wanted."""
        self._left.setCurrentIndex(0)
        self._show_total()
        self._show_side(self.tiles if self._tiled else None)

    def show_found(self, *, alone: bool = False) -> None:
        """What the line found, in the cart's place; `alone` with nothing beside it."""
        self._left.setCurrentWidget(self.found)
        if alone:
            self._show_side(None)

    def hide_found(self) -> None:
        """The cart again."""
        self._left.setCurrentIndex(0)

    @property
    def finding(self) -> bool:
        """Whether a list is in sight."""
        return self._left.currentWidget() is self.found

    def show_pay(self) -> None:
        """The cart, and its payment beside it."""
        self._left.setCurrentIndex(0)
        self.pay.show_sale(self._counter.sale)
        self._show_side(self.pay)

    def tile(self, *, tiled: bool) -> None:
        """Tiles to be pressed beside the cart, or the cart alone."""
        self._tiled = tiled
        if tiled:
            self.tiles.offer(self._counter.goods)
        self.show_goods()

    @property
    def tiled(self) -> bool:
        """Whether the tiles are wanted."""
        return self._tiled

    def _show_side(self, side: QWidget | None) -> None:
        self._side.setVisible(side is not None)
        if side is not None:
            self._side.setCurrentWidget(side)
        self.cart.narrow(narrow=side is not None)

    # -- the sale

    def show_sale(self, at: int | None) -> None:
        """The cart as it stands, this line marked."""
        sale = self._counter.sale
        self.cart.show_cart(sale.cart, self._counter.goods, at)
        if not sale.empty:
            self._last = None
        self._show_total()
        buyer = sale.buyer
        self.member.setText(f"{buyer.number}  {buyer.name}" if buyer else _("Bukan anggota"))
        set_tone(self.member, "" if buyer else "muted")
        waiting = len(self._counter.aside)
        self.held.setText(_("{n} ditahan (F9)").format(n=waiting))
        self.held.setVisible(bool(waiting))
        told = [row.warning for row in self.cart.rows.rows if row.warning]
        self.warning.setText("\n".join(dict.fromkeys(told)))
        self.warning.setVisible(bool(told))

    def _show_total(self) -> None:
        if self._last is None:
            self.total.show_sale(self._counter.sale)
        else:
            self.total.show_change(*self._last, words=self._last_words)

    def show_change(self, number: str, total: Rupiah, change: Rupiah) -> None:
        """What goes back, large, until something is put into the next cart."""
        self._last = (number, total, change)
        self._last_words = ""
        self._show_total()

    def show_back(self, number: str, words: str, amount: Rupiah) -> None:
        """What goes back over the counter, or comes back, after a paper was made void."""
        self._last = (number, amount, amount)
        self._last_words = words
        self._show_total()

    def walk(self, event: QKeyEvent) -> None:
        """A step in whatever is in sight."""
        if self.finding:
            self.found.walk(event)
        else:
            self.cart.keyPressEvent(event)

    def start(self) -> None:
        """Where typing goes on."""
        self.code.line.setFocus(Qt.FocusReason.OtherFocusReason)
