"""Who is still owed a share: Enter pays one, the keys below pay all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.money import total
from kopdes_desktop.kernel.wording import number, rupiah
from kopdes_desktop.members.queries import RELATION_WORDS, STATUS_WORDS
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, TextField
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.surplus.page import Page
from kopdes_desktop.ui.surplus.reading import PAY, Debt, Surplus

COLUMNS = (
    Column(N_("No."), lambda row: row.member.number or "", width=8),
    Column(N_("Nama"), lambda row: row.member.name or "", width=0),
    Column(
        N_("Keadaan"),
        lambda row: _("meninggal") if row.died else _(STATUS_WORDS[row.member.status]),
        width=10,
    ),
    Column(N_("Sejak"), lambda row: row.oldest or _("buku lama"), width=9),
    Column(N_("Belum dibayar"), lambda row: int(row.owed.left), text=number, width=12, right=True),
    Column(
        N_("Bon"),
        lambda row: int(row.bon) or "",
        text=lambda x: number(x) if x else "",
        width=11,
        right=True,
    ),
)
_WAYS = (
    ("cash", N_("tunai")),
    ("savings", N_("ke simpanan (tunggakan wajib dahulu)")),
    ("offset", N_("potong bon")),
)
_FREE: Final = N_("boleh kosong")
_AGREED: Final = N_("nomor surat atau daftar yang ditandatangani anggota")


class PayPage(Page):
    """The list, narrowed by what is typed above it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Bayar SHU"))
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Ketik nama atau nomor anggota, lalu Enter"))
        self.line.setAccessibleName(_("Cari anggota yang masih berhak SHU"))
        self.line.textEdited.connect(lambda _text: self._narrow())
        self.table = Table(COLUMNS, _("SHU yang belum dibayar"))
        self.table.opened.connect(self.pay)
        self._leads = EnterLeads([self.line], self._pay_first)
        self.body.addWidget(self.line)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._buttons())
        self._all = (
            Key("Return", _("bayar yang ditandai")),
            Key("F6", _("semua ke simpanan"), lambda: self.pay_all("savings")),
            Key("F7", _("potong semua bon"), lambda: self.pay_all("offset")),
            Key("F9", _("bayar semua tunai"), lambda: self.pay_all("cash")),
            Key("Ctrl+P", _("daftar terima"), self.print_list),
        )
        bind(self._all, self)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._deeds: list[QPushButton] = []
        for words, deed in (
            (_("Semua ke simpanan (F6)"), lambda: self.pay_all("savings")),
            (_("Potong semua bon (F7)"), lambda: self.pay_all("offset")),
            (_("Bayar semua tunai (F9)"), lambda: self.pay_all("cash")),
        ):
            made = button(words)
            made.clicked.connect(deed)
            self._deeds.append(made)
            row.addWidget(made)
        self._cut = self._deeds[1]
        row.addStretch(1)
        sheet = button(_("Daftar terima (Ctrl+P)"), icon="printer")
        sheet.clicked.connect(self.print_list)
        row.addWidget(sheet)
        return row

    def show_year(self, found: Surplus) -> None:
        """Who is owed, by number."""
        super().show_year(found)
        bons = any(row.bon for row in found.owed)
        shown = [key for key in self._all if bons or key.sequence != "F7"]
        self.offer(shown, dict.fromkeys(("Return", "F6", "F7", "F9"), PAY))
        for made in self._deeds:
            made.setVisible(PAY in found.may and (bons or made is not self._cut))
        self._narrow()
        whole = total(row.owed.left for row in found.owed)
        self.said.setText(
            ngettext(
                "{n} anggota belum mengambil SHU, seluruhnya {amount}.",
                "{n} anggota belum mengambil SHU, seluruhnya {amount}.",
                len(found.owed),
            ).format(n=len(found.owed), amount=rupiah(whole))
            if found.owed
            else _("Tidak ada SHU anggota yang menunggu dibayar.")
        )

    def _narrow(self) -> None:
        typed = self.line.text().strip().casefold()
        at = self.table.currentIndex().row()
        rows = [
            row
            for row in (self.found.owed if self.found is not None else ())
            if typed in f"{row.member.number or ''} {row.member.name or ''}".casefold()
        ]
        self.table.set_rows(rows)
        self.table.go_to(0 if typed else min(max(at, 0), len(rows) - 1))

    def _pay_first(self) -> None:
        row = self.table.current()
        if row is not None:
            self.pay(row)

    def pay(self, row: Debt) -> None:
        """One member: how, how much, out of which box; after a death which heir takes it."""
        if not self.may(PAY):
            return
        if row.died and not row.heirs:
            self.desk.say(
                _("{name} sudah meninggal. Catat dahulu ahli warisnya di halaman anggota.").format(
                    name=_name(row)
                ),
                "warning",
            )
            return
        ways = [
            (value, _(words))
            for value, words in _WAYS
            if (value != "offset" or row.bon)
            and (value != "savings" or row.member.status == "active")
        ]
        amount = MoneyField("amount", _("Jumlah"))
        amount.set_amount(row.owed.left)
        how, box = ChoiceField("how", _("Cara"), ways), self.box_field()
        ref = TextField("ref", _("Bukti"), hint=_(_FREE))
        taker = _takers(row)

        def follow() -> None:
            cash = how.value() == "cash"
            for field in (box, *taker):
                field.setVisible(cash)
            ref.needed = how.value() == "offset"
            ref.hint = _(_AGREED) if ref.needed else _(_FREE)
            ref.refresh_note()

        how.edited.connect(follow)
        self.fill_in(
            _("Bayar SHU {member}").format(member=_name(row)),
            _("Belum dibayar {left}.").format(left=rupiah(row.owed.left)),
            (how, amount, *taker, box, ref),
            deed=_("Bayar"),
            op=PAY,
            order=lambda typed: _order(
                typed, members=[row.member.key], amount=int(typed["amount"])
            ),
            columns=2 if taker else 1,
        )

    def pay_all(self, how: str) -> None:
        """Everybody on the list of the books, by one document."""
        found = self.found
        if found is None or not found.owed or not self.may(PAY):
            return
        whom = [row for row in found.owed if _takes_part(row, how)]
        if not whom:
            words = (
                _("Tidak ada bon yang dapat dipotong: yang berhak SHU tidak punya bon.")
                if how == "offset"
                else _("Tidak ada anggota yang dapat dibayar dengan cara itu.")
            )
            self.desk.say(words, "warning")
            return
        words = {
            "cash": _(
                "{n} anggota dibayar tunai {amount}. Cetak dahulu daftar terimanya. Bagian anggota"
                " yang sudah meninggal dibayar sendiri-sendiri kepada ahli warisnya."
            ),
            "savings": _(
                "SHU {n} anggota, {amount}: tunggakan simpanan wajib dahulu, sisanya ke simpanan "
                "sukarela bila sudah dibuka. Yang sudah keluar tetap dibayar tunai."
            ),
            "offset": _(
                "SHU anggota yang masih punya bon dipotong sebesar bonnya, menurut daftar yang"
                " mereka tanda tangani."
            ),
        }[how].format(n=len(whom), amount=rupiah(total(row.owed.left for row in whom)))
        titles = {
            "cash": _("Bayar semua tunai"),
            "savings": _("Semua ke simpanan"),
            "offset": _("Potong semua bon"),
        }
        ref = (
            TextField("ref", _("Bukti"), hint=_(_AGREED), needed=True)
            if how == "offset"
            else TextField("ref", _("Bukti"), hint=_("misalnya nomor daftar terima; boleh kosong"))
        )
        self.fill_in(
            titles[how],
            words,
            (self.box_field(), ref) if how == "cash" else (ref,),
            deed=titles[how],
            op=PAY,
            order=lambda typed: _order({"how": how, **typed}, everybody=True),
        )

    def print_list(self) -> None:
        """The list to sign, as a report."""
        self.desk.lead("report.", listing="shu_pay_list")

    def start(self) -> None:
        """At the search line."""
        self.line.setFocus()
        self.line.selectAll()

    def states(self) -> Sequence[Callable[[], None]]:
        """One being paid."""
        return (self._pay_first,) if self.found is not None and self.found.owed else ()


def _name(row: Debt) -> str:
    return row.member.name or row.member.number or ""


def _takes_part(row: Debt, how: str) -> bool:
    """Whether he is among everybody who is paid this way at once."""
    if how == "offset":
        return bool(row.bon)
    return not row.died if how == "cash" else row.member.status == "active"


def _takers(row: Debt) -> tuple[ChoiceField, TextField] | tuple[()]:
    """Who takes the cash of one who left, and the heirs' letter; himself unless he died."""
    if not row.heirs:
        return ()
    himself = () if row.died else (("", _("anggota sendiri")),)
    heirs = (
        (
            str(heir.key),
            f"{heir.name or '–'} ({_(RELATION_WORDS.get(heir.relation, heir.relation))})",
        )
        for heir in row.heirs
    )
    whom = ChoiceField("heir", _("Diterima oleh"), (*himself, *heirs))
    letter = TextField(
        "letter_no",
        _("Nomor surat ahli waris"),
        hint=_("kosong bila sudah dicatat saat keanggotaannya berakhir"),
    )
    return whom, letter


def _order(typed: dict[str, Any], **whom: object) -> dict[str, Any]:
    """An order of what was typed: box and heir for cash alone, and no empty paper."""
    cash = typed["how"] == "cash"
    heir = {"heir": int(typed["heir"])} if cash and typed.get("heir") else {}
    letter = {"letter_no": typed["letter_no"]} if heir and typed.get("letter_no") else {}
    return {
        "how": typed["how"],
        **whom,
        **({"box": typed["box"]} if cash else {}),
        **heir,
        **letter,
        **({"ref": typed["ref"]} if typed["ref"] else {}),
    }
