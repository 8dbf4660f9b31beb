"""Goods that come back, tied to their receipt: how much of each line, and whether it is sound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from kopdes_desktop.goods import typed
from kopdes_desktop.goods.rules import decimal, shown
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.kit.dialogs import NOTHING_DONE, Dialog
from kopdes_desktop.ui.kit.fields import EnterLeads, TextField, Words, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.sales.past_sales import LeftLine, PastSale

_COUNT_WIDTH: Final = 90
_WIDTH: Final = 640


class _Row(NamedTuple):
    of: LeftLine
    field: QLineEdit
    damaged: QCheckBox


class ReturnDialog(Dialog):
    """`ordered` carries the order; Ctrl+Enter from anywhere, Enter after the reason."""

    ordered = Signal(dict)
    unsaid = NOTHING_DONE

    def __init__(self, parent: QWidget | None, sale: PastSale, lines: Sequence[LeftLine]) -> None:
        words = _(
            "Isi jumlah yang kembali; kosong berarti tidak. Harga dan biayanya seperti di struk."
            " F5 mengisi semuanya, Ctrl+Enter menerima."
        )
        title = _("Retur {number}, {amount}")
        super().__init__(
            parent,
            title.format(number=sale.number, amount=rupiah(sale.amount)),
            words,
            icon="help-circle",
        )
        self.setMinimumWidth(at_text_size(_WIDTH))
        self._sale = sale
        self.reason = TextField("reason", _("Alasan (F6)"), hint=_("boleh kosong"))
        self.notice = kind_label("", "notice", "danger")
        self.notice.setWordWrap(True)
        self.notice.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(0, 1)
        self.rows = [self._row(grid, at, each) for at, each in enumerate(lines)]
        self.box.addLayout(grid)
        self.box.addWidget(self.reason)
        self.box.addWidget(self.notice)
        back, take = button(_("Batal")), button(_("Terima retur"), "primary", "undo-2")
        back.clicked.connect(self.reject)
        take.clicked.connect(self._send)
        self.add_buttons(back, take)
        fields = [row.field for row in self.rows] + [self.reason.editor]
        self._leads = EnterLeads(fields, self._send)
        keys = ("Ctrl+Return", "Ctrl+Enter")
        quick = (
            Key("F5", _("semuanya kembali"), self._fill),
            Key("F6", _("alasan"), self.reason.editor.setFocus),
            *(Key(key, "", self._send) for key in keys),
        )
        bind(quick, self)
        fields[0].setFocus()

    def _row(self, grid: QGridLayout, at: int, of: LeftLine) -> _Row:
        name = Words(f"{of.name}  ({of.words} × {rupiah(of.each)})")
        name.setWordWrap(True)
        count = QLineEdit()
        count.setFixedWidth(at_text_size(_COUNT_WIDTH))
        count.setAlignment(Qt.AlignmentFlag.AlignRight)
        count.setPlaceholderText("0")
        count.setAccessibleName(_("Kembali: {name}").format(name=of.name))
        count.textEdited.connect(lambda _text: set_tone(count, ""))
        damaged = QCheckBox(_("rusak"))
        damaged.setAccessibleName(_("{name} rusak").format(name=of.name))
        for column, each in enumerate((name, count, damaged)):
            grid.addWidget(each, at, column)
        return _Row(of, count, damaged)

    def _fill(self) -> None:
        """Everything comes back."""
        for row in self.rows:
            row.field.setText(shown(row.of.left))
        self.reason.editor.setFocus()

    def _send(self) -> None:
        lines: list[dict[str, Any]] = []
        for row in self.rows:
            text = row.field.text().strip()
            if not text or text == "0":
                continue
            try:
                quantity = typed.quantity(text)
            except Refusal as refusal:
                self._complain(row, refusal.message)
                return
            if quantity > row.of.left:
                words = _("{name}: paling banyak {left} yang dapat kembali.")
                self._complain(row, words.format(name=row.of.name, left=row.of.words))
                return
            line: dict[str, Any] = {"line": row.of.line, "quantity": decimal(quantity)}
            lines.append(line | ({"sound": False} if row.damaged.isChecked() else {}))
        if not lines:
            self._complain(self.rows[0], _("Belum ada yang kembali: isi jumlahnya."))
            return
        order: dict[str, Any] = {"sale": self._sale.key, "lines": lines}
        self.accept()
        self.ordered.emit(order | ({"reason": self.reason.text} if self.reason.text else {}))

    def _complain(self, row: _Row, words: str) -> None:
        set_tone(row.field, "danger")
        row.field.setFocus()
        row.field.selectAll()
        self.notice.setText(words)
        self.notice.show()
