"""The right side while a sheet is entered: what the rows make, and the cash as it was counted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import rupiah, spelled
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.savings.batch import Batch


class CountPanel(QWidget):
    """How far the sheet is, its total, the counted cash, and the difference in words."""

    def __init__(self) -> None:
        super().__init__()
        frame, inside = card(_("Setoran kolektif"))
        self.done = kind_label("", "")
        self.done.setWordWrap(True)
        self.box_words = kind_label("", "small")
        self.box_words.setWordWrap(True)
        self.total = kind_label("", "total")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.words = kind_label("", "small")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.counted = MoneyField(
            "counted", _("Uang yang dihitung"), hint=_("hitung uangnya, lalu ketik jumlahnya")
        )
        self.difference = kind_label("", "")
        self.difference.setWordWrap(True)
        self.confirm = button(_("Simpan dan cetak"), "primary", "printer")
        self.confirm.setToolTip("Ctrl+Enter")
        rule = QFrame()
        rule.setProperty("kind", "rule")
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.done)
        column.addWidget(self.box_words)
        column.addWidget(rule)
        column.addWidget(kind_label(_("Jumlah menurut isian"), "label"))
        column.addWidget(self.total)
        column.addWidget(self.words)
        column.addWidget(self.counted)
        column.addWidget(self.difference)
        column.addStretch(1)
        self._scroll = scrolled(held)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._bring_into_view)
        inside.addWidget(self._scroll, 1)
        inside.addWidget(self.confirm)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)

    def start(self) -> None:
        """Ready for the count, with what it makes in sight."""
        self.counted.editor.setFocus(Qt.FocusReason.TabFocusReason)
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        """What stands lowest, the difference, is what the count is typed for."""
        if self.counted.editor.hasFocus():
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.maximum())

    def show_batch(self, batch: Batch) -> None:
        """How far it is, and whether the cash fits."""
        left = len(batch.open_rows)
        self.done.setText(
            _("{n} dari {all} baris diisi, {unpaid} tidak membayar").format(
                n=len(batch.rows) - left, all=len(batch.rows), unpaid=batch.unpaid
            )
        )
        box = batch.box.words if batch.box else _("kas yang saya pegang")
        self.box_words.setText(_("Masuk ke: {box}").format(box=box))
        self.total.setText(rupiah(batch.amount))
        self.words.setText(spelled(batch.amount) if batch.amount > NOTHING else "")
        words, tone = batch.difference()
        self.difference.setText(words)
        set_tone(self.difference, tone)
        self.counted.editor.setAccessibleDescription(words or self.words.text())
        self.confirm.setEnabled(batch.begun)

    def amount(self) -> Rupiah | None:
        """The cash as counted; None while there is no amount in the field."""
        try:
            return self.counted.value()
        except Refusal:
            return None
