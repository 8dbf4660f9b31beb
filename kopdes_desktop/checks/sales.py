"""The till: documents against their lines, shifts and members' dealings against documents.

How each is proven stands with sales: no month is locked over any of it.
"""

from __future__ import annotations

from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.sales import proofs

_TILL = Fix(
    N_(
        "Buka struk yang disebut. Retur atau balik yang salah; kalau struknya benar, pulihkan buku."
    ),
    "report.",
    "sales_list",
)
_SHIFTS = Fix(
    N_("Cocokkan Z giliran itu dengan struknya; selisih uang dicatat saat menghitung laci."),
    "report.",
    "till_close",
)

check("sales", N_("Setiap struk sama dengan jumlah barisnya"), fix=_TILL)(proofs.unlike_lines)
check("revenue", N_("Penjualan di buku besar sama dengan struknya"), fix=_TILL)(proofs.unearned)
check("shifts", N_("Jumlah setiap giliran kasir sama dengan struknya"), fix=_SHIFTS)(proofs.unkept)
check("dealings", N_("Belanja anggota sama dengan struknya"), fix=_TILL)(proofs.undealt)
