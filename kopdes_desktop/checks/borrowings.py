"""What lenders are owed, borrowing by borrowing, against the ledger."""

from __future__ import annotations

from kopdes_desktop.borrowings import findings
from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel.i18n import N_

_FIX = Fix(
    N_("Buka pinjaman yang disebut; balik bukti yang salah dan catat lagi."), "report.borrowings"
)

check("borrowings", N_("Sisa setiap pinjaman koperasi sama dengan buku besar"), fix=_FIX)(
    findings.borrowings
)
