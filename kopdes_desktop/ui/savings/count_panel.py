"""The right side while a sheet is entered: what the rows make, and the cash as it was counted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

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
        self.facts = QGridLayout()
        self.facts.setContentsMargins(0, 0, 0, 0)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(0, 1)
        self.done = self._fact(_("Sudah diisi"))
        self.unpaid = self._fact(_("Tidak membayar"))
        self.open = self._fact(_("Belum diisi"))
        self.box_words = kind_label("", "small")
        self.box_words.setWordWrap(True)
        self.total = kind_label("", "total")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.words = kind_label("", "small")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.counted = MoneyField("counted", _("Uang yang dihitung"), needed=True)
        self.difference = kind_label("", "")
        self.difference.setWordWrap(True)
        self.confirm = button(_("Simpan dan cetak"), "primary", "printer")
        self.confirm.setToolTip("Ctrl+Enter")
        rule = QFrame()
        rule.setProperty("kind", "rule")
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self.facts)
        column.addWidget(self.box_words)
        column.addWidget(rule)
        column.addWidget(kind_label(_("Jumlah menurut isian"), "label"))
        column.addWidget(self.total)
        column.addWidget(self.words)
        column.addWidget(self.counted)
        column.addWidget(self.difference)
        column.addStretch(1)
        inside.addWidget(scrolled(held), 1)
        inside.addWidget(self.confirm)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)

    def _fact(self, words: str) -> QLabel:
        figure = kind_label("", "")
        figure.setAlignment(Qt.AlignmentFlag.AlignRight)
        at = self.facts.rowCount()
        self.facts.addWidget(kind_label(words, "muted"), at, 0)
        self.facts.addWidget(figure, at, 1)
        return figure

    def show_batch(self, batch: Batch) -> None:
        """How far it is, and whether the cash fits."""
        left = len(batch.open_rows)
        self.done.setText(_("{n} dari {all}").format(n=len(batch.rows) - left, all=len(batch.rows)))
        self.unpaid.setText(str(batch.unpaid))
        self.open.setText(str(left))
        set_tone(self.open, "warning" if left else "")
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
