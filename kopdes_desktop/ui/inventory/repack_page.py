"""Repacking: what is opened on the left, what is made of it on the right, and what was lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kopdes_desktop.goods import typed
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.goods.rules import decimal
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.inventory.goods_panel import NAME, QUANTITY, UNIT, GoodsPanel
from kopdes_desktop.ui.inventory.page import GoodsPage
from kopdes_desktop.ui.inventory.reading import StockNow
from kopdes_desktop.ui.kit.fields import EnterLeads, TextField
from kopdes_desktop.ui.kit.keys import Key

DEED = "inventory.repack"


def _refuses(item: Item) -> str:
    if item.kind == "goods":
        return ""
    return _("{name} tidak dapat dikemas ulang; hanya barang milik sendiri.").format(name=item.name)


class RepackPage(GoodsPage):
    """Enter on the first empty line goes to the second; there it asks, and writes."""

    def __init__(self, desk: Desk) -> None:
        panel = GoodsPanel(_("Yang dibuka"), _("Barang yang dibuka"), refuses=_refuses)
        super().__init__(desk, _("Kemas ulang"), panel)
        self.into = GoodsPanel(
            _("Menjadi"), _("Hasil kemasan"), (NAME, QUANTITY, UNIT), refuses=_refuses
        )
        self.lost = TextField(
            "shrink", _("Susut"), hint=_("dalam satuan hasil pertama, boleh kosong"), longest=10
        )
        self.panel.finished.connect(self._to_result)
        self.panel.left.connect(self.left)
        self.into.finished.connect(self._ask_sure)
        self.into.left.connect(self.start)
        self.into.carded.connect(desk.lead_to_card)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.panel, 1)
        right.setSpacing(8)
        right.addWidget(self.into, 1)
        right.addWidget(self.lost)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        self.body.addLayout(both, 1)
        self._leads = EnterLeads([self.lost.editor], self.into.start)
        self.keys = (
            Key("F6", _("hasil"), self._to_result),
            Key("F7", _("susut"), self.lost.editor.setFocus),
            Key("+ −", _("ubah jumlah")),
            Key("Ctrl+Return", _("catat"), self.write),
            Key("Esc", _("kembali")),
        )

    def show_stock(self, now: StockNow) -> None:
        super().show_stock(now)
        self.into.open(now.here)

    def take_code(self, code: str) -> None:
        """To the side that is being filled."""
        (self.into if self.into.line.line.hasFocus() else self.panel).scan(code)

    def _to_result(self) -> None:
        if self.panel.rows:
            self.into.start()
        else:
            self.panel.say(_("Sebutkan dahulu barang yang dibuka."), "warning")

    def _ask_sure(self) -> None:
        if not self.into.rows:
            self.into.say(_("Belum ada hasilnya."), "warning")
            return
        names = ", ".join(row.item.name for row in self.into.rows[:2])
        words = _("{n} barang dibuka menjadi {names}?").format(n=len(self.panel.rows), names=names)
        self.into.ask_sure(words, self.write)

    def write(self) -> None:
        """Goods become others at their value."""
        place = self.place
        if place is None or self.is_busy():
            return
        if not self.panel.rows or not self.into.rows:
            self._to_result()
            return
        order: dict[str, Any] = {
            "place": place.code,
            "from": self.panel.orders(),
            "into": self.into.orders(),
        }
        if self.lost.text:
            try:
                order["shrink"] = decimal(typed.quantity(self.lost.text))
            except Refusal as refusal:
                self.lost.complain(refusal.message)
                self.lost.call_back()
                return
        self.desk.perform(DEED, order, self._written, sender=self)

    def _written(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.desk.say(_("{number} tersimpan.").format(number=answer.number), "good")
        for panel in (self.panel, self.into):
            panel.fill([])
        self.lost.clear()
        self.into.line.ahead.release(None)
        self.panel.go_on()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """Neither side takes anything while it is written."""
        super().set_busy(busy)
        if busy:
            self.into.line.ahead.hold()
        else:
            self.into.line.ahead.release(None)

    def complain(self, field: str | None, words: str) -> bool:
        """On the side that it is about."""
        name, _bracket, rest = (field or "").partition("[")
        at = rest.partition("]")[0]
        if name == "shrink":
            self.lost.complain(words)
            self.lost.call_back()
            return True
        side = self.into if name == "into" else self.panel
        side.start()
        side.complain_at(int(at) if at.isdigit() else -1, words)
        return True

    def states(self) -> Sequence[Callable[[], None]]:
        return (self._list_some,)

    def _list_some(self) -> None:
        """One thing opened, another made of it."""
        rows = [row for row in self.now.rows if row.quantity > 0] if self.now is not None else []
        for panel, row in zip((self.panel, self.into), rows, strict=False):
            panel.scan(row.item.code)
