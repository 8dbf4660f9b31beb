"""Goods against the ledger, moves and lots against stock.

How each is proven stands with the inventory: no month is locked over a stock that differs.
"""

from __future__ import annotations

from kopdes_desktop.checks.check import check
from kopdes_desktop.inventory import proofs
from kopdes_desktop.kernel.i18n import N_

check("stock", N_("Nilai barang sama dengan buku besar, dan stok sama dengan mutasinya"))(
    proofs.untied
)
check("shelves", N_("Rak kosong bernilai nol, dan tidak ada batch yang minus"))(proofs.unsound)
check("parcels", N_("Barang kiriman tidak terlalu lama di jalan"))(proofs.overdue)
