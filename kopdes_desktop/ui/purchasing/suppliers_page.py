"""Suppliers: who they are, what they are owed, and what they have of ours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, rupiah
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.purchasing import reading
from kopdes_desktop.ui.purchasing.list_page import ListPage
from kopdes_desktop.ui.purchasing.picking import add_supplier
from kopdes_desktop.ui.purchasing.reading import ADD, ADVANCE, CHANGE, DEPOSIT, OPEN_BILL, Owing
from kopdes_desktop.ui.settings.shapes import NumberField


def _called(row: Owing) -> str:
    return " · ".join(each for each in (row.supplier.label, row.supplier.phone) if each)


COLUMNS = (
    Column(N_("Kode"), lambda row: row.supplier.code, width=12),
    Column(N_("Nama dan telepon"), _called, width=0),
    Column(N_("Tempo"), lambda row: row.supplier.days, width=6, right=True),
    Column(N_("Utang"), lambda row: int(row.owed), text=number, width=10, right=True),
    Column(N_("Uang muka"), lambda row: int(row.advance), text=number, width=10, right=True),
    Column(N_("Jaminan"), lambda row: int(row.deposit), text=number, width=10, right=True),
    Column(N_("Tabung"), lambda row: row.cylinders, width=6, right=True),
)
_MOST, _LONGEST = 100_000, 365


class SuppliersPage(ListPage):
    """Enter changes him, F6 pays him ahead, F7 deposits for cylinders, F8 is an old bill."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Pemasok"),
            COLUMNS,
            _("Belum ada pemasok. Ctrl+N mendaftarkan yang pertama."),
        )
        self.keys = (
            Key("Return", _("ubah")),
            Key("Ctrl+N", _("pemasok baru"), self.ask_new),
            Key("F6", _("uang muka"), self.ask_advance),
            Key("F7", _("jaminan tabung"), self.ask_deposit),
            Key("F8", _("nota lama"), self.ask_old_bill),
            Key("Esc", _("ke pembelian")),
        )

    def read(self, read: Reading) -> Sequence[Owing]:
        return reading.owings(read)

    def summary(self, rows: Sequence[Any]) -> str:
        whole = sum(int(row.owed) for row in rows)
        return _("{n} pemasok, utang seluruhnya {amount}.").format(
            n=len(rows), amount=rupiah(whole)
        )

    def ask_new(self) -> None:
        """One more."""
        if self.may(ADD):
            add_supplier(self.desk, "", lambda _made: None)

    def act(self, row: Owing) -> None:
        """Another name, phone, or time to pay."""
        if not self.may(CHANGE):
            return
        name, phone = TextField("name", _("Nama"), needed=True), TextField("phone", _("Telepon"))
        days = NumberField("days", _("Tempo bayar (hari)"), 0, _LONGEST)
        name.set_text(row.supplier.name or "")
        phone.set_text(row.supplier.phone or "")
        days.set_text(str(row.supplier.days))
        self.fill_in(
            _("Ubah {code}").format(code=row.supplier.code),
            _("Kodenya tetap, karena tertulis di jurnal."),
            (name, phone, days),
            deed=_("Simpan"),
            op=CHANGE,
            order=lambda typed: {"supplier": row.supplier.key, **typed},
        )

    def ask_advance(self) -> None:
        """Pay ahead, or have the rest back."""
        row = self.table.current()
        if row is None or not self.may(ADVANCE):
            return
        self.fill_in(
            _("Uang muka {code}").format(code=row.supplier.code),
            _("Tebusan sebelum barang datang. Yang ada padanya sekarang {amount}.").format(
                amount=rupiah(row.advance)
            ),
            (MoneyField("amount", _("Jumlah")), self._way(), self.box_field("box", _("Kas"))),
            deed=_("Simpan"),
            op=ADVANCE,
            order=lambda typed: _handed(row, typed),
        )

    def ask_deposit(self) -> None:
        """A deposit for cylinders, or the deposit back."""
        row = self.table.current()
        if row is None or not self.may(DEPOSIT):
            return
        self.fill_in(
            _("Jaminan tabung {code}").format(code=row.supplier.code),
            _("Sekarang {n} tabung, {amount}.").format(n=row.cylinders, amount=rupiah(row.deposit)),
            (
                NumberField("cylinders", _("Tabung"), 1, _MOST),
                MoneyField("amount", _("Jumlah uang")),
                self._way(),
                self.box_field("box", _("Kas")),
            ),
            deed=_("Simpan"),
            op=DEPOSIT,
            order=lambda typed: {**_handed(row, typed), "cylinders": typed["cylinders"]},
            columns=2,
        )

    def ask_old_bill(self) -> None:
        """What he was owed before the books began, bill by bill."""
        row, shop = self.table.current(), self.shop
        if row is None or shop is None or not self.may(OPEN_BILL):
            return
        due = DayField("due", _("Jatuh tempo"), lambda: shop.today)
        due.set_day(shop.today + timedelta(days=row.supplier.days))
        self.fill_in(
            _("Nota lama {code}").format(code=row.supplier.code),
            _(
                "Utang kepadanya dari sebelum pembukuan di sini, satu nota satu catatan. Hanya"
                " sampai saldo awal disahkan, kecuali yang sudah termasuk di dalamnya."
            ),
            (
                MoneyField("amount", _("Sisa utang nota itu")),
                TextField("bill_no", _("Nomor nota"), hint=_("boleh kosong"), longest=40),
                due,
                ChoiceField(
                    "booked",
                    _("Saldo awal 2-1201"),
                    [
                        ("", _("belum memuatnya: ditambahkan")),
                        ("yes", _("sudah memuatnya: hanya dirinci")),
                    ],
                ),
            ),
            deed=_("Simpan nota lama"),
            op=OPEN_BILL,
            order=lambda typed: {
                "supplier": row.supplier.key,
                "amount": int(typed["amount"]),
                "due": typed["due"].isoformat(),
                **({"bill_no": typed["bill_no"]} if typed["bill_no"] else {}),
                **({"booked": True} if typed["booked"] else {}),
            },
            columns=2,
        )

    @staticmethod
    def _way() -> ChoiceField:
        return ChoiceField(
            "way", _("Arah"), [("from", _("dibayarkan")), ("to", _("diterima kembali"))]
        )


def _handed(row: Owing, typed: dict[str, Any]) -> dict[str, Any]:
    return {
        "supplier": row.supplier.key,
        "amount": int(typed["amount"]),
        typed["way"]: typed["box"],
    }
