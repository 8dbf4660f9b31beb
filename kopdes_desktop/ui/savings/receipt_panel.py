"""The right side of the teller: the receipt that grows, and the last one as it left the printer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.kernel.wording import number, rupiah, spelled
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.slip_view import SlipView
from kopdes_desktop.ui.savings.draft import Draft


class ReceiptPanel(QWidget):
    """Lines, sum, the sum in words, and the one primary button of the screen."""

    def __init__(self) -> None:
        super().__init__()
        frame, inside = card(_("Kuitansi"))
        self.lines = QGridLayout()
        self.lines.setVerticalSpacing(8)
        self.lines.setColumnStretch(0, 1)
        self.empty = kind_label(_("Belum ada baris."), "muted")
        self.total = kind_label("", "total")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.words = kind_label("", "small")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.confirm = button(_("Simpan dan cetak"), "primary", "printer")
        self.confirm.setToolTip("Enter")
        rule = QFrame()
        rule.setProperty("kind", "rule")
        inside.addWidget(self.empty)
        inside.addLayout(self.lines)
        inside.addStretch(1)
        inside.addWidget(rule)
        inside.addWidget(self.total)
        inside.addWidget(self.words)
        inside.addWidget(self.confirm)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)

    def show_draft(self, draft: Draft) -> None:
        """Show the lines as they stand."""
        while (item := self.lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for at, line in enumerate(draft.lines):
            words = QLabel(line.words)
            words.setWordWrap(True)
            amount = QLabel(number(line.amount))
            amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            self.lines.addWidget(words, at, 0)
            self.lines.addWidget(amount, at, 1)
        self.empty.setVisible(not draft.lines)
        self.total.setText(rupiah(draft.amount))
        self.words.setText(spelled(draft.amount) if draft.amount > NOTHING else "")
        self.confirm.setEnabled(bool(draft.lines))


class LastReceipt(QWidget):
    """The slip of the last receipt, as printed."""

    def __init__(self) -> None:
        super().__init__()
        frame, inside = card(_("Kuitansi terakhir"))
        self.slip = SlipView(
            _("Kuitansi terakhir"), _("Kuitansi yang baru disimpan terlihat di sini.")
        )
        inside.addWidget(self.slip, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)
