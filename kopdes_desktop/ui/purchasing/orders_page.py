"""Orders that wait, and what should be bought again; Enter takes a delivery in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import short_day
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.purchasing import reading
from kopdes_desktop.ui.purchasing.list_page import ListPage
from kopdes_desktop.ui.purchasing.reading import CANCEL, RIGHT, Waiting

COLUMNS = (
    Column(N_("Tanggal"), lambda row: row.order.day, text=short_day, width=10),
    Column(N_("Pesanan"), lambda row: row.order.number, width=19),
    Column(N_("Pemasok"), lambda row: row.supplier.label, width=16),
    Column(N_("Belum datang"), lambda row: row.what, width=0),
)


class OrdersPage(ListPage):
    """`came` carries the order whose goods are here, `proposed` what to buy again."""

    came = Signal(object)
    proposed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Pesanan"),
            COLUMNS,
            _(
                "Tidak ada pesanan yang ditunggu. F6 menyusun usulan dari barang yang hampir habis;"
                " di halaman Beli, F10 menjadikan isi nota sebuah pesanan."
            ),
        )
        self.keys = (
            Key("Return", _("barang datang")),
            Key("F6", _("usulan pesanan"), self.propose),
            Key("F8", _("batalkan sisa"), self.ask_cancel),
            Key("Esc", _("ke pembelian")),
        )

    def read(self, read: Reading) -> Sequence[Waiting]:
        return reading.waiting(read)

    def summary(self, rows: Sequence[Any]) -> str:
        return _("{n} pesanan ditunggu.").format(n=len(rows))

    def act(self, row: Waiting) -> None:
        """Its goods are here."""
        self.came.emit(row)

    def propose(self) -> None:
        """What runs short, by minimum and by the pace at which it goes."""
        shop = self.shop
        if shop is None or shop.place is None:
            return
        self.desk.read(
            RIGHT, reading.short_of, shop.place.code, shop.today, then=self.proposed.emit
        )

    def ask_cancel(self) -> None:
        """No more of it will come."""
        row = self.table.current()
        if row is None or not self.may(CANCEL):
            return
        self.with_reason(
            _("Batalkan {number}").format(number=row.order.number),
            _("Yang belum datang: {what}.").format(what=row.what),
            _("Batalkan sisanya"),
            CANCEL,
            {"order": row.order.key},
        )
