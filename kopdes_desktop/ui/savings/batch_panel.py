"""Entering from a collector's sheet: the rows as on paper, one line for the row that is marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import number, rupiah, spelled
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.legend import Legend
from kopdes_desktop.ui.kit.question_card import QuestionCard
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.savings.batch import Batch, BatchRow
from kopdes_desktop.ui.savings.draft import MANDATORY, UNUSUAL

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}
#: So many rows below the marked one stay in sight.
_AHEAD = 3


def _paid(row: BatchRow) -> str:
    return "" if row.paid is None else number(row.paid) if row.paid else "–"


COLUMNS = (
    Column(N_("Nomor"), lambda row: row.number, width=10),
    Column(N_("Nama"), lambda row: row.name, width=0),
    Column(N_("Tagihan"), lambda row: row.due, text=number, width=9, right=True),
    Column(N_("Diterima"), lambda row: row, text=_paid, width=9, right=True),
    Column(
        N_("Sukarela"),
        lambda row: row.voluntary,
        text=lambda amount: number(amount) if amount else "",
        width=8,
        right=True,
    ),
    Column(N_("Keterangan"), lambda row: row.remark(), width=16),
)


#: Columns that a panel of fewer letters than this does without.
_SPARE, _WIDE = (4, 5), 78


class BatchPanel(QWidget):
    """Enter takes what is due, digits another amount, Space or 0 nothing; arrows go to other rows.

    `filled` is told once Enter was pressed with no row left to fill.
    """

    changed = Signal()
    filled = Signal()
    left = Signal()
    asked_box = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.batch: Batch | None = None
        self.at = 0
        self._voluntary = False
        self._asked = ""
        self.table = Table(COLUMNS, _("Baris lembar tagihan"))
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setMinimumHeight(110)
        self.table.clicked.connect(self._click)
        self.asked = QuestionCard(self)
        self.line, self.note, self.ahead = self.asked.line, self.asked.note, self.asked.ahead
        self.question = self.asked.question
        self.line.textEdited.connect(self._echo)
        self.asked.scan.scanned.connect(self.go_to_member)
        self._arrange()

    def _arrange(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.table, 1)
        box.addWidget(self.asked)
        box.addWidget(Legend(self.keys()[:4]))

    def keys(self) -> tuple[Key, ...]:
        """What the line understands, for the legend and for F1."""
        return (
            Key("Enter", _("sesuai tagihan")),
            Key("0–9", _("jumlah lain")),
            Key(_("Spasi"), _("tidak membayar (0 juga)")),
            Key("S", _("sukarela")),
            Key("K", _("kas/bank")),
            Key("↑ ↓", _("baris lain")),
            Key("Backspace", _("kosongkan baris ini")),
        )

    def open(self, batch: Batch) -> None:
        """Show this sheet, at the first row that is not filled in."""
        self.batch = batch
        self.at = batch.open_rows[0] if batch.open_rows else 0
        self._show()

    def renew(self, batch: Batch) -> None:
        """The same sheet as it stands now; what is being typed stays."""
        self.batch = batch
        self.table.rows.set_rows(batch.rows)
        self.table.go_to(self.at)
        self._echo()

    def start(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def complain(self, words: str, at: int | None = None) -> None:
        """Say what is wrong, at the row that it is about; what was typed stays."""
        if at is not None:
            self.go(at)
        self.asked.say(words, "danger")
        self.start()

    def go(self, at: int) -> None:
        """Mark this row."""
        if self.batch is not None and self.batch.rows:
            self.at = max(0, min(at, len(self.batch.rows) - 1))
            self._show()

    def go_to_member(self, number: str) -> None:
        """The row of this member, whose card was scanned; who is not listed is told."""
        rows = self.batch.rows if self.batch is not None else ()
        at = next((n for n, row in enumerate(rows) if row.number == number), None)
        if at is not None:
            self._step(at - self.at)
        else:
            words = _("Anggota nomor {number} tidak ada di lembar ini.")
            self.complain(words.format(number=number))

    def _show(self) -> None:
        batch = self.batch
        if batch is None:
            return
        self._voluntary, self._asked = False, ""
        self.table.rows.set_rows(batch.rows)
        self.table.go_to(self.at)
        last = min(self.at + _AHEAD, len(batch.rows) - 1)
        self.table.scrollTo(self.table.rows.index(last, 0))
        self.table.scrollTo(self.table.rows.index(self.at, 0))
        self.line.clear()
        self._echo()

    def _row(self) -> BatchRow | None:
        return self.batch.rows[self.at] if self.batch and self.batch.rows else None

    def _echo(self, _text: str = "") -> None:
        """Who is asked about, and what Enter would do."""
        row, batch = self._row(), self.batch
        if row is None or batch is None:
            return
        words = _("{at} dari {all} · {name}: {savings}, tagihan {due}")
        if self._voluntary:
            words = _("{at} dari {all} · {name}: berapa rupiah simpanan sukarela?")
        self.asked.ask(
            words.format(
                at=self.at + 1,
                all=len(batch.rows),
                name=row.name,
                savings=row.savings.lower(),
                due=rupiah(row.due),
            )
        )
        fresh = row.paid is None and not self._voluntary
        self.asked.propose(rupiah(row.due) if fresh and not self.line.text() else "")
        self.asked.say(*self._promise(row))

    def _promise(self, row: BatchRow) -> tuple[str, str]:
        """What Enter will do, said beforehand."""
        if not self.line.text():
            told = self._without_text(row)
            less = row.billed is not None and row.paid is None and not self._voluntary
            return told, "warning" if less else ""
        if self.line.complaint:
            return self.line.complaint, "danger"
        try:
            amount = self.line.amount()
        except Refusal:
            return "", ""
        words = spelled(amount)
        if self._voluntary or amount == row.due:
            return words, ""
        apart = row.due - amount
        told = _("{words} · kurang {apart}") if apart > NOTHING else _("{words} · lebih {apart}")
        return told.format(words=words, apart=rupiah(abs(apart))), "warning"

    def _without_text(self, row: BatchRow) -> str:
        if self._voluntary:
            return _("Ketik jumlahnya. Esc kembali ke tagihan.")
        if row.paid is not None:
            told = _("Sudah diisi: {remark}. Enter lanjut; ketik angka untuk menggantinya.")
            return told.format(remark=row.remark())
        if row.billed is not None and row.due == NOTHING:
            told = _(
                "Di lembar {billed}, tetapi sudah lunas sesudah lembar terbit. Enter lanjut;"
                " ketik angka bila ia tetap menyetor."
            )
            return told.format(billed=rupiah(row.billed))
        if row.billed is not None:
            told = _(
                "Di lembar {billed}, tetapi sebagian sudah dibayar sesudah lembar terbit."
                " Enter: {amount}. Angka lain bila berbeda, Spasi bila tidak membayar."
            )
            return told.format(billed=rupiah(row.billed), amount=rupiah(row.due))
        if row.due == NOTHING and row.guessed:
            told = _("Tidak ditagih: {why}. Enter lanjut; ketik angka bila ia tetap menyetor.")
            return told.format(why=row.nothing_due())
        if row.due == NOTHING:
            return _("Tidak ada tagihan. Enter lanjut; ketik angka bila ia tetap menyetor.")
        return _("Enter: {amount}. Angka lain bila berbeda, Spasi bila tidak membayar.").format(
            amount=rupiah(row.due)
        )

    def take(self) -> None:
        """What Enter means now: this amount, or what is due; then the next row."""
        if self.line.text():
            if self._take_typed():
                self._next()
            return
        row, batch = self._row(), self.batch
        if row is None or batch is None or self._voluntary:
            return
        if row.paid is None:
            self._change(batch.with_paid(self.at, row.due))
        self._next()

    def _take_typed(self) -> bool:
        """What stands in the line goes into the row; False leaves it there, red or asked about."""
        batch = self.batch
        try:
            amount = self.line.amount()
            if batch is None or (amount == NOTHING and self._voluntary):
                raise BadField(N_("Jumlah harus lebih dari nol."), field="amount")
        except Refusal as refusal:
            self.complain(refusal.message)
            return False
        if amount >= UNUSUAL and self._asked != self.line.text():
            self._asked = self.line.text()
            words = _("{words}: benar sebesar ini? Enter sekali lagi untuk memasukkannya.")
            self.asked.say(words.format(words=spelled(amount)), "warning")
            return False
        self._change(self._with(batch, amount))
        return True

    def _with(self, batch: Batch, amount: Rupiah) -> Batch:
        if self._voluntary:
            return batch.with_voluntary(self.at, amount)
        return batch.with_paid(self.at, amount)

    def _change(self, batch: Batch) -> None:
        self.batch = batch
        self.changed.emit()

    def _next(self) -> None:
        """The next row; after voluntary savings still this one, unless it is filled already."""
        batch, row = self.batch, self._row()
        if batch is None or row is None:
            return
        if self._voluntary and row.paid is None:
            self._show()
            return
        if self.at + 1 < len(batch.rows):
            self.go(self.at + 1)
            return
        self.go(batch.open_rows[0] if batch.open_rows else self.at)
        if not batch.open_rows:
            self.filled.emit()

    def _skip(self) -> None:
        if self.batch is not None:
            self._change(self.batch.with_paid(self.at, NOTHING))
            self._next()

    def _empty(self) -> None:
        """Backspace on an empty line: nothing is said about this row any more."""
        if self.batch is not None:
            cleared = self.batch.with_paid(self.at, None).with_voluntary(self.at, NOTHING)
            self._change(cleared)
            self._show()

    def _step(self, rows: int) -> None:
        """Another row; what was typed is taken first, or keeps the mark where it is."""
        if not self.line.text() or self._take_typed():
            self.go(self.at + rows)

    def _ask_voluntary(self) -> None:
        row = self._row()
        if row is not None and row.product == MANDATORY:
            self._voluntary = True
            self.line.clear()
            self._echo()

    def _escape(self) -> None:
        if self.line.text() or self._voluntary:
            self._show()
        else:
            self.left.emit()

    def _click(self, index: QModelIndex) -> None:
        self._step(index.row() - self.at)
        self.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names before remarks: what does not fit on a narrow screen stands under the line."""
        super().resizeEvent(event)
        room = self.fontMetrics().horizontalAdvance("0") * _WIDE
        for column in _SPARE:
            self.table.setColumnHidden(column, self.width() < room)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that mean more than digits."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if plain and (self._moves(event) or self._understands(event)):
            return True
        return super().eventFilter(watched, event)

    def _moves(self, event: QKeyEvent) -> bool:
        """Keys that go on, away or back."""
        key = event.key()
        if key in _ENTER:
            if not event.isAutoRepeat():
                self.take()
        elif key in _STEPS:
            self._step(_STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            return False
        return True

    def _understands(self, event: QKeyEvent) -> bool:
        """Keys that say something about an empty row; within an amount they are just typed."""
        if self.line.text():
            return False
        key = event.key()
        if key == Qt.Key.Key_Space or (key == Qt.Key.Key_0 and not self._voluntary):
            if not event.isAutoRepeat() and not self._voluntary:
                self._skip()
        elif key == Qt.Key.Key_Backspace:
            self._empty()
        elif key == Qt.Key.Key_S:
            self._ask_voluntary()
        elif key == Qt.Key.Key_K:
            self.asked_box.emit()
        else:
            return False
        return True
