"""What suppliers are owed, bill by bill, against the ledger."""

from __future__ import annotations

from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.purchasing import findings

_BILLS = Fix(
    N_("Buka utang pemasok yang disebut; bayar atau balik bukti yang salah, nota demi nota."),
    "read.purchases",
)

check("payables", N_("Utang setiap pemasok sama dengan buku besar"), fix=_BILLS)(findings.payables)
