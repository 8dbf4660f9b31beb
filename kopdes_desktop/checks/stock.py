"""Goods against the ledger, moves and lots against stock.

How each is proven stands with the inventory: no month is locked over a stock that differs.
"""

from __future__ import annotations

from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.inventory import proofs
from kopdes_desktop.kernel.i18n import N_

_STOCK = Fix(
    N_("Hitung barangnya di layar Stok. Jurnal tangan pada akun persediaan dibalik dahulu."),
    "read.stock",
)
_PARCELS = Fix(
    N_("Terima barang kiriman yang disebut di tempat tujuannya, atau telusuri di mana tertahan."),
    "read.stock",
)

check(
    "stock", N_("Nilai barang sama dengan buku besar, dan stok sama dengan mutasinya"), fix=_STOCK
)(proofs.untied)
check("shelves", N_("Rak kosong bernilai nol, dan tidak ada batch yang minus"), fix=_STOCK)(
    proofs.unsound
)
check("parcels", N_("Barang kiriman tidak terlalu lama di jalan"), fix=_PARCELS)(proofs.overdue)
