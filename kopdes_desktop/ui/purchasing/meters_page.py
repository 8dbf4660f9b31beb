"""Allocations of partners: what may be fetched this month and the next, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kopdes_desktop.goods.rules import decimal, shown
from kopdes_desktop.goods.typed import quantity
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import month
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.purchasing import reading
from kopdes_desktop.ui.purchasing.list_page import ListPage
from kopdes_desktop.ui.purchasing.reading import ALLOCATE, UNALLOCATE, Meter

COLUMNS = (
    Column(N_("Bulan"), lambda row: row.allocation.month, text=month, width=14),
    Column(N_("Mitra"), lambda row: row.supplier, width=12),
    Column(N_("Barang/program"), lambda row: row.what, width=0),
    Column(N_("Nomor DO"), lambda row: row.allocation.do_no, width=10),
    Column(N_("Jatah"), lambda row: row.allocation.quantity, text=shown, width=7, right=True),
    Column(N_("Diambil"), lambda row: row.bar, width=13, tone=lambda row: row.tone),
    Column(
        N_("Sisa"),
        lambda row: row.allocation.left,
        text=shown,
        width=7,
        right=True,
        tone=lambda row: row.tone,
    ),
)


class MetersPage(ListPage):
    """A meter for each DO; what came beyond it is red."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Jatah mitra"),
            COLUMNS,
            _("Belum ada jatah bulan ini. Ctrl+N mencatat jatah Bulog, agen LPG, atau pupuk."),
        )
        self.keys = (
            Key("Ctrl+N", _("jatah baru"), self.ask_new),
            Key("F8", _("batalkan jatah"), self.ask_cancel),
            Key("Esc", _("ke pembelian")),
        )

    def read(self, read: Reading) -> Sequence[Meter]:
        return reading.meters(read, self.desk.standing.today)

    def summary(self, rows: Sequence[Any]) -> str:
        return _(
            "Setiap penerimaan dari mitra mengurangi jatah bulan itu, DO yang lama dahulu. Sisa"
            " bulan lalu dipakai dengan menulis nomor DO-nya saat membeli."
        )

    def ask_cancel(self) -> None:
        """The partner takes it back; what was taken of it stays."""
        row: Meter | None = self.table.current()
        if row is None or row.allocation.cancelled or not self.may(UNALLOCATE):
            return
        of = row.allocation
        self.with_reason(
            _("Batalkan DO {number}").format(number=of.do_no),
            _("{what}: sisa {left} tidak dapat diambil lagi; yang sudah diambil tetap.").format(
                what=row.what, left=shown(of.left)
            ),
            _("Batalkan jatah"),
            UNALLOCATE,
            {"allocation": of.key},
        )

    def ask_new(self) -> None:
        """A DO: partner, month, what and how much."""
        shop = self.shop
        if shop is None or not self.may(ALLOCATE):
            return
        if not shop.suppliers:
            self.desk.say(_("Daftarkan dahulu mitranya di halaman Pemasok."), "warning")
            return
        today = Month.of(shop.today)
        months = [(str(each), month(each)) for each in (today, today.next())]
        self.fill_in(
            _("Jatah baru"),
            _("Isi kode barang atau kode program, salah satu."),
            (
                ChoiceField(
                    "supplier",
                    _("Mitra"),
                    [(each.code, f"{each.code} · {each.label}") for each in shop.suppliers],
                ),
                ChoiceField("month", _("Bulan"), months),
                TextField("do_no", _("Nomor DO"), needed=True, longest=40),
                TextField("quantity", _("Banyaknya (satuan dasar)"), needed=True),
                TextField("item", _("Kode barang"), hint=_("boleh kosong bila program diisi")),
                TextField("program", _("Kode program"), hint=_("contoh LPG3")),
            ),
            deed=_("Simpan jatah"),
            op=ALLOCATE,
            order=lambda typed: {
                **{name: typed[name] for name in ("supplier", "month", "do_no")},
                "quantity": decimal(quantity(typed["quantity"])),
                **{name: typed[name] for name in ("item", "program") if typed[name]},
            },
            columns=2,
        )
