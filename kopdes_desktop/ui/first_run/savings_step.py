"""Step 5: what members save, since when and by which decision; and what stays off, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import short_day
from kopdes_desktop.ui.first_run import template
from kopdes_desktop.ui.first_run.step import FormStep, Parts
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.form import Form, button

#: What is off in a new cooperative (RULES, Members; Permenkop 8/2023).
_OFF: Final = N_(
    "Simpanan sukarela mati sampai ada izin usaha simpan pinjam (USP) atau keputusan rapat anggota:"
    " ketik nomornya di isian terakhir untuk menyalakannya. Pinjaman dan simpanan berjangka tetap"
    " mati: keduanya memerlukan izin itu serta jangka dan jasa yang disahkan rapat anggota. Bagian"
    " itu belum dibuka di program; pinjaman lama dapat dicatat di Saldo awal."
)
_USP: Final = {"code": "USP", "name": "Unit Simpan Pinjam", "kind": "usp"}


class SavingsStep(FormStep):
    """Pokok and wajib with their decisions; a later amount of wajib, if it is decided already."""

    def __init__(self, today: Callable[[], date]) -> None:
        pokok, wajib = template.savings("principal"), template.savings("mandatory")
        self.principal = MoneyField("principal", _("Simpanan &pokok, sekali"))
        self.principal.set_amount(Rupiah(int(pokok["amount"])))
        self.principal_decision = TextField(
            "principal_decision", _("&Dasarnya"), needed=True, hint=_("AD/ART atau nomor keputusan")
        )
        self.principal_decision.set_text(str(pokok["decision_no"]))
        self.mandatory = MoneyField("mandatory", _("Simpanan &wajib, setiap bulan"))
        self.mandatory.set_amount(Rupiah(int(wajib["amount"])))
        self.mandatory_decision = TextField(
            "mandatory_decision", _("D&asarnya"), needed=True, hint=_("AD/ART atau nomor keputusan")
        )
        self.mandatory_decision.set_text(str(wajib["decision_no"]))
        for field, words in (
            (self.principal_decision, _("Dasar simpanan pokok")),
            (self.mandatory_decision, _("Dasar simpanan wajib")),
        ):
            field.editor.setAccessibleName(words)  # both labels say the same
        self.later = MoneyField(
            "later",
            _("Wajib berubah menjadi"),
            needed=False,
            hint=_("kosong bila besarnya belum pernah berubah"),
        )
        self.later_from = DayField(
            "later_from",
            _("Berlaku &mulai"),
            today,
            hint=_("tanggal awal bulan, misalnya 1/1/2026"),
        )
        self.basis = TextField(
            "basis", _("&Izin USP atau keputusan rapat"), hint=_("kosong = sukarela tetap mati")
        )
        fields = (
            self.principal,
            self.principal_decision,
            self.mandatory,
            self.mandatory_decision,
            self.later,
            self.later_from,
            self.basis,
        )
        super().__init__(
            "simpanan",
            _("Simpanan"),
            _(
                "Besar simpanan berlaku menurut tanggal dan keputusannya. Bulan sebelum besaran"
                " pertama mengikuti besaran pertama, juga untuk buku lama."
            ),
            Form(fields, button(_("Lanjut"), "primary"), columns=2, wide=("basis",)),
        )
        told = kind_label(_(_OFF), "notice")
        told.setWordWrap(True)
        self.body.insertWidget(1, told)
        self._since = Month.of(today()).first()
        self.later_from.set_day(self._since)

    def look_back(self, parts: Parts) -> None:
        """Amounts hold from the first day of the books."""
        if since := parts.get("buku", {}).get("from"):
            before, self._since = self._since, Month(since).first()
            if self.later_from.text in {"", short_day(before)}:
                self.later_from.set_day(self._since)

    def part(self) -> dict[str, Any] | None:
        typed = self.form.values()
        if typed is None:
            return None
        products = [
            template.savings("principal")
            | {"amount": int(typed["principal"]), "decision_no": typed["principal_decision"]},
            self._dues(typed),
        ]
        if typed["basis"]:
            products.append(_voluntary(typed["basis"]))
        return {"simpanan": products, "unit": [_USP] if typed["basis"] else []}

    def _dues(self, typed: dict[str, Any]) -> dict[str, Any]:
        first = {"amount": int(typed["mandatory"]), "decision_no": typed["mandatory_decision"]}
        made = template.savings("mandatory") | first
        if typed["later"] is None:
            return made
        changed = {"from": typed["later_from"], "amount": int(typed["later"])}
        early = min(self._since, typed["later_from"].replace(day=1))
        if early == typed["later_from"]:
            early = Month.of(early).plus(-1).first()
        rates = [changed | {"decision_no": typed["mandatory_decision"]}]
        return made | {"from": early, "besaran": rates}


def _voluntary(basis: str) -> dict[str, Any]:
    return {
        "code": "voluntary",
        "name": "Simpanan Sukarela",
        "kind": "voluntary",
        "account": "2-1101",
        "unit": _USP["code"],
        "basis": basis,
    }
