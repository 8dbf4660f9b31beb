"""The till: documents against their lines, shifts and members' dealings against documents.

How each is proven stands with sales: no month is locked over any of it.
"""

from __future__ import annotations

from kopdes_desktop.checks.check import check
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.sales import proofs

check("sales", N_("Setiap struk sama dengan jumlah barisnya"))(proofs.unlike_lines)
check("revenue", N_("Penjualan di buku besar sama dengan struknya"))(proofs.unearned)
check("shifts", N_("Jumlah setiap giliran kasir sama dengan struknya"))(proofs.unkept)
check("dealings", N_("Belanja anggota sama dengan struknya"))(proofs.undealt)
