"""What a dry run found, whatever was read: kinds of finding on the left, the rows of one beside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table

#: Below this height, what the list says already is not said again.
_ROOMY = 470
#: Lower than this there is no room for what stands above either.
_TIGHT = 420


class View(Struct, frozen=True):
    """A line of the list: which table, its name, how many stand in it."""

    code: str
    title: str
    count: int


VIEW_COLUMNS = (
    Column(N_("Bagian"), lambda view: view.title, width=0),
    Column(N_("Banyaknya"), lambda view: view.count, text=number, width=5, right=True),
)


class DryRunPanel(QWidget):
    """Subclasses name the kinds of finding, lay out their tables, and fill the one that is shown.

    `taken` asks to take in what is good, `kept` for the file of what is not.
    """

    taken = Signal()
    kept = Signal()
    #: The kinds of finding by their codes, and how wide their list is.
    kinds: ClassVar[dict[str, str]] = {}
    wide = 268

    def __init__(self, keep: str) -> None:
        """`keep` is what the second button says."""
        super().__init__()
        self.views = Table(VIEW_COLUMNS, _("Hasil pemeriksaan"))
        self.views.horizontalHeader().hide()
        self.views.opened.connect(lambda _view: self._enter())
        self.views.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_view())
        self.tables = QStackedWidget()
        self.subject = kind_label("", "heading")
        self.hint = kind_label("", "muted")
        self.hint.setWordWrap(True)
        self.detail = kind_label("", "small")
        self.detail.setWordWrap(True)
        self.notice = kind_label("", "notice", "danger")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.take_button = button("", "primary", "save")
        self.take_button.clicked.connect(self.taken)
        self.keep_button = button(keep, icon="download")
        self.keep_button.clicked.connect(self.kept)
        self._above: QWidget | None = None

    def arrange(self, tables: Iterable[Table], *above: QWidget) -> None:
        """Put the tables behind one another, and the first of `above` where there is room."""
        for table in tables:
            self.tables.addWidget(table)
        self._above = above[0]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        for part in above:
            box.addWidget(part)
        frame = QFrame(self)
        frame.setProperty("kind", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(6)
        inside.addWidget(self.subject)
        inside.addWidget(self.hint)
        inside.addWidget(self.tables, 1)
        inside.addWidget(self.detail)
        self.views.setFixedWidth(at_text_size(self.wide))
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.views)
        middle.addWidget(frame, 1)
        box.addLayout(middle, 1)
        box.addWidget(self.notice)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.take_button)
        box.addLayout(buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the rows have it."""
        super().resizeEvent(event)
        self.views.setFixedWidth(at_text_size(self.wide))
        roomy = self.height() >= at_text_size(_ROOMY)
        self.subject.setVisible(roomy)
        self.hint.setVisible(roomy)
        if self._above is not None:
            self._above.setVisible(self.height() >= at_text_size(_TIGHT))

    def start(self) -> None:
        """The kinds of finding."""
        self.views.setFocus()

    def view(self) -> str:
        """Which kind is shown."""
        return list(self.kinds)[max(self.views.currentIndex().row(), 0)]

    def counted(self, counts: Iterable[int]) -> list[View]:
        """The lines of the list, with how many stand in each."""
        return [View(c, _(w), n) for (c, w), n in zip(self.kinds.items(), counts, strict=True)]

    def offer(self, words: str) -> None:
        """What the first button does now."""
        self.take_button.setText(f" {words}")
        self.take_button.setAccessibleName(words)

    def table(self) -> Table | None:
        """The one that is shown."""
        shown = self.tables.currentWidget()
        return shown if isinstance(shown, Table) else None

    def complain(self, words: str) -> None:
        """Why nothing was taken in."""
        self.notice.setText(words)
        set_tone(self.notice, "danger")
        self.notice.show()

    def _enter(self) -> None:
        table = self.table()
        if table is not None and table.rows.rows:
            table.setFocus()

    def _show_view(self) -> None:
        """The rows of the kind under the cursor."""
        raise NotImplementedError
