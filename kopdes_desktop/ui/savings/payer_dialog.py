"""A new payer: the village, an employer, a programme that pays for several members."""

from __future__ import annotations

import re
from typing import Any, Final

from PySide6.QtCore import Signal

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.savings.basket import Choice

_CODE: Final = 12


class PayerDialog(Dialog):
    """Code, name, kind; `made` carries the Choice once it is written.

    `name` was typed before: it stands there already, and a code made from it.
    """

    made = Signal(object)

    def __init__(self, desk: Desk, name: str = "") -> None:
        super().__init__(
            desk.window,
            _("Pembayar baru"),
            _("Kodenya terlihat di jurnal, namanya hanya di sini dan di kuitansi."),
            icon="info",
        )
        self._desk = desk
        code = TextField("code", _("Kode"), hint=_("pendek, contoh DESA"), needed=True, longest=20)
        called = TextField("name", _("Nama"), hint=_("contoh Pemerintah Desa"), needed=True)
        self.form = Form(
            (
                code,
                called,
                ChoiceField(
                    "kind",
                    _("Jenis"),
                    (
                        ("village", _("Pemerintah desa")),
                        ("employer", _("Pemberi kerja")),
                        ("program", _("Program bantuan")),
                        ("other", _("Lain-lain")),
                    ),
                    hint=_("siapa yang membayari anggota"),
                ),
            ),
            button(_("Simpan pembayar"), "primary", "check"),
        )
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._send)
        self.box.addWidget(self.form)
        called.set_text(name)
        code.set_text(_code_of(name))
        code.edit.selectAll()
        code.editor.setFocus()

    def _send(self) -> None:
        said = self.form.values()
        if said is not None:
            self._desk.perform("savings.add_payer", said, self._written, sender=self.form)

    def _written(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        said = self.form.values() or {}
        code = str(said.get("code", "")).strip().upper()
        self.accept()
        self.made.emit(Choice(code, f"{code} · {said.get('name', '')}"))


def _code_of(name: str) -> str:
    """A code that his name suggests: KANTORDESA; it begins with a letter."""
    return re.sub(r"^\d+|[^A-Z0-9]", "", name.upper())[:_CODE]
