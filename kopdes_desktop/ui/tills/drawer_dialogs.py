"""The small windows of the drawer: cash for a reason, cash to the safe, the end of a shift."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.security.queries import User
from kopdes_desktop.tills import reasons
from kopdes_desktop.tills.reasons import IN, PERSONAL, VAGUE
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import NOTHING_DONE, Dialog
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.numbered import NumberedRows, Offer
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.tills.count_form import CountForm

CASH_IN, CASH_OUT, BON, HAND_OVER, CLOSE, REPRINT = "in", "out", "bon", "hand", "close", "z"
ADVANCE_IN, ADVANCE_OUT, OPEN, QRIS = "advance_in", "advance_out", "open", "qris"
_DEEDS: Final = (
    (CASH_IN, N_("Kas masuk"), N_("Uang yang masuk laci bukan dari penjualan."), "plus"),
    (CASH_OUT, N_("Kas keluar"), N_("Pengeluaran kecil dari laci, dengan alasannya."), "minus"),
    (BON, N_("Terima bayar bon"), N_("Anggota melunasi belanja yang dibon."), "hand-coins"),
    (
        HAND_OVER,
        N_("Serahkan uang"),
        N_("Ke bendahara atau bank; dicatat dalam perjalanan sampai diterima."),
        "arrow-right-left",
    ),
    (CLOSE, N_("Tutup giliran"), N_("Hitung uangnya, lalu lembar Z dicetak."), "lock"),
    (REPRINT, N_("Cetak lembar Z"), N_("Giliran yang sudah ditutup, sebagai SALINAN."), "printer"),
    (
        ADVANCE_IN,
        N_("Terima uang muka, jual voucher"),
        N_("Dibayar sekarang, barangnya diambil kemudian."),
        "wallet",
    ),
    (ADVANCE_OUT, N_("Kembalikan uang muka"), N_("Pesanannya batal; uangnya keluar."), "undo-2"),
    (OPEN, N_("Buka laci"), N_("Tanpa penjualan; alasannya dicetak di struk."), "key"),
    (
        QRIS,
        N_("QRIS cair, klaim dibayar"),
        N_("Uang QRIS atau klaim yang sudah masuk rekening bank."),
        "landmark",
    ),
)
_WIDTH: Final = 560
#: In a lower window each deed is one line, so that all of them are seen.
_ROOMY: Final = 660


class DrawerMenu(Dialog):
    """A digit or Enter chooses."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None, *, settles: bool = False) -> None:
        super().__init__(
            parent, _("Laci kasir"), _("Apa yang akan dikerjakan? Ketik angkanya."), icon="info"
        )
        self.setMinimumWidth(at_text_size(_WIDTH))
        self.rows = NumberedRows()
        roomy = parent is None or parent.height() >= at_text_size(_ROOMY)
        self.rows.show_offers(
            [
                Offer(code, _(title), _(about) if roomy else "", icon)
                for code, title, about, icon in _DEEDS
                if settles or code != QRIS
            ]
        )
        self.rows.chosen.connect(self._choose)
        self.box.addWidget(self.rows)
        self.rows.start()

    def _choose(self, code: str) -> None:
        self.accept()
        self.chosen.emit(code)


class CashForReason(Dialog):
    """Why, how much, a word about it; `ordered` carries operation and order."""

    ordered = Signal(str, dict)
    unsaid = NOTHING_DONE

    def __init__(self, parent: QWidget | None, way: str, people: Sequence[User]) -> None:
        super().__init__(
            parent,
            _("Kas masuk laci") if way == IN else _("Kas keluar laci"),
            _("Bukan penjualan dan bukan uang anggota. Isi laci langsung berubah."),
            icon="info",
        )
        self._way = way
        offered = [(each.code, each.title) for each in reasons.reasons() if each.way == way]
        self._personal = {
            each.code for each in reasons.reasons() if (each.way, each.account) == (way, PERSONAL)
        }
        self.reason = ChoiceField("reason", _("&Alasan"), offered, needed=True)
        self.person = ChoiceField(
            "person", _("&Siapa"), [(str(each.key), each.name or "") for each in people]
        )
        self.amount = MoneyField("amount", _("&Jumlah"))
        hint = _("nomor nota, atau uang apa; tanpa nama orang")
        self.note = TextField("note", _("&Keterangan"), hint=hint)
        self.form = Form(
            (self.reason, self.person, self.amount, self.note),
            button(_("Catat"), "primary", "check"),
        )
        for field in self.form.fields:
            field.let_grow()
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._send)
        self.reason.edited.connect(self._ask_whose)
        self.box.addWidget(self.form)
        self._ask_whose()
        self.reason.editor.setFocus()

    def _ask_whose(self) -> None:
        chosen = self.reason.picked and self.reason.value() in self._personal
        self.person.setVisible(chosen)

    def _send(self) -> None:
        said = self.form.values()
        if said is None:
            return
        if said["reason"] in VAGUE and not said["note"]:
            self.form.complain("note", _("Tuliskan uang apa (tanpa nama orang)."))
            return
        order: dict[str, Any] = {"reason": said["reason"], "amount": int(said["amount"])}
        if said["note"]:
            order["note"] = said["note"]
        if said["reason"] in self._personal:
            order["person"] = int(said["person"])
        self.accept()
        self.ordered.emit("till.cash_in" if self._way == IN else "till.cash_out", order)


class HandOver(Dialog):
    """Cash out of the drawer to where it is kept; on its way until the other side takes it."""

    ordered = Signal(dict)
    unsaid = NOTHING_DONE

    def __init__(
        self, parent: QWidget | None, drawer: str, boxes: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(
            parent,
            _("Serahkan uang"),
            _("Hitung uang yang diserahkan. Yang menerima mencatatnya lagi saat uangnya sampai."),
            icon="info",
        )
        self._drawer = drawer
        self.target = ChoiceField("to", _("&Kepada"), boxes)
        self.amount = MoneyField("amount", _("&Jumlah"))
        self.form = Form(
            (self.target, self.amount), button(_("Serahkan"), "primary", "arrow-right-left")
        )
        for field in self.form.fields:
            field.let_grow()
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._send)
        self.box.addWidget(self.form)
        self.target.editor.setFocus()

    def _send(self) -> None:
        said = self.form.values()
        if said is None:
            return
        self.accept()
        order = {"from": self._drawer, "to": said["to"], "amount": int(said["amount"])}
        self.ordered.emit(order | {"transit": True})


class CloseShift(Dialog):
    """A blind count: what should be there is not said before it is counted."""

    counted = Signal()
    #: The list of goods below zero is wanted first.
    below_asked = Signal()
    unsaid = NOTHING_DONE

    def __init__(self, parent: QWidget | None, drawer: str, below: str = "") -> None:
        super().__init__(
            parent,
            _("Tutup giliran {drawer}").format(drawer=drawer),
            _("Hitung semua uang di laci, pecahan demi pecahan, lalu Ctrl+Enter."),
            icon="lock",
        )
        self.setMinimumWidth(at_text_size(_WIDTH))
        self.form = CountForm(_("Tutup giliran"), "lock")
        self.form.offer_people([])
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(2, back)
        self.form.submitted.connect(self.counted)
        if below:
            self._tell(below)
        self.box.addWidget(self.form)
        self.form.start()

    def _tell(self, below: str) -> None:
        """Goods below zero, before the count: their receipts may still be missing."""
        told = kind_label(below, "notice", "warning")
        told.setWordWrap(True)
        deed = button(_("Lihat stok (F7)"), icon="alert-triangle")
        deed.clicked.connect(self._leave)
        bind((Key("F7", _("daftar barang yang stoknya minus"), self._leave),), self)
        row = QHBoxLayout()
        row.addWidget(told, 1)
        row.addWidget(deed)
        self.box.addLayout(row)

    def _leave(self) -> None:
        self.reject()
        self.below_asked.emit()
