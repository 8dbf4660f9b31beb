"""The board's decision on one application, and the money that goes with it, as one deed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _, ngettext
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import day, rupiah
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.members.cards import MANDATORY, PRINCIPAL, Waiting
from kopdes_desktop.ui.members.late_field import LateField
from kopdes_desktop.ui.members.words import local_phone, whole_address

DECIDE, DEPOSIT, PREPAY = "membership.decide", "savings.deposit", "membership.prepay"
YES, NO = "yes", "no"
LATER = "later"
_MOST_MONTHS = 12


class DecisionPanel(QWidget):
    """Who applies, what he has paid already, and the decision; only for who may decide."""

    done = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._may: frozenset[str] = frozenset()
        self.waiting: Waiting | None = None
        self.name = kind_label("", "figure")
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(12)
        self.facts.setVerticalSpacing(2)
        self.facts.setColumnStretch(1, 1)
        self.prepay = button(_("Terima titipan (F7)"), icon="banknote")
        self.approved = ChoiceField(
            "approved",
            _("Keputusan"),
            ((YES, _("Diterima menjadi anggota")), (NO, _("Ditolak"))),
            hint=_("menurut rapat pengurus"),
        )
        self.decision_no = TextField(
            "decision_no",
            _("Nomor keputusan"),
            hint=_("wajib diisi, contoh 05/SK/2026"),
            needed=True,
        )
        self.day = DayField("day", _("Tanggal keputusan"), lambda: desk.standing.today)
        self.amount = MoneyField(
            "amount",
            _("Simpanan pokok diterima sekarang"),
            hint=_("kosong = nanti lewat Setoran"),
            needed=False,
        )
        self.months = ChoiceField(
            "months",
            _("Simpanan wajib"),
            [("0", _("nanti"))]
            + [
                (str(n), ngettext("{n} bulan", "{n} bulan", n).format(n=n))
                for n in range(1, _MOST_MONTHS + 1)
            ],
            hint=_("dibayar bersama keputusan ini"),
        )
        self.cash = ChoiceField(
            "cash",
            _("Titipan dikembalikan dari"),
            [("", "")],
            hint=_("kas yang uangnya keluar, atau nanti"),
        )
        self.outcome = kind_label("", "notice")
        self.outcome.setWordWrap(True)
        self.late = LateField(self.day, lambda: desk.standing.today)
        self.form = Form(
            (
                self.approved,
                self.decision_no,
                self.day,
                self.late,
                self.amount,
                self.months,
                self.cash,
            ),
            button(_("Catat keputusan"), "primary", "check"),
            columns=2,
        )
        self.form.submitted.connect(self._record)
        for field in (self.approved, self.amount, self.months, self.cash):
            field.edited.connect(self._follow)
        self._arrange()

    def _arrange(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.prepay)
        box.addLayout(top)
        box.addLayout(self.facts)
        box.addSpacing(4)
        box.addWidget(self.outcome)
        box.addWidget(self.form)
        box.addStretch(1)

    def set_rights(self, may: frozenset[str], boxes: Sequence[tuple[str, str]]) -> None:
        """What one may do here; where paid-back money may come from."""
        self._may = may
        self.form.setVisible(DECIDE in may)
        self.prepay.setVisible(PREPAY in may)
        kept = self.cash.box.currentData()
        self.cash.box.blockSignals(True)
        self.cash.box.clear()
        choices = [("", _("kas saya sendiri")), *boxes, (LATER, _("nanti, tetap dititipkan"))]
        for value, words in choices:
            self.cash.box.addItem(words, value)
        self.cash.box.setCurrentIndex(max(self.cash.box.findData(kept), 0))
        self.cash.box.blockSignals(False)
        self._follow()

    def open(self, waiting: Waiting) -> None:
        """This applicant; what was typed for him before stays."""
        again = self.waiting is not None and self.waiting.row.key == waiting.row.key
        self.waiting = waiting
        if not again:
            self.form.clear()
            self.day.set_day(self._desk.standing.today)
            lacking = int(waiting.principal) - int(waiting.prepaid)
            if lacking > 0 and DEPOSIT in self._may:
                self.amount.set_amount(Rupiah(lacking))
        self._show()

    def renew(self, waiting: Waiting) -> None:
        """The same applicant after something was written."""
        if self.waiting is None or self.waiting.row.key != waiting.row.key:
            return
        if waiting.prepaid != self.waiting.prepaid and self.amount.text:
            lacking = int(waiting.principal) - int(waiting.prepaid)
            self.amount.set_text("")
            if lacking > 0:
                self.amount.set_amount(Rupiah(lacking))
        self.waiting = waiting
        self._show()

    def forget(self) -> None:
        """Nobody is being decided on."""
        self.waiting = None
        self.form.clear()

    def start(self) -> None:
        """The decision, or what else one may do."""
        if DECIDE in self._may:
            self.approved.editor.setFocus()
        else:
            self.prepay.setFocus()

    def _show(self) -> None:
        waiting = self.waiting
        if waiting is None:
            return
        row = waiting.row
        self.name.setText(row.name or "–")
        while (item := self.facts.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        told = (
            (_("NIK"), row.nik),
            (_("Lahir"), day(row.birth_day) if row.birth_day else None),
            (_("Alamat"), whole_address(row.address, row.dusun, row.rt_rw)),
            (_("Telepon"), local_phone(row.phone)),
            (_("Titipan"), rupiah(waiting.prepaid) if waiting.prepaid else _("belum ada")),
        )
        for at, (label, value) in enumerate(each for each in told if each[1]):
            self.facts.addWidget(kind_label(label, "label"), at, 0)
            said = kind_label(value or "", "")
            said.setWordWrap(True)
            self.facts.addWidget(said, at, 1)
        self._follow()

    def _follow(self) -> None:
        """Only the questions that belong to the decision, and what it will come to."""
        self.late.follow()
        accepted = self.approved.value() == YES
        money = accepted and DEPOSIT in self._may
        waiting = self.waiting
        has_dues = waiting is not None and waiting.dues > NOTHING
        self.amount.setVisible(money)
        self.months.setVisible(money and has_dues)
        prepaid = waiting.prepaid if waiting is not None else NOTHING
        self.cash.setVisible(not accepted and prepaid > NOTHING)
        self.outcome.setText(self._outcome(prepaid, accepted=accepted))
        self.outcome.setVisible(DECIDE in self._may and bool(self.outcome.text()))
        set_tone(self.outcome, "" if accepted else "warning")

    def _outcome(self, prepaid: Rupiah, *, accepted: bool) -> str:
        """In words, before anything is written."""
        if accepted:
            told = _("Nomor anggota terbit.")
            if prepaid:
                told += " " + _("Titipan {amount} menjadi simpanan.").format(amount=rupiah(prepaid))
            cash = self._cash_now()
            if cash:
                told += " " + _("Diterima tunai {amount}, kuitansinya dicetak.").format(
                    amount=rupiah(cash)
                )
            return told
        if not prepaid:
            return _("Permohonan ditutup. Tidak ada uang yang dikembalikan.")
        if self.cash.value() == LATER:
            return _("Permohonan ditutup. {amount} tetap dititipkan, dibayar nanti.").format(
                amount=rupiah(prepaid)
            )
        return _("Permohonan ditutup. {amount} dikembalikan sekarang, kuitansinya dicetak.").format(
            amount=rupiah(prepaid)
        )

    def _cash_now(self) -> Rupiah:
        """What comes in with the decision; nothing while the amount is half typed."""
        if self.waiting is None or DEPOSIT not in self._may:
            return NOTHING
        try:
            amount = self.amount.value() or NOTHING
        except Refusal:
            amount = NOTHING
        return amount + Rupiah(int(self.months.value()) * int(self.waiting.dues))

    def _record(self) -> None:
        typed = self.form.values()
        waiting = self.waiting
        if typed is None or waiting is None:
            return
        accepted = typed["approved"] == YES
        order: dict[str, Any] = {
            "application": waiting.row.key,
            "approved": accepted,
            "decision_no": typed["decision_no"],
            "day": typed["day"].isoformat(),
        }
        if typed["late"]:
            order["late"] = typed["late"]
        if not accepted and waiting.prepaid:
            if typed["cash"] == LATER:
                order["pay_back"] = False
            elif typed["cash"]:
                order["cash"] = typed["cash"]
        orders = [(DECIDE, order)]
        lines: list[dict[str, Any]] = []
        if accepted and DEPOSIT in self._may:
            if typed["amount"]:
                lines.append({"product": PRINCIPAL, "amount": int(typed["amount"])})
            if typed["months"] != "0":
                lines.append({"product": MANDATORY, "months": int(typed["months"])})
        if lines:
            orders.append((DEPOSIT, {"member": waiting.row.key, "lines": lines}))
        words = (
            _("{name} diterima menjadi anggota. Setujui?")
            if accepted
            else _("Permohonan {name} ditolak. Setujui?")
        )
        self._desk.perform_all(
            orders,
            self._recorded,
            sender=self.form,
            question=words.format(name=waiting.row.name or "–"),
        )

    def _recorded(self, answers: Sequence[Any]) -> None:
        self.done.emit(answers)
