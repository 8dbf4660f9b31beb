"""The shares of every divided year against their pools, and what is unpaid against the ledger."""

from __future__ import annotations

from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.surplus import findings

_SHARES = Fix(
    N_("Buka SHU tahun yang disebut; balik pembagiannya selagi belum dibayar, lalu bagi lagi."),
    "report.shu",
)

check("surplus", N_("Bagian SHU setiap anggota sama dengan dananya"), fix=_SHARES)(findings.shares)
