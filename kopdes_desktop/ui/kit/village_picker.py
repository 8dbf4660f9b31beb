"""A field that finds a village by name or code in the list of the Ministry of Home Affairs.

What is typed is looked for off the window's thread; the rows below the line are walked with the
arrows and taken with Enter, while the cursor stays in the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.kit.fields import LineField
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import HEADER_HEIGHT, ROW_HEIGHT, Table
from kopdes_desktop.ui.kit.typed_ahead import ENTER, TypedAhead

if TYPE_CHECKING:
    from kopdes_desktop.members.regions import Village
    from kopdes_desktop.ui.kit.perform import Errands

COLUMNS = (
    Column(N_("Desa atau kelurahan"), lambda row: row.name, width=22),
    Column(N_("Kecamatan, kabupaten, provinsi"), lambda row: row.path, width=0),
    Column(N_("Kode"), lambda row: row.code, width=13),
)
_STEPS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
_ROWS = 5
_FEWEST_LETTERS = 3
_PAUSE_MS = 120
HINT = N_("ketik nama desa dan kecamatannya, pilih dengan panah, Enter")


class _Found(NamedTuple):
    text: str
    rows: list[Village]


class VillageField(LineField):
    """Its value is the village's code, or nothing; `chosen` carries the village once taken."""

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        label: str,
        errands: Errands,
        *,
        hint: str = "",
        needed: bool = False,
    ) -> None:
        """Look with these errands: the list is long, and read on their thread."""
        super().__init__(name, label, QLineEdit(), hint=hint or _(HINT))
        self.needed = needed
        self.village: Village | None = None
        self._errands = errands
        self._code = ""
        self._take: str | None = None
        self._listed: str | None = None
        self.table = Table(COLUMNS, _("Desa yang cocok"))
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.table.opened.connect(self._choose)
        self.table.hide()
        inside = self.layout()
        if isinstance(inside, QVBoxLayout):
            inside.addWidget(self.table)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._seek)
        self.edit.textEdited.connect(self._on_typed)
        self._ahead = TypedAhead(self.edit)

    def showEvent(self, event: QShowEvent) -> None:
        """Be the newest filter of the line: Enter takes a village before it leads on."""
        super().showEvent(event)
        for each in (self, self._ahead):
            self.edit.removeEventFilter(each)
            self.edit.installEventFilter(each)

    def show_code(self, code: str) -> None:
        """Show the village of this code; a code that the list does not have stays as it is."""
        self._forget()
        self.set_text(code)
        self._code = code
        if code:
            self._errands.send(lambda: _village_of(code), self._show_one)

    def value(self) -> str:
        """The code; BadField if it is needed and missing, or typed and not taken from the list."""
        if not self.text:
            if self.needed:
                raise BadField(N_("Isian ini belum diisi."), field=self.name)
            return ""
        if not self._code:
            raise BadField(
                N_("Pilih desa dari daftar: ketik namanya, panah memilih, Enter."), field=self.name
            )
        return self._code

    def clear(self) -> None:
        """No village."""
        self._forget()
        super().clear()

    def _forget(self) -> None:
        self.village, self._code, self._take = None, "", None
        self._ahead.release(None)
        self._pause.stop()
        self.table.hide()

    def _on_typed(self, _text: str) -> None:
        """Other text: an Enter for what stood here before counts no more."""
        self.village, self._code, self._take = None, "", None
        if len(self.text) < _FEWEST_LETTERS:
            self._pause.stop()
            self.table.hide()
        else:
            self._pause.start()

    def _seek(self) -> None:
        self._pause.stop()
        text = self.text
        self._errands.send(lambda: _found(text), self._show, otherwise=self._not_found)
        if self._listed is None:  # the list itself is being read: that takes seconds
            self._tell(_("mencari …"), "")

    def _not_found(self, _error: Exception) -> bool:
        self._ahead.release(None)
        self.refresh_note()
        return False

    def _show(self, found: _Found) -> None:
        """An answer counts only for the very text that stands in the line."""
        if found.text != self.text or self._code:
            return
        self._listed = found.text
        if not self.complaint:
            self.refresh_note()
        self.table.set_rows(found.rows)
        self.table.setVisible(bool(found.rows))
        shown = min(len(found.rows), _ROWS)
        self.table.setFixedHeight(at_text_size(HEADER_HEIGHT + shown * ROW_HEIGHT) + 4)
        take, self._take = self._take == found.text, None
        if not found.rows:
            self._ahead.release(None)
            self.complain(_("Tidak ada desa yang cocok. Coba nama kecamatan atau kabupatennya."))
        elif take and self._ahead.holds_text() and len(found.rows) > 1:
            self._ahead.release(self.edit)  # he saw no list, and says more of what he means
        elif take:
            self._choose(self.table.current())

    def _show_one(self, village: Village | None) -> None:
        if village is not None and village.code.replace(".", "") == self._code.replace(".", ""):
            self._settle(village)

    def _choose(self, village: Village | None) -> None:
        self._take = None
        if village is not None:
            self._settle(village)
            self.edited.emit()
            self.chosen.emit(village)
        self._ahead.hand_on()

    def _settle(self, village: Village) -> None:
        self.village, self._code = village, village.code
        self._pause.stop()
        self.table.hide()
        self.set_text(village.whole)
        if self.edit.hasFocus():
            self.edit.selectAll()
        else:
            self.edit.setCursorPosition(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk in the open list; Enter takes its current row; Esc closes it."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        key = event.key()
        if key in ENTER and self.text and not self._code:
            self._take_current(event)
            return True
        if self.table.isHidden():
            return super().eventFilter(watched, event)
        if key in _STEPS:
            self.table.keyPressEvent(event)
            return True
        if key == Qt.Key.Key_Escape:
            self.table.hide()
            return True
        return super().eventFilter(watched, event)

    def _take_current(self, event: QKeyEvent) -> None:
        """The row under the bar, once the list fits what is typed."""
        if event.isAutoRepeat():
            return
        if self.table.isHidden() or self._listed != self.text:
            self._take = self.text
            self._ahead.hold()  # what is typed after this Enter belongs to the next field
            self._seek()
        else:
            self._choose(self.table.current())


def _village_of(code: str) -> Village | None:
    """On the errands' thread: the list is loaded with the first question."""
    from kopdes_desktop.members import regions  # noqa: PLC0415

    return regions.village(code)


def _found(text: str) -> _Found:
    """As above."""
    from kopdes_desktop.members import regions  # noqa: PLC0415

    return _Found(text, regions.villages_like(text))
