"""Who gets what is subsidised: one NIK a sale, scanned or typed, before money is asked for."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from kopdes_desktop.goods.rules import shown
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.subsidy import queries as subsidy
from kopdes_desktop.ui.sales.code_line import Question
from kopdes_desktop.ui.sales.counter import Counter
from kopdes_desktop.ui.sales.people_forms import BuyerForm
from kopdes_desktop.ui.sales.sale import Buyer, buyer_of
from kopdes_desktop.ui.sales.till_view import TillView

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.ui.desk import Desk

_RIGHT = "sales.sell"


class _May(Struct, frozen=True):
    """A buyer, and what he may still take of each programme, in words; `None` for nobody.

    `member` is who he is where he is one.
    """

    key: int | None
    left: str = ""
    member: Buyer | None = None


class Rationing(QObject):
    """Asks only where goods of a programme are in the cart and nobody has said for whom."""

    #: It is known who buys: now the money.
    done = Signal()

    def __init__(self, desk: Desk, counter: Counter, view: TillView) -> None:
        super().__init__(view)
        self._desk, self._counter, self._view = desk, counter, view
        self._code = view.code

    def ask(self) -> bool:
        """Ask for the buyer if he is to be known; False where nothing needs one."""
        lines = self._waiting()
        if not lines or self._counter.sale.buyer is not None:
            return False
        names = ", ".join(self._counter.sale.cart.lines[at].name for at in lines)
        self._view.show_goods()
        self._code.ask(
            Question(
                _("NIK pembeli {goods}").format(goods=names),
                self._take,
                _("Barang bersubsidi: pindai atau ketik NIK di KTP, 16 angka."),
                numbers=True,
            )
        )
        return True

    def _programs(self) -> list[str]:
        goods = self._counter.goods
        if goods is None:
            return []
        found = (goods.shelf.get(line.item) for line in self._counter.sale.cart.lines)
        return sorted({each.item.program for each in found if each and each.item.program})

    def _waiting(self) -> list[int]:
        """The lines of a programme for which nobody is named."""
        goods = self._counter.goods
        return [
            at
            for at, line in enumerate(self._counter.sale.cart.lines)
            if line.buyer is None
            and goods is not None
            and (of := goods.shelf.get(line.item)) is not None
            and of.item.program
        ]

    def _take(self, text: str) -> None:
        nik = subsidy.nik_in(text)
        if nik is None:
            raise BadField(N_("NIK terdiri dari 16 angka."), field="buyer")
        today = self._desk.standing.today
        self._desk.read(_RIGHT, _may, nik, self._programs(), today, then=partial(self._found, nik))

    def _found(self, nik: str, found: _May) -> None:
        if found.key is None:
            form = BuyerForm(self._desk, nik)
            form.made.connect(self._named)
            form.open()
            return
        if found.member is not None:
            self._counter.buy(found.member)
        self._named(found.key)
        self._code.say(found.left)

    def _named(self, key: int) -> None:
        cart = self._counter.sale.cart
        for at in self._waiting():
            cart = cart.put(at, replace(cart.lines[at], buyer=key))
        self._counter.change(cart)
        self.done.emit()


def _may(read: Reading, nik: str, programs: list[str], day: date) -> _May:
    """On the database's thread."""
    who = subsidy.buyer(read, nik)
    if who is None:
        return _May(None)
    told = []
    for code in programs:
        of = subsidy.require_program(read, code)
        left = subsidy.allowance(read, of, who, day).left
        if left is not None:
            words = _("{name}: boleh lagi {left} {unit}.")
            told.append(words.format(name=of.name, left=shown(max(left, 0)), unit=of.unit))
    row = subsidy.member_of(read, who)
    return _May(who.key, " ".join(told), buyer_of(row) if row is not None else None)
