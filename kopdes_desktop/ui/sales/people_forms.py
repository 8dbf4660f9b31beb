"""People whom the till meets: somebody who wants to be a member, a buyer of subsidised goods."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog

_NIK = 16


class ApplicantForm(FormDialog):
    """An application in four lines; the rest is asked for at the office."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            desk.window,
            _("Calon anggota baru"),
            _(
                "Cukup namanya; data lain dilengkapi di Permohonan (Ctrl+5). Belanja ini masih"
                " sebagai bukan anggota sampai pengurus memutuskan."
            ),
            (
                TextField("name", _("&Nama"), needed=True),
                TextField("nik", _("N&IK"), hint=_("16 angka, boleh kosong"), longest=_NIK),
                TextField("phone", _("&Telepon"), hint=_("boleh kosong")),
                TextField("dusun", _("&Dusun"), hint=_("boleh kosong")),
            ),
            deed=_("Catat permohonan"),
        )
        self.given.connect(self._apply)

    def _apply(self, values: dict[str, Any]) -> None:
        order = {name: value for name, value in values.items() if value}
        self.perform(self._desk, "membership.apply", order, self._applied)

    def _applied(self, _answer: object) -> None:
        self._desk.say(_("Permohonan tercatat; pengurus memutuskannya di Ctrl+5."), "good")


class BuyerForm(FormDialog):
    """Somebody who is no member and buys what is rationed; `made` carries his key."""

    made = Signal(object)

    def __init__(self, desk: Desk, nik: str) -> None:
        self._desk = desk
        super().__init__(
            desk.window,
            _("Pembeli baru barang bersubsidi"),
            _("NIK ini belum dikenal. Catat sekali saja, menurut KTP dan kartu keluarganya."),
            (
                TextField("nik", _("N&IK"), needed=True, longest=_NIK),
                TextField("name", _("&Nama"), needed=True),
                TextField("kk", _("Nomor &KK"), hint=_("16 angka, boleh kosong"), longest=_NIK),
            ),
            deed=_("Catat pembeli"),
        )
        nik_field = self.form.fields[0]
        if isinstance(nik_field, TextField):
            nik_field.set_text(nik)
        self.form.fields[1].editor.setFocus()
        self.given.connect(self._add)

    def _add(self, values: dict[str, Any]) -> None:
        order = {name: value for name, value in values.items() if value}
        self.perform(self._desk, "subsidy.add_buyer", order, self._added)

    def _added(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.made.emit(answer.id)
