"""A page of the stock screen: a piece of work on one place, with keys of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.inventory.goods_panel import GoodsPanel
from kopdes_desktop.ui.inventory.reading import StockNow
from kopdes_desktop.ui.kit.keys import Key


class Page(QWidget):
    """Subclasses fill `body`, name their `title` and `keys`, and read in `open`.

    `left` leads back to the list. `panel` takes scans where the page has goods to name.
    """

    left = Signal()

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self.desk, self.title = desk, title
        self.keys: tuple[Key, ...] = ()
        self.now: StockNow | None = None
        self.panel: GoodsPanel | None = None
        self._busy = False
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)

    @property
    def about(self) -> str:
        """Beside the title: where the work is done."""
        place = self.now.place if self.now is not None else None
        return place.name if place is not None else ""

    def show_stock(self, now: StockNow) -> None:
        """The place as it stands now; what was typed stays."""
        self.now = now
        if self.panel is not None:
            self.panel.open(now.here)

    def open(self) -> None:
        """Read what the page shows besides stock."""

    def start(self) -> None:
        """Put the focus where work begins."""
        if self.panel is not None:
            self.panel.start()
        else:
            self.setFocus()

    def take_code(self, code: str) -> None:
        """A scan, wherever the cursor is."""
        if self.panel is not None:
            self.panel.scan(code)

    def states(self) -> Sequence[Callable[[], None]]:
        """What else it shows once something is typed, for pictures."""
        return ()

    # -- what an order needs of its sender

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self._busy = busy
        if self.panel is None:
            return
        if busy:
            self.panel.line.ahead.hold()
        else:
            QTimer.singleShot(0, self._let_go)

    def _let_go(self) -> None:
        if not self._busy and self.panel is not None:
            self.panel.line.ahead.release(None)

    def is_busy(self) -> bool:
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """Below the line, at the row that it is about; nothing listed is lost."""
        if self.panel is None:
            return False
        self.panel.line.ahead.release(None)
        self.panel.complain_at(row_of(field), words)
        return True


def row_of(field: str | None) -> int:
    """The place of a line in a field's name ("lines[3].quantity"); −1 where it names none."""
    name, _bracket, rest = (field or "").partition("[")
    digits = rest.partition("]")[0]
    return int(digits) if name == "lines" and digits.isdigit() else -1
