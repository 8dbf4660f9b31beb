"""The cart as a table: what, how much, at what price; fewer columns where there is less room."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt

from kopdes_desktop.goods.rules import shown
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import number
from kopdes_desktop.sales.cart import Cart
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.sales.goods_here import GoodsHere


class CartRow(Struct, frozen=True):
    """One line as it is shown; `warning` is what the clerk should know of it."""

    at: int
    name: str
    quantity: str
    unit: str
    price: Rupiah
    off: Rupiah
    amount: Rupiah
    warning: str = ""


def _warned(row: CartRow) -> str:
    return "warning" if row.warning else ""


def _tight(amount: int) -> str:
    return number(amount) if amount else ""


_NUMBER = Column(N_("No."), lambda row: row.at + 1, width=3, right=True)
_NAME = Column(N_("Barang"), lambda row: row.name, width=0, tone=_warned)
_QUANTITY = Column(N_("Jumlah"), lambda row: row.quantity, width=6, right=True)
_UNIT = Column(N_("Satuan"), lambda row: row.unit, width=8)
_PRICE = Column(N_("Harga"), lambda row: int(row.price), text=number, width=8, right=True)
_OFF = Column(N_("Potongan"), lambda row: int(row.off), text=_tight, width=9, right=True)
_AMOUNT = Column(N_("Total"), lambda row: int(row.amount), text=number, width=9, right=True)
WIDE: Final = (_NUMBER, _NAME, _QUANTITY, _UNIT, _PRICE, _OFF, _AMOUNT)
NARROW: Final = (_NAME, _QUANTITY, _AMOUNT)


class CartTable(Table):
    """Follows the cart; the line that came last is marked."""

    def __init__(self) -> None:
        super().__init__(WIDE, _("Keranjang"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_cart(self, cart: Cart, goods: GoodsHere | None, at: int | None) -> None:
        """Show these lines, this one marked; the last where none is named."""
        before = self.currentIndex().row()
        self.rows.set_rows(rows_of(cart, goods))
        last, wanted = len(cart.lines) - 1, before if at is None else at
        self.go_to(min(wanted, last) if wanted >= 0 else last)

    def narrow(self, *, narrow: bool) -> None:
        """Fewer columns where something stands beside it."""
        wanted = NARROW if narrow else WIDE
        if self.rows.columns != wanted:
            rows, at = list(self.rows.rows), self.currentIndex().row()
            self.set_columns(wanted)
            self.rows.set_rows(rows)
            self.go_to(at)

    def marked(self) -> int | None:
        """Which line is marked."""
        row = self.current()
        return row.at if row is not None else None


def rows_of(cart: Cart, goods: GoodsHere | None) -> list[CartRow]:
    """The cart's lines as rows; discounts with their share of the whole's."""
    return [
        CartRow(
            at,
            line.name,
            shown(line.quantity),
            line.unit,
            line.price,
            off,
            line.gross - off,
            goods.warning(cart, line) if goods is not None else "",
        )
        for at, (line, off) in enumerate(zip(cart.lines, cart.reductions, strict=True))
    ]
