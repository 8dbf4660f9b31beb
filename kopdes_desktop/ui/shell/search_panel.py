"""Ctrl+K: one line over everything. Letters, a number, an amount or a card; Enter opens.

It lies over the screens inside the window, so the line has the focus at once: a scanner that types
faster than windows open loses nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.card_scan import reads_cards
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.shell import searching
from kopdes_desktop.ui.shell.navigation import Place
from kopdes_desktop.ui.shell.searching import GROUPS, Hit, Matches

_WIDE, _HIGH, _EDGE = 940, 560, 24
_STEPS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class SearchPanel(QWidget):
    """The line keeps the focus; arrows move in the list below without leaving it."""

    opened = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._places: tuple[Place, ...] = ()
        self._asked = self._shown = ""
        self._take = False
        self.setObjectName("shade")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Cari apa saja"))
        self.line = QLineEdit()
        self.line.setProperty("kind", "big")
        self.line.setPlaceholderText(_("Nama, nomor anggota, nomor bukti, jumlah, atau layar"))
        self.line.setAccessibleName(_("Cari apa saja"))
        self.line.textChanged.connect(self._ask)
        self.line.installEventFilter(self)
        reads_cards(self.line)
        self.note = kind_label("", "muted")
        self.note.setWordWrap(True)
        self.table = Table(_columns(self), _("Yang ditemukan"))
        self.table.horizontalHeader().hide()
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.table.opened.connect(self._open)
        self.card = QFrame(self)
        self.card.setProperty("kind", "dialog")
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(18, 16, 18, 14)
        inside.setSpacing(10)
        inside.addWidget(self.line)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.note)
        self.hide()

    def look_for(self, text: str, places: tuple[Place, ...]) -> None:
        """Over everything, ready to be typed into; `text` is what was typed already."""
        self._places = places
        self._take = False
        icons.dress(self.line, "search", "muted")
        self.fit()
        self.show()
        self.raise_()
        self.line.setText(text)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.ask(searching.prepare, self._prepared)
        if not text:
            self._ask(text)

    def _prepared(self, _nothing: object) -> None:
        """The reports are in hand."""

    def end(self) -> None:
        """Away again; whatever had the focus before may have it back."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def fit(self) -> None:
        """As wide as its text needs, near the upper edge of the window."""
        parent = self.parentWidget()
        if parent is None:
            return
        self.setGeometry(parent.rect())
        width = min(at_text_size(_WIDE), parent.width() - 2 * _EDGE)
        height = min(at_text_size(_HIGH), parent.height() - 2 * _EDGE)
        top = max(_EDGE, (parent.height() - height) // 4)
        self.card.setGeometry((parent.width() - width) // 2, top, width, height)
        self.table.fit()

    def _ask(self, text: str) -> None:
        self._asked = text
        places = self._places
        self._desk.ask(lambda session: searching.search(session, text, places), self._show)

    def _show(self, found: Matches) -> None:
        if found.text != self._asked:
            return
        self._shown = found.text
        self.table.set_rows(found.hits)
        self._say(found)
        if self._take:
            self._take = False
            self._open_seen()

    def _say(self, found: Matches) -> None:
        text, tone = found.text.strip(), ""
        if found.scanned and not found.hits:
            words = _("Kartu ini bukan kartu anggota koperasi ini.")
            tone = "warning"
        elif text and not found.hits:
            words = _(
                "Tidak ada yang cocok dengan “{text}”. Yang dapat dicari: nama atau nomor anggota,"
                " NIK atau nomor telepon lengkap, nomor bukti, jumlah rupiah (150.000 atau"
                " 150000), nama layar dan laporan."
            ).format(text=text)
            tone = "warning"
        elif text:
            words = _("Enter membuka yang ditandai. Esc kembali.")
        else:
            words = _(
                "Ketik nama atau nomor anggota, nomor bukti, jumlah rupiah, nama layar atau"
                " laporan. Kartu anggota boleh dipindai."
            )
        self.note.setText(words)
        set_tone(self.note, tone)

    def group_of(self, hit: Hit) -> str:
        """The name of a group, at its first row only."""
        first = next(each for each in self.table.rows.rows if each.group == hit.group)
        return _(GROUPS[hit.group]) if first is hit else ""

    def take(self) -> None:
        """Open the current row; once it is there, if the books are still being asked."""
        if not self.line.text().strip():
            return
        if self._shown == self.line.text():
            self._open_seen()
        else:
            self._take = True

    def _open_seen(self) -> None:
        """The marked one, unless it is one of several that nobody has seen."""
        if not self.table.is_choice_blind():
            self._open(self.table.current())

    def _open(self, hit: Hit | None) -> None:
        if hit is not None:
            self.end()
            self.opened.emit(hit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens, Esc leaves, arrows move in the list."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if event.key() in _ENTERS:
            if not event.isAutoRepeat():
                self.take()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.end()
            return True
        if event.key() in _STEPS:
            self.table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card leaves."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.end()


def _columns(panel: SearchPanel) -> tuple[Column, ...]:
    return (
        Column("", panel.group_of, width=8),
        Column("", lambda hit: hit.title, width=31),
        Column("", lambda hit: hit.detail, width=0),
        Column("", lambda hit: hit.figure, right=True, width=12),
    )
