"""The sale in hand and those put aside, of one clerk; every change is kept at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.sales.cart import Cart, CartLine
from kopdes_desktop.ui.kit.keeping import Keeper
from kopdes_desktop.ui.sales import drafts
from kopdes_desktop.ui.sales.goods_here import GoodsHere
from kopdes_desktop.ui.sales.sale import Buyer, Sale

if TYPE_CHECKING:
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.door import Session


def fresh(rounding: int = 1) -> Sale:
    """A sale with nothing in it, under a key of its own."""
    return Sale(secrets.token_hex(8), Cart(rounding=rounding))


class Counter(QObject):
    """Everything here happens in the window's thread, without waiting."""

    #: The sale changed; which line is to be marked, or None.
    changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.rounding = 1
        self.sale = fresh()
        self.aside: list[Sale] = []
        self.goods: GoodsHere | None = None
        self._before: Sale | None = None
        self._keeper = Keeper(desk.ask, self._job, lambda: self.held_back)
        #: While a sale is being written nothing is kept: the writing itself clears what was.
        self.held_back = False

    # -- goods

    def stock(self, goods: GoodsHere) -> None:
        """Other goods, or other prices: the cart follows."""
        self.goods = goods
        self._put(self.sale, None)

    def add(self, line: CartLine) -> None:
        """Put goods in; onto the line that is the same."""
        lines = self.sale.cart.lines
        at = next((n for n, known in enumerate(lines) if known.like(line)), len(lines))
        self.change(self.sale.cart.add(line), at)

    def change(self, cart: Cart, at: int | None = None) -> None:
        """Another cart, with today's prices."""
        self._before = self.sale
        self._put(self.sale.with_cart(cart), at)

    def mend(self, at: int, **fields: Any) -> None:  # noqa: ANN401  fields of a cart's line
        """Other terms for one line."""
        self.change(self.sale.cart.put(at, replace(self.sale.cart.lines[at], **fields)), at)

    def step(self, at: int, by: int) -> None:
        """One more or one less."""
        self.mend(at, quantity=self.sale.cart.lines[at].quantity + by * THOUSAND)

    def undo(self) -> bool:
        """As it was before the last change; False where there was none."""
        before, self._before = self._before, None
        if before is None:
            return False
        self._put(before, None)
        return True

    def buy(self, buyer: Buyer | None) -> None:
        """Another buyer: his prices."""
        self._before = self.sale
        self._put(self.sale.bought_by(buyer), None)

    # -- sales

    def pay(self, sale: Sale) -> None:
        """How it is paid so far; nothing of that is kept."""
        self.sale = sale

    def begin_new(self) -> None:
        """The next buyer."""
        self._before = None
        self._put(fresh(self.rounding), None)

    def put_aside(self) -> None:
        """This buyer comes back later."""
        self.aside.append(replace(self.sale, tenders=()))
        self.begin_new()

    def take_up(self, sale: Sale) -> None:
        """He is back; what was in hand is put aside."""
        self.aside = [each for each in self.aside if each.key != sale.key]
        if not self.sale.empty:
            self.aside.append(self.sale)
        self._before = None
        self._put(sale, None)

    def restore(self, kept: drafts.Kept) -> None:
        """What an earlier start of the program left."""
        self.rounding = kept.rounding
        self.aside = list(kept.aside)
        sale = kept.sale or fresh(self.rounding)
        self._put(replace(sale, cart=replace(sale.cart, rounding=self.rounding)), None)

    def _put(self, sale: Sale, at: int | None) -> None:
        if self.goods is not None:
            sale = replace(sale, cart=sale.cart.priced(self.goods.price))
        self.sale = sale
        self.keep()
        self.changed.emit(at)

    # -- keeping

    def keep(self) -> None:
        """Write down what is in hand: at once, or as soon as the last writing is done."""
        self._keeper.keep()

    def release(self) -> None:
        """It was not written after all: what is in hand is kept again."""
        self.held_back = False
        self._keeper.go_on()

    def _job(self) -> Callable[[Session], None]:
        return partial(drafts.keep, sale=self.sale, aside=tuple(self.aside))
