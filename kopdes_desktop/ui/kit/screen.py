"""A screen: a title, the keys it understands, the facts it listens to, one way to read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.ui.kit.fields import Words
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.legend import Legend
from kopdes_desktop.ui.kit.live import Listener, News
from kopdes_desktop.ui.kit.unsaved import is_typed_in

if TYPE_CHECKING:
    from kopdes_desktop.ui.kit.scan_run import Codes


class Heading(Words):
    """A title on one line as long as there is room for it; a long name goes on below."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("kind", "title")
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        """As wide as the whole text; the layout takes away what is not there."""
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(width, self.heightForWidth(width))


class Screen(QWidget):
    """One page of the window. Subclasses fill `body`, declare `keys`, and read in `reload`.

    `advice` says on F1 how work goes here. A screen that takes Esc for itself emits `left` when
    there is nothing more to go back to on it; any other leaves Esc to the window.
    """

    left = Signal()

    def __init__(self, title: str, news: News, listens: tuple[str, ...] = ()) -> None:
        super().__init__(news.ground)
        self.title = title
        self.keys: tuple[Key, ...] = ()
        self.advice = ""
        self.setAccessibleName(title)
        self.heading = Heading(title)
        self.head = QHBoxLayout()
        self.head.setSpacing(10)
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.foot = Legend()
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 16, 22, 10)
        box.setSpacing(12)
        box.addLayout(self.head)
        box.addLayout(self.body, 1)
        box.addWidget(self.foot)
        self.foot.hide()  # without keys it takes no room
        self._listener = Listener(listens)
        news.written.connect(self._on_news)

    def set_keys(self, *keys: Key) -> None:
        """Bind these keys and print them along the lower edge."""
        self.keys = keys
        bind(keys, self)
        self.print_foot(keys)

    def print_foot(self, keys: tuple[Key, ...]) -> None:
        """Print these keys along the lower edge; for screens of several steps, those of one."""
        self.foot.set_keys(keys)
        self.foot.setVisible(bool(keys))

    def keys_now(self) -> tuple[Key, ...]:
        """The keys of the step that the screen is at, for F1."""
        return self.keys

    def reload(self) -> None:
        """Read again what the screen shows."""

    def start(self) -> None:
        """Put the focus where work begins."""
        self.setFocus()

    def start_anew(self) -> None:
        """The key of this very place was pressed on it."""

    def member_here(self) -> int | None:
        """The active member whose page is open here: another place gone to by key takes him up."""
        return None

    def show_member(self, member: int) -> None:
        """Open this member, to whom another screen leads; screens without members do nothing."""

    def show_entry(self, name: int | str) -> None:
        """Open this entry, to which another screen leads; screens without papers do nothing."""

    def show_list(self, code: str) -> None:
        """Show the list of this name, to which a figure of another screen leads."""

    def begin_deed(self, amount: int) -> None:
        """Begin the deed that another screen leads to with this amount; most have none such."""

    def codes(self) -> Codes | None:
        """What this screen knows of the codes of goods; None where none are taken."""
        return None

    def take_code(self, code: str) -> None:
        """A code of goods was scanned, wherever the cursor is; screens without goods get none."""

    def take_card(self, number: str) -> bool:
        """A member's card was scanned; False leads to the member's page, as anywhere."""
        del number
        return False

    def has_unsaved(self) -> bool:
        """Whether something is typed here that would be gone with the window."""
        return is_typed_in(self)

    def states(self) -> Sequence[Callable[[], None]]:
        """What else the screen shows once something is chosen on it, step by step: for pictures."""
        return ()

    def _on_news(self, kind: str) -> None:
        if self._listener.hears(kind) and self.isVisible():
            self._listener.stale = False
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._listener.stale:
            self._listener.stale = False
            self.reload()
