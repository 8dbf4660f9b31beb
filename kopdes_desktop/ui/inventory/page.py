"""Pages of the stock screen: each a piece of work on one place, with keys of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.goods.rules import shown
from kopdes_desktop.inventory import lots
from kopdes_desktop.inventory.lots import Lot
from kopdes_desktop.inventory.places import Place
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.inventory.goods_panel import GoodsPanel, GoodsRow, lot_words, row_of
from kopdes_desktop.ui.inventory.reading import RIGHT, StockNow
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.savings.basket import Choice
from kopdes_desktop.ui.savings.pick_dialog import PickDialog

__all__ = ["GoodsPage", "Page", "row_of"]


class Page(QWidget):
    """Subclasses fill `body`, name their `title` and `keys`, and read in `open`.

    `left` leads back to the list.
    """

    left = Signal()
    #: Another step has other keys.
    stepped = Signal()

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk.news.ground)
        self.desk, self.title = desk, title
        self.keys: tuple[Key, ...] = ()
        self.now: StockNow | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)

    @property
    def place(self) -> Place | None:
        """Where the work is done."""
        return self.now.place if self.now is not None else None

    @property
    def about(self) -> str:
        """What stands beside the title."""
        return self.place.name if self.place is not None else ""

    def show_stock(self, now: StockNow) -> None:
        """The place as it stands now; what was typed stays."""
        self.now = now

    def open(self) -> None:
        """Read what the page shows besides stock."""

    def start(self) -> None:
        """Put the focus where work begins."""
        self.setFocus()

    def take_code(self, code: str) -> None:
        """A scan, wherever the cursor is."""

    def keys_now(self) -> tuple[Key, ...]:
        """The keys of the step that the page is at."""
        return self.keys

    def states(self) -> Sequence[Callable[[], None]]:
        """What else it shows once something is typed, for pictures."""
        return ()


class GoodsPage(Page):
    """A page on which goods are listed; scans go to its `panel`, refusals are said below it."""

    def __init__(self, desk: Desk, title: str, panel: GoodsPanel) -> None:
        super().__init__(desk, title)
        self.panel = panel
        panel.carded.connect(desk.lead_to_card)

    def show_stock(self, now: StockNow) -> None:
        super().show_stock(now)
        self.panel.open(now.here)

    def start(self) -> None:
        self.panel.start()

    def take_code(self, code: str) -> None:
        self.panel.scan(code)

    def list_some(self) -> None:
        """Two of what lies here, for pictures."""
        for row in [each for each in (self.now.rows if self.now else ()) if each.quantity > 0][:2]:
            self.panel.scan(row.item.code)

    # -- lots

    def ask_lot(self) -> None:
        """Which lot of the marked item is meant; of items that are tracked."""
        row, place = self.panel.table.current(), self.place
        if row is None or place is None:
            return
        if not row.item.tracked:
            self.desk.say(_("{item} tidak dicatat per batch.").format(item=row.item.name))
            return
        self.desk.read(
            RIGHT, lots.lots, place.code, row.item.key, then=partial(self._offer_lots, row)
        )

    def _offer_lots(self, row: GoodsRow, found: list[Lot]) -> None:
        asking = PickDialog(
            self.desk.window,
            _("Batch {item}").format(item=row.item.name),
            _("Tanpa dipilih, yang paling dulu kedaluwarsa keluar lebih dulu."),
            [
                Choice(at + 1, f"{lot_words(lot)}  ·  {shown(lot.quantity)} {row.item.unit}")
                for at, lot in enumerate(found)
            ],
            usual=_("Yang paling dulu kedaluwarsa"),
        )

        def chosen(choice: Choice | None) -> None:
            lot = found[int(choice.code) - 1] if choice is not None else None
            self.panel.replace(replace(row, lot=lot))

        asking.chosen.connect(chosen)
        asking.finished.connect(self._from_lots)
        asking.open()

    def _from_lots(self, _result: int) -> None:
        self.desk.window.activateWindow()
        self.start()

    # -- what an order needs of its sender

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self.panel.set_busy(busy)

    def is_busy(self) -> bool:
        return self.panel.is_busy()

    def complain(self, field: str | None, words: str) -> bool:
        """Below the line, at the row that it is about; nothing listed is lost."""
        return self.panel.complain(field, words)
