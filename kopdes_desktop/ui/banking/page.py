"""A page of the screen of boxes and banks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.banking import reading
from kopdes_desktop.ui.banking.reading import Boxes
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.printer import Paper


class Page(QWidget):
    """Subclasses fill `body`, name their keys, and read in `reload`."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk.news.ground)
        self.desk, self.title = desk, title
        self.keys: tuple[Key, ...] = ()
        #: Keys that are only of those who may do the deed behind them.
        self.rights: dict[str, str] = {}
        self.boxes: Boxes | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)

    def show_boxes(self, boxes: Boxes) -> None:
        """Boxes and rights as they are now."""
        self.boxes = boxes

    def allows(self, deed: str) -> bool:
        """Whether whoever sits here may do it, without a word."""
        return self.boxes is not None and deed in self.boxes.may

    def keys_now(self) -> tuple[Key, ...]:
        """Without those whose deed is somebody else's."""
        lacking = {
            sequence
            for sequence, deed in self.rights.items()
            if self.boxes and not self.allows(deed)
        }
        return tuple(key for key in self.keys if key.sequence not in lacking)

    def reload(self) -> None:
        """Read again what is shown."""

    def start(self) -> None:
        """Put the cursor where work begins."""

    def may(self, deed: str) -> bool:
        """Whether whoever sits here may do it; said where not."""
        allowed = self.allows(deed)
        if not allowed:
            self.desk.say(_("Ini dikerjakan bendahara."), "warning")
        return allowed

    def done(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        """It is written: its number, or that it is kept."""
        told = _("{number} tersimpan.").format(number=answer.number) if answer.number else ""
        self.desk.say(told or _("Tersimpan."), "good")

    def show_paper(self, code: str, given: dict[str, str]) -> None:
        """A report as it will be printed."""
        self.desk.ask(lambda session: reading.paper(session, code, given), self._look)

    def _look(self, paper: Paper) -> None:
        self.desk.show_paper(paper)

    def states(self) -> Sequence[Callable[[], None]]:
        """What else it shows, for pictures."""
        return ()


def offer(field: ChoiceField, rows: Sequence[tuple[str, str]]) -> None:
    """These choices; what was chosen stays where it is still there."""
    if [field.box.itemData(at) for at in range(field.box.count())] == [row[0] for row in rows]:
        return
    chosen = field.box.currentData()
    field.box.blockSignals(True)
    field.box.clear()
    for value, words in rows:
        field.box.addItem(words, value)
    field.box.setCurrentIndex(max(field.box.findData(chosen), 0) if rows else -1)
    field.box.blockSignals(False)
