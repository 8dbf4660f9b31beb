"""What is owed to the state, month by month, against the ledger."""

from __future__ import annotations

from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.taxes import findings

_FIX = Fix(
    N_("Buka masa pajak yang disebut; balik bukti yang salah dan catat lagi."), "report.taxes"
)

check("taxes", N_("Pajak yang belum disetor sama dengan buku besar"), fix=_FIX)(findings.taxes)
