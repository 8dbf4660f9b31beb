"""Find a member: letters or a number, Enter takes the first, arrows choose another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members.cards import code_of, number_of
from kopdes_desktop.members.queries import STATUS_WORDS, MemberRow
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.card_scan import reads_cards
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.kit.typed_ahead import TypedAhead
from kopdes_desktop.ui.savings import cards

COLUMNS = (
    Column(N_("Nomor"), lambda row: row.number or "", width=10),
    Column(N_("Nama"), lambda row: row.name or "", width=0),
    Column(N_("Dusun"), lambda row: row.dusun or "", width=14),
    Column(N_("Status"), lambda row: _(STATUS_WORDS[row.status]), width=13),
)
_STEPS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


class FindPanel(QWidget):
    """The line keeps the focus; arrows move in the list below without leaving it."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asked = ""
        self._shown = ""
        self._answered = False
        self._take = False
        self._unfinished = ""
        self._beside: tuple[int, str] | None = None
        self.line = QLineEdit()
        self.line.setProperty("kind", "big")
        self.line.setPlaceholderText(_("Nama atau nomor anggota"))
        self.line.setAccessibleName(_("Cari anggota"))
        icons.dress(self.line, "search", "muted")
        self.line.installEventFilter(self)
        reads_cards(self.line)
        self.ahead = TypedAhead(self.line)
        self.line.textEdited.connect(self._ask)
        self.note = kind_label("", "muted")
        self.note.setWordWrap(True)
        self.table = Table(COLUMNS, _("Anggota yang cocok"))
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.table.opened.connect(self._open)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.line)
        box.addWidget(self.note)
        box.addWidget(self.table, 1)
        self._say_what()

    def start(self) -> None:
        """Ready for the next member; what stands there is replaced by typing."""
        self._take = False
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
        self.refresh()

    def look_for_another(self, beside: tuple[int, str] | None) -> None:
        """Look for one more on the receipt of this member (key, name); None looks for anybody."""
        self._beside = beside
        if beside is not None:
            self.clear()

    @property
    def looks_for_another(self) -> bool:
        """Whether whoever is found comes onto the receipt that is open."""
        return self._beside is not None

    def clear(self) -> None:
        """Nobody looked for."""
        self.line.clear()
        self._ask("")

    def refresh(self) -> None:
        """Ask again for what stands in the line."""
        self._ask(self.line.text())

    def _ask(self, text: str) -> None:
        self._asked = text
        near = self._beside[0] if self._beside else None
        self._desk.ask(lambda session: (text, cards.find(session.office, text, near)), self._show)

    def _show(self, found: tuple[str, Sequence[MemberRow]]) -> None:
        text, rows = found
        if text != self._asked:
            return
        self._shown = text
        self._answered = True
        self.table.set_rows(rows)
        self._say_what()
        if self._take:
            self._take = False
            self._choose()

    def _choose(self) -> None:
        """The marked one, unless it is one of several whom nobody has seen: keys stop there.

        His whole number, or a whole name that he alone has, needs no look.
        """
        row = self.table.current()
        typed = self._shown.strip().casefold()
        named = [each for each in self.table.rows.rows if (each.name or "").casefold() == typed]
        exact = row is not None and ((row.number or "").casefold() == typed or named == [row])
        if (typed or self._beside) and self.table.is_choice_blind() and not exact:
            self.ahead.release(None)
        else:
            self._open(row)

    def remind(self, unfinished: str) -> None:
        """Names whose receipts were begun and are not saved yet."""
        self._unfinished = unfinished
        self._say_what()

    def _say_what(self) -> None:
        count, text = len(self.table.rows.rows), self._shown.strip()
        told, tone = (
            _("Ketik nama atau nomor anggota, lalu Enter. Kartu anggota boleh dipindai."),
            "",
        )
        scanned = number_of(text)
        if scanned is not None and not count:
            told = _("Tidak ada anggota bernomor {number}. Kartu ini dari koperasi lain?")
            told, tone = told.format(number=scanned), "warning"
        elif text and not count:
            told, tone = (
                _(
                    "Tidak ada anggota yang cocok dengan “{text}”."
                    " Periksa ejaannya, atau Ctrl+5 untuk mendaftarkan anggota baru."
                ).format(text=text),
                "warning",
            )
        elif text and count > 1:
            told = _("{n} orang cocok. Enter memilih yang ditandai, panah memilih yang lain.")
            told = told.format(n=count)
        elif self._answered and not text and not count and not self._unfinished:
            told = _(
                "Belum ada anggota aktif. Catat permohonan di Ctrl+5,"
                " atau ambil daftar lama di Pengaturan (Ctrl+0), Buku lama."
            )
        elif not text and self._beside:
            told = _("Anggota lain di kuitansi {name}: ketik namanya, lalu Enter. Esc kembali.")
            told = told.format(name=self._beside[1])
        elif not text and self._unfinished:
            told = _("Isian belum disimpan: {names}.").format(names=self._unfinished)
            tone = "warning"
        self.note.setText(told)
        set_tone(self.note, tone)

    def _open(self, row: MemberRow | None) -> None:
        if row is not None and row.status == "active":
            self.chosen.emit(row.key)
            return
        self.ahead.release(None)
        self.line.selectAll()
        if row is not None:
            self._turn_away(row)

    def _turn_away(self, row: MemberRow) -> None:
        """Only members pay in here; say what he is, and where that is decided."""
        words = (
            _("{name} masih calon anggota. Catat dulu keputusan pengurus: Ctrl+5.")
            if row.status == "applicant"
            else _("{name} tidak dapat menyetor: status {status}.")
        )
        status = _(STATUS_WORDS[row.status])
        self.note.setText(words.format(name=row.name or row.number or "–", status=status))
        set_tone(self.note, "warning")

    def take_scanned(self, number: str) -> None:
        """Whose card was scanned on another line."""
        self.line.setText(code_of(number))
        self._ask(self.line.text())
        self.take()

    def take(self) -> None:
        """Choose the current row; once it is there, if the list is still being read."""
        self.ahead.hold()
        if self._shown == self.line.text():
            self._choose()
        else:
            self._take = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the current row once the list fits what is typed; arrows move in it."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat() and (self.line.text().strip() or self._beside):
                self.take()
            return True
        if event.key() == Qt.Key.Key_Escape and self._beside:
            self.left.emit()
            return True
        if event.key() in _STEPS:
            self.table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)
