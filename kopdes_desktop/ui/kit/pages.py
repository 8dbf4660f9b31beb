"""Pages of one screen, of which one is seen: each is made when it is first gone to.

A screen of six pages then opens in the time of one. What is made here stands on its ground from
its first widget on: whatever is built apart and moved in when full is dressed a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.live import News
from kopdes_desktop.ui.kit.panels import at_text_size

P = TypeVar("P", bound=QWidget)

_AROUND = 28


class Rooms(QStackedWidget):
    """Widgets behind one another, of which only the open one is asked for its size.

    Otherwise every change of a line asks all that were ever opened, and work slows down by the day.
    """

    def sizeHint(self) -> QSize:
        now = self.currentWidget()
        return now.sizeHint() if now is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        now = self.currentWidget()
        return now.minimumSizeHint() if now is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        return False


class Pages(Rooms):
    """The pages of a screen by their numbers, which are those of its tabs; nought is the first."""

    def __init__(self, news: News, screen: QWidget) -> None:
        super().__init__(screen)
        self._news = news
        self._numbers: dict[QWidget, int] = {}
        self.currentChanged.connect(self.updateGeometry)

    def make(self, page: Callable[[], P], number: int = 0) -> P:
        """Make a page and take it in; one that asks `News.ground` where to stand is made here."""
        ground, self._news.ground = self._news.ground, self
        try:
            made = page()
        finally:
            self._news.ground = ground
        self._numbers[made] = number
        self.addWidget(made)
        return made

    def there(self, kind: type[P]) -> list[P]:
        """The pages of this kind that were made so far, by their numbers."""
        found = [each for each in self._numbers if isinstance(each, kind)]
        return sorted(found, key=self._numbers.__getitem__)

    @property
    def number(self) -> int:
        """Of the page that is open."""
        now = self.currentWidget()
        return self._numbers.get(now, 0) if now is not None else 0


class Tabs(QHBoxLayout):
    """A button for each page; Alt and its digit press it, wherever the cursor is on the screen."""

    def __init__(
        self, screen: QWidget, pages: Sequence[tuple[str, Callable[[], None]]], letter: str = "Alt+"
    ) -> None:
        """`pages` are titles still to be translated, and what opens each."""
        super().__init__()
        self.setSpacing(6)
        self._group = QButtonGroup(screen)
        self.keys = tuple(
            Key(f"{letter}{digit}", _(title), go) for digit, (title, go) in enumerate(pages, 1)
        )
        for number, key in enumerate(self.keys):
            made = tab(f"{key.words} ({key.sequence})")
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(made, number)
            self.addWidget(made)
        self.addStretch(1)
        self._group.idClicked.connect(lambda number: pages[number][1]())
        bind(self.keys, screen)

    def mark(self, number: int) -> None:
        """Show which page is open."""
        self._group.button(number).setChecked(True)


def tab(words: str) -> QPushButton:
    """The button of a page: while it is open it is bold, and no narrower for it."""
    made = button(words, "tab")
    made.setCheckable(True)
    font = made.font()
    font.setBold(True)
    wide = QFontMetrics(font).horizontalAdvance(words)
    made.setMinimumWidth(wide + at_text_size(_AROUND))
    return made
